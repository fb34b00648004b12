"""Bars of a drawing: where they stack, how thick they are, and their labels. The rules are Plotly's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.figures.palette import Theme, text_on
from dashboard.figures.svg_axes import Axis, as_number
from dashboard.figures.svg_text import (
    ASCENT,
    DESCENT,
    LINE,
    MIDDLE,
    fill,
    line_width,
    num,
    parse,
    plain,
    text_block,
    xml,
)

PAD = 3  # px between a bar and its label
Trace = Mapping[str, Any]


@dataclass
class Bar:
    """One bar in coordinates: thickness around a centre on one axis, ``start`` to ``end`` on the other."""

    trace: Trace
    index: int
    centre: float
    thickness: float
    start: float
    end: float
    outermost: bool = True


def at(value: Any, index: int, default: Any = None) -> Any:
    """The attribute of one mark: an entry of a list, or the one value that all marks share."""
    if isinstance(value, list | tuple):
        return value[index] if index < len(value) and value[index] is not None else default
    return default if value is None else value


def is_horizontal(trace: Trace) -> bool:
    """Whether a bar trace lies."""
    return trace.get("orientation") == "h"


def place_bars(traces: Sequence[Trace], layout: Mapping[str, Any], x: Axis, y: Axis) -> list[Bar]:
    """Bars of a panel's bar traces, stacked or side by side; tells the axes what an automatic range has to hold."""
    if not traces:
        return []
    mode = layout.get("barmode", "group")
    stacked = mode in ("stack", "relative")
    if mode not in ("stack", "relative", "group", "overlay"):
        raise ValueError(f"barmode {mode!r} can't be drawn: use stack, relative, group or overlay.")
    slot = _slot(traces, x, y)
    gap = float(layout.get("bargap", 0.2))
    lanes = len(traces) if mode == "group" else 1
    lane = slot * (1 - gap) / lanes
    thickness = lane * (1 - float(layout.get("bargroupgap", 0)))
    tops: dict[tuple[float, bool], float] = defaultdict(float)
    outer: dict[tuple[float, bool], Bar] = {}
    bars = []
    for number, trace in enumerate(traces):
        places, sizes = (x, y) if not is_horizontal(trace) else (y, x)
        offset = (number - (lanes - 1) / 2) * lane if lanes > 1 else 0
        based = trace.get("base") is not None
        label = _label_room(trace, layout)
        for index, (raw_place, raw_size) in enumerate(
            zip(trace[places.letter], trace[sizes.letter], strict=False)
        ):
            place, size = places.value(raw_place), as_number(raw_size)
            if place is None or size is None:
                continue
            # only barmode "relative" stacks negative values on their own side
            key = (place, mode == "relative" and size < 0)
            start = as_number(at(trace.get("base"), index, 0)) or 0.0
            if stacked and not based:
                start, tops[key] = tops[key], tops[key] + size
            wide = as_number(at(trace.get("width"), index)) or thickness
            bar = Bar(trace, index, place + offset, wide, start, start + size)
            if stacked and not based:
                if key in outer:
                    outer[key].outermost = False
                outer[key] = bar
            bars.append(bar)
            places.hold(place - max(slot, wide) / 2)
            places.hold(place + max(slot, wide) / 2)
            edge = 0.05 * sizes.length
            below, above = (edge + label, edge) if size < 0 else (edge, edge + label)
            for value in (bar.start, bar.end) if based else (bar.end,):
                sizes.hold(value, below, above, from_zero=not based)
    return bars


