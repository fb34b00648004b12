"""Every survey wave as shares by city: the project's printed tables 1-7, and the waves whose respondents we have."""

from __future__ import annotations

from typing import Any

import pandas as pd

from catalogue.survey import NO_CITY, POOLED, Question, Questionnaire
from etl.bases import possible_counts
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.responses import FILE
from etl.readers.thesis import SOURCE_ID, parse_printed
from etl.steps.survey_bases import cells
from etl.survey_counts import readings
from stats.intervals import wilson
from stats.weights import effective_base

MEANS_FINDING = "table-7-unweighted"  # what the audit says of printed totals that are means of percentages
QUESTION = ["topic", "item", "question_id"]
Reported = dict[tuple[int, str, str], tuple[str, str]]
WEIGHTED: dict[str, float | None] = dict.fromkeys(
    ("pct_weighted", "weighted_low", "weighted_high", "base_effective")
)


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per wave, topic, item, answer and city: share (per cent), people, base, Wilson interval.

    `count` is the one whole number of people that gives a printed share, or the number of respondents; missing where
    none or several fit. The city "overall" holds all cities' people together: for the project next to the mean that it
    prints, where it prints one. Weighted shares are there for weighted waves only.
    """
    printed = _with_remainders(_printed(inputs))
    rows = pd.concat([printed, _pooled(inputs, printed), *_waves(inputs)], ignore_index=True)
    bounds = [_interval(*cell) for cell in zip(rows["counts"], rows["base_n"], strict=True)]
    rows[["pct_low", "pct_high"]] = pd.DataFrame(bounds, index=rows.index)
    return rows.drop(columns="counts")


def _with_remainders(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the counts that a share alone leaves open but the other answers to the question settle."""
    rows = rows.reset_index(drop=True)
    settled: dict[Any, int] = {}
    for _, question in rows[rows["base_n"].notna()].groupby([*QUESTION, "city"], sort=False):
        ways = readings(question, len(question) > 1)
        for index, line in enumerate(question.index):
            if len(possible := {way[index] for way in ways}) == 1:
                settled[line] = possible.pop()
    found = pd.Series(settled, dtype="object").reindex(rows.index)
    counts: list[Any] = [(settled[line],) if line in settled else own for line, own in rows["counts"].items()]
    return rows.assign(
        count=rows["count"].where(rows["count"].notna(), found),
        counts=counts,
        count_is_inferred=rows["count_is_inferred"] | found.notna(),
    )


def _interval(counts: tuple[int, ...], base: float) -> tuple[float | None, float | None]:
    """In per cent; where several counts fit a printed share, wide enough for all of them."""
    if not counts:
        return None, None
    return wilson(min(counts), base)[0] * 100, wilson(max(counts), base)[1] * 100


def _printed(inputs: Inputs) -> pd.DataFrame:
    """The cells of tables 1-7 that are shares of people, in print order."""
    bases = inputs.table("survey_bases").set_index("city")["base_n"].to_dict()
    questions = _reported(inputs.catalogue.questionnaires[SOURCE_ID])
    return pd.DataFrame(
        [
            _cell(inputs, table, line, row, bases, questions)
            for table in sorted({number for number, _, _ in questions})
            for line, row in cells(inputs, table).iterrows()
        ]
    )


def _reported(questionnaire: Questionnaire) -> Reported:
    """The question behind each table, item and answer, and the topic that it is shown under."""
    return {
        (reported.table, reported.item, answer): (question.id, reported.topic or question.topic)
        for question in questionnaire.questions
        for reported in question.reported
        for answer in reported.answers
    }


def _cell(
    inputs: Inputs,
    table: int,
    line: object,
    row: pd.Series,
    bases: dict[Any, Any],
    questions: Reported,
) -> dict[str, Any]:
    # Table 1 has channels for rows and no answers; tables 2, 4 and 5 have one item and do not name it.
    item = next(item for number, item, _ in questions if number == table)
    answer = row["item"] if table == 1 else row["answer"]
    item = row["item"] if table != 1 and "item" in row else item
    if (table, item, answer) not in questions:
        expected = "an item and an answer that a question of questionnaire.yml is `reported` with"
        raise DataError(
            inputs.path(f"table_{table}.csv"), int(str(line)), "item", f"{item}, {answer}", expected
        )
    question_id, topic = questions[table, item, answer]
    city = str(row.get("city", NO_CITY))
    base = bases.get(city)
    share = parse_printed(row["printed_corrected"])
    counts = possible_counts(row["printed_corrected"], int(base)) if base else range(0)
    return {
        "wave": SOURCE_ID,
        "topic": topic,
        "question_id": question_id,
        "item": item,
        "answer": answer,
        "city": city,
        "thesis_table": table,
        "pct_printed": row["printed"],
        "pct": float(share.value),
        "decimals": share.decimals,
        "base_n": base,
        "base_is_inferred": base is not None,
        "counts": tuple(counts),
        "count": counts[0] if len(counts) == 1 else None,
        "count_is_inferred": len(counts) == 1,
        "fits_base": len(counts) > 0 if base else None,
        **WEIGHTED,
        "is_corrected": row["is_corrected"],
        "finding_id": row["finding_id"],
        "source_id": SOURCE_ID,
        "source_ref": row["source_ref"],
    }


