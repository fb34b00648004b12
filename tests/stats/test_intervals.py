"""The interval of a share: published examples, scipy's own, what holds of any, and how often it is right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from stats.intervals import SMALL_BASE, wilson, wilson_many

BASES = (49, 60, 84, 185)  # of the survey's cities

shares = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_examples_of_newcombe(count: int, base: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), pp. 857-872, table I, method 3."""
    assert wilson(count, base) == pytest.approx((low, high), abs=0.00005)


def test_the_intervals_of_the_survey() -> None:
    """Shares that rate their part in solving problems poor: Pavlodar 41 of 185, Almaty 25 of 49."""
    assert wilson(41, 185) == pytest.approx((0.168, 0.287), abs=0.0005)
    assert wilson(25, 49) == pytest.approx((0.375, 0.644), abs=0.0005)


def test_a_small_base_has_the_width_that_is_said_of_it() -> None:
    low, high = wilson(SMALL_BASE / 2, SMALL_BASE)
    assert high - low == pytest.approx(0.19, abs=0.005)


@settings(deadline=None)
@given(shares, st.floats(0.5, 0.999))
def test_whole_counts_agree_with_scipy(share: tuple[int, int], confidence: float) -> None:
    count, base = share
    reference = binomtest(count, base).proportion_ci(confidence, method="wilson")
    assert wilson(count, base, confidence) == pytest.approx((reference.low, reference.high), abs=1e-12)


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(1, 1e6))
def test_an_interval_contains_the_share_and_narrows_with_the_base(share: float, base: float) -> None:
    low, high = wilson(share * base, base)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    wider_low, wider_high = wilson(share * base / 2, base / 2)
    assert wider_high - wider_low > high - low


@settings(deadline=None)
@given(shares)
def test_the_share_that_did_not_answer_so_has_the_mirrored_interval(share: tuple[int, int]) -> None:
    count, base = share
    low, high = wilson(count, base)
    assert wilson(base - count, base) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_none_and_all_end_exactly_at_none_and_all() -> None:
    for base in range(1, 400):
        assert wilson(0, base)[0] == 0
        assert wilson(base, base)[1] == 1


def test_many_shares_are_as_one_by_one() -> None:
    counts, bases = np.array([[0, 25.5, 41], [49, 3, 7]]), np.array([49, 83.7, 185])
    lows, highs = wilson_many(counts, bases)
    assert lows.shape == highs.shape == counts.shape
    for place in np.ndindex(counts.shape):
        assert (lows[place], highs[place]) == wilson(counts[place], bases[place[1]])


def test_weights_that_add_up_to_a_hair_more_than_the_base_are_the_base() -> None:
    assert wilson(sum([0.1] * 3), 0.3)[1] == 1  # 0.30000000000000004


@pytest.mark.parametrize(
    ("count", "base", "confidence"),
    [
        (0, 0, 0.95),
        (1, -3, 0.95),
        (-1, 3, 0.95),
        (4, 3, 0.95),
        (float("nan"), 3, 0.95),
        (1, float("nan"), 0.95),
        (1, float("inf"), 0.95),
        (1, 3, 1),
        (1, 3, 0),
    ],
)
def test_what_is_no_share_is_refused(count: float, base: float, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"base|confidence"):
        wilson(count, base, confidence)


def test_a_95_percent_interval_contains_the_truth_95_times_of_100() -> None:
    """Not simulated but summed over all samples that can be drawn."""
    truths = np.arange(1, 11) / 20
    coverage = {}
    for n in BASES:
        counts = np.arange(n + 1)
        low, high = wilson_many(counts, np.full(n + 1, n))
        for truth in truths:
            covered = (low <= truth) & (truth <= high)
            coverage[n, truth] = binom.pmf(counts, n, truth)[covered].sum()
    assert 0.94 <= np.mean(list(coverage.values())) <= 0.96
    assert min(coverage.values()) >= 0.90
