"""The arithmetic of a receipt: who a sum is shared by, and whole numbers that add up.

The arithmetic is exact (fractions of whole tenge) until the last step, where the largest remainder gives every line a
whole number of units: lines add up to the total, as displayed. Shares are not made to: each is rounded by itself, so that
a receipt, its chart and the chart's table give the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd


@dataclass(frozen=True)
class Denominator:
    """Whom a receipt is shared by: an indicator of one source in the table `population`, of the receipt's own year or,
    where that year has no number yet, of the ``year`` before it."""

    indicator: str
    source: str
    year: int | None = None


DENOMINATORS = {
    "employed": Denominator("employed", "thesis-2022"),
    "employed_official": Denominator("employed", "bns-population"),
    "resident": Denominator("population_avg", "bns-population"),
    "resident_2025": Denominator("population_avg", "bns-population", 2025),
}
WHOLE = ("city", "total")  # shared by nobody: the place as a whole


def divisor(population: pd.DataFrame, place: str, year: int, per: str) -> Fraction | None:
    """How many people a receipt of a place and year is shared by: 1 for the whole place, None where nobody says.

    ``population`` is the table of that name. An annual mean may end in a half.
    """
    if per in WHOLE:
        return Fraction(1)
    denominator = DENOMINATORS[per]
    if denominator.year is not None and denominator.year != year - 1:
        return None
    rows = population[
        (population["region_code"] == place)
        & (population["year"] == (denominator.year or year))
        & (population["indicator"] == denominator.indicator)
        & (population["source_id"] == denominator.source)
    ]
    return None if rows.empty else Fraction(str(rows["value_persons"].iloc[0]))


def apportion(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers nearest to ``parts`` that add up to the parts' rounded sum: the largest-remainder method. A part may
    be negative."""
    whole = [part.numerator // part.denominator for part in parts]
    exact = sum(parts, Fraction(0)) + Fraction(1, 2)
    missing = exact.numerator // exact.denominator - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - parts[i], i))
    for index in by_remainder[:missing]:
        whole[index] += 1
    return whole
