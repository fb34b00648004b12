"""Letters as they are meant: look-alikes of another alphabet, lost Kazakh letters, spaces, dashes and quotes of all kinds.

Every step keeps the length of a text, so that a place in one form is the same place in the other.
"""

from __future__ import annotations

import re
import unicodedata

# Latin letters that stand for the Cyrillic ones that look the same ("бекiтiлсiн", «Hалоги»).
_ALIKE = dict(zip("aceiopxykmABCEHIKMOPTXYh", "асеіорхукмАВСЕНІКМОРТХУһ", strict=True))
_ALIKE_TABLE = {ord(latin): cyrillic for latin, cyrillic in _ALIKE.items()}
_LATIN = re.compile(r"[A-Za-z]+")

_SPACES = (
    "\t\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u02d7"
_QUOTES = "«»“”„‟″‹›"
_NOTHING = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00]")

# Kazakh letters and what stands for them where a font or a scan lost them; the folded form has neither.
_FOLDED = {
    "ә": "а", "є": "а", "ғ": "г", "ѓ": "г", "қ": "к", "ќ": "к", "ң": "н", "њ": "н", "ө": "о", "ұ": "у", "ү": "у",
    "ў": "у", "ї": "у", "һ": "х", "ћ": "х", "і": "и", "ё": "е",
}  # fmt: skip


def _folding() -> dict[int, str]:
    table = {ord(space): " " for space in _SPACES}
    table |= {ord(dash): "-" for dash in _DASHES}
    table |= {ord(quote): '"' for quote in _QUOTES}
    table[ord("‚")] = ","
    for code in range(0x400, 0x530):
        low = chr(code).lower()
        table[code] = _FOLDED.get(low, low)
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for latin, cyrillic in _ALIKE.items():
        low = cyrillic.lower()
        table[ord(latin)] = _FOLDED.get(low, low)
    return table


_FOLDING = _folding()
_SPACE = re.compile(r"(?P<class>\[(?:\\.|[^\]\\])*\])| (?P<optional>\?)?")
_ODD_SPACE = re.compile(f"[{_SPACES}]")
_PLAIN = {ord(space): " " for space in _SPACES}


def clean(text: str) -> str:
    """A text without invisible characters, composed, with Windows' and old Macs' line ends made plain."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and "\0" not in text:
        return text  # as most cells of a table are
    return unicodedata.normalize("NFC", _NOTHING.sub("", text))


def repair(text: str) -> str:
    """Words of two alphabets in one, and every space a plain one: "Kостанай" in Cyrillic. Same length."""
    if _ODD_SPACE.search(text):
        text = text.translate(_PLAIN)
    return _LATIN.sub(_repaired, text)


def _repaired(match: re.Match[str]) -> str:
    """Latin letters that touch Cyrillic ones are meant to be such."""
    text, start, end = match.string, match.start(), match.end()
    touches = (
        "\u0400" <= text[max(0, start - 1) : start] <= "\u052f" or "\u0400" <= text[end : end + 1] <= "\u052f"
    )
    return match.group().translate(_ALIKE_TABLE) if touches else match.group()


def fold(text: str) -> str:
    """A text for matching: small letters, one alphabet, no Kazakh letters of its own, one dash, one quote. Same length."""
    return text.translate(_FOLDING)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern over folded text; a space in it, outside of brackets, is any run of white space, and " ?" any or none."""

    def spaced(match: re.Match[str]) -> str:
        return match["class"] or (r"[ \n]*" if match["optional"] else r"[ \n]+")

    return re.compile(_SPACE.sub(spaced, source), flags)
