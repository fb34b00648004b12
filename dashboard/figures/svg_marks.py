"""Scatter marks, shapes and annotations of a drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.figures.svg_axes import Axis
from dashboard.figures.svg_bars import Trace, at
from dashboard.figures.svg_text import (
    ASCENT,
    DESCENT,
    LINE,
    MIDDLE,
    line_width,
    num,
    parse,
    plain,
    text_block,
    xml,
)

SYMBOLS = ("circle", "square", "circle-open", "square-open")
DASHES = {"dot": "3 3", "dash": "9 9", "longdash": "15 15", "dashdot": "9 3 3 3", "longdashdot": "15 3 3 3"}
FRAME = 2  # px around an annotation's text


def mode_of(trace: Trace) -> str:
    """What a scatter trace draws: "lines", "markers", "text" joined by "+"."""
    return str(trace.get("mode") or ("lines+markers" if len(trace["x"]) < 20 else "lines"))


def extend_range(trace: Trace, x: Axis, y: Axis) -> None:
    """Note on the axes what an automatic range has to hold for a scatter trace."""
    mode = mode_of(trace)
    for axis in (x, y):
        lines_only = axis is x and "markers" not in mode and "text" not in mode
        for index, raw in enumerate(trace[axis.letter]):
            value = axis.value(raw)
            if value is None:
                continue
            pad = 0.0 if lines_only else 0.05 * axis.length
            if "markers" in mode:
                pad += max(float(at(trace["marker"].get("size"), index, 6)) / 1.6, 3)
            axis.hold(value, pad, pad)


def draw_scatter(trace: Trace, x: Axis, y: Axis, layout: Mapping[str, Any]) -> str:
    """A group with the line, the marks (each with its tooltip) and the texts of a scatter trace."""
    mode = mode_of(trace)
    points = [
        None if across is None or along is None else (x.px(across), y.px(along))
        for across, along in zip(map(x.value, trace["x"]), map(y.value, trace["y"]), strict=False)
    ]
    parts = []
    if "lines" in mode:
        parts.append(_line(trace, points))
    if "markers" in mode:
        parts += [_marker(trace, index, *point) for index, point in enumerate(points) if point]
    if "text" in mode:
        parts += [_text(trace, index, *point, layout) for index, point in enumerate(points) if point]
    return f'<g class="marks" fill="{xml(_one_color(trace))}">{"".join(parts)}</g>'


def draw_shape(shape: Mapping[str, Any], x: Axis, y: Axis) -> str:
    """A line or a rectangle. Raises ValueError for any other shape."""
    kind = shape.get("type", "rect")
    if kind not in ("line", "rect"):
        raise ValueError(f"shape type {kind!r} can't be drawn: use line or rect.")
    (x0, y0), (x1, y1) = (
        (
            _place(shape[f"x{end}"], shape.get("xref", "x"), x),
            _place(shape[f"y{end}"], shape.get("yref", "y"), y),
        )
        for end in (0, 1)
    )
    line = shape.get("line", {})
    width = float(line.get("width", 2))
    stroke = stroke_style(line.get("color", "currentColor"), width, line.get("dash")) if width else ""
    opacity = f' opacity="{float(shape["opacity"]):g}"' if "opacity" in shape else ""
    if kind == "line":
        return f'<path d="M{num(x0)} {num(y0)}L{num(x1)} {num(y1)}" fill="none"{stroke}{opacity}/>'
    fill = xml(shape.get("fillcolor", "none"))
    return (
        f'<rect x="{num(min(x0, x1))}" y="{num(min(y0, y1))}" width="{num(abs(x1 - x0))}"'
        f' height="{num(abs(y1 - y0))}" fill="{fill}"{stroke}{opacity}/>'
    )


def draw_annotation(note: Mapping[str, Any], x: Axis, y: Axis, layout: Mapping[str, Any]) -> str:
    """Text at a place. Raises ValueError for one with an arrow (the default of Plotly)."""
    if note.get("showarrow", True):
        raise ValueError("an annotation with an arrow can't be drawn: set showarrow to False.")
    font = layout["font"] | note.get("font", {})
    size, lines = float(font["size"]), parse(note.get("text", ""))
    width = max(line_width(line, size) for line in lines) + 2 * FRAME
    height = size * (ASCENT + DESCENT + LINE * (len(lines) - 1)) + 2 * FRAME
    across, up = note.get("xref", "x"), note.get("yref", "y")
    left = _place(note["x"], across, x) + float(note.get("xshift", 0))
    top = _place(note["y"], up, y) - float(note.get("yshift", 0))
    left -= width * _fraction(
        note.get("xanchor", "auto"), note["x"], across, {"left": 0, "center": 0.5, "right": 1}
    )
    top -= height * _fraction(
        note.get("yanchor", "auto"), note["y"], up, {"top": 0, "middle": 0.5, "bottom": 1}
    )
    # one line stands exactly where it is anchored, whatever its real width in the reader's font
    align = (
        note.get("align", "center")
        if len(lines) > 1
        else {"auto": "center"}.get(xa := note.get("xanchor", "auto"), xa)
    )
    anchor, share = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}[align]
    start = left + FRAME + share * (width - 2 * FRAME)
    attributes = f'text-anchor="{anchor}" font-size="{num(size)}" fill="{xml(font["color"])}"'
    return text_block(lines, start, top + FRAME + size * ASCENT, size, attributes)


def stroke_style(color: object, width: float, dash: object = None) -> str:
    """Attributes of a stroke; ``dash`` is one of Plotly's names or lengths in px."""
    pattern = (
        ""
        if dash in (None, "solid")
        else DASHES.get(str(dash), str(dash).replace("px", "").replace(",", " "))
    )
    dashes = f' stroke-dasharray="{xml(pattern)}"' if pattern else ""
    return f' stroke="{xml(color)}" stroke-width="{num(width)}"{dashes}'


