"""Cells of an export as codes of the questionnaire. Each different text is read once, however many rows have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.survey import Question
from etl.errors import DataError
from etl.ingest.columns import Columns
from etl.ingest.export import Column, Export
from etl.ingest.headings import OTHER
from etl.ingest.text import plain
from etl.ingest.words import DISAGREE, TWO_ANSWERS, UNKNOWN, Cell, Words
from etl.readers.responses import SEVERAL

_CHOSEN = frozenset(
    {"1", "x", "х", "v", "✓", "✔", "☑", "✅", "+", "да", "иә", "yes", "true", "истина", "ақиқат"}
)
_NOT_CHOSEN = frozenset({"", "0", "-", "нет", "жоқ", "no", "false", "ложь", "жалған", "☐", "✗", "✘"})
_MONTH = (
    "янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел|"
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_DATE = re.compile(
    rf"\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{1,4}}( .*)?|\d{{1,2}}[-. ]({_MONTH})\w?\.?|({_MONTH})\w?[-. ]+\d{{2,4}}",
    re.IGNORECASE,
)
_FEW = 10  # cells: where none of so many is an answer, the column is another question's


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers to one question: `values` are the different ones ("" first), `codes` says which each row has.

    `problems`, row by row: 0 or why something that stood there was left out.
    """

    question: Question
    values: list[str]
    codes: NDArray[np.int32]
    problems: NDArray[np.int8]

    def each(self, wanted: Sequence[bool]) -> NDArray[np.bool_]:
        """For every row, what `wanted` says of its value."""
        return np.array(wanted, dtype=bool)[self.codes]

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """Row by row: no answer."""
        return self.each([not value for value in self.values])

    def has(self, answers: Sequence[str]) -> NDArray[np.bool_]:
        """Row by row: one of these answers is given."""
        return self.each([not set(answers).isdisjoint(value.split(SEVERAL)) for value in self.values])

    def without(self, rows: NDArray[np.bool_]) -> Answers:
        """The same with these rows' answers taken out."""
        return replace(self, codes=np.where(rows, 0, self.codes).astype(np.int32))

    def of(self, rows: NDArray[Any]) -> Answers:
        """Only these rows, in this order."""
        return replace(self, codes=self.codes[rows], problems=self.problems[rows])


def read(export: Export, columns: Columns, words: Words) -> Answers | None:
    """The answers to a question, None if no column holds them.

    Raises DataError where a whole column can't be this question: dates, formulas, order numbers, no known answer.
    """
    question = words.question
    found = [_whole(export, column, words) for column in columns.answers.get(question.id, ())]
    if question.id in columns.ticks:
        found.append(_ticked(columns.ticks[question.id], words))
    return _merged(found, words) if found else None


def same(question: Question, answer: str, rows: int) -> Answers:
    """The one answer that all rows give."""
    ones = np.ones(rows, dtype=np.int32)
    return Answers(question, ["", answer], ones, np.zeros(rows, dtype=np.int8))


def _whole(export: Export, column: Column, words: Words) -> Answers:
    """The answers in a column of words."""
    cells = [words.cell(text) for text in column.texts]
    _check(export, column, words, cells)
    return _from_cells(words.question, cells, column.codes)


def _from_cells(question: Question, cells: Sequence[Cell], codes: NDArray[Any]) -> Answers:
    values = list(dict.fromkeys(["", *(cell.answer for cell in cells)]))
    numbers = {value: number for number, value in enumerate(values)}
    each = np.array([numbers[cell.answer] for cell in cells], dtype=np.int32)
    problems = np.array([cell.problem for cell in cells], dtype=np.int8)
    return Answers(question, values, each[codes], problems[codes])


