"""Reading XLSX: one sheet, row by row, each cell as the text that a person reads in it."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import DataError
from etl.ingest.export import MOST_COLUMNS, Export, assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

MOST_ROWS = 1_048_576  # of a sheet
_UNPACKED = 2 * 1024**3  # bytes
_RATIO, _SMALL = 200, 10 * 1024**2  # no honest sheet is packed tighter; small parts may be
_EXPORT_AGAIN = "Export the form again, or save the sheet as CSV (UTF-8)."


def read(path: Path, sheet: str | None) -> Export:
    """The first sheet, or the one with this name. Raises DataError for what is no workbook, damaged or a bomb."""
    from openpyxl import load_workbook

    _check_archive(path)
    try:
        # Opened here, since by a path openpyxl judges the file's name. Its warnings are about colours and drop-down lists.
        with path.open("rb") as file, warnings.catch_warnings(action="ignore"):
            book = load_workbook(file, read_only=True)
            if sheet is not None and sheet not in book.sheetnames:
                known = ", ".join(book.sheetnames)
                raise DataError(path, None, None, sheet, f"one of the sheets {known}", "Name one of these.")
            page = book[sheet] if sheet is not None else book.worksheets[0]
            page.reset_dimensions()  # some services write a wrong size into the file
            name = page.title
            columns = _columns(path, page.iter_rows(values_only=True))
    except DataError:
        raise
    except Exception as error:  # a damaged or hostile file fails anywhere inside openpyxl
        found = f"a damaged workbook ({type(error).__name__})"
        raise DataError(path, None, None, found, "a whole XLSX file", _EXPORT_AGAIN) from error
    return assemble(
        path, f"XLSX, sheet {name!r}", [column.cells() for column in columns], [c.dates for c in columns]
    )


class _Builder:
    """A column as it grows: every different text once."""

    def __init__(self, empty: int) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.codes = [0] * empty
        self.dates: set[str] = set()

    def add(self, value: Any) -> None:
        text = value if isinstance(value, str) else _text(value)
        if isinstance(value, date):
            self.dates.add(text)
        self.codes.append(self.numbers.setdefault(text, len(self.numbers)))

    def cells(self) -> pd.Categorical[str]:
        import pandas as pd

        return pd.Categorical.from_codes(self.codes, pd.Index(list(self.numbers)))


def _columns(path: Path, rows: Iterator[tuple[Any, ...]]) -> list[_Builder]:
    columns: list[_Builder] = []
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS or len(row) > MOST_COLUMNS:
            expected = f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
            raise DataError(path, count, None, "a larger sheet", expected, _EXPORT_AGAIN)
        while len(columns) < len(row):
            columns.append(_Builder(count - 1))
        for column, value in zip(columns, row, strict=False):
            column.add(value)
        for column in columns[len(row) :]:
            column.codes.append(0)
    return columns


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (int, float, date, time, timedelta)):
        return str(value)
    return "="  # a formula over several cells


def _check_archive(path: Path) -> None:
    """DataError for an archive that is no workbook or that would unpack to more than any export needs."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DataError(path, None, None, "a damaged archive", "a whole XLSX file", _EXPORT_AGAIN) from error
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        is_csv = any(name.lower().endswith(".csv") for name in names)
        advice = "Unpack it and give the CSV file inside." if is_csv else _EXPORT_AGAIN
        raise DataError(path, None, None, "an archive that is no XLSX", "CSV or XLSX", advice)
    bomb = [p for p in parts if p.file_size > _SMALL and p.file_size > _RATIO * max(p.compress_size, 1)]
    if bomb or sum(part.file_size for part in parts) > _UNPACKED:
        expected = f"a workbook of at most {_UNPACKED} bytes when unpacked"
        raise DataError(path, None, None, "an archive that unpacks to far more", expected, _EXPORT_AGAIN)
