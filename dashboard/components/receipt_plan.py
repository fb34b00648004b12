"""The receipt of the plan that the thesis sets out: its programmes, and what was printed a thousand times too small."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from catalogue.loader import load
from dashboard.components.chart import details
from dashboard.components.page import link
from dashboard.components.receipt import Line, Part, Receipt, draw_receipt
from dashboard.components.search import searchable
from dashboard.data import table
from dashboard.figures.receipt import PER, RESIDUAL, build_receipt, people_of, programmes, subprogrammes
from dashboard.figures.receipt_sums import DENOMINATORS
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.receipts import PLAN, PLAN_PLACE
from dashboard.url_state import State

Printed = dict[tuple[str, str], str]


def plan_receipt(state: State, words: Words) -> list[Any]:
    """What stands above the charts; ``state`` is the charts' (`receipts.chart_state`)."""
    banner = [_banner(state, words)] if state["figures"] == "printed" else []
    return [*banner, html.Div([_receipt(state, words), _side(words)], className="receipt-page")]


def _people(per: str) -> int:
    return int(people_of(table("population"), table("receipt_lines"), per))


def _receipt(state: State, words: Words) -> html.Section:
    lines = table("receipt_lines")
    people = _people(state["per"])
    rows = build_receipt(lines, people, state["period"])
    printed = _printed(state, words) if state["figures"] == "printed" and state["per"] == "employed" else {}
    per = words(f"receipt.per.{state['per']}")
    if state["per"] != "city":
        per = words("receipt.head.shared", per=per, people=words.number(people))
    receipt = Receipt(
        brand=words("receipt.brand", place=words.place(PLAN_PLACE).upper()),
        head=words("receipt.head", year=rows["year"].iloc[0]),
        per=words(f"receipt.head.{state['period']}", per=per),
        parts=(Part(_lines(rows, printed, state, words)),),
        money=words.money,
        total_name=words("receipt.total"),
        whole_name=words("receipt.total.whole"),
        none=words("receipt.none", query=state["q"]),
        shown="receipt.shown",
        foot=(words("receipt.foot"),),
        address=link(words.lang, "receipt", f"basis={PLAN}"),
        printed=_beside(printed, ("", ""), words),
        class_name=f"receipt-{state['figures']}",
    )
    return draw_receipt(receipt, state["q"], bool(state["programme"] or state["q"]), words)


def _lines(rows: pd.DataFrame, printed: Printed, state: State, words: Words) -> tuple[Line, ...]:
    """A line a programme; what is not itemised says why instead of having lines of its own."""
    wanted = set(state["programme"])

    def line(row: dict[str, Any], domain: str, **more: Any) -> Line:
        code = row[f"{domain}_id"]
        key = (row["programme_id"], "" if domain == "programme" else code)
        return Line(
            name=row["name"],
            value=int(row["amount_kzt"]),
            share_pct=row["share_pct"],
            share_shown=round(row["share_pct"], 1),
            search=searchable(domain, code),
            printed=_beside(printed, key, words),
            is_quiet=code == RESIDUAL,
            **more,
        )

    found = []
    for row in records(programmes(rows, state["sort"], words)):
        code = row["programme_id"]
        is_chosen = not wanted or code in wanted
        if code == RESIDUAL:
            found.append(line(row, "programme", is_chosen=is_chosen, said=(words("receipt.residual.why"),)))
            continue
        below = records(subprogrammes(rows, code, state["sort"], words))
        children = tuple(line(sub, "subprogramme") for sub in below)
        found.append(line(row, "programme", is_chosen=is_chosen, children=children))
    return tuple(found)


def _printed(state: State, words: Words) -> Printed:
    """What the thesis prints for the period, as it is printed (its "tenge" are thousands of tenge)."""
    column = f"per_{state['period']}_printed"
    return {
        (row["programme_id"], row["subprogramme_id"]): row[column]
        for row in records(table("receipt_printed"))
        if row[column]
    }


def _beside(printed: Printed, key: tuple[str, str], words: Words) -> str:
    """What is said of a line in the mode that shows what was printed."""
    if not printed:
        return ""
    text = printed.get(key)
    return words("receipt.printed.cell", value=text) if text else words("receipt.printed.none")


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


def _banner(state: State, words: Words) -> html.Aside:
    """Why the printed amounts are a thousand times too small, in the figures of the source."""
    lines = table("receipt_lines")
    people = _people("employed")
    year, month = (build_receipt(lines, people, period)["amount_kzt"].sum() for period in ("year", "month"))
    slip = words(
        "receipt.slip.1",
        plan=words.number(lines["amount_kzt_thousand"].sum(), 1),
        people=words.number(people),
        wrong=_printed({"period": "year"}, words)["", ""],
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


def _who(words: Words) -> list[Any]:
    """The populations a line can be shared by, each with its source and year."""
    sources = load().sources
    items = [
        html.Li(
            words(
                "receipt.who.item",
                per=words(f"receipt.per.{per}"),
                people=words.number(_people(per)),
                source=words.text(sources[DENOMINATORS[per].source].citation),
            )
        )
        for per in PER
        if per in DENOMINATORS
    ]
    planned = table("receipt_lines")["amount_kzt_thousand"].sum()
    why = words(
        "receipt.who.why",
        people=words.number(_people("employed")),
        official=words.number(_people("employed_official")),
    )
    execution = words(
        "receipt.who.execution",
        plan=words.money_billion(planned * 1000),
        executed=words.money_billion(_executed() * 1e6),
        source=words.text(sources["minfin-bulletin"].citation).rstrip("."),
    )
    return [html.Ul(items), html.P(why), html.P(execution)]


def _executed() -> float:
    """What was executed in the plan's place and year, million tenge."""
    year = table("receipt_lines")["year"].iloc[0]
    rows = table("budget_execution")
    rows = rows[(rows["region_code"] == PLAN_PLACE) & (rows["cumulative_to"] == f"{year}-12")]
    return float(rows.loc[rows["measure"] == "expenditure_total", "value_kzt_million"].iloc[0])
