"""Tables of counts (answers x groups), checked, without what is empty, in one order."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROUNDED = 1 + 1e-9  # weights that add up to the base may add up to a hair more


def in_order(table: Floats) -> Floats:
    """The rows and the columns by size: the same margins, in the same order, for every order of the groups."""
    return table[table.sum(axis=1).argsort()][:, table.sum(axis=0).argsort()]


def without_empty(table: Floats) -> Floats:
    """The rows and the columns in which anyone is counted."""
    return table[table.any(axis=1)][:, table.any(axis=0)]


def as_table(table: ArrayLike) -> Floats:
    """The table as an array; ValueError if it is no rectangle or holds what is no count, weighted or not."""
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or not np.all(np.isfinite(counts) & (counts >= 0)):
        raise ValueError("a table has rows of equal length and counts from zero up")
    return counts


def against_bases(counts: ArrayLike, bases: ArrayLike) -> tuple[Floats, Floats]:
    """Counts (one answer, or a row for each) and the bases of their columns, checked against each other.

    Raises ValueError unless there is a base for each column and the counts lie in 0..base.
    """
    k, n = np.asarray(counts, dtype=float), np.asarray(bases, dtype=float)
    if k.shape[k.ndim - n.ndim :] != n.shape or not np.all(np.isfinite(n) & (k >= 0) & (k <= n * _ROUNDED)):
        raise ValueError("each group needs a base, and counts from zero to that base")
    return np.minimum(k, n), n
