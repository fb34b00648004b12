"""What every figure function returns, and the one template they share.

Figures are plain dicts in Plotly's format: building and sending them costs a small part of what ``go.Figure`` does.
Colours are tokens ("accent", "muted", …) that the page turns into the theme's colours (see palette.py).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

Figure = dict[str, Any]

SLOT = 34  # px for one horizontal bar, tall enough for a label on two lines
LABELS = 140  # px for the names on the left: the same on a phone and a laptop, so that nothing jumps
LABEL_CHARS = 21
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


def wrap(text: str, chars: int = LABEL_CHARS) -> str:
    """Break a label into lines; never cut it."""
    return "<br>".join(textwrap.wrap(text, chars, break_long_words=False)) or text


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
    legend: bool = False,
    right: int = 72,
) -> Figure:
    """Horizontal zero-based bars, stacked when there are several series, names at the left, values at the marks.

    Each series has ``values``, ``color`` (a token or one per bar), and optionally ``name``, ``text``, ``hover``.
    ``upper`` is the value at the right edge of the plot.
    """
    ticks = [wrap(name) for name in names]
    lines = max((tick.count("<br>") + 1 for tick in ticks), default=1)
    slot = SLOT if lines <= 2 else SLOT + 16 * (lines - 2)
    top = 34 if legend else 8
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
            height=slot * len(ticks) + top + 8,
            barmode="stack",
            margin={"l": LABELS, "r": right, "t": top, "b": 8},
            xaxis={"range": [0, upper], "visible": False, "fixedrange": True},
            yaxis={
                "autorange": "reversed",
                "fixedrange": True,
                "showgrid": False,
                "ticks": "",
                "automargin": False,
            },
            showlegend=legend,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1,
                "yanchor": "bottom",
                "xanchor": "left",
                "traceorder": "normal",
            },
        ),
    }
