"""The people behind a survey's shares: known where respondents are, possible where only a percentage is printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from etl.bases import possible_counts, question_counts

if TYPE_CHECKING:
    import pandas as pd

POOLED = "overall"  # the "city" of all cities together
NO_CITY = "all_cities_mean"  # the "city" of a table without cities
MOST_VECTORS = 64  # ways to read one city's answers; more than that says nothing worth testing


def counts_of(count: object, pct_printed: str, base: object) -> tuple[int, ...]:
    """Every whole number of people that a cell may stand for: one where it is known, none where nothing fits."""
    import pandas as pd

    if not pd.isna(count):  # type: ignore[call-overload]
        return (int(count),)  # type: ignore[call-overload]
    if pd.isna(base) or not pct_printed:  # type: ignore[call-overload]
        return ()
    return tuple(possible_counts(pct_printed, int(base)))  # type: ignore[call-overload]


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
