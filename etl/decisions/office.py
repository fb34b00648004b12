"""Documents (.docx) and workbooks (.xlsx): archives of XML, opened without trusting what is inside."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from etl.decisions.document import Block, Document, Table, Unreadable, holds_amounts
from etl.decisions.letters import clean

_UNPACKED = 256 * 1024**2  # bytes
_RATIO, _SMALL = 200, 4 * 1024**2  # no honest part is packed tighter; small ones may be
_MOST_ROWS, _MOST_COLUMNS = 50_000, 100
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = (_WORD + tag for tag in ("p", "tbl", "tr", "tc"))
_TEXT = {_WORD + "tab": " ", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}


def read(content: bytes, name: str) -> Document:
    """The document or the workbook in an archive. Raises Unreadable for another archive, a damaged one or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _check(list(parts.values()), name)
            if "word/document.xml" in parts:
                return Document(tuple(_paragraphs(archive.read("word/document.xml"))))
        if "xl/workbook.xml" in parts:
            return Document(tuple(_sheets(content)))
    except Unreadable:
        raise
    except Exception as error:  # a damaged or hostile archive fails anywhere inside the libraries
        raise Unreadable(name, f"a damaged document ({type(error).__name__})") from error
    raise Unreadable(name, "an archive that is neither .docx nor .xlsx")


def _check(parts: list[zipfile.ZipInfo], name: str) -> None:
    bomb = any(p.file_size > _SMALL and p.file_size > _RATIO * max(p.compress_size, 1) for p in parts)
    if bomb or sum(part.file_size for part in parts) > _UNPACKED:
        raise Unreadable(name, "an archive that unpacks to far more than a decision")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(name, "an archive with a password")


def _paragraphs(xml: bytes) -> Iterator[Block]:
    # Entities are never resolved, so that a document can neither grow nor look at other files.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type of its own")
    walk = etree.iterwalk(root, events=("start",), tag=(_P, _TBL))
    for _, element in walk:
        walk.skip_subtree()
        if element.tag == _P:
            yield from _lines(element)
            continue
        rows = [tuple(_cells(row)) for row in element.iter(_TR)]
        if holds_amounts(rows):
            yield Table(tuple(row for row in rows if any(row)))
        else:
            for paragraph in element.iter(_P):
                yield from _lines(paragraph)


def _lines(paragraph: etree._Element) -> Iterator[str]:
    for line in _text(paragraph).split("\n"):
        squeezed = " ".join(line.split())
        if squeezed:
            yield squeezed


def _text(element: etree._Element) -> str:
    parts = []
    for child in element.iter():
        if child.tag == _WORD + "t":
            parts.append(child.text or "")
        elif child.tag in _TEXT:
            parts.append(_TEXT[child.tag])
    return clean("".join(parts))


def _cells(row: etree._Element) -> Iterator[str]:
    for cell in row.iter(_TC):
        yield " ".join(" ".join(_text(paragraph) for paragraph in cell.iter(_P)).split())
        span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
        value = span.get(_WORD + "val", "1") if span is not None else "1"
        if value.isascii() and value.isdigit() and len(value) < 4:
            yield from ("" for _ in range(min(int(value), _MOST_COLUMNS) - 1))


def _sheets(content: bytes) -> Iterator[Block]:
    """Each sheet is a table, with whatever stands above its heading."""
    from openpyxl import load_workbook

    with warnings.catch_warnings(action="ignore"):
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = []
            for count, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
                if count > _MOST_ROWS:
                    raise ValueError(f"more than {_MOST_ROWS} rows")
                cells = [_value(cell) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    rows.append(tuple(cells))
            if rows:
                yield Table(tuple(rows))


def _value(cell: Any) -> str:
    """What a person reads in a cell: a code keeps the zeros that its format shows, a sum loses a computer's dust."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(round(value, 6)))
    if isinstance(value, int):
        shape = cell.number_format or ""
        return f"{value:0{len(shape)}d}" if shape and set(shape) == {"0"} else str(value)
    if isinstance(value, Decimal):
        # A number is no text: its point can't part thousands, which three decimals alone would leave open.
        text = format(value, "f")
        return text + "0" if len(text.partition(".")[2]) == 3 else text
    return " ".join(clean(str(value)).split()) if isinstance(value, str) else ""