def _pooled(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """All cities together, in people: where every city's counts are known or can be read from the shares."""
    means = _printed_means(inputs)
    pooled = []
    for _, question in rows[rows["city"] != NO_CITY].groupby(QUESTION, sort=False):
        cities = [city for _, city in question.groupby("city", sort=False)]
        ways = [readings(city, len(city) > 1) for city in cities]
        if not all(ways):
            continue
        base = sum(int(city["base_n"].iloc[0]) for city in cities)
        for index, first in enumerate(cities[0].to_dict("records")):
            nearest = sum(way[0][index] for way in ways)
            least, most = (sum(end(way[index] for way in city) for city in ways) for end in (min, max))
            is_certain = least == most
            printed = means.get((first["thesis_table"], first["item"], first["answer"]), "")
            pooled.append(
                {
                    **first,
                    "city": POOLED,
                    "thesis_table": first["thesis_table"] if printed else None,
                    "pct_printed": printed,
                    "pct": round(nearest * 100 / base, 1 if is_certain else 0),
                    "decimals": 1 if is_certain else 0,
                    "base_n": base,
                    # Cities of different size and readiness are no sample of anything together: no interval.
                    "counts": (),
                    "count": nearest if is_certain else None,
                    "count_is_inferred": is_certain,
                    "fits_base": None,
                    "is_corrected": bool(printed),
                    "finding_id": MEANS_FINDING if printed else "",
                }
            )
    return pd.DataFrame(pooled)


def _printed_means(inputs: Inputs) -> dict[tuple[int, str, str], str]:
    """The column "overall" of table 7: the only totals over cities that the project prints."""
    source = inputs.corrected("table_7.csv")
    source = source[source["city"] == POOLED]
    return {
        (7, item, answer): printed
        for item, answer, printed in zip(source["item"], source["answer"], source["printed"], strict=True)
    }


def _waves(inputs: Inputs) -> list[pd.DataFrame]:
    """The shares of every wave whose respondents we have."""
    taken = [wave for wave in inputs.catalogue.waves.values() if wave.has_responses]
    if not taken:
        return []
    everyone = inputs.table("survey_responses")
    return [
        _wave(
            everyone[everyone["wave"] == wave.id],
            wave.id,
            inputs.catalogue.questionnaires[wave.questionnaire],
        )
        for wave in taken
    ]


def _wave(responses: pd.DataFrame, wave_id: str, questionnaire: Questionnaire) -> pd.DataFrame:
    city = questionnaire.with_role("city")
    if city is None:
        return pd.DataFrame()
    home = responses[responses["question_id"] == city.id].set_index("respondent")["answer"]
    is_weighted = bool((responses["weight"] != 1).any())
    rows: list[dict[str, Any]] = []
    for question in questionnaire.questions:
        given = responses[responses["question_id"] == question.id]
        if question.id == city.id or given.empty:
            continue
        given = given.assign(city=given["respondent"].map(home))
        by_city = dict(list(given.groupby("city", sort=False)))
        for name in (answer.code for answer in city.answers if answer.code in by_city):
            rows += _question(by_city[name], question, name, is_weighted)
        rows += _question(given, question, POOLED, is_weighted)
    return pd.DataFrame(rows).assign(
        wave=wave_id,
        pct_printed="",
        decimals=1,
        base_is_inferred=False,
        count_is_inferred=False,
        fits_base=None,
        thesis_table=None,
        is_corrected=False,
        finding_id="",
        source_id=wave_id,
        source_ref=FILE,
    )


def _question(people: pd.DataFrame, question: Question, city: str, is_weighted: bool) -> list[dict[str, Any]]:
    """A row per answer of the questionnaire, chosen or not. `people`: a row per respondent and chosen answer."""
    each = people.drop_duplicates("respondent")
    base, weight = len(each), float(each["weight"].sum())
    counted = people.groupby("answer")["weight"].agg(["size", "sum"])
    effective = effective_base(each["weight"].to_numpy()) if is_weighted else None
    rows = []
    for answer in question.answers:
        count, weighted = (
            (int(counted["size"][answer.code]), float(counted["sum"][answer.code]))
            if answer.code in counted.index
            else (0, 0.0)
        )
        row: dict[str, Any] = {
            "topic": question.topic,
            "question_id": question.id,
            "item": question.item,
            "answer": answer.code,
            "city": city,
            "pct": count * 100 / base,
            "base_n": base,
            "counts": () if city == POOLED else (count,),
            "count": count,
            **WEIGHTED,
        }
        if effective is not None:
            share = min(weighted / weight, 1.0)
            low, high = wilson(share * effective, effective)
            row |= {"pct_weighted": share * 100, "weighted_low": low * 100, "weighted_high": high * 100}
            row["base_effective"] = effective
        rows.append(row)
    return rows
