"""An amount as a decision prints it: separator, sign, digits, unit."""

from __future__ import annotations

from decimal import Decimal

from tests.etl.decisions.layouts.quirks import Quirk, chosen

COLUMN = 58  # where amounts stand in texts that align them


def digits(value: Decimal, quirks: frozenset[Quirk]) -> str:
    """The figure without its sign: 64474735.4 → «64 474 735,4»."""
    whole, _, part = f"{abs(value):f}".partition(".")
    part = part.rstrip("0") or ("0" if Quirk.DECIMAL_ALWAYS in quirks else "")
    between = chosen(quirks, "THOUSANDS")
    grouped = f"{int(whole):,}".replace(",", between.text if between else " ")
    return f"{grouped},{part}" if part else grouped


def unit(value: Decimal, language: str, quirks: frozenset[Quirk]) -> str:
    """«тысяч тенге» in the case that the number asks for, or what the quirks say."""
    kind = chosen(quirks, "UNIT")
    if kind is Quirk.UNIT_NONE:
        return ""
    if language == "kk":
        return "мың мың теңге" if kind is Quirk.UNIT_DOUBLED else "мың теңге"
    if kind is Quirk.UNIT_DOUBLED:
        return "тысяч тысяч тенге"
    if kind is Quirk.UNIT_ABBREVIATED:
        return "тыс. тенге"
    if kind is Quirk.UNIT_TYSYACH or value == 0:
        return "тысяч тенге"
    last = int(abs(value)) % 100
    if value % 1 or (last % 10 in (2, 3, 4) and not 11 <= last <= 14):
        return "тысячи тенге"
    return "тысяча тенге" if last % 10 == 1 and last != 11 else "тысяч тенге"


def _zero(language: str, quirks: frozenset[Quirk]) -> str:
    tenge = {"ru": "тенге", "kk": "теңге"}[language]
    kind = chosen(quirks, "ZERO")
    if kind is Quirk.ZERO_WORDS:
        return {"ru": "равно нулю", "kk": "нөлге тең"}[language]
    if kind is Quirk.ZERO_BARE or Quirk.UNIT_NONE in quirks:
        return "0"
    if kind is Quirk.ZERO_THOUSAND:
        return f"0,0 {unit(Decimal(0), language, quirks)}"
    return f"0 {tenge}"


def stated(label: str, value: Decimal, language: str, quirks: frozenset[Quirk], slips: bool = False) -> str:
    """«затраты – 11 541 400 тысяч тенге». ``slips``: with «тенге» as its unit."""
    between = chosen(quirks, "SEP")
    separator = between.text if between else " – "
    if between is Quirk.SEP_COLUMN:
        separator = " " * max(2, COLUMN - len(label))
    if value == 0:
        return f"{label}{separator}{_zero(language, quirks)}"
    words = unit(value, language, quirks)
    if slips:
        words = {"ru": "тенге", "kk": "теңге"}[language]
    figure = f"{digits(value, quirks)} {words}".strip()
    if value > 0:
        return f"{label}{separator}{figure}"
    minus = chosen(quirks, "MINUS")
    if minus:
        return f"{label}{minus.text}{figure}"
    return f"{label}{separator}-{figure}"
