"""Raking by hand, against the closed form, and what it refuses; Kish's effective base."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.weights import WeightError, design_effect, effective_base, rake

CITY = {("almaty",): 0.6, ("aktobe",): 0.4}
SEX = {("f",): 0.5, ("m",): 0.5}


def respondents(**counts: int) -> pd.DataFrame:
    """As many as said of each "city_sex"."""
    rows = [name.split("_") for name, count in counts.items() for _ in range(count)]
    return pd.DataFrame(rows, columns=["city", "sex"])


def shares(groups: pd.DataFrame, weights: np.ndarray, *names: str) -> pd.Series:
    sums = pd.Series(weights).groupby([groups[name] for name in names]).sum()
    return sums / weights.sum()


@pytest.fixture
def sample() -> pd.DataFrame:
    """A lopsided sample in which all combinations occur."""
    rng = np.random.default_rng(5)
    size = 800
    return pd.DataFrame(
        {
            "city": rng.choice(["almaty", "shymkent", "aktobe"], size, p=[0.2, 0.3, 0.5]),
            "age": rng.choice(["18-29", "30-44", "45+"], size, p=[0.6, 0.3, 0.1]),
            "sex": rng.choice(["f", "m"], size, p=[0.7, 0.3]),
        }
    )


CITIES = {("almaty",): 2_000_000, ("shymkent",): 1_200_000, ("aktobe",): 560_000}
AGES = ["18-29", "30-44", "45+"]
AGE_SEX = dict(zip(product(AGES, "fm"), [13, 12, 18, 17, 23, 17], strict=True))


def test_a_table_of_two_by_two_by_hand() -> None:
    # Sample:            f   m      Made with women's and men's odds kept: a fit keeps the odds ratio, here
    #          almaty   20  20      (20 x 40) / (20 x 20) = 2, and has rows 0.6, 0.4 and columns 0.5, 0.5.
    #          aktobe   20  40      With x the share of women of almaty the table is x, 0.6 - x, 0.5 - x, x - 0.1.
    # x (x - 0.1) = 2 (0.6 - x)(0.5 - x)  <=>  x^2 - 0.1 x = 0.6 - 2.2 x + 2 x^2  <=>  x^2 - 2.1 x + 0.6 = 0,
    # so x = (2.1 - sqrt(4.41 - 2.4)) / 2 = 0.3411278. A weight is the cell's share x 100 / its people.
    x = (2.1 - np.sqrt(2.01)) / 2
    groups = respondents(almaty_f=20, almaty_m=20, aktobe_f=20, aktobe_m=40)
    weights = rake(groups, {("city",): CITY, ("sex",): SEX})
    expected = [x * 5] * 20 + [(0.6 - x) * 5] * 20 + [(0.5 - x) * 5] * 20 + [(x - 0.1) * 2.5] * 40
    assert weights == pytest.approx(expected, abs=1e-6)


def test_one_joint_margin_is_target_over_sample(sample: pd.DataFrame) -> None:
    """Post-stratification, which has a closed form."""
    cells = list(product(["almaty", "shymkent", "aktobe"], AGES, "fm"))
    margin = {cell: float(place + 1) for place, cell in enumerate(cells)}
    names = ("city", "age", "sex")
    weights = rake(sample, {names: margin})
    in_sample = sample.value_counts(list(names), normalize=True)
    for key, weight in zip(sample.itertuples(index=False, name=None), weights, strict=True):
        assert weight == pytest.approx(margin[key] / sum(margin.values()) / in_sample[key])


@pytest.mark.parametrize("joint", [("age", "sex"), ("sex", "age")])
def test_margins_are_met_and_the_mean_is_one(sample: pd.DataFrame, joint: tuple[str, str]) -> None:
    margin = AGE_SEX if joint == ("age", "sex") else {(sex, age): n for (age, sex), n in AGE_SEX.items()}
    weights = rake(sample, {("city",): CITIES, joint: margin})
    assert weights.shape == (len(sample),)
    assert weights.mean() == pytest.approx(1)
    assert (weights > 0).all()
    cities = shares(sample, weights, "city")
    assert all(cities[city] == pytest.approx(n / 3_760_000, abs=1e-6) for (city,), n in CITIES.items())
    groups = shares(sample, weights, *joint)
    assert all(groups[key] == pytest.approx(n / 100, abs=1e-6) for key, n in margin.items())


def test_respondents_of_one_group_weigh_the_same_in_any_order(sample: pd.DataFrame) -> None:
    margins = {("city",): CITIES, ("age", "sex"): AGE_SEX}
    weights = pd.Series(rake(sample, margins), index=sample.index)
    shuffled = sample.sample(frac=1, random_state=1)
    assert np.array_equal(rake(shuffled, margins), weights[shuffled.index])
    assert (weights.groupby([sample[name] for name in sample]).nunique() == 1).all()


def test_the_order_of_margins_does_not_matter(sample: pd.DataFrame) -> None:
    one = rake(sample, {("city",): CITIES, ("age", "sex"): AGE_SEX})
    assert rake(sample, {("age", "sex"): AGE_SEX, ("city",): CITIES}) == pytest.approx(one, abs=1e-6)


def test_a_sample_that_has_the_margins_keeps_weights_of_one() -> None:
    groups = respondents(almaty_f=30, almaty_m=30, aktobe_f=20, aktobe_m=20)
    assert rake(groups, {("city",): CITY, ("sex",): SEX}) == pytest.approx(np.ones(100))


def test_combinations_that_nobody_has_stay_empty() -> None:
    groups = respondents(almaty_f=20, almaty_m=20, aktobe_f=20)
    weights = rake(groups, {("city",): CITY, ("sex",): {("f",): 0.7, ("m",): 0.3}})
    assert shares(groups, weights, "sex")["m"] == pytest.approx(0.3, abs=1e-6)
    joint = {("almaty", "f"): 1, ("almaty", "m"): 2, ("aktobe", "f"): 1}
    assert rake(groups, {("city", "sex"): joint}) == pytest.approx([0.75] * 20 + [1.5] * 20 + [0.75] * 20)


def test_margins_that_differ_by_rounding_follow_the_first(sample: pd.DataFrame) -> None:
    rounded = {("18-29",): 25, ("30-44",): 35.3, ("45+",): 39.7}
    weights = rake(sample, {("age",): rounded, ("city",): CITIES, ("age", "sex"): AGE_SEX})
    ages = shares(sample, weights, "age")
    assert all(ages[age] == pytest.approx(n / 100, abs=1e-6) for (age,), n in rounded.items())
    groups = shares(sample, weights, "age", "sex")
    assert groups["30-44", "f"] == pytest.approx(0.353 * 18 / 35, abs=1e-6)


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({}, "no respondents or no margins"),
        ({("region",): {("north",): 1}}, "no column region"),
        ({("city",): {**CITY, ("astana",): 0.2}}, "no respondents are astana; merge"),
        ({("city",): {("almaty",): 1}}, "respondents who are aktobe have no target"),
        ({("city", "sex"): {("almaty", "f"): 1, ("almaty", "m"): 1, ("aktobe", "m"): 1}}, "aktobe x f have no"),
        ({("city",): {("almaty",): 1, ("aktobe",): 0}}, "above zero"),
        ({("city",): {("almaty",): 1, ("aktobe",): -1}}, "above zero"),
        ({("city",): {("almaty",): 1, ("aktobe",): float("nan")}}, "above zero"),
        ({("city",): {("almaty",): 1, ("aktobe",): float("inf")}}, "above zero"),
        ({("city",): {}}, "above zero"),
        ({("city",): {"almaty": 1, "aktobe": 1}}, "as a tuple of 1"),
        ({("city", "sex"): {("almaty",): 1}}, "as a tuple of 2"),
        (
            {("city",): CITY, ("city", "sex"): dict.fromkeys(product(["almaty", "aktobe"], "fm"), 1)},
            "city and city x sex give city .* 60.0% and 50.0%|city and city x sex give city .* 40.0% and 50.0%",
        ),
    ],
)  # fmt: skip
def test_margins_that_cannot_be_met_are_refused(margins: dict, message: str) -> None:
    groups = respondents(almaty_f=20, almaty_m=20, aktobe_f=20, aktobe_m=40)
    with pytest.raises(WeightError, match=message):
        rake(groups, margins)


def test_respondents_without_an_answer_have_no_target() -> None:
    groups = respondents(almaty_f=2, aktobe_m=2)
    groups.loc[0, "city"] = None
    with pytest.raises(WeightError, match="nan have no target"):
        rake(groups, {("city",): CITY})
    with pytest.raises(WeightError, match="no respondents"):
        rake(groups[:0], {("city",): CITY})


def test_margins_without_a_solution_are_refused_and_not_taken_for_converged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # All women are of almaty and all men of aktobe: 60 % and 50 % at once cannot be.
    groups = respondents(almaty_f=20, aktobe_m=20)
    with pytest.raises(WeightError, match=r"after 500 rounds a category of city, sex is still .* off"):
        rake(groups, {("city",): CITY, ("sex",): SEX})
    assert capsys.readouterr().out == ""


def test_too_few_rounds_are_no_convergence(sample: pd.DataFrame) -> None:
    with pytest.raises(WeightError, match="after 1 rounds"):
        rake(sample, {("city",): CITIES, ("age", "sex"): AGE_SEX}, max_iterations=1)


def test_the_effective_base_by_hand() -> None:
    # (1 + 1 + 2)^2 / (1 + 1 + 4) = 16/6; three respondents are worth 2.67, the variance is 9/8 of theirs.
    assert effective_base([1, 1, 2]) == pytest.approx(16 / 6)
    assert design_effect([1, 1, 2]) == pytest.approx(9 / 8)
    assert effective_base([0, 3]) == 1


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50), st.floats(0.01, 100))
def test_weighting_never_adds_precision_and_their_scale_is_no_matter(
    weights: list[float], scale: float
) -> None:
    base = effective_base(weights)
    assert 1 - 1e-9 <= base <= len(weights) * (1 + 1e-9)
    assert effective_base([w * scale for w in weights]) == pytest.approx(base)
    assert design_effect(weights) == pytest.approx(len(weights) / base)
    assert effective_base([scale] * len(weights)) == pytest.approx(len(weights))


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1, float("nan")], [1, float("inf")]])
def test_what_are_no_weights_is_refused(weights: list[float]) -> None:
    for measure in (effective_base, design_effect):
        with pytest.raises(ValueError, match="weights from zero up"):
            measure(weights)
