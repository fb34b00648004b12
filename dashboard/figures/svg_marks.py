"""Scattered marks and texts of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from dashboard.figures.svg_axes import Axis
from dashboard.figures.svg_bars import Trace, at
from dashboard.figures.svg_text import LINE, num, parse, plain, text_block, xml

THIRD = 2 / sqrt(3)
# Corners of the symbols that have some, in radii around the centre, y downwards: Plotly's.
CORNERS = {
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "cross": (
        (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4),
        (-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4),
    ),
    "triangle-up": ((-THIRD, 0.5), (THIRD, 0.5), (0, -1)),
    "triangle-down": ((-THIRD, -0.5), (THIRD, -0.5), (0, 1)),
}  # fmt: skip
SYMBOLS = ("circle", "square", *CORNERS)


def extend_range(trace: Trace, x: Axis, y: Axis) -> None:
    """Note on the axes what an automatic range has to hold for a scatter trace."""
    for axis in (x, y):
        for index, raw in enumerate(trace[axis.letter]):
            value = axis.value(raw)
            if value is not None:
                size = float(at(trace["marker"].get("size"), index, 6))
                pad = 0.05 * axis.length + max(size / 1.6, 3)
                axis.hold(value, pad, pad)


def draw_scatter(trace: Trace, x: Axis, y: Axis, font: Mapping[str, Any]) -> str:
    """A group with the marks of a scatter trace, each with its tooltip, or with its texts (mode "text")."""
    is_text = trace["mode"] == "text"
    drawn = [
        _label(trace, index, x.px(across), y.px(along), font)
        if is_text
        else _marker(trace, index, x.px(across), y.px(along))
        for index, (across, along) in enumerate(
            zip(map(x.value, trace["x"]), map(y.value, trace["y"]), strict=False)
        )
        if across is not None and along is not None
    ]
    if is_text:
        return f'<g class="labels" text-anchor="middle">{"".join(drawn)}</g>'
    return f'<g class="marks" fill="{xml(_one_color(trace))}">{"".join(drawn)}</g>'


def draw_symbol(symbol: str, x: float, y: float, size: float, color: str) -> str:
    """One mark alone, as it stands in a legend."""
    marker = {
        "symbol": symbol,
        "size": size,
        "color": color,
        "line": {"width": 1.5 * symbol.endswith("-open")},
    }
    trace = {"marker": marker, "x": [0], "y": [0]}
    return f'<g fill="{xml(color)}">{_symbol(trace, 0, x, y)}/></g>'


def stroke_style(color: object, width: float) -> str:
    """Attributes of a stroke."""
    return f' stroke="{xml(color)}" stroke-width="{num(width)}"'


def _one_color(trace: Trace) -> str:
    color = trace["marker"]["color"]
    return str(color if isinstance(color, str) else color[0] if color else "currentColor")


def _label(trace: Trace, index: int, x: float, y: float, font: Mapping[str, Any]) -> str:
    """A text around its point, where Plotly puts it."""
    position = at(trace.get("textposition"), index, "middle center")
    if position != "middle center":
        raise ValueError(f"textposition {position!r} can't be drawn: use middle center.")
    own = {key: at(value, index) for key, value in trace.get("textfont", {}).items()}
    size = float(own.get("size") or font["size"])
    lines = parse(at(trace.get("text"), index, ""))
    baseline = y + size * (0.75 - (1 + LINE * (len(lines) - 1)) / 2)
    style = f'font-size="{num(size)}" fill="{xml(own.get("color") or font["color"])}"'
    return text_block(lines, x, baseline, size, style)


def _marker(trace: Trace, index: int, x: float, y: float) -> str:
    hover = at(trace.get("hovertext"), index) or at(trace.get("text"), index)
    said = plain(hover) if hover else f"{plain(trace['x'][index])}: {plain(trace['y'][index])}"
    close = f"><title>{xml(said)}</title></{_tag(_name(trace, index))}>"
    return _symbol(trace, index, x, y) + close


def _name(trace: Trace, index: int) -> str:
    """The symbol of one mark, known to be drawable."""
    symbol = str(at(trace["marker"].get("symbol"), index, "circle"))
    if symbol.removesuffix("-open") not in SYMBOLS:
        raise ValueError(
            f"marker symbol {symbol!r} can't be drawn: use {', '.join(SYMBOLS)}, each also with -open."
        )
    return symbol


def _tag(symbol: str) -> str:
    return {"circle": "circle", "square": "rect"}.get(symbol.removesuffix("-open"), "path")


def _symbol(trace: Trace, index: int, x: float, y: float) -> str:
    """The opening tag of a mark, left open for its tooltip."""
    marker, symbol = trace["marker"], _name(trace, index)
    radius = float(at(marker.get("size"), index, 6)) / 2
    color = str(at(marker.get("color"), index, _one_color(trace)))
    line, is_open = marker.get("line", {}), symbol.endswith("-open")
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
    tag = _tag(symbol)
    if tag == "circle":
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"{paint}'
    if tag == "path":
        corners = CORNERS[symbol.removesuffix("-open")]
        way = "L".join(f"{num(x + across * radius)} {num(y + down * radius)}" for across, down in corners)
        return f'<path d="M{way}Z"{paint}'
    side = num(2 * radius)
    return f'<rect x="{num(x - radius)}" y="{num(y - radius)}" width="{side}" height="{side}"{paint}'
