"""The transfers page: its charts, the state that they share, addresses that keep their year, and old addresses."""

from __future__ import annotations

import html as html_text
import re

import pytest

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.i18n import LANGS
from dashboard.pages.transfers import OPTIONS, PAGE, PARAMS, SECTIONS
from dashboard.transfers import REGIONS, YEAR
from dashboard.url_state import defaults, parse, to_query

CLIENT = create_app().server.test_client()


def get(address: str) -> str:
    response = CLIENT.get(address)
    assert response.status_code == 200, address
    return html_text.unescape(response.get_data(as_text=True))


def test_every_chart_of_the_page_is_on_it() -> None:
    shown = [slug for charts in SECTIONS.values() for slug in charts]
    assert sorted(shown) == sorted(slug for slug, chart in CHARTS.items() if chart.page == "transfers")
    assert len(shown) <= 10


def test_charts_share_their_parameters() -> None:
    for charts in SECTIONS.values():
        for slug in charts:
            for param in CHARTS[slug].params:
                assert any(param is one for one in PARAMS), (slug, param.name)
    assert set(OPTIONS) == set(PARAMS)
    assert len({param.name for param in PARAMS}) == len(PARAMS)


@pytest.mark.parametrize("lang", LANGS)
def test_page_is_readable_without_scripts(lang: str) -> None:
    page = get(f"/{lang}/transfers")
    assert page.count("<figure") == 10
    assert page.count('class="svg-narrow"') == 10
    assert f"/{lang}/data#reconciliation" in page


def test_addresses_say_their_year() -> None:
    assert to_query(PARAMS, defaults(PARAMS)) == f"year={YEAR.default}"
    page = get("/en/chart/transfer-share-ranking")
    assert f"/en/chart/transfer-share-ranking?year={YEAR.default}" in page
    assert f"/chart/transfer-share-ranking.csv?lang=en&year={YEAR.default}" in page


def test_choices_of_one_chart_keep_the_rest() -> None:
    page = get("/en/transfers?year=2021&region=KZ-39&index=cv&prices=2020")
    link = re.search(r'href="(/en/transfers\?[^"]*)#inequality"[^>]*>Theil index<', page)
    assert link
    query = dict(pair.split("=") for pair in link[1].split("?")[1].split("&"))
    assert query == {"year": "2021", "region": "KZ-39", "index": "theil", "prices": "2020"}
    # without a script the form keeps what was chosen below it
    hidden = [field for field in re.findall(r"<input[^>]*>", page) if 'type="hidden"' in field]
    assert ['name="index"' in field and 'value="cv"' in field for field in hidden] == [True]


def test_old_addresses_of_the_project_s_chart_mean_the_same() -> None:
    state = parse(CHARTS["transfer-dependence"].params, {"measure": "lower", "region": "KZ-39~KZ-75"})
    assert state == {"measure": "lower", "region": ("KZ-39", "KZ-75")}
    assert to_query(CHARTS["transfer-dependence"].params, state) == "measure=lower&region=KZ-39~KZ-75"
    assert "97,1" in get("/ru/transfers?region=KZ-39")
    assert set(parse(PAGE.params, {})["region"]) == set()
    assert {"KZ-10", "KZ-39", "KZ-YUZ"} <= set(REGIONS)


@pytest.mark.parametrize(
    "query", ["year=2012", "since=1999", "prices=2009", "region=KZ-99", "index=atkinson", "year=2025-11"]
)
def test_impossible_choices_are_refused(query: str) -> None:
    assert CLIENT.get(f"/en/transfers?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["utm_source=x", "year=", "year=2013&since=2013", "year=2013&since=2025&view=panels"]
)
def test_odd_addresses_give_a_page(query: str) -> None:
    get(f"/kk/transfers?{query}")


def test_tables_read_well() -> None:
    page = get("/en/chart/revenue-per-head?year=2021&prices=2024")
    assert ">2024<" in page and "2,024<" not in page
    assert ">1.368<" in page or re.search(r">1\.\d{3}<", page)
    assert re.search(r"≠|No: borders changed", get("/en/chart/transfer-share-map?year=2024&since=2017"))
    assert re.search(r">0\.3\d\d<", get("/en/chart/regional-inequality"))


@pytest.mark.parametrize(
    ("lang", "name"),
    [("ru", "Все местные бюджеты"), ("kk", "Барлық жергілікті бюджет"), ("en", "All local budgets")],
)
def test_all_local_budgets_have_their_own_name_in_tables(lang: str, name: str) -> None:
    page = get(f"/{lang}/chart/transfer-share-ranking?year=2024")
    cells = re.findall(r"<th[^>]*scope=\"row\"[^>]*>([^<]*)<", page)
    assert name in cells and len(cells) == 21
    assert not {"Республика Казахстан", "Қазақстан Республикасы", "Republic of Kazakhstan"} & set(cells)


@pytest.mark.parametrize("lang", LANGS)
def test_home_shows_the_latest_whole_year(lang: str) -> None:
    page = get(f"/{lang}/")
    assert f"/{lang}/chart/transfer-share-ranking?year={YEAR.default}" in page
    assert "2024" in page
    assert "KZ-YUZ" not in page
