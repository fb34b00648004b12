"""What was really spent: totals of executed budgets from the Ministry of Finance's bulletin."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region, year and measure, million tenge, consolidated execution."""
    keys = ("region_code", "year", "measure")
    source = inputs.official("minfin-bulletin", "execution.csv", keys, "value_kzt_million")
    return source.assign(basis="execution_consolidated")
