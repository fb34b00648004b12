"""How many people stand behind printed percentages: granularity ("GRIM") reasoning.

A share of n people can only be k/n for a whole k, so each printed percentage rules out the sample sizes that
cannot round to it. Many cells of one sample together leave few sizes. The inference is about numbers only:
multiples of the true size reproduce every cell as well, and a large enough size reproduces anything; so the
candidates, the cells that do not fit and what chance alone would fit are always reported with the size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor

HUNDRED = 100
LISTED_AT_MOST = 1000


@dataclass(frozen=True)
class BaseFit:
    """What the cells of one sample say about its size `n` (people).

    `candidates` are all sizes up to the stated total that fit at least as many cells as `n`, taking this sample
    alone; `candidates_under_total` those of them that remain in the best fit of all samples under that total.
    """

    n: int
    candidates: tuple[int, ...]
    candidates_under_total: tuple[int, ...]
    cells_total: int
    cells_fit: int
    cells_informative: int
    misfits: tuple[str, ...]
    expected_by_chance: float


@dataclass(frozen=True)
class BasesFit:
    """Sizes of several samples under a stated total; `combinations` fit equally many cells (first 1000)."""

    bases: dict[str, BaseFit]
    stated_total: int
    combinations: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(fit.n for fit in self.bases.values())

    @property
    def unexplained(self) -> int:
        """People of the stated total whom no inferred base accounts for."""
        return self.stated_total - self.total


@cache
def printed_range(printed: str) -> tuple[Fraction, Fraction]:
    """The exact percentages that may stand behind a printed one, both ends included.

    A whole number stands for half a point either way. Any decimals stand for one decimal: in the survey's
    tables a second decimal is always 0 ("13,10", "75,00%"), that is a one-decimal figure shown in a two-decimal
    cell format; to take it at its word would rule out every base. Raises ValueError if the text is no percentage.
    """
    text = printed.replace("%", "").replace("\N{NO-BREAK SPACE}", "").strip()
    whole, comma, decimals = text.partition(",")
    if not whole.isdigit() or (comma and not decimals.isdigit()):
        raise ValueError(f"not a printed percentage: {printed!r}")
    value = Fraction(Decimal(f"{whole}.{decimals or 0}"))
    half_unit = Fraction(1, 20) if comma else Fraction(1, 2)
    return value - half_unit, value + half_unit


@cache
def possible_counts(printed: str, n: int) -> range:
    """The whole numbers of people out of `n` that a printed percentage can stand for; empty if none."""
    low, high = printed_range(printed)
    return range(max(0, ceil(low * n / HUNDRED)), min(n, floor(high * n / HUNDRED)) + 1)


def possible_sums(cells: Sequence[str], n: int) -> set[int]:
    """Every total of people that the printed answers of one question can add up to."""
    sums = {0}
    for cell in cells:
        sums = {total + count for total in sums for count in possible_counts(cell, n)}
    return sums


def question_counts(cells: Sequence[str], n: int) -> tuple[int, ...] | None:
    """People behind each answer of one single-choice question, or None if a cell stands for no whole count.

    A whole percentage of a large base stands for two counts or more: the counts nearest to print are taken
    among those that add up to `n`, and where none do, simply the nearest (the answers then do not add up).
    """
    options = [possible_counts(cell, n) for cell in cells]
    if not all(options):
        return None

    def distance(counts: tuple[int, ...]) -> Fraction:
        middles = [(low + high) / 2 for low, high in map(printed_range, cells)]
        pairs = zip(counts, middles, strict=True)
        return sum((abs(Fraction(HUNDRED * k, n) - middle) for k, middle in pairs), Fraction(0))

    return min(product(*options), key=lambda counts: (sum(counts) != n, distance(counts), counts))


def chance_of_fit(printed: str, n: int) -> float:
    """The share of all percentages printed to the same precision that some count out of `n` reproduces."""
    steps = HUNDRED * (10 if "," in printed else 1)
    # Rounding half up on whole numbers: floor(k/n * steps + 1/2).
    return len({(2 * k * steps + n) // (2 * n) for k in range(n + 1)}) / (steps + 1)


def _fit_of(cells: Sequence[str], n: int, under_total: tuple[int, ...], stated_total: int) -> BaseFit:
    """How the cells fit one given size."""
    misfits = tuple(cell for cell in cells if not possible_counts(cell, n))
    fits = _fits(cells, stated_total)
    return BaseFit(
        n=n,
        candidates=tuple(size for size, fit in enumerate(fits, start=1) if fit >= fits[n - 1]),
        candidates_under_total=under_total,
        cells_total=len(cells),
        cells_fit=len(cells) - len(misfits),
        # A whole percentage fits almost every size above a hundred and so says next to nothing of it.
        cells_informative=sum("," in cell for cell in cells),
        misfits=misfits,
        expected_by_chance=sum(chance_of_fit(cell, n) for cell in cells),
    )


def infer_bases(cells_by_city: Mapping[str, Sequence[str]], stated_total: int) -> BasesFit:
    """Sizes of several samples that together reproduce the most cells and add up to at most `stated_total`.

    One city at a time a multiple of its base fits as well as the base (or better, by reproducing a slip); only
    the stated total keeps the multiples out. Of tied combinations the one with the smallest sum is reported,
    and up to a thousand are listed. Raises ValueError if there is no city, a city has no cells, or the total
    leaves less than one person for each.
    """
    cities = list(cells_by_city)
    n_max = stated_total - len(cities) + 1
    if not cities or n_max < 1 or not all(cells_by_city.values()):
        raise ValueError(
            "bases need at least one city, cells for each, and a total of at least one person per city"
        )
    # best[s]: (cells that fit, combinations) over the cities so far whose sizes add up to exactly s
    best: dict[int, tuple[int, list[tuple[int, ...]]]] = {0: (0, [()])}
    for city in cities:
        fits = _fits(cells_by_city[city], n_max)
        step: dict[int, tuple[int, list[tuple[int, ...]]]] = {}
        for subtotal, (count, combinations) in best.items():
            for n in range(1, min(n_max, stated_total - subtotal) + 1):
                fit = count + fits[n - 1]
                known = step.get(subtotal + n)
                if known is None or fit > known[0]:
                    step[subtotal + n] = (fit, [(*head, n) for head in combinations])
                elif fit == known[0]:
                    # A few vague cells tie in millions of ways; a thousand say "not unique" as well.
                    room = LISTED_AT_MOST - len(known[1])
                    known[1].extend((*head, n) for head in combinations[:room])
        best = step
    most = max(fit for fit, _ in best.values())
    combinations = sorted(
        (c for fit, cs in best.values() if fit == most for c in cs), key=lambda c: (sum(c), c)
    )
    combinations = combinations[:LISTED_AT_MOST]
    chosen = combinations[0]
    bases = {
        city: _fit_of(cells_by_city[city], n, tuple(sorted({c[i] for c in combinations})), stated_total)
        for i, (city, n) in enumerate(zip(cities, chosen, strict=True))
    }
    return BasesFit(bases, stated_total, tuple(combinations))


def _fits(cells: Sequence[str], n_max: int) -> list[int]:
    """For each size from 1 to `n_max` the number of cells that some whole count reproduces."""
    return [sum(bool(possible_counts(cell, n)) for cell in cells) for n in range(1, n_max + 1)]
