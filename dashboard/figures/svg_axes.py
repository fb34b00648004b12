"""Axes of a drawing: what they span, where a value lies in px, where ticks are. The rules are Plotly's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple


class Box(NamedTuple):
    """A rectangle in px from the upper left corner of the drawing."""

    left: float
    top: float
    width: float
    height: float


class Extreme(NamedTuple):
    """A value that an automatic range has to hold, with the px to leave free beside it."""

    value: float
    pad: float


def as_number(value: object) -> float | None:
    """A finite number, also from text like "12.5", or None."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


@dataclass
class Axis:
    """One axis: its ``name`` ("x", "y2"), its layout ``spec``, the area it is drawn at, ``categories`` if it has names."""

    name: str
    spec: Mapping[str, Any]
    plot: Box
    categories: dict[str, int] | None = None
    low: float = 0.0
    high: float = 1.0
    lows: list[Extreme] = field(default_factory=list)
    highs: list[Extreme] = field(default_factory=list)

    @property
    def letter(self) -> str:
        """``x`` or ``y``."""
        return self.name[0]

    @property
    def length(self) -> float:
        """Length in px."""
        return self.plot.width if self.letter == "x" else self.plot.height

    def value(self, raw: object) -> float | None:
        """A coordinate on the axis: the index of a category or the number itself, or None."""
        if self.categories is not None:
            if isinstance(raw, str):
                return self.categories.get(raw)
            known = self.categories.get(str(raw))
            return known if known is not None else as_number(raw)
        return as_number(raw)

    def px(self, value: float) -> float:
        """The place of a coordinate in px of the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return (
            self.plot.left + share * self.length
            if self.letter == "x"
            else self.plot.top + (1 - share) * self.length
        )

    def hold(self, value: float, before: float = 0, after: float = 0, *, from_zero: bool = False) -> None:
        """Note a value that an automatic range has to hold, and the px to leave free below and above it.

        ``from_zero`` is for a bar: it holds zero too, and leaves nothing free there.
        """
        lowest, highest = (min(value, 0), max(value, 0)) if from_zero else (value, value)
        self.lows.append(Extreme(lowest, before if lowest or not from_zero else 0))
        self.highs.append(Extreme(highest, after if highest or not from_zero else 0))

    def settle(self) -> None:
        """Fix the range: the one the layout states, or one that holds all extremes."""
        stated = self.spec.get("range")
        ends = [as_number(end) for end in stated] if stated else [None]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            self.low, self.high = ends[0], ends[1]
        else:
            self.low, self.high = _automatic(self.lows, self.highs, self.length)
            if self.spec.get("autorange") == "reversed":
                self.low, self.high = self.high, self.low

    def holds(self, value: float) -> bool:
        """Whether a coordinate lies within the range."""
        slack = abs(self.high - self.low) * 1e-6
        return min(self.low, self.high) - slack <= value <= max(self.low, self.high) + slack

    def is_edge(self, value: float) -> bool:
        """Whether a coordinate lies within a px of an end, where Plotly draws no grid line."""
        return min(abs(self.px(value) - self.px(end)) for end in (self.low, self.high)) <= 1

    def _tick_count(self) -> float:
        """About how many ticks a linear axis has room for."""
        apart = 80 if self.letter == "x" else 40
        return float(self.spec.get("nticks") or min(max(self.length / apart, 4), 9) + 1)

    def ticks(self, separators: str) -> list[tuple[float, str]]:
        """Coordinates and texts of the ticks in range; ``separators``: the decimal and the thousands sign."""
        prefix, suffix = self.spec.get("tickprefix", ""), self.spec.get("ticksuffix", "")
        if (stated := self.spec.get("tickvals")) is not None:
            texts = self.spec.get("ticktext") or [f"{prefix}{value}{suffix}" for value in stated]
            pairs = [(self.value(value), str(text)) for value, text in zip(stated, texts, strict=False)]
            return [(value, text) for value, text in pairs if value is not None and self.holds(value)]
        if self.categories is not None:
            return [(i, f"{prefix}{name}{suffix}") for name, i in self.categories.items() if self.holds(i)]
        low, high = sorted((self.low, self.high))
        step = self.spec.get("dtick") or nice_step(high - low, self._tick_count())
        origin = float(self.spec.get("tick0") or 0)
        first = math.ceil((low - origin) / step - 1e-6)
        last = math.floor((high - origin) / step + 1e-6)
        values = [origin + number * step for number in range(first, min(last, first + 200) + 1)]
        return [(value, f"{prefix}{format_tick(value, step, separators)}{suffix}") for value in values]


def settle(leader: Axis, others: Sequence[Axis]) -> None:
    """Fix one range for axes that match: what the layout states of the leader, or what holds all that they hold."""
    for axis in others:
        ratio = leader.length / axis.length
        leader.lows += [Extreme(value, pad * ratio) for value, pad in axis.lows]
        leader.highs += [Extreme(value, pad * ratio) for value, pad in axis.highs]
    leader.settle()
    for axis in others:
        axis.low, axis.high = leader.low, leader.high


def match_scales(x: Axis, y: Axis) -> None:
    """Where y is anchored to x (``scaleanchor``), a unit is as long on both: the axis that has px to spare shows more,
    around its middle."""
    if y.spec.get("scaleanchor") != x.name:
        return
    if y.spec.get("scaleratio", 1) != 1:
        raise ValueError("scaleratio can't be drawn: use 1.")
    unit = min(axis.length / abs(axis.high - axis.low) for axis in (x, y))
    for axis in (x, y):
        middle, half = (axis.low + axis.high) / 2, axis.length / unit / 2
        half = half if axis.low < axis.high else -half
        axis.low, axis.high = middle - half, middle + half


def nice_step(span: float, count: float) -> float:
    """The distance of ticks of which at most ``count`` fit a span: 1, 2 or 5 times a power of ten."""
    rough = span / count
    base: float = 10.0 ** math.floor(math.log10(rough))
    return base * next((factor for factor in (2, 5) if factor > rough / base), 10)


def format_tick(value: float, step: float, separators: str) -> str:
    """A tick's number with the decimals it needs and a typographic minus."""
    decimals = next((n for n in range(12) if math.isclose(round(step, n), step, rel_tol=1e-6)), 12)
    text = f"{abs(value):,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    point, thousands = separators[:1] or ".", separators[1:2]
    text = (
        text.replace(",", "\0").replace(".", point).replace("\0", thousands if abs(value) >= 10_000 else "")
    )
    return f"−{text}" if round(value, decimals) < 0 else text


