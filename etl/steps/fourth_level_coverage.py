"""How many rural districts of Kostanay oblast had a budget of their own: text of chapter 2."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed


def build(inputs: Inputs) -> pd.DataFrame:
    """Three rows: all districts, those with a budget of their own, and (derived) those without."""
    rows = [
        inputs.row("fourth_level.csv", measure=measure) for measure in ("rural_districts", "with_own_budget")
    ]
    counts = [int(parse_printed(row["printed_corrected"]).value) for row in rows]
    return pd.DataFrame(
        {
            "region_code": "KZ-39",
            "measure": [*(row["measure"] for row in rows), "without_own_budget"],
            "count": [*counts, counts[0] - counts[1]],
            "is_derived": [False, False, True],
            "source_id": SOURCE_ID,
            "source_ref": [*(row["source_ref"] for row in rows), rows[0]["source_ref"]],
        }
    )
