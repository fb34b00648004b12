"""Finds where a text states headline amounts: a label, and right after it an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.decisions.amounts import Amount, amount
from etl.decisions.labels import LABEL, MAY_BEGIN, field_of
from etl.decisions.letters import clean, fold, repair

# Before a label stands the beginning of a line, a mark or a number, or one of these words.
_WORD_BEFORE = re.compile(r"([а-я]+)[ ]*\Z")
_MAY_PRECEDE = frozenset({"по", "числе", "них", "ишинде", "тенге", "тг", "бойынша", "и", "жане"})
_BEFORE = 16


@dataclass(frozen=True)
class Text:
    """A text as it is meant and the same folded, letter by letter."""

    plain: str
    folded: str

    @classmethod
    def of(cls, text: str) -> Text:
        plain = repair(clean(text))
        return cls(plain, fold(plain))


@dataclass(frozen=True)
class Statement:
    """``field`` is one of AMOUNTS or of the details; ``word``, of a deficit, "both", "deficit" or "surplus"."""

    field: str
    start: int
    amount: Amount
    original: str
    word: str = ""

    @property
    def end(self) -> int:
        return self.amount.end


def statements(text: Text, start: int = 0, masked: str | None = None) -> list[Statement]:
    """All statements of amounts from a place on, in their order. ``masked`` takes the place of the folded text."""
    folded = masked if masked is not None else text.folded
    found = []
    position = start
    for candidate in MAY_BEGIN.finditer(folded, start):
        if candidate.start() < position:
            continue
        match = LABEL.match(folded, candidate.start())
        if match is None or match.lastgroup is None:
            continue
        position = match.end()
        if not _begins(folded, match.start()):
            continue
        value = amount(text.plain, folded, match.end())
        if value is None:
            continue
        position = value.end
        field = field_of(match.lastgroup)
        word = _word(match.group()) if field == "deficit" else ""
        original = " ".join(text.plain[match.start() : value.end].split())
        found.append(Statement(field, match.start(), value, original, word))
    return found


def _begins(folded: str, start: int) -> bool:
    before = _WORD_BEFORE.search(folded[max(0, start - _BEFORE) : start])
    return before is None or before[1] in _MAY_PRECEDE


def _word(label: str) -> str:
    lacks, exceeds = "дефицит" in label or "тапшылы" in label, "профицит" in label or "артыкшылы" in label
    if lacks and exceeds:
        return "both"
    return "deficit" if lacks else "surplus"
