"""The front page: what can be learnt here, three findings with their numbers, and four ways in."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from catalogue.loader import load
from catalogue.places import regions
from dashboard.charts import CHARTS, draw
from dashboard.components.chart import PREVIEW, chart_address, legend
from dashboard.components.page import Page, link
from dashboard.data import build_version
from dashboard.i18n import Words
from dashboard.pages.transfers import region_options
from dashboard.url_state import State, defaults

# Charts whose number stands on the front page.
FINDINGS = ("receipt-execution", "transfer-share-ranking", "revenue-per-head")
DOORS = {
    "resident": ("receipt", ""),
    "researcher": ("transfers", ""),
    "journalist": ("chart/transfer-share-ranking", ""),
    "ngo": ("survey", "topic=authority_rating"),
}


def _finding(slug: str, words: Words) -> html.Article:
    chart = CHARTS[slug]
    state = defaults(chart.params)
    drawing = draw(slug, state, words.lang)
    return html.Article(
        [
            html.P(drawing.number, className="finding-number"),
            html.H3(html.A(drawing.title, href=chart_address(chart, state, words.lang))),
            html.P(drawing.subtitle, className="chart-subtitle"),
            legend(drawing),
            html.Div(className="chart-svg mini", **{"data-svg": f"{PREVIEW}{slug}"}),
        ],
        className="home-finding",
    )


def _body(words: Words, state: State) -> list[Any]:
    today = regions(load())
    offered = [{"value": code, "label": name} for code, name in region_options(words) if code in today]
    find = html.Form(
        [
            html.Label(words("home.find.label"), htmlFor="home-region"),
            dbc.Select(id="home-region", name="region", options=offered, value="KZ-75"),
            html.Button(words("home.find.button"), type="submit", className="button"),
            html.A(
                words("home.find.receipt"), href=link(words.lang, "receipt"), className="button button-second"
            ),
        ],
        action=link(words.lang, "transfers"),
        method="get",
        className="home-find",
    )
    doors = [
        html.Li(
            [
                html.H3(html.A(words(f"home.door.{name}.title"), href=link(words.lang, page, query))),
                html.P(words(f"home.door.{name}.text")),
            ]
        )
        for name, (page, query) in DOORS.items()
    ]
    updated = max(source.retrieved for source in load().sources.values())
    return [
        find,
        html.Section(
            [
                html.H2(words("home.findings")),
                html.Div([_finding(slug, words) for slug in FINDINGS], className="home-findings"),
            ]
        ),
        html.Section([html.H2(words("home.doors")), html.Ul(doors, className="home-doors")]),
        html.Section(
            [html.H2(words("home.unknown.title")), html.Ul([html.Li(words(f"home.unknown.{n}")) for n in (1, 2, 3, 4)]),
             html.P(words("home.updated", date=words.date(updated), version=build_version()), className="chart-line")],
            className="prose",
        ),
    ]  # fmt: skip


PAGE = Page("", _body, is_interactive=False)
