"""Two groups and one answer: the difference, its interval, its p."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stats.tests import compare, compare_pairs, compare_weighted, compare_weighted_pair

BASES = [49, 84, 60, 185]  # almaty, shymkent, aktobe, pavlodar
POOR = [25, 37, 26, 41]  # rate their part in solving problems poor


def test_the_difference_of_newcombe() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), pp. 873-890, table II (a), method 10."""
    (pair,) = compare_pairs([56, 48], [70, 80])
    assert (pair.first, pair.second) == (0, 1)
    assert pair.difference == pytest.approx(0.2)
    assert (pair.low, pair.high) == pytest.approx((0.0524, 0.3339), abs=0.00005)
    assert pair.p == compare([[56, 48], [14, 32]]).p


def test_all_pairs_of_cities() -> None:
    pairs = compare_pairs(POOR, BASES)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    # Pavlodar is the city that differs.
    assert [pair.p < 0.01 for pair in pairs] == [3 in (pair.first, pair.second) for pair in pairs]
    assert all(pair.low < pair.difference < pair.high for pair in pairs)
    assert [pair.low > 0 for pair in pairs] == [pair.p < 0.05 for pair in pairs]


def test_swapping_two_groups_turns_the_difference_round() -> None:
    (one,), (other,) = compare_pairs([1, 9], [20, 30]), compare_pairs([9, 1], [30, 20])
    assert (one.difference, one.low, one.high) == pytest.approx((-other.difference, -other.high, -other.low))
    assert one.p == other.p


def test_a_weighted_pair_with_equal_weights_is_the_pair_itself() -> None:
    (pair,) = compare_pairs([56, 48], [70, 80])
    assert compare_weighted_pair([56, 48], [70, 80]) == pair


def test_a_weighted_pair_has_the_interval_of_its_effective_bases() -> None:
    pair, half = (
        compare_weighted_pair([30.8, 24.2], [38.5, 40.3]),
        compare_weighted_pair([15.4, 12.1], [19.25, 20.15]),
    )
    assert half.difference == pytest.approx(pair.difference)
    assert half.low < pair.low < pair.difference < pair.high < half.high
    assert pair.p == compare_weighted([[30.8, 24.2], [38.5 - 30.8, 40.3 - 24.2]], [38.5, 40.3]).p < half.p
    # 0.30000000000000004 of 0.3 is all of it.
    assert compare_weighted_pair([0.1 + 0.2, 0.1], [0.3, 0.3]).difference == pytest.approx(2 / 3)


@pytest.mark.parametrize("pair", [compare_pairs, compare_weighted_pair])
@pytest.mark.parametrize(
    ("counts", "bases"),
    [([1, 2], [3, 0]), ([1, 0], [3, 0]), ([1, 4], [3, 3]), ([1], [3, 3]), ([-1, 1], [3, 3])],
)
def test_pairs_without_their_bases_are_refused(
    pair: Callable[..., object], counts: list[int], bases: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"base|without respondents"):
        pair(counts, bases)
