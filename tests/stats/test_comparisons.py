"""The tests of one table: published examples, other ways to the same number, and the facts of the survey."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association

from catalogue.paths import ROOT
from stats.tests import RESAMPLES, compare, compare_possible, compare_weighted

BASES = [49, 84, 60, 185]  # almaty, shymkent, aktobe, pavlodar
POOR = [25, 37, 26, 41]  # rate their part in solving problems poor
MET = [6, 6, 7, 17]  # have met a deputy


def with_rest(counts: list[int], bases: list[int]) -> list[list[int]]:
    return [counts, [n - k for k, n in zip(counts, bases, strict=True)]]


def tables(most: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(int, st.tuples(st.integers(2, 4), st.integers(2, 5)), elements=st.integers(0, most))


def test_gender_and_party_of_agresti() -> None:
    """A. Agresti, An Introduction to Categorical Data Analysis, 2nd ed. (2007), p. 39."""
    result = compare([[762, 484], [327, 239], [468, 477]])
    assert (result.test, result.df, result.resamples) == ("chi_square", 2, None)
    assert result.statistic == pytest.approx(30.07, abs=0.005)
    assert result.p == pytest.approx(2.954e-7, abs=5e-11)


def test_the_tea_tasting_of_fisher() -> None:
    """R. A. Fisher, The Design of Experiments (1935), ch. 2: 34 of the 70 possible tables are as far or farther."""
    result = compare([[3, 1], [1, 3]])
    assert (result.test, result.statistic, result.df, result.min_expected) == ("fisher", None, None, 2)
    assert result.p == pytest.approx(34 / 70)
    assert round(result.p, 4) == 0.4857


def test_cramers_v_by_hand() -> None:
    # Expected 15 everywhere, each 5 away: chi-square 4 x 25/15 = 20/3, V = sqrt(20/3 / 60) = 1/3.
    result = compare([[20, 10], [10, 20]])
    assert result.statistic == pytest.approx(20 / 3)
    assert result.cramers_v == pytest.approx(1 / 3)
    assert compare([[30, 0], [0, 30]]).cramers_v == 1
    assert compare([[30, 30], [20, 20]]).cramers_v == 0


def test_part_in_solving_problems_differs_between_the_cities() -> None:
    result = compare(with_rest(POOR, BASES))
    assert result.test == "chi_square"
    assert result.p == pytest.approx(3e-5, abs=0.5e-5)
    assert result.cramers_v == pytest.approx(0.25, abs=0.005)


def test_meetings_with_deputies_do_not() -> None:
    result = compare(with_rest(MET, BASES))
    assert (result.test, result.df, result.resamples) == ("permutation", None, RESAMPLES)
    assert result.p == pytest.approx(0.72, abs=0.01)
    assert chi2_contingency(with_rest(MET, BASES), correction=False).pvalue == pytest.approx(0.72, abs=0.01)


@settings(deadline=None)
@given(tables(200))
def test_large_tables_agree_with_scipy(table: np.ndarray) -> None:
    assume(table.any(axis=0).all() and table.any(axis=1).all())
    reference = chi2_contingency(table, correction=False)
    result = compare(table)
    assert result.min_expected == pytest.approx(reference.expected_freq.min())
    assert result.cramers_v == pytest.approx(association(table, method="cramer"), abs=1e-9)
    assert (result.test == "chi_square") == (result.min_expected >= 5)
    if result.test == "chi_square":
        assert (result.statistic, result.p) == pytest.approx(
            (reference.statistic, reference.pvalue), abs=1e-9
        )
        assert result.df == reference.dof


@pytest.mark.parametrize("table", [[[3, 1, 0], [2, 4, 5]], [[1, 4, 4], [6, 2, 3]], [[2, 2, 1], [3, 3, 2]]])
def test_the_permutation_test_agrees_with_counting_all_tables(table: list[list[int]]) -> None:
    """Every 2 x 3 table with these margins, each as likely as its multivariate hypergeometric chance."""
    counts = np.array(table)
    columns, (first, _) = counts.sum(axis=0), counts.sum(axis=1)
    expected = columns * first / columns.sum()

    def distance(row: np.ndarray) -> float:
        # The second row is as far off, and n_j - e_j is proportional to e_j: a multiple of chi-square.
        return float(((row - expected) ** 2 / expected).sum())

    rows = [np.array(row) for row in product(*(range(n + 1) for n in columns)) if sum(row) == first]
    chances = [np.prod([comb(n, k) for n, k in zip(columns, row, strict=True)]) for row in rows]
    farther = [distance(row) >= distance(counts[0]) - 1e-9 for row in rows]
    exact = np.dot(chances, farther) / sum(chances)
    result = compare(table)
    assert result.test == "permutation"
    assert result.p == pytest.approx(exact, abs=4 * sqrt(exact * (1 - exact) / RESAMPLES) + 1e-4)


@settings(max_examples=60, deadline=None)
@given(tables(12), st.randoms(use_true_random=False))
def test_the_order_of_cities_and_answers_changes_nothing(table: np.ndarray, random: object) -> None:
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    one, other = compare(table), compare(table[rows][:, columns])
    assert (one.test, one.p, one.statistic, one.df) == (other.test, other.p, other.statistic, other.df)
    assert one.cramers_v == other.cramers_v


@settings(max_examples=60, deadline=None)
@given(tables(30))
def test_results_are_in_range_and_empty_answers_change_nothing(table: np.ndarray) -> None:
    result = compare(table)
    assert 0 < result.p <= 1
    assert 0 <= result.cramers_v <= 1
    assert compare(np.vstack([table, np.zeros(table.shape[1], int)])) == result
    assert compare(np.hstack([np.zeros((table.shape[0], 1), int), table])) == result


def test_the_same_table_gives_the_same_p_every_time() -> None:
    assert compare([[1, 0, 3], [2, 5, 1]]) == compare([[1, 0, 3], [2, 5, 1]])


@pytest.mark.parametrize(
    "table", [[[3, 4]], [[3], [4]], [[3, 4], [0, 0]], [[3, 0], [4, 0]], [[0, 0], [0, 0]]]
)
def test_one_answer_or_one_group_leaves_nothing_to_compare(table: list[list[int]]) -> None:
    for result in (compare(table), compare_weighted(table, [1.0] * len(table[0]))):
        assert (result.test, result.statistic, result.df) == ("chi_square", 0, 0)
        assert (result.p, result.cramers_v) == (1, 0)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[1, 2], [3]], "inhomogeneous"),
        ([[1, -2], [3, 4]], "from zero up"),
        ([[1, float("nan")], [3, 4]], "from zero up"),
        ([1, 2], "rows of equal length"),
        ([[1.5, 2], [3, 4]], "whole numbers"),
    ],
)
def test_what_is_no_table_of_people_is_refused(table: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare(table)


def test_equal_weights_change_nothing() -> None:
    table = np.array(with_rest(POOR, BASES))
    assert compare_weighted(table * 2.5, BASES).p == pytest.approx(compare(table).p)


def test_unequal_weights_make_the_test_more_cautious() -> None:
    table = with_rest(POOR, BASES)
    halved = compare_weighted(table, [n / 2 for n in BASES])
    assert halved.statistic == pytest.approx(compare(table).statistic / 2)
    assert halved.min_expected == pytest.approx(compare(table).min_expected / 2)
    assert halved.cramers_v == pytest.approx(compare(table).cramers_v)


def test_weighted_cells_too_small_for_chi_square_are_seen_in_the_result() -> None:
    result = compare_weighted([[1.2, 3.4], [4.4, 2.1]], [5.0, 5.0])
    assert result.test == "chi_square"
    assert result.min_expected < 5


def test_an_empty_weighted_column_needs_no_base() -> None:
    table = [[10.5, 0, 20.0], [30.0, 0, 20.0]]
    assert compare_weighted(table, [35, 0, 36]) == compare_weighted([[10.5, 20.0], [30.0, 20.0]], [35, 36])


def test_a_weighted_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="from zero up"):
        compare_weighted([[10.5, -1], [30, 2]], [40, 1])


@pytest.mark.parametrize("bases", [[10.0], [10.0, 0.0], [10.0, -1.0], [10.0, float("nan")]])
def test_weighted_columns_need_their_effective_bases(bases: list[float]) -> None:
    with pytest.raises(ValueError, match="effective base"):
        compare_weighted([[1.5, 2.5], [3.5, 4.5]], bases)


def test_the_most_cautious_of_the_possible_tables_is_taken() -> None:
    possible = [[[142, 20], [43, 29]], [[143, 20], [42, 29]], [[141, 20], [44, 29]]]
    results = [compare(table) for table in possible]
    assert compare_possible(possible) == max(results, key=lambda result: result.p)
    assert len({result.p for result in results}) == 3
    assert compare_possible(iter(possible[:1])) == results[0]
    with pytest.raises(ValueError, match="no table"):
        compare_possible([])


def test_nothing_heavy_is_imported_before_a_test_is_asked_for() -> None:
    code = (
        "import sys, stats.intervals, stats.tests, stats.weights\n"
        "print(sorted({'scipy', 'statsmodels', 'ipfn', 'pandas'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
