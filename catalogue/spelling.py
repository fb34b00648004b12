"""One form for the ways in which sources write the name of a place."""

from __future__ import annotations

import re
import unicodedata

# What kind of place it is, spelt out or short, in Russian and Kazakh, as one word for both.
_KINDS = {
    "область": r"область|облысы|обл",
    "район": r"район|ауданы|р-н|ауд",
    "округ": r"сельский округ|ауылдық округі|с\.? ?о|а\.? ?о",
    "город": r"город|қаласы|г|қ",
    "посёлок": r"посёлок|поселок|кенті|п|к",
    "село": r"село|ауылы|с|а",
}
_KIND = {
    name: re.compile(rf"(?<![\w-])(?:{words})(?:\.(?!\w)|\. ?|(?![\w-]))") for name, words in _KINDS.items()
}
_QUOTES = re.compile(r"[«»„“”\"']")
# Legal texts in Kazakh hold Latin letters that look the same.
_LATIN_I = re.compile(r"(?<=[а-яёәғқңөұүһі])i|i(?=[а-яёәғқңөұүһі])")


def normal(spelling: str) -> str:
    """The form in which two spellings of one name are equal: case, spaces, quotes, ё, and how the kind of place is
    written («г. Костанай», «город Костанай», «Костанай қаласы»). A kind stands at the end, whatever its place was."""
    text = _LATIN_I.sub("і", _QUOTES.sub("", unicodedata.normalize("NFC", spelling).casefold()))
    kinds = []
    for kind, pattern in _KIND.items():
        text, found = pattern.subn(" ", text)
        kinds += [kind] if found else []
    return " ".join([*text.replace("ё", "е").split(), *kinds])
