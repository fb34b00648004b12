"""Composition and elections of councils as publications give them: every row with its own kind, date and address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

SOURCE_ID = "maslikhat-composition"
PUBLICATION = ("source_kind", "source_date", "source_url")
TOTAL = "total"  # the attribute of rows that say how many seats a council has

# How a file of a source is read: `etl.inputs.Inputs.official`, or what stands in for it.
Read = Callable[[str, str, tuple[str, ...], str], "pd.DataFrame"]


def read_seats(read: Read) -> pd.DataFrame:
    """Seats by council, convocation, attribute and category. Raises DataError where a group stands twice."""
    group = ("council", "convocation", "attribute", "category")
    frame = _once(read(SOURCE_ID, "seats.csv", (*group, "council_part", *PUBLICATION), "seats"), group)
    return frame.assign(seats=frame["seats"].astype("int64"))


def read_indicators(read: Read) -> pd.DataFrame:
    """Votes, voters, ages and what else is published of a council, in the unit of the row; DataError for one twice."""
    group = ("council", "convocation", "indicator", "category")
    return _once(read(SOURCE_ID, "indicators.csv", (*group, "unit", *PUBLICATION), "value"), group)


def _once(frame: pd.DataFrame, group: tuple[str, ...]) -> pd.DataFrame:
    for line in frame.index[frame.duplicated(list(group))]:
        found = ", ".join(str(frame.at[line, name]) for name in group)
        advice = "Where publications disagree, keep the better one and name the other in source.yml."
        raise DataError(Path(SOURCE_ID), int(line), group[-1], found, f"each {', '.join(group)} once", advice)
    return frame
