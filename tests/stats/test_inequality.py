"""Measures of inequality against values computed by hand, and what must hold for any values."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.inequality import gini, mean, theil, variation

positive = st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=1, max_size=25)


def test_by_hand() -> None:
    # 1, 2, 3: mean 2; deviations -1, 0, 1; pairs differ by 1, 1, 2, each counted twice among 9.
    assert variation([1, 2, 3]) == pytest.approx(sqrt(2 / 3) / 2)
    assert gini([1, 2, 3]) == pytest.approx((2 * (1 + 1 + 2) / 9) / (2 * 2))
    assert theil([1, 2, 3]) == pytest.approx((0.5 * log(0.5) + 0 + 1.5 * log(1.5)) / 3)


def test_weighted_by_hand() -> None:
    # One resident with 1 and three with 5: mean 4.
    assert mean([1, 5], [1, 3]) == 4
    assert variation([1, 5], [1, 3]) == pytest.approx(sqrt((9 + 3 * 1) / 4) / 4)
    assert gini([1, 5], [1, 3]) == pytest.approx(2 * (1 * 3 / 16) * 4 / (2 * 4))
    assert theil([1, 5], [1, 3]) == pytest.approx((0.25 * log(0.25) + 3 * 1.25 * log(1.25)) / 4)


@given(positive, st.floats(min_value=0.1, max_value=1000))
def test_the_unit_does_not_matter(values: list[float], factor: float) -> None:
    for measure in (variation, gini, theil):
        assert measure([value * factor for value in values]) == pytest.approx(measure(values), abs=1e-9)


@given(positive)
def test_a_weight_is_as_many_equal_regions(values: list[float]) -> None:
    twice = [value for value in values for _ in range(2)]
    for measure in (variation, gini, theil):
        assert measure(twice) == pytest.approx(measure(values, [2.0] * len(values)), abs=1e-9)


@given(positive)
def test_bounds_and_equality(values: list[float]) -> None:
    assert -1e-9 <= gini(values) < 1 and theil(values) >= -1e-9
    for measure in (variation, gini, theil):
        assert measure([values[0]] * 5) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "values, weights", [([], None), ([1, 0], None), ([1, -2], None), ([1, 2], [1]), ([1, float("nan")], None)]
)
def test_refused(values: list[float], weights: list[float] | None) -> None:
    for measure in (variation, gini, theil):
        with pytest.raises(ValueError):
            measure(values, weights)
