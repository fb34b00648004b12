"""When answers came in: read to find what was sent twice and the days of fieldwork, never stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.errors import DataError
from etl.ingest.columns import Columns
from etl.ingest.export import Column, Export
from etl.ingest.text import plain

ORDERS = ("dmy", "mdy")
# Headings of the time that says best when an answer came, before those that say it worse. Plain, see text.py.
_HEADINGS = (
    r"отметка времени|timestamp|уақыт белгісі|submitted|submission ?time|отправ|жіберілген",
    r"completion time|\bend( time| date)?$|завершен|окончан|аяқталу",
    r"\bstart( time| date)?$|начал|басталу|создан|created|заполнен|толтыр",
    r"^(дата|date|время|time|күні|уақыты|дата и время|date and time)$",
)
_TIME = re.compile(
    r"(\d{4}|\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{1,2})"
    r"(?:(?:T|,? +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?(?: *([AaPp])\.?[Mm]\.?)?"
    r"(?: *(?:Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?))?"
)
_MOST_UNREAD = 0.1


@dataclass(frozen=True, eq=False)
class Times:
    """The time of every row, as the file writes it (datetime64[s], NaT where there is none).

    `column`: where it stands, None if nowhere. `has_clock`: there are hours and minutes, not dates alone.
    `note`: what could not be read, in words.
    """

    column: Column | None
    each: NDArray[np.datetime64]
    has_clock: bool = False
    note: str = ""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Row by row: there is a time."""
        return ~np.isnat(self.each)

    def days(self, rows: NDArray[Any]) -> tuple[date, date] | None:
        """The first and the last day of these rows."""
        times = self.each[rows]
        times = times[~np.isnat(times)]
        if not len(times):
            return None
        first, last = (day.astype("datetime64[D]").item() for day in (times.min(), times.max()))
        return first, last


def read(export: Export, columns: Columns, order: str | None) -> Times:
    """The times in the column that says best when an answer came. `order`: dmy or mdy where the file leaves a doubt.

    Raises DataError for dates that can be read in both orders, such as 03/04/2027 throughout, if `order` is None.
    """
    nothing = np.full(len(export.rows), np.datetime64("NaT"), dtype="datetime64[s]")
    candidates = [column for column, _ in columns.personal] + columns.unused
    note = ""
    for pattern in _HEADINGS:
        for column in candidates:
            if re.search(pattern, plain(column.header).replace("_", " ").strip()):
                found = _parsed(export, column, order)
                if found is not None:
                    return found
                note = f"the times in column {column.letter} can't be read"
    return Times(None, nothing, note=note)


def _parsed(export: Export, column: Column, order: str | None) -> Times | None:
    """The times of a column, None if it holds too much that is no time."""
    texts = [text.strip() for text in column.texts]
    matches = [_TIME.fullmatch(text) for text in texts]
    filled = sum(map(bool, texts))
    if not filled or sum(map(bool, matches)) < (1 - _MOST_UNREAD) * filled:
        return None
    order = order or _order(export, column, matches)
    moments = np.array([_moment(match, order) for match in matches], dtype="datetime64[s]")
    # A spreadsheet writes midnight behind a date that has no time.
    has_clock = bool((moments != moments.astype("datetime64[D]"))[~np.isnat(moments)].any())
    return Times(column, moments[column.codes], has_clock)


def _order(export: Export, column: Column, matches: Sequence[re.Match[str] | None]) -> str:
    """Whether the day or the month comes first, where the year does not."""
    found = [match for match in matches if match and len(match[1]) < 4]
    if not found or any(int(match[1]) > 12 for match in found):
        return "dmy"
    if any(int(match[2]) > 12 for match in found) or any(match[7] for match in found):
        return "mdy"
    if all("." in match[0][:3] for match in found) or all(match[1] == match[2] for match in found):
        return "dmy"
    advice = "Say which comes first, the day or the month: --dates dmy or --dates mdy"
    expected = "dates that can be read in one way only"
    raise DataError(export.path, None, column.letter, "day and month in either order", expected, advice)


def _moment(match: re.Match[str] | None, order: str) -> np.datetime64:
    if match is None:
        return np.datetime64("NaT", "s")
    first, second, third = match[1], match[2], match[3]
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        year = third if len(third) == 4 else f"20{third:0>2}"
        day, month = (first, second) if order == "dmy" else (second, first)
    hour, minute, second_ = (int(part or 0) for part in match.group(4, 5, 6))
    if match[7]:
        hour = hour % 12 + (12 if match[7] in "Pp" else 0)
    try:
        return np.datetime64(f"{year}-{month:0>2}-{day:0>2}T{hour:02}:{minute:02}:{second_:02}", "s")
    except ValueError:
        return np.datetime64("NaT", "s")
