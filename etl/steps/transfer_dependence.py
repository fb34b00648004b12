"""How far regional budgets depended on transfers: the thesis's table 8, with the sums it implies."""

from __future__ import annotations

import pandas as pd

from catalogue.places import find
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed

FILE = "table_8.csv"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region, in the thesis's order: shares of the budget's revenue, per cent."""
    rows = []
    for line, row in inputs.corrected(FILE).iterrows():
        code = row["region_code"]
        if find(inputs.catalogue, row["region_printed"]) != [code]:
            expected = f"a spelling of {code} that data/catalogue/places.yml knows"
            raise DataError(
                inputs.path(FILE), int(str(line)), "region_printed", row["region_printed"], expected
            )
        lower = parse_printed(row["from_lower_printed_corrected"]).value
        republic = parse_printed(row["from_republic_printed_corrected"]).value
        rows.append(
            {
                "region_code": code,
                "year": 2021,
                "basis": "plan_oblast_level",
                "from_lower_pct": float(lower),
                "from_republic_pct": float(republic),
                "total_pct": float(lower + republic),
                "own_pct": float(100 - lower - republic),
                "source_id": SOURCE_ID,
                "source_ref": row["source_ref"],
            }
        )
    return pd.DataFrame(rows)
