"""The receipt of a city or oblast: what it spent per person and on what, or what Almaty planned to in 2021."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import receipts
from dashboard.charts import CHARTS
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.components.receipt_execution import execution_receipt
from dashboard.components.receipt_plan import plan_receipt
from dashboard.figures.receipt import RESIDUAL
from dashboard.figures.receipt_periods import read
from dashboard.i18n import Words
from dashboard.url_state import Choice, Param, State

PLAN_CHARTS = ("receipt-programmes", "receipt-subprogrammes", "city-spending")
EXECUTION_CHARTS = ("receipt-changes", "receipt-share-over-time", "receipt-execution")

Options = list[tuple[str, str]]


def place_options(words: Words) -> Options:
    """The places whose execution is known."""
    return [(code, words.place(code)) for code in receipts.PLACES]


def basis_options(words: Words) -> Options:
    """What was spent, or what was planned."""
    return [(code, words(f"receipt.basis.{code}")) for code in (receipts.EXECUTION, receipts.PLAN)]


def when_options(words: Words) -> Options:
    """Every period that any place has."""
    return [(code, read(code).name(words)) for code in receipts.PERIODS]


def per_options(words: Words, offered: tuple[str, ...] = receipts.PER.allowed) -> Options:
    """Whose share is shown."""
    return [(code, words(f"receipt.per.{code}")) for code in offered]


def per_executed_options(words: Words) -> Options:
    """Whose share of what was spent is shown."""
    return per_options(words, receipts.PER_EXECUTED.allowed)


def period_options(words: Words) -> Options:
    """A year or a month."""
    return [(code, words(f"receipt.period.{code}")) for code in receipts.PERIOD.allowed]


def span_options(words: Words) -> Options:
    """The whole period or a month of it."""
    return [(code, words(f"receipt.span.{code}")) for code in receipts.SPAN.allowed]


def sort_options(words: Words) -> Options:
    """The order of the lines."""
    return [(code, words(f"receipt.sort.{code}")) for code in receipts.SORT.allowed]


def programme_options(words: Words) -> Options:
    """The programmes that the source itemises."""
    return [(code, words.label("programme", code, short=True)) for code in receipts.PROGRAMMES]


def against_options(words: Words) -> Options:
    """What a period is held against."""
    return [(code, words(f"receipt.against.{code}")) for code in receipts.CHANGE_AGAINST.allowed]


def step_options(words: Words) -> Options:
    """Years or quarters."""
    return [(code, words(f"receipt.step.{code}")) for code in receipts.STEP.allowed]


def group_options(words: Words) -> Options:
    """The functional groups."""
    return [(code, words.label("function", code, short=True)) for code in receipts.GROUP.allowed]


def _controls(words: Words, state: State) -> list[Any]:
    shown = receipts.chart_state(state)
    is_plan = receipts.is_plan(state)
    fields = _of_plan(words, shown) if is_plan else _of_execution(words, shown, state)
    params = (*_params(is_plan), _own_per(state), receipts.PERIOD, receipts.SORT, receipts.QUERY)
    return [controls.form(fields, link(words.lang, "receipt"), params, words)]


def _params(is_plan: bool) -> tuple[Param, ...]:
    own = receipts.ONLY_PLAN if is_plan else receipts.ONLY_EXECUTION
    return (receipts.PLACE, BASIS_OF[is_plan], *own)


# What the form leaves out of the address is what the page makes of an address without it.
BASIS_OF = {
    False: Choice("basis", receipts.BASIS.allowed, receipts.EXECUTION),
    True: receipts.BASIS,
}


def _own_per(state: State) -> Choice:
    return Choice("per", receipts.WHOSE.allowed, receipts.own_per(state))


def _select(param: Choice, shown: State, options: Options, words: Words) -> html.Span:
    return controls.select(param, shown, options, words(f"receipt.control.{param.name}"))


def _first(words: Words, shown: State) -> list[Any]:
    """Of which place, on which basis."""
    fields = [
        html.Span(words("receipt.control.show")),
        _select(receipts.PLACE, shown, place_options(words), words),
    ]
    if shown["place"] == receipts.PLAN_PLACE:
        basis = receipts.PLAN if receipts.is_plan(shown) else receipts.EXECUTION
        fields.append(_select(receipts.BASIS, {"basis": basis}, basis_options(words), words))
    return fields


def _search(words: Words, shown: State) -> html.P:
    return html.P(controls.text(receipts.QUERY, shown, words("receipt.control.find")), className="sentence")


def _of_execution(words: Words, shown: State, state: State) -> list[Any]:
    when = [(period.code, period.name(words)) for period in receipts.periods_of(state["place"])]
    sentence = [
        *_first(words, shown),
        _select(receipts.WHEN, shown, when, words),
        _select(receipts.WHOSE, shown, per_options(words, tuple(receipts.whose(state))), words),
    ]
    if receipts.has_months(state):
        spans = [("year", words("receipt.span.whole")), ("month", words("receipt.span.month"))]
        sentence.append(_select(receipts.PERIOD, state, spans, words))
    more = [
        (receipts.SORT, sort_options(words)),
        (receipts.CHANGE_AGAINST, against_options(words)),
        (receipts.GROUP, group_options(words)),
        (receipts.STEP, step_options(words)),
    ]
    if read(state["to"]).is_year:  # there is no quarter before a year
        more.remove((receipts.CHANGE_AGAINST, against_options(words)))
    return [
        html.P(sentence, className="sentence"),
        _search(words, shown),
        html.Details(
            [
                html.Summary(words("receipt.control.more")),
                html.Div([_labelled(param, shown, options, words) for param, options in more]),
            ],
            open=any(shown[param.name] != param.default for param, _ in more),
            className="panel-filter",
        ),
    ]


def _labelled(param: Choice, shown: State, options: Options, words: Words) -> html.Div:
    label = words(f"receipt.control.{param.name}")
    return html.Div([html.Span(label, className="label"), controls.select(param, shown, options, label)])


def _of_plan(words: Words, shown: State) -> list[Any]:
    every = [*programme_options(words), (RESIDUAL, words.label("programme", RESIDUAL))]
    return [
        html.P(
            [
                *_first(words, shown),
                _select(receipts.WHOSE, shown, per_options(words), words),
                _select(receipts.PERIOD, shown, period_options(words), words),
                html.Span(words("receipt.control.sorted")),
                _select(receipts.SORT, shown, sort_options(words), words),
            ],
            className="sentence",
        ),
        _search(words, shown),
        html.Details(
            [
                html.Summary(words("receipt.control.programmes")),
                controls.checks(receipts.PROGRAMME, shown, every, words("receipt.control.programmes.legend")),
                _labelled(receipts.OF, shown, programme_options(words), words),
            ],
            open=bool(shown["programme"]) or shown["of"] != receipts.OF.default,
            className="panel-filter",
        ),
        controls.radios(
            receipts.FIGURES,
            shown,
            [(code, words(f"receipt.figures.{code}")) for code in receipts.FIGURES.allowed],
            words("receipt.control.figures"),
        ),
    ]


def _body(words: Words, state: State) -> list[Any]:
    shown = receipts.chart_state(state)
    is_plan = receipts.is_plan(state)
    above = plan_receipt(shown, words) if is_plan else execution_receipt(shown, state, words)
    charts = PLAN_CHARTS if is_plan else EXECUTION_CHARTS
    others = html.P(html.A(words("receipt.other.places"), href=link(words.lang, "decisions")))
    return [*above, others, *[chart_block(slug, CHARTS[slug].own(shown), words) for slug in charts]]


PAGE = Page("receipt", _body, _controls, params=receipts.PARAMS, settle=receipts.settle)
