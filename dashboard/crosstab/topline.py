"""Every question of a wave with all its answers, by city and together: from the table `survey`, for any wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.survey import NO_CITY, POOLED, Question, Wave
from dashboard.crosstab import margins
from dashboard.crosstab.table import Cell, Column
from dashboard.figures.survey_answers import decimals
from dashboard.frames import records
from stats.intervals import TINY_BASE


@dataclass(frozen=True)
class Entry:
    """A question and its columns: all people first (code ""), then the cities; or, where cities are not told apart, the
    published mean. `rows` are answers. Without columns `reason` says why; "partial" may stand beside columns."""

    question: Question
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    reason: str = ""


def topline(wave_id: str) -> list[Entry]:
    """In the order of the questionnaire, what is not reported included."""
    wave = load().waves[wave_id]
    return [_entry(wave, question) for question in load().questionnaires[wave.questionnaire].questions]


def _entry(wave: Wave, question: Question) -> Entry:
    if question.role == "city":
        return Entry(question, (), (), "columns")
    reason = "" if wave.has_responses else margins.missing(wave, question) or ""
    if reason == "unreported":
        return Entry(question, (), (), reason)
    reported = None if wave.has_responses else margins.reported(question) or question.reported[0]
    rows = margins.printed(wave.id, question.id, reported).rows
    if rows.empty:
        return Entry(question, (), (), "unasked")
    shown = tuple(answer.code for answer in question.answers if answer.code in set(rows["answer"]))
    cities = [code for code in _cities(wave) if code in set(rows["city"])]
    order = [code for code in (POOLED, NO_CITY) if code in set(rows["city"])] + cities
    columns = tuple(_column(rows[rows["city"] == code], code, shown) for code in order)
    return Entry(question, shown, columns, reason)


def _cities(wave: Wave) -> list[str]:
    question = load().questionnaires[wave.questionnaire].with_role("city")
    return [answer.code for answer in question.answers] if question else []


def _column(rows: pd.DataFrame, code: str, answers: tuple[str, ...]) -> Column:
    by_answer = {row["answer"]: row for row in records(rows)}
    first = next(iter(by_answer.values()))
    base = None if pd.isna(first["base_n"]) else int(first["base_n"])
    is_hidden = base is not None and base < TINY_BASE
    effective = first["base_effective"]
    return Column(
        code="" if code == POOLED else code,
        letter="",
        cells=tuple(Cell() if is_hidden else _cell(by_answer.get(answer)) for answer in answers),
        base=None if is_hidden else base,
        base_weighted=None,
        base_effective=None if is_hidden or pd.isna(effective) else float(effective),
        is_inferred=bool(first["base_is_inferred"]),
        is_hidden=is_hidden,
        is_withheld=False,
    )


def _cell(row: dict[str, Any] | None) -> Cell:
    if row is None:
        return Cell()
    weighted = not pd.isna(row["pct_weighted"])
    names = ("pct_weighted", "weighted_low", "weighted_high") if weighted else ("pct", "pct_low", "pct_high")
    pct, low, high = (None if pd.isna(row[name]) else float(row[name]) for name in names)
    return Cell(
        count=None if pd.isna(row["count"]) else int(row["count"]),
        pct=pct,
        decimals=decimals(row),
        low=low,
        high=high,
    )
