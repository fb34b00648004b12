"""The periods that executed spending is known for: years, quarters, and what the source's odd dates leave.

A period's code stands in addresses and never changes its meaning: ``2024`` is the year, ``2024-q3`` a quarter,
``2025-01..11`` the months January to November.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.i18n import Words

QUARTERS = {1: 3, 4: 6, 7: 9, 10: 12}
AGAINST = ("year", "previous")


@dataclass(frozen=True, order=True)
class Period:
    """Months of one year, from ``first`` to ``last``, both in it."""

    year: int
    first: int
    last: int

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @property
    def is_year(self) -> bool:
        return self.months == 12

    @property
    def is_quarter(self) -> bool:
        return QUARTERS.get(self.first) == self.last

    @property
    def code(self) -> str:
        if self.is_year:
            return str(self.year)
        if self.is_quarter:
            return f"{self.year}-q{self.last // 3}"
        return f"{self.year}-{self.first:02}..{self.last:02}"

    def name(self, words: Words) -> str:
        """In words: «2024 год», «III квартал 2024 года», «январь–ноябрь 2025 года»."""
        if self.is_year:
            return words("receipt.when.year", year=self.year)
        if self.is_quarter:
            return words(f"receipt.when.q{self.last // 3}", year=self.year)
        return words(
            "receipt.when.months",
            year=self.year,
            first=_month(self.first, words),
            last=_month(self.last, words),
        )


def _month(number: int, words: Words) -> str:
    """The name of a month as it stands inside a sentence."""
    name = str(words.locale.months["stand-alone"]["wide"][number])
    return name if words.lang == "en" else name.lower()


def read(code: str) -> Period:
    """The period of a code. Raises ValueError for what is none."""
    year, _, part = code.partition("-")
    if not part:
        return Period(int(year), 1, 12)
    if part.startswith("q"):
        last = int(part[1:]) * 3
        return Period(int(year), last - 2, last)
    first, _, last_month = part.partition("..")
    return Period(int(year), int(first), int(last_month))


def known(functional: pd.DataFrame, place: str) -> list[Period]:
    """What can be chosen for a place, the newest first and a year before its quarters: every year as far as it goes, and
    every period between two dates. ``functional`` is the table `functional_execution`."""
    rows = _dates(functional, place)
    last = {row["year"]: row["last"] for row in rows}
    found = {Period(year, 1, month) for year, month in last.items()}
    found |= {Period(row["year"], row["first"], row["last"]) for row in rows if row["is_known"]}
    return sorted(found, key=lambda period: (-period.year, -period.months, -period.first))


def amounts(functional: pd.DataFrame, place: str, period: Period) -> pd.DataFrame | None:
    """``function_code``, ``amount_kzt_million`` and ``is_fall`` of the groups in a period, as the source has them or as
    the difference of two of its dates; None where it has not."""
    rows = functional[
        (functional["region_code"] == place)
        & (functional["cumulative_to"] == f"{period.year}-{period.last:02}")
    ]
    column = "cumulative_kzt_million"
    if period.first > 1:
        rows = rows[(rows["since"] == f"{period.year}-{period.first:02}") & rows["months"].notna()]
        column = "in_period_kzt_million"
    if rows.empty:
        return None
    rows = rows.sort_values("function_code", ignore_index=True)
    return pd.DataFrame(
        {
            "function_code": rows["function_code"],
            "amount_kzt_million": rows[column],
            "is_fall": rows[column] < 0,
        }
    )


def is_from_january(functional: pd.DataFrame, place: str, year: int) -> bool:
    """Whether the place's figures of a year begin with January: those of a place that began later do not."""
    rows = [row for row in _dates(functional, place) if row["year"] == year]
    return bool(rows) and rows[0]["is_known"]


def compared(functional: pd.DataFrame, place: str, period: Period, against: str) -> Period | None:
    """The period to hold this one against, where the source has it: the same months a year before, or (``previous``) the
    quarter before. Like with like only: a quarter is not held against two months."""
    other = Period(period.year - 1, period.first, period.last)
    if against == "previous" and not period.is_year:
        if not period.is_quarter:
            return None
        starts_year = period.first == 1
        first = 10 if starts_year else period.first - 3
        other = Period(period.year - starts_year, first, first + 2)
    if amounts(functional, place, other) is None:
        return None
    parts = [part for part in (period, other) if part.first == 1]
    return other if all(is_from_january(functional, place, part.year) for part in parts) else None


def _dates(functional: pd.DataFrame, place: str) -> list[dict[str, Any]]:
    """The place's reporting dates in order: year, first and last month of the period that each ends, and whether that
    period's own amount is known."""
    rows = functional.loc[functional["region_code"] == place, ["cumulative_to", "year", "since", "months"]]
    return [
        {
            "year": int(row["year"]),
            "first": int(row["since"][5:]),
            "last": int(row["cumulative_to"][5:]),
            "is_known": not pd.isna(row["months"]),
        }
        for row in records(rows.drop_duplicates().sort_values("cumulative_to"))
    ]
