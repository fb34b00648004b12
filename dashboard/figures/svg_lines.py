"""Lines of a drawing: through known points, broken where a value is missing, cut at the edge of their panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from dashboard.figures.svg_axes import Axis
from dashboard.figures.svg_bars import Trace, at
from dashboard.figures.svg_text import num, plain, xml

Point = tuple[float, float]

# Strokes and gaps in line widths of at least 3 px: Plotly's.
DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3)}
# What would give a line another course than from point to point.
STRAIGHT = {"connectgaps": False, "fill": "none", "stackgroup": "", "line.shape": "linear"}


def check_line(trace: Mapping[str, Any]) -> None:
    """Raises ValueError for a line that can't be drawn."""
    line = trace.get("line") or {}
    if (dash := line.get("dash", "solid")) not in DASHES:
        raise ValueError(f"line dash {dash!r} can't be drawn as SVG: use {', '.join(DASHES)}.")
    said = {**trace, **{f"line.{key}": value for key, value in line.items()}}
    for key, drawable in STRAIGHT.items():
        if said.get(key, drawable) != drawable:
            raise ValueError(f"{key} {said[key]!r} can't be drawn as SVG: use {drawable!r}.")


def draw_line(trace: Trace, x: Axis, y: Axis) -> str:
    """One path for the line of a trace, with its tooltip; a point alone between gaps gives none, as in Plotly."""
    pieces = [piece for run in _runs(trace, x, y) for piece in _cut(run, x, y)]
    if not pieces:
        return ""
    line = trace["line"]
    width = float(line["width"])
    dash = ",".join(num(part * max(width, 3)) for part in DASHES[line["dash"]])
    style = f' stroke="{xml(line["color"])}" stroke-width="{num(width)}"'
    style += f' stroke-dasharray="{dash}"' if dash else ""
    style += f' opacity="{float(trace["opacity"]):g}"' if trace.get("opacity", 1) != 1 else ""
    way = "".join("M" + "L".join(f"{num(px)} {num(py)}" for px, py in piece) for piece in pieces)
    said = _tooltip(trace)
    title = f"<title>{xml(said)}</title>" if said else ""
    return f'<path class="line" d="{way}" fill="none" stroke-miterlimit="2"{style}>{title}</path>'


def _tooltip(trace: Trace) -> str:
    """What the whole line says: the text that all its points share, its name, or (unless marks say theirs) the first."""
    hover = trace.get("hovertext")
    if isinstance(hover, str) and hover:
        return plain(hover)
    if trace.get("name") or "markers" in trace["mode"]:
        return plain(trace.get("name") or "")
    return plain(at(hover, 0, ""))


def _runs(trace: Trace, x: Axis, y: Axis) -> Iterator[list[Point]]:
    """Coordinates of two and more points that follow each other without a gap."""
    run: list[Point] = []
    for across, along in zip(map(x.value, trace["x"]), map(y.value, trace["y"]), strict=False):
        if across is not None and along is not None:
            run.append((across, along))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _cut(run: list[Point], x: Axis, y: Axis) -> Iterator[list[Point]]:
    """The parts of a run within both ranges, in px."""
    piece: list[Point] = []
    for start, end in pairwise(run):
        kept = _within(start, end, x, y)
        if kept is None:
            continue
        first, last = ((x.px(across), y.px(along)) for across, along in kept)
        if not piece or kept[0] != start:
            if piece:
                yield piece
            piece = [first]
        piece.append(last)
        if kept[1] != end:
            yield piece
            piece = []
    if piece:
        yield piece


def _within(start: Point, end: Point, x: Axis, y: Axis) -> tuple[Point, Point] | None:
    """The part of a stretch within both ranges, or None (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for before, after, axis in zip(start, end, (x, y), strict=True):
        ends = sorted((axis.low, axis.high))
        slack = (ends[1] - ends[0]) * 1e-6
        step = after - before
        for room, towards in ((before - ends[0] + slack, -step), (ends[1] + slack - before, step)):
            if towards == 0:
                if room < 0:
                    return None
            elif towards < 0:
                low = max(low, room / towards)
            else:
                high = min(high, room / towards)
    if low > high:
        return None

    def point(share: float) -> Point:
        if share in (0.0, 1.0):
            return end if share else start
        return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])

    return point(low), point(high)
