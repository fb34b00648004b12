"""The council room: its figures are the source's, and the checker answers what the rules say, in three languages."""

from __future__ import annotations

import csv
import html as html_text
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.paths import ROOT
from dashboard.app import create_app
from dashboard.charts import CHARTS, COUNCIL, COUNCILS, WITH, draw
from dashboard.components.quotas import checker
from dashboard.components.ssr import to_html
from dashboard.data import table
from dashboard.figures.composition import read_council
from dashboard.figures.councils import check_quotas
from dashboard.figures.maslikhat_quotas import minimums
from dashboard.i18n import LANGS, words
from dashboard.pages.maslikhat import GROUPS, PAGE, SEATS, council_options
from dashboard.url_state import defaults

CLIENT = create_app().server.test_client()
FACTS = list(csv.DictReader((ROOT / "data/sources/thesis-2022/maslikhat.csv").open(encoding="utf-8")))
PUBLISHED = list(
    csv.DictReader((ROOT / "data/sources/maslikhat-composition/seats.csv").open(encoding="utf-8"))
)
THESIS = sorted({f"{row['council']}.{row['convocation']}" for row in FACTS})
LEVELS = ("oblast_or_republican_city", "city", "district")


def get(address: str) -> str:
    response = CLIENT.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def plain(markup: str) -> str:
    """What a reader sees of some markup."""
    return html_text.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))).replace("\u00a0", " ")


# --- the councils


@pytest.mark.parametrize("code", COUNCILS)
def test_seats_are_those_of_the_sources(code):
    council = read_council(table("maslikhat"), code)
    place, _, convocation = code.rpartition(".")
    said = {
        row["category"]: int(row[column])
        for rows, column in ((PUBLISHED, "seats"), (FACTS, "seats_printed"))
        for row in rows
        if (row["council"], row["convocation"], row["attribute"]) == (place, convocation, "party")
    }
    assert council.parties == said
    assert council.seats == council.missing + sum(said.values())