def swatch(trace: Trace, x: float, y: float) -> str:
    """The sign of a trace in the legend, centred at a point."""
    if trace.get("type") != "bar" and "markers" not in mode_of(trace):
        line = trace.get("line", {})
        style = stroke_style(
            line.get("color", _one_color(trace)), float(line.get("width", 2)), line.get("dash")
        )
        return f'<path d="M{num(x - 15)} {num(y)}h30"{style}/>'
    if trace.get("type") == "bar":
        fill = xml(_one_color(trace))
        return f'<rect x="{num(x - 6)}" y="{num(y - 6)}" width="12" height="12" fill="{fill}"/>'
    size = min(max(float(at(trace["marker"].get("size"), 0, 6)), 2), 16)
    single = {**trace, "marker": {**trace["marker"], "size": size, "color": _one_color(trace)}}
    return f'<g fill="{xml(_one_color(trace))}">{_symbol(single, 0, x, y)}/></g>'


def _one_color(trace: Trace) -> str:
    color = trace.get("marker", {}).get("color") or trace.get("line", {}).get("color") or "currentColor"
    return str(color if isinstance(color, str) else color[0] if color else "currentColor")


def _line(trace: Trace, points: Sequence[tuple[float, float] | None]) -> str:
    path, pen = [], "M"
    for point in points:
        if point:
            path.append(f"{pen}{num(point[0])} {num(point[1])}")
        pen = "L" if point else "M"  # a missing value is a gap
    line = trace.get("line", {})
    style = stroke_style(line.get("color", _one_color(trace)), float(line.get("width", 2)), line.get("dash"))
    return f'<path d="{"".join(path)}" fill="none"{style}/>'


def _marker(trace: Trace, index: int, x: float, y: float) -> str:
    hover = at(trace.get("hovertext"), index) or at(trace.get("text"), index)
    said = plain(hover) if hover else f"{plain(trace['x'][index])}: {plain(trace['y'][index])}"
    close = f"><title>{xml(said)}</title></{_tag(trace, index)}>"
    return _symbol(trace, index, x, y) + close


