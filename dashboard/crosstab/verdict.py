"""Do the columns differ, and which cell is above which: tests that the build made, or made here for any other table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from catalogue.survey import ALL_ANSWERS
from dashboard.crosstab import margins
from dashboard.crosstab.groups import Counts, Group
from dashboard.crosstab.state import Spec
from dashboard.data import table
from dashboard.frames import records
from stats.intervals import TINY_BASE
from stats.tests import ALPHA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stats.tests import TestResult

Above = dict[str, tuple[tuple[str, ...], ...]]  # by column: for each row the columns that its cell is above


@dataclass(frozen=True)
class Test:
    """How it was tested whether the columns differ. `p_corrected` is over `tests` questions of the wave, where the build
    corrected it. `cell_tests`: how many comparisons of cells were corrected together (Holm)."""

    name: str
    statistic: float | None
    df: int | None
    p: float
    p_corrected: float | None
    tests: int | None
    cramers_v: float
    expected_min: float
    resamples: int | None
    cell_tests: int
    software: str


@dataclass(frozen=True)
class Verdict:
    """`reason` says why nothing was tested, `test` what the test found. `compared` are the columns that were."""

    reason: str
    test: Test | None
    differs: bool
    above: Above
    compared: tuple[str, ...]

    @property
    def has_letters(self) -> bool:
        """Whether any cell is above another."""
        return any(cell for column in self.above.values() for cell in column)


def is_hidden(group: Group) -> bool:
    """Whether the column's shares are not shown: too few people, or too few that another table would leave of it."""
    return group.is_withheld or (group.base is not None and group.base < TINY_BASE)


def judge(spec: Spec, counts: Counts) -> Verdict:
    """Nothing is compared across overlapping columns, nor on bases too small to show, nor where people aren't known."""
    if counts.is_overlapping:
        return _untested("overlap")
    shown = [group for group in counts.groups if not is_hidden(group)]
    if len(shown) < 2:
        return _untested("one_column" if len(counts.groups) < 2 else "small")
    if _is_tested_in_build(spec) and len(shown) == sum(group.base != 0 for group in counts.groups):
        return _published(spec, shown)
    known = [group for group in shown if group.base is not None and None not in group.counts]
    return _compared(spec, counts, known) if len(known) > 1 else _untested("unknown")


def _untested(reason: str, compared: tuple[str, ...] = ()) -> Verdict:
    return Verdict(reason, None, False, {}, compared)


def _is_tested_in_build(spec: Spec) -> bool:
    """Whether it is the very table that the build compared: a question by city, everyone, with the wave's weights."""
    is_by_city = spec.by is not None and spec.by.role == "city"
    is_as_weighted = spec.is_weighted == margins.is_weighted(spec.wave.id)
    return is_by_city and spec.only is None and not spec.is_dont_know_out and is_as_weighted


def _published(spec: Spec, shown: Sequence[Group]) -> Verdict:
    entry = None if spec.wave.has_responses else margins.reported(spec.question)
    key = {
        "wave": spec.wave.id,
        "question_id": spec.question.id,
        "item": entry.item if entry else spec.question.item,
    }
    whole = _rows("survey_tests", key | {"answer": ALL_ANSWERS})
    compared = tuple(group.code for group in shown)
    if not whole or pd.isna(whole[0]["p"]):
        return _untested("unknown", compared)
    first = whole[0]
    pairs = _rows("survey_pairs", key | {"other_wave": spec.wave.id})
    above: dict[str, list[tuple[str, ...]]] = {code: [() for _ in spec.rows] for code in compared}
    for pair in pairs:
        code = entry.answers.get(pair["answer"]) if entry else pair["answer"]
        cities = (pair["city"], pair["other_city"])
        if not pair["differs"] or not set(cities) <= set(compared) or code not in spec.rows:
            continue
        higher, lower = cities if pair["difference_pct"] > 0 else reversed(cities)
        row = spec.rows.index(code)
        above[higher][row] = (*above[higher][row], lower)
    test = Test(
        name=first["test"],
        statistic=_number(first["statistic"]),
        df=None if (df := _number(first["df"])) is None else int(df),
        p=float(first["p"]),
        p_corrected=float(first["p_adjusted"]),
        tests=int(first["tests_in_family"]),
        cramers_v=float(first["cramers_v"]),
        expected_min=float(first["expected_min"]),
        resamples=None if (n := _number(first["resamples"])) is None else int(n),
        cell_tests=int(pairs[0]["tests_in_family"]) if pairs else 0,
        software=first["software"],
    )
    in_order = {
        code: tuple(tuple(c for c in compared if c in cell) for cell in cells)
        for code, cells in above.items()
    }
    return Verdict("", test, bool(first["differs"]), in_order, compared)


