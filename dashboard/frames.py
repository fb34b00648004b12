"""Small things that pandas leaves to its users."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts by column name."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))
