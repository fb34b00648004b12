"""What a heading can mean: the question's text in any language, its id, its number, and an answer behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalogue.models import LANGS
from catalogue.survey import Answer, Questionnaire
from etl.ingest.text import PUNCTUATION, plain

OTHER = "other"  # the answer code of a questionnaire that offers «Другое»
OTHER_WORDS = ("другое", "другой вариант", "свой вариант", "басқа", "other", "own answer")

_NUMBER = re.compile(
    r"(?:(?:вопрос|question|сұрақ|q|в)\.? ?)?(?:no\.? ?)?(?P<number>\d{1,3})(?:-?(?:сұрақ|вопрос|question))?"
    r"(?P<mark>[.):-]*)(?: |$|(?<=[.):-]))"
)
# What pandas, spreadsheets and services add to a heading that stands there already: .1, (2), [2], _2.
_REPEATED = re.compile(r"(?P<text>.+?) ?(?:\.(?P<a>\d+)|\((?P<b>\d+)\)|\[(?P<c>\d+)\]|_(?P<d>\d+))")
_BETWEEN = " []()/\\:|.-_" + PUNCTUATION


@dataclass(frozen=True)
class Meaning:
    """What one heading may be: `ids` are the questions with this `text` (several where it is asked several times).

    `number` is the question's number in the heading; `rank` the count behind a repeated heading; `answer` the
    code (or OTHER) of the one answer that the column is about; `by_number` that nothing but a number says so.
    """

    ids: tuple[str, ...]
    text: str
    number: int | None = None
    rank: int = 0
    answer: str | None = None
    by_number: bool = False


@dataclass(frozen=True)
class Headings:
    """The headings under which a questionnaire's questions may stand."""

    questionnaire: Questionnaire

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """Every wording, plain, with the questions that have it, in the questionnaire's order."""
        texts: dict[str, tuple[str, ...]] = {}
        for question in self.questionnaire.questions:
            for wording in dict.fromkeys(
                map(plain, (*(question.text[lang] for lang in LANGS), *question.headers))
            ):
                texts[wording] = (*texts.get(wording, ()), question.id)
        return texts

    @cached_property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """Every id, plain."""
        return {plain(question.id): (question.id,) for question in self.questionnaire.questions}

    @cached_property
    def numbers(self) -> dict[int, tuple[str, ...]]:
        """Every printed number."""
        return {q.number: (q.id,) for q in self.questionnaire.questions if q.number is not None}

    def meaning(self, header: str) -> Meaning | None:
        """What the heading says, None if nothing that the questionnaire knows."""
        whole = plain(header)
        found = self._whole(whole) or self._answer(whole)
        if found is None and "/" in whole:  # KoboToolbox puts the group before: about/q4, about/q6/written
            for position in [match.end() for match in re.finditer("/", whole)]:
                rest = whole[position:].strip(_BETWEEN)
                found = found or self._whole(rest) or self._answer(rest)
        if found is None and (inside := re.fullmatch(r".*\[(.+)\]", whole)):  # a row of a grid
            found = self._whole(inside[1].strip(PUNCTUATION))
        return found

    def _whole(self, heading: str) -> Meaning | None:
        """The heading of a column that holds a question's answers."""
        for rest, number, rank in _readings(heading):
            if ids := self.texts.get(rest) or self.ids.get(rest):
                return Meaning(ids, rest, number, rank)
        match = _NUMBER.fullmatch(heading)
        if match and (ids := self.numbers.get(int(match["number"]))):
            return Meaning(ids, heading, int(match["number"]), by_number=True)
        return None

    def _answer(self, heading: str) -> Meaning | None:
        """The heading of a column about one answer: the question's, something between, the answer's words."""
        for rest, number, _ in _readings(heading):
            for text, ids in sorted({**self.texts, **self.ids}.items(), key=lambda item: -len(item[0])):
                if rest.startswith(text) and rest[len(text) :][:1] in set(_BETWEEN):
                    answer = self._code(ids[0], rest[len(text) :].strip(_BETWEEN))
                    if answer:
                        return Meaning(ids, text, number, answer=answer)
        match = _NUMBER.match(heading)
        ids = self.numbers.get(int(match["number"]), ()) if match else ()
        if match and ids:
            answer = self._code(ids[0], heading[match.end() :].strip(_BETWEEN))
            if answer:
                return Meaning(ids, match[0], int(match["number"]), answer=answer, by_number=True)
        return None

    def _code(self, question_id: str, words: str) -> str | None:
        for answer in self.questionnaire.question(question_id).answers:
            known = {plain(text).strip(_BETWEEN) for text in spellings(answer)}
            if words in known:
                return answer.code
        return OTHER if words.startswith(OTHER_WORDS) else None


def spellings(answer: Answer) -> Iterator[str]:
    """Every way to write an answer: its code, its words in three languages, other words that exports use."""
    yield answer.code
    yield from (answer.text[lang] for lang in LANGS)
    yield from answer.also


def _readings(heading: str) -> Iterator[tuple[str, int | None, int]]:
    """The heading as it is, without a number before it, without a count behind it, without both."""
    numbered: list[tuple[str, int | None]] = [(heading, None)]
    if (match := _NUMBER.match(heading)) and match.end() < len(heading):
        numbered.append((heading[match.end() :].strip(PUNCTUATION), int(match["number"])))
    for text, number in numbered:
        yield text, number, 0
        if match := _REPEATED.fullmatch(text):
            rank = next(int(match[name]) for name in "abcd" if match[name])
            yield match["text"].strip(PUNCTUATION), number, rank
