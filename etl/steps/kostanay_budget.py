"""What the budget of Kostanay oblast consisted of: figure 9."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per component: its share of the oblast-level plan, per cent."""
    source = inputs.corrected("figure_9.csv")
    return pd.DataFrame(
        {
            "component": source["component"],
            "year": 2021,
            "basis": "plan_oblast_level",
            "share_pct": [float(parse_printed(text).value) for text in source["printed_corrected"]],
            "source_id": SOURCE_ID,
            "source_ref": source["source_ref"],
        }
    )
