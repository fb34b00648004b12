"""The survey's cells as the audit reads them: by table, item, answer and city, with the inferred bases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from etl.audit.checks import Facts, Value, exact, half_unit, rounded
from etl.bases import BasesFit, infer_bases, possible_counts, question_counts

CITIES = ("almaty", "shymkent", "aktobe", "pavlodar")
TABLE_6_ITEMS = ("participation", "awareness", "consideration", "agreement")
TABLE_7_ITEMS = ("participation", "activity", "competence", "openness", "constructiveness")
GRADES = ("poor", "satisfactory", "good")
# Options of question 6 that table 1 prints under their own names: on paper, electronically, in person.
CHANNELS = ("written", "e_services", "officials")
TABLES_BY_CITY = (1, 2, 4, 5, 6, 7)


@dataclass(frozen=True)
class Question:
    """A question with one answer per person: the cells of a city that must add up to everyone asked.

    `item` is empty where a table is one question; the rows of table 1 are items without answers.
    """

    table: int
    item: str
    answers: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"table-{self.table}"

    def keys(self, answer: str) -> dict[str, str]:
        if self.table == 1:
            return {"item": answer}
        return {"item": self.item, "answer": answer} if self.item else {"answer": answer}


ONE_ANSWER = (
    Question(1, "", CHANNELS),
    Question(2, "", ("never", "once", "more_than_once")),
    Question(4, "", ("no", "yes")),
    Question(5, "", ("low", "medium", "high", "dont_know")),
    *(Question(6, item, GRADES) for item in TABLE_6_ITEMS),
    *(Question(7, item, GRADES) for item in TABLE_7_ITEMS),
)
CONTACTS = ONE_ANSWER[1]
MET_DEPUTY = ONE_ANSWER[2]


def grades(table: int, item: str) -> Question:
    """The question behind one row group of table 6 or 7."""
    return next(q for q in ONE_ANSWER if (q.table, q.item) == (table, item))


def mean(values: Iterable[Fraction]) -> Fraction:
    """The plain mean, each value counting alike."""
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed)


@lru_cache(maxsize=4)
def _inferred(cells: tuple[tuple[str, tuple[str, ...]], ...], stated_total: int) -> BasesFit:
    """Several parts of the audit ask for the same bases, which take a fifth of a second to infer."""
    return infer_bases(dict(cells), stated_total)


class Survey:
    """Tables 1 to 7. Percentages are exact fractions; counts rest on inferred bases."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def printed(self, table: int, city: str, **keys: str) -> str:
        return self.facts.cell(f"table_{table}.csv", **keys, city=city)

    def value(self, table: int, city: str, **keys: str) -> Fraction:
        return exact(self.printed(table, city, **keys))

    def cells(self, question: Question, city: str) -> list[str]:
        return [self.printed(question.table, city, **question.keys(a)) for a in question.answers]

    def total(self, question: Question, city: str) -> Fraction:
        """The printed answers added up, in percent."""
        return sum(map(exact, self.cells(question, city)), Fraction(0))

    def tolerance(self, question: Question, city: str) -> Fraction:
        """How far rounding alone can move that total; two printed decimals hold one (see `etl.bases`)."""
        return sum(
            (max(half_unit(cell), Fraction(1, 20)) for cell in self.cells(question, city)), Fraction(0)
        )

    def respondent_cells(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Every cell that is a share of one city's respondents: table, keys with city, printed text."""
        for table in TABLES_BY_CITY:
            names = {2: ("answer",), 4: ("answer",), 5: ("answer",), 1: ("item",)}.get(
                table, ("item", "answer")
            )
            for keys, printed in self.facts.cells(f"table_{table}.csv", (*names, "city")).items():
                named = dict(zip((*names, "city"), keys, strict=True))
                if named["city"] in CITIES and named.get("answer") != "total_printed":
                    yield table, named, printed

    @cached_property
    def bases(self) -> BasesFit:
        cells: dict[str, list[str]] = {city: [] for city in CITIES}
        for _, keys, printed in self.respondent_cells():
            cells[keys["city"]].append(printed)
        listed = tuple((city, tuple(printed)) for city, printed in cells.items())
        return _inferred(listed, int(exact(self.facts.statement("respondents"))))

    @property
    def sizes(self) -> dict[str, Value]:
        """What a text says of the bases that it leans on: they are inferred, so it must name them."""
        sizes = [fit.n for fit in self.bases.bases.values()]
        return {"inferred": self.bases.total, "small": min(sizes), "large": max(sizes)}

    def base(self, city: str) -> int:
        return self.bases.bases[city].n

    def counts(self, question: Question, city: str) -> dict[str, int]:
        """People behind each answer, taken at the nearest whole number where print fits none."""
        cells = self.cells(question, city)
        counts = question_counts(cells, self.base(city)) or tuple(
            int(rounded(exact(cell) * self.base(city) / 100, 0)) for cell in cells
        )
        return dict(zip(question.answers, counts, strict=True))

    def pooled(self, question: Question, *answers: str) -> Fraction:
        """The share of all respondents of the four cities who gave one of the answers, in percent."""
        people = sum(self.counts(question, city)[answer] for city in CITIES for answer in answers)
        return Fraction(people * 100, self.bases.total)

    def mean_share(self, question: Question, *answers: str) -> Fraction:
        """The mean of the four cities' printed percentages, each city counting alike."""
        shares = [self.value(question.table, city, **question.keys(a)) for city in CITIES for a in answers]
        return mean(shares) * len(answers)

    def one_decimal(self, printed: str, city: str) -> Fraction:
        """A cell to one decimal; a whole percentage regains its decimal where only one count fits it."""
        counts = possible_counts(printed, self.base(city))
        if "," in printed or len(counts) != 1:
            return exact(printed)
        return Fraction(rounded(Fraction(counts[0] * 100, self.base(city)), 1))