def _check(export: Export, column: Column, words: Words, cells: Sequence[Cell]) -> None:
    """DataError where the column, not a respondent, is at fault."""
    texts = [text for text in column.texts if text.strip()]
    strange = [text for text in texts if words.code(text) is None]

    def error(text: str, found: str, advice: str) -> DataError:
        expected = f"answers to {words.question.id} in words or codes"
        return DataError(export.path, column.first(text, export.rows), column.letter, found, expected, advice)

    for text in strange:
        if text.startswith("=") and export.format.startswith("XLSX"):
            raise error(text, "a formula", "Copy the column and paste its values only, then save the file.")
        if text in column.dates or (OTHER not in words.places and _DATE.fullmatch(text.strip())):
            advice = (
                "A spreadsheet made a date of an answer such as 1-3. Export again and do not open the file in a "
                "spreadsheet, or open it there with this column as text."
            )
            raise error(text, "a date", advice)
    if not strange or len(strange) < len(texts) or any(cell.answer not in ("", OTHER) for cell in cells):
        return
    if all(text.strip().isdecimal() for text in strange):
        advice = (
            "What a number stands for can't be known from the file. Export the answers' words, or put the numbers "
            "into `also` of the answers in questionnaire.yml."
        )
        raise error(strange[0], "only numbers", advice)
    if (~column.is_blank).sum() >= _FEW:
        advice = (
            "If it is another question, say so: --column QUESTION=COLUMN. Other spellings of an answer go into its "
            "`also` in questionnaire.yml."
        )
        raise error(strange[0], "no known answer in the whole column", advice)


def _ticked(ticks: dict[str, list[Column]], words: Words) -> Answers:
    """The answers in a column for each: a mark, 1, yes, true or the answer's own words; anything else is unknown."""
    columns = [(answer, column) for answer, several in ticks.items() for column in several]
    # Where cells hold nothing but the answer's own words, «Нет» is the answer «Нет» and not "not chosen".
    by_words = all(
        not text.strip() or words.code(text) == answer or answer == OTHER
        for answer, column in columns
        for text in column.texts
    )
    size = len(columns[0][1].codes)
    unknown = np.zeros(size, dtype=bool)
    chosen: dict[str, NDArray[np.bool_]] = {}
    for answer, column in columns:
        mark = partial(_mark, answer=answer, words=words, by_words=by_words)
        marks = column.each(mark, np.int8)
        unknown |= (marks == 2) | ((marks == 1) & (answer not in words.places))
        chosen[answer] = chosen.get(answer, np.zeros(size, dtype=bool)) | (marks == 1)
    names = [answer for answer in words.places if answer in chosen]
    matrix = np.column_stack([np.zeros(size, dtype=bool), *(chosen[name] for name in names)])
    packed = np.packbits(matrix, axis=1)
    _, first, codes = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    cells = [Cell(words.join(np.array(names)[matrix[row, 1:]].tolist())) for row in first]
    if words.question.kind != "multiple":
        cells = [Cell("", TWO_ANSWERS) if SEVERAL in cell.answer else cell for cell in cells]
    found = _from_cells(words.question, cells, codes.ravel())
    return replace(found, problems=np.where(unknown, UNKNOWN, found.problems).astype(np.int8))


def _mark(text: str, answer: str, words: Words, by_words: bool) -> int:
    """0 not chosen, 1 chosen, 2 something else. In the column of «other» any text is that other answer."""
    word = plain(text)
    if word in _NOT_CHOSEN and (answer == OTHER or not (by_words and word)):
        return 0
    return 1 if word in _CHOSEN or answer == OTHER or words.code(text) == answer else 2


def _merged(found: Sequence[Answers], words: Words) -> Answers:
    """One question from several columns: what one of them says; nothing where two say different things."""
    merged = found[0]
    for other in found[1:]:
        pairs = merged.codes * len(other.values) + other.codes
        different, codes = np.unique(pairs, return_inverse=True)
        places = (divmod(int(pair), len(other.values)) for pair in different)
        cells = [_both(merged.values[one], other.values[two], words) for one, two in places]
        both = _from_cells(words.question, cells, codes)
        problems = np.maximum.reduce([merged.problems, other.problems, both.problems])
        merged = replace(both, problems=problems)
    return merged


def _both(one: str, two: str, words: Words) -> Cell:
    if not one or not two or one == two:
        return Cell(one or two)
    if words.question.kind == "multiple" and OTHER in (one, two):  # its text has a column of its own
        return Cell(words.join({*one.split(SEVERAL), *two.split(SEVERAL)}))
    return Cell("", DISAGREE)
