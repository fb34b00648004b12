"""Figures that an amendment swaps for others: «цифры «2 775 514» заменить цифрами «2 856 950»»."""

from __future__ import annotations

import re
from decimal import Decimal

from etl.decisions.amounts import parse
from etl.decisions.labels import LABEL, field_of
from etl.decisions.letters import pattern
from etl.decisions.models import AMOUNTS, Swap
from etl.decisions.scan import Text, statements

_NUMBER = r'"? ?(?P<{0}>-? ?[0-9][0-9 .,]*)(?:тысяч[а-я]*|мын)? ?(?:тенге)? ?"?'
_FIGURES = [
    pattern(
        rf"(?:цифр|числ|сумм)[а-я]*:? ?{_NUMBER.format('old')} ?,? ?заменить (?:соответственно )?(?:на )?"
        rf"(?:(?:цифр|числ|сумм)[а-я]* ?)?{_NUMBER.format('new')}"
    ),
    pattern(rf'"{_NUMBER.format("old").removeprefix(chr(34) + " ?")} ?заменить на {_NUMBER.format("new")}'),
    pattern(
        rf"{_NUMBER.format('old')} ?(?:деген )?(?:сан|цифр)[а-я]* ?(?:тиисинше )?{_NUMBER.format('new')} ?(?:деген )?"
        r"(?:сан|цифр)[а-я]* ?(?:ауыстырылсын|алмастырылсын|озгертилсин)"
    ),
]
_ROWS = pattern(
    r'(?:строк|слов|абзац)[а-я]* ?"(?P<old>[^"\n]{5,300})" ?заменить (?:на )?(?:(?:строк|слов|абзац)[а-я]* )?'
    r'"(?P<new>[^"\n]{5,300})"'
    r'|"(?P<kk_old>[^"\n]{5,300})" ?(?:деген )?(?:жол|соз)[а-я]* ?"(?P<kk_new>[^"\n]{5,300})" ?(?:деген )?'
    r"(?:жол|соз)[а-я]* ?(?:ауыстырылсын|алмастырылсын)"
)
_POINT = pattern(r"(?<![а-я])пункт[а-я]* (?P<ru>[0-9]{1,3})|(?P<kk>[0-9]{1,3}) ?-? ?тармак(?!ш)")
_SUB_POINT = pattern(r"подпункт[а-я]* (?P<ru>[0-9]{1,2})\)|(?P<kk>[0-9]{1,2})\) ?тармакш")
_REACH = 160


def swaps(text: Text, start: int) -> tuple[tuple[Swap, ...], str]:
    """All swaps from a place on, and the folded text with their passages blotted out: an old figure is stated nowhere."""
    folded = text.folded
    if not any(word in folded for word in ("заменить", "ауыстырылсын", "алмастырылсын", "озгертилсин")):
        return (), folded
    found: list[tuple[int, int, Swap]] = []
    for shape in _FIGURES:
        for match in shape.finditer(folded, start):
            old, new = _number(match["old"]), _number(match["new"])
            if old is not None and new is not None and not _overlaps(found, match):
                found.append((match.start(), match.end(), _swap(text, match, old, new, None)))
    for match in _ROWS.finditer(folded, start):
        kind = "" if match["old"] else "kk_"
        before, after = (_stated(text, match, kind + side) for side in ("old", "new"))
        if before and after and not _overlaps(found, match):
            field = before[0] if before[0] == after[0] else None
            found.append((match.start(), match.end(), _swap(text, match, before[1], after[1], field)))
    found.sort(key=lambda item: item[:2])
    return tuple(swap for _, _, swap in found), _blotted(folded, found)


def _stated(text: Text, match: re.Match[str], group: str) -> tuple[str, Decimal] | None:
    """The one amount that a quoted row states, with its field."""
    found = statements(Text.of(text.plain[slice(*match.span(group))]))
    if len(found) != 1 or len(found[0].amount.sizes) != 1:
        return None
    size = found[0].amount.sizes[0]
    return found[0].field, -size if found[0].amount.sign == "minus" else size


def _swap(text: Text, match: re.Match[str], old: Decimal, new: Decimal, field: str | None) -> Swap:
    folded = text.folded
    line = folded.rfind("\n", 0, match.start()) + 1
    clause = max(line, folded.rfind(";", 0, match.start()) + 1, match.start() - _REACH)
    labels = [field_of(label.lastgroup or "") for label in LABEL.finditer(folded, clause, match.start() + 1)]
    named = field or (labels[-1] if labels else None)
    return Swap(
        old=old,
        new=new,
        field=named if named in AMOUNTS else None,
        point=_last(_POINT, folded, match.start()),
        sub_point=_last(_SUB_POINT, folded, match.start()),
        original=" ".join(text.plain[clause : match.end()].split()),
    )


def _last(shape: re.Pattern[str], folded: str, end: int) -> int | None:
    found = None
    for match in shape.finditer(folded, max(0, end - 1200), end):
        found = int(match["ru"] or match["kk"])
    return found


def _number(digits: str) -> Decimal | None:
    sizes = parse(digits.strip(" .,-").strip())
    if len(sizes) != 1:
        return None
    return -sizes[0] if digits.lstrip().startswith("-") else sizes[0]


def _overlaps(found: list[tuple[int, int, Swap]], match: re.Match[str]) -> bool:
    return any(start < match.end() and match.start() < end for start, end, _ in found)


def _blotted(folded: str, found: list[tuple[int, int, Swap]]) -> str:
    parts, position = [], 0
    for start, end, _ in found:
        parts += [folded[position:start], "#" * (end - start)]
        position = max(position, end)
    return "".join([*parts, folded[position:]])
