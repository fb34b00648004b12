"""What a publication says of its survey, held against the tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from catalogue.survey import Claim
from etl.errors import DataError
from etl.inputs import Inputs
from etl.survey_counts import POOLED


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per claim: how many comparisons follow from it, in how many the numbers side with it, the verdict."""
    return pd.DataFrame(
        [_row(inputs, wave, claim) for wave, claims in inputs.catalogue.claims.items() for claim in claims]
    )


def _row(inputs: Inputs, wave: str, claim: Claim) -> dict[str, Any]:
    judge = {"order": _order, "equal": _equal, "uniform": _uniform, "level": _level}.get(claim.kind)
    outcomes = judge(inputs, wave, claim) if judge else []
    return {
        "wave": wave,
        "claim_id": claim.id,
        "topic": claim.topic,
        "claim_ru": claim.text.ru,
        "claim_kk": claim.text.kk,
        "claim_en": claim.text.en,
        "verdict": _verdict(claim, outcomes),
        "comparisons": len(outcomes),
        "comparisons_held": sum(outcome > 0 for outcome in outcomes),
        "source_id": wave,
        "source_ref": claim.source_ref,
    }


def _verdict(claim: Claim, outcomes: list[int]) -> str:
    """`outcomes`: 1 holds, 0 open, -1 the opposite holds."""
    if not outcomes:
        return "untestable"
    if min(outcomes) < 0:
        return "contradicted"
    if claim.kind in ("equal", "uniform"):
        # That no difference was found does not make things equal.
        return "not_contradicted"
    return {len(outcomes): "supported", 0: "not_supported"}.get(sum(outcomes), "partly")


def _order(inputs: Inputs, wave: str, claim: Claim) -> list[int]:
    found = _pairs(inputs, wave, claim)
    return [(1 if row["difference_pct"] > 0 else -1) if row["differs"] else 0 for row in found]


def _equal(inputs: Inputs, wave: str, claim: Claim) -> list[int]:
    return [-1 if row["differs"] else 1 for row in _pairs(inputs, wave, claim)]


def _pairs(inputs: Inputs, wave: str, claim: Claim) -> list[dict[Any, Any]]:
    """The pairs of the claim, each with the difference as the claim turns it."""
    table = inputs.table("survey_pairs")
    table = table[(table["wave"] == wave) & (table["other_wave"] == wave) & (table["topic"] == claim.topic)]
    rows = {
        (row["item"], row["answer"], row[one], row[two]): row
        | {"difference_pct": sign * row["difference_pct"]}
        for row in table.to_dict("records")
        for one, two, sign in (("city", "other_city", 1), ("other_city", "city", -1))
    }
    keys = [(i, a, *pair) for i in claim.items for a in claim.answers for pair in claim.pairs]
    return [_known(rows, key, inputs, wave, claim) for key in keys]


def _uniform(inputs: Inputs, wave: str, claim: Claim) -> list[int]:
    table = inputs.table("survey_tests")
    table = table[(table["wave"] == wave) & (table["topic"] == claim.topic)]
    rows = {(row["item"], row["answer"]): row for row in table.to_dict("records")}
    keys = [(item, answer) for item in claim.items for answer in claim.answers]
    return [-1 if _known(rows, key, inputs, wave, claim)["differs"] else 1 for key in keys]


def _level(inputs: Inputs, wave: str, claim: Claim) -> list[int]:
    table = inputs.table("survey")
    table = table[(table["wave"] == wave) & (table["topic"] == claim.topic) & (table["city"] == POOLED)]
    rows = {(row["item"], row["answer"]): row for row in table.to_dict("records")}
    value = claim.value if claim.value is not None else float("nan")
    found = [_known(rows, (i, a), inputs, wave, claim) for i in claim.items for a in claim.answers]
    return [1 if row["pct_low"] <= value <= row["pct_high"] else -1 for row in found]


def _known(
    rows: Mapping[Any, dict[Any, Any]], key: Any, inputs: Inputs, wave: str, claim: Claim
) -> dict[Any, Any]:
    if key not in rows:
        path = inputs.data / "sources" / wave / "claims.yml"
        raise DataError(path, None, claim.id, " ".join(key), "items, answers and cities that were compared")
    return rows[key]
