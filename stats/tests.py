"""Do groups answer differently? Tests of one table, of its pairs, and the corrections for many tests at once.

A table has a row for each answer and a column for each group of respondents (city, age). Small tables get an
exact or a permutation test. Everything is the same on every run and for every order of the groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import fsum, sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from stats.pairs import LEAST_EXPECTED, pair_ps
from stats.tables import Floats, against_bases, as_table, in_order, without_empty

ALPHA = 0.05  # the level of every verdict: a corrected p below it is a difference
RESAMPLES = 9_999  # with the table itself 10,000, so that p is a round number and never zero
_SEED = 2024
_RESAMPLED_AT_ONCE = 1_000  # keeps a large cross-tab at some megabytes


@dataclass(frozen=True)
class TestResult:
    """One test of "the groups answer alike".

    `test` is "chi_square" (Pearson, no Yates), "fisher" (exact, two-sided, 2 x 2) or "permutation" (of the
    chi-square statistic, margins fixed; then `resamples` says how often). `statistic` and `df` are None where
    the test has none. `cramers_v` is the size of the difference, 0..1; `min_expected` the smallest expected
    count, 0 of a table with nothing to compare (less than two rows or columns), whose p is 1.
    """

    __test__: ClassVar[bool] = False  # pytest: not a class of tests

    test: str
    statistic: float | None
    df: int | None
    p: float
    cramers_v: float
    min_expected: float
    resamples: int | None


@dataclass(frozen=True)
class Pair:
    """Two groups, by position, and one answer: `difference` is the share in `first` minus that in `second`.

    `low` and `high` are the ends of its 95 % interval (Newcombe's hybrid of two Wilson intervals), as shares in
    -1..1; `p` is not corrected for the other pairs.
    """

    first: int
    second: int
    difference: float
    low: float
    high: float
    p: float


NOTHING_TO_COMPARE = TestResult("chi_square", 0.0, 0, 1.0, 0.0, 0.0, None)


def compare(table: ArrayLike) -> TestResult:
    """Tests whether the columns of an answers x groups table of whole counts differ.

    Chi-square where the smallest expected count is at least 5; otherwise Fisher's exact test of a 2 x 2 table
    and a permutation test of any other. Empty rows and columns are left out first. Raises ValueError if a count
    is negative or not whole, or if the table isn't a rectangle.
    """
    counts = as_table(table)
    if not np.array_equal(counts, np.rint(counts)):
        raise ValueError("counts of people are whole numbers; weighted ones go to compare_weighted")
    counts = without_empty(counts)
    if min(counts.shape) < 2:
        return NOTHING_TO_COMPARE
    result = _pearson(counts)
    if result.min_expected >= LEAST_EXPECTED:
        return result
    exact = counts.shape == (2, 2)
    return TestResult(
        test="fisher" if exact else "permutation",
        statistic=None if exact else result.statistic,
        df=None,
        p=_fisher_p(counts) if exact else _permutation_p(counts),
        cramers_v=result.cramers_v,
        min_expected=result.min_expected,
        resamples=None if exact else RESAMPLES,
    )


def compare_weighted(weighted: ArrayLike, effective_bases: ArrayLike) -> TestResult:
    """Tests whether the columns of an answers x groups table of weighted counts differ; approximate.

    Each column is scaled to its effective base (Kish), a first-order correction for the weights, and chi-square
    does the rest, however small the expected counts: see `min_expected` before believing it. Empty rows and
    columns are left out. Raises ValueError if a weighted count is negative, or if there isn't one effective
    base above zero for each column that has respondents.
    """
    table, bases = as_table(weighted), np.asarray(effective_bases, dtype=float)
    filled = table.any(axis=0)
    if bases.shape != (table.shape[1],) or not np.all(np.isfinite(bases[filled]) & (bases[filled] > 0)):
        raise ValueError("each column needs an effective base above zero")
    table = table[:, filled]
    scaled = without_empty(table / table.sum(axis=0) * bases[filled])
    return _pearson(scaled) if min(scaled.shape) >= 2 else NOTHING_TO_COMPARE


def compare_possible(tables: Iterable[ArrayLike]) -> TestResult:
    """The most cautious result (largest p) over all tables that printed percentages may stand for.

    Raises ValueError if there is none: then the percentages contradict their base.
    """
    results = [compare(table) for table in tables]
    if not results:
        raise ValueError("no table of whole counts is possible")
    return max(results, key=lambda result: result.p)


def compare_pairs(counts: ArrayLike, bases: ArrayLike) -> list[Pair]:
    """Each pair of groups compared on one answer that `counts` people of `bases` gave, in order of position.

    Raises ValueError unless each base is above zero and each count is whole and lies in 0..base.
    """
    k, n = _answered(counts, bases)
    return [
        _pair(k, n, i, j, compare([[k[i], k[j]], [n[i] - k[i], n[j] - k[j]]]).p)
        for i, j in combinations(range(len(n)), 2)
    ]


def compare_answers(first: int, second: int) -> float:
    """p that two answers of one single-choice question are given equally often by the same people (exact, two-sided).

    Raises ValueError if a count is negative; p is 1 where nobody gave either.
    """
    from scipy.stats import binomtest

    if min(first, second) < 0:
        raise ValueError("counts of people start at zero")
    return float(binomtest(first, first + second).pvalue) if first + second else 1.0


def compare_weighted_pair(counts: ArrayLike, effective_bases: ArrayLike) -> Pair:
    """Two groups compared on one answer: weighted shares times effective bases, and effective bases; approximate.

    The p is that of `compare_weighted`. Raises ValueError unless each base is above zero and each count lies in
    0..base.
    """
    k, n = _answered(counts, effective_bases)
    return _pair(k, n, 0, 1, compare_weighted([k, n - k], n).p)


def holm(ps: ArrayLike) -> list[float]:
    """The p-values corrected so that even one false find among them is as rare as the level (Holm 1979).

    Raises ValueError if one is not in 0..1.
    """
    values = _p_values(ps)
    order = np.argsort(values, kind="stable")
    corrected = np.empty_like(values)
    # By hand because statsmodels' own collects the garbage of the whole process, 40 ms and more, at each call.
    corrected[order] = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    return [float(p) for p in np.minimum(corrected, 1)]


def false_discovery(ps: ArrayLike) -> list[float]:
    """The p-values corrected so that false finds are, on average, at most the level's share of all finds.

    By Benjamini and Hochberg (1995), for tests that are independent or rise together. Raises ValueError if one
    is not in 0..1.
    """
    from scipy.stats import false_discovery_control

    values = _p_values(ps)
    return [float(p) for p in false_discovery_control(values)] if values.size else []


def column_letters(table: ArrayLike, bases: ArrayLike, alpha: float = ALPHA) -> list[list[str]]:
    """For each cell of an answers x groups table the letters of the columns it is significantly above.

    Columns are A, B ... Z, AA ..., in a cell separated by spaces: "A C". `bases` are the respondents of each
    column, who need not add up to the counts (several answers allowed, or not all answers listed). Every answer
    of every pair of columns is tested, by chi-square or, where an expected count is below 5, by Fisher's exact
    test, and all of them are one Holm family. Of weighted data give weighted shares times effective bases, and
    effective bases; where the exact test is due these are rounded to whole people. A column whose base is below
    one is above none and below none. Raises ValueError unless each count lies in 0..base.
    """
    k, n = against_bases(as_table(table), bases)
    answers, groups = k.shape
    first, second = np.triu_indices(groups, 1)
    # "Yes" and "no" that make up the base are one question asked twice: a smaller family, the same p for both.
    mirrored = answers == 2 and np.allclose(k.sum(axis=0), n)
    tested = k[:1] if mirrored else k
    ps = pair_ps(tested[:, first], n[first], tested[:, second], n[second])
    significant = np.broadcast_to(
        np.array(holm(ps.ravel())).reshape(ps.shape) <= alpha, (answers, len(first))
    )
    shares = np.divide(k, n, out=np.zeros_like(k), where=n > 0)
    above: list[list[list[str]]] = [[[] for _ in range(groups)] for _ in range(answers)]
    for answer, pair in np.argwhere(significant):
        low, high = sorted((first[pair], second[pair]), key=lambda group: shares[answer, group])
        above[answer][high].append(_letter(low))
    return [[" ".join(letters) for letters in row] for row in above]


def _answered(counts: ArrayLike, bases: ArrayLike) -> tuple[Floats, Floats]:
    k, n = against_bases(counts, bases)
    if np.any(n == 0):
        raise ValueError("a group without respondents cannot be compared")
    return k, n


def _pair(k: Floats, n: Floats, i: int, j: int, p: float) -> Pair:
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(k[i], n[i], k[j], n[j], method="newcomb", compare="diff")
    return Pair(i, j, float(k[i] / n[i] - k[j] / n[j]), float(low), float(high), p)


def _pearson(table: Floats) -> TestResult:
    from scipy.stats import chi2
    from scipy.stats.contingency import expected_freq

    expected = expected_freq(table)
    # fsum rounds once, at the end: not even the last digit depends on the order of the columns.
    statistic = fsum(((table - expected) ** 2 / expected).ravel())
    rows, columns = table.shape
    df = (rows - 1) * (columns - 1)
    v = min(1.0, sqrt(statistic / (table.sum() * (min(rows, columns) - 1))))
    return TestResult(
        "chi_square", statistic, df, float(chi2.sf(statistic, df)), v, float(expected.min()), None
    )


def _fisher_p(table: Floats) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact(in_order(table).astype(int)).pvalue)


def _permutation_p(table: Floats) -> float:
    from scipy.stats import MonteCarloMethod, chi2_contingency

    method = MonteCarloMethod(
        n_resamples=RESAMPLES, batch=_RESAMPLED_AT_ONCE, rng=np.random.default_rng(_SEED)
    )
    # Random tables depend on the margins alone, so with those in order the same tables come every time.
    result = chi2_contingency(in_order(table).astype(int), correction=False, method=method)
    return float(result.pvalue)


def _p_values(ps: ArrayLike) -> Floats:
    values = np.asarray(ps, dtype=float)
    if not np.all((values >= 0) & (values <= 1)):
        raise ValueError("a p-value lies in 0..1")
    return values


def _letter(column: int) -> str:
    """A for 0 ... Z for 25, AA for 26, as in a spreadsheet."""
    tens, ones = divmod(column, 26)
    return (_letter(tens - 1) if tens else "") + chr(ord("A") + ones)
