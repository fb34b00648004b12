"""How unequal a few values are: of regions, each counted the same or by its residents.

The formulas are the textbook ones (Cowell, *Measuring Inequality*, 3rd ed., 2011); none of our libraries has the weighted
kind. Values must be positive: a region with nothing has no logarithm.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.ArrayLike


def _shares(
    values: Values, weights: Values | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Values relative to their weighted mean, and weights that add up to 1. Raises ValueError for anything else than
    positive numbers, as many weights as values."""
    x = np.asarray(values, dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    if x.ndim != 1 or not x.size or x.shape != w.shape:
        raise ValueError("give one list of values and, if any, as many weights")
    if not (np.isfinite(x).all() and np.isfinite(w).all() and (x > 0).all() and (w > 0).all()):
        raise ValueError("inequality is measured of positive numbers only")
    w = w / w.sum()
    return x / float(w @ x), w


def mean(values: Values, weights: Values | None = None) -> float:
    """The weighted mean."""
    x = np.asarray(values, dtype=float)
    return float(np.average(x, weights=None if weights is None else np.asarray(weights, dtype=float)))


def variation(values: Values, weights: Values | None = None) -> float:
    """Coefficient of variation: the standard deviation (of these regions, not an estimate for others) over the mean."""
    r, w = _shares(values, weights)
    return float(np.sqrt(w @ (r - 1) ** 2))


def gini(values: Values, weights: Values | None = None) -> float:
    """Half the mean absolute difference of all pairs, over the mean: 0 to less than 1."""
    r, w = _shares(values, weights)
    return float(w @ np.abs(r[:, None] - r[None, :]) @ w / 2)


def theil(values: Values, weights: Values | None = None) -> float:
    """Theil's T: the mean of (x/m)·ln(x/m)."""
    r, w = _shares(values, weights)
    return float(w @ (r * np.log(r)))
