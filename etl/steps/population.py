"""How many people a city's spending is divided by: the thesis's number of employed, and the official ones."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import RECEIPT_PLACE, RECEIPT_YEAR, SOURCE_ID, parse_printed


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per region, year, indicator and source, persons."""
    employed = inputs.row("statements.csv", statement_id="employed")
    thesis = {
        "region_code": RECEIPT_PLACE,
        "year": RECEIPT_YEAR,
        "indicator": "employed",
        "value_persons": float(parse_printed(employed["printed_corrected"]).value),
        "source_id": SOURCE_ID,
        "source_ref": employed["source_ref"],
    }
    keys = ("region_code", "year", "indicator")
    official = inputs.official("bns-population", "population_employed.csv", keys, "value_persons")
    return pd.concat([pd.DataFrame([thesis]), official.drop(columns="is_corrected")])
