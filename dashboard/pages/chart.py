"""One chart on its own page, with tabs chart | table | source."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import html

from dashboard.charts import (
    CHARTS,
    COUNCIL,
    LEVEL,
    SURVEY,
    WAVE,
    WITH,
    Chart,
)
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.i18n import Words
from dashboard.pages import receipt
from dashboard.pages.maslikhat import council_options, level_options, with_options
from dashboard.pages.survey import options as survey_options
from dashboard.pages.survey import wave_options
from dashboard.pages.transfers import OPTIONS as TRANSFERS
from dashboard.receipts import (
    CHANGE_AGAINST,
    GROUP,
    OF,
    PER,
    PER_EXECUTED,
    PERIOD,
    PLACE,
    SORT,
    SPAN,
    STEP,
    TO,
)
from dashboard.url_state import Choice, Choices, Param, State

# How each parameter that a chart may declare is chosen by hand.
OPTIONS = {
    **TRANSFERS,
    PER: ("receipt.control.per", receipt.per_options),
    PERIOD: ("receipt.control.period", receipt.period_options),
    SORT: ("receipt.control.sort", receipt.sort_options),
    OF: ("receipt.control.of", receipt.programme_options),
    PLACE: ("receipt.control.place", receipt.place_options),
    TO: ("receipt.control.to", receipt.when_options),
    PER_EXECUTED: ("receipt.control.per", receipt.per_executed_options),
    SPAN: ("receipt.control.period", receipt.span_options),
    CHANGE_AGAINST: ("receipt.control.against", receipt.against_options),
    GROUP: ("receipt.control.group", receipt.group_options),
    STEP: ("receipt.control.step", receipt.step_options),
    WAVE: ("survey.control.wave", wave_options),
    COUNCIL: ("maslikhat.control.council", council_options),
    WITH: ("maslikhat.control.with", with_options),
    LEVEL: ("maslikhat.control.level", level_options),
}


def _controls(chart: Chart, words: Words, state: State) -> list[Any]:
    if not chart.params:
        return []
    fields = []
    for param in chart.params:
        label, offered = _offered(chart, param, state, words)
        if isinstance(param, Choices):  # boxes bring a legend of their own
            fields.append(controls.checks(param, state, offered, words(label)))
        elif isinstance(param, Choice):
            field = controls.select(param, state, offered, words(label))
            fields.append(html.Div([html.Span(words(label), className="label"), field]))
    return [controls.form(fields, link(words.lang, f"chart/{chart.slug}"), chart.params, words)]


def _offered(chart: Chart, param: Param, state: State, words: Words) -> tuple[str, list[tuple[str, str]]]:
    """The key of a parameter's name, and what may be chosen."""
    if chart.slug in SURVEY and isinstance(param, Choice) and param is not WAVE:
        return f"survey.control.{param.name}", survey_options(chart, param, state, words)
    label, options = OPTIONS[param]
    return label, options(words)


def _body(chart: Chart, words: Words, state: State) -> list[Any]:
    tabs = html.Nav(
        [
            html.A(words(f"chart.tab.{name}"), href=f"#{anchor}")
            for name, anchor in (
                ("chart", f"chart-{chart.slug}"),
                ("table", f"table-{chart.slug}"),
                ("source", f"source-{chart.slug}"),
            )
        ],
        className="tabs",
        **{"aria-label": words("chart.tabs")},
    )
    back = html.P(
        html.A(
            words("chart.more", page=words(f"page.{chart.page}.title")),
            href=link(words.lang, chart.page, chart.page_query),
        )
    )
    return [tabs, chart_block(chart.slug, state, words, is_alone=True), back]


PAGES = tuple(
    Page(
        f"chart/{chart.slug}",
        partial(_body, chart),
        partial(_controls, chart),
        params=chart.params,
    )
    for chart in CHARTS.values()
)
