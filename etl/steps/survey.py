"""The survey's tables 1-7, cell by cell, with the number of people that a percentage can stand for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from etl.bases import possible_counts
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed
from etl.steps.survey_bases import cells

# The questionnaire's question behind each table, or behind each item of tables 3, 6 and 7.
QUESTIONS: dict[int, str | dict[str, str]] = {
    1: "q6",
    2: "q4",
    3: {"personal_issues": "q3", "remarks": "q5", "information": "q10"},
    4: "q7",
    5: "q8",
    6: {"participation": "q15", "awareness": "q14", "consideration": "q13", "agreement": "q12"},
    7: {
        "participation": "q19",
        "activity": "q20",
        "competence": "q17",
        "openness": "q16",
        "constructiveness": "q18",
    },
}
# What a table is about where it has no items, or whom and what it asks where it has no answers or cities.
ITEM = {2: "frequency", 4: "met_deputy", 5: "deputies_work"}
ANSWER = {1: "selected"}
CITY = {3: "all_cities_mean"}


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per table, item, answer and city: the share as printed and as a number (per cent), the count.

    `count` is the one whole number of people that gives the printed share; missing where none or several do,
    and where the city's base is unknown (table 3 has no cities).
    """
    known = inputs.table("survey_bases")
    bases = {str(city): int(base) for city, base in zip(known["city"], known["base_n"], strict=True)}
    rows = [
        {**_row(table, row, bases), "question_id": _question(inputs, table, line, row)}
        for table in QUESTIONS
        for line, row in cells(inputs, table).iterrows()
    ]
    return pd.DataFrame(rows)


def _question(inputs: Inputs, table: int, line: object, row: pd.Series) -> str:
    question = QUESTIONS[table]
    if isinstance(question, str):
        return question
    if row["item"] not in question:
        path = inputs.path(f"table_{table}.csv")
        raise DataError(path, int(str(line)), "item", row["item"], f"one of {', '.join(question)}")
    return question[row["item"]]


def _row(table: int, row: pd.Series, bases: dict[str, int]) -> dict[str, Any]:
    city = str(row.get("city", CITY.get(table)))
    base = bases.get(city)
    share = parse_printed(row["printed_corrected"])
    counts = possible_counts(row["printed_corrected"], base) if base else range(0)
    return {
        "thesis_table": table,
        "item": row.get("item", ITEM.get(table)),
        "answer": row.get("answer", ANSWER.get(table)),
        "city": city,
        "pct_printed": row["printed"],
        "pct": float(share.value),
        "decimals": share.decimals,
        "base_n": base,
        "base_is_inferred": base is not None,
        "count": counts[0] if len(counts) == 1 else None,
        "count_is_inferred": len(counts) == 1,
        "fits_base": len(counts) > 0 if base else None,
        "is_corrected": row["is_corrected"],
        "finding_id": row["finding_id"],
        "source_id": SOURCE_ID,
        "source_ref": row["source_ref"],
    }