def read_categories(spec: Mapping[str, Any], columns: Iterable[Iterable[object]]) -> dict[str, int] | None:
    """Names and their order of appearance if the axis is one of names, else None (a linear axis)."""
    values = [value for column in columns for value in column if value is not None]
    named = spec.get("type") == "category"
    if not named and (spec.get("type") == "linear" or all(as_number(value) is not None for value in values)):
        return None
    return {str(value): number for number, value in enumerate(dict.fromkeys(map(str, values)))}


def _automatic(lows: list[Extreme], highs: list[Extreme], length: float) -> tuple[float, float]:
    """The smallest range that leaves every extreme its free px at its end, as Plotly picks it."""
    if not lows:
        return -1, 6
    least, most = min(lows).value, max(highs).value
    if least == most:
        return least - 1, least + 1
    best, ends = 0.0, (Extreme(least, 0), Extreme(most, 0))
    for low, high in product(_outer(lows, -1), _outer(highs, 1)):
        span, room = high.value - low.value, length - low.pad - high.pad
        if span > 0 and room > length / 10 and span / room > best:
            best, ends = span / room, (low, high)
    return ends[0].value - best * ends[0].pad, ends[1].value + best * ends[1].pad


def _outer(extremes: list[Extreme], side: int) -> list[Extreme]:
    """The extremes that can decide one end: for every pad only the outermost value."""
    found: dict[float, Extreme] = {}
    for extreme in extremes:
        known = found.get(extreme.pad)
        if known is None or extreme.value * side > known.value * side:
            found[extreme.pad] = extreme
    return list(found.values())
