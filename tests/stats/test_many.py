"""Many tests at once: the corrections, and the letters of a cross-tab."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests

from stats.pairs import pair_ps
from stats.tests import column_letters, compare, false_discovery, holm

# Y. Benjamini and Y. Hochberg, J. R. Statist. Soc. B 57 (1995), pp. 289-300: 15 hypotheses on heart attacks.
HEART = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1.0,
]  # fmt: skip

p_values = st.lists(st.floats(0, 1), max_size=30)


def test_the_example_of_benjamini_and_hochberg() -> None:
    assert sum(p <= 0.05 for p in false_discovery(HEART)) == 4
    assert sum(p <= 0.05 for p in holm(HEART)) == 3


def test_holm_by_hand() -> None:
    # In order 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 x 1; the last may not fall below the one before it.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_false_discovery_by_hand() -> None:
    # In order 0.005 x 4/1, 0.01 x 4/2, 0.03 x 4/3, 0.04 x 4/4; none may lie above the one after it.
    assert false_discovery([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])


@given(p_values)
def test_corrected_values_keep_their_order_and_are_never_smaller(ps: list[float]) -> None:
    order = np.argsort(ps, kind="stable")
    for correct in (holm, false_discovery):
        corrected = correct(ps)
        assert len(corrected) == len(ps)
        assert all(raw <= p * (1 + 1e-12) and p <= 1 for raw, p in zip(ps, corrected, strict=True))
        assert np.all(np.diff(np.array(corrected)[order]) >= 0)
    assert all(q <= p * (1 + 1e-12) for p, q in zip(holm(ps), false_discovery(ps), strict=True))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrected_values_agree_with_statsmodels(ps: list[float]) -> None:
    assert holm(ps) == pytest.approx(multipletests(ps, method="holm")[1])
    assert false_discovery(ps) == pytest.approx(multipletests(ps, method="fdr_bh")[1])


@pytest.mark.parametrize("correct", [holm, false_discovery])
def test_what_is_no_p_value_is_refused(correct: object) -> None:
    for ps in ([0.1, float("nan")], [-0.1], [1.1]):
        with pytest.raises(ValueError, match="p-value"):
            correct(ps)  # type: ignore[operator]
    assert correct([]) == []  # type: ignore[operator]


counts_of_pairs = st.tuples(st.integers(1, 300), st.integers(1, 300)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@settings(deadline=None)
@given(st.lists(counts_of_pairs, min_size=1, max_size=30))
def test_all_pairs_at_once_are_as_one_by_one(pairs: list[tuple[int, int, int, int]]) -> None:
    ps = pair_ps(*np.array(pairs, dtype=float).T)
    for p, (k1, n1, k2, n2) in zip(ps, pairs, strict=True):
        table = [[k1, k2], [n1 - k1, n2 - k2]]
        assert p == pytest.approx(compare(table).p, rel=1e-6)
        if compare(table).test == "fisher":
            assert p == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)


@pytest.mark.parametrize("bases", [(7, 7), (10, 10), (9, 12)])
def test_small_pairs_agree_with_scipy_one_and_all(bases: tuple[int, int]) -> None:
    """Groups of one size have tables that are exactly as likely as each other: floating point may not part them."""
    n1, n2 = bases
    pairs = [(k1, n1, k2, n2) for k1 in range(n1 + 1) for k2 in range(n2 + 1)]
    small = [
        pair
        for pair in pairs
        if min(n1, n2) * min(pair[0] + pair[2], n1 + n2 - pair[0] - pair[2]) < 5 * (n1 + n2)
    ]
    exact = [fisher_exact([[k1, k2], [n1 - k1, n2 - k2]]).pvalue for k1, _, k2, _ in small]
    assert pair_ps(*np.array(small, dtype=float).T) == pytest.approx(exact)


crosstabs = st.tuples(st.integers(1, 4), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(st.integers(0, 60), min_size=shape[1], max_size=shape[1]).flatmap(
        lambda bases: st.tuples(
            arrays(float, shape, elements=st.floats(0, 1)).map(lambda shares: np.floor(shares * bases)),
            st.just(bases),
        )
    )
)


def letters_one_by_one(table: np.ndarray, bases: list[int]) -> list[list[str]]:
    """The same by the definition, for at most 26 columns."""
    pairs = list(combinations(range(len(bases)), 2))
    mirrored = len(table) == 2 and (table.sum(axis=0) == bases).all()
    rows = [0] if mirrored else range(len(table))
    ps = {}
    for row in rows:
        for i, j in pairs:
            k1, k2 = table[row, i], table[row, j]
            ps[row, i, j] = compare([[k1, k2], [bases[i] - k1, bases[j] - k2]]).p
    corrected = dict(zip(ps, holm(list(ps.values())), strict=True))
    above = [[[] for _ in bases] for _ in table]
    for row in range(len(table)):
        for i, j in pairs:
            if corrected[0 if mirrored else row, i, j] <= 0.05:
                i_above = table[row, i] / bases[i] > table[row, j] / bases[j]
                above[row][i if i_above else j].append("ABCDE"[j if i_above else i])
    return [[" ".join(sorted(letters)) for letters in row] for row in above]


@settings(max_examples=100, deadline=None)
@given(crosstabs)
def test_letters_follow_their_definition(crosstab: tuple[np.ndarray, list[int]]) -> None:
    table, bases = crosstab
    letters = column_letters(table, bases)
    assert letters == letters_one_by_one(table, bases)
    for row in letters:
        for i, j in combinations(range(len(bases)), 2):
            assert not ("ABCDE"[j] in row[i] and "ABCDE"[i] in row[j])


@settings(max_examples=50, deadline=None)
@given(crosstabs, st.randoms(use_true_random=False))
def test_another_order_of_columns_only_renames_them(
    crosstab: tuple[np.ndarray, list[int]], random: object
) -> None:
    table, bases = crosstab
    order = list(range(len(bases)))
    random.shuffle(order)  # type: ignore[attr-defined]
    before = column_letters(table, bases)
    after = column_letters(table[:, order], [bases[i] for i in order])
    for row_before, row_after in zip(before, after, strict=True):
        for place, column in enumerate(order):
            renamed = {"ABCDE"[order["ABCDE".index(letter)]] for letter in row_after[place].split()}
            assert renamed == set(row_before[column].split())


def test_the_letters_of_the_survey() -> None:
    bases = [49, 84, 60, 185]
    poor = [25, 37, 26, 41]
    rest = [n - k for k, n in zip(poor, bases, strict=True)]
    assert column_letters([poor, rest], bases) == [["D", "D", "D", ""], ["", "", "", "A B C"]]
    assert column_letters([[6, 6, 7, 17]], bases) == [["", "", "", ""]]


def test_yes_and_no_are_one_family() -> None:
    yes, no, bases = [31, 20], [20, 29], [51, 49]
    # Significant alone, but not as one of two tests.
    assert 0.025 < compare([yes, no]).p < 0.05
    assert column_letters([yes, no], bases) == [["B", ""], ["", "A"]]
    # Two answers of many are not mirror images, and count twice.
    assert column_letters([yes, [1, 1]], bases) == [["", ""], ["", ""]]


def test_after_z_comes_aa() -> None:
    letters = column_letters([[0] * 27 + [1000]], [1000] * 28)
    assert letters[0][:27] == [""] * 27
    assert letters[0][27].split() == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA"]


def test_columns_without_people_are_left_alone() -> None:
    assert column_letters([[0, 30, 0], [0, 5, 40]], [0, 40, 40]) == [["", "C", ""], ["", "", "B"]]
    assert column_letters([[0.2, 0.1, 30]], [0.4, 0.3, 40]) == [["", "", ""]]


def test_weighted_columns_are_compared_on_their_effective_bases() -> None:
    share = np.array([0.6, 0.4])
    assert column_letters([share * 100.5], [100.5, 100.5]) == [["B", ""]]
    assert column_letters([share * 40.2], [40.2, 40.2]) == [["", ""]]
    # Too small for chi-square: the exact test of the whole people nearest.
    assert column_letters([[9.4, 0.6]], [10.3, 9.8]) == [["B", ""]]
    assert column_letters([[7.4, 2.6]], [10.3, 9.8]) == [["", ""]]


@pytest.mark.parametrize(
    ("table", "bases"), [([[5, 2]], [4, 4]), ([[1, 2]], [4]), ([1, 2], [4, 4]), ([[1, 2]], [4, float("nan")])]
)
def test_letters_need_counts_within_their_bases(table: list[list[float]], bases: list[float]) -> None:
    with pytest.raises(ValueError):
        column_letters(table, bases)
