"""Slips and spaces in the words of a text. Figures are never touched."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.etl.decisions.layouts.quirks import Quirk, chosen

LATIN = str.maketrans("аесорхуіАВЕКМНОРСТХІ", "aecopxyiABEKMHOPCTXI")
_WORD = re.compile(r"[^\W\d_]+")
# Between two words, never beside a figure, a sign or a quotation mark.
_BETWEEN = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
WIDTH = 64


def noisy(text: str, quirks: frozenset[Quirk]) -> str:
    """``text`` with the slips that the quirks ask for; the same at every call."""
    if Quirk.LOOKALIKES in quirks or Quirk.SOFT_HYPHENS in quirks:
        text = _misspelt(text, quirks)
    if Quirk.ANGLES in quirks:
        text = text.replace("№", "N")
    if Quirk.WRAPPED in quirks:
        text = _wrapped(text)
    if Quirk.SPACES_DOUBLE in quirks:
        text = _BETWEEN.sub("  ", text)
    if Quirk.SPACES_NBSP in quirks:
        text = _BETWEEN.sub("\u00a0", text)
    return text


def _misspelt(text: str, quirks: frozenset[Quirk]) -> str:
    chance = random.Random(text)
    if Quirk.LOOKALIKES in quirks:
        text = _WORD.sub(lambda found: _lookalike(found[0], chance), text)
    if Quirk.SOFT_HYPHENS in quirks:
        text = _WORD.sub(lambda found: _hyphenated(found[0], chance), text)
    return text


def _lookalike(word: str, chance: random.Random) -> str:
    places = [i for i, letter in enumerate(word) if ord(letter) in LATIN]
    if len(word) < 3 or not places or chance.random() < 0.5:
        return word
    place = chance.choice(places)
    return word[:place] + word[place].translate(LATIN) + word[place + 1 :]


def _hyphenated(word: str, chance: random.Random) -> str:
    if len(word) < 7:
        return word
    place = chance.randint(2, len(word) - 3)
    return f"{word[:place]}\u00ad{word[place:]}"


def _wrapped(text: str) -> str:
    """Broken between words where a line gets full, as a file of fixed width is."""
    done, line = "", 0
    for found in re.finditer(r"\S+\s*", text):
        token = found[0]
        breaks = line > WIDTH and done[-1:] == " " and token[:1].isalpha() and done.rstrip()[-1:].isalpha()
        if breaks:
            done, line = done.rstrip() + "\n", 0
        done, line = done + token, line + len(token)
    return done


def pieces(text: str, quirks: frozenset[Quirk]) -> list[str]:
    """The text in pieces that a file marks each on its own: in the middle of words and of numbers."""
    if Quirk.SPLIT not in quirks or len(text) < 4:
        return [text]
    chance = random.Random(text)
    cuts = sorted(chance.sample(range(1, len(text)), min(4, len(text) - 1)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def encoded(text: str, quirks: frozenset[Quirk], mark: Callable[[str], str]) -> bytes:
    """In UTF-8, or in windows-1251 if the quirks say so. ``mark`` puts the name of the encoding into the text; letters
    that windows-1251 lacks become entities where it can hold them, otherwise the file stays in UTF-8."""
    if chosen(quirks, "CP1251"):
        errors = "xmlcharrefreplace" if "<" in text[:200] else "strict"
        try:
            return mark("windows-1251").encode("cp1251", errors)
        except UnicodeEncodeError:
            pass
    return mark("utf-8").encode()
