"""How far regional budgets depended on transfers: the thesis's table 8, with the sums it implies."""

from __future__ import annotations

from datetime import date

import pandas as pd

from catalogue.places import UnknownPlace, resolve
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed

FILE = "table_8.csv"
YEAR = 2021


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region, in the thesis's order: shares of the budget's revenue, per cent."""
    rows = []
    for line, row in inputs.corrected(FILE).iterrows():
        code = row["region_code"]
        _check(inputs, int(str(line)), row["region_printed"], code)
        lower = parse_printed(row["from_lower_printed_corrected"]).value
        republic = parse_printed(row["from_republic_printed_corrected"]).value
        rows.append(
            {
                "region_code": code,
                "year": YEAR,
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


def _check(inputs: Inputs, line: int, printed: str, code: str) -> None:
    """DataError unless the printed name is one of this region's."""
    path, column = inputs.path(FILE), "region_printed"
    try:
        found = resolve(inputs.catalogue, printed, on=date(YEAR, 12, 31)).code
    except UnknownPlace as error:
        raise DataError(path, line, column, printed, str(error)) from error
    if found != code:
        raise DataError(
            path, line, column, printed, f"a spelling of {code} in data/catalogue/places.yml (not of {found})"
        )
