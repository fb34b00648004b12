"""The receipt as a receipt: lines that open downward, add up, and print on one sheet."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.search import fold
from dashboard.figures.receipt import RESIDUAL, programmes, subprogrammes
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

Printed = dict[tuple[str, str], str]


def receipt(rows: pd.DataFrame, printed: Printed, people: int, state: State, words: Words) -> html.Section:
    """``rows``: `build_receipt`'s lines; ``printed``: what the thesis prints, by programme and subprogramme."""
    chosen = set(state["programme"])
    query = fold(state["q"])
    items, matched = [], 0
    for programme in records(programmes(rows, state["sort"], words)):
        code = programme["programme_id"]
        subs = records(subprogrammes(rows, code, state["sort"], words)) if code != RESIDUAL else []
        hits = [query in fold(sub["name"]) for sub in subs]
        is_named = query in fold(programme["name"])
        is_chosen = not chosen or code in chosen
        is_shown = is_chosen and (is_named or any(hits))
        is_open = is_shown and bool(chosen or query)
        # A programme that matches by name shows all its lines; otherwise only the lines that match.
        matched += programme["amount_kzt"] if is_shown and is_named else 0
        lines = []
        for sub, hit in zip(subs, hits, strict=True):
            matched += sub["amount_kzt"] if is_shown and not is_named and hit else 0
            lines.append(
                _line(sub, sub["subprogramme_id"], "sub", not (is_named or hit), printed, state, words)
            )
        head = _line(programme, "", "programme", False, printed, state, words)
        # The client's filter leaves alone what the reader did not choose.
        marks = {"hidden": not is_shown} | ({} if is_chosen else {"data-off": "true"})
        items.append(_entry(head, lines, is_open, marks))
    total = int(rows["amount_kzt"].sum())
    return html.Section(
        [
            html.Div(
                [
                    html.P(words("receipt.brand"), className="receipt-brand"),
                    html.P(words("receipt.head", year=rows["year"].iloc[0]), className="receipt-head"),
                    html.P(_per(people, state, words), className="receipt-per"),
                ],
                className="receipt-top",
            ),
            html.Div(items, className="receipt-lines"),
            html.P(
                words("receipt.none", query=state["q"]),
                className="receipt-none",
                hidden=matched > 0 or not (query or chosen),
            ),
            html.Div(
                [
                    html.Span(words("receipt.total"), className="name"),
                    _printed_cell(("", ""), printed, state, words),
                    html.Span(words.money(total), className="amount"),
                ],
                className="receipt-total",
            ),
            html.P(
                words(
                    "receipt.shown",
                    amount=words.money(matched),
                    total=words.money(total),
                    share=words.percent(matched / total * 100, 1),
                ),
                className="receipt-shown",
                hidden=matched == 0 or not (query or chosen),
            ),
            html.P(words("receipt.foot"), className="receipt-foot"),
        ],
        className=f"receipt receipt-{state['figures']}",
        id="receipt",
        **{"aria-label": words("receipt.aria"), "data-total": str(total)},
    )


def _per(people: int, state: State, words: Words) -> str:
    if state["per"] == "city":
        return words(f"receipt.head.{state['period']}", per=words("receipt.per.city"))
    return words(
        f"receipt.head.{state['period']}",
        per=words(
            "receipt.head.shared", per=words(f"receipt.per.{state['per']}"), people=words.number(people)
        ),
    )


def _entry(head: html.Div, lines: list[html.Div], is_open: bool, marks: dict[str, Any]) -> Any:
    """A programme's line, and its subprogrammes below it where the source has any."""
    if not lines:
        return html.Div(head, className="entry is-residual", **marks)
    subs = html.Div(lines, className="subs")
    return html.Details([html.Summary(head), subs], open=is_open, className="entry", **marks)


def _line(
    row: dict[str, Any], sub: str, kind: str, hidden: bool, printed: Printed, state: State, words: Words
) -> html.Div:
    is_residual = RESIDUAL in (sub, row["programme_id"])
    share = f"{row['share_pct']:.2f}"
    return html.Div(
        [
            html.Span(row["name"], className="name"),
            html.Span(className="dots", **{"aria-hidden": "true"}),
            _printed_cell((row["programme_id"], sub), printed, state, words),
            html.Span(words.money(row["amount_kzt"]), className="amount"),
            html.Span(
                html.Span(className="fill", style={"width": f"{share}%"}),
                className="bar",
                **{"aria-hidden": "true"},
            ),
            html.Span(words.share(row["share_pct"]), className="share"),
        ],
        className=f"line line-{kind}" + (" is-residual" if is_residual else ""),
        hidden=hidden,
        **{"data-name": fold(row["name"]), "data-amount": str(row["amount_kzt"])},
    )


def _printed_cell(key: tuple[str, str], printed: Printed, state: State, words: Words) -> Any:
    """What the thesis prints for this line, in the mode that shows it."""
    if state["figures"] != "printed":
        return None
    text = printed.get(key)
    return html.Span(
        words("receipt.printed.cell", value=text) if text else words("receipt.printed.none"),
        className="printed",
    )
