"""Waves of which only shares by city were published: what the table `survey` has of a question, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from catalogue.loader import load
from catalogue.survey import NO_CITY, POOLED, Question, Reported, Wave
from dashboard.data import table


@dataclass(frozen=True)
class Printed:
    """A question as a publication prints it: a row per answer (by the questionnaire's code) and city."""

    entry: Reported | None
    rows: pd.DataFrame

    @property
    def cities(self) -> list[str]:
        """The cities that are told apart."""
        return [city for city in self.rows["city"].unique() if city not in (POOLED, NO_CITY)]


def is_complete(entry: Reported, question: Question) -> bool:
    """Whether the publication prints every answer of the question there."""
    return set(entry.answers.values()) == {answer.code for answer in question.answers}


def reported(question: Question) -> Reported | None:
    """Where the whole question is printed; None if nowhere, or only some of its answers are."""
    return next((entry for entry in question.reported if is_complete(entry, question)), None)


def missing(wave: Wave, question: Question) -> str | None:
    """Why a wave without respondents can't be crossed by this question, as a `Refusal` names it; None if it can."""
    return _missing(wave.id, question.id)


@cache
def _missing(wave: str, question_id: str) -> str | None:
    question = load().asked_in(wave).question(question_id)
    if not question.reported:
        return "unreported"
    entry = reported(question)
    if entry is None:
        return "partial"
    return None if printed(wave, question.id, entry).cities else "no_cities"


def printed(wave: str, question: str, entry: Reported | None) -> Printed:
    """The rows of `survey` for a question: those of one place in a publication, or all where the wave has none."""
    rows = _rows(wave, question)
    if entry is not None:
        # The sum over cities stands in no table.
        is_there = (rows["thesis_table"] == entry.table) | rows["thesis_table"].isna()
        rows = rows[is_there & (rows["item"] == entry.item) & rows["answer"].isin(entry.answers)]
        rows = rows.assign(answer=rows["answer"].map(entry.answers))
    return Printed(entry, rows)


@cache
def _rows(wave: str, question: str) -> pd.DataFrame:
    survey = table("survey")
    return survey[(survey["wave"] == wave) & (survey["question_id"] == question)]


@cache
def is_weighted(wave: str) -> bool:
    """Whether the respondents of a wave have weights."""
    survey = table("survey")
    return bool(survey.loc[survey["wave"] == wave, "base_effective"].notna().any())