def test_only_seats_of_districts_are_without_a_party():
    for code in COUNCILS:
        council = read_council(table("maslikhat"), code)
        assert council.missing == (council.seats // 2 if council.is_list else 0), code


@pytest.mark.parametrize("code", COUNCILS)
def test_the_drawing_has_a_mark_for_every_seat(code):
    council = read_council(table("maslikhat"), code)
    figure = draw("maslikhat-parties", {"council": code, "with": "none"}, "ru").figure
    drawn = {trace["name"]: len(trace["x"]) for trace in figure["data"] if trace["mode"] == "markers"}
    hidden = {"not_in_source": council.missing} if council.missing else {}
    assert drawn == council.parties | hidden


def test_councils_are_those_of_the_table_and_the_defaults_are_among_them():
    data = table("maslikhat")
    assert set(COUNCILS) == set(data["council"] + "." + data["convocation"]) >= set(THESIS)
    assert COUNCIL.default in COUNCILS
    assert WITH.allowed == ("none", *COUNCILS)
    assert COUNCIL.default == "KZ-75.VII"


@pytest.mark.parametrize("lang", LANGS)
def test_the_latest_convocation_is_offered_first_and_what_is_not_official_says_so(lang):
    offered = council_options(words(lang))
    assert [code.rpartition(".")[2] for code, _ in offered] == ["VIII"] * 5 + ["VII"] * 7
    unofficial = {
        row["council"] + "." + row["convocation"] for row in PUBLISHED if row["source_kind"] == "wikipedia"
    }
    assert unofficial == {code for code, name in offered if re.search("[Ww]iki|ики", name)}


@pytest.mark.parametrize("lang", LANGS)
def test_two_councils_are_compared_measure_by_measure(lang):
    text = words(lang)
    page = get(f"/{lang}/maslikhat?with=KZ-71.VII")
    (compared,) = re.findall(r'<table class="data council-numbers">.*?</table>', page, re.S)
    rows = [plain(row) for row in re.findall(r"<tr>.*?</tr>", compared, re.S)]
    assert len(rows) == 11
    assert text.place("KZ-71", short=True) in rows[0] and text.place("KZ-75", short=True) in rows[0]
    decimal = "." if lang == "en" else ","
    for row, shown in zip(
        rows[1:],
        [
            ("39", "31"),
            ("29", "26"),
            (f"74{decimal}4", f"83{decimal}9"),
            (f"1{decimal}74", f"1{decimal}39"),
            ("0", "39", "0", "31"),
            ("26", "39", f"66{decimal}7", "15", "31", f"48{decimal}4"),
            (text("maslikhat.numbers.unknown"),),
            (text("maslikhat.numbers.unknown"),),
            (text("maslikhat.numbers.unknown"),),
            ("6", "49", f"12{decimal}2", text("maslikhat.numbers.not_asked")),
        ],
        strict=True,
    ):
        for figure in shown:
            assert figure in row, (figure, row)
    assert [text("inferred") in row for row in rows] == [False] * 6 + [True] + [False] * 3 + [True]


def test_what_publications_say_of_people_is_shown():
    page = get("/ru/maslikhat?council=KZ-71.VIII&with=KZ-39.kostanay.VIII")
    (compared,) = re.findall(r'<table class="data council-numbers">.*?</table>', page, re.S)
    rows = [plain(row) for row in re.findall(r"<tr>.*?</tr>", compared, re.S)]
    assert "9 из 34 (26,5 %)" in rows[7] and "9 из 20 (45,0 %)" in rows[7]
    assert "от 22 до 46" in rows[8] and "в среднем 45, от 29 до 63" in rows[8]
    assert "332 694 из 788 931 (42,2 %)" in rows[9]
    assert "больше всех из названных" in rows[2]
    assert "опрос" not in rows[10] or "опроса не было" in rows[10]
    assert 'href="https://www.inform.kz/en/secretary-of-astana-maslikhat-elected_a4051348/amp"' in page
    assert "опрос был до выборов этого созыва" in plain(get("/ru/maslikhat?council=KZ-75.VIII"))


def test_only_who_speaks_of_the_shown_councils_is_named_and_audited():
    chart = get("/en/chart/maslikhat-parties?council=KZ-79.VII")
    assert "Bektibayev" not in chart.split('id="source-maslikhat-parties"')[1].split("</details>")[0]
    assert "audit?chart=maslikhat-parties" not in chart
    assert "Results of elections to maslikhats of Almaty and Shymkent, January 14, 2021" in chart
    assert "Bektibayev" in get("/en/chart/maslikhat-parties").split('id="source-maslikhat-parties"')[1]


def test_one_council_offers_the_others_and_the_same_twice_says_so():
    alone = get("/en/maslikhat")
    assert 'href="/en/maslikhat?with=KZ-71.VII"' in alone
    twice = get("/en/maslikhat?council=KZ-71.VII&with=KZ-71.VII")
    assert words("en")("maslikhat.numbers.same") in html_text.unescape(twice)
    assert 'href="/en/maslikhat?council=KZ-71.VII&amp;with=KZ-75.VII"' in twice
    assert "Compare with another" not in get("/en/maslikhat?with=KZ-71.VII")


def test_the_survey_is_asked_for_its_own_city_only():
    survey = table("survey")
    row = survey[
        (survey["item"] == "met_deputy") & (survey["answer"] == "yes") & (survey["city"] == "almaty")
    ]
    if "wave" in row:
        row = row[row["wave"] == "thesis-2022"]
    assert (int(row["count"].iloc[0]), int(row["base_n"].iloc[0]), row["pct_printed"].iloc[0]) == (
        6,
        49,
        "12,20%",
    )


@pytest.mark.parametrize("slug", ["maslikhat-parties", "maslikhat-occupations"])
def test_the_audits_findings_are_reached_from_the_charts(slug):
    assert f'href="/ru/audit?chart={slug}"' in get(f"/ru/chart/{slug}")
    assert CHARTS[slug].page == PAGE.name


@pytest.mark.parametrize("lang", LANGS)
def test_every_amendment_says_what_is_and_what_is_proposed(lang):
    page = html_text.unescape(get(f"/{lang}/maslikhat"))
    amendments = table("maslikhat_amendments")
    for name in ("today", "proposal"):
        assert all(text in page for text in amendments[f"{name}_{lang}"])
    assert page.count(words(lang).label("amendment_status", "unknown")) == len(amendments) == 5


# --- the checker


def answers(query: str, lang: str = "en") -> tuple[dict[str, str], str]:
    """What the checker says of each group, and of all of them."""
    page = get(f"/{lang}/maslikhat?{query}")
    groups = re.findall(r'<td id="said-(\w+)"[^>]*>([^<]*)</td>', page)
    (whole,) = re.findall(r'<div[^>]*class="quota-answer".*?</div>', page, re.S)
    (bound,) = re.findall(r'<p class="quota-bound".*?</p>', page, re.S)
    return {name: html_text.unescape(said) for name, said in groups}, plain(f"{whole} {bound}")


def test_nothing_given_is_nothing_missed():
    groups, whole = answers("")
    assert set(groups.values()) == {"not given"} and len(groups) == 6
    assert "Type a number for at least one group" in whole
    assert "Minimum met: 0 Short: 0 Not known: 6" in whole
    assert "the minimums take 19 of 39 seats (48.7%)" in whole and "not fewer than 4" in whole


def test_a_composition_by_hand():
    groups, whole = answers("education=3&pensioners=5&media=0&seats=42")
    assert groups == {
        "education": "1 seat short",
        "pensioners": "minimum met",
        "disabled": "not given",
        "political_scientists": "not given",
        "media": "2 seats short",
        "health": "not given",
    }
    assert "3 seats short of their minimums together" in whole
    assert "Minimum met: 1 Short: 2 Not known: 3" in whole
    assert "19 of 42 seats (45.2%)" in whole


def test_a_council_of_another_level():
    groups, whole = answers("level=district&seats=12&health=2&political_scientists=5")
    assert "political_scientists" not in groups and len(groups) == 5
    assert "Every group that is given has its minimum" in whole
    assert "10 of 12 seats (83.3%)" in whole and "not fewer than 3" in whole


def test_the_checker_starts_with_the_chosen_council():
    assert "19 of 42 seats (45.2%)" in answers("council=KZ-75.VIII")[1]
    assert "19 of 31 seats (61.3%)" in answers("council=KZ-71.VII&with=KZ-75.VIII")[1]
    assert "19 of 50 seats (38.0%)" in answers("council=KZ-75.VIII&seats=50")[1]
    assert 'data-default="42"' in get("/ru/maslikhat?council=KZ-75.VIII")


def test_impossible_counts_are_said_and_not_counted():
    groups, whole = answers("seats=10&health=12")
    assert groups["health"] == "more than the council has deputies: check the number"
    assert "Short: 0 Not known: 6" in whole
    assert "add up to 19 seats, more than the council has deputies (10)" in whole
    assert "The largest minimum is 4, and the council has 3" in answers("seats=3")[1]


@pytest.mark.parametrize(
    ("n", "text"), [(1, "не хватает 1 места"), (2, "не хватает 2 мест"), (4, "не хватает 4 мест")]
)
def test_russian_plurals(n, text):
    assert answers(f"education={4 - n}", "ru")[0]["education"] == text


@pytest.mark.parametrize(
    "query", ["seats=0", "seats=1000", "education=-1", "health=2.5", "media=x", "level=village"]
)
def test_impossible_addresses_are_400_and_say_what_is_allowed(query):
    response = CLIENT.get(f"/kk/maslikhat?{query}")
    assert response.status_code == 400
    assert "999" in response.get_data(as_text=True) or "district" in response.get_data(as_text=True)


counts = st.none() | st.integers(0, 12)


@settings(max_examples=60, deadline=None)
@given(
    level=st.sampled_from(LEVELS),
    seats=st.integers(1, 60),
    people=st.fixed_dictionaries({param.name: counts for param in GROUPS}),
    lang=st.sampled_from(LANGS),
)
def test_what_the_client_picks_from_is_what_the_server_says(level, seats, people, lang):
    """Every answer of the server stands among the texts that it sends along, where the client will look for it."""
    lowest = minimums(table("maslikhat_quotas"), level)
    state = defaults(PAGE.params) | people | {"level": level, "seats": seats}
    markup = to_html(checker(lowest, SEATS, GROUPS, state, words(lang)), {})
    verdicts = check_quotas(lowest, seats, people)
    rows = re.findall(
        r'<tr data-said="([^"]*)">.*?<td id="said-(\w+)" class="quota-said is-(\w+)"[^>]*>([^<]*)<',
        markup,
        re.S,
    )
    for (packed, name, status, said), verdict in zip(rows, verdicts, strict=True):
        texts = json.loads(html_text.unescape(packed))
        assert (name, status, len(texts)) == (verdict.group, verdict.status, verdict.minimum + 1)
        if status in ("met", "missed"):
            assert html_text.unescape(said) == texts[min(verdict.given, verdict.minimum)]
    sums = json.loads(html_text.unescape(re.search(r'data-sums="([^"]*)"', markup)[1]))
    assert len(sums) == sum(lowest.values()) + 1
    if any(status in ("met", "missed") for _, _, status, _ in rows):
        said = re.search(r'<p class="quota-sum">([^<]*)<', markup)[1]
        assert html_text.unescape(said) == sums[sum(verdict.short for verdict in verdicts)]


def test_without_scripts_neither_form_forgets_what_the_other_holds():
    page = get(
        "/ru/maslikhat?council=KZ-71.VII&with=KZ-75.VII&level=district&seats=12&media=0&political_scientists=1"
    )
    top, below = re.findall(r"<form.*?</form>", page, re.S)

    def hidden(form):
        fields = re.findall(r"<input[^>]*>", form)
        read = [dict(re.findall(r'(\w+)="([^"]*)"', field)) for field in fields]
        return {field["name"]: field["value"] for field in read if field.get("type") == "hidden"}

    assert hidden(top) == {"level": "district", "seats": "12", "media": "0", "political_scientists": "1"}
    assert hidden(below) == {"council": "KZ-71.VII", "with": "KZ-75.VII", "political_scientists": "1"}


def test_what_is_typed_is_not_an_address_to_index():
    page = get("/en/maslikhat?with=KZ-71.VII&health=3")
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r'rel="canonical" href="[^"]*/en/maslikhat\?with=KZ-71\.VII"', page)
    assert "noindex" not in get("/en/maslikhat?with=KZ-71.VII")


hostile = st.text(max_size=40) | st.sampled_from(
    ["<script>", "1e9", "٣", "9" * 500, "-0", "+3", " 3 ", "KZ-75.VIII", "KZ-75"]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([param.name for param in PAGE.params]), hostile, max_size=4))
def test_any_address_gives_a_page_or_says_what_is_allowed(query):
    response = CLIENT.get("/ru/maslikhat", query_string=query)
    assert response.status_code in (200, 400)
    assert "<script>" not in response.get_data(as_text=True).split("<main")[1].split('id="_dash-config"')[0]
