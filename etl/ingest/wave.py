"""The files of a wave: respondents without anything that leads back to them, and what is known about them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.catalogue import Catalogue
from catalogue.models import LANGS, Label, Source
from catalogue.paths import RESPONSES
from catalogue.survey import DISCLOSURE, Questionnaire, Wave
from etl.errors import EtlError
from etl.ingest.about import NOT_STATED, About, period
from etl.ingest.answers import Answers
from etl.ingest.export import Export
from etl.ingest.margins import Margin, Weighting
from etl.ingest.rows import Selection
from etl.ingest.store import render
from etl.readers.responses import RESPONDENT, WEIGHT

TITLE = {"ru": "Опрос {}", "kk": "{} сауалнамасы", "en": "Survey {}"}
UNWEIGHTED = {"ru": "Доли не взвешены", "kk": "Үлестер салмақталмаған", "en": "Shares are unweighted"}
WEIGHTED = {
    "ru": "Веса подогнаны (raking) к распределениям: {}. Источник: {}",
    "kk": "Салмақтар (raking) мына үлестірімдерге келтірілген: {}. Дереккөзі: {}",
    "en": "Weights raked to: {}. Source: {}",
}


@dataclass(frozen=True)
class Told:
    """What is known besides the answers. `days`: the first and the last day on which answers came."""

    about: About
    year: int | None
    days: tuple[date, date] | None
    retrieved: date


def order(taken: Mapping[str, Answers]) -> NDArray[np.int64]:
    """Respondents in order of their answers, not of the file: a number must not lead back to a row or a time."""
    keys = [np.argsort(np.argsort(answer.values))[answer.codes] for answer in taken.values()]
    return np.lexsort(keys[::-1])


def files(
    wave_id: str,
    questionnaire: Questionnaire,
    told: Told,
    taken: Mapping[str, Answers],
    weighting: Weighting | None,
    weights: Label | None,
    export: Export,
    selection: Selection,
) -> dict[str, bytes]:
    """The contents of `responses.csv`, `wave.yml` and `source.yml`. `weights` says what the weights are.

    Raises EtlError if nothing says in which year the survey was.
    """
    respondents = _csv(taken, weighting)
    about, none = told.about, Label.model_validate(NOT_STATED)
    title = about.title.label if about.title else _filled(TITLE, wave_id)
    disclosure = {key: text.label for key, text in about.disclosure.items() if text}
    if told.days:
        disclosure.setdefault("fieldwork", period(*told.days))
    disclosure.setdefault("weighting", weights or Label.model_validate(UNWEIGHTED))
    wave = Wave(
        id=wave_id,
        questionnaire=questionnaire.id,
        title=title,
        year=_year(told),
        has_responses=True,
        weighting=weights,
        disclosure={key: disclosure[key] for key in DISCLOSURE if key in disclosure},
    )
    total, kept = len(selection.why), len(selection.taken)
    source = Source(
        id=wave_id,
        title=title,
        publisher=about.publisher.label if about.publisher else none,
        author=about.author,
        date_published=about.date_published,
        url=about.url,
        licence=about.licence.label if about.licence else none,
        obtained=(
            f"Export of an online form ({export.format.split(',')[0]}), read by `python -m etl ingest survey`: {total} "
            f"rows, {kept} respondents, {total - kept} rows left out. Names, contacts and times were not kept; "
            "respondents are numbered in the order of their answers."
        ),
        retrieved=told.retrieved.isoformat(),
        citation=about.citation.label if about.citation else none,
        sha256={RESPONSES: hashlib.sha256(respondents).hexdigest()},
    )
    return {RESPONSES: respondents, "source.yml": render(source), "wave.yml": render(wave)}


def weighting(
    questionnaire: Questionnaire, margins: Sequence[Margin], source: str | None, catalogue: Catalogue
) -> Label:
    """In words: what the weights are raked to, and who published it."""
    known = catalogue.labels.get("survey_item", {})
    texts = {}
    for lang in LANGS:
        names = (map(questionnaire.question, margin.questions) for margin in margins)
        words = (
            " × ".join(known.get(q.item, q.text)[lang].lower() for q in questions) for questions in names
        )
        texts[lang] = WEIGHTED[lang].format(", ".join(words), source)
    return Label.model_validate(texts)


def _csv(taken: Mapping[str, Answers], weighting: Weighting | None) -> bytes:
    """`responses.csv`, as `etl.readers.responses` describes it. Weights have six digits."""
    import pandas as pd

    size = len(next(iter(taken.values())).codes)
    frame = pd.DataFrame({RESPONDENT: np.arange(1, size + 1)})
    if weighting:
        different, codes = np.unique(weighting.weights, return_inverse=True)
        frame[WEIGHT] = np.array([f"{weight:.6g}" for weight in different], dtype=object)[codes]
    for question, answer in taken.items():
        frame[question] = pd.Categorical.from_codes(answer.codes, pd.Index(answer.values))
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _filled(texts: Mapping[str, str], value: str) -> Label:
    return Label.model_validate({lang: texts[lang].format(value) for lang in LANGS})


def _year(told: Told) -> int:
    year = told.year or told.about.year
    if year:
        return year
    years = sorted({day.year for day in told.days or ()})
    if len(years) != 1:
        found = (
            f"answers came in {years[0]} to {years[1]}"
            if years
            else "the file does not say when answers came"
        )
        raise EtlError(f"{found}: give the wave's year, as in --year 2027")
    return years[0]
