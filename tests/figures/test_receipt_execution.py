"""Receipts of what was executed: every one adds up, in every denominator; the figures are the source's."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from catalogue.paths import ROOT
from dashboard.data import table
from dashboard.figures.receipt_cautions import people_note, price_change, price_note
from dashboard.figures.receipt_changes import change_pct, plot_receipt_changes, read_changes
from dashboard.figures.receipt_execution import PER, SPANS, ordered, per_of, read_execution, withdrawals
from dashboard.figures.receipt_groups import plot_receipt_execution
from dashboard.figures.receipt_periods import AGAINST, Period, amounts, compared, known, read
from dashboard.figures.receipt_shares import STEPS, plot_receipt_share_over_time, read_shares
from dashboard.figures.receipt_sums import divisor
from dashboard.figures.svg import to_svg
from dashboard.frames import records
from dashboard.i18n import LANGS, words

PLACES = ("KZ-75", "KZ-71", "KZ-79", "KZ-39")
FUNCTIONAL = table("functional_execution")
TABLES = {"functional_execution": FUNCTIONAL, "population": table("population")}
ALL = [(place, period) for place in PLACES for period in known(FUNCTIONAL, place)]
IDS = [f"{place} {period.code}" for place, period in ALL]


@cache
def source() -> dict[tuple[str, str, str], Decimal]:
    """The published file as text: place, month and group → million tenge since January."""
    path = ROOT / "data/sources/minfin-bulletin/functional_execution.csv"
    with path.open(encoding="utf-8") as lines:
        return {
            (row["region_code"], row["cumulative_to"], row["function_code"]): Decimal(
                row["value_kzt_million"]
            )
            for row in csv.DictReader(lines)
        }


def executed(place: str, code: str, per: str = "resident", span: str = "whole"):
    return read_execution(TABLES, {"place": place, "to": code, "per": per, "period": span})


def expenditure(place: str, month: str) -> Fraction:
    rows = table("budget_execution")
    rows = rows[(rows["region_code"] == place) & (rows["cumulative_to"] == month)]
    return Fraction(str(rows.loc[rows["measure"] == "expenditure_total", "value_kzt_million"].iloc[0]))


def test_a_code_names_its_period_and_back():
    for _, period in ALL:
        assert read(period.code) == period
    assert [Period(2024, *months).code for months in ((1, 12), (7, 9), (1, 8), (10, 11))] == [
        "2024", "2024-q3", "2024-01..08", "2024-10..11",
    ]  # fmt: skip


def test_periods_are_named_as_they_are():
    said = {
        "2024": ("2024 год", "2024 жыл", "2024"),
        "2024-q3": ("III квартал 2024 года", "2024 жылғы III тоқсан", "Q3 2024"),
        "2026-07..08": ("июль–август 2026 года", "2026 жылғы шілде–тамыз", "July–August 2026"),
    }
    for code, names in said.items():
        assert tuple(read(code).name(words(lang)) for lang in ("ru", "kk", "en")) == names


def test_every_year_and_quarter_of_the_source_can_be_chosen():
    codes = {place: [period.code for period in known(FUNCTIONAL, place)] for place in PLACES}
    quarters = [f"{year}-q{n}" for year in range(2018, 2025) for n in range(1, 5)]
    others = ["2025-01..11", "2025-10..11", "2026-01..08", "2026-07..08"]
    first = [f"2025-q{n}" for n in (1, 2, 3)] + ["2026-q1", "2026-q2"]
    every = {*map(str, range(2018, 2025)), *quarters, *others, *first}
    for place in ("KZ-75", "KZ-71", "KZ-39"):
        assert set(codes[place]) == every
    # Shymkent reports since September 2018: of that year the last quarter alone is known.
    assert every - set(codes["KZ-79"]) == {"2018-q1", "2018-q2", "2018-q3"}
    assert codes["KZ-75"][:4] == ["2026-01..08", "2026-q2", "2026-q1", "2026-07..08"]


@pytest.mark.parametrize(
    ("place", "code", "group", "million"),
    [
        ("KZ-75", "2018-q1", "04", "22137.17257646"),
        ("KZ-75", "2024", "15", None),
        ("KZ-39", "2024-q2", "04", None),
        ("KZ-79", "2024-q2", "14", None),
        ("KZ-71", "2025-10..11", "07", None),
        ("KZ-71", "2026-01..08", "12", None),
        ("KZ-79", "2018-q4", "01", None),
    ],
)
def test_amounts_are_the_sources_or_the_difference_of_two_of_them(place, code, group, million):
    period = read(code)
    end = source()[place, f"{period.year}-{period.last:02}", group]
    start = Decimal(0)
    if period.first > 1:
        start = source()[place, f"{period.year}-{period.first - 1:02}", group]
    rows = amounts(FUNCTIONAL, place, period).set_index("function_code")
    assert abs(Decimal(str(rows.loc[group, "amount_kzt_million"])) - (end - start)) < Decimal("1e-7")
    assert million is None or Decimal(million) == end - start


def test_quarters_add_up_to_the_year():
    for place in PLACES:
        for year in range(2019, 2025):
            quarters = [amounts(FUNCTIONAL, place, read(f"{year}-q{n}")) for n in range(1, 5)]
            whole = amounts(FUNCTIONAL, place, Period(year, 1, 12))
            found = sum(quarter["amount_kzt_million"] for quarter in quarters)
            assert (found - whole["amount_kzt_million"]).abs().max() < 1e-6


@pytest.mark.parametrize(("place", "period"), ALL, ids=IDS)
def test_every_receipt_adds_up_in_every_denominator(place, period):
    for asked in PER:
        for span in SPANS:
            found = executed(place, period.code, asked, span)
            months = period.months if found.span == "month" else 1
            exact = sum(Fraction(str(amount)) for amount in found.rows["amount_kzt_million"])
            unit = 10 if found.is_total else 10**6
            total = found.rows["shown"].sum()
            assert abs(total - exact * unit / found.people / months) <= Fraction(1, 2)
            assert len(found.rows) == 15
            assert abs(found.rows["share_pct"].sum() - 100) < 1e-9
            if period.first == 1 and span == "whole":
                stated = expenditure(place, f"{period.year}-{period.last:02}")
                assert abs(exact - stated) < Fraction(1, 10**6)


@pytest.mark.parametrize(("place", "period"), ALL, ids=IDS)
def test_services_stand_before_what_is_none(place, period):
    rows = ordered(executed(place, period.code).rows, "amount", words("ru"))
    assert rows["function_code"].tolist()[-2:] == ["14", "15"]
    assert rows["part"].tolist() == ["services"] * 13 + ["debt", "transfers"]
    assert rows["amount_kzt_million"][:13].is_monotonic_decreasing


def test_a_year_without_residents_is_shown_in_all_or_by_those_of_the_year_before():
    for asked in ("resident", "employed_official", "total"):
        found = executed("KZ-75", "2026-q1", asked)
        assert (found.per, found.people, found.is_counted) == ("total", 1, False)
    named = executed("KZ-75", "2026-q1", "resident_2025")
    assert (named.per, named.people) == ("resident_2025", 2_320_079)
    assert executed("KZ-75", "2024", "resident_2025").per == "resident"
    for lang, text in (("ru", "за 2026 год"), ("kk", "2026 жылғы"), ("en", "of 2026")):
        state = {"place": "KZ-75", "to": "2026-q1", "per": "resident", "period": "whole", "sort": "amount"}
        assert text in plot_receipt_execution(TABLES, state, words(lang)).note
    assert per_of(TABLES["population"], "KZ-75", 2024, "employed_official") == "employed_official"


def test_the_first_year_of_a_place_is_no_whole_year():
    found = executed("KZ-79", "2018", span="month")
    assert not found.is_whole
    assert found.span == "whole"  # nobody says by how many months to divide
    assert executed("KZ-79", "2018-q3") is None
    assert executed("KZ-79", "2018-q4", span="month").span == "month"
    assert executed("KZ-75", "2018").is_whole


def test_a_negative_amount_is_kept_and_marked():
    found = executed("KZ-79", "2024-q2", "total")
    row = next(row for row in records(found.rows) if row["function_code"] == "14")
    assert row["is_fall"]
    assert row["amount_kzt_million"] == -74.43747788
    assert found.money(row["shown"], words("en")) == "−74.4m ₸"
    state = {"place": "KZ-79", "to": "2024-q2", "per": "total", "period": "whole", "sort": "amount"}
    drawing = plot_receipt_execution(TABLES, state, words("en"))
    assert "below zero" in drawing.note
    assert "−74.4m ₸" in drawing.figure["data"][0]["text"]
    assert min(drawing.figure["data"][0]["x"]) == 0
    assert FUNCTIONAL["is_fall"].sum() == 1


@pytest.mark.parametrize(
    ("place", "code", "taken"),
    [("KZ-75", "2024", "226102.075"), ("KZ-71", "2023", "69669.786"), ("KZ-75", "2025-01..11", "244816.611")],
)
def test_withdrawals_are_a_part_of_the_transfers(place, code, taken):
    for per in ("resident", "total"):
        found = executed(place, code, per)
        (first, rest), shares = withdrawals(table("budget_execution"), found)
        group = next(row for row in records(found.rows) if row["part"] == "transfers")
        assert first + rest == group["shown"]
        assert sum(shares) == pytest.approx(group["share_pct"])
        unit = 10 if per == "total" else 10**6
        assert abs(first - Fraction(taken) * unit / found.people) <= 1


@pytest.mark.parametrize(("place", "code"), [("KZ-71", "2022"), ("KZ-39", "2024"), ("KZ-75", "2024-q4")])
def test_where_the_source_has_no_withdrawals_none_are_shown(place, code):
    assert withdrawals(table("budget_execution"), executed(place, code)) is None


@pytest.mark.parametrize(
    ("place", "code", "against", "other"),
    [
        ("KZ-75", "2024", "year", "2023"),
        ("KZ-75", "2024", "previous", "2023"),
        ("KZ-75", "2024-q3", "year", "2023-q3"),
        ("KZ-75", "2024-q3", "previous", "2024-q2"),
        ("KZ-75", "2025-q1", "previous", "2024-q4"),
        ("KZ-75", "2026-q1", "year", "2025-q1"),
        ("KZ-79", "2019-q1", "previous", "2018-q4"),
        ("KZ-79", "2019-q4", "year", "2018-q4"),
        # like with like only
        ("KZ-75", "2018", "year", None),
        ("KZ-75", "2018-q1", "previous", None),
        ("KZ-75", "2026-q1", "previous", None),
        ("KZ-75", "2025-01..11", "year", None),
        ("KZ-75", "2025-10..11", "previous", None),
        ("KZ-75", "2026-01..08", "year", None),
        ("KZ-75", "2026-07..08", "year", None),
        ("KZ-79", "2018-q4", "previous", None),
        ("KZ-79", "2019", "year", None),
        ("KZ-79", "2019-q3", "year", None),
        ("KZ-79", "2019-q1", "year", None),
    ],
)
def test_a_period_is_held_against_one_of_its_kind_or_none(place, code, against, other):
    found = compared(FUNCTIONAL, place, read(code), against)
    assert (found.code if found else None) == other


@pytest.mark.parametrize(
    ("now", "before", "pct"),
    [
        (110, 100, 10),
        (90, 100, -10),
        (0, 100, -100),
        (5, 0, None),
        (5, -1, None),
        (-5, 100, None),
        (0, 0, None),
    ],
)
def test_per_cent_is_of_what_was_spent(now, before, pct):
    found = change_pct(now, before)
    assert found is None if pct is None else found == pytest.approx(pct)


@pytest.mark.parametrize(("place", "period"), ALL, ids=IDS)
def test_changes_add_up_and_keep_their_signs(place, period):
    for against in AGAINST:
        found = read_changes(FUNCTIONAL, place, period, against)
        if found is None:
            continue
        rows = found.rows
        size = rows["change_kzt_million"].abs()
        assert size.is_monotonic_decreasing
        for row in records(rows):
            now, before = (Fraction(str(row[f"{name}_kzt_million"])) for name in ("amount", "before"))
            assert abs(Fraction(str(row["change_kzt_million"])) - (now - before)) < Fraction(1, 10**7)
            # what is displayed is the difference of what is displayed
            assert abs((row["shown"] - row["before_shown"]) / 10 - row["change_kzt_million"]) <= 0.2
        totals = rows["amount_kzt_million"].sum() * 10, rows["before_kzt_million"].sum() * 10
        assert abs(rows["shown"].sum() - totals[0]) < 0.51
        assert abs(rows["before_shown"].sum() - totals[1]) < 0.51


def test_a_change_is_the_sources():
    rows = read_changes(FUNCTIONAL, "KZ-75", read("2024"), "year").rows.set_index("function_code")
    now, before = (source()["KZ-75", f"{year}-12", "12"] for year in (2024, 2023))
    assert rows.index[0] == "12"
    assert rows.loc["12", "change_kzt_million"] == pytest.approx(float(now - before))
    assert rows.loc["12", "change_pct"] == pytest.approx(float((now / before - 1) * 100))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("place", "code"), [("KZ-75", "2024"), ("KZ-79", "2024-q2"), ("KZ-39", "2018-q1")])
def test_changes_are_drawn_to_both_sides(place, code, lang):
    state = {"place": place, "to": code, "against": "year"}
    drawing = plot_receipt_changes(TABLES, state, words(lang))
    if drawing.data.empty:
        assert code == "2018-q1"
        assert drawing.title == drawing.summary
    else:
        drawn = drawing.figure["data"][0]
        assert drawn["x"] == drawing.data["change_kzt_million"].tolist()
        assert [color == "accent" for color in drawn["marker"]["color"]] == [x >= 0 for x in drawn["x"]]
        low, high = drawing.figure["layout"]["xaxis"]["range"]
        assert low <= min(drawn["x"]) and high >= max(drawn["x"])
    for width in (342, 720):
        assert "<svg" in to_svg(drawing.figure, width=width)


@pytest.mark.parametrize("place", PLACES)
def test_shares_over_time_are_of_whole_periods(place):
    years = read_shares(FUNCTIONAL, place, "year")
    begin = 2019 if place == "KZ-79" else 2018
    assert list(years["budget_period"].unique()) == [str(year) for year in range(begin, 2025)]
    quarters = read_shares(FUNCTIONAL, place, "quarter")
    codes = list(quarters["budget_period"].unique())
    assert codes == sorted(codes)
    assert codes[0] == ("2018-q4" if place == "KZ-79" else "2018-q1")
    assert {"2025-q3", "2026-q2"} < set(codes)
    assert "2025-q4" not in codes
    for frame in (years, quarters):
        sums = frame.groupby("budget_period")["share_pct"].sum()
        assert (sums - 100).abs().max() < 1e-9


@pytest.mark.parametrize("step", ["year", "quarter"])
@pytest.mark.parametrize("group", ["04", "14", "15"])
@pytest.mark.parametrize("place", PLACES)
def test_shares_over_time_are_drawn(place, group, step):
    drawing = plot_receipt_share_over_time(
        TABLES, {"place": place, "group": group, "step": step}, words("en")
    )
    lines = [trace for trace in drawing.figure["data"] if "lines" in trace["mode"] and trace.get("name")]
    assert len([trace for trace in lines if "hovertext" in trace]) == 15
    lit = [trace for trace in lines if trace["line"]["color"] == "accent"]
    assert len(lit) == 1
    shares = drawing.data[drawing.data["function_code"] == group]["share_pct"].tolist()
    assert [round(value, 4) for value in lit[0]["y"] if value is not None] == shares
    if step == "quarter":
        assert None in lit[0]["y"]  # the last quarter of 2025 is not known
        assert drawing.title.count("Q2") == 2  # a quarter is held against the same one
    assert "<svg" in to_svg(drawing.figure, width=342)


@pytest.mark.parametrize(
    ("code", "before", "month", "base"),
    [
        ("2024", "2023", "2023-12", 2024),
        ("2022", "2021", "2021-12", 2022),
        ("2024-q1", "2023-q1", "2023-03", 2024),
    ],
)
def test_price_changes_are_the_tables(code, before, month, base):
    prices = table("price_ratios")
    ratio = prices[(prices["cumulative_to"] == month) & (prices["base_year"] == base)]["price_ratio"].iloc[0]
    assert price_change(prices, read(code), read(before)) == pytest.approx((ratio - 1) * 100)


@pytest.mark.parametrize(
    ("code", "before"), [("2024-q3", "2023-q3"), ("2024-q1", "2023-q4"), ("2024-q2", "2024-q1")]
)
def test_months_that_have_no_ratio_of_their_own_are_given_none(code, before):
    assert price_change(table("price_ratios"), read(code), read(before)) is None
    assert price_note(table("price_ratios"), read(code), read(before), words("en")) == ""


def test_the_break_in_the_count_of_residents_is_told_with_its_figures():
    said = people_note(TABLES["population"], "KZ-39", (2021, 2022), words("en"))
    assert "Kostanay Region −3.1%, in other years (2009–2025) from −0.6% to +0.2%" in said
    assert "+7.7%" in people_note(TABLES["population"], "KZ-79", (2021, 2022), words("en"))
    for years in ((2020, 2021), (2022, 2023)):
        assert people_note(TABLES["population"], "KZ-39", years, words("en")) == ""


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Almaty, 2024: education is the largest service, 208,088 ₸ of 703,890 ₸ per resident"),
        (
            "ru",
            "Алматы, 2024 год: крупнейшая из услуг — образование, 208 088 ₸ из 703 890 ₸ на одного жителя",
        ),
        (
            "kk",
            "Алматы, 2024 жыл: қызметтердің ең ірісі — білім беру, бір тұрғынға 703 890 ₸ ішінен 208 088 ₸",
        ),
    ],
)
def test_a_title_stands_alone(lang, title):
    state = {"place": "KZ-75", "to": "2024", "per": "resident", "period": "whole", "sort": "amount"}
    assert " ".join(plot_receipt_execution(TABLES, state, words(lang)).title.split()) == title


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("place", "code"), [("KZ-79", "2024-q3"), ("KZ-39", "2025-01..11"), ("KZ-71", "2026-q1")]
)
def test_titles_name_place_and_period(place, code, lang):
    state = {"place": place, "to": code, "sort": "amount", "group": "15"}
    for per in PER:
        for span in SPANS:
            drawing = plot_receipt_execution(TABLES, state | {"per": per, "period": span}, words(lang))
            assert words(lang).place(place) in drawing.title and read(code).name(words(lang)) in drawing.title
    for against in AGAINST:
        drawing = plot_receipt_changes(TABLES, state | {"against": against}, words(lang))
        assert words(lang).place(place) in drawing.title and read(code).name(words(lang)) in drawing.title
    for step in STEPS:
        drawing = plot_receipt_share_over_time(TABLES, state | {"step": step}, words(lang))
        assert words(lang).place(place) in drawing.title and "202" in drawing.title


def test_employed_of_the_year():
    found = executed("KZ-39", "2024", "employed_official")
    assert found.people == divisor(TABLES["population"], "KZ-39", 2024, "employed_official") == 439_308
    education = next(row for row in records(found.rows) if row["function_code"] == "04")
    exact = Fraction(source()["KZ-39", "2024-12", "04"]) * 10**6 / 439_308
    assert abs(education["shown"] - exact) < 1
