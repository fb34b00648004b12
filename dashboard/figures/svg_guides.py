"""What helps to read the marks of a drawing: grid and tick labels."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dashboard.figures.palette import Theme, color
from dashboard.figures.svg_axes import Axis, Box
from dashboard.figures.svg_marks import stroke_style
from dashboard.figures.svg_text import LINE, MIDDLE, fit, num, text_block, xml


def draw_grid(axis: Axis, plot: Box, theme: Theme) -> str:
    """Grid lines and the zero line of an axis in a panel, and the line of the axis."""
    spec = axis.spec
    if spec.get("visible", True) is False:
        return ""

    def line(px: float) -> str:
        if axis.letter == "x":
            return f"M{num(px)} {num(plot.top)}V{num(plot.top + plot.height)}"
        return f"M{num(plot.left)} {num(px)}H{num(plot.left + plot.width)}"

    has_zero = axis.categories is None and spec["zeroline"] and axis.holds(0)
    paint, parts = color("grid", theme), []
    if spec["showgrid"]:
        inner = [(value, axis.px(value)) for value, _ in axis.ticks(".,") if not axis.is_edge(value)]
        path = "".join(line(px) for value, px in inner if not (has_zero and value == 0))
        style = stroke_style(spec.get("gridcolor", paint), float(spec.get("gridwidth", 1)))
        parts += [f'<path class="grid" d="{path}"{style}/>'] if path else []
    if has_zero:
        style = stroke_style(spec.get("zerolinecolor", paint), float(spec.get("zerolinewidth", 1)))
        parts.append(f'<path class="zero" d="{line(axis.px(0))}"{style}/>')
    if spec.get("showline"):
        edge = f"M{num(plot.left)} {num(plot.top)}V{num(plot.top + plot.height)}"
        if axis.letter == "x":
            edge = f"M{num(plot.left)} {num(plot.top + plot.height)}H{num(plot.left + plot.width)}"
        style = stroke_style(spec.get("linecolor", color("ink", theme)), float(spec.get("linewidth", 1)))
        parts.append(f'<path class="axis" d="{edge}" fill="none"{style}/>')
    return "".join(parts)


def draw_tick_labels(axis: Axis, layout: Mapping[str, Any], width: int) -> str:
    """The words at the ticks, wrapped to the margin (y) or to their slot (x)."""
    spec, plot = axis.spec, axis.plot
    if spec.get("visible", True) is False or spec.get("showticklabels", True) is False:
        return ""
    font = layout["font"] | spec.get("tickfont", {})
    size = float(font["size"])
    outside = spec.get("ticks") == "outside"
    away = (
        1  # half the axis line and the px that Plotly rounds to
        + (float(spec.get("ticklen", 5)) if outside else 0)
        + (0.2 * size if outside or spec.get("showline") else 0)
        + float(spec.get("ticklabelstandoff", 0))
    )
    ticks = axis.ticks(layout.get("separators", ".,"))
    places = sorted(axis.px(value) for value, _ in ticks)
    apart = min((after - before for before, after in pairwise(places)), default=axis.length)
    side, drawn = spec.get("side", "left" if axis.letter == "y" else "bottom"), []
    for value, text in ticks:
        if axis.letter == "y":
            room = (plot.left if side == "left" else width - plot.left - plot.width) - away - 1
            lines, used = fit(text, max(room, 9), apart, size)
            x = plot.left - away if side == "left" else plot.left + plot.width + away
            y = axis.px(value) + used * MIDDLE - used * LINE * (len(lines) - 1) / 2
        else:
            lines, used = fit(text, max(apart - 4, 9), 3 * size * LINE, size)
            x, rows = axis.px(value), (len(lines) - 1) * used * LINE
            y = (
                plot.top + plot.height + away + used
                if side == "bottom"
                else plot.top - away - 0.2 * used - rows
            )
        drawn.append(text_block(lines, x, y, used, f'font-size="{num(used)}"' if used != size else ""))
    anchor = {"left": "end", "right": "start"}.get(side, "middle")
    return (
        f'<g class="ticks {axis.letter}-ticks" text-anchor="{anchor}" font-size="{num(size)}"'
        f' fill="{xml(font["color"])}">{"".join(drawn)}</g>'
    )
