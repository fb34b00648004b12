"""The arithmetic of councils: how concentrated the seats are, and which proposed minimums a composition meets.

The source leaves some seats out. What depends on them is a range over every way in which they could be held, never
one number. The checker's rules stand here once; `assets/40-quotas.js` only picks among the answers made from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

RESIDUAL = "not_in_source"


class Range(NamedTuple):
    """The least and the greatest value that the known seats allow."""

    low: Fraction
    high: Fraction


def largest_share(seats: Sequence[int], missing: int) -> Range:
    """The share of the largest party: lowest with each missing seat at a party of its own, highest with all at it."""
    total, top = sum(seats) + missing, max(seats, default=0)
    return Range(Fraction(max(top, min(missing, 1)), total), Fraction(top + missing, total))


def effective_parties(seats: Sequence[int], missing: int) -> Range:
    """Laakso and Taagepera's effective number of parties, 1 / Σ share², by seats.

    A seat more raises the sum of squares the more, the larger the party that gets it: the number is lowest with all
    missing seats at the largest party, highest with each at a party (or an independent) of its own.
    """
    total, squares, top = sum(seats) + missing, sum(count**2 for count in seats), max(seats, default=0)
    lowest = squares - top**2 + (top + missing) ** 2
    return Range(Fraction(total**2, lowest), Fraction(total**2, squares + missing))


@dataclass(frozen=True)
class Verdict:
    """What is known of one group in a council: its proposed minimum and how many people it has (None: not given)."""

    group: str
    minimum: int
    given: int | None
    seats: int

    @property
    def status(self) -> str:
        """`unknown`: not given; `over`: more people than the council has seats; else `met` or `missed`."""
        if self.given is None:
            return "unknown"
        if self.given > self.seats:
            return "over"
        return "met" if self.given >= self.minimum else "missed"

    @property
    def short(self) -> int:
        """How many seats the group lacks; none where nothing, or nothing possible, is given."""
        return self.minimum - (self.given or 0) if self.status == "missed" else 0


def check_quotas(minimums: Mapping[str, int], seats: int, given: Mapping[str, int | None]) -> list[Verdict]:
    """A council of ``seats`` with ``given`` people per group against the minimums of its level."""
    return [Verdict(group, least, given.get(group), seats) for group, least in minimums.items()]


def share_tenths(part: int, whole: int) -> int:
    """The share in tenths of a per cent, a half rounded up: whole numbers, so that any language gets the same."""
    return (2000 * part + whole) // (2 * whole)
