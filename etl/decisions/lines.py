"""The lines of an annex in their hierarchy."""

from __future__ import annotations

from collections.abc import Sequence

from etl.decisions.models import Line
from etl.decisions.tables import RANKS, SECTIONS, Row


def assemble(rows: Sequence[Row]) -> tuple[Line, ...]:
    """Lines with all codes from the top down, and the line that each belongs to: the nearest above of a higher level."""
    lines: list[Line] = []
    above: list[tuple[int, int, str]] = []  # rank, position, code
    part = ""
    for row in rows:
        if row.part != part:
            above, part = [], row.part
        if row.field in SECTIONS:
            level, own = "total", ""
        elif row.field and not row.codes:
            level, own = "subtotal", ""
        else:
            level = max(row.codes, key=lambda name: RANKS[name])
            own = row.codes[level]
        rank = RANKS[level]
        for name in sorted(row.codes, key=lambda name: RANKS[name])[:-1]:
            _keep_above(above, RANKS[name], row.codes[name])
        while above and above[-1][0] >= rank:
            above.pop()
        codes = tuple(code for _, _, code in above if code) + ((own,) if own else ())
        parent = next((place for _, place, _ in reversed(above) if place >= 0), None)
        above.append((rank, len(lines), own))
        lines.append(Line(row.part, level, codes, row.name, row.amount, parent))
    return tuple(lines)


def _keep_above(above: list[tuple[int, int, str]], rank: int, code: str) -> None:
    """Codes that a row repeats from above belong to what is there already, or stand for a row that is not."""
    if any(known == rank and own == code for known, _, own in above):
        return
    while above and above[-1][0] >= rank:
        above.pop()
    above.append((rank, -1, code))
