"""One amount in a text: its digits, its sign and its unit, with every reading that the print allows.

Decisions print "2 282 994,7", "41080639,0", "- -1086849,9", "(-) 735", "равно нулю", "нөлге тең", "341,6 тенге" in an act in
thousands. Where print leaves a doubt, all readings are kept here and arithmetic decides later (`settle.py`), or nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from etl.decisions.letters import pattern

# Between a label and its amount stand marks and few words; whatever else stands there is not a statement of an amount.
_MARKS = (
    r"(?P<marks>(?:[ \n:=,.()\-_…]|в (?:сумме|размере|объеме)|составля[а-я]+|равн[а-я]{0,3}|равен|всего"
    r"|в том числе|минус)*)"
)
_ZERO = r"(?P<zero>нул[яьюе]+|нолг?[а-я]*(?: тен(?![гь]))?|о(?=[ \n]*(?:тыс|тенге|мын|[;.]|\n|$)))"
_DIGITS = (
    r"(?P<digits>[0-9]+(?:(?:[ \n](?=[0-9]{3}(?![0-9)]))|[ .,'](?=[0-9]))[0-9]+)*"
    r"(?:, ?[0-9]{1,2}(?= ?(?:тыс|тенге|мын)))?)"
)
# The word for thousand is sometimes printed twice.
_UNIT = (
    r"(?:[ \n]*\(?(?P<scale>тысяч[а-я]*|тыс(?=[. )])|мын(?=тенге)|мын(?![а-я])|млн|миллион[а-я]*|млрд"
    r"|миллиард[а-я]*)\.?){0,2}"
    r"(?:[ \n]*(?P<tenge>тен[ь]?ге[а-я]*|тг(?![а-я])|тнг))?"
)
VALUE = pattern(rf"{_MARKS}(?:{_DIGITS}|{_ZERO}){_UNIT}")
# What shows that a number at the end of a text is whole: a mark, or the beginning of its unit.
_LONGEST = 30  # digits and spaces: the country's budget has fourteen
_OF_ELSE = pattern(r" ?(?:%|процент|пайыз|месячн|айлык|единиц|человек|адам|штук)")
_NEXT = re.compile(r"(.+[.,][0-9]{1,2})(?: [0-9]{1,3})+")
_AFTER = re.compile(r'[ \n]*(?:[;.)"]|$)|[ \n]+[тм]')

_SCALES = (("тыс", 1), ("мын", 1), ("мил", 1000), ("млн", 1000), ("млрд", 1_000_000))
_GROUPED = re.compile(r"[1-9][0-9]*(?: [0-9]{3}(?:[0-9]{3})*)+(?:[.,] ?[0-9]{1,3})?")
_PLAIN = re.compile(r"[0-9]+(?:[.,] ?(?:[0-9]{1,2}|[0-9]{4,6}))?|[0-9]{4,}[.,][0-9]{3}")
_DOTTED = re.compile(
    r"[1-9][0-9]{0,2}(?:([.,'])[0-9]{3}(?:\1[0-9]{3})+(?:(?!\1)[.,][0-9]{1,2})?|'[0-9]{3}|[.,][0-9]{3}[.,][0-9]{1,2})"
)
_EITHER = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


@dataclass(frozen=True)
class Amount:
    """What stands after a label. ``sizes`` are the readings of the digits, the likelier first, none if they make no number.

    ``sign`` is "plus", "minus" or, if it could be either, "dash" (a dash that touches the number) or "spaced" (one dash
    with a space after it). ``scale`` is a power of a thousand tenge, None if no unit is printed, 0 for plain tenge.
    ``ends`` is false if the text is over before the number surely is.
    """

    sizes: tuple[Decimal, ...]
    sign: str
    scale: int | None
    printed: str
    end: int
    ends: bool
    is_letter: bool = False


def amount(text: str, folded: str, start: int) -> Amount | None:
    """The amount that begins right here, None if none does. ``folded`` is the text folded."""
    match = VALUE.match(folded, start)
    if match is None:
        return None
    end, is_letter = match.end(), False
    digits = match["digits"]
    if digits is None:
        sizes: tuple[Decimal, ...] = (Decimal(0),)
        is_letter = match["zero"] == "о"
        stop = match.end("zero")
    else:
        # "0 2) затраты": the number of the next line is no part of this one.
        stop = match.end("digits")
        if folded[stop : stop + 1] == ")" and " " in digits and "(" not in match["marks"]:
            digits, _, _ = digits.rpartition(" ")
            end = stop = match.start("digits") + len(digits)
        sizes = parse(digits)
        apart = _NEXT.fullmatch(digits) if len(digits) < _LONGEST else None
        if not sizes and apart and not (match["scale"] or match["tenge"]):
            # In a table that has become one line the next row's code follows: "2691923,1 1 Налоговые".
            sizes = parse(apart[1])
            end = stop = match.start("digits") + len(apart[1])
    scale = _scale(match) if end == match.end() else None
    following = folded[stop : stop + 1]
    if (scale is None and following.isalnum()) or _OF_ELSE.match(folded, stop):
        sizes = ()  # "15R4" is no number, and 15 % no money
    is_last = len(folded) - stop < 16
    ends = (
        not is_last or scale is not None or (bool(folded[stop:].strip()) and bool(_AFTER.match(folded, stop)))
    )
    return Amount(sizes, _sign(match["marks"], following), scale, text[start:end], end, ends, is_letter)


def parse(digits: str) -> tuple[Decimal, ...]:
    """The numbers that these digits can be; two where a comma may part thousands or decimals, none where neither works."""
    if len(digits) > _LONGEST:
        return ()
    digits = digits.replace("\n", " ")
    if _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits):
        return (Decimal(digits.replace(" ", "").replace(",", ".")),)
    if _DOTTED.fullmatch(digits):
        return (_dotted(digits),)
    if _EITHER.fullmatch(digits):
        whole = re.sub("[.,]", "", digits)
        thousands = Decimal(whole) if not whole.startswith("0") else None
        decimals = Decimal(digits.replace(",", "."))
        return (decimals,) if thousands is None else (thousands, decimals)
    return ()


def _dotted(digits: str) -> Decimal:
    *groups, last = re.split("[.,']", digits)
    if len(last) == 3:
        return Decimal("".join(groups) + last)
    return Decimal("".join(groups) + "." + last)


def _scale(match: re.Match[str]) -> int | None:
    word = match["scale"]
    if word:
        return next(size for start, size in reversed(_SCALES) if word.startswith(start))
    return 0 if match["tenge"] else None


def _sign(marks: str, after: str) -> str:
    packed = marks.replace("\n", " ")
    if "минус" in packed or "(-" in packed.replace(" ", ""):
        return "minus"
    dashes = packed.count("-")
    if dashes > 1:
        return "minus"
    if "(" in packed.rstrip(" ") and after == ")":
        return "dash"
    if dashes == 0:
        return "plus"
    if ":" in packed.partition("-")[0] or "=" in packed:
        return "minus"
    if packed.endswith("-"):
        return "dash"
    return "spaced"
