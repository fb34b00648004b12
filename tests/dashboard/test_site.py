"""Every address gives a page; any input gives an answer and never a traceback."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.data import table
from dashboard.i18n import LANGS
from dashboard.pages import CHART_PAGES, PAGES

APP = create_app()
CLIENT = APP.server.test_client()
NAMES = [page.name for page in (*PAGES, *CHART_PAGES)]


def get(address: str, **kwargs):
    return CLIENT.get(address, **kwargs)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_in_every_language(lang, name):
    response = get(f"/{lang}/{name}")
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in html
    assert "<h1>" in html
    assert "{" not in re.sub(
        r"<(script|style).*?</\1>|data-(?:defaults|resets)=\"[^\"]*\"|id=\"[^\"]*\"|for=\"[^\"]*\"",
        "",
        html,
        flags=re.S,
    )


@pytest.mark.parametrize("slug", CHARTS)
@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_readable_before_javascript(slug, lang):
    html = get(f"/{lang}/{CHARTS[slug].page}?{CHARTS[slug].page_query}").get_data(as_text=True)
    figure = re.search(rf'<figure[^>]*id="chart-{slug}".*?</figure>', html, re.S)
    assert figure, slug
    assert "<svg" in figure[0]
    assert "<table" in figure[0]
    assert 'class="chart-summary"' in figure[0]


@pytest.mark.parametrize("slug", CHARTS)
@pytest.mark.parametrize("lang", LANGS)
def test_embeds(slug, lang):
    response = get(f"/embed/{slug}?lang={lang}")
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "<script" not in html
    assert "<svg" in html
    assert "<table" in html
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("slug", CHARTS)
@pytest.mark.parametrize("kind", ["csv", "json", "metadata.json", "svg", "png"])
def test_files(slug, kind):
    response = get(f"/chart/{slug}.{kind}?lang=kk")
    assert response.status_code == 200
    assert len(response.data) > 100
    if kind == "png":
        assert response.data.startswith(b"\x89PNG")


def test_csv_honours_the_state():
    rows = get("/chart/receipt-subprogrammes.csv?of=health&period=month").get_data(as_text=True).splitlines()
    lines = table("receipt_lines")
    assert len(rows) - 1 == (lines["programme_id"] == "health").sum()
    assert all(row.startswith("KZ-75,2021,plan_approved,employed,935000,month,health,") for row in rows[1:])


@pytest.mark.parametrize(
    "address",
    [
        "/xx/",
        "/ru/nothing",
        "/ru/chart/nothing",
        "/embed/nothing",
        "/chart/nothing.csv",
        "/data/x.csv",
        "/static/x.js",
        "/view/ru/nothing",
        "/wp-admin/setup.php",
    ],
)
def test_unknown_addresses_are_404(address):
    response = get(address)
    assert response.status_code == 404
    assert "<h1>" in response.get_data(as_text=True)


@pytest.mark.parametrize(("lang", "text"), [("ru", "Можно"), ("kk", "Мүмкін"), ("en", "Allowed")])
def test_an_impossible_value_is_400_in_the_readers_language(lang, text):
    response = get(f"/{lang}/receipt?per=everyone")
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert text in html
    assert "employed" in html


def test_root_redirects_by_language():
    assert get("/", headers={"Accept-Language": "kk,ru;q=0.8"}).headers["Location"] == "/kk/"
    assert get("/", headers={"Accept-Language": "en-GB"}).headers["Location"] == "/en/"
    assert get("/").headers["Location"] == "/ru/"


def test_an_unknown_parameter_changes_nothing():
    assert get("/ru/receipt?utm_source=mail").data == get("/ru/receipt").data


def test_etag_saves_a_second_visit():
    first = get("/ru/receipt", headers={"Accept-Encoding": "br"})
    again = get("/ru/receipt", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert first.headers["Content-Encoding"] == "br"
    assert again.status_code == 304
    assert not again.data


def test_only_embeds_may_be_framed():
    headers = get("/ru/receipt").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_health():
    assert get("/healthz").json["status"] == "ok"


def test_view_is_the_pages_content():
    view = json.loads(get("/view/ru/transfers?region=KZ-39").data)
    assert view["query"] == "year=2024&region=KZ-39"
    assert "97,1" in view["main"]
    assert view["main"].count("<svg") == 2 * len(view["graphs"]) == 20
    assert view["graphs"]["transfer-dependence"]["type"] == "Graph"


def test_a_second_app_works_too():
    other = create_app().server.test_client()
    assert other.get("/ru/").status_code == 200
    for client in (CLIENT, other):
        boot = re.search(r'id="boot"[^>]*>(.*?)</script>', client.get("/ru/transfers").get_data(as_text=True))
        assert len(json.loads(boot[1])["dependencies"]) == 1


def test_spreadsheets_run_no_formula():
    import pandas as pd

    from dashboard.routes.downloads import to_csv

    assert (
        to_csv(pd.DataFrame({"a": ["=1+1", "@x", "ok"], "b": [-1, 2, 3]})).decode()
        == "a,b\n'=1+1,-1\n'@x,2\nok,3\n"
    )


hostile = st.text(max_size=120) | st.sampled_from(
    ["<script>alert(1)</script>", "' OR 1=1", "../../etc/passwd", "%00", "{lang}", "a" * 5000]
)


@settings(max_examples=150, deadline=None)
@given(
    lang=st.sampled_from(LANGS),
    name=st.sampled_from(NAMES) | hostile,
    query=st.dictionaries(
        st.sampled_from(["per", "q", "region", "programme", "of", "sort", "chart", "lang"]) | hostile,
        hostile,
        max_size=4,
    ),
)
def test_any_input_gives_a_page_and_never_a_traceback(lang, name, query):
    response = CLIENT.get(f"/{lang}/{name.lstrip('/')}".split("?")[0].split("#")[0], query_string=query)
    assert response.status_code in (200, 301, 302, 308, 400, 404)
    html = response.get_data(as_text=True)
    assert "Traceback" not in html
    assert "<script>alert(1)" not in html


@settings(max_examples=80, deadline=None)
@given(query=hostile)
def test_whatever_is_typed_into_the_filters(query):
    for page in ("receipt", "audit"):
        assert CLIENT.get(f"/ru/{page}", query_string={"q": query}).status_code == 200


def test_the_style_sheet_has_the_palette_of_the_figures():
    from pathlib import Path

    from dashboard.figures.palette import PALETTE

    css = (Path(__file__).parents[2] / "dashboard/assets/00-palette.css").read_text(encoding="utf-8")
    light, dark = css.split("@media")[0], css.split("@media")[1]
    for theme, text in (("light", light), ("dark", dark)):
        for token, color in PALETTE[theme].items():
            assert f"--{token}: {color};" in text
