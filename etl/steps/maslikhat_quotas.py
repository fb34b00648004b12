"""The quotas that the thesis proposes for councils: text of chapter 3."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per level of council and group of people: the least number of seats."""
    source = inputs.corrected("quotas.csv")
    return pd.DataFrame(
        {
            "council_level": source["council_level"],
            "group": source["group"],
            "min_seats": [int(parse_printed(text).value) for text in source["min_seats_printed_corrected"]],
            "source_id": SOURCE_ID,
            "source_ref": source["source_ref"],
        }
    )
