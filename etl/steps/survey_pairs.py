"""Which cities, and which waves, differ in an answer, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import pandas as pd

from etl.inputs import Inputs
from etl.steps.survey_tests import SOFTWARE
from etl.survey_counts import Group, groups
from stats.tests import ALPHA, Pair, compare_pairs, compare_weighted_pair, holm

COLUMNS = [
    "wave", "city", "other_wave", "other_city", "topic", "item", "question_id", "answer", "difference_pct",
    "difference_low", "difference_high", "p", "p_adjusted", "tests_in_family", "differs", "software", "source_id",
    "source_ref",
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One city's people in one wave: `index` is the city's place in its group."""

    group: Group
    index: int

    @property
    def city(self) -> str:
        return self.group.cities[self.index]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per answer and pair of cities of a wave, or of waves in a city: difference of shares, interval, p.

    p is corrected by Holm over all pairs and answers of a question. Two cities differ only where the test of all
    cities (table `survey_tests`) says so as well. Of printed shares that several counts may stand behind, the counts
    with the largest p are kept.
    """
    every = groups(inputs)
    tests = inputs.table("survey_tests")
    differing = {
        (row["wave"], row["topic"], row["question_id"], row["answer"])
        for row in tests[tests["differs"]].to_dict("records")
    }
    rows: list[dict[str, Any]] = []
    for group in every:
        samples = [Sample(group, index) for index in range(len(group.cities))]
        for row in _family(list(combinations(samples, 2)), group.answers, group.is_exclusive):
            is_gated = (group.wave, group.topic, group.question_id, row["answer"]) in differing
            rows.append(row | {"differs": row["differs"] and is_gated})
    for older, newer in _same_questions(inputs, every):
        shared = [city for city in older.cities if city in newer.cities]
        pairs = [(Sample(newer, newer.cities.index(c)), Sample(older, older.cities.index(c))) for c in shared]
        answers = tuple(answer for answer in newer.answers if answer in older.answers)
        rows += _family(pairs, answers, newer.is_exclusive and set(newer.answers) == set(older.answers))
    return pd.DataFrame(rows, columns=COLUMNS)


def _same_questions(inputs: Inputs, every: list[Group]) -> list[tuple[Group, Group]]:
    """The same question in two waves, the older first."""
    waves = inputs.catalogue.waves
    ordered = sorted(every, key=lambda group: (waves[group.wave].year, group.wave))
    return [
        (older, newer)
        for older, newer in combinations(ordered, 2)
        # A table that prints another question's answer among its own is not asked twice.
        if older.wave != newer.wave and (older.question_id, older.item) == (newer.question_id, newer.item)
    ]


def _family(
    pairs: list[tuple[Sample, Sample]], answers: tuple[str, ...], is_exclusive: bool
) -> list[dict[str, Any]]:
    """The rows of one question, corrected together; "yes" and "no" are one comparison made twice."""
    found = [
        (first, second, answer, pair)
        for answer in answers
        for first, second in pairs
        if (pair := _pair(first, second, answer)) is not None
    ]
    is_mirrored = is_exclusive and len(answers) == 2
    tested = [pair.p for _, _, answer, pair in found if not is_mirrored or answer == answers[0]]
    corrected = holm(tested) * (len(found) // len(tested)) if tested else []
    return [
        {
            "wave": first.group.wave,
            "city": first.city,
            "other_wave": second.group.wave,
            "other_city": second.city,
            "topic": first.group.topic,
            "item": first.group.item,
            "question_id": first.group.question_id,
            "answer": answer,
            "difference_pct": pair.difference * 100,
            "difference_low": pair.low * 100,
            "difference_high": pair.high * 100,
            "p": pair.p,
            "p_adjusted": p_adjusted,
            "tests_in_family": len(tested),
            "differs": p_adjusted < ALPHA,
            "software": SOFTWARE,
            "source_id": first.group.wave,
            "source_ref": f"{first.group.wave} {first.city}; {second.group.wave} {second.city}",
        }
        for (first, second, answer, pair), p_adjusted in zip(found, corrected, strict=True)
    ]


def _pair(first: Sample, second: Sample, answer: str) -> Pair | None:
    """The most cautious comparison of two samples in one answer; None where a cell fits no count."""
    samples = (first, second)
    places = [sample.group.answers.index(answer) for sample in samples]
    bases = [sample.group.bases[sample.index] for sample in samples]
    if not all(sample.group.ways[sample.index] for sample in samples):
        return None
    if any(sample.group.weighted for sample in samples):
        counts, effective = zip(*map(_weighted, samples, places), strict=True)
        return compare_weighted_pair(counts, effective)
    options = [
        list(dict.fromkeys(way[place] for way in sample.group.ways[sample.index]))
        for sample, place in zip(samples, places, strict=True)
    ]
    possible = [compare_pairs(counts, bases)[0] for counts in product(*options)]
    return max(possible, key=lambda pair: pair.p)


def _weighted(sample: Sample, place: int) -> tuple[float, float]:
    """Weighted people and the effective base; of a wave without weights, its people and base."""
    group = sample.group
    if group.weighted and group.effective:
        return group.weighted[place][sample.index], group.effective[sample.index]
    return float(group.ways[sample.index][0][place]), float(group.bases[sample.index])
