"""A receipt as a receipt: lines that open downward, add up, and print on one sheet.

Whatever is on it (programmes of a plan, functional groups of what was spent), a receipt is parts of lines, each with a
name, an amount and perhaps lines below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.components.search import is_match
from dashboard.data import build_version
from dashboard.i18n import Words
from dashboard.settings import SITE_URL


@dataclass(frozen=True)
class Line:
    """One line: its amount in the receipt's whole units, its share as it is and to a tenth (per cent), the folded
    words that find it, what is printed elsewhere beside it, the lines it consists of, and what is said under it.

    ``full_name``: what the name is short for, where it is. ``is_quiet``: what the source does not tell. ``is_chosen``:
    not left out by the reader's choice.
    """

    name: str
    value: int
    share_pct: float
    share_shown: float
    search: str
    printed: str = ""
    children: tuple[Line, ...] = ()
    said: tuple[str, ...] = ()
    full_name: str = ""
    is_quiet: bool = False
    is_chosen: bool = True


@dataclass(frozen=True)
class Part:
    """Lines that belong together: a heading and the name of their sum, where they have them."""

    lines: tuple[Line, ...]
    title: str = ""
    sum_name: str = ""


@dataclass(frozen=True)
class Receipt:
    """``money`` writes a whole number of units; ``total_name`` is of everything, ``none`` answers a search in vain,
    ``shown`` names what a search or choice leaves (``receipt.shown.…``). ``printed`` stands beside the total."""

    brand: str
    head: str
    per: str
    parts: tuple[Part, ...]
    money: Callable[[int], str]
    total_name: str
    whole_name: str
    none: str
    shown: str
    under: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    address: str = ""
    printed: str = ""
    class_name: str = ""


def draw_receipt(receipt: Receipt, query: str, is_filtered: bool, words: Words) -> html.Section:
    """The receipt; ``is_filtered``: the reader typed ``query`` or chose lines, and what is left is open and summed."""
    every = [line for part in receipt.parts for line in part.lines]
    kept = [(line, _hits(line, query)) for line in every if line.is_chosen]
    chosen = [below for line, hits in kept for below in _leaves(line, hits)]
    total = sum(line.value for line in every)
    shown = words(
        receipt.shown,
        amount=receipt.money(sum(line.value for line in chosen)),
        total=receipt.money(total),
        share=words.percent(sum(line.share_pct for line in chosen), 1),
    )
    return html.Section(
        [
            html.Div(
                [
                    html.P(receipt.brand, className="receipt-brand"),
                    html.P(receipt.head, className="receipt-head"),
                    html.P(receipt.per, className="receipt-per"),
                ],
                className="receipt-top",
            ),
            *[_part(part, receipt, query, is_filtered, words) for part in receipt.parts],
            html.P(receipt.none, className="receipt-none", hidden=not is_filtered or bool(chosen)),
            html.P(shown, className="receipt-shown", hidden=not is_filtered or not chosen),
            html.Div(
                [
                    html.Span(receipt.whole_name if is_filtered else receipt.total_name, className="name"),
                    _printed(receipt.printed),
                    html.Span(receipt.money(total), className="amount"),
                ],
                className="receipt-total",
            ),
            *[html.P(text, className="receipt-why") for text in receipt.under],
            *[html.P(text, className="receipt-foot") for text in receipt.foot],
            html.P(
                words(
                    "receipt.foot.address", address=f"{SITE_URL}{receipt.address}", version=build_version()
                ),
                className="receipt-foot",
            ),
        ],
        className=f"receipt {receipt.class_name}".strip(),
        id="receipt",
        **{"aria-label": words("receipt.aria")},
    )


def _hits(line: Line, query: str) -> list[bool]:
    """Which of the lines below match; all of them where the line itself does."""
    is_named = is_match(query, line.search)
    return [is_named or is_match(query, child.search) for child in line.children] or [is_named]


def _leaves(line: Line, hits: Sequence[bool]) -> list[Line]:
    return [one for one, is_hit in zip(line.children or (line,), hits, strict=True) if is_hit]


def _part(part: Part, receipt: Receipt, query: str, is_filtered: bool, words: Words) -> html.Div:
    content: list[Any] = [html.P(part.title, className="receipt-part")] if part.title else []
    content += [_entry(line, receipt, query, is_filtered, words) for line in part.lines]
    if part.sum_name:
        share = sum(line.share_pct for line in part.lines)
        value = sum(line.value for line in part.lines)
        content.append(
            html.Div(
                [
                    html.Span(part.sum_name, className="name"),
                    html.Span(receipt.money(value), className="amount"),
                    html.Span(words.percent(share, 1), className="share"),
                ],
                className="receipt-sum",
            )
        )
    return html.Div(content, className="receipt-lines")


def _entry(line: Line, receipt: Receipt, query: str, is_filtered: bool, words: Words) -> Any:
    """A line with what opens below it."""
    hits = _hits(line, query)
    is_shown = line.is_chosen and any(hits)
    # The client's filter leaves alone what the reader did not choose.
    marks = {"hidden": not is_shown} | ({} if line.is_chosen else {"data-off": "true"})
    head = _line(line, "programme", False, receipt, words)
    if not (line.children or line.said or line.full_name):
        return html.Div(head, className="entry entry-plain", **marks)
    below: list[Any] = (
        [html.P(words("receipt.line.full", name=line.full_name), className="receipt-why receipt-full")]
        if line.full_name
        else []
    )
    below += [
        _line(child, "sub", not is_hit, receipt, words)
        for child, is_hit in zip(line.children, hits, strict=False)
    ]
    below += [html.P(text, className="receipt-why") for text in line.said]
    return html.Details(
        [html.Summary(head), html.Div(below, className="subs")],
        open=is_shown and is_filtered,
        className="entry",
        **marks,
    )


def _line(line: Line, kind: str, hidden: bool, receipt: Receipt, words: Words) -> html.Div:
    return html.Div(
        [
            html.Span(line.name, className="name"),
            html.Span(className="dots", **{"aria-hidden": "true"}),
            _printed(line.printed),
            html.Span(receipt.money(line.value), className="amount"),
            html.Span(
                html.Span(className="fill", style={"width": f"{max(line.share_pct, 0):.2f}%"}),
                className="bar",
                **{"aria-hidden": "true"},
            ),
            html.Span(_share(line, words), className="share"),
        ],
        className=f"line line-{kind}" + (" is-residual" if line.is_quiet else ""),
        hidden=hidden,
        **{"data-name": line.search},
    )


def _share(line: Line, words: Words) -> str:
    """The share as displayed; a line of less than half a tenth is not nothing."""
    if line.share_shown or not line.value:
        return ("−" if line.share_shown < 0 else "") + words.percent(abs(line.share_shown), 1)
    return words("number.less", value=words.percent(0.1, 1) if line.value > 0 else words.percent(0))


def _printed(text: str) -> html.Span | None:
    return html.Span(text, className="printed") if text else None
