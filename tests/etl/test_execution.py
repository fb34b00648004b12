"""Official execution: values against the source files, read here in another way, and what the builds must refuse."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from etl.build import build
from etl.errors import DataError
from etl.inputs import Inputs

REGIONAL = "sources/minfin-bulletin/regional_execution.csv"


def cells(inputs: Inputs, file: str) -> list[dict[str, str]]:
    with (inputs.data / "sources" / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_printed_amount_is_in_the_table(inputs: Inputs) -> None:
    frame = inputs.table("budget_execution").set_index(["region_code", "cumulative_to", "measure"])
    rows = cells(inputs, "minfin-bulletin/regional_execution.csv")
    assert len(rows) == len(frame)
    for row in rows:
        region = (
            "KZ-61"
            if row["region_code"] == "KZ-YUZ" and row["cumulative_to"] == "2018-12"
            else row["region_code"]
        )
        key = (region, row["cumulative_to"], row["measure"])
        assert frame.loc[key, "value_kzt_million"] == float(row["value_kzt_million"]), key


def test_kostanay_2021(inputs: Inputs) -> None:
    frame = inputs.table("regional_finance").set_index(["region_code", "cumulative_to"])
    row = frame.loc[("KZ-39", "2021-12")]
    assert round(row["transfer_share_pct"], 2) == 66.92
    assert row["own_revenue_kzt_million"] == pytest.approx(
        row["revenue_kzt_million"] - row["transfers_kzt_million"]
    )
    assert row["population_persons"] == 860580 and not row["population_is_sum"]


def test_old_borders_have_the_people_of_their_parts(inputs: Inputs) -> None:
    frame = inputs.table("regional_finance").set_index(["region_code", "cumulative_to"])
    people = inputs.table("population")
    people = people[people["indicator"] == "population_avg"].set_index(["region_code", "year"])[
        "value_persons"
    ]
    assert (
        frame.loc[("KZ-19", "2021-12"), "population_persons"] == people["KZ-19", 2021] + people["KZ-33", 2021]
    )
    assert (
        frame.loc[("KZ-YUZ", "2015-12"), "population_persons"]
        == people["KZ-61", 2015] + people["KZ-79", 2015]
    )
    assert frame.loc[("KZ-61", "2019-12"), "population_persons"] == people["KZ-61", 2019]
    for region, period in (("KZ-19", "2022-12"), ("KZ-63", "2022-12"), ("KZ-61", "2018-12")):
        assert frame.loc[(region, period), "is_break"]


def test_a_part_of_a_year_is_marked(inputs: Inputs) -> None:
    frame = inputs.table("regional_finance")
    assert set(frame.loc[~frame["is_full_year"], "cumulative_to"]) == {"2018-12", "2025-11"}
    assert frame.loc[
        (frame["cumulative_to"] == "2018-12") & ~frame["is_full_year"], "region_code"
    ].tolist() == ["KZ-79"]


def test_quarters_are_differences(inputs: Inputs) -> None:
    frame = inputs.table("functional_execution").set_index(["region_code", "cumulative_to", "function_code"])
    printed = {
        (row["region_code"], row["cumulative_to"], row["function_code"]): Decimal(row["value_kzt_million"])
        for row in cells(inputs, "minfin-bulletin/functional_execution.csv")
    }
    assert len(frame) == len(printed) == 2070
    for place, to, before, months in (
        ("KZ-75", "2021-06", "2021-03", 3),
        ("KZ-71", "2025-11", "2025-09", 2),
        ("KZ-39", "2026-08", "2026-06", 2),
    ):
        row = frame.loc[(place, to, "04")]
        assert Decimal(str(row["in_period_kzt_million"])) == round(
            printed[place, to, "04"] - printed[place, before, "04"], 8
        )
        assert row["months"] == months
    first = frame.loc[("KZ-75", "2021-03", "04")]
    assert first["in_period_kzt_million"] == first["cumulative_kzt_million"] and first["since"] == "2021-01"


def test_a_negative_quarter_is_kept_and_marked(inputs: Inputs) -> None:
    frame = inputs.table("functional_execution")
    fell = frame[frame["is_fall"]]
    assert fell[["region_code", "cumulative_to", "function_code"]].to_numpy().tolist() == [
        ["KZ-79", "2024-06", "14"]
    ]
    assert fell["in_period_kzt_million"].iloc[0] == -74.43747788


def test_shymkent_has_no_third_quarter_of_2018(inputs: Inputs) -> None:
    frame = inputs.table("functional_execution").query("region_code == 'KZ-79' and year == 2018")
    first = frame[frame["cumulative_to"] == "2018-09"]
    assert first["in_period_kzt_million"].isna().all() and first["months"].isna().all()
    assert not frame["is_full_year"].any()


def test_state_budget_is_the_sum_of_its_quarters(inputs: Inputs) -> None:
    frame = inputs.table("national_budget").set_index(["budget_level", "cumulative_to", "measure"])
    quarters = ["980234.9872518998", "1054478.9625433004", "958146.1934716001", "1306272.0719561"]
    row = frame.loc[("state", "2010-12", "revenue_total")]
    assert row["value_kzt_million"] == pytest.approx(float(sum(map(Decimal, quarters))))
    assert row["is_derived"] and row["share_of_gdp_pct"] == pytest.approx(4299132.2152229 / 21815517 * 100)
    local = frame.loc[("local", "2021-12", "balance")]
    assert local["share_of_gdp_pct"] == pytest.approx(-54818.57077976 / 83951587.9 * 100)


def test_price_ratios_by_hand(inputs: Inputs) -> None:
    index = {
        row["month"]: Decimal(row["index_same_month_previous_year"])
        for row in cells(inputs, "bns-prices/consumer_prices.csv")
    }
    ratios = inputs.table("price_ratios").set_index(["cumulative_to", "base_year"])["price_ratio"]
    months = [index[f"2022-{month:02d}"] * index[f"2023-{month:02d}"] / 10000 for month in range(1, 13)]
    assert ratios["2021-12", 2023] == pytest.approx(float(sum(months) / 12))
    assert ratios["2021-12", 2021] == 1
    # A part of a year is put into prices of the same months.
    part = [index[f"2025-{month:02d}"] / 100 for month in range(1, 12)]
    assert ratios["2024-11", 2025] == pytest.approx(float(sum(part) / 11))


def test_price_ratios_back_and_forth(inputs: Inputs) -> None:
    """There and back gives about the same: not exactly, since both are means over months."""
    ratios = inputs.table("price_ratios").set_index(["cumulative_to", "base_year"])["price_ratio"]
    for year in range(2013, 2025):
        assert ratios[f"{year}-12", 2025] * ratios["2025-12", year] == pytest.approx(1, rel=0.01)


def test_inequality_is_of_the_regions_there_are(inputs: Inputs) -> None:
    frame = inputs.table("regional_inequality").query(
        "measure == 'own_revenue' and weighting == 'regions' and division == 'then'"
    )
    complete = frame.set_index("year")["is_complete"]
    assert {year for year in complete.index if not complete[year]} == {2018, 2022, 2023}
    assert frame.set_index("year")["regions"][[2013, 2021, 2024]].tolist() == [16, 17, 20]


def test_inequality_of_the_same_territories(inputs: Inputs) -> None:
    frame = inputs.table("regional_inequality").query("division == 'since_2013' and weighting == 'residents'")
    # 2022 and 2023 lack the rows of new regions
    assert set(frame["year"]) == {*range(2013, 2022), 2024}
    assert set(frame["regions"]) == {16} and frame["is_complete"].all()
    # Nothing is lost or counted twice: the weighted mean is that of the country, which has 2018 whole too.
    finance = inputs.table("regional_finance").query("region_code == 'KZ'").set_index("cumulative_to")
    means = frame.set_index(["measure", "year"])["mean_kzt"]
    for year in (2014, 2018, 2021, 2024):
        row = finance.loc[f"{year}-12"]
        for measure in ("revenue", "tax", "transfers", "expenditure"):
            country = row[f"{measure}_kzt_million"] * 1e6 / row["population_persons"]
            assert means[measure, year] == pytest.approx(country, rel=1e-6), (measure, year)


def test_known_differences_are_the_only_ones(inputs: Inputs) -> None:
    frame = inputs.table("reconciliation")
    known = frame[frame["reconciliation_status"] == "known"].set_index("reconciliation")
    assert len(known) == len(inputs.catalogue.known_differences) == 3
    assert known.loc["regions_to_country", ["scope", "difference"]].tolist() == [
        "KZ 2015-12 expenditure_total",
        -19000.0,
    ]
    assert (known[["reason_ru", "reason_kk", "reason_en"]] != "").all(axis=None)
    assert (frame["reconciliation"] == "groups_to_total").sum() == 138


def test_a_region_that_does_not_add_up_stops_the_build(data: Path, replace: Callable[..., None]) -> None:
    row = next(
        line
        for line in (data / REGIONAL).read_text().splitlines()
        if line.startswith("KZ-39,2021-12,revenue_tax")
    )
    value = row.split(",")[3]
    replace(REGIONAL, row, row.replace(value, str(Decimal(value) + 1)))
    with pytest.raises(DataError, match=r"regions_to_country: KZ 2021-12 revenue_tax") as error:
        build(data)
    assert "known_differences.yml" in str(error.value)


def test_a_mended_source_ends_its_known_difference(data: Path, replace: Callable[..., None]) -> None:
    row = next(
        line
        for line in (data / REGIONAL).read_text().splitlines()
        if line.startswith("KZ-39,2015-12,expenditure_total")
    )
    value = row.split(",")[3]
    replace(REGIONAL, row, row.replace(value, str(Decimal(value) + 19000)))
    with pytest.raises(DataError, match="remove the entry"):
        build(data)


def test_thousands_for_millions_stop_the_build(data: Path, replace: Callable[..., None]) -> None:
    row = next(
        line
        for line in (data / REGIONAL).read_text().splitlines()
        if line.startswith("KZ-75,2021-12,expenditure_total")
    )
    value = row.split(",")[3]
    replace(REGIONAL, row, row.replace(value, str(Decimal(value) * 1000)))
    with pytest.raises(DataError, match=r"KZ-75 2021-12|KZ 2021-12"):
        build(data)
