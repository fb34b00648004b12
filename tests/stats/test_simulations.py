"""Simulated surveys of the four cities' sizes: how often the tests find what isn't there, and what is.

Every bound is that of a binomial count: what 999 of 1,000 runs of a test that keeps its level would stay under.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from stats.intervals import wilson_many
from stats.tests import column_letters, compare, compare_pairs, compare_weighted, false_discovery, holm
from stats.weights import design_effect, effective_base

BASES = np.array([49, 84, 60, 185])
LEVEL = 0.05


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20_24)


def most(runs: int) -> int:
    """The rejections that a test of the level does not exceed but once in a thousand simulations."""
    return int(binom.ppf(0.999, runs, LEVEL))


def answers(rng: np.random.Generator, shares: list[float]) -> np.ndarray:
    """An answers x cities table of a question that all cities answer alike."""
    return np.column_stack([rng.multinomial(n, shares) for n in BASES])


@pytest.mark.parametrize(
    ("shares", "test", "runs"),
    [
        ([0.3, 0.7], "chi_square", 3000),
        ([0.2, 0.35, 0.45], "chi_square", 3000),
        ([0.05, 0.95], "permutation", 1000),
        ([0.03, 0.07, 0.2, 0.7], "permutation", 1000),
    ],
)
def test_cities_that_answer_alike_rarely_differ(
    rng: np.random.Generator, shares: list[float], test: str, runs: int
) -> None:
    results = [compare(answers(rng, shares)) for _ in range(runs)]
    assert sum(result.test == test for result in results) > 0.9 * runs
    assert sum(result.p <= LEVEL for result in results) <= most(runs)


def test_two_small_groups_that_answer_alike_rarely_differ(rng: np.random.Generator) -> None:
    """Fisher's exact test keeps the level with much to spare."""
    runs = 2000
    counts = rng.binomial([12, 15], 0.2, (runs, 2))
    results = [compare([[a, b], [12 - a, 15 - b]]) for a, b in counts]
    assert sum(result.test == "fisher" for result in results) > 0.9 * runs
    assert sum(result.p <= LEVEL for result in results) <= most(runs) / 2


def test_no_pair_of_cities_that_answer_alike_differs(rng: np.random.Generator) -> None:
    runs = 1000
    families = [
        holm([pair.p for pair in compare_pairs(rng.binomial(BASES, 0.3), BASES)]) for _ in range(runs)
    ]
    assert sum(min(family) <= LEVEL for family in families) <= most(runs)


@pytest.mark.parametrize("shares", [[0.2, 0.35, 0.45], [0.03, 0.17, 0.8]])
def test_no_letters_where_cities_answer_alike(rng: np.random.Generator, shares: list[float]) -> None:
    runs = 1500
    lettered = sum(any(map(any, column_letters(answers(rng, shares), BASES))) for _ in range(runs))
    assert lettered <= most(runs)


def test_false_discoveries_among_twenty_questions_that_do_not_differ(rng: np.random.Generator) -> None:
    """Where nothing is to be found every find is false, so that there may be one in 5 % of surveys at most."""
    runs = 300
    found = 0
    for _ in range(runs):
        ps = [compare(answers(rng, [share, 1 - share])).p for share in rng.uniform(0.15, 0.85, 20)]
        found += min(false_discovery(ps)) <= LEVEL
    assert found <= most(runs)


def test_false_discoveries_among_questions_of_which_some_differ(rng: np.random.Generator) -> None:
    """Five of twenty differ: on average at most 5 % of what is found are others, and most of the five are found."""
    runs = 200
    truths = np.tile(rng.uniform(0.2, 0.8, 20)[:, None], len(BASES))
    truths[:5] = [0.5, 0.45, 0.45, 0.2]
    false_shares, found_true = [], 0
    for _ in range(runs):
        counts = rng.binomial(BASES, truths)
        found = np.array(false_discovery([compare([k, BASES - k]).p for k in counts])) <= LEVEL
        false_shares.append(found[5:].sum() / max(1, found.sum()))
        found_true += found[:5].sum()
    error = np.std(false_shares) / np.sqrt(runs)
    assert np.mean(false_shares) <= LEVEL + 3 * error
    assert found_true / (5 * runs) > 0.9


def test_a_difference_as_large_as_the_surveys_is_found(rng: np.random.Generator) -> None:
    """Poor: 51 % in Almaty, 44 and 43 %, 22 % in Pavlodar. Found globally, and as letters over Pavlodar."""
    runs = 500
    counts = rng.binomial(BASES, [0.51, 0.44, 0.43, 0.22], (runs, len(BASES)))
    assert np.mean([compare([k, BASES - k]).p <= LEVEL for k in counts]) > 0.9
    # Of the pairs, Almaty over Pavlodar.
    assert np.mean(["D" in column_letters([k, BASES - k], BASES)[0][0] for k in counts]) > 0.8


def test_one_city_that_differs_is_found_among_four(rng: np.random.Generator) -> None:
    """51 % in Almaty alone, with 22 % in the other three, is the hardest such case: the smallest base."""
    runs = 500
    counts = rng.binomial(BASES, [0.51, 0.22, 0.22, 0.22], (runs, len(BASES)))
    assert np.mean([compare([k, BASES - k]).p <= LEVEL for k in counts]) > 0.9


def test_the_design_effect_is_what_weights_do_to_the_variance(rng: np.random.Generator) -> None:
    runs, size, share = 20_000, 200, 0.3
    weights = rng.lognormal(0, 0.7, size)
    means = (rng.random((runs, size)) < share) @ weights / weights.sum()
    unweighted = share * (1 - share) / size
    # The error of a variance estimated from so many means is 1 %.
    assert means.var() / unweighted == pytest.approx(design_effect(weights), rel=0.04)
    low, high = wilson_many(means * effective_base(weights), np.full(runs, effective_base(weights)))
    assert np.mean((low <= share) & (share <= high)) == pytest.approx(0.95, abs=0.01)


def test_weighted_cities_that_answer_alike_rarely_differ(rng: np.random.Generator) -> None:
    """On effective bases the level is kept; on respondents, as if weights cost nothing, it is not."""
    runs = 2000
    weights = [rng.lognormal(0, 0.8, n) for n in BASES]
    effective = [effective_base(w) for w in weights]
    kept = naive = 0
    for _ in range(runs):
        yes = np.array([w[rng.random(len(w)) < 0.35].sum() for w in weights])
        table = [yes, [w.sum() - k for w, k in zip(weights, yes, strict=True)]]
        kept += compare_weighted(table, effective).p <= LEVEL
        naive += compare_weighted(table, BASES).p <= LEVEL
    assert kept <= most(runs)
    assert naive > 2 * most(runs)
