"""How far each region's budget depends on transfers (thesis, table 8 and figure 7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, bars
from dashboard.figures.finance import absent_note
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

MEASURES = {
    "total": "total_pct",
    "republic": "from_republic_pct",
    "lower": "from_lower_pct",
    "own": "own_pct",
}


def plot_transfer_dependence(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Regions ranked by the chosen measure, % of the oblast-level plan's revenue; chosen regions stand out."""
    column = MEASURES[state["measure"]]
    # Ties keep the order of the source, so that the ranking is the same on every build.
    data = tables["transfer_dependence"].sort_values(
        column, ascending=False, kind="stable", ignore_index=True
    )
    absent = absent_note(data, state["region"], words)
    # A region of another time than the table's is nobody to highlight.
    state = state | {"region": tuple(code for code in state["region"] if code in set(data["region_code"]))}
    chosen = set(state["region"])
    names = [words.place(code, short=True) for code in data["region_code"]]
    texts = [words.percent(value, 1) for value in data[column]]
    lit = [not chosen or code in chosen for code in data["region_code"]]
    hover = [
        words(
            "transfers.hover",
            place=words.place(row["region_code"]),
            total=words.percent(row["total_pct"], 1),
            republic=words.percent(row["from_republic_pct"], 1),
            lower=words.percent(row["from_lower_pct"], 1),
        )
        for row in records(data)
    ]
    if state["measure"] == "total":
        shown = [("from_republic_pct", "accent", "muted"), ("from_lower_pct", "emphasis", "soft")]
    else:
        shown = [(column, "emphasis" if state["measure"] == "lower" else "accent", "muted")]
    series = [
        {
            "name": words(f"transfers.series.{name}"),
            "values": data[name].tolist(),
            "color": [on if is_lit else off for is_lit in lit],
            "hover": hover,
        }
        for name, on, off in shown
    ]
    series[-1]["text"] = texts
    return Drawing(
        title=_title(data, column, state, words),
        subtitle=words(f"transfers.subtitle.{state['measure']}"),
        summary=_summary(data, column, state, words),
        figure=bars(names, series, upper=100),
        data=data.assign(region_name=[words.place(code) for code in data["region_code"]]),
        note=" ".join([words("transfers.note"), *absent]),
        number=words(
            "number.of", n=words.number(_above_half(data, "total_pct")), all=words.number(len(data))
        ),
        legend=tuple((words(f"transfers.series.{name}"), on) for name, on, _ in shown)
        if len(shown) > 1
        else (),
    )


def _above_half(data: pd.DataFrame, column: str) -> int:
    """How many regions get more than half of their revenue this way."""
    return int((data[column] > 50).sum())


def _title(data: pd.DataFrame, column: str, state: State, words: Words) -> str:
    """A finding: of the one chosen region, or of the whole ranking."""
    if len(state["region"]) == 1:
        row = data[data["region_code"] == state["region"][0]].iloc[0]
        return words(
            f"transfers.title.region.{state['measure']}",
            place=words.place(row["region_code"]),
            value=words.percent(row[column], 1),
        )
    if state["region"]:
        return words(f"transfers.title.neutral.{state['measure']}")
    if state["measure"] == "total":
        return words(
            "transfers.title.total",
            n=words.number(_above_half(data, "total_pct")),
            all=words.number(len(data)),
            republic=words.number(_above_half(data, "from_republic_pct")),
        )
    first = data.iloc[0]
    return words(
        f"transfers.title.{state['measure']}",
        place=words.place(first["region_code"]),
        value=words.percent(first[column], 1),
    )


def _summary(data: pd.DataFrame, column: str, state: State, words: Words) -> str:
    """Highest, lowest and the chosen regions. Cities without lower budgets are not ranked by what these pay."""
    ranked = data[data[column] > 0]
    first, last = ranked.iloc[0], ranked.iloc[-1]
    measure = words(f"transfers.measure.{state['measure']}")
    text = words(
        "transfers.summary",
        measure=measure[0].upper() + measure[1:],
        first=words.place(first["region_code"]),
        high=words.percent(first[column], 1),
        last=words.place(last["region_code"]),
        low=words.percent(last[column], 1),
    )
    chosen = [
        _rank(row, ranked[column], words)
        for row in records(data.assign(value=data[column]))
        if row["region_code"] in state["region"]
    ]
    return " ".join([text, *chosen])


def _rank(row: dict[str, Any], ranked: pd.Series[float], words: Words) -> str:
    """A region's value and rank; equal shares share a rank."""
    place = words.place(row["region_code"])
    if not row["value"]:
        return words("transfers.summary.none", place=place)
    return words(
        "transfers.summary.chosen",
        place=place,
        value=words.percent(row["value"], 1),
        rank=words.number(int((ranked > row["value"]).sum()) + 1),
        all=words.number(len(ranked)),
    )
