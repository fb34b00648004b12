"""Kostanay oblast and its fourth-level budgets."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.chart import chart_block
from dashboard.components.page import Page
from dashboard.i18n import Words
from dashboard.url_state import State

SECTIONS = {
    "oblast": ("kostanay-budget", "kostanay-indicators", "kostanay-business-support"),
    "fourth": ("fourth-level-budgets", "fourth-level-coverage"),
}


def _body(words: Words, state: State) -> list[Any]:
    return [
        html.Section(
            [
                html.H2(words(f"kostanay.section.{name}")),
                html.P(words(f"kostanay.section.{name}.lead"), className="prose"),
                *[chart_block(slug, state, words, level=3) for slug in slugs],
            ]
        )
        for name, slugs in SECTIONS.items()
    ]


PAGE = Page("kostanay", _body)
