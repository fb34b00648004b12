"""Scattered marks of a drawing."""

from __future__ import annotations

from dashboard.figures.svg_axes import Axis
from dashboard.figures.svg_bars import Trace, at
from dashboard.figures.svg_text import num, plain, xml

SYMBOLS = ("circle", "square", "circle-open", "square-open")


def extend_range(trace: Trace, x: Axis, y: Axis) -> None:
    """Note on the axes what an automatic range has to hold for a scatter trace."""
    for axis in (x, y):
        for index, raw in enumerate(trace[axis.letter]):
            value = axis.value(raw)
            if value is not None:
                size = float(at(trace["marker"].get("size"), index, 6))
                pad = 0.05 * axis.length + max(size / 1.6, 3)
                axis.hold(value, pad, pad)


def draw_scatter(trace: Trace, x: Axis, y: Axis) -> str:
    """A group with the marks of a scatter trace, each with its tooltip."""
    marks = [
        _marker(trace, index, x.px(across), y.px(along))
        for index, (across, along) in enumerate(
            zip(map(x.value, trace["x"]), map(y.value, trace["y"]), strict=False)
        )
        if across is not None and along is not None
    ]
    return f'<g class="marks" fill="{xml(_one_color(trace))}">{"".join(marks)}</g>'


def stroke_style(color: object, width: float) -> str:
    """Attributes of a stroke."""
    return f' stroke="{xml(color)}" stroke-width="{num(width)}"'


def _one_color(trace: Trace) -> str:
    color = trace["marker"]["color"]
    return str(color if isinstance(color, str) else color[0] if color else "currentColor")


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
