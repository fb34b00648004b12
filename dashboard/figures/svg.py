"""Figures as static SVG, drawn where Plotly would draw them.

The same dict that Plotly draws in the browser becomes a light picture for the first paint, the view without
JavaScript, embeds and the ``.svg`` download. Bars, lines, marks and labels stand where Plotly puts them, in one or
many panels, so nothing jumps when it takes over. A browser test holds the two together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.figures.palette import CATEGORIES, PALETTE, Theme, color, resolve
from dashboard.figures.svg_axes import Box
from dashboard.figures.svg_bars import draw_bars, place_bars
from dashboard.figures.svg_guides import draw_grid, draw_tick_labels
from dashboard.figures.svg_lines import check_line
from dashboard.figures.svg_marks import draw_scatter, draw_symbol, extend_range, parts_of
from dashboard.figures.svg_panels import axes_of, axis_keys, read_panels, settle_all
from dashboard.figures.svg_text import LINE, num, text_block, wrap, xml

SANS = "Inter, system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
SERIF = "'Moi Gorod Serif', 'Source Serif 4', Georgia, 'Noto Serif', 'Libertinus Serif', serif"
MARGIN = {"l": 80, "r": 80, "t": 100, "b": 80}
HEIGHT = 450
EDGE = 16  # px around the words of a frame
# What Plotly would draw over the marks, and a static drawing leaves to the words around it.
UNDRAWN = {"annotations", "images", "shapes", "showlegend", "template", "title"}


@dataclass(frozen=True)
class Frame:
    """The words around a chart that leaves the site: the finding, what is measured, where it comes from, and what
    the colours mean: (name, colour token) or (name, colour token, symbol), a row each."""

    title: str
    subtitle: str = ""
    source: str = ""
    legend: tuple[tuple[str, ...], ...] = ()


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

    ``title`` and ``desc`` are read to those who can't see it. ``theme`` "css" leaves colours to the page's
    variables (``var(--accent)``). ``standalone`` makes a whole file: namespace, fonts, background.
    Raises ValueError for what it can't draw: traces other than bars and scatters, axes over each other, lines other than
    straight ones, unknown symbols or colours, and what a frame or a page says instead (legends, titles, annotations,
    shapes).
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
    ids = " ".join(f"{tag}-{digest}" for tag, _ in named)
    labelled = f' aria-labelledby="{ids}"' if named else ' aria-hidden="true"'
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
    """Visible traces and layout with defaults filled in and colours resolved."""
    resolved = resolve(figure, theme)
    layout = resolved.get("layout") or {}
    for where, part in (("", layout), *((f"{key}.", layout[key] or {}) for key in axis_keys(layout))):
        for key in UNDRAWN & part.keys():
            if part[key]:
                raise ValueError(f"{where}{key} can't be drawn as SVG: say it in the words of the Drawing.")
    layout["font"] = {"size": 12, "color": color("ink", theme)} | layout.get("font", {})
    traces = []
    for number, trace in enumerate(resolved.get("data") or []):
        kind = trace.setdefault("type", "scatter")
        if kind not in ("bar", "scatter"):
            raise ValueError(f"trace type {kind!r} can't be drawn as SVG: use bar or scatter.")
        own = color(CATEGORIES[number % len(CATEGORIES)], theme)
        marker, line = trace.get("marker", {}), trace.get("line", {})
        if kind == "scatter":
            if "lines" in parts_of(trace):
                check_line(trace)
            # line and marks take each other's colour where only one has its own
            shared = marker.get("color") if isinstance(marker.get("color"), str) else None
            trace["line"] = {"color": shared or own, "width": 2, "dash": "solid"} | line
        trace["marker"] = {"color": line.get("color", own)} | marker
        length = len(trace.get("y") or trace.get("x") or [])
        trace["x"], trace["y"] = trace.get("x") or list(range(length)), trace.get("y") or list(range(length))
        if trace.get("visible", True) is True:
            traces.append(trace)
    return traces, layout


def _chart(
    traces: list[dict[str, Any]], layout: Mapping[str, Any], plot: Box, width: int, theme: Theme
) -> str:
    """Everything inside the figure's own height, from the back to the front."""
    panels = read_panels(layout, traces, plot)
    placed = [place_bars(panel.bars, layout, panel.x, panel.y) for panel in panels]
    for panel in panels:
        for trace in panel.scatters:
            extend_range(trace, panel.x, panel.y)
    settle_all(panels)
    parts = []
    for panel, bars in zip(panels, placed, strict=True):
        parts += [draw_grid(axis, panel.box, theme) for axis in (panel.x, panel.y)]
        parts.append(draw_bars(bars, panel.x, panel.y, layout, theme))
        parts += [draw_scatter(trace, panel.x, panel.y, layout["font"]) for trace in panel.scatters]
    parts += [draw_tick_labels(axis, layout, width) for axis in axes_of(panels)]
    return "".join(parts)


def _frame(frame: Frame | None, width: int, theme: Theme) -> tuple[str, float, str, float]:
    """Markup and height of the words above and below the chart."""
    if frame is None:
        return "", 0, "", 0

    def block(text: str, size: float, top: float, name: str, ink: str, family: str = "") -> tuple[str, float]:
        # Where the font is missing another, wider one takes its place: leave it room.
        lines = wrap(text, (width - 2 * EDGE) * 0.9, size)
        style = f'class="{name}" font-size="{num(size)}" fill="{xml(color(ink, theme))}"{family}'
        markup = text_block([[(line, False)] for line in lines], EDGE, top + size, size, style)
        return markup, top + size * LINE * len(lines)

    head, bottom = block(
        frame.title, 22, EDGE, "frame-title", "ink", f' font-weight="600" font-family="{SERIF}"'
    )
    if frame.subtitle:
        second, bottom = block(frame.subtitle, 14, bottom + 2, "frame-subtitle", "text-2")
        head += second
    for name, token, *symbol in frame.legend:
        mark = draw_symbol(symbol[0] if symbol else "square", EDGE + 6, bottom + 13, 12, color(token, theme))
        row = f'class="frame-legend" font-size="14" fill="{xml(color("ink", theme))}"'
        head += mark + text_block([[(name, False)]], EDGE + 20, bottom + 18, 14, row)
        bottom += 20
    tail, end = block(frame.source, 12, 12, "frame-source", "text-2") if frame.source else ("", 0.0)
    return head, round(bottom + 12), tail, round(end + EDGE)


def _style(theme: Theme) -> str:
    """The values of the colour variables in a file that stands alone; literal colours need none."""
    if theme != "css":
        return ""
    light, dark = (
        "".join(f"--{token}:{value};" for token, value in PALETTE[name].items()) for name in ("light", "dark")
    )
    return f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
