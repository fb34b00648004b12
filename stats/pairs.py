"""The p-values of many pairs of shares at once, for cross-tabs with thousands of them."""

from __future__ import annotations

import numpy as np

from stats.tables import Floats

# Chi-square is trusted where every expected count reaches five (Cochran 1954); below that, other tests.
LEAST_EXPECTED = 5
_SAME = 1 + 1e-9  # two chances that differ by less are equal but for floating point


def pair_ps(k1: Floats, n1: Floats, k2: Floats, n2: Floats) -> Floats:
    """p of each pair of shares: counts are answers x pairs, bases pairs. As `compare`, only all at once."""
    from statsmodels.stats.proportion import test_proportions_2indep

    k1, n1, k2, n2 = np.broadcast_arrays(k1, n1, k2, n2)
    total, given = n1 + n2, k1 + k2
    ps = np.ones(k1.shape)
    # Where all answered alike, or a column is empty, there is nothing to tell apart.
    varied = (np.minimum(n1, n2) >= 1) & (given > 0) & (given < total)
    expected = np.minimum(n1, n2) * np.minimum(given, total - given) / np.maximum(total, 1)
    large, small = varied & (expected >= LEAST_EXPECTED), varied & (expected < LEAST_EXPECTED)
    if large.any():
        # The score test with the pooled variance is Pearson's chi-square. In passing it divides by the second
        # share, for a ratio that is not asked for.
        with np.errstate(divide="ignore", invalid="ignore"):
            _, ps[large] = test_proportions_2indep(
                *(values[large] for values in (k1, n1, k2, n2)),
                method="score",
                correction=False,
                return_results=False,
            )
    if small.any():
        ps[small] = _fisher_ps(*(np.rint(values[small]) for values in (k1, n1, k2, n2)))
    return ps


def _fisher_ps(k1: Floats, n1: Floats, k2: Floats, n2: Floats) -> Floats:
    """Fisher's exact two-sided p of many pairs at once; scipy's own takes one table in a quarter millisecond."""
    from scipy.stats import hypergeom

    total, given = n1 + n2, k1 + k2
    lowest, highest = np.maximum(0, given - n2), np.minimum(given, n1)
    # Few counts are possible where one of them is expected below 5, so the columns here are few.
    possible = lowest[:, None] + np.arange(np.max(highest - lowest) + 1)
    chances = hypergeom.pmf(possible, total[:, None], given[:, None], n1[:, None])
    own = hypergeom.pmf(k1, total, given, n1)[:, None]
    return np.minimum(1.0, np.sum(chances, axis=1, where=chances <= own * _SAME))
