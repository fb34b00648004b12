"""The inference of bases: on simulated surveys with a known base, and on the survey of the thesis."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.loader import load
from catalogue.paths import data_dir
from etl.audit.answers import Survey
from etl.audit.checks import Facts
from etl.bases import (
    BaseFit,
    chance_of_fit,
    infer_bases,
    possible_counts,
    possible_sums,
    printed_range,
    question_counts,
)
from etl.inputs import Inputs


def printed(count: int, n: int, decimals: int = 1) -> str:
    """A count as a survey prints it: one decimal (some spreadsheets add a zero), or none."""
    share = Decimal(count * 100) / Decimal(n)
    text = str(share.quantize(Decimal(1).scaleb(-min(decimals, 1)), ROUND_HALF_UP)).replace(".", ",")
    return f"{text}{'0' if decimals == 2 else ''}%"


def infer_base(cells: list[str], n_max: int) -> BaseFit:
    """The size of a single sample."""
    return infer_bases({"city": cells}, n_max).bases["city"]


samples = st.integers(30, 150).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n), min_size=1, max_size=40))
)


@settings(deadline=None)
@given(samples, st.integers(0, 2))
def test_a_printed_share_can_always_be_the_count_it_came_from(
    sample: tuple[int, list[int]], decimals: int
) -> None:
    n, counts = sample
    assert all(count in possible_counts(printed(count, n, decimals), n) for count in counts)


@settings(deadline=None)
@given(samples)
def test_no_cell_speaks_against_the_true_base(sample: tuple[int, list[int]]) -> None:
    n, counts = sample
    fit = infer_base([printed(count, n) for count in counts], n)
    assert fit.cells_fit == fit.cells_total
    assert not fit.misfits
    assert n in fit.candidates
    assert fit.n == min(fit.candidates)


@settings(max_examples=20, deadline=None)
@given(st.integers(30, 150))
def test_the_base_is_found_where_all_counts_occur(n: int) -> None:
    fit = infer_base([printed(count, n) for count in range(n + 1)], n + n // 2)
    assert fit.n == n


@settings(max_examples=25, deadline=None)
@given(st.integers(40, 90), st.data())
def test_a_planted_slip_is_found(n: int, data: st.DataObject) -> None:
    """A cell between two counts fits none of them; all others still carry the base."""
    cells = [printed(count, n) for count in range(n + 1)]
    slips = [f"{tenth // 10},{tenth % 10}%" for tenth in range(1001)]
    slip = data.draw(st.sampled_from([cell for cell in slips if not possible_counts(cell, n)]))
    fit = infer_base([*cells, slip], n + n // 3)
    assert (fit.n, fit.misfits) == (n, (slip,))


def test_several_bases_that_fit_equally_are_all_reported() -> None:
    fit = infer_base(["50%", "50,0%", "25,0%"], 12)
    assert fit.n == 4
    assert fit.candidates == (4, 8, 12)


def test_a_multiple_is_kept_out_only_by_the_stated_total() -> None:
    cells = {city: [printed(count, n) for count in range(n + 1)] for city, n in (("a", 41), ("b", 60))}
    exact = infer_bases(cells, 105)
    assert exact.combinations == ((41, 60),)
    assert {city: fit.n for city, fit in exact.bases.items()} == {"a": 41, "b": 60}
    assert exact.unexplained == 4
    loose = infer_bases(cells, 41 * 2 + 60)
    assert loose.combinations == ((41, 60), (82, 60))
    assert loose.bases["a"].candidates == (41, 82, 123)
    assert loose.bases["a"].candidates_under_total == (41, 82)
    assert loose.bases["b"].candidates_under_total == (60,)


def test_vague_cells_tie_without_end_and_say_so() -> None:
    result = infer_bases({"a": ["50%"], "b": ["50%"], "c": ["50%"]}, 300)
    assert len(result.combinations) == 1000


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("62%", "61.5", "62.5"),
        ("28,3", "28.25", "28.35"),
        ("9,2 %", "9.15", "9.25"),
        # One decimal in a two-decimal cell format, not a figure precise to a hundredth.
        ("13,10", "13.05", "13.15"),
        ("75,00%", "74.95", "75.05"),
    ],
)
def test_what_a_printed_percentage_stands_for(text: str, low: str, high: str) -> None:
    assert printed_range(text) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["", "%", "12.5", "около 40%", "-3%", "1,x"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a printed percentage"):
        printed_range(text)


@pytest.mark.parametrize(("cells", "total"), [({}, 10), ({"a": []}, 10), ({"a": ["1%"], "b": ["1%"]}, 1)])
def test_impossible_questions_are_refused(cells: dict[str, list[str]], total: int) -> None:
    with pytest.raises(ValueError, match="bases need"):
        infer_bases(cells, total)


def test_chance_alone_fits_a_cell_more_often_the_larger_the_base() -> None:
    assert chance_of_fit("12,3%", 49) == pytest.approx(50 / 1001)
    assert chance_of_fit("12%", 49) == pytest.approx(50 / 101)
    assert chance_of_fit("12,3%", 1000) == pytest.approx(1)


def test_counts_of_a_question_close_where_they_can() -> None:
    # 77 % of 185 is 142 or 143 people; only 143 closes the question.
    assert question_counts(["3,20%", "77%", "19,50%"], 185) == (6, 143, 36)
    assert question_counts(["12,20%", "53,10%", "32,70%"], 49) == (6, 26, 16)
    assert question_counts(["22,70%"], 49) is None
    assert possible_sums(["12,20%", "53,10%", "32,70%"], 49) == {48}


SIZES = {"a": 49, "b": 84, "c": 60, "d": 185}  # as unequal as the survey's


def simulated(seed: int, sizes: dict[str, int], decimals: int = 1) -> dict[str, list[str]]:
    """The printed answers of each city to 13 questions of three answers, each city with its own shares."""
    rng = np.random.default_rng(seed)
    return {
        city: [
            printed(int(count), n, decimals)
            for _ in range(13)
            for count in rng.multinomial(n, rng.dirichlet([2, 2, 2]))
        ]
        for city, n in sizes.items()
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_true_sizes_of_a_simulated_survey_are_found(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    sizes = dict(zip("abcd", map(int, rng.integers(40, 190, 4)), strict=True))
    result = infer_bases(simulated(seed, sizes), sum(sizes.values()))
    assert {city: fit.n for city, fit in result.bases.items()} == sizes
    assert result.combinations == (tuple(sizes.values()),)
    assert result.unexplained == 0
    assert all(not fit.misfits for fit in result.bases.values())


@pytest.mark.parametrize("seed", range(4))
def test_people_who_left_questions_out_remain_unexplained(seed: int) -> None:
    result = infer_bases(simulated(seed, SIZES), sum(SIZES.values()) + 22)
    assert tuple(SIZES.values()) in result.combinations
    assert {city: fit.n for city, fit in result.bases.items()} == SIZES
    assert result.unexplained == 22


def test_whole_percentages_of_large_samples_fit_many_sizes_and_say_so() -> None:
    sizes = {"a": 150, "b": 120}
    result = infer_bases(simulated(3, sizes, decimals=0), sum(sizes.values()))
    assert len(result.combinations) > 1
    for city, fit in result.bases.items():
        assert fit.cells_informative == 0
        assert fit.cells_fit == fit.cells_total
        assert sizes[city] in fit.candidates
        assert len(fit.candidates_under_total) > 1


def test_few_cells_list_the_true_sizes_among_those_that_fit() -> None:
    """Five one-decimal shares do not settle a size; what they leave open is listed."""
    sizes = {"a": 24, "b": 36}
    cells = {city: printed_shares[:5] for city, printed_shares in simulated(11, sizes).items()}
    result = infer_bases(cells, 150)
    assert (24, 36) in result.combinations
    assert len(result.combinations) > 1


@pytest.mark.parametrize("seed", range(5))
def test_two_cities_whose_cells_were_swapped_are_found_out(seed: int) -> None:
    cells = simulated(seed, SIZES)
    row = next(
        row
        for row, (one, other) in enumerate(zip(cells["a"], cells["b"], strict=True))
        if not possible_counts(one, SIZES["b"]) and not possible_counts(other, SIZES["a"])
    )
    cells["a"][row], cells["b"][row] = cells["b"][row], cells["a"][row]
    fits = infer_bases(cells, sum(SIZES.values())).bases
    assert {city: fit.n for city, fit in fits.items()} == SIZES
    assert {city: fit.misfits for city, fit in fits.items()} == {
        "a": (cells["a"][row],), "b": (cells["b"][row],), "c": (), "d": (),
    }  # fmt: skip
    # Each stands for a whole count of the other city: that is what tells a swap from two slips.
    assert possible_counts(cells["a"][row], SIZES["b"])
    assert possible_counts(cells["b"][row], SIZES["a"])


@pytest.mark.parametrize("seed", range(5))
def test_a_mistyped_digit_is_found_out(seed: int) -> None:
    """Two digits change places, as in 28,6 for 26,8."""
    cells = simulated(seed, SIZES)
    row, typo = next(
        (row, f"{cell[1]}{cell[0]}{cell[2:]}")
        for row, cell in enumerate(cells["c"])
        if cell[2] == ","
        and cell[1] != "0"
        and not possible_counts(f"{cell[1]}{cell[0]}{cell[2:]}", SIZES["c"])
    )
    cells["c"][row] = typo
    fits = infer_bases(cells, sum(SIZES.values())).bases
    assert {city: fit.n for city, fit in fits.items()} == SIZES
    assert {city: fit.misfits for city, fit in fits.items()} == {"a": (), "b": (), "c": (typo,), "d": ()}


@pytest.fixture(scope="module")
def survey() -> Survey:
    return Survey(Facts(Inputs(data_dir(), load(), lambda name: pytest.fail(f"no table {name}"))))


def test_the_bases_of_the_thesis(survey: Survey) -> None:
    bases = survey.bases
    assert {city: fit.n for city, fit in bases.bases.items()} == {
        "almaty": 49, "shymkent": 84, "aktobe": 60, "pavlodar": 185,
    }  # fmt: skip
    assert (bases.total, bases.stated_total, bases.unexplained) == (378, 400, 22)
    assert len(bases.combinations) == 1
    # Taking one city alone, multiples fit no worse; only the stated total of the four keeps them out.
    assert {city: fit.candidates for city, fit in bases.bases.items()} == {
        "almaty": (49, 98, 147, 196, 245, 294, 343, 392),
        "shymkent": (84, 168, 252, 336),
        "aktobe": (60, 120, 180, 240, 300, 360, 400),
        "pavlodar": (185, 370),
    }
    assert all(fit.candidates_under_total == (fit.n,) for fit in bases.bases.values())
    assert [fit.cells_informative for fit in bases.bases.values()] == [41, 41, 26, 27]


def test_all_cells_fit_but_two_that_fit_each_others_city(survey: Survey) -> None:
    fits = survey.bases.bases
    assert [(fit.cells_total, fit.cells_fit) for fit in fits.values()] == [
        (41, 40),
        (41, 41),
        (41, 41),
        (41, 40),
    ]
    assert fits["almaty"].misfits == ("22,70%",)
    assert fits["pavlodar"].misfits == ("22,4%",)
    assert list(possible_counts("22,4%", 49)) == [11]
    assert list(possible_counts("22,70%", 185)) == [42]


def test_the_fits_are_far_above_chance_except_where_the_base_is_large(survey: Survey) -> None:
    expected = {city: round(fit.expected_by_chance) for city, fit in survey.bases.bases.items()}
    assert expected == {"almaty": 2, "shymkent": 3, "aktobe": 11, "pavlodar": 19}
