"""The panels of a drawing: which axes there are, where each lies, and which of them share a range. The rules are Plotly's.

A panel is a pair of axes that traces are drawn on. Panels lie apart (``domain``), may share an axis, or have axes of
the same range (``matches``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures.svg_axes import Axis, Box, match_scales, read_categories, settle
from dashboard.figures.svg_bars import Trace, is_horizontal

Pair = tuple[str, str]

NUMBER = r"(?:[2-9]|[1-9]\d+)?"  # an axis is called x, x2, x3 …, in a layout xaxis, xaxis2, xaxis3 …
KEY = re.compile(f"[xy]axis{NUMBER}")


@dataclass(frozen=True)
class Panel:
    """Two axes and the traces on them, in drawing order."""

    x: Axis
    y: Axis
    traces: list[Trace]

    @property
    def bars(self) -> list[Trace]:
        return [trace for trace in self.traces if trace["type"] == "bar"]

    @property
    def scatters(self) -> list[Trace]:
        return [trace for trace in self.traces if trace["type"] == "scatter"]

    @property
    def box(self) -> Box:
        """What both axes span."""
        return Box(self.x.plot.left, self.y.plot.top, self.x.length, self.y.length)


def read_panels(layout: Mapping[str, Any], traces: Sequence[Trace], plot: Box) -> list[Panel]:
    """The panels in Plotly's order, their axes without a range yet.

    Raises ValueError for axes that can't be drawn: over each other, free of an anchor, without traces, of a type
    other than linear and category, matched to one that is not there.
    """
    placed = [((_axis_of(trace, "x"), _axis_of(trace, "y")), trace) for trace in traces]
    pairs = {pair for pair, _ in placed} or {("x", "y")}
    names = sorted({name for pair in pairs for name in pair}, key=_order)
    specs = {name: _spec(name, layout) for name in names}
    if orphans := {key.replace("axis", "") for key in axis_keys(layout)} - {"x", "y", *names}:
        raise ValueError(f"axis {min(orphans)} has no traces: leave it out of the layout.")
    axes = {name: _axis(name, specs, placed, plot) for name in names}
    return [
        Panel(axes[x], axes[y], [trace for pair, trace in placed if pair == (x, y)])
        for x, y in sorted(pairs, key=lambda pair: [*map(_order, pair)])
    ]


def axes_of(panels: Sequence[Panel]) -> list[Axis]:
    """Every axis once, x before y."""
    axes = {axis.name: axis for panel in panels for axis in (panel.x, panel.y)}
    return [axes[name] for name in sorted(axes, key=_order)]


def settle_all(panels: Sequence[Panel]) -> None:
    """Fix the ranges of all axes, once they know what they have to hold."""
    axes = {axis.name: axis for axis in axes_of(panels)}
    specs = {name: axis.spec for name, axis in axes.items()}
    led: dict[str, list[Axis]] = {name: [] for name in axes if _leader(name, specs) == name}
    for name, axis in axes.items():
        if name not in led:
            led[_leader(name, specs)].append(axis)
    for name, others in led.items():
        settle(axes[name], others)
    for panel in panels:
        match_scales(panel.x, panel.y)


def axis_keys(layout: Mapping[str, Any]) -> list[str]:
    """The keys of a layout that describe axes."""
    return [key for key in layout if KEY.fullmatch(key)]


def _axis(
    name: str, specs: Mapping[str, Mapping[str, Any]], placed: Sequence[tuple[Pair, Trace]], plot: Box
) -> Axis:
    """An axis; where bars have their places it has no grid unless the layout asks for one."""
    spec, letter = specs[name], name[0]
    own = [trace for pair, trace in placed if name in pair]
    placing = {"y" if is_horizontal(trace) else "x" for trace in own if trace["type"] == "bar"}
    lined = letter not in placing
    defaults = {
        "showgrid": lined or "gridcolor" in spec or "gridwidth" in spec,
        "zeroline": lined or "zerolinecolor" in spec or "zerolinewidth" in spec,
    }
    leader = _leader(name, specs)
    group = {other for other in specs if other[0] == letter and _leader(other, specs) == leader}
    columns = [trace[letter] for pair, trace in placed if group & {*pair}]
    return Axis(name, {**defaults, **spec}, _place(name, specs, plot), read_categories(spec, columns))


def _place(name: str, specs: Mapping[str, Mapping[str, Any]], plot: Box) -> Box:
    """Where an axis is drawn: its own domain, beside that of the axis that it is anchored to."""
    other = "y" if name[0] == "x" else "x"
    counter = [known for known in specs if known[0] == other]
    anchor = specs[name].get("anchor") or counter[0]
    if anchor not in counter:
        raise ValueError(f"axis {name} can't be anchored to {anchor!r}: use one of {', '.join(counter)}.")
    x, y = (name, anchor) if name[0] == "x" else (anchor, name)
    (left, right), (bottom, top) = (specs[one].get("domain") or (0, 1) for one in (x, y))
    return Box(
        plot.left + left * plot.width,
        plot.top + (1 - top) * plot.height,
        (right - left) * plot.width,
        (top - bottom) * plot.height,
    )


def _spec(name: str, layout: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the layout says of an axis, known to be drawable."""
    spec: Mapping[str, Any] = layout.get(f"{name[0]}axis{name[1:]}") or {}
    if spec.get("overlaying"):
        raise ValueError(f"axis {name} over another can't be drawn as SVG: give it a domain of its own.")
    if spec.get("type", "-") not in ("-", "linear", "category"):
        raise ValueError(f"axis type {spec['type']!r} can't be drawn as SVG: use linear or category.")
    return spec


def _leader(name: str, specs: Mapping[str, Mapping[str, Any]]) -> str:
    """The axis whose range a chain of ``matches`` leads to."""
    seen = [name]
    while target := specs[seen[-1]].get("matches"):
        if target not in specs or target in seen or target[0] != name[0]:
            raise ValueError(
                f"axis {seen[-1]} can't match {target!r}: name another {name[0]} axis with traces."
            )
        seen.append(target)
    return seen[-1]


def _axis_of(trace: Trace, letter: str) -> str:
    """The name of a trace's x or y axis."""
    name = str(trace.get(f"{letter}axis", letter))
    if not re.fullmatch(letter + NUMBER, name):
        raise ValueError(f"{name!r} names no {letter} axis: use {letter}, {letter}2, {letter}3 …")
    return name


def _order(name: str) -> tuple[str, int]:
    return name[0], int(name[1:] or 1)
