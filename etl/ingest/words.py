"""The words of a question's answers, and what a cell says in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.survey import Question
from etl.errors import DataError
from etl.ingest.headings import OTHER, spellings
from etl.ingest.text import plain
from etl.readers.responses import SEVERAL

# Why an answer is left empty though something stands there.
UNKNOWN, TWO_ANSWERS, DISAGREE = 1, 2, 3

SEPARATORS = r"[;,|\n]"
_ITEM = re.compile(r"^(?:\(?\d{1,2}\) *|\d{1,2}\. *+(?!\d))")
_TOWN = re.compile(r"^(?:г\.|г(?= )|город(?= )|қ\.) *|(?<=.) +(?:қаласы|city)$")


@dataclass(frozen=True)
class Cell:
    """A cell as it was understood: codes joined by `|`, empty for none, and what was wrong with it."""

    answer: str = ""
    problem: int = 0


class Words:
    """Finds the codes of a question's answers in a cell.

    `separator` stands between several answers; where it is None, any of `; , |` or a new line does. Raises DataError
    for a questionnaire whose answers can't be told apart.
    """

    def __init__(self, question: Question, separator: str | None = None) -> None:
        self.question = question
        self.codes: dict[str, str] = {}
        self._between = re.compile(f"({re.escape(separator) if separator else SEPARATORS})")
        self._longest = 1
        for answer in question.answers:
            for spelling in spellings(answer):
                if self.codes.setdefault(plain(spelling), answer.code) != answer.code:
                    found = f"{self.codes[plain(spelling)]} and {answer.code} are both {plain(spelling)!r}"
                    advice = "Word the answers so that they differ by more than case, spaces and punctuation."
                    raise self._error(found, "answers that differ", advice)
                self._longest = max(self._longest, len(self._between.findall(spelling)) + 1)
        self.places = {answer.code: place for place, answer in enumerate(question.answers)}
        if question.kind == "multiple":
            self._check_separator()

    def code(self, text: str) -> str | None:
        """The code of one answer, None if the question has no such answer."""
        word = plain(text)
        if word not in self.codes:
            word = plain(_ITEM.sub("", word))
        if word not in self.codes and self.question.role == "city":
            word = plain(_TOWN.sub("", word))
        return self.codes.get(word)

    def cell(self, text: str) -> Cell:
        """What a cell says: an answer, several, `other` for free text where the question has that answer."""
        if not text.strip():
            return Cell()
        code = self.code(text)
        if code is not None:
            return Cell(code)
        known, is_strange = self._parts(text)
        if is_strange and OTHER in self.places:
            known.add(OTHER)
        if self.question.kind == "multiple":
            return Cell(self.join(known), UNKNOWN if is_strange and OTHER not in self.places else 0)
        if OTHER in known and is_strange:
            return Cell(OTHER)
        return Cell("", UNKNOWN if is_strange else TWO_ANSWERS)

    def join(self, codes: Iterable[str]) -> str:
        """Several codes in one cell, in the questionnaire's order."""
        return SEVERAL.join(sorted(codes, key=self.places.__getitem__))

    def _parts(self, text: str) -> tuple[set[str], bool]:
        """The known answers in a cell of several, and whether anything else stands there.

        Answers hold separators themselves: from each place on, the longest answer is taken.
        """
        if len(codes := text.split()) > 1 and set(codes) <= self.places.keys():
            return set(codes), False  # KoboToolbox puts nothing but spaces between codes
        pieces = self._between.split(text)
        known, is_strange, start = set(), False, 0
        while start < len(pieces):
            ends = range(min(start + 2 * self._longest - 1, len(pieces)), start, -2)
            parts = ((end, self.code("".join(pieces[start:end]))) for end in ends)
            end, code = next(((end, code) for end, code in parts if code), (start + 1, None))
            if code:
                known.add(code)
            elif pieces[start].strip():
                is_strange = True
            start = end + 1
        return known, is_strange

    def _check_separator(self) -> None:
        for answer in self.question.answers:
            for spelling in spellings(answer):
                parts = [self.code(part) for part in self._between.split(spelling)[::2]]
                if len(parts) > 1 and all(parts):
                    found = f"{spelling!r} is one answer and also {len(parts)} answers, one after another"
                    advice = "Say what stands between answers, as in --separator ';'"
                    raise self._error(found, "answers that can be told apart in one cell", advice)

    def _error(self, found: str, expected: str, advice: str) -> DataError:
        return DataError("questionnaire.yml", None, self.question.id, found, expected, advice)
