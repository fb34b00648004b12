"""What local budgets took in and spent, by region: Statistical Bulletin, tables 12 and 12.1-12.20."""

from __future__ import annotations

import pandas as pd

from catalogue.places import is_break
from etl.inputs import Inputs
from etl.readers.official import with_period

KEYS = ("region_code", "cumulative_to", "measure")


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region, period and measure: million tenge, consolidated execution, cumulative since January."""
    source = with_period(
        inputs.official("minfin-bulletin", "regional_execution.csv", KEYS, "value_kzt_million")
    )
    places = zip(source["region_code"], source["year"], strict=True)
    return source.assign(
        is_break=[is_break(inputs.catalogue, region, year) for region, year in places],
        basis="execution_consolidated",
    )
