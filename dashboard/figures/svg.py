"""Figures as static SVG, drawn where Plotly would draw them.

The same dict that Plotly draws in the browser becomes a light picture for the first paint, the view without JavaScript,
embeds and the ``.svg`` download. Bars, marks and labels stand where Plotly puts them, so nothing jumps when it takes over.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.figures.palette import CATEGORIES, PALETTE, Theme, color, resolve
from dashboard.figures.svg_axes import Axis, Box, read_categories
from dashboard.figures.svg_bars import Trace, draw_bars, place_bars
from dashboard.figures.svg_marks import (
    draw_annotation,
    draw_scatter,
    draw_shape,
    extend_range,
    stroke_style,
    swatch,
)
from dashboard.figures.svg_text import LINE, MIDDLE, fit, num, parse, text_block, text_width, wrap, xml

SANS = "Inter, system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
SERIF = "'Source Serif 4', Georgia, 'Noto Serif', 'Libertinus Serif', serif"
MARGIN = {"l": 80, "r": 80, "t": 100, "b": 80}
HEIGHT = 450
EDGE = 16  # px around the words of a frame


@dataclass(frozen=True)
class Frame:
    """The words around a chart that leaves the site: the finding, what is measured, and where it comes from."""

    title: str
    subtitle: str = ""
    source: str = ""


def to_svg(
    figure: Mapping[str, Any],
    *,
    width: int,
    title: str = "",
    desc: str = "",
    standalone: bool = False,
    theme: Theme = "css",
    frame: Frame | None = None,
) -> str:
    """The figure as SVG markup, ``width`` px wide and as high as its layout says (plus the frame).

    ``title`` and ``desc`` are read to those who can't see it. ``theme`` "css" leaves colours to the page's variables
    (``var(--accent)``). ``standalone`` makes a whole file: namespace, fonts, background. Raises ValueError for what it
    can't draw: trace types other than bar and scatter, second axes, arrows, unknown symbols or colours.
    """
    traces, layout = _prepare(figure, theme)
    margin = MARGIN | layout.get("margin", {})
    height = float(layout.get("height") or HEIGHT)
    plot = Box(
        margin["l"],
        margin["t"],
        max(width - margin["l"] - margin["r"], 1),
        max(height - margin["t"] - margin["b"], 1),
    )
    body = _chart(traces, layout, plot, width, theme)
    head, above, tail, below = _frame(frame, width, theme)
    if above or below:
        body = f'{head}<g transform="translate(0 {num(above)})">{body}</g>'
        body += f'<g transform="translate(0 {num(above + height)})">{tail}</g>'
    total = num(above + height + below)
    stated = [figure, width, title, desc, standalone, theme, asdict(frame) if frame else None]
    digest = hashlib.sha256(
        json.dumps(stated, sort_keys=True, default=str).encode("utf-8", "replace")
    ).hexdigest()[:8]
    named = [(tag, text) for tag, text in (("title", title), ("desc", desc)) if text]
    names = "".join(f'<{tag} id="{tag}-{digest}">{xml(text)}</{tag}>' for tag, text in named)
    labelled = f' aria-labelledby="{" ".join(f"{tag}-{digest}" for tag, _ in named)}"' if named else ""
    opening, background = "", ""
    if standalone:
        opening = ' xmlns="http://www.w3.org/2000/svg"'
        background = (
            _style(theme) + f'<rect width="{width}" height="{total}" fill="{xml(color("paper", theme))}"/>'
        )
    family = SANS if standalone else "inherit"
    return (
        f'<svg{opening} viewBox="0 0 {width} {total}" width="{width}" height="{total}" role="img"{labelled}'
        f' font-family="{family}">{names}{background}{body}</svg>'
    )


def _prepare(figure: Mapping[str, Any], theme: Theme) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Visible traces and layout with the template's and our own defaults filled in and colours resolved."""
    resolved = resolve(figure, theme)
    layout = resolved.get("layout") or {}
    template = layout.get("template") or {}
    layout = _merge(template.get("layout") or {}, layout)
    layout["font"] = {"size": 12, "color": color("ink", theme)} | layout.get("font", {})
    colors = layout.get("colorway") or [color(name, theme) for name in CATEGORIES]
    traces = []
    for number, raw in enumerate(resolved.get("data") or []):
        kind = raw.get("type", "scatter")
        if kind not in ("bar", "scatter"):
            raise ValueError(f"trace type {kind!r} can't be drawn as SVG: use bar or scatter.")
        if raw.get("xaxis", "x") != "x" or raw.get("yaxis", "y") != "y":
            raise ValueError("second axes can't be drawn as SVG.")
        defaults = (template.get("data") or {}).get(kind) or [{}]
        trace = _merge(defaults[number % len(defaults)], raw) | {"type": kind}
        own = trace.get("line", {}).get("color") or colors[number % len(colors)]
        trace["marker"] = {"color": own} | trace.get("marker", {})
        length = len(trace.get("y") or trace.get("x") or [])
        trace["x"], trace["y"] = trace.get("x") or list(range(length)), trace.get("y") or list(range(length))
        if trace.get("visible", True) is True:
            traces.append(trace)
    return traces, layout


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` on top of ``base``, dict by dict."""
    both = base.keys() & over.keys()
    nested = {
        k: _merge(base[k], over[k]) for k in both if isinstance(base[k], dict) and isinstance(over[k], dict)
    }
    return {**base, **over, **nested}


def _chart(
    traces: list[dict[str, Any]], layout: Mapping[str, Any], plot: Box, width: int, theme: Theme
) -> str:
    """Everything inside the figure's own height, from the back to the front."""
    x, y = (
        Axis(letter, spec, plot, read_categories(spec, (trace[letter] for trace in traces)))
        for letter, spec in (("x", layout.get("xaxis") or {}), ("y", layout.get("yaxis") or {}))
    )
    bar_traces = [trace for trace in traces if trace["type"] == "bar"]
    scatters = [trace for trace in traces if trace["type"] == "scatter"]
    bars = place_bars(bar_traces, layout, x, y) if bar_traces else []
    for trace in scatters:
        extend_range(trace, x, y)
    x.settle()
    y.settle()
    shapes = [shape for shape in layout.get("shapes") or [] if shape.get("visible", True)]
    below = [draw_shape(shape, x, y) for shape in shapes if shape.get("layer") == "below"]
    above = [draw_shape(shape, x, y) for shape in shapes if shape.get("layer") != "below"]
    notes = [note for note in layout.get("annotations") or [] if note.get("visible", True)]
    parts = [
        *(_grid(axis, theme) for axis in (x, y)),
        *below,
        draw_bars(bars, x, y, layout, theme),
        *(draw_scatter(trace, x, y, layout) for trace in scatters),
        *(_tick_labels(axis, layout, width) for axis in (x, y)),
        *(_axis_title(axis, layout) for axis in (x, y)),
        *above,
        "".join(draw_annotation(note, x, y, layout) for note in notes),
        _legend(traces, layout, plot),
    ]
    return "".join(parts)


def _grid(axis: Axis, theme: Theme) -> str:
    """Grid lines, the zero line and the line of an axis."""
    spec, plot = axis.spec, axis.plot
    if spec.get("visible", True) is False:
        return ""

    def line(px: float) -> str:
        if axis.letter == "x":
            return f"M{num(px)} {num(plot.top)}V{num(plot.top + plot.height)}"
        return f"M{num(plot.left)} {num(px)}H{num(plot.left + plot.width)}"

    has_zero = axis.categories is None and spec.get("zeroline", spec.get("showgrid", True)) and axis.holds(0)
    paint, parts = color("grid", theme), []
    if spec.get("showgrid", True):
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


def _tick_labels(axis: Axis, layout: Mapping[str, Any], width: int) -> str:
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
    )
    ticks = axis.ticks(layout.get("separators", ".,"))
    places = sorted(axis.px(value) for value, _ in ticks)
    apart = min(
        (after - before for before, after in itertools.pairwise(places)), default=axis.length
    )
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


def _axis_title(axis: Axis, layout: Mapping[str, Any]) -> str:
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


def _legend(traces: list[dict[str, Any]], layout: Mapping[str, Any], plot: Box) -> str:
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
    widths = [before + text_width(str(trace["name"]), size) for trace in listed]
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


def _frame(frame: Frame | None, width: int, theme: Theme) -> tuple[str, float, str, float]:
    """Markup and height of the words above and below the chart."""
    if frame is None:
        return "", 0, "", 0

    def block(text: str, size: float, top: float, name: str, ink: str, family: str = "") -> tuple[str, float]:
        lines = wrap(text, width - 2 * EDGE, size)
        style = f'class="{name}" font-size="{num(size)}" fill="{xml(color(ink, theme))}"{family}'
        markup = text_block([[(line, False)] for line in lines], EDGE, top + size, size, style)
        return markup, top + size * LINE * len(lines)

    head, bottom = block(frame.title, 22, EDGE, "frame-title", "ink", f' font-family="{SERIF}"')
    if frame.subtitle:
        second, bottom = block(frame.subtitle, 14, bottom + 2, "frame-subtitle", "text-2")
        head += second
    tail, end = block(frame.source, 12, 12, "frame-source", "text-2") if frame.source else ("", 0.0)
    return head, round(bottom + 12), tail, round(end + EDGE)


def _style(theme: Theme) -> str:
    """Values of the colour variables in a file that stands alone, light and dark; literal colours need none."""
    if theme != "css":
        return ""
    light, dark = (
        "".join(f"--{token}:{value};" for token, value in PALETTE[name].items()) for name in ("light", "dark")
    )
    return f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
