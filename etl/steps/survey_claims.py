"""What a publication says of its survey, held against the tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from catalogue.survey import POOLED, Claim
from etl.errors import DataError
from etl.inputs import Inputs
from stats.intervals import wilson
from stats.tests import ALPHA, compare_answers, holm

# The outcomes of the comparisons that a claim makes, by what is compared: 1 holds, 0 open, -1 the opposite holds.
Outcomes = dict[str, list[int]]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per claim: how many comparisons follow from it, in how many the numbers side with it, the verdict."""
    return pd.DataFrame(
        [_row(inputs, wave, claim) for wave, claims in inputs.catalogue.claims.items() for claim in claims]
    )


def _row(inputs: Inputs, wave: str, claim: Claim) -> dict[str, Any]:
    judges = {"order": _order, "equal": _equal, "uniform": _uniform, "level": _level, "leads": _leads}
    judge = judges.get(claim.kind)
    by_name = judge(inputs, wave, claim) if judge else {}
    outcomes = [outcome for own in by_name.values() for outcome in own]
    return {
        "wave": wave,
        "claim_id": claim.id,
        "topic": claim.topic,
        "claim_ru": claim.text.ru,
        "claim_kk": claim.text.kk,
        "claim_en": claim.text.en,
        "verdict": _verdict(claim, list(by_name.values())),
        "comparisons": len(outcomes),
        "comparisons_held": sum(outcome > 0 for outcome in outcomes),
        "comparisons_by_name": "; ".join(
            f"{name} {sum(outcome > 0 for outcome in own)}/{len(own)}" for name, own in by_name.items()
        ),
        "judged_by": "" if claim.kind == "untestable" else ", ".join(claim.answers),
        "source_id": wave,
        "source_ref": claim.source_ref,
    }


def _verdict(claim: Claim, groups: list[list[int]]) -> str:
    """`groups`: the outcomes of each comparison that the claim makes: 1 holds, 0 open, -1 the opposite holds."""
    outcomes = [outcome for own in groups for outcome in own]
    if not outcomes:
        return "untestable"
    if min(outcomes) < 0:
        return "contradicted"
    if claim.kind in ("equal", "uniform", "level"):
        # That nothing speaks against it does not make it so.
        return "not_contradicted"
    # "The highest" is above every other: one city that nothing sets apart is enough to leave it open.
    if claim.kind == "order" and not all(map(any, groups)):
        return "not_supported"
    return {len(outcomes): "supported", 0: "not_supported"}.get(sum(outcomes), "partly")


def _order(inputs: Inputs, wave: str, claim: Claim) -> Outcomes:
    return {
        pair: [(1 if row["difference_pct"] > 0 else -1) if row["differs"] else 0 for row in rows]
        for pair, rows in _pairs(inputs, wave, claim).items()
    }


def _equal(inputs: Inputs, wave: str, claim: Claim) -> Outcomes:
    found = _pairs(inputs, wave, claim)
    return {pair: [-1 if row["differs"] else 1 for row in rows] for pair, rows in found.items()}


def _pairs(inputs: Inputs, wave: str, claim: Claim) -> dict[str, list[dict[Any, Any]]]:
    """The rows of each pair of the claim, by the pair's cities, with the difference as the claim turns it."""
    table = inputs.table("survey_pairs")
    table = table[(table["wave"] == wave) & (table["other_wave"] == wave) & (table["topic"] == claim.topic)]
    rows = {
        (row["item"], row["answer"], row[one], row[two]): row
        | {"difference_pct": sign * row["difference_pct"]}
        for row in table.to_dict("records")
        for one, two, sign in (("city", "other_city", 1), ("other_city", "city", -1))
    }
    return {
        ">".join(pair): [
            _known(rows, (item, answer, *pair), inputs, wave, claim)
            for item in claim.items
            for answer in claim.answers
        ]
        for pair in claim.pairs
    }


def _uniform(inputs: Inputs, wave: str, claim: Claim) -> Outcomes:
    table = inputs.table("survey_tests")
    table = table[(table["wave"] == wave) & (table["topic"] == claim.topic)]
    rows = {(row["item"], row["answer"]): row for row in table.to_dict("records")}
    return {
        item: [-1 if _known(rows, (item, a), inputs, wave, claim)["differs"] else 1 for a in claim.answers]
        for item in claim.items
    }


def _level(inputs: Inputs, wave: str, claim: Claim) -> Outcomes:
    value = claim.value if claim.value is not None else float("nan")
    outcomes: Outcomes = {}
    for item in claim.items:
        for answer in claim.answers:
            row = _known(_shares(inputs, wave, claim), (item, answer, POOLED), inputs, wave, claim)
            low, high = wilson(row["count"], row["base_n"])
            outcomes.setdefault(item, []).append(1 if low <= value / 100 <= high else -1)
    return outcomes


def _leads(inputs: Inputs, wave: str, claim: Claim) -> Outcomes:
    """The two answers in each city, by the same people: an exact test, corrected by Holm over the cities."""
    shares = _shares(inputs, wave, claim)
    item, (first, second) = claim.items[0], claim.answers
    cities = [city for i, answer, city in shares if (i, answer) == (item, first) and city != POOLED]
    counts = [
        [
            int(_known(shares, (item, answer, city), inputs, wave, claim)["count"])
            for answer in (first, second)
        ]
        for city in cities
    ]
    ps = holm([compare_answers(*pair) for pair in counts])
    return {
        city: [(1 if one > other else -1) if p < ALPHA else 0]
        for city, (one, other), p in zip(cities, counts, ps, strict=True)
    }


def _shares(inputs: Inputs, wave: str, claim: Claim) -> dict[Any, dict[Any, Any]]:
    table = inputs.table("survey")
    table = table[(table["wave"] == wave) & (table["topic"] == claim.topic)]
    return {(row["item"], row["answer"], row["city"]): row for row in table.to_dict("records")}


def _known(
    rows: Mapping[Any, dict[Any, Any]], key: Any, inputs: Inputs, wave: str, claim: Claim
) -> dict[Any, Any]:
    if key not in rows:
        path = inputs.data / "sources" / wave / "claims.yml"
        raise DataError(path, None, claim.id, " ".join(key), "items, answers and cities that were compared")
    return rows[key]
