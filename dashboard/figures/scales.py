"""What a figure has to know in px before Plotly draws it: scales and their grid lines, margins, places of names.

Px are those of the narrowest phone (`PHONE`): what fits there stands at the same distance on a laptop, so that one
figure serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Any, NamedTuple

from dashboard.figures.drawing import GAP, TICK_SIZE
from dashboard.figures.svg_axes import nice_step
from dashboard.figures.svg_text import text_width

Values = Sequence[float | None]
Say = Callable[[float], str]

PHONE = 328  # px, the narrowest width that a figure is drawn for
TICK_GAP = 14  # px between two years


class Scale(NamedTuple):
    """Values at the lower and the upper edge of a plot, its height in px, and its grid lines: value and text."""

    low: float
    high: float
    height: float
    ticks: list[tuple[float, str]]

    @property
    def unit(self) -> float:
        """The value of one px."""
        return (self.high - self.low) / self.height

    def px(self, value: float) -> float:
        """Px above the lower edge."""
        return (value - self.low) / self.unit

    def value(self, px: float) -> float:
        """The value so many px above the lower edge."""
        return self.low + px * self.unit

    def with_room(self, below: float, above: float) -> Scale:
        """The same scale on a plot that reaches some px further down and up."""
        return self._replace(
            low=self.value(-below), high=self.value(self.height + above), height=self.height + below + above
        )


def say_plainly(value: float) -> str:
    """A number without thousands, with a typographic minus; a page passes its language's."""
    return f"{value:.12g}".replace("-", "−")


def span_of(columns: Iterable[Values], y_range: tuple[float, float] | None) -> tuple[float, float]:
    """The least and the largest value to show: those stated, or zero; and all values, so that none is cut off.

    Raises ValueError for a stated range that does not go up, and where there is no value.
    """
    low, high = y_range or (0, 0)
    if low >= high and y_range:
        raise ValueError(f"y_range {y_range} has to go from less to more.")
    known = [value for values in columns for value in values if value is not None]
    if not known:
        raise ValueError("there is no value to draw.")
    low, high = min(low, *known), max(high, *known)
    return (low, high) if low < high else (0, 1)


def scale_of(span: tuple[float, float], height: float, lines: float, say: Say, suffix: str) -> Scale:
    """A span over ``height`` px with at most about so many grid lines, at round values."""
    low, high = span
    step = nice_step(high - low, lines)
    values = [round(n * step, 10) for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
    return Scale(low, high, height, [(value, say(value) + suffix) for value in values])


def y_axis(scale: Scale, size: int) -> dict[str, Any]:
    """Plotly's axis of a scale, with numbers of ``size`` px on its left."""
    return {
        "range": [scale.low, scale.high],
        "tickvals": [value for value, _ in scale.ticks],
        "ticktext": [text for _, text in scale.ticks],
        "tickfont": {"size": size},
        "ticklabelstandoff": GAP // 2,
        "ticks": "",
        "showgrid": True,
        "gridcolor": "grid",
        "zeroline": True,
        "zerolinecolor": "text-2",
        "fixedrange": True,
        "automargin": False,
    }


def margin_of(scale: Scale, size: int) -> int:
    """Px for the numbers of a scale, on the left."""
    return widest((text for _, text in scale.ticks), size) + GAP


def widest(texts: Iterable[str], size: float) -> int:
    """Px of the widest line of some texts, which ``<br>`` breaks."""
    return ceil(max((text_width(line, size) for text in texts for line in text.split("<br>")), default=0))


def check_years(x: Sequence[int], columns: Iterable[tuple[str, Values]]) -> None:
    """Raises ValueError for years that do not increase, and for named values that are not one a year."""
    if not x or any(after <= before for before, after in pairwise(x)):
        raise ValueError("the years have to be at least one, and to increase.")
    for name, values in columns:
        if len(values) != len(x):
            raise ValueError(
                f"{name!r} has {len(values)} values for {len(x)} years: one a year, None for a gap."
            )


def pick_years(x: Sequence[int], width: float) -> list[int]:
    """The years to print under ``width`` px: the last, the first, and between them as many as fit, evenly if they can be."""
    if len(x) < 2:
        return list(x)
    room = text_width(str(x[-1]), TICK_SIZE) + TICK_GAP
    span = x[-1] - x[0]
    least = max(ceil(span / max(floor(width / room), 1)), 1)
    step = next((step for step in range(least, 2 * least) if span % step == 0), least)
    between = [year for year in x[:-1] if not (x[-1] - year) % step and year >= x[0] + room / width * span]
    return [x[0], *between, x[-1]]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres of things in a column, as near to the ``wanted`` ones (least squares) as they can be without overlap.

    ``sizes`` are their heights, ``low`` and ``high`` the ends of the column; of two that want the same place, the first
    is put higher. Where they don't fit, they stand above ``low`` and reach over ``high``.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], -index))
    if not order:
        return []
    offsets = [0.0]
    for before, after in pairwise(order):
        offsets.append(offsets[-1] + (sizes[before] + sizes[after]) / 2)
    # Less the room that those below take, centres must only not decrease: neighbours that do are pooled.
    pools: list[tuple[float, int]] = []
    for index, offset in zip(order, offsets, strict=True):
        mean, count = wanted[index] - offset, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        pools.append((mean, count))
    least = low + sizes[order[0]] / 2
    most = max(high - sizes[order[-1]] / 2 - offsets[-1], least)
    free = [min(max(mean, least), most) for mean, count in pools for _ in range(count)]
    placed = {index: place + offset for index, place, offset in zip(order, free, offsets, strict=True)}
    return [placed[index] for index in range(len(wanted))]
