"""Headline amounts of maslikhats' budget decisions, read by hand from the legal database."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.files import read_csv
from etl.readers.official import numbers

AMOUNTS = (
    "revenue_total",
    "revenue_tax",
    "revenue_nontax",
    "revenue_capital",
    "revenue_transfers",
    "expenditure_total",
    "net_lending",
    "deficit",
)
SOURCE, FILE = "maslikhat-decisions", "decisions.csv"
TRUTHS = {"true": True, "false": False, "": None}


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per budget, thousand tenge; an amount that the source does not show is missing, not zero."""
    path = inputs.data / "sources" / SOURCE / FILE
    source = read_csv(SOURCE, FILE, None, inputs.data)
    amounts = {f"{name}_kzt_thousand": numbers(source[name], path) for name in AMOUNTS}
    named = source.rename(
        columns={
            "url": "decision_url",
            "title": "decision_title",
            "level": "place_level",
            "place": "place_name",
        }
    )
    return (
        named.drop(columns=[*AMOUNTS, "note"])
        .assign(
            **amounts,
            year=numbers(named["budget_year"], path).astype("Int64"),
            is_amendment=named["is_amendment"].map(TRUTHS),
            basis="plan_approved",
            source_id=SOURCE,
        )
        .drop(columns="budget_year")
    )
