"""Cross-tabs of respondents, on made-up waves: against pandas' own counting, and what must not be shown of a few."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.intervals import wilson
from stats.tests import compare
from tests.rich_wave import MEANS, PLAIN, RICH, Answer, Elsewhere, respondents, write_data

PEOPLE = respondents()
QUESTIONS = {"city": "city", "q1": "age", "sex": "sex", "q7": "q7", "q8": "q8", "means": "means"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[Elsewhere]:
    elsewhere = Elsewhere(built)
    yield elsewhere
    elsewhere.close()


def cells(answer: Answer) -> dict[tuple[str, str], dict[str, Any]]:
    """The cells of a CSV, by column and answer."""
    assert answer.status == 200, answer.text
    frame = pd.read_csv(io.BytesIO(answer.data), dtype={"group": str, "count": "Int64", "base_n": "Int64"})
    rows = frame.to_dict("records")
    for row in rows:
        row |= {name: "" if pd.isna(row[name]) else row[name] for name in ("group", "above")}
    return {(row["group"], row["answer"]): row for row in rows}


def ask(site: Elsewhere, **asked: str) -> dict[tuple[str, str], dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in ({"wave": RICH} | asked).items())
    return cells(site.get(f"/crosstab.csv?lang=en&{query}"))


def given_to(people: pd.DataFrame, question: str) -> pd.DataFrame:
    """Who gave which answer, a row each."""
    answers = people[["respondent", "weight", question]]
    answers = answers.assign(answer=answers[question].str.split("|")).explode("answer")
    return answers[answers["answer"] != ""][["respondent", "weight", "answer"]]


def expected(
    question: str, by: str, people: pd.DataFrame = PEOPLE
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    """Counts and sums of weights, answers x groups, and the bases of the groups; all by pandas."""
    rows = given_to(people, question)
    columns = given_to(people, by).rename(columns={"answer": "group"})[["respondent", "group"]]
    joined = rows.merge(columns, on="respondent")
    count = pd.crosstab(joined["answer"], joined["group"])
    weight = pd.crosstab(joined["answer"], joined["group"], values=joined["weight"], aggfunc="sum").fillna(0)
    each = joined.drop_duplicates(["respondent", "group"]).groupby("group")["weight"]
    bases = {group: (len(own), own.sum(), own.sum() ** 2 / (own**2).sum()) for group, own in each}
    return count, weight, bases


@pytest.mark.parametrize("question", ["q7", "q8", "means", "q1"])
@pytest.mark.parametrize("by", ["city", "q1", "sex", "q7", "means"])
def test_counts_are_those_of_pandas(site: Elsewhere, question: str, by: str) -> None:
    if question == by:
        return
    found = ask(site, question=question, by=QUESTIONS[by], weights="off")
    count, _, bases = expected(question, by)
    for (group, answer), row in found.items():
        if not group:
            continue
        base = bases.get(group, (0, 0, 0))[0]
        if base < 30:
            assert pd.isna(row["count"]) and pd.isna(row["base_n"]) and pd.isna(row["pct"])
            continue
        people = count[group].get(answer, 0)
        assert (row["count"], row["base_n"]) == (people, base)
        low, high = wilson(int(people), base)
        assert row["pct"] == pytest.approx(people / base * 100, abs=1e-4)
        assert (row["pct_low"], row["pct_high"]) == pytest.approx((low * 100, high * 100), abs=1e-3)
    everyone = given_to(PEOPLE, question)
    there = set(given_to(PEOPLE, by)["respondent"])
    everyone = everyone[everyone["respondent"].isin(there)]
    for answer, people in everyone.groupby("answer").size().items():
        assert found["", str(answer)]["count"] == people
        assert found["", str(answer)]["base_n"] == everyone["respondent"].nunique()


@pytest.mark.parametrize("question", ["q8", "means"])
@pytest.mark.parametrize("by", ["city", "sex"])
def test_weighted_shares_are_those_of_pandas(site: Elsewhere, question: str, by: str) -> None:
    found = ask(site, question=question, by=by)
    count, weight, bases = expected(question, by)
    for (group, answer), row in found.items():
        if not group or bases[group][0] < 30:
            continue
        base, total, effective = bases[group]
        share = weight[group].get(answer, 0) / total
        low, high = wilson(share * effective, effective)
        assert row["count"] == count[group].get(answer, 0)  # people are never weighted
        assert (row["base_n"], row["base_weighted"], row["base_effective"]) == pytest.approx(
            (base, total, effective), abs=1e-3
        )
        assert (row["pct"], row["pct_low"], row["pct_high"]) == pytest.approx(
            (share * 100, low * 100, high * 100), abs=1e-3
        )


@pytest.mark.parametrize("by", ["city", "sex", "q1"])
def test_a_filter_keeps_those_who_answered_so(site: Elsewhere, by: str) -> None:
    kept = PEOPLE[PEOPLE["q7"] == "yes"]
    found = ask(site, question="means", by=QUESTIONS[by], filter="q7", answers="yes", weights="off")
    count, _, bases = expected("means", by, kept)
    shown = {group for group, _ in found} - {""}
    seen = 0
    for group in shown:
        for answer in MEANS:
            row = found[group, answer]
            if not pd.isna(row["count"]):
                seen += 1
                assert (row["count"], row["base_n"]) == (count[group][answer], bases[group][0])
                assert bases[group][0] >= 30
    assert seen
    both = ask(site, question="means", by="none", filter="q7", weights="off")
    assert both["", "phone"]["base_n"] == len(
        set(given_to(PEOPLE, "means")["respondent"]) & set(given_to(PEOPLE, "q7")["respondent"])
    )


def test_percentages_by_row_and_of_all(site: Elsewhere) -> None:
    by_row = ask(site, question="q7", by="sex", percent="row", weights="off")
    of_all = ask(site, question="q7", by="sex", percent="total", weights="off")
    by_column = ask(site, question="q7", by="sex", weights="off")
    for answer in ("yes", "no"):
        assert sum(by_row[sex, answer]["pct"] for sex in ("woman", "man")) == pytest.approx(100, abs=1e-3)
    assert sum(
        of_all[sex, answer]["pct"] for sex in ("woman", "man") for answer in ("yes", "no")
    ) == pytest.approx(100, abs=1e-3)
    total = by_column["", "yes"]["base_n"]
    for key, row in of_all.items():
        assert row["pct"] == pytest.approx(row["count"] / total * 100, abs=1e-3)
        assert row["count"] == by_column[key]["count"] == by_row[key]["count"]
        assert (row["base_n"], by_row[key]["base_n"]) == (total, by_column["", key[1]]["count"])
    assert not any(pd.notna(row["pct_low"]) for row in (*by_row.values(), by_column["", "yes"]))
    weighted = ask(site, question="q7", by="sex", percent="row")
    assert pd.isna(weighted["", "yes"]["pct_low"]) and pd.notna(weighted["man", "yes"]["pct_low"])
    assert weighted["man", "yes"]["base_effective"] < weighted["man", "yes"]["base_n"]


def test_without_dont_know(site: Elsewhere) -> None:
    within = ask(site, question="q8", by="sex", weights="off")
    without = ask(site, question="q8", by="sex", dk="out", weights="off")
    assert all(answer != "dont_know" for _, answer in without)
    for (group, _), row in without.items():
        assert row["base_n"] == within[group, "low"]["base_n"] - within[group, "dont_know"]["count"]
    assert sum(without["man", answer]["pct"] for answer in ("low", "medium", "high")) == pytest.approx(
        100, abs=1e-3
    )


def test_the_same_table_is_tested_as_by_hand(site: Elsewhere) -> None:
    """Women and men answer alike; cities do not, and the letters say which."""
    count, _, _ = expected("q7", "sex")
    test = compare(count.to_numpy())
    assert test.p > 0.05
    page = site.get(f"/en/crosstab?wave={RICH}&question=q7&by=sex&weights=off").text
    assert "no ranking is drawn" in page and f"p = {test.p:.3f}" in page
    assert not any(row["above"] for row in ask(site, question="q7", by="sex", weights="off").values())
    found = ask(site, question="q7", by="city", weights="off")
    assert found["almaty", "no"]["above"] == "B C" and found["shymkent", "yes"]["above"] == "A"


def test_several_answers_add_to_more_than_a_hundred_and_columns_that_overlap_are_not_compared(
    site: Elsewhere,
) -> None:
    rows = ask(site, question="means", by="sex", weights="off")
    assert sum(rows["man", answer]["pct"] for answer in MEANS) > 100
    page = site.get(f"/en/crosstab?wave={RICH}&question=means&by=sex").text
    assert "more than 100%" in page
    page = site.get(f"/en/crosstab?wave={RICH}&question=q7&by=means").text
    assert "are not compared" in page


def test_waves_beside_each_other(site: Elsewhere) -> None:
    found = ask(site, question="q7", by="wave")
    assert list(dict.fromkeys(group for group, _ in found)) == ["thesis-2022", PLAIN, RICH]
    assert (found["thesis-2022", "yes"]["count"], found["thesis-2022", "yes"]["base_n"]) == (36, 378)
    assert found[RICH, "yes"]["count"] == (PEOPLE["q7"] == "yes").sum()
    page = site.get(f"/en/crosstab?wave={RICH}&question=q7&by=wave").text
    assert "not all waves have weights" in page


# What is never shown of a few.


def test_a_column_of_few_is_not_shown_nor_its_size(site: Elsewhere) -> None:
    found = ask(site, question="q7", by="age")
    few = (PEOPLE["q1"] == "age_45_up").sum()
    assert 0 < few < 30
    for answer in ("yes", "no"):
        row = found["age_45_up", answer]
        assert all(
            pd.isna(row[name]) for name in ("count", "pct", "base_n", "base_weighted", "base_effective")
        )
    page = site.get(f"/en/crosstab?wave={RICH}&question=q7&by=age").text
    assert "fewer than 30 people answered: shares are not shown" in page


def test_what_a_filter_sets_apart_is_nobody_or_five(site: Elsewhere) -> None:
    """Few answered question 8 with "high": a filter by it could tell them from the others by subtraction."""
    answered = PEOPLE[PEOPLE["q7"] != ""]
    assert 0 < (answered["q8"] == "high").sum() < 5
    query = f"wave={RICH}&question=q7&by=sex&filter=q8&answers=low"
    assert "sets a few apart" in site.get(f"/en/crosstab?{query}").text
    found = ask(site, question="q7", by="city", filter="q1", answers="age_16_25", weights="off")
    shown = {}
    for city, own in answered.groupby("city"):
        base, apart = (own["q1"] == "age_16_25").sum(), own.groupby("q1").size().min()
        shown[city] = not pd.isna(found[str(city), "yes"]["count"])
        assert shown[city] == (base >= 30 and apart >= 5)
    assert set(shown.values()) == {True, False}


def test_a_table_of_few_is_refused(site: Elsewhere) -> None:
    query = f"wave={RICH}&question=sex&by=none&filter=q8&answers=high"
    assert site.get(f"/crosstab.csv?lang=en&{query}").status == 404
    page = site.get(f"/en/crosstab?{query}")
    assert page.status == 200 and "We do not show the answers of so few" in page.text


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_under_thirty_whatever_is_asked(site: Elsewhere, data: st.DataObject) -> None:
    question, by, only = (data.draw(st.sampled_from(list(QUESTIONS))) for _ in range(3))
    answers = data.draw(
        st.sets(st.sampled_from(sorted(given_to(PEOPLE, only)["answer"].unique())), max_size=2)
    )
    asked = {"question": question, "by": QUESTIONS[by], "filter": only, "answers": "~".join(sorted(answers))}
    asked |= {name: data.draw(st.sampled_from(["on", "off"])) for name in ("weights", "letters", "intervals")}
    asked |= {"percent": data.draw(st.sampled_from(["column", "row", "total"])), "wave": RICH}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = site.get(f"/ru/crosstab?{query}")
    assert page.status == 200 and "Traceback" not in page.text
    file = site.get(f"/crosstab.csv?{query}")
    assert file.status in (200, 404)
    if file.status == 200:
        for row in cells(file).values():
            assert pd.isna(row["base_n"]) or row["base_n"] >= 30
            assert asked["percent"] == "row" or pd.isna(row["base_n"]) == pd.isna(row["count"])
            if not pd.isna(row["pct_low"]):
                assert 0 <= row["pct_low"] <= row["pct"] + 1e-6 <= row["pct_high"] + 2e-6 <= 100.001


def test_the_rows_of_single_people_stay_where_they_are(site: Elsewhere) -> None:
    for kind in ("csv", "parquet"):
        assert site.get(f"/data/survey_responses.{kind}").status == 404
    assert "survey_responses" not in site.get("/ru/data").text
    assert site.get("/data/survey.csv").status == 200


def test_text_of_a_survey_never_runs_as_a_formula(site: Elsewhere) -> None:
    """The answers of this wave begin with "="."""
    query = f"lang=en&wave={RICH}&question=means&by=sex"
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"/crosstab.xlsx?{query}").data))
    texts = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert any(cell.value.startswith("=Means") for cell in texts)
    assert all(cell.data_type == "s" for cell in texts)
    assert all(cell.quotePrefix for cell in texts if cell.value.startswith("="))
    csv = site.get(f"/crosstab.csv?{query}").text
    assert "'=Means phone" in csv and ",=Means" not in csv


def test_a_rebuild_beside_the_server_is_noticed(built: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(built, tmp_path / "data"))
    elsewhere = Elsewhere(data)
    try:
        address = f"/en/crosstab?wave={RICH}&question=q7&by=sex"
        assert elsewhere.get(address).status == 200
        path = data / "tables" / "survey_responses.parquet"
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        assert elsewhere.get(address.replace("q7", "q8")).status == 503
    finally:
        elsewhere.close()


def test_the_topline_of_respondents(site: Elsewhere) -> None:
    page = site.get(f"/en/topline?wave={RICH}").text
    assert page.count("<table") == 5 and "Have you met deputies" in page
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"/topline.xlsx?lang=en&wave={RICH}").data))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if str(row[0]).startswith("7 ")]
    answered = PEOPLE[PEOPLE["q7"] != ""]
    assert rows[0][2] == len(answered)
    assert rows[0][6] == "×"  # the city of few
    weights = answered["weight"]
    assert rows[1][2] == pytest.approx(weights[answered["q7"] == "yes"].sum() / weights.sum(), abs=1e-6)
