"""Workbooks that can be sent on: numbers are numbers, text never runs as a formula, the same content gives the same bytes.

A sheet is rows of values; a `Styled` value says how it looks. openpyxl is imported when the first file is asked for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Look = Literal["text", "title", "head", "side", "quiet"]
Value = str | int | float | bool | None

_NAME = re.compile(r"[\[\]:*?/\\]")  # what a sheet's name may not have
_LONGEST_NAME = 31
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can say
_WHEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for the start of a formula
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Styled:
    """A value and how it looks: `number` is Excel's format ("0.0%")."""

    value: Value
    look: Look = "text"
    number: str = ""
    is_wrapped: bool = False


@dataclass(frozen=True)
class Sheet:
    """`widths` are columns' in characters, the last one for all that follow; `frozen` is the first cell that scrolls."""

    name: str
    rows: Sequence[Sequence[Value | Styled]]
    widths: Sequence[float] = (12,)
    frozen: str = ""


def percent(decimals: int = 0) -> str:
    """Excel's format of a share (0.122), with its sign."""
    return "0" + ("." + "0" * decimals if decimals else "") + "%"


def number(decimals: int = 0) -> str:
    """Excel's format of a number with thousands."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """The sheets as a file."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    book.properties.title, book.properties.creator = title, "Moi Gorod"
    for sheet in sheets:
        _write(book.create_sheet(_NAME.sub(" ", sheet.name)[:_LONGEST_NAME]), sheet)
    raw = io.BytesIO()
    book.save(raw)
    return _timeless(raw)


def _write(place: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    widest = max((len(row) for row in sheet.rows), default=0)
    for column in range(widest):
        width = sheet.widths[min(column, len(sheet.widths) - 1)]
        place.column_dimensions[get_column_letter(column + 1)].width = width
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            styled = value if isinstance(value, Styled) else Styled(value)
            if not _is_missing(styled.value):
                _put(place.cell(row, column), styled)
    place.freeze_panes = sheet.frozen or None
    place.page_setup.orientation, place.page_setup.paperSize = "landscape", 9  # A4
    place.page_setup.fitToWidth, place.page_setup.fitToHeight = 1, 0
    place.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _is_missing(value: Value) -> bool:
    return not isinstance(value, str) and bool(pd.isna(value))


def _put(cell: Cell | MergedCell, styled: Styled) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    value: Any = styled.value
    if isinstance(value, str):
        value = _CONTROL.sub(" ", value)
        cell.value = value
        # openpyxl would make a formula of "=…". Excel, too, once someone edits the cell: the prefix keeps it text.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_RUNS)
    else:
        cell.value = value.item() if hasattr(value, "item") else value
    if styled.number:
        cell.number_format = styled.number
    if styled.look == "title":
        cell.font = Font(bold=True, size=14)
    elif styled.look == "head":
        cell.font, cell.border = Font(bold=True), Border(bottom=Side("thin"))
    elif styled.look == "side":
        cell.font = Font(bold=True)
    elif styled.look == "quiet":
        cell.font = Font(color="595959")
    if styled.is_wrapped or styled.look == "head":
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _timeless(raw: io.BytesIO) -> bytes:
    """The file without the time of its making."""
    written = io.BytesIO()
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            content = made.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            named = zipfile.ZipInfo(entry.filename, _EPOCH)
            named.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(named, content)
    return written.getvalue()
