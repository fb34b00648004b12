"""Where the seats of a council are drawn: rows of a half circle, the whole of it shared out from left to right."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import asin, cos, dist, pi, sin

Place = tuple[float, float]

ROWS = 8


def place_seats(count: int, radius: float, hollow: float) -> tuple[list[Place], float]:
    """Places of ``count`` seats around (0, 0), upwards, from left to right, and the least distance between two.

    The outer row stands at ``radius``, no row nearer than ``hollow``. Of all numbers of rows the one is taken that
    leaves the seats the most room; rows are as far from each other as seats in a row may be.
    """
    options = [_spacing(count, rows, radius, hollow) for rows in range(1, ROWS + 1)]
    rows = max(range(ROWS), key=lambda index: options[index]) + 1
    spacing = options[rows - 1]
    radii = [radius - row * spacing for row in range(rows)]
    placed = []
    for row, size in zip(radii, _share_out(count, [_capacity(row, spacing) for row in radii]), strict=True):
        for number in range(size):
            angle = pi * (1 - number / (size - 1)) if size > 1 else pi / 2
            placed.append((angle, row))
    placed.sort(key=lambda seat: (-round(seat[0], 9), -seat[1]))
    places = [(row * cos(angle), row * sin(angle)) for angle, row in placed]
    nearest = min(
        (dist(one, other) for index, one in enumerate(places) for other in places[:index]), default=2 * radius
    )
    return places, nearest


def _spacing(count: int, rows: int, radius: float, hollow: float) -> float:
    """The widest spacing at which ``rows`` rows hold all seats; 0 if none does."""
    low, high = 0.0, (radius - hollow) / (rows - 1) if rows > 1 else 2 * radius
    for _ in range(40):
        middle = (low + high) / 2
        if sum(_capacity(radius - row * middle, middle) for row in range(rows)) >= count:
            low = middle
        else:
            high = middle
    return low


def _capacity(radius: float, spacing: float) -> int:
    """How many seats a row can hold at this distance, as the crow flies."""
    if spacing <= 0:
        return 10**6
    return int(pi / (2 * asin(min(spacing / (2 * radius), 1))) + 1e-9) + 1


def _share_out(count: int, capacities: list[int]) -> list[int]:
    """Seats per row, in proportion to what the rows can hold and never more."""
    total = sum(capacities)
    bounds = [(2 * count * end + total) // (2 * total) for end in accumulate(capacities, initial=0)]
    return [after - before for before, after in pairwise(bounds)]
