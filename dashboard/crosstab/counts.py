"""Who gave which answer: the same shape whether respondents are counted or published shares are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.survey import POOLED, Question
from dashboard.crosstab import margins, respondents
from dashboard.crosstab.groups import Counts, Group, Share
from dashboard.crosstab.state import Spec, comparable
from dashboard.figures.survey_answers import decimals
from dashboard.frames import records


def count(spec: Spec) -> Counts:
    """The people behind the table."""
    if spec.is_by_wave:
        return _waves(spec)
    found = respondents.count(spec) if spec.wave.has_responses else _margins(spec)
    if found.total is None or not _is_pooled(spec):
        return found
    return replace(found, total=replace(found.total, is_pooled=True))


def _is_pooled(spec: Spec) -> bool:
    """Whether all people together are those of several cities, without weights that would make up for their sizes."""
    city = spec.questionnaire.with_role("city")
    is_of_one = spec.only is not None and spec.only.role == "city" and len(spec.answers) == 1
    return city is not None and len(city.answers) > 1 and not spec.is_weighted and not is_of_one


def _waves(spec: Spec) -> Counts:
    """A column for each wave that can be compared. No column for all: waves are different people at different times."""
    waves = comparable(spec.question, is_filtered=spec.only is not None)
    is_weighted = spec.is_weighted and all(margins.is_weighted(wave.id) for wave in waves)
    groups = []
    for wave in waves:
        questionnaire = load().questionnaires[wave.questionnaire]
        question = questionnaire.question(spec.question.id)  # what was published of it is said there
        own = replace(
            spec,
            wave=wave,
            questionnaire=questionnaire,
            question=question,
            is_by_wave=False,
            is_weighted=is_weighted,
        )
        total = count(own).total
        if total is not None:
            groups.append(replace(total, code=wave.id))
    return Counts(spec.rows, tuple(groups), None)


def _margins(spec: Spec) -> Counts:
    """What was published of cities, and the sum over them where there is one."""
    printed = margins.printed(spec.wave.id, spec.question.id, margins.reported(spec.question))
    by_city = {str(city): _group(spec, str(city), printed) for city in printed.rows["city"].unique()}
    total = by_city.get(POOLED)
    named = _cities(spec.by, printed.cities) if spec.by else []
    return Counts(
        spec.rows, tuple(by_city[city] for city in named), replace(total, code="") if total else None
    )


def _cities(by: Question, known: list[str]) -> list[str]:
    """In the questionnaire's order."""
    return [answer.code for answer in by.answers if answer.code in known]


def _share(row: dict[str, Any]) -> Share:
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("pct_low", "pct_high"))
    return Share(float(row["pct"]), decimals(row), low, high)


def _group(spec: Spec, city: str, printed: margins.Printed) -> Group:
    rows = {row["answer"]: row for row in records(printed.rows[printed.rows["city"] == city])}
    known = {code: None if pd.isna(row["count"]) else int(row["count"]) for code, row in rows.items()}
    first = next(iter(rows.values()))
    base: int | None = int(first["base_n"])
    shares: tuple[Share | None, ...] = tuple(
        _share(row) if (row := rows.get(code)) and not pd.isna(row["pct"]) else None for code in spec.rows
    )
    if spec.is_dont_know_out:
        # The published shares are of everyone; without some of them they must be counted anew, from people.
        left = [known[code] for code in rows if code not in spec.rows]
        base = None if None in left else base - sum(filter(None, left)) if base else None
        shares = ()
    return Group(
        code=city,
        base=base,
        counts=tuple(known.get(code) for code in spec.rows),
        shares=shares,
        is_inferred=bool(first["base_is_inferred"]),
    )
