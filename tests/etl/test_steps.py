"""The tables' values against the source, read here in other ways than the steps read it."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from etl.inputs import Inputs

PROVENANCE = ["source_id", "source_ref"]


def printed_rows(inputs: Inputs, file: str) -> list[dict[str, str]]:
    with (inputs.data / "sources/thesis-2022" / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def number(text: str) -> float:
    return float(text.replace(" ", "").replace(",", ".").rstrip("%"))


def test_every_row_says_where_it_comes_from(inputs: Inputs) -> None:
    for name in inputs.catalogue.tables:
        frame = inputs.table(name)
        assert list(frame.columns[-2:]) == PROVENANCE
        assert (frame[PROVENANCE] != "").all(axis=None), name


def test_transfer_dependence(inputs: Inputs) -> None:
    frame = inputs.table("transfer_dependence")
    assert frame["region_code"].is_unique and len(frame) == 17
    source = printed_rows(inputs, "table_8.csv")
    assert frame["from_lower_pct"].tolist() == [number(row["from_lower_printed"]) for row in source]
    assert frame["from_republic_pct"].tolist() == [number(row["from_republic_printed"]) for row in source]
    by_region = frame.set_index("region_code")
    assert by_region.loc["KZ-39", ["total_pct", "own_pct"]].tolist() == [97.1, 2.9]
    assert by_region.loc["KZ-75", ["total_pct", "own_pct"]].tolist() == [18.0, 82.0]
    assert set(frame["year"]) == {2021} and set(frame["basis"]) == {"plan_oblast_level"}


def test_kostanay_budget(inputs: Inputs) -> None:
    shares = inputs.table("kostanay_budget").set_index("component")["share_pct"].to_dict()
    assert shares == {"republic_transfers": 71, "lower_transfers": 26, "own_revenue": 2, "fourth_level": 1}


def test_kostanay_indicators(inputs: Inputs) -> None:
    frame = inputs.table("kostanay_indicators").set_index("indicator")
    assert frame["value"].to_dict() == {
        "population": 868549,
        "economically_active": 490500,
        "sole_traders": 35264,
        "enterprises": 13801,
        "labour_share_pct": 56.47,
        "sole_traders_rate": 40.6,
        "enterprises_rate": 15.9,
        "business_support_pct": 5,
    }
    assert frame.loc["sole_traders_rate", "printed_value"] == "3,00%"
    assert frame.loc["population", "unit"] == "persons"
    corrected = frame.index[frame["is_corrected"]]
    assert set(frame.index) - set(corrected) == {"sole_traders", "enterprises", "business_support_pct"}
    assert (frame.loc[corrected, "finding_id"] != "").all()


def test_fourth_level(inputs: Inputs) -> None:
    budgets = inputs.table("fourth_level_budgets").set_index("year")["total_kzt_thousand"].to_dict()
    assert budgets == {2019: 6167104.8, 2020: 4135087.7, 2021: 3718262.0}
    coverage = inputs.table("fourth_level_coverage").set_index("measure")
    counts = {"rural_districts": 222, "with_own_budget": 42, "without_own_budget": 180}
    assert coverage["count"].to_dict() == counts
    assert coverage.index[coverage["is_derived"]].tolist() == ["without_own_budget"]


def test_survey_holds_every_printed_cell_of_respondents(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    for table in range(1, 8):
        source = [
            row
            for row in printed_rows(inputs, f"table_{table}.csv")
            if row.get("answer") != "total_printed" and row.get("city") != "overall"
        ]
        rows = survey[(survey["thesis_table"] == table) & (survey["city"] != "overall")]
        assert rows["pct_printed"].tolist() == [row["printed"] for row in source]
        assert rows["pct"].tolist() == [number(row["printed"]) for row in source]
    printed = survey[survey["city"] != "overall"]
    assert len(printed) == 20 + 12 + 12 + 8 + 16 + 48 + 60


def test_survey_counts_give_the_printed_share(inputs: Inputs) -> None:
    survey = inputs.table("survey").dropna(subset=["count"])
    survey = survey[survey["city"] != "overall"]
    assert len(survey) > 100
    for row in survey.itertuples():
        shown = 1 if row.decimals else 0
        exact = Decimal(int(row.count)) * 100 / int(row.base_n)
        assert abs(exact - Decimal(str(row.pct))) <= Decimal(5) / 10 ** (shown + 1), row


def test_survey_says_what_is_inferred(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    survey = survey[survey["city"] != "overall"]
    without_city = survey["thesis_table"] == 3
    assert survey.loc[without_city, ["base_n", "count", "fits_base"]].isna().all(axis=None)
    assert set(survey.loc[without_city, "city"]) == {"all_cities_mean"}
    assert not survey.loc[without_city, "base_is_inferred"].any()
    assert survey.loc[~without_city, "base_is_inferred"].all()
    assert (survey["count_is_inferred"] == survey["count"].notna()).all()
    misfits = survey[survey["fits_base"].eq(False).fillna(False)]
    assert misfits["count"].isna().all()


def test_survey_bases_agree_with_the_survey(inputs: Inputs) -> None:
    bases = inputs.table("survey_bases").set_index("city")
    survey = inputs.table("survey").dropna(subset=["base_n"])
    survey = survey[survey["city"] != "overall"]
    for city, cells in survey.groupby("city"):
        assert set(cells["base_n"]) == {bases.at[city, "base_n"]}
        assert len(cells) == bases.at[city, "cells_total"]
        assert int(cells["fits_base"].sum()) == bases.at[city, "cells_fit"]
    assert bases["base_n"].sum() == bases["inferred_total"].iloc[0] == 378
    assert set(bases["stated_total"]) == {400}


def test_maslikhat(inputs: Inputs) -> None:
    frame = inputs.table("maslikhat")
    frame = frame[frame["convocation"].eq("VII") & frame["council"].isin(["KZ-75", "KZ-71"])]
    frame = frame.set_index(["council", "attribute", "category"])
    assert frame["seats"].to_dict() == {
        ("KZ-75", "party", "amanat"): 29,
        ("KZ-75", "party", "ak_zhol"): 4,
        ("KZ-75", "party", "peoples_party"): 3,
        ("KZ-75", "party", "auyl"): 3,
        ("KZ-75", "occupation", "entrepreneurs"): 26,
        ("KZ-75", "occupation", "not_in_source"): 13,
        ("KZ-71", "party", "amanat"): 26,
        ("KZ-71", "party", "ak_zhol"): 3,
        ("KZ-71", "party", "peoples_party"): 2,
        ("KZ-71", "occupation", "entrepreneurs"): 15,
        ("KZ-71", "occupation", "not_in_source"): 16,
    }
    assert frame.index[frame["seats_is_inferred"]].tolist() == [
        ("KZ-75", "occupation", "entrepreneurs"),
        ("KZ-75", "occupation", "not_in_source"),
    ]
    amanat = frame.loc[("KZ-71", "party", "amanat")]
    assert (amanat["share_pct"], amanat["share_printed"], amanat["is_corrected"]) == (83.87, "83,8%", True)
    assert (frame["is_residual"] == (frame.index.get_level_values("category") == "not_in_source")).all()


def test_a_party_that_the_thesis_leaves_out_is_added_and_marked(inputs: Inputs) -> None:
    frame = inputs.table("maslikhat")
    added = frame[frame["finding_id"] == "council-missing-party"]
    assert added[["council", "convocation", "category", "seats"]].to_numpy().tolist() == [
        ["KZ-75", "VII", "auyl", 3]
    ]
    (row,) = added.to_dict("records")
    assert row["is_corrected"] and row["seats_printed"] == "" and row["source_kind"] == "news_commission"
    beside = frame[
        (frame["council"] == "KZ-75") & (frame["convocation"] == "VII") & (frame["attribute"] == "party")
    ]
    assert beside["seats_printed"].tolist() == ["29", "4", "3", ""]


def test_councils_of_publications(inputs: Inputs) -> None:
    frame = inputs.table("maslikhat")
    with (inputs.data / "sources/maslikhat-composition/seats.csv").open(
        encoding="utf-8", newline=""
    ) as source:
        rows = list(csv.DictReader(source))
    seats = frame.set_index(["council", "convocation", "attribute", "category"])
    for row in rows:
        group = (row["council"], row["convocation"])
        if row["attribute"] == "total":
            whole = frame[(frame["council"] == group[0]) & (frame["convocation"] == group[1])]
            assert set(whole["seats_total"]) == {int(row["seats"])}
        else:
            assert seats.loc[(*group, row["attribute"], row["category"]), "seats"] == int(row["seats"])
    districts = frame[frame["council_part"] == "districts"].set_index("council")
    assert districts["seats"].to_dict() == {"KZ-71": 17, "KZ-11": 16, "KZ-39": 16}
    assert set(districts["category"]) == {"not_in_source"} and set(districts["convocation"]) == {"VIII"}
    assert districts["source_kind"].to_dict() == {
        "KZ-71": "state_agency", "KZ-11": "wikipedia", "KZ-39": "state_agency",
    }  # fmt: skip


def test_where_a_council_is_known_whole_its_list_seats_are_a_part_of_it(inputs: Inputs) -> None:
    seats = (
        inputs.table("maslikhat")
        .query("council == 'KZ-75' and convocation == 'VIII'")
        .set_index("category")["seats"]
    )
    figures = inputs.table("maslikhat_indicators").query("council == 'KZ-75' and indicator == 'list_seats'")
    assert figures["value"].sum() == 21 == seats.sum() / 2
    for party, count in zip(figures["category"], figures["value"], strict=True):
        assert count <= seats.get(party, 0), party


def test_votes_are_those_who_voted_at_most(inputs: Inputs) -> None:
    figures = inputs.table("maslikhat_indicators")
    votes = figures[figures["indicator"] == "list_votes"].groupby(["council", "convocation"])["value"].sum()
    voted = figures[figures["indicator"] == "voted"].set_index(["council", "convocation"])["value"]
    on_lists = figures[figures["indicator"] == "on_lists"].set_index(["council", "convocation"])["value"]
    assert (votes <= voted.reindex(votes.index).fillna(on_lists)).all()
    assert (voted <= on_lists.reindex(voted.index).fillna(float("inf"))).all()
    shares = figures[(figures["indicator"] == "list_votes") & (figures["council"] == "KZ-75")].set_index(
        "category"
    )["value"]
    # As the publication prints them.
    printed = {
        "amanat": 51.94,
        "respublica": 13.15,
        "peoples_party": 13.22,
        "baytaq": 7.97,
        "ak_zhol": 5.23,
        "auyl": 2.83,
    }
    assert {party: round(shares[party] / shares.sum() * 100, 2) for party in printed} == printed


def test_quotas(inputs: Inputs) -> None:
    frame = inputs.table("maslikhat_quotas")
    assert frame.groupby("council_level")["min_seats"].sum().to_dict() == {
        "city": 13,
        "district": 10,
        "oblast_or_republican_city": 19,
    }


def test_amendments(inputs: Inputs) -> None:
    frame = inputs.table("maslikhat_amendments")
    assert list(zip(frame["law"], frame["article"], frame["paragraph"], strict=True)) == [
        ("local_government_2001", "9", ""),
        ("local_government_2001", "10", "4"),
        ("local_government_2001", "11", "6"),
        ("local_government_2001", "5", "3"),
        ("elections_1995", "103", "9"),
    ]
    assert set(frame["amendment_status"]) == {"unknown"}, "nobody has looked up what became of them"
    assert frame["proposal_en"].is_unique and frame["proposal_kk"].is_unique


def test_receipt_adds_up_to_the_tenge(inputs: Inputs) -> None:
    frame = inputs.table("receipt_lines")
    amounts = frame["amount_kzt_thousand"].map(lambda amount: Decimal(str(amount)))
    assert sum(amounts) == Decimal("940641554.4")
    source = printed_rows(inputs, "receipt.csv")
    totals = {row["programme_id"]: row["amount_printed"] for row in source if not row["subprogramme_id"]}
    for programme, group in amounts.groupby(frame["programme_id"]):
        if programme != "not_itemised":
            assert sum(group) == Decimal(totals[programme]), programme
    rest = amounts[frame["programme_id"] == "not_itemised"].sum()
    assert round(rest / sum(amounts) * 100, 1) == Decimal("56.7")


def test_receipt_lines_are_named_in_three_languages(inputs: Inputs) -> None:
    frame = inputs.table("receipt_lines").set_index("subprogramme_id")
    assert frame.loc["preschool", "programme_name_ru"] == "Образование"
    assert frame.loc["preschool", "programme_name_kk"] == "Білім беру"
    assert frame.loc["preschool", "programme_name_en"] == "Education"
    residual = frame[frame["is_residual"]]
    assert set(residual["subprogramme_name_en"]) == {"Not itemised in the source"}


def test_printed_receipt_is_a_thousand_times_too_low(inputs: Inputs) -> None:
    frame = inputs.table("receipt_printed")
    city = frame[(frame["programme_id"] == "") & (frame["subprogramme_id"] == "")].iloc[0]
    assert (city["per_year_printed"], city["per_month_printed"]) == ("1006", "84")
    assert (round(city["per_year_kzt"]), round(city["per_month_kzt"])) == (1006034, 83836)
    ratio = frame["per_year_kzt"] / frame["per_year_kzt_printed"]
    assert ratio.between(900, 1100).all()


@pytest.mark.parametrize(
    ("indicator", "source", "value"),
    [
        ("employed", "thesis-2022", 935000),
        ("employed", "bns-population", 982774),
        ("population_avg", "bns-population", 2005788),
    ],
)
def test_population(inputs: Inputs, indicator: str, source: str, value: int) -> None:
    frame = inputs.table("population").set_index(["region_code", "year", "indicator", "source_id"])
    assert frame.loc[("KZ-75", 2021, indicator, source), "value_persons"] == value


def test_executed_and_planned_are_of_one_scale(inputs: Inputs) -> None:
    frame = inputs.table("budget_execution").set_index(["region_code", "cumulative_to", "measure"])
    executed = frame.loc[("KZ-75", "2021-12", "expenditure_total"), "value_kzt_million"]
    plan = inputs.table("receipt_lines")["amount_kzt_thousand"].sum() / 1000
    assert abs(executed / plan - 1) < 0.01, "the same city, year and scale"


def test_audit_tables_name_known_charts_and_tables(inputs: Inputs) -> None:
    findings = inputs.table("audit_findings")
    tables = {name for cell in findings["tables"] for name in cell.split(",") if name}
    assert tables <= set(inputs.catalogue.tables)
    assert findings["finding_id"].is_unique
    corrected = {c.finding for cs in inputs.catalogue.corrections.values() for c in cs if c.finding}
    assert corrected <= set(findings.loc[findings["is_corrected"], "finding_id"])
