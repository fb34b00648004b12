"""Scatter traces of a drawing: marks and texts, and the lines under them."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from dashboard.figures.svg_axes import Axis
from dashboard.figures.svg_bars import Trace, at
from dashboard.figures.svg_lines import draw_line
from dashboard.figures.svg_text import LINE, fill, num, parse, plain, text_block, xml

THIRD = 2 / sqrt(3)
ARM = 0.8 / sqrt(2)
# Corners of the symbols that have some, in radii around the centre, y downwards: Plotly's.
CORNERS = {
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "cross": (
        (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4),
        (-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4),
    ),
    "x": (
        (0, ARM), (ARM, 2 * ARM), (2 * ARM, ARM), (ARM, 0), (2 * ARM, -ARM), (ARM, -2 * ARM),
        (0, -ARM), (-ARM, -2 * ARM), (-2 * ARM, -ARM), (-ARM, 0), (-2 * ARM, ARM), (-ARM, 2 * ARM),
    ),
    "triangle-up": ((-THIRD, 0.5), (THIRD, 0.5), (0, -1)),
    "triangle-down": ((-THIRD, -0.5), (THIRD, -0.5), (0, 1)),
}  # fmt: skip
SYMBOLS = ("circle", "square", *CORNERS)
# Where a text stands from its point: the anchor, and the steps to the right and down that clear the mark. Plotly's.
POSITIONS = {
    "middle center": ("middle", 0, 0),
    "middle right": ("start", 1, 0),
    "middle left": ("end", -1, 0),
    "top center": ("middle", 0, -1),
    "bottom center": ("middle", 0, 1),
}


def parts_of(trace: Trace) -> set[str]:
    """What a scatter trace draws: some of lines, markers, text. Raises ValueError for any other mode."""
    parts = set(str(trace.get("mode")).split("+"))
    if not parts <= {"lines", "markers", "text"}:
        raise ValueError(
            f"scatter mode {trace.get('mode')!r} can't be drawn as SVG: use lines, markers, text, joined by +."
        )
    return parts


def extend_range(trace: Trace, x: Axis, y: Axis) -> None:
    """Note on the axes what an automatic range has to hold for a scatter trace."""
    parts = parts_of(trace)
    for axis in (x, y):
        # a line alone goes from edge to edge
        edge = 0.05 * axis.length if axis is y or parts != {"lines"} else 0
        for index, raw in enumerate(trace[axis.letter]):
            value = axis.value(raw)
            if value is not None:
                size = float(at(trace["marker"].get("size"), index, 6))
                pad = edge + (max(size / 1.6, 3) if "markers" in parts else 0)
                axis.hold(value, pad, pad)


def draw_scatter(trace: Trace, x: Axis, y: Axis, font: Mapping[str, Any]) -> str:
    """The line of a scatter trace, a group with its marks, each with its tooltip, and a group with its texts.

    Marks and texts whose point lies outside the ranges are left out.
    """
    parts = parts_of(trace)
    places = [
        (index, x.px(across), y.px(along))
        for index, (across, along) in enumerate(
            zip(map(x.value, trace["x"]), map(y.value, trace["y"]), strict=False)
        )
        if across is not None and along is not None and x.holds(across) and y.holds(along)
    ]
    drawn = draw_line(trace, x, y) if "lines" in parts else ""
    if "markers" in parts:
        marks = "".join(_marker(trace, *place) for place in places)
        drawn += f'<g class="marks" fill="{xml(_one_color(trace))}">{marks}</g>'
    if "text" in parts:
        labels = "".join(_label(trace, *place, font, is_marked="markers" in parts) for place in places)
        drawn += f'<g class="labels" text-anchor="middle">{labels}</g>'
    return drawn


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


def _label(trace: Trace, index: int, x: float, y: float, font: Mapping[str, Any], *, is_marked: bool) -> str:
    """A text at its point, where Plotly puts it."""
    position = at(trace.get("textposition"), index, "middle center")
    if position not in POSITIONS:
        raise ValueError(f"textposition {position!r} can't be drawn: use {', '.join(POSITIONS)}.")
    anchor, right, down = POSITIONS[position]
    own = {key: at(value, index) for key, value in trace.get("textfont", {}).items()}
    size = float(own.get("size") or font["size"])
    clear = float(at(trace["marker"].get("size"), index, 6)) / 1.6 + 1 if is_marked else 0
    lines = parse(at(trace.get("text"), index, ""))
    high = size * (1 + LINE * (len(lines) - 1))
    baseline = y + size * 0.75 + down * clear + (down - 1) * high / 2
    style = f'font-size="{num(size)}" {fill(own.get("color") or font["color"], font["color"])}'
    style += f' text-anchor="{anchor}"' if anchor != "middle" else ""
    return text_block(lines, x + right * clear, baseline, size, style)


def _marker(trace: Trace, index: int, x: float, y: float) -> str:
    """A mark with its tooltip; of size 0 none."""
    if not float(at(trace["marker"].get("size"), index, 6)):
        return ""
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
