"""The share of each functional group over the years, or over the quarters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure
from dashboard.figures.lines import lines, panels
from dashboard.figures.receipt_execution import Tables
from dashboard.figures.receipt_periods import read
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

COLUMNS = ["budget_period", "function_code", "amount_kzt_million", "share_pct", "place_code", "basis"]
STEPS = ("year", "quarter")
COLUMNS_OF_PANELS = 3


def read_shares(functional: pd.DataFrame, place: str, step: str) -> pd.DataFrame:
    """`COLUMNS` of every whole year, or of every quarter, in order: shares of all that was spent in it, %."""
    rows = functional[functional["region_code"] == place].sort_values(["cumulative_to", "function_code"])
    if step == "year":
        rows = rows[rows["is_full_year"]]
        codes, amount = rows["cumulative_to"].str[:4], rows["cumulative_kzt_million"]
    else:
        rows = rows[rows["months"] == 3]
        quarter = rows["cumulative_to"].str[5:].astype(int) // 3
        codes, amount = (
            rows["cumulative_to"].str[:4] + "-q" + quarter.astype(str),
            rows["in_period_kzt_million"],
        )
    return pd.DataFrame(
        {
            "budget_period": codes,
            "function_code": rows["function_code"],
            "amount_kzt_million": amount,
            "share_pct": amount / amount.groupby(codes).transform("sum") * 100,
            "place_code": place,
            "basis": "execution_consolidated",
        }
    ).reset_index(drop=True)


def plot_receipt_share_over_time(tables: Tables, state: State, words: Words) -> Drawing:
    """One group stands out; the others are there to be compared with."""
    rows = read_shares(tables["functional_execution"], state["place"], state["step"])
    group = words.label("function", state["group"])
    own = records(rows[rows["function_code"] == state["group"]])
    last = own[-1]
    # A quarter is held against the same one of an earlier year: spending is uneven within a year.
    months = read(last["budget_period"]).last
    first = next(row for row in own if read(row["budget_period"]).last == months)
    least, most = (which(own, key=lambda row: row["share_pct"]) for which in (min, max))
    change = round(last["share_pct"], 1) - round(first["share_pct"], 1)
    way = "rose" if change > 0 else "fell" if change < 0 else "same"

    def share(row: Mapping[str, Any]) -> str:
        return words.percent(round(row["share_pct"], 1), 1)

    def when(row: Mapping[str, Any]) -> str:
        return read(row["budget_period"]).name(words)

    said = {
        "place": words.place(state["place"]),
        "name": group,
        "first": share(first),
        "last": share(last),
        "earlier": when(first),
        "later": when(last),
        "start": when(own[0]),
    }
    return Drawing(
        title=words(f"receipt.shares.title.{way}", **said),
        subtitle=words(f"receipt.shares.subtitle.{state['step']}", **said),
        summary=words(
            "receipt.shares.summary",
            **said,
            least=share(least),
            least_when=when(least),
            most=share(most),
            most_when=when(most),
        ),
        figure=(_panels if state["step"] == "year" else _lines)(rows, state["group"], words),
        data=rows.assign(share_pct=rows["share_pct"].round(4))[COLUMNS],
        note=" ".join([words("receipt.note.shares"), words(f"receipt.note.shares.{state['step']}")]),
    )


def _values(rows: pd.DataFrame, code: str, x: Sequence[int]) -> list[float | None]:
    shares = {_place(row["budget_period"]): row["share_pct"] for row in _of(rows, code)}
    return [shares.get(place) for place in x]


def _of(rows: pd.DataFrame, code: str) -> list[dict[str, Any]]:
    return records(rows[rows["function_code"] == code])


def _place(code: str) -> int:
    """Where a period stands in time: its year, or quarters since the year 0."""
    period = read(code)
    return period.year if period.is_year else period.year * 4 + period.last // 3 - 1


def _hover(rows: pd.DataFrame, code: str, x: Sequence[int], words: Words) -> list[str]:
    name = words.label("function", code, short=True)
    said = {
        _place(row["budget_period"]): f"{name}, {read(row['budget_period']).name(words)}: "
        + words.percent(round(row["share_pct"], 1), 1)
        for row in _of(rows, code)
    }
    return [said.get(place, "") for place in x]


def _x(rows: pd.DataFrame) -> list[int]:
    """Every place in time from the first to the last: one that nothing is known of is a gap."""
    places = [_place(code) for code in rows["budget_period"].unique()]
    return list(range(min(places), max(places) + 1))


def _panels(rows: pd.DataFrame, group: str, words: Words) -> Figure:
    """A panel a group, all to one scale."""
    x = _x(rows)
    shown = [
        {
            "title": words.label("function", code, short=True),
            "values": _values(rows, code, x),
            "highlight": code == group,
            "hover": _hover(rows, code, x, words),
        }
        for code in dict.fromkeys(rows["function_code"])
    ]
    return panels(shown, x, y_suffix=_suffix(words), columns=COLUMNS_OF_PANELS)


def _lines(rows: pd.DataFrame, group: str, words: Words) -> Figure:
    """All groups in grey, the chosen one in colour and named."""
    x = _x(rows)
    codes = [code for code in dict.fromkeys(rows["function_code"]) if code != group]
    series = [
        {
            "name": words.label("function", code, short=True),
            "values": _values(rows, code, x),
            "hover": _hover(rows, code, x, words),
            "color": "accent" if code == group else "soft",
            "width": 2.5 if code == group else 1,
            "text": words.label("function", code, short=True) if code == group else None,
        }
        for code in (*codes, group)
    ]
    figure = lines(series, x, y_suffix=_suffix(words))
    for trace in figure["data"][: len(codes)]:
        trace["marker"]["size"] = [0] * len(x)  # the grey lines are there to be compared with
    years = [place for place in x if place % 4 == 0]
    ticks = years if len(years) < 6 else years[:: -(-len(years) // 5)]
    figure["layout"]["xaxis"] |= {"tickvals": ticks, "ticktext": [str(place // 4) for place in ticks]}
    return figure


def _suffix(words: Words) -> str:
    """What stands behind a number of per cent in this language."""
    return words.percent(0).lstrip("0")
