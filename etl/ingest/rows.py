"""Which rows become respondents, and why the others do not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import IntEnum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from catalogue.survey import Question
from etl.ingest.answers import Answers
from etl.ingest.columns import Columns
from etl.ingest.export import Column, Export
from etl.ingest.personal import WHO
from etl.ingest.text import is_words, plain
from etl.ingest.times import Times
from etl.ingest.words import Words

_TEST = re.compile(r"(тест|test)\d*|тестов(ый|ая|ое|ые)|тестирование|testing|сынақ")
_MOST_WORDS = 3  # of a cell that is a test; «хороший тест на терпение всем нам» is a remark
_NEAR = 0.75  # difflib's likeness of a misspelt city to a known one
_SEEN_OFTEN = 3  # rows: a text that so many typed gives no one away


class Why(IntEnum):
    """What became of a row. Those from NO_CITY on are refused: they may be people whom we can't place."""

    TAKEN = 0
    EMPTY = 1
    OUTSIDE = 2
    TEST = 3
    TWICE = 4  # the first of them is taken
    NO_CITY = 5
    UNKNOWN_CITY = 6
    NOTHING = 7
    NO_MARGIN = 8


@dataclass(frozen=True, eq=False)
class Selection:
    """What became of every row (codes of Why), and where there is more to say, the words by row position."""

    why: NDArray[np.int8]
    words: dict[int, str] = field(default_factory=dict)

    def count(self, *reasons: Why) -> int:
        """How many rows."""
        return int(np.isin(self.why, reasons).sum())

    @property
    def taken(self) -> NDArray[np.int64]:
        """The positions of the rows that become respondents."""
        return np.flatnonzero(self.why == Why.TAKEN)

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return int((self.why >= Why.NO_CITY).sum())

    @property
    def is_hopeless(self) -> bool:
        """More of the rows that could be respondents are refused than taken, or there are none."""
        return not len(self.taken) or self.refused > len(self.taken)

    def refuse(self, rows: NDArray[np.bool_], reason: Why, words: Mapping[int, str] | None = None) -> None:
        """Those of `rows` that are still taken are left out for this reason."""
        now = rows & (self.why == Why.TAKEN)
        self.why[now] = reason
        self.words.update({row: text for row, text in (words or {}).items() if now[row]})


@dataclass(frozen=True)
class Limits:
    """What the person asked: days (both included), and seconds within which the same answers are one person's."""

    first: date | None = None
    last: date | None = None
    twice_within: int | None = 60


def select(
    export: Export,
    columns: Columns,
    answers: Mapping[str, Answers],
    words: Mapping[str, Words],
    times: Times,
    limits: Limits,
) -> Selection:
    """Decides about every row: empty ones, days, tests, no city, no answer, answers sent twice, in this order."""
    result = Selection(np.zeros(len(export.rows), dtype=np.int8))
    result.refuse(np.logical_and.reduce([column.is_blank for column in export.columns]), Why.EMPTY)
    result.refuse(_outside(times, limits), Why.OUTSIDE)
    result.refuse(_tests(columns, words), Why.TEST)
    city = next(question for question in (w.question for w in words.values()) if question.role == "city")
    _refuse_cities(result, columns, answers[city.id], words[city.id])
    nothing = [answer.is_empty for question, answer in answers.items() if question != city.id]
    result.refuse(np.logical_and.reduce(nothing) if nothing else result.why == Why.TAKEN, Why.NOTHING)
    _refuse_twice(result, export, columns, answers, times, limits)
    return result


def _outside(times: Times, limits: Limits) -> NDArray[np.bool_]:
    days = times.each.astype("datetime64[D]")
    outside = np.zeros(len(days), dtype=bool)
    if limits.first:
        outside |= ~(days >= np.datetime64(limits.first))
    if limits.last:
        outside |= ~(days <= np.datetime64(limits.last))
    return outside


