"""Prices of one year in those of another, chained from consumer price indices."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs

COLUMN = "index_same_month_previous_year"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per period (January to a month) and base year: what to multiply the period's amounts by.

    The index says how much dearer a month is than the same month a year before. Multiplied over the years it says exactly
    how much dearer a month is than the same month of the base year; the ratio is the mean over the months of the period,
    as if the money were spent evenly. No month is compared with another month, so the seasons do not matter.
    """
    source = inputs.official("bns-prices", "consumer_prices.csv", ("month",), COLUMN)
    year, month = (source["month"].str[a:b].astype(int) for a, b in ((0, 4), (5, 7)))
    table = source.assign(year=year, number=month).pivot(index="year", columns="number", values=COLUMN) / 100
    # Prices of each month relative to the same month of the year before the first one.
    level = table.cumprod()
    level.loc[level.index[0] - 1] = 1.0
    rows = []
    for this in sorted(level.index):
        known = int(level.loc[this].notna().sum())
        for last in range(1, known + 1):
            for base in sorted(level.index):
                months = level.loc[base, :last] / level.loc[this, :last]
                if months.notna().all():
                    rows.append((f"{this}-{last:02d}", this, last == 12, base, float(months.mean())))
    names = ["cumulative_to", "year", "is_full_year", "base_year", "price_ratio"]
    ref = str(source["source_ref"].iloc[0])
    return pd.DataFrame(rows, columns=names).assign(source_id="bns-prices", source_ref=ref)
