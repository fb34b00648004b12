"""What a decision's file is made of, whatever form it came in: paragraphs and tables in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.errors import EtlError

BIGGEST = 32 * 1024**2  # bytes of a document; the longest decision with its annexes has some 3 MB
MOST_BLOCKS = 400_000
_ADVICE = "Save the page or the document of the decision anew, as .html, .docx, .xlsx or .txt."

# An amount that stands alone in a cell.
NUMBER = re.compile(r"[-–−—(]?[ ]?[0-9][0-9  .,]*\)?")


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell that spans several columns stands in the first of them, the others are empty."""

    rows: tuple[tuple[str, ...], ...]


Block = str | Table


@dataclass(frozen=True)
class Document:
    """``title`` is the page's own main heading and ``address`` where the page says that it is from, if it does."""

    blocks: tuple[Block, ...]
    title: str | None = None
    address: str | None = None


class Unreadable(EtlError):
    """The file is not what can be read: damaged, hostile, too large, or of another form."""

    def __init__(self, name: str, found: str, advice: str = _ADVICE) -> None:
        self.found = found
        super().__init__(f"file:     {name}\nvalue:    {found}\nwhat to do: {advice}")


def is_number(cell: str) -> bool:
    """Whether a cell holds an amount and nothing else."""
    return NUMBER.fullmatch(cell.strip()) is not None


def holds_amounts(rows: list[tuple[str, ...]]) -> bool:
    """Whether these rows are a table of amounts and not a frame for text: two rows at least end in an amount."""
    count = 0
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) > 1 and is_number(cells[-1]):
            count += 1
            if count > 1:
                return True
    return False
