"""Any combination of place, period, basis and denominator is a page that says what it shows; old addresses mean the plan."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import receipts
from dashboard.app import create_app
from dashboard.data import table
from dashboard.figures.receipt_periods import known
from dashboard.pages.receipt import PAGE
from dashboard.url_state import parse, to_query

CLIENT = create_app().server.test_client()
PLACES = receipts.PLACES
STATES = st.fixed_dictionaries(
    {},
    optional={
        "place": st.sampled_from(PLACES),
        "basis": st.sampled_from(receipts.BASIS.allowed),
        "to": st.sampled_from(receipts.WHEN.allowed),
        "per": st.sampled_from(receipts.WHOSE.allowed),
        "period": st.sampled_from(receipts.PERIOD.allowed),
        "sort": st.sampled_from(receipts.SORT.allowed),
        "against": st.sampled_from(receipts.CHANGE_AGAINST.allowed),
        "group": st.sampled_from(receipts.GROUP.allowed),
        "step": st.sampled_from(receipts.STEP.allowed),
        "programme": st.sampled_from(["", "health", "health~education"]),
        "of": st.sampled_from(receipts.OF.allowed),
        "figures": st.sampled_from(receipts.FIGURES.allowed),
    },
)


def view(query: dict[str, str] | str, lang: str = "en") -> dict[str, str]:
    response = CLIENT.get(f"/view/{lang}/receipt", query_string=query)
    assert response.status_code == 200
    return json.loads(response.data)


def amount(text: str) -> int:
    """An amount of a receipt in its units: tenge, or tenths of a million."""
    sign = -1 if "−" in text else 1
    return sign * int(re.sub(r"\D", "", text))


def receipt_in(html: str) -> str:
    return re.search(r'<section id="receipt".*?</section>', html, re.S)[0]


def amounts_in(html: str) -> tuple[list[int], int]:
    """The lines' amounts and the total, as displayed."""
    receipt = receipt_in(html)
    lines = re.findall(r'class="line line-programme.*?class="amount">([^<]*)<', receipt, re.S)
    total = re.search(r'class="receipt-total">.*?class="amount">([^<]*)<', receipt, re.S)[1]
    return [amount(line) for line in lines], amount(total)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=STATES)
def test_every_state_is_a_page_that_adds_up_and_is_settled(query):
    found = view(query)
    lines, total = amounts_in(found["main"])
    assert sum(lines) == total
    settled = receipts.settle(parse(PAGE.params, query))
    assert found["query"] == to_query(PAGE.params, settled)
    # its own address means the same
    again = dict(part.split("=") for part in found["query"].split("&") if part)
    assert receipts.settle(parse(PAGE.params, again)) == settled


@pytest.mark.parametrize("place", PLACES)
def test_every_place_and_period_is_a_page_that_adds_up_as_displayed(place):
    for period in known(table("functional_execution"), place):
        found = view({"place": place, "to": period.code, "basis": "execution"})
        lines, total = amounts_in(found["main"])
        assert len(lines) == 15
        assert sum(lines) == total
        assert f"to={period.code}" in found["query"]


def test_the_first_page_is_the_newest_whole_year_of_almaty_and_its_address_says_so():
    found = view("")
    assert found["query"] == "to=2024"
    assert amounts_in(found["main"])[1] == 703_890
    assert view("to=latest")["query"] == "to=2024"


@pytest.mark.parametrize(
    ("query", "settled"),
    [
        # what addresses said before there was execution
        ("per=resident", "to=2024"),
        ("period=month", "to=2024&period=month"),
        ("programme=health&figures=printed", "basis=plan&programme=health&figures=printed"),
        ("of=health", "basis=plan&of=health"),
        ("q=light", "to=2024&q=light"),
        ("basis=plan", "basis=plan"),
        ("basis=plan&per=employed", "basis=plan"),
        # what they say now
        ("place=KZ-39", "place=KZ-39&to=2024"),
        ("basis=execution&per=total", "to=2024&per=total"),
        ("to=2024-q3&per=resident", "to=2024-q3"),
        ("to=2024&q=light", "to=2024&q=light"),
        ("group=07", "to=2024&group=07"),
        # what does not go together
        ("place=KZ-39&basis=plan&programme=health", "place=KZ-39&to=2024"),
        ("basis=plan&to=2023&per=total", "basis=plan"),
        ("place=KZ-79&to=2018-q1", "place=KZ-79&to=2018"),
        ("place=KZ-79&to=2018&period=month", "place=KZ-79&to=2018"),
        ("to=2026-q1&per=resident", "to=2026-q1"),
        ("to=2026-q1&per=total", "to=2026-q1"),
        ("to=2026-q1&per=resident_2025", "to=2026-q1&per=resident_2025"),
        ("to=2024&per=resident_2025", "to=2024"),
        ("to=2024&per=employed", "to=2024"),
        ("to=2024&against=previous", "to=2024"),
        ("to=2024-q3&against=previous", "to=2024-q3&against=previous"),
    ],
)
def test_what_an_address_means(query, settled):
    assert view(query)["query"] == settled


def test_the_plan_is_as_it_was():
    found = view("basis=plan")
    lines, total = amounts_in(found["main"])
    assert (lines[0], total) == (229_145, 1_006_034)
    assert 'id="chart-receipt-programmes"' in found["main"]
    assert 'id="chart-receipt-changes"' not in found["main"]


