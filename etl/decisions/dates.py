"""Dates of acts and the numbers beside them, as decisions write them in Russian and Kazakh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.decisions.letters import pattern

# Stems of the months in folded letters, Russian and Kazakh.
_MONTHS = {
    "январ": 1, "феврал": 2, "март": 3, "апрел": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "август": 8,
    "сентябр": 9, "октябр": 10, "ноябр": 11, "декабр": 12,
    "кантар": 1, "акпан": 2, "наурыз": 3, "сауир": 4, "мамыр": 5, "маусым": 6, "шилде": 7, "тамыз": 8,
    "кыркуйек": 9, "казан": 10, "караша": 11, "желтоксан": 12,
}  # fmt: skip
_WORD = "(?:" + "|".join(_MONTHS) + ")[а-я]*"

_DATE = (
    rf"(?:(?P<day>[0-9]{{1,2}})[ \n]*(?P<month>{_WORD}) (?P<year>[0-9]{{4}})(?:[ \n]*г(?:ода|\.)?)?"
    r"|(?P<day2>[0-9]{1,2})\.(?P<month2>[0-9]{1,2})\.(?P<year2>[0-9]{4})(?:[ \n]*г(?:ода|\.)?)?"
    rf"|(?P<year3>[0-9]{{4}})[ \n]*ж(?:ыл[а-я]*|\.) (?P<day3>[0-9]{{1,2}})[ \n]*(?P<month3>{_WORD}))"
)
_NUMBER = r'(?:№|nо?)[.№]?[ \n]?(?P<{}>[^\s,;:"()№]*[0-9][^\s,;:"()№]*)'
# Between a date and its number may stand the session and the quoted title of the act.
_BETWEEN = r'[ \n,]*(?:[а-яa-z ]{0,8}сессия[а-я]*[ \n,]*)?(?:за )?(?:"[^"№]{5,400}"[ \n,]*)?'
NUMBERED = pattern(
    rf"(?:{_NUMBER.format('before')}[ \n]+от[ \n]+)?{_DATE}(?:{_BETWEEN}(?:{_NUMBER.format('after')}))?"
)


@dataclass(frozen=True)
class Dated:
    """A date in a text with the number of the act beside it, if there is one; where it begins and ends."""

    day: date
    number: str | None
    start: int
    end: int


def dated(text: str, folded: str, start: int = 0, end: int | None = None) -> list[Dated]:
    """All dates in a stretch of a text. ``folded`` is the same text folded; impossible dates are left out."""
    found = []
    for match in NUMBERED.finditer(folded, start, len(folded) if end is None else end):
        groups = match.groupdict()
        day = _day(groups)
        if day is None:
            continue
        which = "before" if groups["before"] else "after"
        number = text[match.start(which) : match.end(which)].strip(".-–/ ") if groups[which] else None
        found.append(Dated(day, number or None, match.start(), match.end()))
    return found


def _day(groups: dict[str, str | None]) -> date | None:
    for suffix in ("", "2", "3"):
        day, month, year = (groups[name + suffix] for name in ("day", "month", "year"))
        if day and month and year:
            number = (
                int(month) if month.isdigit() else next(n for s, n in _MONTHS.items() if month.startswith(s))
            )
            try:
                return date(int(year), number, int(day))
            except ValueError:
                return None
    return None
