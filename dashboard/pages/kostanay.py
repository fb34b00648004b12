"""Kostanay oblast and its fourth-level budgets."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.chart import chart_block
from dashboard.components.page import Page
from dashboard.data import table
from dashboard.i18n import Words
from dashboard.url_state import State

SECTIONS = {
    "oblast": ("kostanay-budget", "kostanay-indicators", "kostanay-business-support"),
    "fourth": ("fourth-level-budgets", "fourth-level-coverage"),
}


def _place_in_ranking(words: Words) -> dict[str, str]:
    """Where the oblast stands among the regions, by all transfers and by those from the republican budget."""
    data = table("transfer_dependence")
    own = data[data["region_code"] == "KZ-39"].iloc[0]
    facts = {}
    for name, column in (("total", "total_pct"), ("republic", "from_republic_pct")):
        facts[name] = words.percent(own[column], 1)
        facts[f"{name}_rank"] = words.number(int((data[column] > own[column]).sum()) + 1)
    return facts


def _body(words: Words, state: State) -> list[Any]:
    return [
        html.Section(
            [
                html.H2(words(f"kostanay.section.{name}")),
                html.P(words(f"kostanay.section.{name}.lead", **_place_in_ranking(words)), className="prose"),
                *[chart_block(slug, state, words, level=3) for slug in slugs],
            ]
        )
        for name, slugs in SECTIONS.items()
    ]


PAGE = Page("kostanay", _body)
