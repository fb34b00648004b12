"""The quota checker: a council's composition against the proposed minimums, answered by the server and at once.

The texts for every possible count go into the page, so that `assets/40-quotas.js` has nothing to word: it picks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.tables import table
from dashboard.figures.councils import Verdict, check_quotas, share_tenths
from dashboard.i18n import Words
from dashboard.url_state import Number, State

SEATS, SHARE = "%seats", "%share"  # what the client puts numbers in place of
SAMPLE = 88.8  # a share to cut a language's per cent pattern from


def checker(
    minimums: Mapping[str, int], seats: Number, groups: Sequence[Number], state: State, words: Words
) -> html.Div:
    """Fields for the seats of a council and the people of each group, what each lacks, and what follows."""
    own = [param for param in groups if param.name in minimums]
    verdicts = check_quotas(minimums, state[seats.name], {param.name: state[param.name] for param in own})
    known = sum(verdict.status in ("met", "missed") for verdict in verdicts)
    counts = [
        part
        for status in ("met", "missed", "unknown")
        for part in (
            html.Span(
                [
                    words(f"maslikhat.check.count.{status}"),
                    " ",
                    html.B(_counted(verdicts, status), **{"data-count": status}),
                ]
            ),
            " ",
        )
    ]
    return html.Div(
        [
            html.P(
                [
                    html.Label(words("maslikhat.check.seats"), htmlFor=_id(seats)),
                    _field(seats, state, words),
                    html.Span(id=f"said-{seats.name}", className="quota-said", role="alert"),
                ],
                className="sentence",
            ),
            table(
                [
                    html.Th(words(f"maslikhat.check.{name}"), scope="col")
                    for name in ("group", "minimum", "people", "result")
                ],
                [_row(param, verdict, state, words) for param, verdict in zip(own, verdicts, strict=True)],
                words("maslikhat.check.caption"),
                "quota-rows stack",
            ),
            html.Button(words("controls.show"), type="submit", className="button no-script"),
            html.Div(
                [
                    html.P(_sum(sum(v.short for v in verdicts), known, words), className="quota-sum"),
                    html.P(counts, className="quota-counts"),
                ],
                role="status",
                className="quota-answer",
                **{
                    "data-sums": _list(_sum(short, 1, words) for short in range(sum(minimums.values()) + 1)),
                    "data-empty": _sum(0, 0, words),
                },
            ),
            html.P(
                _bound(minimums, state[seats.name], words),
                className="quota-bound",
                **{
                    "data-total": str(sum(minimums.values())),
                    "data-least": str(max(minimums.values())),
                    "data-point": words.number(SAMPLE, 1)[-2],
                }
                | {f"data-{name}": _bounds(name, minimums, words) for name in BOUNDS},
            ),
        ],
        className="quota-check",
        **{
            "data-unknown": words("maslikhat.check.unknown"),
            "data-over": words("maslikhat.check.over"),
        },
    )


def _id(param: Number) -> str:
    return f"count-{param.name}"


def _field(param: Number, state: State, words: Words) -> dbc.Input:
    """A field for a whole number. Not ``type="number"``: that swallows what it can't read, and scrolls values away."""
    value = state[param.name]
    field = dbc.Input(
        id=_id(param),
        name=param.name,
        type="text",
        inputmode="numeric",
        pattern="[0-9]*",
        maxlength=len(str(param.most)),
        autocomplete="off",
        className="count-field",
        value="" if value is None else str(value),
    )
    attributes = {
        "aria-describedby": f"said-{param.name}",
        "data-least": str(param.least),
        "data-most": str(param.most),
        "data-default": "" if param.default is None else str(param.default),
        "data-wrong": words(
            "maslikhat.check.wrong", least=words.number(param.least), most=words.number(param.most)
        ),
    }
    for name, text in attributes.items():
        setattr(field, name, text)
    return field


def _row(param: Number, verdict: Verdict, state: State, words: Words) -> html.Tr:
    said = [_said(verdict.minimum, count, words) for count in range(verdict.minimum + 1)]
    name = words.label("quota_group", verdict.group)
    texts = {"unknown": words("maslikhat.check.unknown"), "over": words("maslikhat.check.over")}
    return html.Tr(
        [
            html.Th(html.Label(name, htmlFor=_id(param)), scope="row"),
            html.Td(words.number(verdict.minimum), className="number"),
            html.Td(_field(param, state, words)),
            html.Td(
                texts.get(verdict.status) or said[min(verdict.given or 0, verdict.minimum)],
                id=f"said-{param.name}",
                className=f"quota-said is-{verdict.status}",
            ),
        ],
        **{"data-said": _list(said)},
    )


def _said(minimum: int, given: int, words: Words) -> str:
    """What is said of a group by how many people of it there are."""
    if given >= minimum:
        return words("maslikhat.check.met")
    return words.count("maslikhat.check.missed", minimum - given)


def _sum(short: int, known: int, words: Words) -> str:
    """What is said of all groups that are given together."""
    if not known:
        return words("maslikhat.check.empty")
    return words.count("maslikhat.check.short", short) if short else words("maslikhat.check.all")


def _counted(verdicts: Sequence[Verdict], status: str) -> str:
    """How many groups; a number that can't be right counts as not known."""
    seen = ["unknown" if verdict.status == "over" else verdict.status for verdict in verdicts]
    return str(seen.count(status))


BOUNDS = ("within", "beyond", "impossible")


def _bounds(name: str, minimums: Mapping[str, int], words: Words) -> str:
    """How many seats the minimums take, as a text with places for the council's seats and the share of them."""
    percent = words.percent(SAMPLE, 1).replace(words.number(SAMPLE, 1), SHARE)
    return words.count(
        f"maslikhat.check.{name}",
        sum(minimums.values()),
        least=words.number(max(minimums.values())),
        seats=SEATS,
        share=percent,
    )


def _bound(minimums: Mapping[str, int], seats: int, words: Words) -> str:
    total, least = sum(minimums.values()), max(minimums.values())
    name = "within" if seats >= total else "beyond" if seats >= least else "impossible"
    share = words.number(Decimal(share_tenths(total, seats)) / 10, 1)
    return _bounds(name, minimums, words).replace(SEATS, words.number(seats)).replace(SHARE, share)


def _list(texts: Any) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
