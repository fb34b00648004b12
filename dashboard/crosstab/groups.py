"""The people of a cross-tab, column by column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A share as it was published, in per cent: so many decimals, and the interval that every reading of it allows, None
    where it has none."""

    pct: float
    decimals: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Weighted:
    """Sums of weights and of their squares: of the group's people, and of those who gave each answer."""

    base: float
    squares: float
    cells: tuple[float, ...]
    cell_squares: tuple[float, ...]


@dataclass(frozen=True)
class Group:
    """A column: `counts` are people by answer. `base` and a count are None where the source does not let one know.

    `shares` are there for what was published as shares. `is_withheld`: so few people stand behind the column, or behind
    what another table leaves of it, that it is not shown. `is_pooled`: people of several cities added up as they came,
    which is no sample of anything: its shares have no interval.
    """

    code: str
    base: int | None
    counts: tuple[int | None, ...]
    weighted: Weighted | None = None
    shares: tuple[Share | None, ...] = ()
    is_inferred: bool = False
    is_withheld: bool = False
    is_pooled: bool = False


@dataclass(frozen=True)
class Counts:
    """A table of people: `rows` are codes of answers; `total` is everyone in the table, None where there is no such sum.

    `is_overlapping`: one person may stand in several columns. `left_out` did not say what the columns are made of.
    """

    rows: tuple[str, ...]
    groups: tuple[Group, ...]
    total: Group | None
    is_overlapping: bool = False
    left_out: int = 0
