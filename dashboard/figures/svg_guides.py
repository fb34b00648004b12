"""What helps to read the marks of a drawing: grid, tick labels, axis titles and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard.figures.palette import Theme, color
from dashboard.figures.svg_axes import Axis, Box, read_categories
from dashboard.figures.svg_bars import Trace, is_horizontal
from dashboard.figures.svg_marks import stroke_style, swatch
from dashboard.figures.svg_text import LINE, MIDDLE, fit, num, parse, plain, text_block, text_width, xml


def read_axis(letter: str, layout: Mapping[str, Any], traces: Sequence[Trace], plot: Box) -> Axis:
    """An axis; where bars have their places it has no grid unless the layout asks for one."""
    spec = layout.get(f"{letter}axis") or {}
    placing = {"y" if is_horizontal(trace) else "x" for trace in traces if trace["type"] == "bar"}
    lined = letter not in placing
    defaults = {
        "showgrid": lined or "gridcolor" in spec or "gridwidth" in spec,
        "zeroline": lined or "zerolinecolor" in spec or "zerolinewidth" in spec,
    }
    return Axis(letter, defaults | spec, plot, read_categories(spec, (trace[letter] for trace in traces)))


def draw_grid(axis: Axis, theme: Theme) -> str:
    """Grid lines, the zero line and the line of an axis."""
    spec, plot = axis.spec, axis.plot
    if spec.get("visible", True) is False:
        return ""

    def line(px: float) -> str:
        if axis.letter == "x":
            return f"M{num(px)} {num(plot.top)}V{num(plot.top + plot.height)}"
        return f"M{num(plot.left)} {num(px)}H{num(plot.left + plot.width)}"

    has_zero = axis.categories is None and spec["zeroline"] and axis.holds(0)
    paint, parts = color("grid", theme), []
    if spec["showgrid"]:
        path = "".join(line(axis.px(value)) for value, _ in axis.ticks(".,") if not (has_zero and value == 0))
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


def draw_axis_title(axis: Axis, layout: Mapping[str, Any]) -> str:
    """The title of an axis, below or beside its tick labels."""
    stated = axis.spec.get("title") or {}
    stated = {"text": stated} if isinstance(stated, str) else stated
    if axis.spec.get("visible", True) is False or not stated.get("text"):
        return ""
    font = layout["font"] | {"size": round(layout["font"]["size"] * 1.2)} | stated.get("font", {})
    size, plot = float(font["size"]), axis.plot
    labelled = axis.spec.get("showticklabels", True)
    style = f'class="axis-title" text-anchor="middle" font-size="{num(size)}" fill="{xml(font["color"])}"'
    lines = parse(stated["text"])
    if axis.letter == "x":
        top = axis.spec.get("side") == "top"
        away = 10 + 1.5 * size + size * ((1 if labelled else 0) if top else (1.5 if labelled else 0.5))
        y = plot.top - away if top else plot.top + plot.height + away
        return text_block(lines, plot.left + plot.width / 2, y, size, style)
    right = axis.spec.get("side") == "right"
    away = 10 + 1.5 * size + size * ((1 if labelled else 0.5) if right else (0.5 if labelled else 0))
    x, y = (plot.left + plot.width + away if right else plot.left - away), plot.top + plot.height / 2
    return text_block(lines, x, y, size, f'{style} transform="rotate(-90 {num(x)} {num(y)})"')


def draw_legend(traces: Sequence[Trace], layout: Mapping[str, Any], plot: Box) -> str:
    """One or more rows of signs and names, placed by the legend's x, y and anchors."""
    listed: list[Trace] = [trace for trace in traces if trace.get("showlegend", True) and trace.get("name")]
    if not listed or not layout.get("showlegend", len(listed) > 1):
        return ""
    legend = layout.get("legend") or {}
    stacked = layout.get("barmode") == "stack" and any(trace["type"] == "bar" for trace in listed)
    if legend.get("traceorder", "reversed" if stacked else "normal") == "reversed":
        listed.reverse()
    font = layout["font"] | legend.get("font", {})
    size = float(font["size"])
    before = float(legend.get("itemwidth", 30)) + 10
    widths = [before + text_width(plain(trace["name"]), size) for trace in listed]
    one_row = sum(widths) + 5 * (len(widths) - 1) < plot.width
    row, places, right, line = max(size * LINE, 16) + 3, [], 0.0, 0
    for own in widths:
        step = (own if one_row else max(widths)) + 5
        if right and step + right - 5 >= plot.width:
            right, line = 0.0, line + 1
        places.append((right, line))
        right += step
    wide = (
        sum(widths) + 5 * len(widths)
        if one_row
        else max(x + own + 5 for (x, _), own in zip(places, widths, strict=True))
    )
    high = row * (line + 1) + 10
    left = plot.left + float(legend.get("x", 0)) * plot.width
    left -= wide * {"center": 0.5, "right": 1}.get(legend.get("xanchor", "left"), 0)
    top = plot.top + (1 - float(legend.get("y", 1))) * plot.height
    top -= high * {"middle": 0.5, "bottom": 1}.get(legend.get("yanchor", "bottom"), 0)
    items = []
    for trace, (x, number) in zip(listed, places, strict=True):
        y = top + row * (number + 0.5) + 5
        items.append(swatch(trace, left + x + 5 + (before - 10) / 2, y))
        items.append(text_block(parse(trace["name"]), left + x + before, y + 0.3 * LINE * size, size))
    return f'<g class="legend" font-size="{num(size)}" fill="{xml(font["color"])}">{"".join(items)}</g>'
