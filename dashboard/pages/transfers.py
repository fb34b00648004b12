"""How regional budgets depend on transfers: now, over the years, on the map, both ways, planned, per resident."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from catalogue.loader import load
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.components.transfers import choice_links
from dashboard.data import table
from dashboard.figures.finance import by_alphabet, is_part, rows_of
from dashboard.i18n import Words
from dashboard.transfers import (
    AMOUNT,
    BUDGET,
    DIVISION,
    FINANCE,
    INDEX,
    MEASURE,
    PRICES,
    REGION,
    REGIONS,
    SINCE,
    VIEW,
    WEIGHTING,
    YEAR,
    YEARS,
)
from dashboard.url_state import Choice, State

# Section → its charts, each with what only it can be asked for. What is shared stands above, in the controls.
SECTIONS: dict[str, dict[str, tuple[Choice, ...]]] = {
    "now": {"transfer-share-ranking": ()},
    "time": {"transfer-share-over-time": (VIEW,)},
    "map": {"transfer-share-map": ()},
    "flows": {"transfer-flows": (AMOUNT,)},
    "plan": {"plan-vs-execution-2021": (), "transfer-dependence": (MEASURE,)},
    "head": {"revenue-per-head": (FINANCE,)},
    "inequality": {"regional-inequality": (FINANCE, INDEX, WEIGHTING, DIVISION)},
    "state": {"state-budget": (BUDGET,), "local-budget-balance-gdp": ()},
}
LED = ("now", "plan")  # sections with a word before their charts
OWN = (MEASURE, VIEW, AMOUNT, FINANCE, INDEX, WEIGHTING, DIVISION, BUDGET)
PARAMS = (YEAR, SINCE, PRICES, REGION, *OWN)

Options = list[tuple[str, str]]


def measure_options(words: Words) -> Options:
    """What the project's chart can rank by."""
    return [(code, words(f"transfers.measure.{code}")) for code in MEASURE.allowed]


def region_options(words: Words) -> Options:
    """The regions of any year by name, in the reader's alphabet; one that has ended says when."""
    options = []
    for code in REGIONS:
        end = load().places[code].valid_to
        name = words.place(code)
        options.append((code, words("transfers.region.until", place=name, year=end.year) if end else name))
    return sorted(options, key=lambda option: by_alphabet(option[1]))


def year_options(words: Words) -> Options:
    """The years, the latest first; a part of one says so."""
    options = []
    for year in reversed(YEARS):
        rows = rows_of(table("regional_finance"), year)
        months = int(rows["cumulative_to"].str[5:].max())
        options.append(
            (year, words.count("transfers.year.part", months, year=year) if is_part(rows) else year)
        )
    return options


def since_options(words: Words) -> Options:
    """The years to compare with, or none."""
    return [(SINCE.default, words("transfers.since.none")), *year_options(words)]


def price_options(words: Words) -> Options:
    """Prices of the time, or of one year."""
    years = [(year, words("finance.prices.year", year=year)) for year in reversed(YEARS)]
    return [(PRICES.default, words("finance.prices.nominal")), *years]


def view_options(words: Words) -> Options:
    """How lines are drawn."""
    return [(code, words(f"transfers.view.{code}")) for code in VIEW.allowed]


def amount_options(words: Words) -> Options:
    """In all or per resident."""
    return [(code, words(f"transfers.amount.{code}")) for code in AMOUNT.allowed]


def finance_options(words: Words) -> Options:
    """The amounts of a budget."""
    return [(code, words.label("finance_measure", code)) for code in FINANCE.allowed]


def index_options(words: Words) -> Options:
    """What inequality is measured by."""
    return [(code, words(f"finance.index.{code}")) for code in INDEX.allowed]


def weighting_options(words: Words) -> Options:
    """How regions count."""
    return [(code, words.label("weighting", code)) for code in WEIGHTING.allowed]


def division_options(words: Words) -> Options:
    """Which regions are compared."""
    return [(code, words.label("division", code)) for code in DIVISION.allowed]


def budget_options(words: Words) -> Options:
    """The levels of the budget."""
    return [(code, words.label("budget_level", code)) for code in BUDGET.allowed]


# How each parameter of these charts is chosen by hand: the key of its name, and what is offered.
OPTIONS = {
    YEAR: ("transfers.control.year.label", year_options),
    SINCE: ("transfers.control.since.label", since_options),
    PRICES: ("transfers.control.prices.label", price_options),
    REGION: ("transfers.control.regions.legend", region_options),
    MEASURE: ("transfers.control.measure", measure_options),
    VIEW: ("transfers.control.view", view_options),
    AMOUNT: ("transfers.control.amount", amount_options),
    FINANCE: ("transfers.control.finance", finance_options),
    INDEX: ("transfers.control.index", index_options),
    WEIGHTING: ("transfers.control.weighting", weighting_options),
    DIVISION: ("transfers.control.division", division_options),
    BUDGET: ("transfers.control.budget", budget_options),
}


def _controls(words: Words, state: State) -> list[Any]:
    fields: list[Any] = []
    for param in (YEAR, SINCE, PRICES):
        label, offered = OPTIONS[param]
        fields.append(html.Span(words(f"transfers.control.{param.name}")))
        fields.append(controls.select(param, state, offered(words), words(label)))
    regions = html.Details(
        [
            html.Summary(words("transfers.control.regions")),
            controls.checks(REGION, state, region_options(words), words("transfers.control.regions.legend")),
        ],
        open=bool(state["region"]),
        className="panel-filter",
    )
    # What was chosen in the sections below, for readers without JavaScript: the form keeps it.
    kept = [
        dbc.Input(type="hidden", name=param.name, value=state[param.name])
        for param in OWN
        if state[param.name] != param.default
    ]
    sentence = html.P(fields, className="sentence")
    return [controls.form([sentence, regions, *kept], link(words.lang, "transfers"), PARAMS, words)]


def _section(name: str, words: Words, state: State) -> html.Section:
    parts: list[Any] = [html.H2(words(f"transfers.section.{name}"))]
    if name in LED:
        parts.append(html.P(words(f"transfers.section.{name}.lead"), className="prose"))
    for slug, params in SECTIONS[name].items():
        for param in params:
            label, offered = OPTIONS[param]
            parts.append(choice_links(param, offered(words), words(label), state, PARAMS, name, words))
        parts.append(chart_block(slug, state, words, level=3))
    if name == "plan":
        read = [html.P(words(f"transfers.read.{n}")) for n in (1, 2, 3)]
        parts.append(html.Div([html.H3(words("transfers.read.title")), *read], className="prose"))
    return html.Section(parts, id=name)


def _notes(words: Words) -> html.Section:
    """What the data lack, and where the checks are."""
    checks = html.A(words("transfers.notes.link"), href=link(words.lang, "data") + "#reconciliation")
    return html.Section(
        [
            html.H2(words("transfers.notes.title")),
            html.Ul(
                [
                    *[html.Li(words(f"transfers.notes.{n}")) for n in (1, 2, 3)],
                    html.Li([words("transfers.notes.4"), " ", checks, "."]),
                ]
            ),
        ],
        className="prose",
    )


def _body(words: Words, state: State) -> list[Any]:
    return [*[_section(name, words, state) for name in SECTIONS], _notes(words)]


PAGE = Page("transfers", _body, _controls, params=PARAMS)
