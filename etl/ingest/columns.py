"""Which column of an export holds which question, which is about a person and which is nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.survey import Questionnaire
from etl.errors import DataError
from etl.ingest import personal
from etl.ingest.export import Column, Export
from etl.ingest.headings import OTHER, Headings, Meaning
from etl.ingest.text import plain, shown

Named = Sequence[tuple[str, str]]


@dataclass
class Columns:
    """The columns of an export, sorted out.

    `answers`: question -> the columns in which its answers stand (several where a form has a branch per language).
    `ticks`: question -> answer -> the columns that mark this answer alone. `personal`: what is dropped, and why;
    `unused`: what nobody asked for.
    """

    answers: dict[str, list[Column]] = field(default_factory=dict)
    ticks: dict[str, dict[str, list[Column]]] = field(default_factory=dict)
    personal: list[tuple[Column, str]] = field(default_factory=list)
    unused: list[Column] = field(default_factory=list)

    def of(self, question_id: str) -> list[Column]:
        """Every column about a question."""
        marks = (column for columns in self.ticks.get(question_id, {}).values() for column in columns)
        return [*self.answers.get(question_id, ()), *marks]


def recognise(export: Export, questionnaire: Questionnaire, named: Named = ()) -> Columns:
    """Sorts out the columns. `named`: pairs (question, heading or letter of its column) that the person gave.

    Raises DataError if no column is a question, or if a heading can mean several questions.
    """
    return _Recognition(export, questionnaire, named).columns()


class _Recognition:
    """`meanings` says by letter what a heading may be, `chosen` by letter which question it is."""

    def __init__(self, export: Export, questionnaire: Questionnaire, named: Named) -> None:
        self.export, self.questionnaire = export, questionnaire
        self.order = [question.id for question in questionnaire.questions]
        self.by_hand = {column.letter: question for question, column in self._named(named)}
        self.chosen = dict(self.by_hand)
        headings = Headings(questionnaire)
        self.meanings: dict[str, Meaning] = {
            column.letter: meaning
            for column in export.columns
            if (meaning := headings.meaning(column.header)) is not None
        }

    def columns(self) -> Columns:
        if not self.meanings and not self.chosen:
            expected = "questions of the questionnaire as headings"
            advice = (
                "The first row must hold the questions (delete what stands above), and --questionnaire must name "
                "what was asked. Other headings go into its `headers`, or are named: --column q1=F"
            )
            raise self._error(None, "no question", expected, advice)
        self._by_number()
        for letter, meaning in self.meanings.items():
            if len(meaning.ids) == 1:
                self.chosen.setdefault(letter, meaning.ids[0])
        unclear = [m for letter, m in self.meanings.items() if letter not in self.chosen]
        for ids, text, answer in dict.fromkeys((m.ids, m.text, m.answer) for m in unclear):
            self._by_place(ids, text, answer)
        return self._sorted_out()

    def _error(self, column: Column | None, value: str, expected: str, advice: str) -> DataError:
        row = int(self.export.rows[0]) - 1
        return DataError(self.export.path, row, column.letter if column else None, value, expected, advice)

    def _named(self, named: Named) -> list[tuple[str, Column]]:
        """The columns that the person named, by heading or by letter."""
        found = []
        for question, wanted in named:
            if question not in self.order:
                expected = f"one of the questions {', '.join(self.order)}"
                raise self._error(None, question, expected, "Name a question and its column: --column q5=F")
            columns = [c for c in self.export.columns if plain(c.header) == plain(wanted)]
            if len(columns) != 1:
                columns = [c for c in self.export.columns if c.letter == wanted.upper()] or columns
            if len(columns) != 1:
                value = f"{len(columns) or 'no'} columns with the heading or letter {shown(wanted)!r}"
                advice = f"Give the letter of the column: --column {question}=F"
                raise self._error(None, value, f"one column for {question}", advice)
            found.append((question, columns[0]))
        return found

    def _by_number(self) -> None:
        """Questions that the numbers in headings tell apart.

        Numbers count only if those beside a text that is asked once agree with the questionnaire: a form that
        begins with the city may number everything anew.
        """
        numbers = {question.id: question.number for question in self.questionnaire.questions}
        agree = all(
            meaning.number in (None, numbers[meaning.ids[0]])
            for meaning in self.meanings.values()
            if not meaning.by_number and len(meaning.ids) == 1
        )
        for column in self.export.columns:
            meaning = self.meanings.get(column.letter)
            if meaning is None or meaning.number is None or column.letter in self.chosen:
                continue
            if meaning.by_number and not agree:
                expected = "the question's text: the form numbers questions otherwise than the questionnaire"
                advice = f"Say which question it is: --column {meaning.ids[0]}={column.letter}"
                raise self._error(column, shown(column.header), expected, advice)
            for question in meaning.ids:
                if agree and len(meaning.ids) > 1 and numbers[question] == meaning.number:
                    self.chosen[column.letter] = question

    def _by_place(self, ids: tuple[str, ...], text: str, answer: str | None) -> None:
        """Columns with a text that is asked several times: told apart by their order and by what stands before.

        Both must agree where both say something; what neither settles is an error that names the columns.
        """
        same = {k: m for k, m in self.meanings.items() if (m.ids, m.text, m.answer) == (ids, text, answer)}
        columns = [c for c in self.export.columns if c.letter in same and c.letter not in self.chosen]
        # What a person named is settled, unless it is the same question in another language.
        other = {k for k, m in self.meanings.items() if m.ids == ids and k not in same}
        settled = {
            q for letter, q in self.chosen.items() if letter in same or letter in self.by_hand.keys() - other
        }
        left = [question for question in ids if question not in settled]
        ranked = sorted(columns, key=lambda column: same[column.letter].rank)
        fits = len(columns) == len(left)
        by_order = {c.letter: q for c, q in zip(ranked, left, strict=True)} if fits else {}
        before = self._by_neighbour(columns, left)
        found = by_order or before
        agree = all(found.get(letter) == question for letter, question in before.items())
        if not agree or len(found) < len(columns) or len(set(found.values())) < len(columns):
            letters = ", ".join(column.letter for column in columns)
            advice = (
                f"Say which is which by the letters of the columns: --column {ids[0]}={columns[0].letter}"
            )
            expected = f"headings that tell {', '.join(ids)} apart: columns {letters} have the same"
            raise self._error(columns[0], shown(columns[0].header), expected, advice)
        self.chosen |= found

    def _by_neighbour(self, columns: list[Column], left: list[str]) -> dict[str, str]:
        """The questions that follow, in the questionnaire, on the question in the column before."""
        found: dict[str, str] = {}
        previous: int | None = -1
        for column in self.export.columns:
            if column in columns and previous is not None:
                following = self.order[previous + 1 : previous + 2]
                if following and following[0] in left:
                    found[column.letter] = following[0]
            if column.letter in self.chosen:
                previous = self.order.index(self.chosen[column.letter])
            elif column.letter in self.meanings:
                previous = None
        return found

    def _sorted_out(self) -> Columns:
        result = Columns()
        first: dict[tuple[str, str], Column] = {}
        for column in self.export.columns:
            question = self.chosen.get(column.letter)
            meaning = None if column.letter in self.by_hand else self.meanings.get(column.letter)
            if question is None:
                kind = "" if column.is_blank.all() else personal.kind_of(column)
                if kind:
                    result.personal.append((column, kind))
                else:
                    result.unused.append(column)
            elif meaning and meaning.answer:
                result.ticks.setdefault(question, {}).setdefault(meaning.answer, []).append(column)
            else:
                twin = first.setdefault((question, meaning.text), column) if meaning else column
                if twin is not column:
                    expected = f"one column for {question}; column {twin.letter} has the same heading"
                    advice = f"Delete one, or take both as one question: --column {question}={column.letter}"
                    raise self._error(column, shown(column.header), expected, advice)
                result.answers.setdefault(question, []).append(column)
        for question, ticks in result.ticks.items():
            # KoboToolbox writes all answers in one column and, again, a column for each: the latter can't be misread.
            if len(ticks.keys() - {OTHER}) > 1:
                result.unused += result.answers.pop(question, [])
        return result
