"""What a place spent by functional group, as bars."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure, bars
from dashboard.figures.receipt_execution import (
    Executed,
    Tables,
    inside,
    no_period,
    notes,
    nothing,
    ordered,
    read_execution,
    who,
)
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

NAMED = 3  # services that the summary names
COLUMNS = [
    "function_code", "amount_kzt_million", "amount_kzt", "share_pct", "is_fall", "place_code", "budget_period", "basis",
    "per", "people", "period",
]  # fmt: skip


def plot_receipt_execution(tables: Tables, state: State, words: Words) -> Drawing:
    """The 15 groups of a place and period, services first; shares of all that was spent."""
    executed = read_execution(tables, state)
    if executed is None:
        return nothing(no_period(state, words), COLUMNS)
    rows = ordered(executed.rows, state["sort"], words)
    services = rows[rows["part"] == "services"]
    total = executed.money(int(rows["shown"].sum()), words)
    largest = sorted(records(services), key=lambda row: row["amount_kzt_million"], reverse=True)[:NAMED]
    listed = "; ".join(
        _said(row, executed, words) for row in [*largest, *records(rows[rows["part"] != "services"])]
    )
    return Drawing(
        title=words(
            f"receipt.execution.title.{'total' if executed.is_total else 'per'}.{executed.span}",
            place=words.place(executed.place),
            when=executed.period.name(words),
            name=inside(largest[0]["name"]),
            amount=executed.money(largest[0]["shown"], words),
            total=total,
            per=words(f"receipt.per.{executed.per}"),
        ),
        subtitle=words(
            "receipt.execution.subtitle",
            who=who(executed, words),
            span=words(f"receipt.span.{executed.span}"),
        ),
        summary=words(
            "receipt.execution.summary",
            place=words.place(executed.place),
            when=executed.period.name(words),
            lines=listed,
            total=total,
            services=words.percent(services["share_pct"].sum(), 1),
        ),
        figure=_figure(executed, rows, words),
        data=_data(executed, rows),
        note=" ".join([words("receipt.note.execution"), *notes(executed, words)]),
        number=total,
        legend=(
            (words("receipt.legend.services"), "accent"),
            (words("receipt.legend.apart"), "soft"),
        ),
    )


def _said(row: dict[str, Any], executed: Executed, words: Words) -> str:
    return f"{row['name']} — {executed.money(row['shown'], words)} ({words.percent(row['share_pct'], 1)})"


def _figure(executed: Executed, rows: pd.DataFrame, words: Words) -> Figure:
    names = [words.label("function", code, short=True) for code in rows["function_code"]]
    texts = [executed.money(shown, words) for shown in rows["shown"]]
    shares = [words.percent(share, 1) for share in rows["share_pct"]]
    series = {
        # A bar can't be shorter than nothing: the label says what is below zero.
        "values": [max(shown, 0) for shown in rows["shown"]],
        "color": ["accent" if part == "services" else "soft" for part in rows["part"]],
        "text": texts,
        "hover": [
            f"{name}: {text} ({share})" for name, text, share in zip(rows["name"], texts, shares, strict=True)
        ],
    }
    return bars(names, [series], upper=int(rows["shown"].max()), right=124 if executed.is_total else 96)


def _data(executed: Executed, rows: pd.DataFrame) -> pd.DataFrame:
    """What a reader takes away: the groups with the place, period and share they are of."""
    people = executed.people
    return rows.assign(
        amount_kzt=None if executed.is_total else rows["shown"],
        share_pct=rows["share_pct"].round(6),  # so fine that its tenth is that of the exact share
        place_code=executed.place,
        budget_period=executed.period.code,
        basis="execution_consolidated",
        per=executed.per,
        people=int(people) if people.denominator == 1 else float(people),
        period=executed.span,
    )[COLUMNS]
