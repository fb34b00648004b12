"""What this is, how it is made, how to cite it, how to add a city."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.components.page import Page, link
from dashboard.data import build_version, table
from dashboard.figures.receipt import RESIDUAL
from dashboard.i18n import Words
from dashboard.settings import SITE_URL
from dashboard.url_state import State

SECTIONS = {"method": 4, "numbers": 3, "unknown": 3, "city": 4, "licence": 2, "privacy": 1}


def _residual(words: Words) -> str:
    lines = table("receipt_lines")
    unknown = lines.loc[lines["programme_id"] == RESIDUAL, "amount_kzt_thousand"].sum()
    return words.percent(unknown / lines["amount_kzt_thousand"].sum() * 100, 1)


def _body(words: Words, state: State) -> list[Any]:
    sections: list[Any] = [
        html.Section(
            [
                html.H2(words(f"about.{name}.title")),
                *[
                    html.P(words(f"about.{name}.{n}", share=_residual(words)))
                    for n in range(1, paragraphs + 1)
                ],
            ],
            className="prose",
            id=name,
        )
        for name, paragraphs in SECTIONS.items()
    ]
    cite = html.Section(
        [
            html.H2(words("about.cite.title")),
            html.P(words("about.cite.how")),
            html.Pre(
                html.Code(
                    words("about.cite.text", url=f"{SITE_URL}{link(words.lang)}", version=build_version())
                ),
                className="code",
                tabIndex="0",
            ),
            html.H3(words("about.sources.title")),
            html.Ul([html.Li(words.text(source.citation)) for source in load().sources.values()]),
        ],
        className="prose",
        id="cite",
    )
    return [*sections[:3], cite, *sections[3:]]


PAGE = Page("about", _body, is_interactive=False)
