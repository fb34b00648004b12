"""The people behind a survey's shares: known where respondents are, possible where only a percentage is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from catalogue.survey import NO_CITY, POOLED
from etl.bases import possible_counts, question_counts

if TYPE_CHECKING:
    import pandas as pd

    from etl.inputs import Inputs

MOST_VECTORS = 64  # ways to read one city's answers; more than that says nothing worth testing


def counts_of(count: float | None, pct_printed: str, base: float | None) -> tuple[int, ...]:
    """Every whole number of people that a cell may stand for: one where it is known, none where nothing fits."""
    import pandas as pd

    if count is not None and not pd.isna(count):
        return (int(count),)
    if base is None or pd.isna(base) or not pct_printed:
        return ()
    return tuple(possible_counts(pct_printed, int(base)))


def readings(rows: pd.DataFrame, is_exclusive: bool) -> list[tuple[int, ...]]:
    """The ways to read one city's answers to one question, the most likely first; empty where a cell fits no count.

    `rows`: one per answer. Where answers exclude each other, ways that add up to the base push out the others.
    """
    base = int(rows["base_n"].iloc[0])
    options = [
        counts_of(*cell) for cell in zip(rows["count"], rows["pct_printed"], rows["base_n"], strict=True)
    ]
    ways = list(product(*options))
    if is_exclusive and any(sum(way) == base for way in ways):
        ways = [way for way in ways if sum(way) == base]
    first = _likeliest(rows["pct_printed"].tolist(), base, ways)
    return [first, *(way for way in ways if way != first)][:MOST_VECTORS] if ways else []


def _likeliest(printed: Sequence[str], base: int, ways: list[tuple[int, ...]]) -> tuple[int, ...]:
    if len(ways) <= 1:
        return ways[0] if ways else ()
    nearest = question_counts(printed, base)
    return nearest if nearest in ways else ways[0]


@dataclass(frozen=True)
class Group:
    """One question of one wave with the people who gave each answer in each city.

    `ways` are, per city, the ways to read its counts (one where respondents are known), each in the order of `answers`;
    empty where a cell fits no count. `weighted` and `effective` are there for weighted waves: answers x cities of
    weighted shares times effective bases, and those bases.
    """

    wave: str
    topic: str
    item: str
    question_id: str
    answers: tuple[str, ...]
    cities: tuple[str, ...]
    bases: tuple[int, ...]
    ways: tuple[tuple[tuple[int, ...], ...], ...]
    is_exclusive: bool
    weighted: tuple[tuple[float, ...], ...] | None
    effective: tuple[float, ...] | None

    @property
    def names(self) -> dict[str, str]:
        """The columns that tell this question from others."""
        return {"wave": self.wave, "topic": self.topic, "item": self.item, "question_id": self.question_id}

    def tables(self) -> Iterator[list[list[int]]]:
        """Every answers x cities table that the shares may stand for, the most likely first."""
        for way in islice(product(*self.ways), MOST_VECTORS):
            yield [list(row) for row in zip(*way, strict=True)]

    def tables_of(self, answer: int) -> Iterator[list[list[int]]]:
        """Every 2 x cities table of those who gave one answer and those who did not."""
        options = [tuple(dict.fromkeys(way[answer] for way in city)) for city in self.ways]
        for counts in islice(product(*options), MOST_VECTORS):
            yield [list(counts), [base - count for base, count in zip(self.bases, counts, strict=True)]]

    def weighted_of(self, answer: int) -> list[list[float]]:
        """The 2 x cities table of one answer in a weighted wave."""
        assert self.weighted and self.effective
        given = self.weighted[answer]
        return [list(given), [base - one for base, one in zip(self.effective, given, strict=True)]]


def groups(inputs: Inputs) -> list[Group]:
    """The questions of all waves that were asked in two cities or more."""
    survey = inputs.table("survey")
    survey = survey[~survey["city"].isin([POOLED, NO_CITY])]
    keys = ["wave", "topic", "item", "question_id"]
    return [
        _group(inputs, dict(zip(keys, map(str, key), strict=True)), rows)
        for key, rows in survey.groupby(keys, sort=False)
        if rows["city"].nunique() > 1
    ]


def _group(inputs: Inputs, names: dict[str, str], rows: pd.DataFrame) -> Group:
    answers = tuple(rows["answer"].unique())
    by_city = {
        str(city): own.set_index("answer").reindex(answers).reset_index()
        for city, own in rows.groupby("city", sort=False)
    }
    questionnaire = inputs.catalogue.asked_in(names["wave"])
    is_exclusive = questionnaire.question(names["question_id"]).kind != "multiple" and len(answers) > 1
    is_weighted = bool(rows["base_effective"].notna().all())
    effective = tuple(float(own["base_effective"].iloc[0]) for own in by_city.values())
    shares = zip(*(own["pct_weighted"] for own in by_city.values()), strict=True)
    return Group(
        **names,
        answers=answers,
        cities=tuple(by_city),
        bases=tuple(int(own["base_n"].iloc[0]) for own in by_city.values()),
        ways=tuple(tuple(readings(own, is_exclusive)) for own in by_city.values()),
        is_exclusive=is_exclusive,
        weighted=tuple(
            tuple(float(share) / 100 * base for share, base in zip(row, effective, strict=True))
            for row in shares
        )
        if is_weighted
        else None,
        effective=effective if is_weighted else None,
    )
