"""Regional budgets of whole years, and the latest part of one, beside the people of the same territory."""

from __future__ import annotations

import pandas as pd

from catalogue.places import population_regions
from etl.inputs import Inputs

COLUMNS = {
    "revenue_total": "revenue_kzt_million",
    "revenue_tax": "tax_kzt_million",
    "transfers_received": "transfers_kzt_million",
    "expenditure_total": "expenditure_kzt_million",
    "withdrawals": "withdrawals_kzt_million",
}
ROW = ["region_code", "cumulative_to", "year", "is_full_year", "is_break", "basis"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region and period; `KZ` is all local budgets together. Million tenge and persons."""
    execution = inputs.table("budget_execution")
    # Tax revenue is published for whole years and the last part of one only: not for quarters.
    annual = execution[execution["measure"] == "revenue_tax"].set_index(["region_code", "cumulative_to"])
    refs = annual["source_ref"].to_dict()
    used = execution.merge(annual[[]], on=["region_code", "cumulative_to"])
    wide = used.pivot(index=ROW, columns="measure", values="value_kzt_million").reset_index()
    frame = wide.rename(columns=COLUMNS)[[*ROW, *COLUMNS.values()]]
    own = frame["revenue_kzt_million"] - frame["transfers_kzt_million"]
    frame = frame.assign(
        own_revenue_kzt_million=own.round(8),
        net_transfers_kzt_million=frame["transfers_kzt_million"] - frame["withdrawals_kzt_million"],
        transfer_share_pct=frame["transfers_kzt_million"] / frame["revenue_kzt_million"] * 100,
        source_id="minfin-bulletin",
        source_ref=[refs[key] for key in zip(frame["region_code"], frame["cumulative_to"], strict=True)],
    )
    return frame.assign(**_people(frame, inputs))


def _people(frame: pd.DataFrame, inputs: Inputs) -> dict[str, list[float] | list[bool]]:
    """The mean population of each row's territory; not a number where its borders changed within the year."""
    table = inputs.table("population")
    mean = table[table["indicator"] == "population_avg"]
    known = dict(zip(zip(mean["region_code"], mean["year"], strict=True), mean["value_persons"], strict=True))
    rows = list(zip(frame["region_code"], frame["year"], frame["is_break"], strict=True))
    territories = [
        () if is_mixed else population_regions(inputs.catalogue, region, year)
        for region, year, is_mixed in rows
    ]
    missing = float("nan")
    return {
        "population_persons": [
            sum(known.get((part, year), missing) for part in parts) if parts else missing
            for parts, (_, year, _) in zip(territories, rows, strict=True)
        ],
        "population_is_sum": [len(parts) > 1 for parts in territories],
    }
