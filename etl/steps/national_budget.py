"""The state, the republican and all local budgets, and how large they are beside the GDP."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs

MILLION = 1_000_000
MEASURES = (
    "revenue_total",
    "expenditure_total",
    "transfers_received",
    "revenue_tax",
    "net_lending",
    "balance",
)


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per level, period and measure, million tenge; of the state budget's quarters their sum (derived).

    ``share_of_gdp_pct`` is missing for a part of a year and for years without a GDP in the source.
    """
    gdp = (
        inputs.official("bns-gdp", "gdp.csv", ("year",), "value_kzt").set_index("year")["value_kzt"] / MILLION
    )
    frame = pd.concat([_state_and_republic(inputs), _local(inputs)], ignore_index=True)
    frame["gdp_kzt_million"] = frame["year"].map(gdp).where(frame["is_full_year"])
    frame["share_of_gdp_pct"] = frame["value_kzt_million"] / frame["gdp_kzt_million"] * 100
    return frame


def _state_and_republic(inputs: Inputs) -> pd.DataFrame:
    keys = ("budget_level", "year", "quarter", "measure")
    source = inputs.official("minfin-bulletin", "national_budget.csv", keys, "value_kzt_million")
    whole = source.groupby(["budget_level", "year", "measure"], as_index=False, sort=False).agg(
        value_kzt_million=("value_kzt_million", "sum"),
        parts=("quarter", "size"),
        source_id=("source_id", "first"),
        source_ref=("source_ref", "first"),
    )
    # A year given by quarters is a year only with all four of them.
    whole = whole[whole["parts"].isin([1, 4])]
    return whole.assign(
        cumulative_to=whole["year"].astype(str) + "-12", is_full_year=True, is_derived=whole["parts"] == 4
    ).drop(columns="parts")


def _local(inputs: Inputs) -> pd.DataFrame:
    execution = inputs.table("budget_execution")
    country = execution[(execution["region_code"] == "KZ") & execution["measure"].isin(MEASURES)]
    columns = [
        "cumulative_to",
        "year",
        "is_full_year",
        "measure",
        "value_kzt_million",
        "source_id",
        "source_ref",
    ]
    return country[columns].assign(budget_level="local", is_derived=False)
