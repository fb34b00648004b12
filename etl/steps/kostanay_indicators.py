"""Key indicators of Kostanay oblast: table 9, and the one number that the text gives for figure 10."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed

# The unit codes of what table 9 prints in words; corrections already speak in codes.
UNITS = {"человек": "persons", "единиц": "count", "%": "pct", "на 1000 человек жителей": "per_1000"}


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per indicator: its value in `unit`, corrected where printed wrongly, beside what is printed."""
    table = inputs.corrected("table_9.csv")
    support = inputs.corrected("figure_10.csv").rename(columns={"component": "indicator"})
    support = support.assign(
        indicator=support["indicator"].replace("business_support", "business_support_pct"),
        unit_printed_corrected="%",
    )
    source = pd.concat([table, support])
    return pd.DataFrame(
        {
            "indicator": source["indicator"],
            "value": [float(parse_printed(text).value) for text in source["printed_corrected"]],
            "unit": source["unit_printed_corrected"].replace(UNITS),
            "printed_value": source["printed"],
            "is_corrected": source["is_corrected"],
            "finding_id": source["finding_id"],
            "source_id": SOURCE_ID,
            "source_ref": source["source_ref"],
        }
    )
