"""How far regions differ in what they have per resident, year by year."""

from __future__ import annotations

from datetime import date

import pandas as pd

from catalogue.places import regions
from etl.inputs import Inputs
from stats import inequality

MEASURES = ("own_revenue", "revenue", "tax", "transfers", "expenditure")
MILLION = 1_000_000


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per year, measure and weighting, over the regions of whole years whose territory is known.

    ``is_complete`` is false where a region of that year is missing: the figure is then of the others, not of the country.
    """
    finance = inputs.table("regional_finance")
    known = finance[
        (finance["region_code"] != "KZ") & finance["is_full_year"] & finance["population_persons"].notna()
    ]
    rows = []
    for year, there in known.groupby("year"):
        people = there["population_persons"]
        is_complete = set(there["region_code"]) == set(
            regions(inputs.catalogue, date(int(str(year)), 12, 31))
        )
        for measure in MEASURES:
            per_head = there[f"{measure}_kzt_million"] * MILLION / people
            for weighting, weights in (("regions", None), ("residents", people)):
                rows.append(
                    {
                        "year": year,
                        "measure": measure,
                        "weighting": weighting,
                        "regions": len(there),
                        "is_complete": is_complete,
                        "mean_kzt": inequality.mean(per_head, weights),
                        "cv": inequality.variation(per_head, weights),
                        "gini": inequality.gini(per_head, weights),
                        "theil": inequality.theil(per_head, weights),
                        "source_id": "minfin-bulletin",
                        "source_ref": f"{year}: amounts of {len(there)} regions over their mean population",
                    }
                )
    return pd.DataFrame(rows)
