"""Do the cities differ? One test per question, and one per answer, of every survey wave."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pandas as pd

from catalogue.survey import ALL_ANSWERS
from etl.inputs import Inputs
from etl.survey_counts import Group, groups
from stats.tests import ALPHA, TestResult, compare_possible, compare_weighted, false_discovery, holm

SOFTWARE = f"scipy {version('scipy')}, statsmodels {version('statsmodels')}"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per question ("all_answers") and per answer: test, p as it is and corrected, Cramér's V, verdict.

    A question's p is corrected by Benjamini and Hochberg over the questions of its wave; an answer's by Holm over the
    answers of its question. Cities differ in an answer only where both say so. Where several counts may stand behind
    a printed share the largest p of all is kept; a question that has a cell which fits no count is not tested.
    """
    questions = [_question(group) for group in groups(inputs)]
    for wave in {rows[0]["wave"] for rows in questions}:
        _judge([rows for rows in questions if rows[0]["wave"] == wave])
    return pd.DataFrame([row for rows in questions for row in rows])


def _question(group: Group) -> list[dict[str, Any]]:
    """The rows of one question, the first for the whole of it; not yet corrected over questions."""
    by_answer = [_answer(group, index) for index in range(len(group.answers))]
    if group.is_exclusive:
        whole = (
            compare_weighted(group.weighted, group.effective)
            if group.weighted and group.effective
            else _cautious(group.tables())
        )
    else:
        whole = min(filter(None, by_answer), key=lambda result: result.p, default=None)
    # "Yes" and "no" are one comparison made twice.
    is_mirrored = group.is_exclusive and len(group.answers) == 2
    tested = [result.p for result in by_answer if result]
    corrected = iter(tested if is_mirrored else holm(tested))
    family = min(len(tested), 1) if is_mirrored else len(tested)
    rows = [_row(group, ALL_ANSWERS, whole, None, 0)]
    for answer, result in zip(group.answers, by_answer, strict=True):
        rows.append(_row(group, answer, result, next(corrected) if result else None, family))
    if not group.is_exclusive and tested:
        # Answers that do not exclude each other have no table of their own: their smallest corrected p speaks for them.
        rows[0]["p"] = min(row["p_adjusted"] for row in rows[1:] if row["p_adjusted"] is not None)
    return rows


def _answer(group: Group, index: int) -> TestResult | None:
    if group.weighted and group.effective:
        return compare_weighted(group.weighted_of(index), group.effective)
    return _cautious(group.tables_of(index))


def _cautious(tables: Any) -> TestResult | None:
    """The largest p of all readings; None where a cell fits no count."""
    possible = list(tables)
    return compare_possible(possible) if possible else None


def _row(
    group: Group, answer: str, result: TestResult | None, p_adjusted: float | None, family: int
) -> dict[str, Any]:
    return {
        **group.names,
        "answer": answer,
        "test": result.test if result else "untested",
        "statistic": result.statistic if result else None,
        "df": result.df if result else None,
        "p": result.p if result else None,
        "p_adjusted": p_adjusted,
        "tests_in_family": family,
        "cramers_v": result.cramers_v if result else None,
        "expected_min": result.min_expected if result else None,
        "resamples": result.resamples if result else None,
        "differs": False,
        "software": SOFTWARE,
        "source_id": group.wave,
        "source_ref": ", ".join(group.cities),
    }


def _judge(questions: list[list[dict[str, Any]]]) -> None:
    """Correct over the questions of a wave, each once, and say what differs."""
    # A question that two tables print is one test.
    ps = {rows[0]["question_id"]: rows[0]["p"] for rows in questions if rows[0]["p"] is not None}
    corrected = dict(zip(ps, false_discovery(list(ps.values())), strict=True))
    for whole, *answers in questions:
        whole["p_adjusted"] = corrected.get(whole["question_id"]) if whole["p"] is not None else None
        whole["tests_in_family"] = len(ps)
        whole["differs"] = _is_found(whole)
        for row in answers:
            row["differs"] = whole["differs"] and _is_found(row)


def _is_found(row: dict[str, Any]) -> bool:
    return row["p_adjusted"] is not None and row["p_adjusted"] < ALPHA
