"""The project's shares of 2021, a plan of oblast-level budgets, beside the execution of consolidated ones: two measures
in two panels, never one series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.drawing import GAP, LABELS, SLOT, TICK_SIZE, Drawing, Figure, layout
from dashboard.figures.finance import absent_note, capital, chosen_rows, place_name
from dashboard.figures.svg_text import wrap_label
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

YEAR = 2021
PANELS = {"x": (0, 0.48), "x2": (0.52, 1)}
# Per cent at the right edge of a panel: on a phone the number beside a full bar needs almost as much room as the bar.
UPPER = 180
HEAD = " "  # the row of the panels' names
COLUMNS = ["from_republic_pct", "from_lower_pct", "total_pct", "transfer_share_pct"]


def plot_plan_vs_execution(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Regions by transfers in revenue, %: what the oblast-level plan says, and what the consolidated budget did."""
    plan = tables["transfer_dependence"]
    finance = tables["regional_finance"]
    executed = finance[finance["cumulative_to"] == f"{YEAR}-12"][
        ["region_code", "transfer_share_pct", "source_ref"]
    ]
    data = plan[plan["year"] == YEAR].merge(executed, on="region_code", suffixes=("", "_executed"))
    data = data.sort_values("total_pct", ascending=False, kind="stable", ignore_index=True)
    rows = records(data)
    data = data.assign(
        region_name=[place_name(row["region_code"], words) for row in rows],
        source_ref=data["source_ref"] + "; " + data["source_ref_executed"],
    )
    chosen = chosen_rows(data, state["region"]) or rows[:1]
    return Drawing(
        title=capital(_title(chosen, words)),
        subtitle=words("finance.subtitle.plan"),
        summary=_summary(data, rows, words),
        figure=_figure(rows, state, words),
        data=data[["region_code", "region_name", "year", *COLUMNS, "source_id", "source_ref"]],
        note=" ".join([_why(rows[0], words), *absent_note(data, state["region"], words)]),
        legend=(
            (words("finance.plan.republic"), "accent"),
            (words("finance.plan.lower"), "emphasis"),
            (words("finance.plan.executed"), "cat-6"),
        ),
    )


def _why(row: Mapping[str, Any], words: Words) -> str:
    """Why the two numbers of a region differ."""
    return words(
        "finance.plan.note",
        place=place_name(row["region_code"], words),
        plan=words.percent(row["total_pct"], 1),
        lower=words.percent(row["from_lower_pct"], 1),
        executed=words.percent(row["transfer_share_pct"], 1),
    )


def _figure(rows: Sequence[Mapping[str, Any]], state: State, words: Words) -> Figure:
    """Two panels with one column of names: the plan's two channels, and the execution's one."""
    names = [
        wrap_label(place_name(row["region_code"], words, short=True), LABELS - GAP - 20, TICK_SIZE)
        for row in rows
    ]
    lit = [not state["region"] or row["region_code"] in state["region"] for row in rows]
    hover = [
        words(
            "finance.plan.hover",
            place=place_name(row["region_code"], words),
            plan=words.percent(row["total_pct"], 1),
            republic=words.percent(row["from_republic_pct"], 1),
            lower=words.percent(row["from_lower_pct"], 1),
            executed=words.percent(row["transfer_share_pct"], 1),
        )
        for row in rows
    ]
    bars = [
        ("x", "from_republic_pct", "accent", "muted", None),
        ("x", "from_lower_pct", "emphasis", "soft", "total_pct"),
        ("x2", "transfer_share_pct", "cat-6", "muted", "transfer_share_pct"),
    ]
    heads = [
        {
            "type": "scatter",
            "mode": "text",
            "xaxis": axis,
            "y": [HEAD],
            "x": [0],
            "text": [f"<b>{words(f'finance.plan.head.{name}')}</b>"],
            "textposition": "middle right",
            "textfont": {"size": TICK_SIZE, "color": "ink"},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        for axis, name in (("x", "plan"), ("x2", "execution"))
    ]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "xaxis": axis,
            "y": names,
            "x": [row[column] for row in rows],
            "marker": {"color": [on if is_lit else off for is_lit in lit]},
            "text": [words.number(row[label], 1) for row in rows] if label else [""] * len(rows),
            "textposition": "outside" if label else "none",
            "textfont": {"size": TICK_SIZE},
            "cliponaxis": False,
            "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for axis, column, on, off, label in bars
    ]
    lines = max(name.count("<br>") + 1 for name in names)
    slot = max(SLOT, round(lines * TICK_SIZE * 1.3) + 6)
    across = {"range": [0, UPPER], "visible": False, "fixedrange": True}
    return {
        "data": [*heads, *traces],
        "layout": layout(
            height=slot * (len(rows) + 1) + 16,
            barmode="stack",
            margin={"l": LABELS, "r": 4, "t": 8, "b": 8},
            xaxis=across | {"domain": list(PANELS["x"])},
            xaxis2=across | {"domain": list(PANELS["x2"]), "anchor": "y"},
            yaxis={
                "type": "category",
                "range": [len(rows) + 0.5, -0.5],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticks": "",
                "tickfont": {"size": TICK_SIZE},
                "ticklabelstandoff": GAP,
                "dtick": 1,
                "automargin": False,
            },
        ),
    }


def _title(chosen: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Both numbers of the one region that makes the point: the chosen one, or the one that depends most by the plan."""
    if len(chosen) > 1:
        return words("finance.plan.title.neutral")
    row = chosen[0]
    return words(
        "finance.plan.title",
        place=place_name(row["region_code"], words),
        plan=words.percent(row["total_pct"], 1),
        executed=words.percent(row["transfer_share_pct"], 1),
    )


def _summary(data: pd.DataFrame, rows: Sequence[Mapping[str, Any]], words: Words) -> str:
    """How many regions have more of it in the plan, and where the two are furthest apart."""
    apart = data["total_pct"] - data["transfer_share_pct"]
    widest = rows[int(apart.abs().argmax())]
    return words.count(
        "finance.plan.summary",
        int((apart > 0).sum()),
        all=words.number(len(rows)),
        place=place_name(widest["region_code"], words),
        plan=words.percent(widest["total_pct"], 1),
        executed=words.percent(widest["transfer_share_pct"], 1),
    )
