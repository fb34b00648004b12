"""The transfers explorer: numbers by hand from the sources, findings in titles, and what must not be joined or compared."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS, draw
from dashboard.data import table
from dashboard.figures import finance_change
from dashboard.figures.finance import by_alphabet, listed, missing_regions, rows_of, signed
from dashboard.figures.svg import to_svg
from dashboard.i18n import LANGS, words
from dashboard.transfers import LATEST, YEARS
from dashboard.url_state import Choices, defaults

FINANCE = table("regional_finance")
SLUGS = [slug for slug, chart in CHARTS.items() if chart.page == "transfers"]
EN, RU, KK = (words(lang) for lang in ("en", "ru", "kk"))
NBSP = "\u00a0"


def drawn(slug: str, lang: str = "en", **state: Any) -> Any:
    return draw(slug, defaults(CHARTS[slug].params) | {"year": "2024"} | state, lang)


def row_of(data: pd.DataFrame, region: str) -> Any:
    return data[data["region_code"] == region].iloc[0]


# --- the share of transfers


def test_shares_by_hand() -> None:
    # Kostanay 2021: 254,901.767 of 380,891.39164519 million tenge
    kostanay = row_of(drawn("transfer-share-ranking", year="2021").data, "KZ-39")
    assert kostanay["transfer_share_pct"] == pytest.approx(254_901.767 / 380_891.39164519 * 100)
    assert round(kostanay["transfer_share_pct"], 1) == 66.9
    data = drawn("transfer-share-ranking").data
    assert (data["region_code"].iloc[0], data["region_code"].iloc[-1]) == ("KZ-61", "KZ-75")
    # 1,229,032.46 of 1,482,111.74479612; 94,351.1017 of 1,968,721.04415943
    assert data["transfer_share_pct"].iloc[0] == pytest.approx(82.9244, abs=1e-4)
    assert data["transfer_share_pct"].iloc[-1] == pytest.approx(4.7925, abs=1e-4)
    assert len(data) == 21  # 20 regions, and all local budgets


@pytest.mark.parametrize(
    ("lang", "state", "title"),
    [
        ("ru", {}, "В 12 регионах из 20 трансферты дают больше половины доходов"),
        ("kk", {}, "20 өңірдің 12 өңірінде кірістің жартысынан көбі — трансферттер"),
        ("en", {}, "In 12 of 20 regions transfers are more than half of revenue"),
        ("en", {"year": "2021", "region": ("KZ-39",)}, "Kostanay Region: 66.9% of revenue is transfers"),
        ("en", {"region": ("KZ-YUZ",)}, "South Kazakhstan Region: no figure for 2024"),
        ("ru", {"region": ("KZ-10",)}, f"Область Абай: 69,0{NBSP}% доходов — трансферты"),
        ("ru", {"since": "2014", "region": ("KZ-39",)},
         "Костанайская область: с 2014 по 2024 год доля трансфертов снизилась на 4,8 п.п."),
        ("kk", {"since": "2014", "region": ("KZ-39",)},
         "Қостанай облысы: 2014–2024 жылдары трансферттер үлесі 4,8 пайыздық тармаққа төмендеді"),
        ("en", {"since": "2014", "region": ("KZ-39",)},
         "Kostanay Region: the share of transfers fell by 4.8 percentage points from 2014 to 2024"),
        ("en", {"since": "2014", "region": ("KZ-19",)}, "Almaty Region: 2014 and 2024 can't be compared"),
        ("en", {"since": "2014"},
         "From 2014 to 2024 the share of transfers fell in 8 of the 12 regions that can be compared"),
        # the earlier year is the earlier one, whichever is chosen first
        ("en", {"since": "2024", "year": "2014"},
         "From 2014 to 2024 the share of transfers fell in 8 of the 12 regions that can be compared"),
    ],
)  # fmt: skip
def test_titles_say_the_finding(lang: str, state: dict[str, Any], title: str) -> None:
    assert drawn("transfer-share-ranking", lang, **state).title == title


def test_a_title_counts_in_russian_numbers() -> None:
    title = "finance.share.title"
    assert RU.count(title, 1, all="20").startswith("В 1 регионе из 20")
    assert RU.count(title, 3, all="20").startswith("В 3 регионах из 20")
    assert RU.count("finance.balance.title", 2, all="9", year="2020", value="1%").startswith(
        "Местные бюджеты закончили с дефицитом 2 года из 9"
    )


def test_a_part_of_a_year_is_never_the_default_and_always_said() -> None:
    assert LATEST == "2024"
    assert not FINANCE[(FINANCE["year"] == int(YEARS[-1])) & (FINANCE["region_code"] != "KZ")][
        "is_full_year"
    ].any()
    for slug in ("transfer-share-ranking", "transfer-share-map", "revenue-per-head", "transfer-flows"):
        part = drawn(slug, year="2025")
        assert "January–November 2025" in part.subtitle
        assert part.title.endswith("(January–November 2025)")
        assert "January–December 2024" in drawn(slug).subtitle
    # a part of a year is not silently held against a whole one
    assert EN("finance.note.unequal") in drawn("transfer-share-ranking", year="2025", since="2024").note
    assert EN("finance.note.unequal") not in drawn("transfer-share-ranking", since="2019").note


def test_regions_that_the_source_lacks_are_named() -> None:
    assert missing_regions(rows_of(FINANCE, "2022"), "2022") == ["KZ-10", "KZ-33", "KZ-62"]
    assert missing_regions(rows_of(FINANCE, "2024"), "2024") == []
    assert (
        "no rows for 2022 of: Abai Region, Ulytau Region, Zhetisu Region"
        in drawn("transfer-share-ranking", year="2022").note
    )
    assert "no line of all local budgets" in drawn("transfer-share-ranking", year="2013").note
    boxes = [
        trace for trace in drawn("transfer-share-map", year="2022").figure["data"] if trace["type"] == "bar"
    ]
    hollow = [color for trace in boxes for color in trace["marker"]["color"] if color == "paper"]
    assert len(hollow) == 4  # three regions, and what explains them


def test_a_year_of_mixed_territory_bears_a_mark() -> None:
    drawing = drawn("transfer-share-ranking", year="2022")
    texts = drawing.figure["data"][0]["text"]
    assert sum(text.endswith("*") for text in texts) == 3
    assert "Almaty Region, East Kazakhstan Region, Karaganda Region" in drawing.note


# --- change between two years


def test_changes_cross_no_border() -> None:
    change = finance_change.changes(FINANCE, "2017", "2019").set_index("region_code")
    assert set(change.index[change["comparability"] == "borders"]) == {"KZ-YUZ", "KZ-61", "KZ-79"}
    assert change["change_pp"].notna().sum() == 15
    # 2022 itself is of mixed territory, and 2023 lacks three regions
    change = finance_change.changes(FINANCE, "2022", "2023").set_index("region_code")["comparability"]
    assert set(change.index[change == "borders"]) == {"KZ-19", "KZ-35", "KZ-63"}
    change = finance_change.changes(FINANCE, "2023", "2024").set_index("region_code")["comparability"]
    assert set(change.index[change == "missing"]) == {"KZ-10", "KZ-33", "KZ-62"}
    assert change["KZ-19"] == "comparable"
    change = finance_change.changes(FINANCE, "2018", "2019").set_index("region_code")["comparability"]
    assert (change["KZ-61"], change["KZ-79"], change["KZ-75"]) == ("borders", "borders", "comparable")


def test_change_by_hand() -> None:
    data = drawn("transfer-share-ranking", year="2024", since="2021").data
    almaty = row_of(data, "KZ-75")
    assert almaty["change_pp"] == pytest.approx(4.7925 - 17.4212, abs=1e-3)
    assert data["comparability"].iloc[-1] != "comparable"


def test_the_map_draws_one_region_a_place() -> None:
    drawing = drawn("transfer-share-map", year="2024", since="2014")
    assert "KZ-YUZ" in set(drawing.data["region_code"])
    assert "≠" in str(drawing.figure["data"][-1]["text"])
    texts = drawn("transfer-share-map").figure["data"][-1]["text"]
    assert "<b>83</b>" in texts
    # classes are the same in every year
    assert {"0–20", "80–100"} <= set(texts)


# --- over the years


def line_of(figure: Any, name: str) -> dict[int, float | None]:
    trace = next(trace for trace in figure["data"] if trace.get("name") == name)
    return dict(zip(trace["x"], trace["y"], strict=True))


@pytest.mark.parametrize("view", ["lines", "panels"])
def test_lines_stop_at_borders_and_at_a_part_of_a_year(view: str) -> None:
    figure = drawn("transfer-share-over-time", view=view).figure
    almaty_region = line_of(figure, "Almaty Region")
    assert almaty_region[2022] is None and almaty_region[2025] is None
    assert almaty_region[2021] == pytest.approx(53.362, abs=1e-3) and almaty_region[2023] is not None
    hollow = [
        trace for trace in figure["data"] if str(trace.get("marker", {}).get("symbol", "")).endswith("-open")
    ]
    points = {(x, round(y, 1)) for trace in hollow for x, y in zip(trace["x"], trace["y"], strict=True)}
    assert {(2022, 40.3), (2025, 34.2), (2018, 81.8)} <= points
    for trace in figure["data"]:
        assert (
            trace["mode"] != "lines"
            or not set(trace["x"]) & {2025}
            or trace.get("name")
            or len(trace["x"]) == 2
        )


def test_the_country_s_whole_2025_stands_on_its_line() -> None:
    country = line_of(drawn("transfer-share-over-time").figure, "All local budgets")
    assert country[2025] == pytest.approx(7_716_268 / 17_039_799 * 100, abs=1e-3)
    assert country[2013] is None


def test_a_region_s_title_does_not_cross_a_border() -> None:
    title = drawn("transfer-share-over-time", region=("KZ-19",)).title
    assert title == (
        "Almaty Region: transfers were 47.0% of revenue in 2023 and 37.5% in 2024, "
        "the only years here that can be compared"
    )
    assert (
        drawn("transfer-share-over-time", region=("KZ-10",)).title
        == "Abai Region: the source has too few comparable years"
    )


def test_a_summary_sets_the_same_years_side_by_side() -> None:
    # Almaty is known from 2013, all local budgets from 2014 and to 2025
    summary = drawn("transfer-share-over-time", region=("KZ-75",)).summary
    assert "Almaty: 29.1% (2014), 4.8% (2024)" in summary
    assert "All local budgets: 58.4% (2014), 47.8% (2024)" in summary
    assert "(2025)" in drawn("transfer-share-over-time").summary


# --- both ways


def test_net_of_atyrau_by_hand() -> None:
    data = drawn("transfer-flows", year="2021").data
    assert row_of(data, "KZ-23")["net_transfers_kzt_million"] == pytest.approx(77_055.701 - 213_751.848)
    assert set(data["region_code"]) == {"KZ-23", "KZ-75"}
    per_head = drawn("transfer-flows", year="2021", amount="head")
    assert row_of(per_head.data, "KZ-23")["net_per_resident_kzt"] == pytest.approx(-136_696.147e6 / 662_623)


def test_withdrawals_that_are_not_shown_are_not_zero() -> None:
    note = drawn("transfer-flows", year="2021").note
    # 451,425.304 of the country, of which Almaty and Atyrau 403,860.349
    assert "no withdrawals of 15 regions for 2021" in note and "Kostanay Region" in note
    assert f"whose the other 47.6{NBSP}bn{NBSP}₸ are".replace(NBSP, " ") in note.replace(NBSP, " ")
    # in 2024 the three that are shown add up to the country
    assert "the others paid no withdrawals" in drawn("transfer-flows").note
    assert (
        "no withdrawals of all local budgets together for 2013" in drawn("transfer-flows", year="2013").note
    )


def test_one_region_over_the_years() -> None:
    drawing = drawn("transfer-flows", region=("KZ-75",))
    assert drawing.title == (
        "Almaty: withdrawals were larger than transfers received in 4 of the 12 years for which they are known"
    )
    assert list(drawing.figure["data"][0]["y"])[-1] == "2025 (11 months)"
    assert (
        drawn("transfer-flows", region=("KZ-71",)).title
        == "Astana: in no year for which withdrawals are known were they larger than transfers received"
    )
    assert (
        drawn("transfer-flows", region=("KZ-39",)).title == "Kostanay Region: the source shows no withdrawals"
    )


def test_titles_speak_of_those_whose_withdrawals_are_known() -> None:
    assert drawn("transfer-flows").title == (
        "Withdrawals are larger than transfers received: Almaty, Atyrau Region"
    )
    for year, n in (("2013", 3), ("2017", 2), ("2018", 2), ("2021", 2), ("2022", 2)):
        assert drawn("transfer-flows", year=year).title.startswith(
            f"Of the {n} regions whose withdrawals are known, they are larger than transfers received in: "
        )


def test_withdrawals_are_not_the_whole_group_of_transfers() -> None:
    note = drawn("transfer-flows", year="2022").note.replace(NBSP, " ")
    # 239,652.893616 of group 15 against withdrawals of 211,516.094 million tenge
    assert "Almaty: 239.7 bn ₸ (withdrawals 211.5 bn ₸)" in note
    assert "Astana: 65.8 bn ₸ (withdrawals not shown)" in note
    assert "functional group 15" not in drawn("transfer-flows", year="2017").note


def test_differences_add_up_as_they_are_shown() -> None:
    for year in YEARS:
        for amount in ("total", "head"):
            drawing = drawn("transfer-flows", year=year, amount=amount)
            texts = [
                text
                for trace in drawing.figure["data"]
                if trace.get("mode") == "text"
                for text in trace["text"]
            ]
            for text in texts:
                numbers = [
                    float(found.replace("−", "-").replace(",", ""))
                    for found in re.findall(r"−?[\d,]+\.\d", text.replace("− ", ""))
                ]
                received, withdrawn, net = numbers
                assert ("=" in text) == (round(received - withdrawn - net, 1) == 0), text


def test_a_summary_has_the_unit_and_the_order_of_its_chart() -> None:
    drawing = drawn("transfer-flows", year="2021", amount="head")
    assert "Atyrau Region, January–December 2021: received 116.3, withdrawn 322.6" in drawing.summary
    assert drawing.summary.count("thousand ₸ per resident") == 3 and "billion" not in drawing.summary
    for year in YEARS:
        amounts = drawn("transfer-flows", year=year, amount="head").data["net_per_resident_kzt"]
        assert amounts.is_monotonic_increasing


# --- plan and execution


def test_plan_and_execution_are_two_panels() -> None:
    drawing = drawn("plan-vs-execution-2021")
    bars = [trace for trace in drawing.figure["data"] if trace["type"] == "bar"]
    assert [trace["xaxis"] for trace in bars] == ["x", "x", "x2"]
    kostanay = row_of(drawing.data, "KZ-39")
    assert kostanay["total_pct"] == pytest.approx(97.1)
    assert round(kostanay["transfer_share_pct"], 1) == 66.9
    assert "97.1%" in drawing.title and "66.9%" in drawing.title
    assert "cancels out" in drawing.note and len(drawing.data) == 17
    assert "Abai Region" in drawn("plan-vs-execution-2021", region=("KZ-10",)).note


def test_the_project_s_chart_ignores_regions_of_another_time() -> None:
    drawing = draw("transfer-dependence", {"measure": "total", "region": ("KZ-10",)}, "en")
    assert drawing.title == draw("transfer-dependence", {"measure": "total", "region": ()}, "en").title
    assert "Abai Region" in drawing.note


# --- per resident


def test_own_revenue_per_resident_by_hand() -> None:
    data = drawn("revenue-per-head").data
    almaty = row_of(data, "KZ-75")["per_resident_kzt"]
    assert almaty == pytest.approx((1_968_721.04415943 - 94_351.1017) * 1e6 / 2_260_365)
    assert round(almaty) == 829_233


def test_prices_of_another_year_by_hand() -> None:
    nominal = row_of(drawn("revenue-per-head", year="2023", finance="tax").data, "KZ-39")["per_resident_kzt"]
    real = drawn("revenue-per-head", year="2023", finance="tax", prices="2024")
    # the mean of the twelve indices of 2024 to the same month of 2023
    assert row_of(real.data, "KZ-39")["per_resident_kzt"] == pytest.approx(nominal * 1.08691666667)
    assert "in prices of 2024" in real.subtitle
    assert EN("finance.prices.note") in real.note
    same = drawn("revenue-per-head", year="2024", prices="2024").data["per_resident_kzt"]
    assert same.tolist() == pytest.approx(
        drawn("revenue-per-head", year="2024").data["per_resident_kzt"].tolist()
    )
    assert "same months of 2021" in drawn("revenue-per-head", year="2025", prices="2021").subtitle


def test_people_of_old_borders_are_said() -> None:
    note = drawn("revenue-per-head", year="2018").note
    assert "Not shown" in note and "Shymkent, Turkestan Region" in note
    assert "added up from today's regions: Almaty Region, East Kazakhstan Region, Karaganda Region" in note
    assert set(drawn("revenue-per-head", year="2018").data["region_code"]).isdisjoint({"KZ-61", "KZ-79"})


def test_expenditure_says_what_is_withdrawn_from_it() -> None:
    note = drawn("revenue-per-head", finance="expenditure").note.replace(NBSP, " ")
    # Atyrau 2024: 168,718.843 of 939,255.8 million tenge
    assert "Atyrau Region: 238k ₸ of 1,328k ₸" in note
    assert "withdrawals" not in drawn("revenue-per-head", finance="tax").note


def test_the_most_and_the_least_are_of_the_regions_shown() -> None:
    for year, n in (("2018", 15), ("2022", 14), ("2023", 17)):
        drawing = drawn("revenue-per-head", year=year)
        assert drawing.title.endswith(f"(of the {n} regions shown)")
        assert drawing.summary.startswith(f"Of the regions shown ({n}) most: ")
    assert "shown" not in drawn("revenue-per-head").title


def test_what_the_line_of_all_budgets_lacks() -> None:
    for slug in ("transfer-share-ranking", "revenue-per-head"):
        note = drawn(slug, year="2025").note
        assert "but not its revenue" in note and "has no line of all" not in note
    assert "not its revenue" not in drawn("revenue-per-head", year="2025", finance="tax").note


def test_the_jump_of_the_population_is_said() -> None:
    for drawing in (
        drawn("revenue-per-head"),
        drawn("regional-inequality"),
        drawn("transfer-flows", region=("KZ-75",), amount="head"),
    ):
        assert "3.3% more people than in 2021, in other years 1.2–1.5% more" in drawing.note
        assert "from Kostanay Region (−3.1%) to Astana (+8.8%)" in drawing.note


@pytest.mark.parametrize(
    ("slug", "state"),
    [
        ("state-budget", {"budget": "local"}),
        ("revenue-per-head", {"year": "2015", "finance": "expenditure"}),
        ("regional-inequality", {"finance": "expenditure"}),
    ],
)
def test_a_known_difference_stands_where_its_figures_do(slug: str, state: dict[str, Any]) -> None:
    assert "exactly ₸19,000.0 million less" in drawn(slug, **state).note
    assert "19,000" not in drawn(slug).note


# --- inequality, the state, the GDP


def test_years_that_lack_regions_are_off_the_line() -> None:
    drawing = drawn("regional-inequality", division="then")
    line, hollow = drawing.figure["data"][0], drawing.figure["data"][-1]
    values = dict(zip(line["x"], line["y"], strict=True))
    assert [year for year, value in values.items() if value is None] == [2018, 2022, 2023] == hollow["x"]
    assert "2018 (15 regions), 2022 (14 regions), 2023 (17 regions)" in drawing.note
    # of other regions each time: no trend
    assert drawing.title == "Own revenue per resident: the Gini coefficient is 0.319 in 2024, over 20 regions"


def test_a_trend_is_of_the_same_territories() -> None:
    drawing = drawn("regional-inequality")
    line = drawing.figure["data"][0]
    values = dict(zip(line["x"], line["y"], strict=True))
    assert [year for year, value in values.items() if value is None] == [2022, 2023]
    assert set(drawing.data["regions"]) == {16} and len(drawing.legend) == 1
    assert drawing.title == (
        "Own revenue per resident: the Gini coefficient fell from 0.341 in 2013 to 0.320 in 2024"
    )
    assert "Turkestan Region + Shymkent" in drawing.note and "2022, 2023" in drawing.note
    # the coefficient of variation goes the other way
    assert "coefficient of variation 0.649 → 0.662" in drawing.summary
    assert "depends on the index" not in drawn("regional-inequality", finance="expenditure").summary


def test_a_direction_needs_a_difference_that_is_shown() -> None:
    assert drawn("regional-inequality", finance="tax").title == (
        "Taxes per resident: the Gini coefficient is about the same in 2013 (0.345) and 2024 (0.343)"
    )


def test_state_budget() -> None:
    drawing = drawn("state-budget")
    assert drawing.title == "State budget: spending exceeded revenue in each of 16 years"
    assert drawing.data["is_derived"].all() and EN("finance.state.derived") in drawing.note
    assert "2010–2025" in drawing.subtitle
    real = drawn("state-budget", prices="2024")
    known = real.data.dropna(subset="price_ratio")
    assert known["value_kzt_million_real"].tolist() == pytest.approx(
        (known["value_kzt_million"] * known["price_ratio"]).tolist()
    )
    unknown = sorted(set(real.data["year"]) - set(known["year"]))
    assert all(str(year) in real.note for year in unknown)


def test_balance_beside_the_gdp() -> None:
    drawing = drawn("local-budget-balance-gdp")
    assert drawing.data["year"].tolist() == list(range(2015, 2025))
    by_year = drawing.data.set_index("year")["share_of_gdp_pct"]
    assert by_year[2020] == pytest.approx(-672_933.79 / 70_649_033.2 * 100, abs=1e-4)
    assert (
        drawing.title
        == "Local budgets ended 8 of 10 years with a deficit; the largest was 0.95% of GDP in 2020"
    )
    assert "2010–2014 and 2025" in drawing.note
    # a surplus of one chart may be a deficit of the other: each says so
    assert EN("chart.state-budget.name") in drawing.note
    assert EN("chart.local-budget-balance-gdp.name") in drawn("state-budget", budget="local").note
    assert EN("chart.local-budget-balance-gdp.name") not in drawn("state-budget").note


# --- every state


def states(slug: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        param.name: st.sets(st.sampled_from(param.allowed), max_size=5).map(tuple)
        if isinstance(param, Choices)
        else st.sampled_from(param.allowed)
        for param in CHARTS[slug].params
    }
    return st.fixed_dictionaries(fields)


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), lang=st.sampled_from(LANGS), width=st.sampled_from([342, 720, 800]))
def test_every_state_is_drawn_and_says_something(slug: str, data: Any, lang: str, width: int) -> None:
    drawing = draw(slug, data.draw(states(slug)), lang)
    to_svg(drawing.figure, width=width)
    said = " ".join([drawing.title, drawing.subtitle, drawing.summary, drawing.note, drawing.number])
    assert not re.search(r"\bnan\b|[{}]|\bNone\b|  ", said)
    assert drawing.title[0] == drawing.title[0].upper()


def test_signs_and_alphabets() -> None:
    assert [signed(value, RU) for value in (4.94, -0.26, 0.04, -0.04)] == ["+4,9", "−0,3", "0,0", "0,0"]
    assert sorted(["Шымкент", "Қостанай", "Абай", "Қарағанды", "Ақмола", "Алматы"], key=by_alphabet) == [
        "Абай", "Ақмола", "Алматы", "Қарағанды", "Қостанай", "Шымкент",
    ]  # fmt: skip
    assert listed(["KZ-79", "KZ-35", "KZ-10"], KK) == "Абай облысы, Қарағанды облысы, Шымкент"
