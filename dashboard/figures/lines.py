"""Lines over years: several in one drawing, named at their right ends, or one a panel in small multiples.

A missing value is a gap; a value between two gaps is a mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from dashboard.figures.drawing import TICK_SIZE, Figure, layout
from dashboard.figures.scales import (
    PHONE,
    Say,
    Values,
    check_years,
    margin_of,
    pick_years,
    say_plainly,
    scale_of,
    span_of,
    spread,
    widest,
    y_axis,
)
from dashboard.figures.svg_text import LINE, text_width, wrap_label

LABEL_ROOM = 112  # px for the names at the right ends
TOP, BOTTOM, EDGE = 8, 28, 6  # px over and under the plot; between its edge and the outermost value
LEAD = 0.06  # of the years' span, from the last year to the names
NAME_GAP = 5  # px between two names
WIDER = 1.08  # times as wide as it should be: what a name may be in a reader's own font
GRID_LINE = 56  # px from one grid line to the next, at least

COLUMNS = 4
COLUMN_GAP = 0.035  # of the width
TITLE_SIZES, SMALL = (12, 11), 11  # px of a panel's title, of its numbers
PLOT, STRIP = 60, 18  # px for the line of a panel, and under it for the years
RIGHT = 9  # px on the right of the last panel
FEW, OFTEN = 3, 20  # grid lines of a panel at most; years at most that each have a mark
MARK = 5  # px of a mark on a line


def lines(
    series: Sequence[Mapping[str, Any]],
    x: Sequence[int],
    *,
    y_range: tuple[float, float] | None = None,
    y_suffix: str = "",
    say: Say = say_plainly,
    height: int = 320,
) -> Figure:
    """Lines over the years ``x``, from zero unless ``y_range`` says otherwise, each named at its right end.

    A series has ``values`` (one a year, None is a gap) and optionally ``name``, ``color`` (a token), ``width`` (px),
    ``dash`` (solid, dot, dash), ``text`` (its name at the right end) and ``hover`` (one a year). Later ones lie above.
    Numbers on the left are ``say(value) + y_suffix``. ``height`` (px) grows where the names need more. A year that
    nothing is known of belongs into ``x``: without it the line would run on. Raises ValueError for values that are not
    one a year, years that do not increase, and where there is no value.
    """
    check_years(x, [(str(one.get("name", "")), one["values"]) for one in series])
    named = [one for one in series if one.get("text") and any(value is not None for value in one["values"])]
    labels = [wrap_label(str(one["text"]), LABEL_ROOM, TICK_SIZE) for one in named]
    heights = [TICK_SIZE * LINE * (label.count("<br>") + 1) + NAME_GAP for label in labels]
    plot = max(float(height - TOP - BOTTOM), sum(heights))
    inner = plot - 2 * EDGE
    span = span_of([one["values"] for one in series], y_range)
    scale = scale_of(span, inner, max(inner / GRID_LINE, 2), say, y_suffix).with_room(EDGE, EDGE)
    left, right = margin_of(scale, TICK_SIZE), max(round(widest(labels, TICK_SIZE) * WIDER) + 4, 20)
    years = x[-1] - x[0] or 1
    end = x[-1] + LEAD * years
    traces = [_line(one, x, say, y_suffix) for one in series]
    last = [_last(one["values"]) for one in named]
    ends = [scale.px(one["values"][index]) for one, index in zip(named, last, strict=True)]
    places = spread(ends, heights, -EDGE, plot + EDGE)
    for one, index, start, place in zip(named, last, ends, places, strict=True):
        if abs(start - place) > EDGE / 2 or x[index] < x[-1]:
            near = (end - LEAD * years / 5, scale.value(place))
            traces.append(_leader((x[index], one["values"][index]), near))
    if labels:
        beside = [scale.value(place) for place in places]
        traces.append(_texts([end] * len(labels), beside, labels, "middle right", TICK_SIZE))
    ticks = pick_years(x, (PHONE - left - right) * (1 - LEAD))
    return {
        "data": traces,
        "layout": layout(
            height=round(plot) + TOP + BOTTOM,
            margin={"l": left, "r": right, "t": TOP, "b": BOTTOM},
            xaxis={
                "type": "linear",
                "range": [x[0] - 0.02 * years, end],
                "tickvals": ticks,
                "ticktext": [str(year) for year in ticks],
                "tickangle": 0,
                "tickfont": {"size": TICK_SIZE},
                "ticks": "",
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            yaxis=y_axis(scale, TICK_SIZE),
        ),
    }


def panels(
    panels: Sequence[Mapping[str, Any]],
    x: Sequence[int],
    *,
    reference: Values | None = None,
    reference_name: str = "",
    y_range: tuple[float, float] | None = None,
    y_suffix: str = "",
    say: Say = say_plainly,
    columns: int = COLUMNS,
) -> Figure:
    """Small multiples over the years ``x``: a line a panel, all to one scale, in the order given, row by row.

    A panel has a ``title``, ``values`` (one a year, None is a gap) and optionally ``highlight`` (these in the accent, then
    the others in grey) and ``hover`` (one a year). ``reference`` is drawn dotted behind every line. There are fewer
    ``columns`` where a word of a title is too long for a phone (four hold some 70 px). Panels of a column share their
    axis of years, those of a row their axis of values. Errors as of `lines`.
    """
    behind = [] if reference is None else [(reference_name, reference)]
    every = [*((str(one["title"]), one["values"]) for one in panels), *behind]
    if not panels:
        raise ValueError("there is no panel to draw.")
    check_years(x, every)
    span = span_of([values for _, values in every], y_range)
    scale = scale_of(span, PLOT, FEW, say, y_suffix)
    left = margin_of(scale, SMALL)
    titles, size, columns = _arrange([str(one["title"]) for one in panels], columns, PHONE - left - RIGHT)
    tall = [size * LINE * (title.count("<br>") + 1) for title in titles]
    rows = [
        scale.with_room(STRIP, max(tall[start : start + columns]) + 4)
        for start in range(0, len(panels), columns)
    ]
    total = sum(row.height for row in rows)
    tops = [1 - part / total for part in accumulate((row.height for row in rows), initial=0)]
    wide = _share(columns)
    is_any_lit = any(one.get("highlight") for one in panels)
    edge = 0.04 * (x[-1] - x[0] or 1)
    ends = [x[0] - edge, x[-1] + edge]
    outer = [str(year) for year in dict.fromkeys((x[0], x[-1]))]
    traces = []
    for number, (one, title, high) in enumerate(zip(panels, titles, tall, strict=True)):
        row, column = divmod(number, columns)
        axes = {"xaxis": _axis("x", column), "yaxis": _axis("y", row)}
        is_lit = bool(one.get("highlight"))
        look = {
            "color": "text-2" if is_any_lit and not is_lit else "accent",
            "width": 2.5 if is_lit else 1.75,
        }
        drawn = [_reference(values, x, name) for name, values in behind]
        drawn.append(_line({"name": one["title"], **one, **look}, x, say, y_suffix, is_bare=True))
        drawn.append(_texts(ends[:1], [span[1] + high / 2 * scale.unit], [title], "middle right", size))
        if number + columns >= len(panels):
            under = [span[0] - STRIP / 2 * scale.unit] * len(outer)
            sides = ["middle right", "middle left"][: len(outer)]
            drawn.append(_texts(ends[: len(outer)], under, outer, sides, SMALL))
        traces += [trace | axes for trace in drawn]
    axes_of_columns = {
        _axis("xaxis", column): {
            "domain": [column * (wide + COLUMN_GAP), min(column * (wide + COLUMN_GAP) + wide, 1)],
            "range": ends,
            "visible": False,
            "fixedrange": True,
        }
        for column in range(columns)
    }
    axes_of_rows = {
        _axis("yaxis", number): y_axis(row, SMALL) | {"domain": [max(low, 0), high]}
        for number, (row, (high, low)) in enumerate(zip(rows, pairwise(tops), strict=True))
    }
    return {
        "data": traces,
        "layout": layout(
            height=round(total) + 4,
            margin={"l": left, "r": RIGHT, "t": 2, "b": 2},
            **axes_of_columns,
            **axes_of_rows,
        ),
    }


def _share(columns: int) -> float:
    """The width of one of so many columns, as a share of all."""
    return (1 - COLUMN_GAP * (columns - 1)) / columns


def _arrange(titles: Sequence[str], columns: int, room: float) -> tuple[list[str], int, int]:
    """Titles wrapped, their size, and the number of columns: the most on ``room`` px that break no word, or two."""
    words = [word for title in titles for word in title.replace("-", "- ").split()]
    longest = max(words, key=lambda word: text_width(word, 1), default="")
    columns = min(columns, len(titles))
    while True:
        width = room * (_share(columns) + COLUMN_GAP) - 2  # a title may reach to the next one
        sizes = [size for size in TITLE_SIZES if text_width(longest, size) <= width]
        if sizes or columns <= 2:
            break
        columns -= 1
    size = sizes[0] if sizes else TITLE_SIZES[-1]
    return [wrap_label(title, width, size) for title in titles], size, columns


def _last(values: Values) -> int:
    """Where the last known value stands, or -1."""
    return max((index for index, value in enumerate(values) if value is not None), default=-1)


def _line(
    one: Mapping[str, Any], x: Sequence[int], say: Say, suffix: str, *, is_bare: bool = False
) -> dict[str, Any]:
    """A line with a mark a year; a bare, a broken or a long one only where a value has no neighbours, and at its end."""
    values, name, color = list(one["values"]), str(one.get("name", "")), one.get("color", "accent")
    dash = one.get("dash", "solid")
    is_bare = is_bare or dash != "solid" or len(x) > OFTEN
    known = [False, *(value is not None for value in values), False]
    alone = [not (before or after) for before, after in zip(known, known[2:], strict=False)]
    shown = [is_alone or index == _last(values) for index, is_alone in enumerate(alone)]
    hover = one.get("hover") or [
        "" if value is None else f"{name}, {year}: {say(value)}{suffix}"
        for year, value in zip(x, values, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(x),
        "y": values,
        "line": {"color": color, "width": one.get("width", 2), "dash": dash},
        # A list of sizes makes Plotly draw bubbles, translucent and outlined, unless it is told not to.
        "marker": {
            "color": color,
            "size": [MARK * is_shown for is_shown in shown] if is_bare else MARK,
            "opacity": 1,
            "line": {"width": 0},
        },
        "hovertext": list(hover),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _reference(values: Values, x: Sequence[int], name: str) -> dict[str, Any]:
    """What every panel is compared with."""
    line = {"color": "muted", "width": 1.5, "dash": "dot"}
    trace = {"type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": list(values)}
    return trace | {"line": line, "hoverinfo": "skip"}


def _leader(start: tuple[float, float], end: tuple[float, float]) -> dict[str, Any]:
    """A grey hairline from the last value of a series to its name where that stands elsewhere."""
    line = {"color": "muted", "width": 1, "dash": "dot"}
    x, y = [list(pair) for pair in zip(start, end, strict=True)]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _texts(
    x: Sequence[float], y: Sequence[float], texts: Sequence[str], position: str | list[str], size: int
) -> dict[str, Any]:
    """Words in the drawing."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": list(texts),
        "textposition": position,
        "textfont": {"size": size, "color": "ink"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _axis(name: str, number: int) -> str:
    """The name of an axis by its place from 0: x, x2, x3 …"""
    return f"{name}{number + 1}" if number else name
