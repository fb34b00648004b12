"""What each respondent of each survey wave answered: the waves that were taken in, one after another."""

from __future__ import annotations

import pandas as pd
from pandas.api.types import union_categoricals

from etl.inputs import Inputs
from etl.readers import responses

COLUMNS = ["wave", "respondent", "question_id", "answer", "weight", "source_id", "source_ref"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per wave, respondent, question and chosen answer; `weight` is 1 where a wave has no weights.

    Sorted by wave and question, so that a reader of the Parquet file can skip what it does not ask about.
    """
    waves = [wave for wave in inputs.catalogue.waves.values() if wave.has_responses]
    parts = [part for wave in waves for part in _wave(inputs, wave.id)]
    return _joined(parts) if parts else pd.DataFrame(columns=COLUMNS)


def _wave(inputs: Inputs, wave_id: str) -> list[pd.DataFrame]:
    """A table per question."""
    wave = inputs.catalogue.waves[wave_id]
    questionnaire = inputs.catalogue.questionnaires[wave.questionnaire]
    wide = responses.read(wave_id, questionnaire, inputs.data)
    said = {"wave": wave_id, "source_id": wave_id, "source_ref": responses.FILE}
    return [
        responses.answers(wide, question).assign(question_id=question.id, **said)
        for question in questionnaire.questions
        if question.id in wide
    ]


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """One under the other, texts as categories: of millions of rows each text is kept once."""
    columns = {
        name: union_categoricals([part[name].astype("category") for part in parts])
        if name not in (responses.RESPONDENT, responses.WEIGHT)
        else pd.concat([part[name] for part in parts], ignore_index=True)
        for name in COLUMNS
    }
    return pd.DataFrame(columns)
