"""Counts of a wave's respondents: DuckDB over the Parquet file, which is never read whole.

In the file a row is a respondent's answer, in the order of waves and questions: a query reads the few row groups of the
questions that it names. A million people and twenty questions take a tenth of a second (`python -m bench.crosstab`).

People are protected by two limits, for whatever is not published anyway (shares by city). A column of fewer than
`TINY_BASE` is not shown. And no two tables may be subtracted from each other so that fewer than `LEAST_DIFFERENCE`
people are left: for that, whatever a filter could set apart in a column is nobody, or so many.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from catalogue.survey import Question
from dashboard import data
from dashboard.crosstab.groups import Counts, Group, Weighted
from dashboard.crosstab.state import Spec
from stats.intervals import TINY_BASE

THREADS, MEMORY, AT_ONCE = 2, "512MB", 2
LEAST_DIFFERENCE = 5

# What queries are put together from. What a reader chooses is bound to the $names, never written into the text.
_WITH = """
WITH asked AS (
  SELECT respondent, answer, weight FROM read_parquet($file)
  WHERE wave = $wave AND question_id = $question AND answer IN (SELECT unnest($rows))),
grouped AS (SELECT respondent, answer FROM read_parquet($file) WHERE wave = $wave AND question_id = $by),
filtering AS (SELECT respondent, answer FROM read_parquet($file) WHERE wave = $wave AND question_id = $only),
kept AS (
  FROM asked SEMI JOIN (FROM filtering WHERE answer IN (SELECT unnest($answers))) USING (respondent)),
