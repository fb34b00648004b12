"""What does not hold in the thesis, explained in three languages."""

from __future__ import annotations

import pandas as pd

from etl import audit
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per finding; `is_corrected` says whether the tables use another value than the printed one."""
    _, findings = audit.run(inputs)
    return findings.assign(source_id=SOURCE_ID, source_ref=findings["where_en"])
