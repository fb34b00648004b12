"""Words that people and form services write differently, brought to one spelling so that they can be compared."""

from __future__ import annotations

import re
import unicodedata

PUNCTUATION = " .,:;*?!"
_QUOTES = re.compile("[\"'`´«»‹›„“”‟‘’‚‛]")
_DASHES = re.compile(r"\s*[-‐‑‒–—―−]\s*")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_SHOWN = 70


def plain(text: str) -> str:
    """The text without what says nothing: case, ё, quotes, spaces of any kind, dashes' length, the mark at the end.

    `16 — 25` and `16-25`, `Ваш возраст *` and `ваш  возраст` are the same.
    """
    text = unicodedata.normalize("NFKC", _QUOTES.sub("", text)).casefold().replace("ё", "е")
    # Marks that are hardly seen: zero-width spaces, soft hyphens, a byte order mark, stress.
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Mn"))
    return " ".join(_DASHES.sub("-", text).split()).strip(PUNCTUATION)


def shown(text: str) -> str:
    """A heading for the terminal: one line, not long, without characters that steer a terminal."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def is_words(text: str) -> bool:
    """Only letters, spaces and hyphens, and few of them: what a place's name consists of."""
    return len(text) <= 30 and _LETTERS_ONLY.fullmatch(text) is not None