def draw_bars(bars: Sequence[Bar], x: Axis, y: Axis, layout: Mapping[str, Any], theme: Theme) -> str:
    """Two groups: the rectangles, each with its tooltip, and their labels."""
    several = len({id(bar.trace) for bar in bars}) > 1
    rects, labels, last = [], [], None
    for bar in bars:
        if bar.trace is not last:
            if last is not None:
                rects.append("</g>")
            base_fill = _most_common(bar.trace["marker"]["color"])
            rects.append(f'<g fill="{xml(base_fill)}"{_style(bar.trace)}>')
            last = bar.trace
        left, top, width, height = _rectangle(bar, x, y)
        color = str(at(bar.trace["marker"]["color"], bar.index, base_fill))
        own = f' fill="{xml(color)}"' if color != base_fill else ""
        rects.append(
            f'<rect x="{num(left)}" y="{num(top)}" width="{num(width)}" height="{num(height)}"{own}>'
            f"<title>{xml(tooltip(bar, several))}</title></rect>"
        )
        labels.append(_label(bar, (left, top, width, height), color, x, y, layout, theme))
    if not bars:
        return ""
    return f'<g class="bars">{"".join(rects)}</g></g><g class="bar-labels">{"".join(labels)}</g>'


def tooltip(bar: Bar, several: bool) -> str:
    """What a bar says when it is pointed at: its hover text, or "category: value"."""
    trace, index = bar.trace, bar.index
    if hover := at(trace.get("hovertext"), index):
        return plain(hover)
    custom = at(trace.get("customdata"), index)
    if isinstance(custom, list | tuple):
        custom = custom[0] if custom else None
    place, size = ("y", "x") if is_horizontal(trace) else ("x", "y")
    value = next(
        item for item in (custom, at(trace.get("text"), index), trace[size][index]) if item not in (None, "")
    )
    names = [plain(trace[place][index])]
    if several and trace.get("name"):
        names.append(plain(trace["name"]))
    return f"{', '.join(names)}: {plain(value)}"


def _slot(traces: Sequence[Trace], x: Axis, y: Axis) -> float:
    """Room for one place: the smallest distance of two places, 1 for names."""
    places = set()
    for trace in traces:
        axis = y if is_horizontal(trace) else x
        places |= {value for value in map(axis.value, trace[axis.letter]) if value is not None}
    ordered = sorted(places)
    return min((after - before for before, after in pairwise(ordered)), default=1.0)


def _label_room(trace: Trace, layout: Mapping[str, Any]) -> float:
    """Px that an automatic range leaves for labels on standing bars (Plotly does it for these only)."""
    if is_horizontal(trace) or trace.get("textposition") != "outside" or not trace.get("text"):
        return 0
    texts = [trace["text"]] if isinstance(trace["text"], str) else trace["text"]
    size = float(_font(trace, "outside", 0, layout)["size"])
    return PAD + size * LINE * max(
        len(parse(text)) if isinstance(text, str) and text else 0 for text in texts
    )


def _rectangle(bar: Bar, x: Axis, y: Axis) -> tuple[float, float, float, float]:
    """Left, top, width, height in px."""
    near, far = bar.centre - bar.thickness / 2, bar.centre + bar.thickness / 2
    if is_horizontal(bar.trace):
        across, along = (y.px(near), y.px(far)), (x.px(bar.start), x.px(bar.end))
        return min(along), min(across), abs(along[0] - along[1]), abs(across[0] - across[1])
    across, along = (x.px(near), x.px(far)), (y.px(bar.start), y.px(bar.end))
    return min(across), min(along), abs(across[0] - across[1]), abs(along[0] - along[1])