def _tests(columns: Columns, words: Mapping[str, Words]) -> NDArray[np.bool_]:
    """Rows with a cell that is no answer and says «тест» or "test" in at most three words."""
    free = [*(column for column, kind in columns.personal if kind != "time"), *columns.unused]
    found = [column.each(is_test) for column in free]
    for question, known in words.items():
        found += [column.each(partial(is_test, words=known)) for column in columns.of(question)]
    return np.logical_or.reduce(found)


def is_test(text: str, words: Words | None = None) -> bool:
    """A cell that somebody filled to try the form; never one of the answers in `words`."""
    if len(text) > 100 or not ("ест" in (lower := text.casefold()) or "est" in lower or "сынақ" in lower):
        return False
    # Of an e-mail only what stands before the @: whole firms may be called so.
    parts = re.findall(r"\w+", plain(text.partition("@")[0]).replace("_", " "))
    found = len(parts) <= _MOST_WORDS and any(map(_TEST.fullmatch, parts))
    return found and (words is None or words.code(text) is None)


def _refuse_twice(
    result: Selection,
    export: Export,
    columns: Columns,
    answers: Mapping[str, Answers],
    times: Times,
    limits: Limits,
) -> None:
    """The same answers, from the same person as far as names, contacts and devices tell, soon after one another."""
    if limits.twice_within is None or not times.has_clock:
        return
    rows = np.flatnonzero((result.why == Why.TAKEN) & times.known)
    group = np.zeros(len(rows), dtype=np.int64)
    same = [answer.codes for answer in answers.values()]
    same += [column.codes for column, kind in columns.personal if kind in WHO]
    for codes in same:
        pairs = group * (int(codes.max(initial=0)) + 1) + codes[rows]
        group = np.unique(pairs, return_inverse=True)[1]
    seconds = times.each[rows].astype(np.int64)
    order = np.lexsort((rows, seconds, group))
    gaps = np.diff(seconds[order])
    again = np.flatnonzero((np.diff(group[order]) == 0) & (gaps <= limits.twice_within))
    words = {
        int(
            rows[order[place + 1]]
        ): f"the same answers as row {export.rows[rows[order[place]]]}, {gaps[place]} s later"
        for place in again
    }
    twice = np.zeros(len(result.why), dtype=bool)
    twice[list(words)] = True
    result.refuse(twice, Why.TWICE, words)


def _refuse_cities(result: Selection, columns: Columns, answers: Answers, words: Words) -> None:
    """Rows whose city is missing or unknown. An unknown one is quoted only if it gives no one away."""
    missing = answers.is_empty & (result.why == Why.TAKEN)
    texts = {int(row): _typed(columns, words.question, int(row)) for row in np.flatnonzero(missing)}
    counts: dict[str, int] = {}
    for text in texts.values():
        counts[plain(text)] = counts.get(plain(text), 0) + 1
    said = {text: _about_city(text, counts[plain(text)], words) for text in {*texts.values()} - {""}}
    unknown = np.zeros(len(missing), dtype=bool)
    unknown[[row for row, text in texts.items() if text]] = True
    result.refuse(unknown, Why.UNKNOWN_CITY, {row: said[text] for row, text in texts.items() if text})
    result.refuse(missing, Why.NO_CITY)


def _typed(columns: Columns, question: Question, row: int) -> str:
    filled: list[Column] = [c for c in columns.of(question.id) if not c.is_blank[row]]
    return ", ".join(column.texts[column.codes[row]].strip() for column in filled)


def _about_city(text: str, rows: int, words: Words) -> str:
    near = get_close_matches(plain(text), words.codes, n=1, cutoff=_NEAR)
    if near and len(near[0].split()) != len(plain(text).split()):
        near = []  # a name before the city
    if not is_words(text) or (not near and rows < _SEEN_OFTEN):
        return "no such city (what was typed is not shown: it may be personal)"
    meant = words.question.answer(words.codes[near[0]]).text.ru if near else ""
    return f"no such city {text!r}" + (f"; did you mean {meant!r}?" if meant else "")
