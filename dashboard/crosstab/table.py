"""A cross-tab: shares, intervals and letters of every cell, from the people in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.crosstab.counts import count
from dashboard.crosstab.groups import Counts, Group
from dashboard.crosstab.state import Refusal, Spec, read
from dashboard.crosstab.verdict import Verdict, is_hidden, judge, letter
from dashboard.figures.survey_answers import DECIMALS, STAR_BELOW
from dashboard.url_state import State
from stats.intervals import SMALL_BASE, TINY_BASE, WIDE_INTERVAL


@dataclass(frozen=True)
class Cell:
    """Shares and interval ends are per cent, None where they are not known or not shown. `above`: codes of columns.

    The bases are what the share is of: the column, or in other percentages the row or the whole table.
    """

    count: int | None = None
    pct: float | None = None
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    above: tuple[str, ...] = ()
    base: int | None = None
    base_weighted: float | None = None
    base_effective: float | None = None

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
    is_pooled: bool = False

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
    is_compared_in_part: bool  # whether the test leaves out columns, shown or not, that have people

    @property
    def every(self) -> tuple[Column, ...]:
        """The columns as they stand: all people first."""
        return ((self.total,) if self.total else ()) + self.columns

    @property
    def is_pooled(self) -> bool:
        """Whether a column adds up several cities without weights."""
        return any(column.is_pooled for column in self.every)

    @property
    def has_letters(self) -> bool:
        """Whether letters stand beside the shares."""
        return any(cell.above for column in self.columns for cell in column.cells)

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
        is_compared_in_part=verdict.test is not None
        and any(group.base != 0 and group.code not in verdict.compared for group in counts.groups),
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
        is_pooled=group.is_pooled,
    )


def _cell(group: Group, row: int, counts: Counts, percent: str, above: tuple[str, ...]) -> Cell:
    of = group if percent == "column" else counts.total or group
    base, weighted, effective = _whole(of, row, percent)
    cell = Cell(
        group.counts[row],
        above=above,
        base=base,
        base_weighted=weighted,
        base_effective=effective,
    )
    if percent == "column" and group.shares:
        share = group.shares[row]
        if share is None:
            return cell
        return replace(cell, pct=share.pct, decimals=share.decimals, low=share.low, high=share.high)
    if percent == "row" and (counts.total is None or base is None or base < TINY_BASE):
        # A row whose people are too few is no base for shares either.
        return replace(cell, base=None, base_weighted=None, base_effective=None)
    if percent == "row" and group is of:
        return replace(cell, pct=100.0)
    part: float | None = group.counts[row]
    whole: float | None = base
    if group.weighted is not None and of.weighted is not None:
        whole = effective
        part = group.weighted.cells[row] / weighted * effective if weighted and effective else None
    if part is None or not whole:
        return cell
    cell = replace(cell, pct=part / whole * 100, decimals=DECIMALS)
    if of.is_pooled:
        return cell
    from stats.intervals import wilson

    low, high = wilson(min(part, whole), whole)
    return replace(cell, low=low * 100, high=high * 100)


def _whole(of: Group, row: int, percent: str) -> tuple[int | None, float | None, float | None]:
    """What shares are of: people and, where they have weights, the sum of these and the effective number."""
    is_row = percent == "row"
    base = of.counts[row] if is_row else of.base
    if of.weighted is None:
        return base, None, None
    weighted = of.weighted.cells[row] if is_row else of.weighted.base
    squares = of.weighted.cell_squares[row] if is_row else of.weighted.squares
    return base, weighted, weighted**2 / squares if squares else None
