"""What every figure function returns, and the one template they share.

Figures are plain dicts in Plotly's format: building and sending them costs a small part of what ``go.Figure`` does.
Colours are tokens ("accent", "muted", …) that the page turns into the theme's colours (see palette.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.svg_text import wrap_label

Figure = dict[str, Any]

SLOT = 34  # px for one horizontal bar, tall enough for a label on two lines
LABELS = 148  # px for the names on the left: the same on a phone and a laptop, so that nothing jumps
GAP = 8  # px between a name and its bar
TICK_SIZE = 13
FONT = "Inter, system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Drawing:
    """A chart ready to show: words, the Plotly figure and the rows that are drawn (catalogue's column names)."""

    title: str
    subtitle: str
    summary: str
    figure: Figure
    data: pd.DataFrame
    note: str = ""
    number: str = ""  # the one number that makes the point, where a chart has one
    # (name, colour token) or, for marks of other shapes than a square, (name, colour token, symbol): text above the drawing
    legend: tuple[tuple[str, ...], ...] = ()
    where: str = ""  # where the figures stand in their source, if that depends on what was chosen


def first(figure: Figure, count: int) -> Figure:
    """The first ``count`` bars of a `bars` figure, for a preview; other figures as they are."""
    if figure["data"][0].get("orientation") != "h":
        return figure
    known = len(figure["data"][0]["y"])
    traces = []
    for trace in figure["data"]:
        cut = {key: value[:count] if isinstance(value, list) else value for key, value in trace.items()}
        color = trace["marker"]["color"]
        traces.append(cut | {"marker": {"color": color[:count] if isinstance(color, list) else color}})
    slot = (figure["layout"]["height"] - 16) // known
    return {"data": traces, "layout": figure["layout"] | {"height": slot * min(count, known) + 16}}


def layout(height: int, **extra: Any) -> dict[str, Any]:
    """The shared template: no background, no grid, ink on paper, fixed height so that the page does not jump."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": LABELS, "r": 72, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": "ink"},
        "showlegend": False,
        "bargap": 0.36,
        "hoverlabel": {"bgcolor": "paper", "bordercolor": "ink", "font": {"color": "ink", "size": 14}},
        "dragmode": False,
    }
    return base | extra


def bars(
    names: Sequence[str],
    series: Sequence[dict[str, Any]],
    *,
    upper: float,
    right: int = 72,
) -> Figure:
    """Horizontal zero-based bars, stacked when there are several series, names at the left, values at the marks.

    Each series has ``values``, ``color`` (a token or one per bar), and optionally ``name``, ``text``, ``hover``.
    ``upper`` is the value at the right edge of the plot.
    """
    ticks = [wrap_label(name, LABELS - GAP - 20, TICK_SIZE) for name in names]
    lines = max((tick.count("<br>") + 1 for tick in ticks), default=1)
    slot = max(SLOT, round(lines * TICK_SIZE * 1.3) + 6)
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": one.get("name", ""),
            "y": ticks,
            "x": list(one["values"]),
            "marker": {"color": one["color"]},
            "text": list(one["text"]) if "text" in one else None,
            "textposition": "outside" if "text" in one else "none",
            "cliponaxis": False,
            "hovertext": list(one.get("hover", [])),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for one in series
    ]
    for trace in traces:
        if trace["text"] is None:
            del trace["text"]
    return {
        "data": traces,
        "layout": layout(
            height=slot * len(ticks) + 16,
            barmode="stack",
            margin={"l": LABELS, "r": right, "t": 8, "b": 8},
            xaxis={"range": [0, upper], "visible": False, "fixedrange": True},
            yaxis={
                "autorange": "reversed",
                "fixedrange": True,
                "showgrid": False,
                "ticks": "",
                "tickfont": {"size": TICK_SIZE},
                "ticklabelstandoff": GAP,
                "dtick": 1,
                "automargin": False,
            },
        ),
    }
