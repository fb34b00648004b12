"""The survey page: every state is a page, the address stays short, what is said agrees with the tables."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.data import table
from dashboard.i18n import LANGS
from dashboard.pages.survey import CHART_OF, PARAMS
from dashboard.url_state import parse, to_query


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    plain = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", response.text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("topic", CHART_OF)
def test_every_topic_in_every_language(client, lang: str, topic: str) -> None:
    page = text(client, f"/{lang}/survey?topic={topic}")
    assert "{" not in page.replace("{ }", "")


def test_what_does_not_differ_is_not_ranked(client) -> None:
    page = text(client, "/en/survey?topic=deputy_meetings")
    assert "do not differ by more than chance can give. So we do not rank them" in page
    assert "It does not mean that they are alike" in page
    assert "Which ones:" not in page and "χ² by permutation" in page and "0.717" in page
    assert "6 people" in page and "17 people" in page and "inferred" in page


def test_what_differs_says_which_and_how_much(client) -> None:
    page = text(client, "/en/survey?topic=authority_rating")
    assert "less than 0.1% of random samples would show such a gap or a larger one" in page
    for pair in (
        "Almaty – Pavlodar: 28.9 points more (95% interval of this pair: 13.8 to 43.3)",
        "Shymkent – Pavlodar: 21.9",
        "Aktobe – Pavlodar",
    ):
        assert pair in page
    assert "Almaty – Shymkent:" not in page and "Pearson's χ² test" in page and "scipy" in page


def test_totals_are_told_apart_from_means(client) -> None:
    page = text(client, "/en/survey?topic=own_participation&item=participation&answer=poor")
    assert "In people it is 23.0%." in page and "The project prints an overall 42.47%" in page
    assert "Question 19" in page or "question 19" in page


def test_claims_stand_beside_what_the_numbers_support(client) -> None:
    page = text(client, "/en/survey?topic=appeal_frequency")
    assert "Almaty leads in voicing remarks" in page and "Not supported" in page
    assert "None of the comparisons shows it" in page and "Judged by the answer “Never”" in page
    everything = " ".join(text(client, f"/en/survey?topic={topic}") for topic in CHART_OF)
    for claim in table("survey_claims")["claim_en"]:
        assert claim in everything


def test_an_answer_of_another_topic_falls_away(client) -> None:
    view = client.get("/view/en/survey?topic=deputy_meetings&item=awareness&answer=poor").json
    assert view["query"] == "topic=deputy_meetings&wave=thesis-2022"
    assert client.get("/view/en/survey?answer=e_services").json["query"] == "wave=thesis-2022"
    assert client.get("/en/survey?answer=perhaps").status_code == 400
    assert client.get("/en/survey?topic=weather").status_code == 400


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({param.name: st.sampled_from(param.allowed) for param in PARAMS}))
def test_any_state_is_a_page_whose_address_says_it(client, state) -> None:
    view = client.get(f"/view/ru/survey?{to_query(PARAMS, state)}")
    assert view.status_code == 200
    query = view.json["query"]
    again = client.get(f"/view/ru/survey?{query}")
    assert again.json["query"] == query and again.json["main"] == view.json["main"]
    settled = parse(PARAMS, dict(part.split("=") for part in query.split("&") if part))
    assert settled["topic"] == state["topic"]
    assert len(view.json["graphs"]) == 1


def test_the_controls_offer_what_the_topic_has(client) -> None:
    page = client.get("/en/survey?topic=deputy_rating").text
    answers = re.search(r'name="answer".*?</select>', page, re.S)
    assert answers and re.findall(r'value="(\w+)"', answers[0]) == ["low", "medium", "high", "dont_know"]
    assert 'name="item"' in client.get("/en/survey?topic=authority_rating").text


def test_the_words_that_were_asked(client) -> None:
    page = text(client, "/ru/survey?topic=channels")
    assert "Какие каналы обратной связи с местными властями вы предпочитаете использовать?" in page
    assert "не указано" in page.lower() or "не сказано" in page.lower()
