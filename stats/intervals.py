"""Intervals of a share, and the limits below which a share is flagged or not shown.

The intervals take the respondents for a random sample; of an opt-in survey they only say how wide chance alone
would make the answer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.tables import Floats, against_bases

# Shares on a smaller base are shown with a flag. The number is our convention, as it is of many survey houses:
# at a hundred the interval of one half is 19 points wide.
SMALL_BASE = 100

# Shares on a smaller base are not shown. The least sample size of the (US) National Center for Health
# Statistics, "Data Presentation Standards for Proportions", Vital and Health Statistics 2(175), 2017.
TINY_BASE = 30

# A share whose interval is wider, end to end, is not written about as a finding. The same standards suppress a
# proportion from this width on; to measure it on the Wilson interval and to show the share is our convention.
WIDE_INTERVAL = 0.30


def wilson(count: float, base: float, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson interval of the share `count / base`, both ends as shares in 0..1.

    Of weighted data give the weighted share times the effective base, and the effective base. Raises ValueError
    unless `base` is above zero and `count` lies in 0..base.
    """
    low, high = wilson_many([count], [base], confidence)
    return float(low[0]), float(high[0])


def wilson_many(counts: ArrayLike, bases: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """The Wilson intervals of many shares: lower ends and upper ends, in the shape of `counts`.

    `bases` has that shape too, or that of a row (the bases of a cross-tab's columns). Raises ValueError as
    `wilson` does, if any one of the shares would.
    """
    from statsmodels.stats.proportion import proportion_confint

    k, n = against_bases(counts, bases)
    if np.any(n == 0):
        raise ValueError("a share needs a base above zero")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    low, high = proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    # At none and at all the end is the share itself; floating point would leave it a hair inside.
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)
