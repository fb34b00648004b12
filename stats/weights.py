"""Weights of respondents: raking to known margins, and what weighting costs in precision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.tables import Floats

if TYPE_CHECKING:
    import pandas as pd

    Levels = Mapping[str, pd.Index]

Margin = Mapping[tuple[str, ...], float]

# Two publications of the same margin differ by rounding; by more than this they are not the same margin.
ROUNDING = 0.005
_EXACT = 1e-12  # margins made to agree do so far below any tolerance of the weights


class WeightError(ValueError):
    """Weights cannot be made of these respondents and margins; the message says what to do."""


def rake(
    groups: pd.DataFrame,
    margins: Mapping[tuple[str, ...], Margin],
    *,
    max_iterations: int = 500,
    tolerance: float = 1e-8,
) -> Floats:
    """One weight for each respondent (row of `groups`), of mean 1, with which the sample has the given margins.

    `margins` has the variables of a margin, columns of `groups` ("city", "age"), against its targets, by
    category of each ("almaty", "18-29"): people or shares, each margin is brought to 1. Where two share a
    variable and differ by rounding (up to 0.5 points), the one named first is followed. Every category is met
    to `tolerance`, a share of its target. Weights do not depend on the order of the respondents. Raises
    WeightError if respondents and targets do not have the same categories, a target is not above zero, margins
    contradict each other, or no weights are found in `max_iterations` rounds.

    The rounds are ipfn's, on the table of all combinations of categories and not on respondents. When to stop
    is decided here: ipfn calls a fit that no longer moves converged even where it misses its targets.
    """
    import pandas as pd

    variables = tuple(dict.fromkeys(chain.from_iterable(margins)))
    missing = [name for name in variables if name not in groups]
    if missing or not variables or groups.empty:
        what = f"no column {', '.join(missing)}" if missing else "no respondents or no margins"
        raise WeightError(f"{what}: give respondents with a column for each variable of the margins")
    factors = {name: pd.factorize(groups[name], sort=True, use_na_sentinel=False) for name in variables}
    levels = {name: pd.Index(categories) for name, (_, categories) in factors.items()}
    shape = tuple(map(len, levels.values()))
    cell = np.ravel_multi_index(tuple(codes for codes, _ in factors.values()), shape)
    people = np.bincount(cell, minlength=prod(shape)).reshape(shape)
    targets: dict[tuple[str, ...], Floats] = {}
    for names, margin in margins.items():
        target = _target(names, margin, levels, people)
        agreed = _agreed(names, target, targets, levels)
        targets[names] = _fit(target, agreed, levels, max_iterations, _EXACT)
    shares = _fit(people / len(groups), targets, levels, max_iterations, tolerance)
    weights: Floats = (shares.ravel()[cell] / people.ravel()[cell]) * len(groups)
    return weights


def effective_base(weights: ArrayLike) -> float:
    """How many unweighted respondents would be as precise (Kish): (sum of w) squared / sum of w squared.

    Raises ValueError if there are no weights, one is negative or not finite, or all are zero.
    """
    w = np.asarray(weights, dtype=float)
    if not w.size or not np.all(np.isfinite(w) & (w >= 0)) or not w.any():
        raise ValueError("an effective base needs weights from zero up, not all of them zero")
    return float(w.sum() ** 2 / (w**2).sum())


def design_effect(weights: ArrayLike) -> float:
    """How many times the weights enlarge the variance of a mean (Kish): respondents / effective base, >= 1.

    Raises ValueError as `effective_base` does.
    """
    return np.asarray(weights).size / effective_base(weights)


def _target(names: tuple[str, ...], margin: Margin, levels: Levels, people: NDArray[np.int64]) -> Floats:
    """The margin as shares, an array with an axis for every variable, of length 1 for those not in it."""
    values = np.array(list(margin.values()), dtype=float)
    if not values.size or not np.all(np.isfinite(values) & (values > 0)):
        raise WeightError(
            f"margin {_named(names)}: every target must be above zero; leave out empty categories"
        )
    if any(not isinstance(key, tuple) or len(key) != len(names) for key in margin):
        raise WeightError(f"margin {_named(names)}: write each category as a tuple of {len(names)}")
    target = np.zeros([len(index) if name in names else 1 for name, index in levels.items()])
    axis = {name: position for position, name in enumerate(levels)}
    respondents = people.sum(axis=_others(names, levels), keepdims=True)
    places = {
        tuple(levels[name][place[axis[name]]] for name in names): tuple(place)
        for place in np.argwhere(respondents)
    }
    if empty := [key for key in margin if key not in places]:
        raise WeightError(
            f"margin {_named(names)}: no respondents are {_named(empty[0])}; merge this category with another"
        )
    if unknown := [key for key in places if key not in margin]:
        raise WeightError(
            f"margin {_named(names)}: respondents who are {_named(unknown[0])} have no target; "
            "add it or leave them out"
        )
    for key, share in zip(margin, values / values.sum(), strict=True):
        target[places[key]] = share
    return target


def _agreed(
    names: tuple[str, ...], target: Floats, earlier: Mapping[tuple[str, ...], Floats], levels: Levels
) -> dict[tuple[str, ...], Floats]:
    """What the earlier margins say of the variables that they share with this one, by those variables."""
    agreed = {}
    for other, theirs in earlier.items():
        shared = tuple(name for name in names if name in other)
        for name in shared:
            rest = _others((name,), levels)
            one, two = theirs.sum(axis=rest), target.sum(axis=rest)
            worst = int(np.abs(one - two).argmax())
            if abs(one[worst] - two[worst]) > ROUNDING:
                raise WeightError(
                    f"margins {_named(other)} and {_named(names)} give {name} {levels[name][worst]} "
                    f"{one[worst]:.1%} and {two[worst]:.1%}: take both from one source and year"
                )
        if shared:
            agreed[shared] = theirs.sum(axis=_others(shared, levels), keepdims=True)
    return agreed


def _fit(
    table: Floats,
    targets: Mapping[tuple[str, ...], Floats],
    levels: Levels,
    max_iterations: int,
    tolerance: float,
) -> Floats:
    """The table of shares, scaled until it has the targets."""
    from ipfn.ipfn import ipfn

    axes = [[axis for axis, name in enumerate(levels) if name in names] for names in targets]
    shares = [
        target.reshape([target.shape[axis] for axis in kept])
        for target, kept in zip(targets.values(), axes, strict=True)
    ]
    rounds = ipfn(table, shares, axes)
    gap = np.inf
    for _ in range(max_iterations):
        with np.errstate(invalid="ignore"):  # it divides 0 by 0 for combinations that nobody has
            table, gap = rounds.ipfn_np(table, shares, axes)
        if gap <= tolerance:
            return table
    raise WeightError(
        f"after {max_iterations} rounds a category of {', '.join(map(_named, targets))} is still {gap:.2%} off: "
        "merge sparse categories or leave a margin out"
    )


def _others(names: Sequence[str], variables: Iterable[str]) -> tuple[int, ...]:
    """The axes of the variables that are not named."""
    return tuple(axis for axis, name in enumerate(variables) if name not in names)


def _named(parts: Sequence[str]) -> str:
    return " x ".join(map(str, parts))
