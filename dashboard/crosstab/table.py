"""A cross-tab: shares, intervals and letters of every cell, from the people in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.crosstab.counts import count
from dashboard.crosstab.groups import Counts, Group
from dashboard.crosstab.margins import DECIMALS
from dashboard.crosstab.state import Refusal, Spec, read
from dashboard.crosstab.verdict import Verdict, is_hidden, judge, letter
from dashboard.url_state import State
from stats.intervals import SMALL_BASE, TINY_BASE, WIDE_INTERVAL

STAR_BELOW = 0.5  # per cent: what is above zero and below this would round to nothing


@dataclass(frozen=True)
class Cell:
    """Shares and interval ends are per cent, None where they are not known or not shown. `above`: codes of columns."""

    count: int | None = None
    pct: float | None = None
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    above: tuple[str, ...] = ()

    @property
    def is_star(self) -> bool:
        """Whether the share is above nothing but would round to nothing."""
        return self.pct is not None and 0 < self.pct < STAR_BELOW

    @property
    def is_wide(self) -> bool:
        """Whether the interval is too wide to speak of the share."""
        return self.low is not None and self.high is not None and self.high - self.low > WIDE_INTERVAL * 100


@dataclass(frozen=True)
class Column:
    """`base` is None where it isn't known; of a hidden column nothing is shown but that it is there."""

    code: str
    letter: str
    cells: tuple[Cell, ...]
    base: int | None
    base_weighted: float | None
    base_effective: float | None
    is_inferred: bool
    is_hidden: bool
    is_withheld: bool

    @property
    def is_small(self) -> bool:
        """Whether the base is flagged."""
        return self.base is not None and self.base < SMALL_BASE


@dataclass(frozen=True)
class Crosstab:
    """Everything that a page or a file shows of a table. `total` is None where there is no sum of the columns."""

    spec: Spec
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    total: Column | None
    percent: str
    verdict: Verdict
    is_weighted: bool
    left_out: int

    @property
    def every(self) -> tuple[Column, ...]:
        """The columns as they stand: all people first."""
        return ((self.total,) if self.total else ()) + self.columns

    @property
    def is_compared_in_part(self) -> bool:
        """Whether the test leaves out columns that are shown."""
        shown = {column.code for column in self.columns if not column.is_hidden}
        return self.verdict.test is not None and bool(shown - set(self.verdict.compared))

    def letters(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The letters of some columns."""
        return tuple(column.letter for column in self.columns if column.code in codes)


def crosstab(state: State) -> Crosstab | Refusal:
    """The table that a settled state asks for, or why there is none."""
    spec = read(state)
    if isinstance(spec, Refusal):
        return spec
    counts = count(spec)
    total = counts.total
    if total is not None and is_hidden(total):
        return Refusal("few", spec.wave, spec.question)
    verdict = judge(spec, counts)
    if state["letters"] == "off" or state["percent"] != "column":
        above: dict[str, tuple[tuple[str, ...], ...]] = {}
    else:
        above = verdict.above
    columns = tuple(
        _column(group, letter(position), counts, state["percent"], above.get(group.code, ()))
        for position, group in enumerate(counts.groups)
    )
    return Crosstab(
        spec=spec,
        rows=counts.rows,
        columns=columns,
        total=_column(total, "", counts, state["percent"], ()) if total else None,
        percent=state["percent"],
        verdict=verdict,
        is_weighted=any(group.weighted for group in (*counts.groups, *([total] if total else []))),
        left_out=counts.left_out,
    )


def _column(
    group: Group, name: str, counts: Counts, percent: str, above: tuple[tuple[str, ...], ...]
) -> Column:
    hidden = is_hidden(group)
    cells = (
        (Cell(),) * len(counts.rows)
        if hidden
        else tuple(
            _cell(group, row, counts, percent, above[row] if above else ()) for row in range(len(counts.rows))
        )
    )
    weighted = None if hidden else group.weighted
    return Column(
        code=group.code,
        letter=name,
        cells=cells,
        base=None if hidden else group.base,
        base_weighted=weighted.base if weighted else None,
        base_effective=weighted.base**2 / weighted.squares if weighted else None,
        is_inferred=group.is_inferred,
        is_hidden=hidden,
        is_withheld=hidden and group.is_withheld,
    )


def _cell(group: Group, row: int, counts: Counts, percent: str, above: tuple[str, ...]) -> Cell:
    people = group.counts[row]
    if percent == "column" and group.shares:
        share = group.shares[row]
        if share is None:
            return Cell(people)
        return Cell(people, share.pct, share.decimals, share.low, share.high, above)
    part, whole = _parts(group, row, counts, percent)
    if part is None or not whole:
        return Cell(people)
    if percent == "row":
        # A row whose people are too few is no base for shares either; all of them together are all of them.
        if counts.total is None or (counts.total.counts[row] or 0) < TINY_BASE:
            return Cell(people)
        if group is counts.total:
            return Cell(people, 100.0)
    from stats.intervals import wilson

    low, high = wilson(min(part, whole), whole)
    return Cell(people, part / whole * 100, DECIMALS, low * 100, high * 100, above)


def _parts(group: Group, row: int, counts: Counts, percent: str) -> tuple[float | None, float | None]:
    """What is a share of what: people or, of weighted groups, weighted shares of the effective base."""
    if percent == "column":
        of, whole = group, group.base
    else:
        of = counts.total or group
        whole = of.counts[row] if percent == "row" else of.base
    if group.weighted is None or of.weighted is None:
        return group.counts[row], whole
    base, squares = (
        (of.weighted.cells[row], of.weighted.cell_squares[row])
        if percent == "row"
        else (of.weighted.base, of.weighted.squares)
    )
    if not squares:
        return None, None
    effective = base**2 / squares
    return group.weighted.cells[row] / base * effective, effective