def _rows(name: str, key: dict[str, str]) -> list[dict[str, Any]]:
    found = table(name)
    for column, value in key.items():
        found = found[found[column] == value]
    return records(found)


def _number(value: Any) -> float | None:
    """A number of a table, None where it has none."""
    return None if pd.isna(value) else float(value)


def _compared(spec: Spec, counts: Counts, groups: Sequence[Group]) -> Verdict:
    """Tests made here. Letters only where the test of all columns finds a difference."""
    from stats.tests import column_letters

    compared = tuple(group.code for group in groups)
    people, bases = _people(groups)
    found = _whole(people, bases, spec)
    differs = found.p < ALPHA
    above: Above = {code: tuple(() for _ in counts.rows) for code in compared}
    # "Yes" and "no" are one comparison made twice.
    is_mirrored = len(people) == 2 and np.allclose(people.sum(axis=0), bases)
    if differs:
        names = dict(zip(map(letter, range(len(compared))), compared, strict=True))
        letters = column_letters(people, bases, ALPHA)
        above = {
            code: tuple(tuple(names[one] for one in row[column].split()) for row in letters)
            for column, code in enumerate(compared)
        }
    test = Test(
        name=found.test,
        statistic=found.statistic,
        df=found.df,
        p=found.p,
        p_corrected=None,
        tests=None,
        cramers_v=found.cramers_v,
        expected_min=found.min_expected,
        resamples=found.resamples,
        cell_tests=comb(len(compared), 2) * (1 if is_mirrored else len(people)),
        software=f"scipy {version('scipy')}, statsmodels {version('statsmodels')}",
    )
    return Verdict("", test, differs, above, compared)


def _people(groups: Sequence[Group]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Answers x columns and the columns' bases: people or, of weighted groups, weighted shares times effective bases."""
    columns, bases = [], []
    for group in groups:
        if group.weighted is not None:
            base = group.weighted.base**2 / group.weighted.squares
            columns.append([cell / group.weighted.base * base for cell in group.weighted.cells])
        else:
            base = float(group.base or 0)
            columns.append([float(count or 0) for count in group.counts])
        bases.append(base)
    return np.array(columns).T, np.array(bases)


def _whole(people: NDArray[np.float64], bases: NDArray[np.float64], spec: Spec) -> TestResult:
    """One test of all columns. Answers that do not exclude each other have no table of their own: the smallest of their
    p, corrected for their number, speaks for the question."""
    from stats.tests import compare, compare_weighted, holm

    def test(table: NDArray[np.float64]) -> TestResult:
        return compare_weighted(table, bases) if spec.is_weighted else compare(table)

    if spec.question.kind != "multiple":
        return test(people)
    results = [test(np.array([row, np.maximum(bases - row, 0)])) for row in people]
    corrected = holm([result.p for result in results])
    least = min(range(len(results)), key=lambda index: corrected[index])
    return replace(results[least], p=corrected[least])


def letter(position: int) -> str:
    """The column's letter: A for the first, AA after Z, as in a spreadsheet."""
    tens, ones = divmod(position, 26)
    return (letter(tens - 1) if tens else "") + chr(ord("A") + ones)
