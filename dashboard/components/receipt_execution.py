"""The receipt of what was executed: services, then debt service and transfers apart, each line with what changed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.charts import CHARTS
from dashboard.components.chart import details, download_address
from dashboard.components.page import link
from dashboard.components.receipt import Line, Part, Receipt, draw_receipt
from dashboard.components.search import searchable
from dashboard.data import table
from dashboard.figures.receipt_cautions import people_note, price_note
from dashboard.figures.receipt_changes import change_pct, percent_text
from dashboard.figures.receipt_execution import (
    Executed,
    million,
    notes,
    ordered,
    people_text,
    read_execution,
    signed,
    who,
    withdrawals,
)
from dashboard.figures.receipt_periods import AGAINST, Period, compared
from dashboard.figures.receipt_sums import DENOMINATORS, divisor
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.receipts import PARAMS, whose
from dashboard.url_state import State, to_query, without_typed

TABLES = ("functional_execution", "population")


@dataclass(frozen=True)
class Before:
    """An earlier period to hold a receipt against, divided as the receipt is."""

    period: Period
    shown: dict[str, int]
    exact: dict[str, Fraction]


def execution_receipt(state: State, settled: State, words: Words) -> list[Any]:
    """What stands above the charts; ``state`` is the charts' (`receipts.chart_state`), ``settled`` the page's."""
    executed = _read(state)
    return [
        html.Div(
            [_receipt(executed, state, settled, words), _side(executed, state, words)],
            className="receipt-page",
        )
    ]


def _read(state: State) -> Executed:
    found = read_execution({name: table(name) for name in TABLES}, state)
    if found is None:  # a settled state names a period that the place has
        raise ValueError(f"no execution of {state['place']} in {state['to']}")
    return found


def _exact(executed: Executed) -> dict[str, Fraction]:
    """The groups' amounts per person, or of all, million tenge."""
    months = executed.period.months if executed.span == "month" else 1
    rows = executed.rows
    return {
        code: Fraction(str(amount)) / executed.people / months
        for code, amount in zip(rows["function_code"], rows["amount_kzt_million"], strict=True)
    }


def _before(executed: Executed, state: State) -> list[Before]:
    """The periods that the source lets this one be held against: a year before, and of a quarter the one before."""
    functional = table("functional_execution")
    periods = [compared(functional, executed.place, executed.period, against) for against in AGAINST]
    found = []
    for period in dict.fromkeys(filter(None, periods)):
        earlier = _read(state | {"to": period.code})
        if earlier.is_total == executed.is_total:
            shown = dict(zip(earlier.rows["function_code"], earlier.rows["shown"], strict=True))
            found.append(Before(period, shown, _exact(earlier)))
    return found


def _receipt(executed: Executed, state: State, settled: State, words: Words) -> html.Section:
    rows = ordered(executed.rows, state["sort"], words)
    before = _before(executed, state)
    exact = _exact(executed)
    lines = {
        part: tuple(_line(row, executed, before, exact, words) for row in records(rows[rows["part"] == part]))
        for part in ("services", "debt", "transfers")
    }
    untyped = to_query(PARAMS, without_typed(PARAMS, settled))
    receipt = Receipt(
        brand=words("receipt.brand", place=words.place(executed.place).upper()),
        head=words("receipt.head.executed", when=executed.period.name(words)),
        per=_per(executed, words),
        parts=(
            Part(lines["services"], sum_name=words("receipt.services")),
            Part(lines["debt"] + lines["transfers"], title=words("receipt.apart")),
        ),
        money=lambda value: executed.money(value, words),
        total_name=words("receipt.total"),
        whole_name=words("receipt.total.executed"),
        none=words("receipt.none.executed", query=state["q"]),
        shown="receipt.shown.executed",
        under=_under(executed, before, exact, words),
        foot=(words("receipt.foot.executed"),),
        address=link(words.lang, "receipt", untyped),
        class_name="receipt-executed",
    )
    return draw_receipt(receipt, state["q"], bool(state["q"]), words)


def _per(executed: Executed, words: Words) -> str:
    """Whose share it is, and whether of the whole period or a month of it."""
    return words(f"receipt.head.span.{executed.span}", per=who(executed, words))


def _line(
    row: dict[str, Any], executed: Executed, before: list[Before], exact: dict[str, Fraction], words: Words
) -> Line:
    code = row["function_code"]
    name = words.label("function", code, short=True)
    said = []
    if not executed.is_total:
        tenths = round(Fraction(str(row["amount_kzt_million"])) * 10)
        said.append(words("receipt.line.total", amount=signed(min(tenths, 0), million(abs(tenths), words))))
    said += [
        _change(
            one,
            row["shown"] - one.shown[code],
            one.shown[code],
            exact[code],
            one.exact[code],
            executed,
            words,
        )
        for one in before
    ]
    if row["is_fall"]:
        said.append(words("receipt.note.fall", name=row["name"]))
    if row["part"] != "services":
        said.append(words(f"receipt.{row['part']}.what"))
    return Line(
        name=name,
        value=int(row["shown"]),
        share_pct=row["share_pct"],
        share_shown=round(row["share_pct"], 1),
        search=searchable("function", code),
        children=_of_transfers(executed, words) if row["part"] == "transfers" else (),
        said=tuple(said),
        full_name=row["name"] if name != row["name"] else "",
    )


