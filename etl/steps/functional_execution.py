"""What four places spent by functional group, cumulative and between reporting dates: tables 12.1-12.20."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.official import with_period

KEYS = ("region_code", "cumulative_to", "function_code")
OF_YEAR = ["region_code", "function_code", "year"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per place, period and functional group, million tenge.

    ``in_period_kzt_million`` is the difference to the reporting date before in the same year, or the whole amount of the
    year's first quarter; missing where there is no such date. A negative one is kept and marked.
    """
    source = inputs.official("minfin-bulletin", "functional_execution.csv", KEYS, "value_kzt_million")
    frame = with_period(source).sort_values(list(KEYS), ignore_index=True)
    month = frame["cumulative_to"].str[5:].astype(int)
    groups = [frame[name] for name in OF_YEAR]
    before = month.groupby(groups).shift()
    amount = frame["value_kzt_million"]
    # The first date of a year counts from January only where it is the first quarter's end.
    from_january = before.isna() & (month == 3)
    is_known = before.notna() | from_january
    earlier = amount.groupby(groups).shift().fillna(0.0)
    first = before.fillna(0).astype(int) + 1
    return frame.assign(
        basis="execution_consolidated",
        cumulative_kzt_million=amount,
        # Exact differences of the printed decimals would need Decimal; 8 places hold what the bulletin prints.
        in_period_kzt_million=(amount - earlier).round(8).where(is_known),
        since=frame["year"].astype(str) + "-" + first.astype(str).str.zfill(2),
        months=(month - first + 1).where(is_known),
        is_fall=before.notna() & (amount < earlier),
    ).drop(columns=["value_kzt_million", "is_corrected"])
