"""What each respondent of each survey wave answered: the waves that were taken in, one after another."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers import responses

COLUMNS = ["wave", "respondent", "question_id", "answer", "weight", "source_id", "source_ref"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per wave, respondent, question and chosen answer; `weight` is 1 where a wave has no weights.

    Sorted by wave and question, so that a reader of the Parquet file can skip what it does not ask about.
    """
    waves = [wave for wave in inputs.catalogue.waves.values() if wave.has_responses]
    frames = [_wave(inputs, wave.id) for wave in waves]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def _wave(inputs: Inputs, wave_id: str) -> pd.DataFrame:
    wave = inputs.catalogue.waves[wave_id]
    questionnaire = inputs.catalogue.questionnaires[wave.questionnaire]
    wide = responses.read(wave_id, questionnaire, inputs.data)
    parts = [
        responses.answers(wide, question).assign(question_id=question.id)
        for question in questionnaire.questions
        if question.id in wide
    ]
    long = pd.concat(parts, ignore_index=True)
    return long.assign(wave=wave_id, source_id=wave_id, source_ref=responses.FILE)
