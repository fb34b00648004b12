"""The receipt of the plan adds up, in every denominator, period and rounding; its figures are the source's."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS, draw
from dashboard.data import table
from dashboard.figures.receipt import (
    PER,
    PERIODS,
    RESIDUAL,
    build_receipt,
    people_of,
    programmes,
)
from dashboard.figures.receipt_sums import apportion, divisor
from dashboard.i18n import words
from dashboard.url_state import defaults

parts = st.lists(st.fractions(min_value=-(10**12), max_value=10**12), min_size=1, max_size=40)


@given(parts)
def test_apportioned_parts_add_up_and_stay_within_one(values):
    whole = apportion(values)
    assert sum(whole) == floor(sum(values, Fraction(0)) + Fraction(1, 2))
    assert all(abs(part - value) < 1 for part, value in zip(whole, values, strict=True))


@given(parts)
def test_apportioning_whole_numbers_changes_nothing(values):
    whole = [Fraction(int(value)) for value in values]
    assert apportion(whole) == whole


def test_displayed_programmes():
    receipt = build_receipt(table("receipt_lines"), 935_000, "year")
    rows = programmes(receipt, "source", words("en")).set_index("programme_id")
    assert rows["amount_kzt"].to_dict() == {
        "education": 229_145, "health": 51_696, "social": 36_657, "housing": 77_607, "culture": 32_203,
        "agriculture": 8_514, "not_itemised": 570_212,
    }  # fmt: skip
    assert rows.loc["culture", "share_pct"] == pytest.approx(32203 / 1006034 * 100, abs=1e-4)


def test_the_source_adds_up_to_the_city_total():
    lines = table("receipt_lines")
    assert round(lines["amount_kzt_thousand"].sum(), 1) == 940_641_554.4
    residual = lines[lines["programme_id"] == RESIDUAL]["amount_kzt_thousand"].sum()
    assert round(residual / 940_641_554.4 * 100, 1) == 56.7


def test_per_employed_resident_is_a_thousand_times_what_was_printed():
    people = people_of(table("population"), table("receipt_lines"), "employed")
    assert people == 935_000
    assert build_receipt(table("receipt_lines"), people, "year")["amount_kzt"].sum() == 1_006_034
    assert build_receipt(table("receipt_lines"), people, "month")["amount_kzt"].sum() == 83_836


@pytest.mark.parametrize(
    ("per", "people"), [("employed_official", 982_774), ("resident", 2_005_788), ("city", 1)]
)
def test_denominators(per, people):
    assert people_of(table("population"), table("receipt_lines"), per) == people


@pytest.mark.parametrize("per", PER)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_programmes_add_up_to_the_total(per, period, lang):
    receipt = build_receipt(
        table("receipt_lines"), people_of(table("population"), table("receipt_lines"), per), period
    )
    for sort in ("amount", "name", "source"):
        rows = programmes(receipt, sort, words(lang))
        assert rows["amount_kzt"].sum() == receipt["amount_kzt"].sum()
        assert rows["programme_id"].iloc[-1] == RESIDUAL
    assert abs(receipt["share_pct"].sum() - 100) < 1e-9


@given(people=st.integers(1, 10**8), period=st.sampled_from(sorted(PERIODS)))
def test_any_denominator_adds_up(people, period):
    receipt = build_receipt(table("receipt_lines"), people, period)
    exact = Fraction("940641554.4") * 1000 / (people * PERIODS[period])
    assert receipt["amount_kzt"].sum() == int(exact + Fraction(1, 2))
    assert (receipt["amount_kzt"] >= 0).all()


@pytest.mark.parametrize(
    ("place", "year", "per", "people"),
    [
        ("KZ-75", 2021, "employed", 935_000),
        ("KZ-75", 2024, "resident", 2_260_365),
        ("KZ-39", 2024, "resident", Fraction("827776.5")),
        ("KZ-39", 2024, "employed_official", 439_308),
        ("KZ-71", 2026, "resident_2025", Fraction("1583939.5")),
        ("KZ-79", 2018, "total", 1),
    ],
)
def test_place_and_year_choose_the_number_of_people(place, year, per, people):
    assert divisor(table("population"), place, year, per) == people


@pytest.mark.parametrize(
    ("place", "year", "per"),
    [
        ("KZ-75", 2026, "resident"),
        ("KZ-75", 2026, "employed_official"),
        ("KZ-75", 2024, "employed"),
        ("KZ-75", 2024, "resident_2025"),
        ("KZ-75", 2027, "resident_2025"),
    ],
)
def test_nobody_is_divided_by_who_was_not_counted(place, year, per):
    assert divisor(table("population"), place, year, per) is None


def test_lines_of_two_budgets_are_refused():
    lines = table("receipt_lines")
    both = pd.concat([lines, lines.assign(place_code="KZ-71")])
    with pytest.raises(ValueError, match="one budget"):
        build_receipt(both, 1, "year")


@pytest.mark.parametrize("slug", ["city-spending", "receipt-programmes", "receipt-subprogrammes"])
@pytest.mark.parametrize("per", PER)
def test_what_a_chart_displays_adds_up(slug, per):
    """The labels at the bars, read as a reader reads them."""
    chart = CHARTS[slug]
    state = defaults(chart.params) | ({"per": per} if chart.params else {})
    trace = draw(slug, state, "en").figure["data"][0]
    shown = [Fraction(re.sub(r"[^\d.]", "", text)) for text in trace["text"]]
    is_city = "bn" in trace["text"][0]
    lines = table("receipt_lines")
    if slug == "receipt-subprogrammes":
        lines = lines[lines["programme_id"] == "education"]
    exact = sum(Fraction(str(amount)) for amount in lines["amount_kzt_thousand"]) * 1000
    exact /= people_of(table("population"), lines, per if chart.params else "city")
    assert abs(sum(shown) - (exact / 10**9 if is_city else exact)) <= (Fraction(1, 20) if is_city else 1)
