"""A budget that a maslikhat adopted: its headline amounts, its annex as a receipt, what is doubtful, where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
from dash import html

from catalogue.decisions import AMOUNTS
from catalogue.loader import load
from dashboard.components.receipt import Line, Part, Receipt, draw_receipt
from dashboard.components.search import fold, searchable
from dashboard.components.tables import table as reading_table
from dashboard.decisions import Budget, Doubt, Place
from dashboard.frames import records
from dashboard.i18n import Words

EXPENDITURE = "expenditure"
GROUP, PROGRAMME = "functional_group", "programme"


def place_name(place: Place, words: Words) -> str:
    """As decisions name the place: in Kazakh where they do, else in Russian; no names are made in English."""
    names = (place.name_kk, place.name_ru) if words.lang == "kk" else (place.name_ru, place.name_kk)
    return next((name for name in names if name), place.place_id)


def version_name(version: Budget, words: Words) -> str:
    """What the version is and since when it holds."""
    since = words.date(version.adopted.isoformat()) if version.adopted else words("decisions.undated")
    return words(f"decisions.kind.{version.kind}", since=since)


def span(years: Sequence[int]) -> str:
    """2021, or 2021–2024 where years follow each other, else each."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def steps(title: str, choices: Sequence[tuple[str, str, bool]]) -> html.Div:
    """Links side by side; the last of each: whether it is shown."""
    links = [
        html.A(name, href=address, **({"aria-current": "true"} if is_shown else {}))
        for name, address, is_shown in choices
    ]
    parts = [part for one in links for part in (one, " ")]
    return html.Div(
        [html.Span(f"{title} ", className="label"), *parts],
        className="segments choice-links",
        role="group",
        **{"aria-label": title.rstrip(":")},
    )


def budget(
    place: Place,
    version: Budget,
    lines: pd.DataFrame | None,
    texts: list[dict[str, Any]],
    address: str,
    words: Words,
) -> list[Any]:
    """The parts of the page below its heading; ``lines`` are the annex tables, if the version has any."""
    spent = _expenditure(lines, version, words) if lines is not None else ()
    receipt = (
        [_receipt(place, version, spent, address, words)] if spent else [html.P(words("decisions.no_annex"))]
    )
    return [
        html.Div(
            [*receipt, html.Div([_print(words), *_headline(version, words)], className="receipt-side")],
            className="receipt-page",
        ),
        *_doubts(version, words),
        _texts(version, texts, words),
    ]


def _print(words: Words) -> html.P:
    button = html.Button(words("receipt.print"), type="button", className="button script-only", id="print")
    return html.P([button], className="receipt-actions")


def _receipt(
    place: Place, version: Budget, lines: tuple[Line, ...], address: str, words: Words
) -> html.Section:
    receipt = Receipt(
        brand=words("receipt.brand", place=place_name(place, words).upper()),
        head=words("decisions.head", year=str(version.budget_year)),
        per=version_name(version, words),
        parts=(Part(lines),),
        money=words.money,
        total_name=words("receipt.total"),
        whole_name=words("receipt.total"),
        none="",
        shown="receipt.shown.executed",
        foot=(words("decisions.foot"),),
        address=address,
    )
    return draw_receipt(receipt, "", False, words)


def _expenditure(lines: pd.DataFrame, version: Budget, words: Words) -> tuple[Line, ...]:
    """Functional groups with their programmes below them, whole tenge. What the annex leaves of the decision's total is
    a quiet line of its own."""
    rows = records(lines[lines["part"] == EXPENDITURE])
    groups = [row for row in rows if row["level"] == GROUP]
    if not groups:
        return ()
    amounts = [_exact(row["amount_kzt_thousand"]) for row in groups]
    stated = version.amounts["expenditure_total"]
    rest = _exact(stated) - sum(amounts) if stated is not None else Fraction(0)
    amounts += [rest] if rest else []
    whole = sum(amounts, Fraction(0))
    below = _programmes(rows)
    drawn = [
        _group(row, amount, whole, below[row["position"]], words)
        for row, amount in zip(groups, amounts, strict=False)
    ]
    if rest:
        drawn.append(_line(words("decisions.rest"), rest, whole, is_quiet=True))
    return tuple(drawn)


