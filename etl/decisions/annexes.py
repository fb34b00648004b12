"""Annexes of a decision: where they begin, what they are about, and which is whose.

A decision's annexes are the budget of its first year and those of the next two, for each village anew, and others that
are no budget. Only the annex of a budget's own year is read into lines; the others are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.decisions import flat, tables
from etl.decisions.document import Block, Table
from etl.decisions.letters import clean, fold, pattern, repair

_RU = pattern(r'[" (]*приложени[ея](?![а-я]) ?(?:№|n)? ?(?P<number>[0-9]{1,3})?(?![0-9])')
_KK = pattern(
    r"(?:^|.*[^а-я])(?:№ ?)?(?P<number>[0-9]{1,3}) ?-? ?(?:ши|шы)? ?косымша ?\.?$|.*шешимине ?косымша$|косымша$"
)
_NO_HEADING = pattern(
    r"изложить|изложено|согласно|дополнить|заменить|исключить|указанн|жазылсын|саикес|сайкес|толыктыр"
)
_YEAR_RU = pattern(r"на ?(?P<year>[0-9]{4}) ?г")
_YEAR_KK = pattern(r"(?<![-0-9])(?P<year>[0-9]{4}) ?жыл(?:га|дын|гы (?=[а-я ]*бюджет))")
_LONGEST = 400
# Looked for at both ends only: most paragraphs begin no annex. A soft hyphen may be inside.
_MAY_START = re.compile(r"п\W?р\W?и\W?л\W?о\W?ж|о\W?с\W?ы\W?м\W?ш")
_FLAT_LINES = 6  # lines of a table at least, if its cells have come apart


@dataclass
class Annex:
    """``heading`` is all that stands above its tables; ``number`` and ``year`` are what that says."""

    heading: list[str] = field(default_factory=list)
    rows: list[Sequence[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Paragraphs below the heading: a table whose cells have come apart, perhaps."""
    number: int | None = None

    @property
    def title(self) -> str:
        return " ".join(self.heading)

    def year(self) -> int | None:
        """The year that the heading names last."""
        folded = fold(self.title)
        found = [int(match["year"]) for shape in (_YEAR_RU, _YEAR_KK) for match in shape.finditer(folded)]
        return found[-1] if found else None

    def read(self) -> tables.Table:
        """Its rows, from tables or from what is left of them."""
        year = self.year()
        table = tables.read(self.rows, year)
        if not table.rows and len(self.lines) >= _FLAT_LINES:
            return flat.read(self.lines)
        return table


def split(blocks: Sequence[Block]) -> tuple[list[str], list[Annex]]:
    """The paragraphs of the decision itself, and its annexes."""
    body: list[str] = []
    found: list[Annex] = []
    current: Annex | None = None
    for block in blocks:
        if isinstance(block, Table):
            current = _tabled(block, found, current)
            continue
        number, is_start = _starts(block)
        if is_start and (current is None or current.rows or current.lines or not current.heading):
            current = Annex(number=number)
            found.append(current)
            current.heading.append(_plain(block))
        elif current is None:
            body.append(block)
        elif is_start:
            current.heading.append(_plain(block))
            current.number = number if number is not None else current.number
        elif current.rows and _names_budget(block):
            current = Annex(heading=[_plain(block)])
            found.append(current)
        elif current.rows or current.lines or _is_cell(block):
            current.lines.append(_plain(block))
        else:
            current.heading.append(_plain(block))
    return body, found


def _tabled(table: Table, found: list[Annex], current: Annex | None) -> Annex | None:
    """A table's rows: whatever stands above its first heading is heading of the annex. Other tables are no annex."""
    rows = list(table.rows)
    first = next((i for i, row in enumerate(rows) if tables.is_heading(row)), None)
    if first is None:
        if current is not None:
            current.rows.extend(rows)
        return current
    for row in rows[:first]:
        text = _plain(" ".join(cell for cell in row if cell))
        number, is_start = _starts(text)
        if is_start and (current is None or current.rows):
            current = Annex(number=number)
            found.append(current)
        if current is None:
            current = Annex()
            found.append(current)
        if is_start and number is not None:
            current.number = number
        current.heading.append(text)
    if current is None:
        current = Annex()
        found.append(current)
    current.rows.extend(rows[first:])
    return current


def _starts(paragraph: str) -> tuple[int | None, bool]:
    """Whether a paragraph begins an annex, and its number."""
    if len(paragraph) > _LONGEST or not _MAY_START.search(fold(paragraph[:24] + "|" + paragraph[-24:])):
        return None, False
    folded = fold(clean(paragraph)).strip()
    match = _RU.match(folded) or _KK.match(folded)
    if match is None or _NO_HEADING.search(folded):
        return None, False
    number = match.groupdict().get("number")
    return int(number) if number else None, True


def _names_budget(paragraph: str) -> bool:
    folded = fold(paragraph)
    return (
        len(paragraph) < _LONGEST
        and "бюджет" in folded
        and bool(_YEAR_RU.search(folded) or _YEAR_KK.search(folded))
    )


def _is_cell(paragraph: str) -> bool:
    return tables.starts_budget((paragraph,)) or tables.amount_of(paragraph) is not None


def _plain(text: str) -> str:
    return " ".join(repair(clean(text)).split())
