"""Every derived figure of the thesis, printed and recomputed."""

from __future__ import annotations

import pandas as pd

from etl import audit
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per check; `is_match` says whether the printed figure is what its inputs give."""
    checks, _ = audit.run(inputs)
    return checks.assign(source_id=SOURCE_ID, source_ref=checks["where_code"].str.replace("-", " "))
