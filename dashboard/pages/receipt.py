"""The city receipt: what the city spends per person, and on what."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.charts import OF, PER, PERIOD, PROGRAMMES, SORT
from dashboard.components import controls
from dashboard.components.chart import chart_block, details
from dashboard.components.page import Page, link
from dashboard.components.receipt import receipt
from dashboard.data import table
from dashboard.figures.receipt import DENOMINATORS, RESIDUAL, build_receipt, divisor
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import Choice, Choices, State, Text

PROGRAMME = Choices("programme", (*PROGRAMMES, RESIDUAL))
QUERY = Text("q")
FIGURES = Choice("figures", ("right", "printed"), "right")


def per_options(words: Words) -> list[tuple[str, str]]:
    """Whose share is shown."""
    return [(code, words(f"receipt.per.{code}")) for code in PER.allowed]


def period_options(words: Words) -> list[tuple[str, str]]:
    """A year or a month."""
    return [(code, words(f"receipt.period.{code}")) for code in PERIOD.allowed]


def sort_options(words: Words) -> list[tuple[str, str]]:
    """The order of the lines."""
    return [(code, words(f"receipt.sort.{code}")) for code in SORT.allowed]


def programme_options(words: Words) -> list[tuple[str, str]]:
    """The programmes that the source itemises."""
    return [(code, words.label("programme", code, short=True)) for code in PROGRAMMES]


def _controls(words: Words, state: State) -> list[Any]:
    every = [*programme_options(words), (RESIDUAL, words.label("programme", RESIDUAL))]
    fields = [
        html.P(
            [
                html.Span(words("receipt.control.show")),
                controls.select(PER, state, per_options(words), words("receipt.control.per")),
                controls.select(PERIOD, state, period_options(words), words("receipt.control.period")),
                html.Span(words("receipt.control.sorted")),
                controls.select(SORT, state, sort_options(words), words("receipt.control.sort")),
            ],
            className="sentence",
        ),
        html.P(controls.text(QUERY, state, words("receipt.control.find")), className="sentence"),
        html.Details(
            [
                html.Summary(words("receipt.control.programmes")),
                controls.checks(PROGRAMME, state, every, words("receipt.control.programmes.legend")),
                html.Div(
                    [
                        html.Span(words("receipt.control.of"), className="label"),
                        controls.select(OF, state, programme_options(words), words("receipt.control.of")),
                    ]
                ),
            ],
            open=bool(state["programme"]) or state["of"] != OF.default,
            className="panel-filter",
        ),
        controls.radios(
            FIGURES,
            state,
            [(code, words(f"receipt.figures.{code}")) for code in FIGURES.allowed],
            words("receipt.control.figures"),
        ),
    ]
    return [controls.form(fields, link(words.lang, "receipt"), PAGE.params, words)]


def _body(words: Words, state: State) -> list[Any]:
    lines = table("receipt_lines")
    people = divisor(table("population"), lines, state["per"])
    rows = build_receipt(lines, people, state["period"])
    return [
        _printed_banner(words, state) if state["figures"] == "printed" else None,
        html.Div(
            [
                receipt(rows, _printed(state) if state["per"] == "employed" else {}, people, state, words),
                _side(words),
            ],
            className="receipt-page",
        ),
        chart_block("receipt-programmes", state, words),
        chart_block("receipt-subprogrammes", state, words),
        chart_block("city-spending", state, words),
    ]


def _side(words: Words) -> html.Div:
    """What stands beside the receipt: print it, take it, and whose share it is."""
    actions = [
        html.Button(words("receipt.print"), type="button", className="button script-only", id="print"),
        " ",
        html.A(words("receipt.city.csv"), href="/data/receipt_lines.csv", download=True),
    ]
    return html.Div(
        [
            html.P(actions, className="receipt-actions"),
            details(words("receipt.who.title"), _who(words), "who", is_open=True),
        ],
        className="receipt-side",
    )


def _printed_banner(words: Words, state: State) -> html.Aside:
    """Why the printed amounts are a thousand times too small, in the figures of the source."""
    lines = table("receipt_lines")
    people = divisor(table("population"), lines, "employed")
    year, month = (build_receipt(lines, people, period)["amount_kzt"].sum() for period in ("year", "month"))
    slip = words(
        "receipt.slip.1",
        plan=words.number(lines["amount_kzt_thousand"].sum(), 1),
        people=words.number(people),
        wrong=_printed({"period": "year"})["", ""],
        year=words.money(year),
        month=words.money(month),
    )
    found = html.A(words("receipt.slip.link"), href=link(words.lang, "audit", "chart=receipt-programmes"))
    other = words("receipt.slip.other", people=words.number(people)) if state["per"] != "employed" else ""
    texts = [slip, other or words("receipt.slip.2"), found]
    return html.Aside(
        [html.H2(words("receipt.slip.title")), *[html.P(text) for text in texts]],
        className="banner",
    )


def _printed(state: State) -> dict[tuple[str, str], str]:
    """What the thesis prints for the period, as it is printed (its "tenge" are thousands of tenge)."""
    printed = table("receipt_printed")
    column = f"per_{state['period']}_printed"
    return {
        (row["programme_id"], row["subprogramme_id"]): row[column] for row in records(printed) if row[column]
    }


def _who(words: Words) -> list[Any]:
    """The populations a line can be shared by, each with its source and year."""
    sources = load().sources
    population, lines = table("population"), table("receipt_lines")
    items = []
    for code, (_, source) in DENOMINATORS.items():
        people = divisor(population, lines, code)
        items.append(
            html.Li(
                words(
                    "receipt.who.item",
                    per=words(f"receipt.per.{code}"),
                    people=words.number(people),
                    source=words.text(sources[source].citation),
                )
            )
        )
    executed = table("execution_totals")["value_kzt_million"].iloc[0]
    planned = lines["amount_kzt_thousand"].sum()
    return [
        html.Ul(items),
        html.P(
            words(
                "receipt.who.why",
                people=words.number(divisor(population, lines, "employed")),
                official=words.number(divisor(population, lines, "employed_official")),
            )
        ),
        html.P(
            words(
                "receipt.who.execution",
                plan=words.money_billion(planned * 1000),
                executed=words.money_billion(executed * 1e6),
                source=words.text(sources["minfin-bulletin"].citation),
            )
        ),
    ]


PAGE = Page("receipt", _body, _controls, params=(PER, PERIOD, SORT, QUERY, PROGRAMME, OF, FIGURES))