def _label(
    bar: Bar,
    box: tuple[float, float, float, float],
    behind: str,
    x: Axis,
    y: Axis,
    layout: Mapping[str, Any],
    theme: Theme,
) -> str:
    """The text of a bar, inside or outside; nothing where the layout hides what would be too small."""
    trace, (left, top, width, height) = bar.trace, box
    text, position = at(trace.get("text"), bar.index), at(trace.get("textposition"), bar.index, "auto")
    if text in (None, "") or position == "none":
        return ""
    lying = is_horizontal(trace)
    fonts = {where: _font(trace, where, bar.index, layout) for where in ("inside", "outside")}
    lines = parse(text)
    size = float(fonts["inside" if position != "outside" else "outside"]["size"])
    wide = max(line_width(line, size) for line in lines)
    high = size * (ASCENT + DESCENT + LINE * (len(lines) - 1))
    if position == "auto":
        fits = wide <= width - 2 * PAD and high <= height - 2 * PAD
        position = "inside" if fits or not bar.outermost else "outside"
    if position == "outside" and not bar.outermost:
        position = "inside"
    if not wide or (position == "inside" and not width * height):
        return ""
    scale = _scale(trace, position, lying, (wide, high), (width, height))
    small = layout.get("uniformtext", {})
    if small.get("mode") == "hide" and size * scale < float(small.get("minsize", 0)) - 0.01:
        return ""
    wide, high, size = wide * scale, high * scale, size * scale
    ink = fonts[position].get("color")
    if position == "inside":
        ink = ink or text_on(behind, theme)
    # 1 towards larger px, -1 towards smaller px
    axis = x if lying else y
    ahead = 1 if (axis.px(bar.end) - axis.px(bar.start) or axis.px(1) - axis.px(0)) > 0 else -1
    middle_x, middle_y = left + width / 2, top + height / 2
    centre_y, anchor = middle_y, "middle"
    along = (left if ahead < 0 else left + width) if lying else (top if ahead < 0 else top + height)
    inset = trace.get("insidetextanchor", "end")
    if position == "outside":
        along += ahead * PAD * ((height if lying else width) > 2 * PAD)
        middle_x, centre_y, anchor = (
            (along, middle_y, _anchor(ahead)) if lying else (middle_x, along + ahead * high / 2, anchor)
        )
    elif inset != "middle":
        pad = PAD * (width > 2 * PAD and height > 2 * PAD)
        side = ahead if inset == "end" else -ahead
        if lying:
            middle_x, anchor = (left + pad, "start") if side < 0 else (left + width - pad, "end")
        else:
            centre_y = top + pad + high / 2 if side < 0 else top + height - pad - high / 2
    baseline = centre_y - LINE * size * (len(lines) - 1) / 2 + size * MIDDLE
    attributes = f'text-anchor="{anchor}" font-size="{num(size)}" {fill(ink, layout["font"]["color"])}'
    return text_block(lines, middle_x, baseline, size, attributes)


def _anchor(ahead: int) -> str:
    return "start" if ahead > 0 else "end"


def _scale(
    trace: Trace, position: str, lying: bool, text: tuple[float, float], bar: tuple[float, float]
) -> float:
    """How much a label shrinks to its bar, unless the trace says ``constraintext: "none"``."""
    if trace.get("constraintext", "both") not in ("both", position):
        return 1
    if position == "outside":
        return min(1, bar[1] / text[1] if lying else bar[0] / text[0])
    pad = 2 * PAD if min(bar) > 2 * PAD else 0
    return min(1, (bar[0] - pad) / text[0], (bar[1] - pad) / text[1])


def _font(trace: Trace, where: str, index: int, layout: Mapping[str, Any]) -> dict[str, Any]:
    """Size and colour of a label; inside a bar the colour of the layout's font does not count."""
    base = layout["font"]
    found = {"size": base["size"]} | ({"color": base["color"]} if where == "outside" else {})
    for font in (trace.get("textfont", {}), trace.get(f"{where}textfont", {})):
        found |= {key: at(value, index) for key, value in font.items() if key in ("size", "color")}
    return found


def _style(trace: Trace) -> str:
    """Outline and opacity that all bars of a trace share."""
    line = trace["marker"].get("line", {})
    outline = (
        f' stroke="{xml(line["color"])}" stroke-width="{num(line.get("width", 1))}"'
        if "color" in line
        else ""
    )
    opacity = trace.get("opacity", trace["marker"].get("opacity", 1))
    return outline + (f' opacity="{float(opacity):g}"' if opacity != 1 else "")


def _most_common(colors: Any) -> str:
    """The colour that most bars have: it is written once, on their group."""
    if isinstance(colors, str):
        return colors
    return max(sorted(set(colors)), key=list(colors).count)
