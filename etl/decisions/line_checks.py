"""Whether the lines of an annex add up, to each other and to the text, and stand where their codes say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from etl.decisions.models import Finding, Line
from etl.decisions.tables import RANKS

ZERO = Decimal(0)
ROUNDING = Decimal("0.1")
_PARTS = {"revenue": "revenue_total", "expenditure": "expenditure_total"}
# Digits of the codes of each level. Spreadsheets lose the zeros in front, but then all of them.
_DIGITS = {
    "category": 1, "class": 2, "subclass": 1, "specific": 2,
    "functional_group": 2, "functional_subgroup": 1, "administrator": 3, "programme": 3, "subprogramme": 3,
}  # fmt: skip
_MOST = 40


def line_findings(
    lines: Sequence[Line], amounts: Mapping[str, Decimal | None], printed: Mapping[str, str]
) -> list[Finding]:
    """Lines that do not add up to the one above, that lack it, or whose codes are another level's; parts that do not
    add up to what the text states. Checked are revenue and expenditure: the other parts hold what is subtracted."""
    own = [
        (place, line) for place, line in enumerate(lines) if line.part in _PARTS and line.level != "subtotal"
    ]
    children: dict[int, list[Line]] = defaultdict(list)
    tops: dict[str, list[Line]] = defaultdict(list)
    for _, line in own:
        if line.parent is None:
            tops[line.part].append(line)
        else:
            children[line.parent].append(line)
    found = [*_gaps(lines, [line for _, line in own]), *_codes([line for _, line in own])]
    for parent, below in children.items():
        found += _sum(lines[parent], below)
    for part, name in _PARTS.items():
        stated = amounts.get(name)
        if stated is not None and tops[part]:
            found += _against_text(name, stated, printed.get(name, ""), tops[part])
    if len(found) > _MOST:
        rest = len(found) - _MOST
        last = Finding("annex-more", "lines", f"{rest} more lines are wrong", found[-1].original)
        return [*found[:_MOST], last]
    return found


def _gaps(lines: Sequence[Line], own: Sequence[Line]) -> Iterator[Finding]:
    """Lines whose line above is missing: a class right below the total while others stand in categories."""
    for part in _PARTS:
        levels = sorted({RANKS[line.level] for line in own if line.part == part})
        above = dict(zip(levels[1:], levels[:-1], strict=True))
        for line in own:
            if line.part != part or RANKS[line.level] not in above:
                continue
            rank = None if line.parent is None else RANKS[lines[line.parent].level]
            if rank != above[RANKS[line.level]]:
                message = "the line that this one belongs to is missing"
                yield Finding("annex-level-missing", "lines", message, _text(line))


def _codes(own: Sequence[Line]) -> Iterator[Finding]:
    """Codes of another level's shape: the row has slipped into other columns."""
    coded: dict[str, list[Line]] = defaultdict(list)
    for line in own:
        if line.codes:
            coded[line.level].append(line)
    for level, lines in coded.items():
        digits = _DIGITS[level]
        has_zeros = digits == 1 or any(line.codes[-1].startswith("0") for line in lines)
        for line in lines:
            length = len(line.codes[-1])
            if length > digits or (length < digits and (has_zeros or level == "administrator")):
                message = f"this is no code of the level {level}"
                yield Finding(
                    "annex-code-misplaced", "lines", message, _text(line), f"{digits} digits", line.codes[-1]
                )


def _sum(parent: Line, below: Sequence[Line]) -> list[Finding]:
    added = sum((line.amount for line in below), ZERO)
    return _difference("annex-does-not-add-up", "lines", _text(parent), added, parent.amount, len(below))


def _against_text(name: str, stated: Decimal, printed: str, tops: Sequence[Line]) -> list[Finding]:
    """The total of a part, or its top lines if there is none, held against the text."""
    totals = [line for line in tops if line.level == "total"]
    if not totals:
        added = sum((line.amount for line in tops), ZERO)
        return _difference("annex-differs", name, printed, added, stated, len(tops))
    differing = next((line for line in totals if line.amount != stated), None)
    if differing is None:
        return []
    message = "the annex states another amount than the text"
    original = f"{printed}; {_text(differing)}"
    return [Finding("annex-differs", name, message, original, f"{differing.amount:f}", f"{stated:f}")]


def _difference(
    code: str, field: str, original: str, added: Decimal, stated: Decimal, count: int
) -> list[Finding]:
    if added == stated:
        return []
    is_rounding = abs(added - stated) <= ROUNDING * count
    message = "off by no more than rounding" if is_rounding else "the lines below do not add up to it"
    code = "annex-rounding" if is_rounding else code
    return [Finding(code, field, message, original, f"{added:f}", f"{stated:f}", not is_rounding)]


def _text(line: Line) -> str:
    return " ".join([*line.codes, line.name, f"{line.amount:f}"])
