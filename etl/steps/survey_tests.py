"""Do the cities differ? One test per question, and one per answer, of every survey wave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from etl.inputs import Inputs
from etl.survey_counts import Group, groups
from stats.tests import TestResult, compare_possible, compare_weighted, false_discovery, holm

ALPHA = 0.05
ALL = "all_answers"
KEY = ["wave", "topic", "item", "question_id"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per question ("all_answers") and per answer: test, p as it is and corrected, Cramér's V, verdict.

    A question's p is corrected by Benjamini and Hochberg over the questions of its wave; an answer's by Holm over the
    answers of its question. Cities differ in an answer only where both say so. Where several counts may stand behind
    a printed share the largest p of all is kept; a question that has a cell which fits no count is not tested.
    """
    questions = [_question(inputs, group) for group in groups(inputs)]
    for wave in {question[0]["wave"] for question in questions}:
        _correct([question for question in questions if question[0]["wave"] == wave])
    return pd.DataFrame([row for question in questions for row in question])


def _question(inputs: Inputs, group: Group) -> list[dict[str, Any]]:
    """The rows of one question, not yet corrected over questions."""
    whole = list(_tables(group))
    by_answer = [_test(group, list(_tables(group, index))) for index in range(len(group.answers))]
    known = [index for index, result in enumerate(by_answer) if result]
    # Two answers that exclude each other are one comparison.
    is_mirrored = group.is_exclusive and len(group.answers) == 2
    corrected = dict(
        zip(
            known,
            [by_answer[i].p for i in known] if is_mirrored else holm([by_answer[i].p for i in known]),
            strict=True,
        )
    )
    family = 1 if is_mirrored else len(known)
    if group.is_exclusive and len(group.answers) > 1:
        overall = _test(group, whole)
    elif known:
        # Answers that do not exclude each other have no table of their own: the smallest corrected p speaks for them.
        smallest = min(known, key=lambda index: corrected[index])
        overall = by_answer[smallest]._replace(p=corrected[smallest])
    else:
        overall = None
    rows = [_row(group, ALL, overall)]
    for index, answer in enumerate(group.answers):
        rows.append(_row(group, answer, by_answer[index]) | {"p_adjusted": corrected.get(index), "tests_in_family": family})
    return rows
