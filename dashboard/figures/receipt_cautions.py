"""What a reader must know before amounts of two periods are compared: prices rose, and the count of people has a break.

Nothing is put right here: the amounts stay those of the source, in the prices of their time.
"""

from __future__ import annotations

import pandas as pd

from dashboard.figures.receipt_execution import signed
from dashboard.figures.receipt_periods import Period
from dashboard.i18n import Words

BREAK = (
    2022  # the first year of a count of residents that does not go on from the year before (bns-population)
)


def price_change(prices: pd.DataFrame, period: Period, before: Period) -> float | None:
    """By how many per cent consumer prices of ``period`` differ from those of the same months of the year of ``before``,
    a mean over the months. ``prices`` is the table `price_ratios`. None where it has no ratio of exactly these months:
    it has those that begin with January."""
    if (period.first, before.first) != (1, 1) or period.last != before.last:
        return None
    found = prices[
        (prices["cumulative_to"] == f"{before.year}-{before.last:02}") & (prices["base_year"] == period.year)
    ]
    return None if found.empty else float((found["price_ratio"].iloc[0] - 1) * 100)


def price_note(prices: pd.DataFrame, period: Period, before: Period, words: Words) -> str:
    """How prices changed between two periods; '' where the source does not say."""
    change = price_change(prices, period, before)
    if change is None:
        return ""
    return words(
        "receipt.note.prices",
        share=signed(round(change, 1), words.percent(round(abs(change), 1), 1)),
        when=period.name(words),
        year=before.year,
    )


def people_changes(population: pd.DataFrame, place: str) -> dict[int, float]:
    """By how many per cent the mean annual number of residents differs from the year before, by year.

    ``population`` is the table of that name.
    """
    rows = population[
        (population["region_code"] == place)
        & (population["indicator"] == "population_avg")
        & (population["source_id"] == "bns-population")
    ]
    people = rows.set_index("year")["value_persons"].sort_index()
    return {
        int(year): float((people[year] / people[year - 1] - 1) * 100)
        for year in people.index
        if year - 1 in people.index
    }


def people_note(population: pd.DataFrame, place: str, years: tuple[int, int], words: Words) -> str:
    """That amounts per resident of two years (the earlier first) stand on both sides of the break; '' where they don't."""
    earlier, later = years
    changes = people_changes(population, place)
    if not earlier < BREAK <= later or BREAK not in changes:
        return ""
    others = [change for year, change in changes.items() if year != BREAK]

    def said(change: float) -> str:
        return signed(round(change, 1), words.percent(round(abs(change), 1), 1))

    return words(
        "receipt.note.people",
        place=words.place(place),
        earlier=BREAK - 1,
        later=BREAK,
        change=said(changes[BREAK]),
        low=said(min(others)),
        high=said(max(others)),
        first=min(changes) - 1,
        last=max(changes),
    )
