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
    if lines[0].count("|") > 1:
        # Bars around a whole table are its frame; in one of them alone they bound an empty cell.
        if all(line.lstrip().startswith("|") for line in lines):
            lines = [line.lstrip()[1:] for line in lines]
        if all(line.rstrip().endswith("|") for line in lines):
            lines = [line.rstrip()[:-1] for line in lines]
        rows = [_cells(line, "|") for line in lines]
    else:
        rows = [_cells(line, "\t") for line in lines]
    if any(len(row) > 2 for row in rows) and holds_amounts(rows):
        return [Table(tuple(row for row in rows if any(row)))]
    return [squeezed for line in lines if (squeezed := _squeeze(line))]


def _cells(line: str, mark: str) -> tuple[str, ...]:
    """The cells of a line; one that only draws a rule is empty."""
    cells = (_squeeze(cell) for cell in line.split(mark))
    return tuple("" if len(cell) > 1 and set(cell) <= set("-:=+") else cell for cell in cells)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
