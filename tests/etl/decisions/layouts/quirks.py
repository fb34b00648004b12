"""Everything that decisions do differently, each of which can be switched on."""

from __future__ import annotations

import enum
from collections.abc import Collection


class Quirk(enum.Enum):
    """The part of the name before the first underscore is the dimension: of one dimension only one can hold."""

    text: str
    dimension: str

    def __new__(cls, text: str) -> Quirk:
        member = object.__new__(cls)
        member._value_ = len(cls.__members__)  # a text may serve two quirks
        member.text = text
        return member

    def __init__(self, text: str) -> None:
        self.dimension = self.name.split("_")[0]

    # Between a label and its amount. Without one: an en dash in spaces.
    SEP_HYPHEN = " - "
    SEP_EM = " — "
    SEP_NONE = " "
    SEP_TIGHT = " –"
    SEP_TIGHT_HYPHEN = " -"
    SEP_COLUMN = "runs of spaces up to a column, as in 2008 and 2009"
    # Between thousands. Without one: a space.
    THOUSANDS_NONE = ""
    THOUSANDS_NBSP = "\u00a0"
    THOUSANDS_THIN = "\u2009"
    THOUSANDS_NARROW = "\u202f"
    # Without one: a decimal only where it is not 0.
    DECIMAL_ALWAYS = "one decimal in every amount"
    # After the amount. Without one: in the case that the number asks for.
    UNIT_TYSYACH = "тысяч тенге after any number"
    UNIT_ABBREVIATED = "тыс. тенге"
    UNIT_SLIP = "тенге where thousands are meant, in a line that the sums settle"
    UNIT_DOUBLED = "тысяч тысяч тенге, мың мың теңге"
    UNIT_NONE = "no unit after the amounts, the introduction names it"
    # A zero. Without one: 0 тенге.
    ZERO_THOUSAND = "0,0 тысяч тенге"
    ZERO_BARE = "0"
    ZERO_WORDS = "равно нулю, нөлге тең"
    ZERO_MISSING = "no line at all"
    # A minus, together with what stands before it. Without one: " – -1".
    MINUS_HYPHENS = " - -"
    MINUS_APART = " – - "
    MINUS_HYPHENS_APART = " - - "
    MINUS_DASHES = " – – "
    MINUS_ALONE = " -"
    MINUS_DASH_ALONE = " –"
    MINUS_BRACKETS = " (-) "
    MINUS_SIGN = " – \u2212"
    # The labels of revenue. Without one: in the nominative.
    LABELS_DATIVE = "налоговым поступлениям, салықтық түсімдер бойынша"
    LABELS_MIXED = "the first two in the dative, the others in the nominative"
    LABELS_OLD = "полученные официальные трансферты"
    # At the end of a line. Without one: a semicolon.
    END_NONE = "nothing"
    END_FULL = "."
    END_COMMA = ","
    # Numbers of sub-points. Without one: 1) to 6).
    NUMBERS_TIGHT = "1)доходы"
    NUMBERS_SLIP = "1) затраты"
    NUMBERS_SHIFTED = "no net lending, the next are 3) and 4)"
    NUMBERS_EXCLUDED = "3) исключен"
    NUMBERS_OPERATING = "3) операционное сальдо – N, as before 2009"
    NUMBERS_NONE = "no numbers"
    # What follows the total of revenue. Without one: «, в том числе:».
    AFTER_COLON = ":"
    AFTER_SEMICOLON = ";"
    AFTER_PARAGRAPH = "«; в том числе:» on a line of its own"
    # Lines below the headline ones.
    SUB_LINES = "loans, assets, loans taken and used balances, each on its own line"
    SUB_INLINE = "the same in the line of the headline amount"
    SUBVENTIONS = "из них объем субвенций – N"
    # Slips in words.
    LOOKALIKES = "Latin letters in Cyrillic words"
    OCR = "misread letters in labels and around"
    OCR_NONTAX = "не налоговые поступления"
    COMMAS_LOST = "приложениям 12 и 3"
    CAPITALS = "labels in capitals"
    # White space and encoding.
    SPACES_DOUBLE = "double spaces between words"
    SPACES_NBSP = "no-break spaces between words, and &nbsp;"
    SOFT_HYPHENS = "soft hyphens in words"
    SPLIT = "tags and runs in the middle of words and numbers"
    WRAPPED = "lines broken in the middle, as in 2008 and 2009"
    CP1251 = "windows-1251"
    # Around the figures.
    TRAPS = "other points with sums: reserve, subventions, withdrawals, norms in per cent"
    QUOTES_NONE = "a restated point without quotation marks"
    ANGLES = "« » for straight quotation marks, N for №"


# Dimensions of which two may hold: they do not exclude each other.
_FREE = {"OCR", "SPACES", "SUBVENTIONS"}

# With these a reader may refuse, by a finding that blocks; a wrong figure is wrong with them too.
REFUSABLE = frozenset({Quirk.OCR, Quirk.OCR_NONTAX, Quirk.UNIT_SLIP})


def chosen(quirks: Collection[Quirk], dimension: str) -> Quirk | None:
    """The quirk of a dimension that holds, or None for the usual way."""
    return next((quirk for quirk in quirks if quirk.dimension == dimension), None)


def tidy(quirks: Collection[Quirk]) -> frozenset[Quirk]:
    """At most one of each dimension: the first."""
    kept: dict[str, Quirk] = {}
    for quirk in sorted(quirks, key=lambda quirk: quirk.name):
        kept.setdefault(quirk.name if quirk.dimension in _FREE else quirk.dimension, quirk)
    return frozenset(kept.values())