def _tag(trace: Trace, index: int) -> str:
    symbol = str(at(trace["marker"].get("symbol"), index, "circle"))
    if symbol not in SYMBOLS:
        raise ValueError(f"marker symbol {symbol!r} can't be drawn: use {', '.join(SYMBOLS)}.")
    return "circle" if symbol.startswith("circle") else "rect"


def _symbol(trace: Trace, index: int, x: float, y: float) -> str:
    """The opening tag of a mark, left open for its tooltip."""
    marker = trace["marker"]
    tag, radius = _tag(trace, index), float(at(marker.get("size"), index, 6)) / 2
    color = str(at(marker.get("color"), index, _one_color(trace)))
    line, is_open = marker.get("line", {}), str(at(marker.get("symbol"), index, "")).endswith("-open")
    outline = float(at(line.get("width"), index, 1 if is_open else 0))
    paint = ""
    if is_open:
        paint = ' fill="none"' + stroke_style(color, outline or 1)
    elif color != _one_color(trace):
        paint = f' fill="{xml(color)}"'
    if outline and not is_open:
        paint += stroke_style(at(line.get("color"), index, "currentColor"), outline)
    opacity = at(marker.get("opacity"), index, trace.get("opacity", 1))
    paint += f' opacity="{float(opacity):g}"' if opacity != 1 else ""
    if tag == "circle":
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"{paint}'
    side = num(2 * radius)
    return f'<rect x="{num(x - radius)}" y="{num(y - radius)}" width="{side}" height="{side}"{paint}'


def _text(trace: Trace, index: int, x: float, y: float, layout: Mapping[str, Any]) -> str:
    text = at(trace.get("text"), index)
    if text in (None, ""):
        return ""
    font = layout["font"] | {key: at(value, index) for key, value in trace.get("textfont", {}).items()}
    size, lines = float(font["size"]), parse(text)
    vertical, _, horizontal = str(at(trace.get("textposition"), index, "middle center")).partition(" ")
    away = 0.0
    if "markers" in mode_of(trace):
        away = float(at(trace["marker"].get("size"), index, 6)) / 2 / 0.8 + 1
    side = {"left": -1, "center": 0, "right": 1}[horizontal or "center"]
    rise = {"top": -1, "middle": 0, "bottom": 1}[vertical]
    extra = (len(lines) - 1) * LINE * size
    baseline = (
        y + size * 0.75 + rise * away + (rise - 1) * (extra + size) / 2
        if rise
        else y + size * MIDDLE - extra / 2
    )
    anchor = {-1: "end", 0: "middle", 1: "start"}[side]
    attributes = f'text-anchor="{anchor}" font-size="{num(size)}" fill="{xml(font["color"])}"'
    return text_block(lines, x + side * away, baseline, size, attributes)


def _place(value: Any, ref: str, axis: Axis) -> float:
    """Px of a coordinate: on the axis, or a share of the plot area ("paper", "x domain")."""
    if ref == "paper" or ref.endswith(" domain"):
        plot, share = axis.plot, float(value)
        return plot.left + share * plot.width if axis.letter == "x" else plot.top + (1 - share) * plot.height
    if ref != axis.letter:
        raise ValueError(f"{ref!r} is not an axis of the drawing: use {axis.letter!r} or 'paper'.")
    number = axis.value(value)
    if number is None or not math.isfinite(number):
        raise ValueError(f"{value!r} is not a value of the {axis.letter} axis.")
    return axis.px(number)


def _fraction(anchor: str, value: Any, ref: str, shares: Mapping[str, float]) -> float:
    """Which share of a text's size lies before its place. "auto" leans on the nearer edge of the paper."""
    if anchor != "auto":
        return shares[anchor]
    before, after = shares.get("left", shares.get("bottom", 0)), shares.get("right", shares.get("top", 1))
    if ref != "paper" or 1 / 3 <= float(value) <= 2 / 3:
        return 0.5
    return before if float(value) < 1 / 3 else after