def _group(
    row: dict[str, Any],
    amount: Fraction,
    whole: Fraction,
    below: list[dict[str, Any]],
    words: Words,
) -> Line:
    """A functional group by its name in the reader's language; its programmes by the decision's."""
    is_known = row["codes"] in load().labels["function"]
    name = words.label("function", row["codes"], short=True) if is_known else row["name"]
    children = tuple(_line(one["name"], _exact(one["amount_kzt_thousand"]), whole) for one in below)
    search = f"{searchable('function', row['codes']) if is_known else ''} {fold(row['name'])}"
    line = _line(name, amount, whole, children=children, search=search.strip())
    return replace(line, full_name=row["name"] if name != row["name"] else "")


def _programmes(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """The programmes of each functional group, by the group's position; subprogrammes are part of these."""
    by_position = {row["position"]: row for row in rows}
    below: dict[int, list[dict[str, Any]]] = {row["position"]: [] for row in rows if row["level"] == GROUP}
    for row in rows:
        above = row
        while (
            above["level"] != GROUP and not pd.isna(above["parent"]) and int(above["parent"]) in by_position
        ):
            above = by_position[int(above["parent"])]
        if row["level"] == PROGRAMME and above["level"] == GROUP:
            below[above["position"]].append(row)
    return below


def _line(
    name: str,
    amount: Fraction,
    whole: Fraction,
    *,
    children: tuple[Line, ...] = (),
    search: str = "",
    is_quiet: bool = False,
) -> Line:
    share = float(amount / whole * 100)
    return Line(
        name=name,
        value=round(amount),
        share_pct=share,
        share_shown=round(share, 1),
        search=search or fold(name),
        children=children,
        is_quiet=is_quiet,
    )


def _exact(thousands: float) -> Fraction:
    """Thousand tenge as printed, in tenge."""
    return Fraction(str(thousands)) * 1000


def _headline(version: Budget, words: Words) -> list[Any]:
    """Revenue by kind, spending and balance, and how much of the revenue comes from above."""
    head = [
        html.Th(words("decisions.amount"), scope="col"),
        html.Th("₸", scope="col", className="number"),
    ]
    rows = [
        html.Tr(
            [
                html.Th(words(f"decisions.{name}"), scope="row"),
                html.Td(words.number(round(_exact(value))), className="number"),
            ]
        )
        for name, value in ((name, version.amounts.get(name)) for name in AMOUNTS)
        if value is not None
    ]
    parts: list[Any] = [reading_table(head, rows, words("decisions.headline"))]
    revenue, transfers = (version.amounts.get(name) for name in ("revenue_total", "revenue_transfers"))
    if revenue and transfers is not None:
        parts.append(html.P(words("decisions.share", share=words.percent(transfers / revenue * 100, 1))))
    return parts


def _doubts(version: Budget, words: Words) -> list[Any]:
    if not version.doubts:
        return []
    items = [html.Li(_doubt(doubt, words)) for doubt in version.doubts]
    return [html.Section([html.H3(words("decisions.doubts")), html.Ul(items)], className="prose")]


def _doubt(doubt: Doubt, words: Words) -> str:
    key = f"decisions.doubt.{doubt['code']}"
    known = key if key in words.keys else "decisions.doubt.other"
    compared = {name: words.figures(doubt[name] or "–") for name in ("expected", "found")}
    return words(known, code=doubt["code"], **compared)


def _texts(version: Budget, texts: list[dict[str, Any]], words: Words) -> html.Section:
    """Where the budget is written, with what was found in each text and loaded nevertheless."""
    items = []
    for text in texts:
        name = text["title"] or text["document"]
        shown = html.A(name, href=text["address"], rel="noopener") if text["address"] else name
        accepted = f" ({words('decisions.accepted', codes=text['findings'])})" if text["findings"] else ""
        items.append(html.Li([shown, f" · {words.language(text['language'])}", accepted]))
    return html.Section([html.H3(words("decisions.texts")), html.Ul(items)], className="prose")
