"""An export as it lies in the file: its columns, each cell as text. Nothing is understood yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from etl.errors import DataError
from etl.ingest.text import plain

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 2000
LONGEST_CELL = 32_767  # as long as a cell of a spreadsheet can be
# SurveyMonkey's second heading row stands under every question of one column.
_SECOND_ROW = frozenset({"response", "open-ended response", "ответ", "свободный ответ", "жауап"})


@dataclass(frozen=True, eq=False)
class Column:
    """One column. `dates`: the texts among its cells that were dates in a spreadsheet, not text."""

    letter: str
    header: str
    cells: pd.Categorical[str]
    dates: frozenset[str] = frozenset()

    @cached_property
    def texts(self) -> list[str]:
        """The different texts in it."""
        return [str(text) for text in self.cells.categories]

    @property
    def codes(self) -> NDArray[Any]:
        """For every row, which of `texts` stands there."""
        return np.asarray(self.cells.codes)

    def each(self, value: Callable[[str], Any], dtype: Any = bool) -> NDArray[Any]:
        """A value for every row, computed once for each different text."""
        return np.array([value(text) for text in self.texts], dtype=dtype)[self.codes]

    @cached_property
    def is_blank(self) -> NDArray[np.bool_]:
        """Row by row: nothing stands there."""
        return self.each(lambda text: not text.strip())

    def first(self, text: str, rows: NDArray[np.int64]) -> int:
        """The first row with this text, as a spreadsheet numbers it."""
        return int(rows[np.flatnonzero(self.codes == self.texts.index(text))[0]])


@dataclass(frozen=True, eq=False)
class Export:
    """A file that was read. `format` says in words how; `rows`: each row's number in a spreadsheet (heading: 1)."""

    path: Path
    format: str
    columns: tuple[Column, ...]
    rows: NDArray[np.int64]


def letter(position: int) -> str:
    """The name that a spreadsheet gives to a column: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def assemble(
    path: Path,
    kind: str,
    cells: Sequence[pd.Categorical[str]],
    dates: Sequence[Iterable[str]] | None = None,
) -> Export:
    """The export whose sheet has these columns from its first row on; the first row that is not empty is the heading.

    Raises DataError for a sheet without respondents, with too many columns or with a cell of no likely length.
    """
    blank = [_is_blank(column) for column in cells]
    filled = np.flatnonzero(~np.logical_and.reduce(blank)) if cells else np.array([], dtype=np.int64)
    if not len(filled):
        raise DataError(path, None, None, "nothing", "a heading and respondents", "Export the form again.")
    if len(cells) > MOST_COLUMNS:
        expected = f"at most {MOST_COLUMNS} columns"
        raise DataError(
            path, None, None, f"{len(cells)} columns", expected, "Export only the form's answers."
        )
    start = int(filled[0])
    headers = [str(column[start]) for column in cells]
    second = [str(column[start + 1]) if len(column) > start + 1 else "" for column in cells]
    if _SECOND_ROW & {plain(text) for text in second}:
        headers, start = _joined(headers, second), start + 1
    if not (filled > start).any():
        advice = "Export the form when it has answers."
        raise DataError(path, start + 1, None, "only a heading", "a row for each respondent", advice)
    columns = []
    for position, (header, column) in enumerate(zip(headers, cells, strict=True)):
        below = column[start + 1 :].remove_unused_categories()
        found = Column(letter(position), header, below, frozenset(dates[position]) if dates else frozenset())
        rows = np.arange(start + 2, start + 2 + len(below))
        for text in (text for text in found.texts if len(text) > LONGEST_CELL):
            advice = "A quotation mark that is never closed makes such a cell: look there and export again."
            expected = f"at most {LONGEST_CELL} characters, as in a spreadsheet"
            row = found.first(text, rows)
            raise DataError(path, row, found.letter, f"{len(text)} characters", expected, advice)
        columns.append(found)
    return Export(path, kind, tuple(columns), rows)


def _is_blank(column: pd.Categorical[str]) -> NDArray[np.bool_]:
    return np.array([not str(text).strip() for text in column.categories], dtype=bool)[column.codes]


def _joined(headers: list[str], second: list[str]) -> list[str]:
    """One heading of two rows: the question above and, where it has a column per answer, the answer below."""
    joined, above = [], ""
    for header, below in zip(headers, second, strict=True):
        above = header if header.strip() or not below.strip() else above
        is_answer = below.strip() and plain(below) not in _SECOND_ROW
        joined.append(f"{above} [{below}]" if is_answer else above)
    return joined
