"""What else is published of councils: votes, voters, ages, renewal."""

from __future__ import annotations

import pandas as pd

from etl.inputs import Inputs
from etl.readers.composition import read_indicators


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per figure that a publication states about a council or its election, in the unit of the row."""
    return read_indicators(inputs.official).drop(columns="is_corrected")