def _of_transfers(executed: Executed, words: Words) -> tuple[Line, ...]:
    """What is known of where the transfers went."""
    split = withdrawals(table("budget_execution"), executed)
    if split is None:
        return ()
    return tuple(
        Line(
            name=name,
            value=value,
            share_pct=share,
            share_shown=round(share, 1),
            search=search,
            is_quiet=is_quiet,
        )
        for name, value, share, search, is_quiet in zip(
            (words.label("budget_measure", "withdrawals"), words("receipt.transfers.rest")),
            *split,
            (searchable("budget_measure", "withdrawals"), ""),
            (False, True),
            strict=True,
        )
    )


def _change(
    before: Before,
    change: int,
    shown: int,
    now: Fraction,
    then: Fraction,
    executed: Executed,
    words: Words,
) -> str:
    """What an amount was in an earlier period, and by how much it differs: as displayed, and in per cent."""
    share = percent_text(change_pct(float(now), float(then)), words)
    return words(
        "receipt.line.change" if share else "receipt.line.change.amount",
        when=before.period.name(words),
        before=executed.money(shown, words),
        change=signed(change, executed.money(abs(change), words)),
        share=share,
    )


def _under(
    executed: Executed, before: list[Before], exact: dict[str, Fraction], words: Words
) -> tuple[str, ...]:
    """Below the total: how it differs from earlier periods and what to bear in mind then, or that there is none to hold it
    against; notes."""
    total = int(executed.rows["shown"].sum())
    said = [
        _change(
            one,
            total - sum(one.shown.values()),
            sum(one.shown.values()),
            sum(exact.values(), Fraction(0)),
            sum(one.exact.values(), Fraction(0)),
            executed,
            words,
        )
        for one in before
    ]
    if not before:
        when = executed.period.name(words)
        said.append(words("receipt.changes.none.any", place=words.place(executed.place), when=when))
    return (*said, *_cautions(executed, before, words), *notes(executed, words))


def _cautions(executed: Executed, before: list[Before], words: Words) -> list[str]:
    """That amounts are in the prices of their time, how prices changed, and that the count of residents has a break."""
    if not before:
        return []
    prices, period = table("price_ratios"), executed.period
    changed = [price_note(prices, period, one.period, words) for one in before]
    said = [" ".join(filter(None, (words("receipt.note.nominal"), *changed)))]
    if executed.per == "resident":
        earliest = min(one.period.year for one in before)
        said.append(people_note(table("population"), executed.place, (earliest, period.year), words))
    return [text for text in said if text]


def _side(executed: Executed, state: State, words: Words) -> html.Div:
    """What stands beside the receipt: print it, take it, whose share it is, and what is counted."""
    chart = CHARTS["receipt-execution"]
    actions = [
        html.Button(words("receipt.print"), type="button", className="button script-only", id="print"),
        " ",
        html.A(
            words("receipt.executed.csv"),
            href=download_address(chart, "csv", chart.own(state), words.lang),
            download=True,
        ),
    ]
    what = [
        html.P(words("receipt.what.execution")),
        html.P(words("receipt.what.apart")),
        html.P(words("receipt.what.places")),
    ]
    return html.Div(
        [
            html.P(actions, className="receipt-actions"),
            details(words("receipt.who.title"), _who(executed, state, words), "who", is_open=True),
            details(words("receipt.what.title"), what, "what", is_open=True),
        ],
        className="receipt-side",
    )


def _who(executed: Executed, state: State, words: Words) -> list[Any]:
    """The people that the total can be shared by, each with source and year."""
    population, year = table("population"), executed.period.year
    counted = {per: divisor(population, executed.place, year, per) for per in whose(state)}
    items = [
        html.Li(
            words(
                "receipt.who.counted",
                per=words(f"receipt.per.{per}"),
                people=people_text(people, words),
            )
        )
        for per, people in counted.items()
        if people is not None and per in DENOMINATORS
    ]
    sources = dict.fromkeys(DENOMINATORS[per].source for per in counted if per in DENOMINATORS)
    said = [words("receipt.who.source", source=words.text(load().sources[one].citation)) for one in sources]
    said += [words("receipt.who.half"), words("receipt.who.share")]
    return [html.Ul(items), *[html.P(text) for text in said]]