@pytest.mark.parametrize(("lang", "text"), [("ru", "за 2026 год"), ("kk", "2026 жылғы"), ("en", "of 2026")])
def test_people_who_are_not_counted_yet_are_named(lang, text):
    in_all = view("to=2026-q1", lang)["main"]
    assert text in receipt_in(in_all)
    assert '<option value="resident_2025">' in CLIENT.get(f"/{lang}/receipt?to=2026-q1").get_data(
        as_text=True
    )
    named = view("to=2026-q1&per=resident_2025", lang)["main"]
    assert text in named
    assert amounts_in(named)[1] != amounts_in(in_all)[1]


def test_a_line_opens_to_its_total_and_its_changes():
    main = receipt_in(view("place=KZ-39&to=2024-q3")["main"])
    education = re.search(r'<details class="entry".*?</details>', main, re.S)[0]
    assert "In all: 42,376.0m ₸." in education
    assert "Q3 2023: " in education
    assert "Q2 2024: " in education
    assert "+" in education
    assert "below zero" not in main
    assert "below zero" in receipt_in(view("place=KZ-79&to=2024-q2")["main"])


def test_withdrawals_are_shown_where_the_source_has_them():
    assert "Withdrawals to the republican budget" in view("to=2024")["main"]
    assert "Withdrawals to the republican budget" not in view("place=KZ-39&to=2024")["main"]


@pytest.mark.parametrize(("lang", "typed"), [("ru", "школы"), ("kk", "мектеп"), ("en", "schools")])
def test_everyday_words_find_a_group(lang, typed):
    main = view({"to": "2024", "q": typed}, lang)["main"]
    shown = re.findall(r'<details class="entry"[^>]*>', main)
    assert sum("hidden" not in entry for entry in shown) == 1


def test_nothing_to_compare_with_is_said():
    for query in ("to=2018", "to=2025-01..11", "place=KZ-79&to=2019"):
        assert "Nothing to compare with" in view(query)["main"]
    assert "Nothing to compare with" not in view("to=2024")["main"]


def shares_in(html: str) -> list[str]:
    """The lines' shares, as displayed."""
    return re.findall(r'class="line line-programme.*?class="share">([^<]*)<', receipt_in(html), re.S)


def table_shares(html: str, chart: str) -> list[str]:
    """The shares in a chart's table, as displayed."""
    figure = html[html.index(f'id="chart-{chart}"') :]
    rows = re.findall(r"<tr.*?</tr>", figure[: figure.index("</table>")], re.S)
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in rows]
    at = next(i for i, name in enumerate(cells[0]) if "Share" in name or "%" in name)
    return [row[at] for row in cells[1:]]


@pytest.mark.parametrize("place", PLACES)
def test_a_receipt_and_its_table_give_the_same_shares(place):
    for period in known(table("functional_execution"), place):
        main = view({"place": place, "to": period.code, "basis": "execution"})["main"]
        for shown, cell in zip(shares_in(main), table_shares(main, "receipt-execution"), strict=True):
            assert float(cell.replace("−", "-")) == pytest.approx(
                0 if shown.startswith("&lt;") else float(shown.replace("−", "-").rstrip("%"))
            )


def test_a_comparison_says_what_to_bear_in_mind():
    year = receipt_in(view("to=2024")["main"])
    assert "in the prices of their time" in year
    assert "changed by +8.7% on average (2024 against the same months of 2023" in year
    quarter = receipt_in(view("to=2024-q3")["main"])
    assert "in the prices of their time" in quarter and "Consumer prices" not in quarter
    assert "in the prices of their time" not in receipt_in(view("to=2018")["main"])
    for query, is_said in (
        ("2022", True),
        ("2022-q1", True),
        ("2022&per=total", False),
        ("2021", False),
        ("2023", False),
    ):
        assert (
            "The series of residents" in receipt_in(view(f"to={query}&basis=execution")["main"])
        ) is is_said


def test_why_there_is_no_monthly_average():
    said = view("place=KZ-79&to=2018&period=month")["main"]
    assert "so there is no monthly average" in receipt_in(said)


def test_files_honour_the_state():
    rows = CLIENT.get("/chart/receipt-execution.csv?place=KZ-39&to=2024-q3&per=total").get_data(as_text=True)
    assert len(rows.splitlines()) == 16
    assert ",KZ-39,2024-q3,execution_consolidated,total,1,whole" in rows
    rows = CLIENT.get("/chart/receipt-changes.csv?place=KZ-79&to=2024-q2").get_data(as_text=True)
    assert "14,-74.43747788,762.7854282,-837.22290608,,KZ-79,2024-q2,2023-q2" in rows
    response = CLIENT.get("/chart/receipt-execution.csv?to=2024")
    assert "to-2024" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("slug", ["receipt-execution", "receipt-changes"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "svg", "png", "metadata.json"])
def test_a_period_that_a_place_does_not_have_is_no_error(slug, kind):
    assert CLIENT.get(f"/chart/{slug}.{kind}?place=KZ-79&to=2018-q1").status_code == 200
    page = CLIENT.get(f"/en/chart/{slug}?place=KZ-79&to=2018-q1").get_data(as_text=True)
    assert "Shymkent, Q1 2018: the source does not have this period" in page


def test_an_execution_names_no_source_that_it_does_not_use():
    page = CLIENT.get("/en/chart/receipt-execution?to=2024").get_data(as_text=True)
    assert "Bureau of National Statistics" in page
    assert (
        "master's project" not in re.search(r"<figure.*?</figure>", page, re.S)[0].split("receipt-source")[0]
    )
