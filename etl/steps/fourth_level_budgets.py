"""Fourth-level budgets of Kostanay oblast by year: text of chapter 2."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per year: the approved budgets of all rural districts together, thousand tenge."""
    source = inputs.corrected("fourth_level.csv")
    source = source[source["measure"] == "total_kzt_thousand"]
    return pd.DataFrame(
        {
            "region_code": "KZ-39",
            "year": source["year"],
            "basis": "plan_approved",
            "total_kzt_thousand": [float(parse_printed(text).value) for text in source["printed_corrected"]],
            "source_id": SOURCE_ID,
            "source_ref": source["source_ref"],
        }
    )