"""
_PEOPLE = {False: "people AS (FROM asked)", True: "people AS (FROM kept)"}
# One row a person; of a question with one answer that is so already.
_EACH = {
    False: "each AS (FROM people), everyone AS (FROM asked)",
    True: "each AS (SELECT DISTINCT respondent, weight FROM people), everyone AS (SELECT DISTINCT respondent FROM asked)",
}
_SUMS = "count(*), sum(weight), sum(weight * weight)"
# Whoever did not say what the columns are made of is in the column NULL.
_CELLS = (
    f"SELECT g.answer, p.answer, {_SUMS} FROM people p LEFT JOIN grouped g USING (respondent) GROUP BY ALL"
)
_BASES = f"SELECT g.answer, {_SUMS} FROM each LEFT JOIN grouped g USING (respondent) GROUP BY ALL"
_ALL_CELLS = f"SELECT answer, {_SUMS} FROM people SEMI JOIN grouped USING (respondent) GROUP BY ALL"
_ALL_BASE = f"SELECT {_SUMS} FROM each SEMI JOIN grouped USING (respondent)"
_UNGROUPED_CELLS = f"SELECT answer, {_SUMS} FROM people GROUP BY ALL"
_UNGROUPED_BASE = f"SELECT {_SUMS} FROM each"
# How many of a column's people gave each answer by which one can filter, or (NULL) none.
_SET_APART = """SELECT g.answer, f.answer, count(*) FROM everyone
JOIN grouped g USING (respondent) LEFT JOIN filtering f USING (respondent) GROUP BY ALL"""
_ALL_SET_APART = """SELECT f.answer, count(*) FROM everyone
LEFT JOIN filtering f USING (respondent) GROUP BY ALL"""


@dataclass(frozen=True)
class _Sums:
    """People, their weights, the squares of these."""

    people: int = 0
    weight: float = 0.0
    squares: float = 0.0

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(self.people + other.people, self.weight + other.weight, self.squares + other.squares)


_NOBODY = _Sums()
_Cells = Mapping[str, _Sums]


def count(spec: Spec) -> Counts:
    """The people of the table. `total` is everyone who answered the question, the break's and the filter's."""
    query = _Query(spec)
    return _together(spec, query) if spec.by is None else _grouped(spec, spec.by, query)


def _together(spec: Spec, query: _Query) -> Counts:
    """One column: everyone."""
    cells = {answer: _Sums(*sums) for answer, *sums in query(_UNGROUPED_CELLS)}
    base = _Sums(*query(_UNGROUPED_BASE)[0]) if spec.question.kind == "multiple" else _sum(cells.values())
    is_withheld = bool(spec.only) and any(people < LEAST_DIFFERENCE for _, people in query(_ALL_SET_APART))
    return Counts(spec.rows, (), _group(spec, "", cells, base, is_withheld))


def _grouped(spec: Spec, by: Question, query: _Query) -> Counts:
    columns: dict[str | None, dict[str, _Sums]] = defaultdict(dict)
    for column, answer, *sums in query(_CELLS):
        columns[column][answer] = _Sums(*sums)
    bases = {column: _sum(cells.values()) for column, cells in columns.items()}
    if spec.question.kind == "multiple":
        bases = {column: _Sums(*sums) for column, *sums in query(_BASES)}
    left_out = bases.pop(None, _NOBODY).people
    columns.pop(None, None)
    is_overlapping = by.kind == "multiple"
    if is_overlapping:
        cells = {answer: _Sums(*sums) for answer, *sums in query(_ALL_CELLS)}
        base = _Sums(*query(_ALL_BASE)[0])
    else:
        cells = {code: _sum(own.get(code, _NOBODY) for own in columns.values()) for code in spec.rows}
        base = _sum(bases.values())
    apart = _set_apart(query(_SET_APART)) if spec.only else {}
    groups = [
        _group(
            spec,
            answer.code,
            columns[answer.code],
            bases.get(answer.code, _NOBODY),
            apart.get(answer.code, False),
        )
        for answer in by.answers
    ]
    total = _group(spec, "", cells, base, apart.get(None, False))
    if spec.only or by.role != "city":
        groups = _without_small_rest(groups)
    return Counts(spec.rows, tuple(groups), total, is_overlapping, left_out)


def _sum(many: Iterable[_Sums]) -> _Sums:
    return sum(many, _NOBODY)


def _group(spec: Spec, code: str, cells: _Cells, base: _Sums, is_withheld: bool) -> Group:
    own = [cells.get(answer, _NOBODY) for answer in spec.rows]
    weighted = Weighted(
        base.weight, base.squares, tuple(sums.weight for sums in own), tuple(sums.squares for sums in own)
    )
    return Group(
        code=code,
        base=base.people,
        counts=tuple(sums.people for sums in own),
        weighted=weighted if spec.is_weighted and base.people else None,
        is_withheld=is_withheld,
    )


def _set_apart(found: list[tuple[str, str | None, int]]) -> dict[str | None, bool]:
    """Per column (None: all of them), whether some answer of the filter, or none at all, is that of one to four people.

    Of columns that overlap the sum counts people twice: it errs for those who answered much, never for those alone.
    """
    small: dict[str | None, bool] = defaultdict(bool)
    over_columns: dict[str | None, int] = defaultdict(int)
    for column, answer, people in found:
        small[column] |= people < LEAST_DIFFERENCE
        over_columns[answer] += people
    small[None] = any(people < LEAST_DIFFERENCE for people in over_columns.values())
    return small


def _without_small_rest(groups: list[Group]) -> list[Group]:
    """Where the columns that are not shown hold fewer than five people together, the smallest of the others goes too:
    the sum of all is shown, and whoever is missing from it could be had by subtraction."""
    hidden = [group for group in groups if _is_hidden(group)]
    shown = sorted((group for group in groups if not _is_hidden(group)), key=lambda group: group.base or 0)
    if not 0 < sum(group.base or 0 for group in hidden) < LEAST_DIFFERENCE or not shown:
        return groups
    return [replace(group, is_withheld=True) if group is shown[0] else group for group in groups]


def _is_hidden(group: Group) -> bool:
    return group.is_withheld or (group.base or 0) < TINY_BASE


class _Query:
    """Asks the file about one table."""

    def __init__(self, spec: Spec) -> None:
        file = data.respondents()
        file.check()
        self._cursor = _database(str(file.path)).cursor()
        is_multiple = spec.question.kind == "multiple"
        self._with = f"{_WITH}{_PEOPLE[spec.only is not None]}, {_EACH[is_multiple]}\n"
        self._bound = {
            "file": str(file.path),
            "wave": spec.wave.id,
            "question": spec.question.id,
            "rows": list(spec.rows),
            "by": spec.by.id if spec.by else "",
            "only": spec.only.id if spec.only else "",
            "answers": list(spec.answers) or [answer.code for answer in spec.only.answers]
            if spec.only
            else [],
        }

    def __call__(self, select: str) -> list[tuple[Any, ...]]:
        with _ROOM:
            text = self._with + select
            bound = {name: value for name, value in self._bound.items() if f"${name}" in text}
            return self._cursor.execute(text, bound).fetchall()


_ROOM = threading.BoundedSemaphore(AT_ONCE)  # more at a time would only wait for each other's memory


@cache
def _database(file: str) -> Any:
    """An empty database in memory that may read this one file and nothing else."""
    import duckdb

    database = duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": MEMORY})
    database.execute("SET allowed_paths = [$file]", {"file": file})
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database
