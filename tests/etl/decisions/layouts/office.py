"""Decisions and annexes as office files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

from openpyxl import Workbook

from tests.etl.decisions.layouts.annex import annexes
from tests.etl.decisions.layouts.body import Block
from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Layout
from tests.etl.decisions.layouts.noise import noisy, pieces

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _paragraph(text: str, layout: Layout) -> str:
    runs = []
    for piece in pieces(noisy(text, layout.quirks), layout.quirks):
        marked = escape(piece).replace("\u00ad", '</w:t><w:softHyphen/><w:t xml:space="preserve">')
        marked = marked.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        runs.append(f'<w:r><w:t xml:space="preserve">{marked}</w:t></w:r>')
    return f"<w:p>{''.join(runs)}</w:p>"


def _table(block: Block, layout: Layout) -> str:
    rows = []
    for row in block.rows:
        cells = "".join(f"<w:tc><w:tcPr/>{_paragraph(cell, layout)}</w:tc>" for cell in row)
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl><w:p/>"


def docx(blocks: Iterable[Block], layout: Layout) -> bytes:
    body = "".join(
        _table(block, layout) if block.kind == "table" else _paragraph(block.text, layout) for block in blocks
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return out.getvalue()


def xlsx(facts: Facts, layout: Layout, as_numbers: bool = False, spoiled: int | None = None) -> bytes:
    """The annexes alone, a sheet for each. ``as_numbers``: sums are numbers and not texts."""
    book = Workbook()
    book.remove(book.active)
    sheet = None
    for block in annexes(facts, layout, spoiled):
        if block.kind == "right":
            sheet = book.create_sheet(f"{len(book.sheetnames) + 1}")
        assert sheet is not None
        if block.kind != "table":
            sheet.append([block.text])
            continue
        for row in block.rows:
            sheet.append(
                [
                    _number(cell) if as_numbers and place == len(row) - 1 else cell
                    for place, cell in enumerate(row)
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(cell: str) -> float | int | str:
    """The sum in a cell, if it is one."""
    plain = "".join(letter for letter in cell if not letter.isspace()).replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return cell
