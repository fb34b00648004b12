"""Budgets by decision as readers see them: documents in the real layout, taken in by the real reader."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from catalogue.decisions import decisions_dir
from dashboard import decisions
from dashboard.app import create_app
from etl.decisions import run as running
from tests.etl.decisions.inspected import threads
from tests.etl.decisions.layouts.corpus import documents

LANGS = ("ru", "kk", "en")
COUNT, SEED = 24, 5


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with decisions; the catalogue is the project's."""
    folder = tmp_path_factory.mktemp("pages")
    data = tmp_path_factory.mktemp("data")
    paths = []
    for name, content in documents(COUNT, SEED):
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "pool", threads)
        running.run(paths, data=data)
    return data


@pytest.fixture
def of(ingested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "decisions_dir", lambda: decisions_dir(ingested))


def text(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    plain = re.sub(r"<script.*?</script>", " ", response.text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", LANGS)
def test_without_an_ingest_there_is_what_was_read_by_hand(client, lang, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(decisions, "decisions_dir", lambda: tmp_path)
    page = text(client, f"/{lang}/decisions")
    assert "python -m etl ingest decision" in page
    assert re.search(r"64[ ,]474[ ,]735[.,]4", page), "the town of Kostanay, 2021"


@pytest.mark.usefixtures("of")
@pytest.mark.parametrize("lang", LANGS)
def test_every_place_shows_its_total(client, lang) -> None:
    places = decisions.places()
    assert len(places) >= 20
    for place in places[:12]:
        for year in place.years:
            page = text(client, f"/{lang}/decisions?place={place.place_id}&year={year}")
            budget = decisions.budget(place.place_id, year)
            revenue = budget.amounts["revenue_total"]
            if revenue is not None:
                figure = f"{round(revenue * 1000):,}"
                wanted = figure if lang == "en" else figure.replace(",", " ")
                assert wanted in page


@pytest.mark.usefixtures("of")
def test_a_receipt_adds_up_to_the_decision(client) -> None:
    drawn = 0
    for place in decisions.places():
        for year in place.years:
            lines = decisions.lines(place.place_id, year)
            budget = decisions.budget(place.place_id, year)
            if (lines["level"] == "functional_group").any() and budget.amounts["expenditure_total"]:
                response = client.get(f"/en/decisions?place={place.place_id}&year={year}")
                receipt = response.text.split('id="receipt"')[1].split("receipt-foot")[0]
                amounts = [
                    int(n.replace(",", ""))
                    for n in re.findall(r'class="amount">(−?[\d,]+)', receipt.replace("−", "-"))
                ]
                heads = re.findall(r'line-programme.*?class="amount">([\d,]+)', receipt, flags=re.S)
                total = round(budget.amounts["expenditure_total"] * 1000)
                assert amounts[-1] == total
                assert sum(int(n.replace(",", "")) for n in heads) == total
                drawn += 1
    assert drawn >= 3


@pytest.mark.usefixtures("of")
def test_search_finds_a_place_and_says_when_not(client) -> None:
    place = decisions.places()[0]
    name = (place.name_ru or place.name_kk).split(",")[0]
    assert place.place_id in client.get("/ru/decisions", query_string={"q": name}).text
    assert "Ничего не найдено" in text(client, "/ru/decisions?q=qqqqqq")


@pytest.mark.usefixtures("of")
@pytest.mark.parametrize(
    "query",
    ["place=KZ-39.nowhere", "place=../../etc", "place=KZ-39&year=9999999", "place=<script>", "year=12"],
)
def test_what_is_not_there_is_said(client, query) -> None:
    assert client.get(f"/ru/decisions?{query}").status_code == 400


@pytest.mark.usefixtures("of")
def test_an_unknown_year_or_version_names_the_known(client) -> None:
    place = decisions.places()[0]
    assert str(place.years[0]) in text(client, f"/en/decisions?place={place.place_id}&year=1999", 400)
    assert "1.." in text(client, f"/en/decisions?place={place.place_id}&version=99", 400)


def test_an_ingest_shows_without_a_restart(client, ingested, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(decisions, "decisions_dir", lambda: tmp_path)
    before = text(client, "/en/decisions")
    monkeypatch.setattr(decisions, "decisions_dir", lambda: decisions_dir(ingested))
    assert before != text(client, "/en/decisions")
