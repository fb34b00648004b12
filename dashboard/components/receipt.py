"""The receipt as a receipt: lines that open downward, add up, and print on one sheet."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.page import link
from dashboard.components.search import is_match, searchable
from dashboard.data import build_version
from dashboard.figures.receipt import RESIDUAL, programmes, subprogrammes
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.settings import SITE_URL
from dashboard.url_state import State

Printed = dict[tuple[str, str], str]


def receipt(rows: pd.DataFrame, printed: Printed, people: int, state: State, words: Words) -> html.Section:
    """``rows``: `build_receipt`'s lines; ``printed``: what the thesis prints, by programme and subprogramme."""
    is_filtered = bool(state["programme"] or state["q"])
    entries, chosen = _entries(rows, printed, state, words)
    total = int(rows["amount_kzt"].sum())
    amount, share = int(chosen["amount_kzt"].sum()), chosen["share_shown"].sum()
    shown = words(
        "receipt.shown", amount=words.money(amount), total=words.money(total), share=words.percent(share, 1)
    )
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
            html.Div(entries, className="receipt-lines"),
            html.P(
                words("receipt.none", query=state["q"]),
                className="receipt-none",
                hidden=not (is_filtered and chosen.empty),
            ),
            html.P(shown, className="receipt-shown", hidden=chosen.empty or not is_filtered),
            html.Div(
                [
                    html.Span(
                        words("receipt.total.whole" if is_filtered else "receipt.total"), className="name"
                    ),
                    _printed_cell(("", ""), printed, state, words),
                    html.Span(words.money(total), className="amount"),
                ],
                className="receipt-total",
            ),
            html.P(words("receipt.foot"), className="receipt-foot"),
            html.P(
                words(
                    "receipt.foot.address",
                    address=f"{SITE_URL}{link(words.lang, 'receipt')}",
                    version=build_version(),
                ),
                className="receipt-foot",
            ),
        ],
        className=f"receipt receipt-{state['figures']}",
        id="receipt",
        **{"aria-label": words("receipt.aria")},
    )


def _entries(
    rows: pd.DataFrame, printed: Printed, state: State, words: Words
) -> tuple[list[Any], pd.DataFrame]:
    """The lines, and those of ``rows`` that the reader's choice and typing leave."""
    query, wanted = state["q"], set(state["programme"])
    entries, kept = [], []
    for programme in records(programmes(rows, state["sort"], words)):
        code = programme["programme_id"]
        subs = subprogrammes(rows, code, state["sort"], words)
        # A programme that matches by name shows all its lines; otherwise only the lines that match.
        is_named = is_match(query, searchable("programme", code))
        is_hit = [
            is_named or is_match(query, searchable("subprogramme", sub)) for sub in subs["subprogramme_id"]
        ]
        is_chosen = not wanted or code in wanted
        if is_chosen:
            kept.append(subs[is_hit])
        is_shown = is_chosen and any(is_hit)
        # The client's filter leaves alone what the reader did not choose.
        marks = {"hidden": not is_shown} | ({} if is_chosen else {"data-off": "true"})
        below: list[Any] = [
            _line(sub, sub["subprogramme_id"], not hit, printed, state, words)
            for sub, hit in zip(records(subs), is_hit, strict=True)
        ]
        if code == RESIDUAL:
            below = [html.P(words("receipt.residual.why"), className="receipt-why")]
        entries.append(
            html.Details(
                [
                    html.Summary(_line(programme, "", False, printed, state, words)),
                    html.Div(below, className="subs"),
                ],
                open=is_shown and bool(wanted or query),
                className="entry",
                **marks,
            )
        )
    return entries, pd.concat(kept) if kept else rows.iloc[:0]


def _per(people: int, state: State, words: Words) -> str:
    if state["per"] == "city":
        return words(f"receipt.head.{state['period']}", per=words("receipt.per.city"))
    return words(
        f"receipt.head.{state['period']}",
        per=words(
            "receipt.head.shared", per=words(f"receipt.per.{state['per']}"), people=words.number(people)
        ),
    )


def _line(
    row: dict[str, Any], sub: str, hidden: bool, printed: Printed, state: State, words: Words
) -> html.Div:
    """One line; ``sub`` is empty for a programme's own."""
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
            html.Span(_share(row["share_shown"], words), className="share"),
        ],
        className=f"line line-{'sub' if sub else 'programme'}" + (" is-residual" if is_residual else ""),
        hidden=hidden,
        **{
            "data-name": searchable("subprogramme", sub)
            if sub
            else searchable("programme", row["programme_id"])
        },
    )


def _share(shown: float, words: Words) -> str:
    """The share as displayed: tenths that add up; a line whose tenth went elsewhere is not nothing."""
    return words.percent(shown, 1) if shown else words("number.less", value=words.percent(0.1, 1))


def _printed_cell(key: tuple[str, str], printed: Printed, state: State, words: Words) -> Any:
    """What the thesis prints for this line, in the mode that shows it."""
    if state["figures"] != "printed" or not printed:
        return None
    text = printed.get(key)
    return html.Span(
        words("receipt.printed.cell", value=text) if text else words("receipt.printed.none"),
        className="printed",
    )
