"""How far each region's budget depends on transfers."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.charts import MEASURE, REGION, REGIONS
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.i18n import Words
from dashboard.url_state import State


def measure_options(words: Words) -> list[tuple[str, str]]:
    """What the chart can rank by."""
    return [(code, words(f"transfers.measure.{code}")) for code in MEASURE.allowed]


def region_options(words: Words) -> list[tuple[str, str]]:
    """The regions of the source by name, in the reader's alphabet."""
    return sorted(((code, words.place(code)) for code in REGIONS), key=lambda option: option[1])


def _controls(words: Words, state: State) -> list[Any]:
    sentence = html.P(
        [
            html.Span(words("transfers.control.show")),
            controls.select(MEASURE, state, measure_options(words), words("transfers.control.measure")),
        ],
        className="sentence",
    )
    regions = html.Details(
        [
            html.Summary(words("transfers.control.regions")),
            controls.checks(REGION, state, region_options(words), words("transfers.control.regions.legend")),
        ],
        open=bool(state["region"]),
        className="panel-filter",
    )
    return [controls.form([sentence, regions], link(words.lang, "transfers"), PAGE.params, words)]


def _body(words: Words, state: State) -> list[Any]:
    return [
        chart_block("transfer-dependence", state, words),
        html.Section(
            [
                html.H2(words("transfers.read.title")),
                *[html.P(words(f"transfers.read.{n}")) for n in (1, 2, 3)],
            ],
            className="prose",
        ),
    ]


PAGE = Page("transfers", _body, _controls, params=(MEASURE, REGION))
