"""Plain text: a paragraph per line; lines of cells between tabs or bars are tables."""

from __future__ import annotations

import re

from etl.decisions.document import Block, Document, Table, holds_amounts
from etl.decisions.letters import clean

_ADDRESS = re.compile(r"https?://[^\s<>\"']{8,300}")


def read(text: str) -> Document:
    """The document in a plain text. An address in its first lines is taken for its own."""
    blocks: list[Block] = []
    held: list[str] = []
    for line in [*clean(text).split("\n"), ""]:
        if line.count("\t") > 1 or line.count("|") > 1:
            held.append(line)
            continue
        if held:
            blocks.extend(_rows(held))
            held = []
        paragraph = _squeeze(line)
        if paragraph:
            blocks.append(paragraph)
    head = "\n".join(block for block in blocks[:5] if isinstance(block, str))
    address = _ADDRESS.search(head)
    return Document(tuple(blocks), None, address.group() if address else None)


def _rows(lines: list[str]) -> list[Block]:
    mark = "|" if lines[0].count("|") > 1 else "\t"
    rows = [_cells(line, mark) for line in lines]
    if any(len(row) > 2 for row in rows) and holds_amounts(rows):
        return [Table(tuple(row for row in rows if any(row)))]
    return [squeezed for line in lines if (squeezed := _squeeze(line))]


def _cells(line: str, mark: str) -> tuple[str, ...]:
    cells = [_squeeze(cell) for cell in line.split(mark)]
    if mark == "|":
        # A frame's own bars; a line that only draws a frame has no cell of words.
        cells = cells[1:] if line.lstrip().startswith("|") else cells
        cells = cells[:-1] if line.rstrip().endswith("|") else cells
    return tuple("" if set(cell) <= set("-:=+") and len(cell) > 1 else cell for cell in cells)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
