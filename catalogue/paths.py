"""Where the project's data lies. `MOI_GOROD_DATA` points a test or a server to another copy."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def data_dir() -> Path:
    """The folder with `sources`, `catalogue`, `corrections` and, once built, `tables`."""
    return Path(os.environ.get("MOI_GOROD_DATA", ROOT / "data"))


def tables_dir() -> Path:
    """The folder with the built tables."""
    return data_dir() / "tables"


RESPONSES = "responses.csv"  # the respondents of a survey wave, in its source's folder
