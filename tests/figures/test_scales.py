"""Scales, grid lines, and names that keep out of each other's way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.scales import PHONE, Scale, pick_years, say_plainly, scale_of, span_of, spread
from dashboard.figures.svg_text import text_width


@st.composite
def column(draw: st.DrawFn) -> tuple[list[float], list[float], float]:
    sizes = draw(st.lists(st.integers(1, 40), max_size=8))
    wanted = draw(st.lists(st.integers(-50, 500), min_size=len(sizes), max_size=len(sizes)))
    return [float(place) for place in wanted], [float(size) for size in sizes], float(sum(sizes) + 100)


@given(column())
def test_names_never_overlap_nor_leave_the_column(
    given_column: tuple[list[float], list[float], float],
) -> None:
    wanted, sizes, high = given_column
    placed = spread(wanted, sizes, 0, high)
    ends = sorted((place - size / 2, place + size / 2) for place, size in zip(placed, sizes, strict=True))
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(ends))
    assert not ends or (ends[0][0] >= -1e-6 and ends[-1][1] <= high + 1e-6)


@given(column())
def test_names_keep_the_order_of_what_they_name(given_column: tuple[list[float], list[float], float]) -> None:
    wanted, sizes, high = given_column
    placed = spread(wanted, sizes, 0, high)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    assert all(
        placed[below] < placed[above] for below, above in pairwise(order) if wanted[below] < wanted[above]
    )


def test_names_move_no_more_than_they_must() -> None:
    assert spread([10, 50, 90], [10, 10, 10], 0, 100) == [10, 50, 90]
    assert spread([50, 52], [10, 10], 0, 100) == [46, 56]
    assert spread([50, 50], [10, 20], 0, 100) == [57.5, 42.5]
    assert spread([2, 99], [10, 10], 0, 100) == [5, 95]
    assert spread([], [], 0, 100) == []
    # Three that do not fit: from the lower end upwards.
    assert spread([5, 5, 5], [10, 10, 10], 0, 20) == [25, 15, 5]


def test_a_span_holds_zero_or_what_is_stated_and_every_value() -> None:
    assert span_of([[3, None, 8]], None) == (0, 8)
    assert span_of([[-3, 8], [10]], None) == (-3, 10)
    assert span_of([[0, None]], None) == (0, 1)
    assert span_of([[50, 60]], (40, 70)) == (40, 70)
    assert span_of([[30, 104]], (40, 100)) == (30, 104)
    with pytest.raises(ValueError, match="from less to more"):
        span_of([[1]], (5, 5))
    with pytest.raises(ValueError, match="no value"):
        span_of([[None], []], None)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_grid_lines_are_round_few_and_within(low: float, length: float, count: int) -> None:
    scale = scale_of((low, low + length), 100, count, say_plainly, "")
    values = [value for value, _ in scale.ticks]
    assert len(values) <= count + 1
    assert all(low - length * 1e-6 <= value <= low + length * (1 + 1e-6) for value in values)


def test_a_scale_with_room_keeps_its_unit() -> None:
    scale = Scale(0, 50, 100, [(0, "0"), (50, "50")])
    roomy = scale.with_room(20, 10)
    assert (roomy.low, roomy.high, roomy.height, roomy.unit) == (-10, 55, 130, scale.unit)
    assert (roomy.px(0), roomy.value(20)) == (20, 0)


@pytest.mark.parametrize(
    ("years", "width", "picked"),
    [
        (range(2013, 2026), 170, [2013, 2017, 2021, 2025]),
        (range(2013, 2026), 600, list(range(2013, 2026))),
        (range(2013, 2026), 60, [2013, 2025]),
        (range(2010, 2026), 190, [2010, 2015, 2020, 2025]),
        (range(2013, 2025), 170, [2013, 2016, 2020, 2024]),
        ([2021], 200, [2021]),
    ],
)
def test_years_that_fit(years: range, width: float, picked: list[int]) -> None:
    assert pick_years(years, width) == picked


@given(st.integers(1990, 2020), st.integers(1, 40), st.integers(80, PHONE))
def test_years_never_touch(first: int, span: int, width: int) -> None:
    years = list(range(first, first + span + 1))
    picked = pick_years(years, width)
    assert {picked[0], picked[-1]} == {years[0], years[-1]}
    apart = min(after - before for before, after in pairwise(picked)) / span * width
    assert apart > text_width("2025", 13)


def test_numbers_are_said_plainly() -> None:
    assert [say_plainly(value) for value in (0, -2.5, 1234567, 0.1 + 0.2)] == ["0", "−2.5", "1234567", "0.3"]
