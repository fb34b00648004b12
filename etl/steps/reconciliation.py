"""Sums of parts against totals, and cumulative amounts against earlier ones: everything that official figures must satisfy.

A difference that `data/catalogue/known_differences.yml` does not explain to the digit stops the build, and so does an
explanation that has nothing left to explain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pandas as pd

from catalogue.models import LANGS, KnownDifference
from catalogue.places import regions
from etl.errors import DataError
from etl.inputs import Inputs
from etl.steps import budget_decisions

# Scope, expected, found, source_id, source_ref
Row = tuple[str, Decimal, Decimal, str, str]
# What the compilation's rounding of each of its figures may add up to, in the source's unit.
TOLERANCE = {
    "regions_to_country": Decimal("0.001"),
    "groups_to_total": Decimal("0.001"),
    "cumulative": Decimal(0),
    "kinds_of_revenue": Decimal(0),
}
ADDED = ("revenue_total", "revenue_tax", "transfers_received", "expenditure_total")
KINDS = ("revenue_tax", "revenue_nontax", "revenue_capital", "revenue_transfers")
BULLETIN = "minfin-bulletin"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per check. Raises DataError for a difference that is not known, and for a known one that is gone."""
    known = {(item.reconciliation, item.scope): item for item in inputs.catalogue.known_differences}
    rows = [
        _judge(name, row, known.get((name, row[0])))
        for name, rows_of in CHECKS.items()
        for row in rows_of(inputs)
    ]
    checked = {
        (row["reconciliation"], row["scope"]) for row in rows if row["reconciliation_status"] == "known"
    }
    for name, scope in known.keys() - checked:
        path = inputs.data / "catalogue" / "known_differences.yml"
        expected = "a difference that is still there: remove the entry if the source was mended"
        raise DataError(path, None, name, scope, expected)
    return pd.DataFrame(rows)


def _judge(name: str, row: Row, known: KnownDifference | None) -> dict[str, object]:
    scope, expected, found, source_id, source_ref = row
    difference = min(found - expected, Decimal(0)) if name == "cumulative" else found - expected
    is_close = abs(difference) <= TOLERANCE[name]
    is_known = known is not None and abs(difference - Decimal(known.difference)) <= TOLERANCE[name]
    if not is_close and not is_known:
        wanted = f"{expected} (a difference of at most {TOLERANCE[name]})"
        wanted = f"a difference of {known.difference}, as known_differences.yml says" if known else wanted
        advice = (
            "Compare the rows with the original. If the source itself does not add up, say so with the reason in "
            "data/catalogue/known_differences.yml."
        )
        value = f"{found}, off by {difference}"
        raise DataError(f"{source_ref} ({source_id})", None, f"{name}: {scope}", value, wanted, advice)
    reasons = {f"reason_{lang}": known.reason[lang] if known and not is_close else "" for lang in LANGS}
    return {
        "reconciliation": name,
        "scope": scope,
        "expected_value": float(expected),
        "found_value": float(found),
        "difference": float(difference),
        "reconciliation_status": "holds" if is_close else "known",
        **reasons,
        "source_id": source_id,
        "source_ref": source_ref,
    }


def _exact(values: pd.Series[float]) -> Decimal:
    return sum((Decimal(repr(float(value))) for value in values), Decimal(0))


def _regions_to_country(inputs: Inputs) -> Iterator[Row]:
    """Only where the source has every region of the country: in 2022 and 2023 three are missing."""
    execution = inputs.table("budget_execution")
    annual = execution.merge(
        execution.loc[execution["measure"] == "revenue_tax", ["region_code", "cumulative_to"]],
        on=["region_code", "cumulative_to"],
    )
    for (period, measure), rows in annual[annual["measure"].isin(ADDED)].groupby(
        ["cumulative_to", "measure"]
    ):
        country, parts = rows[rows["region_code"] == "KZ"], rows[rows["region_code"] != "KZ"]
        there = regions(inputs.catalogue, date(int(rows["year"].iloc[0]), 12, 31))
        if len(country) and set(parts["region_code"]) == set(there):
            total = _exact(country["value_kzt_million"])
            ref = f"{country['source_ref'].iloc[0]}; {len(parts)} regions"
            yield f"KZ {period} {measure}", total, _exact(parts["value_kzt_million"]), BULLETIN, ref


def _groups_to_total(inputs: Inputs) -> Iterator[Row]:
    execution = inputs.table("budget_execution").query("measure == 'expenditure_total'")
    totals = execution.set_index(["region_code", "cumulative_to"])["value_kzt_million"].to_dict()
    for key, groups in inputs.table("functional_execution").groupby(["region_code", "cumulative_to"]):
        amounts = groups["cumulative_kzt_million"]
        total = Decimal(repr(float(totals[key])))
        yield " ".join(map(str, key)), total, _exact(amounts), BULLETIN, str(groups["source_ref"].iloc[0])


def _cumulative(inputs: Inputs) -> Iterator[Row]:
    groups = inputs.table("functional_execution").rename(
        columns={"function_code": "item", "cumulative_kzt_million": "amount"}
    )
    totals = inputs.table("budget_execution").rename(
        columns={"measure": "item", "value_kzt_million": "amount"}
    )
    totals = totals[totals["item"].isin(ADDED)]
    for frame in (totals, groups):
        ordered = frame.sort_values(["region_code", "item", "cumulative_to"])
        before = ordered.groupby(["region_code", "item", "year"])["amount"].shift()
        for row, earlier in zip(ordered.itertuples(), before, strict=True):
            if pd.notna(earlier):
                pair = (Decimal(repr(float(earlier))), Decimal(repr(row.amount)))
                yield (
                    f"{row.region_code} {row.cumulative_to} {row.item}",
                    *pair,
                    BULLETIN,
                    str(row.source_ref),
                )


def _kinds_of_revenue(inputs: Inputs) -> Iterator[Row]:
    """Where total, taxes and transfers are shown; kinds that a decision does not list are then none."""
    for row in inputs.table("budget_decisions").to_dict("records"):
        total, *kinds = (row[f"{name}_kzt_thousand"] for name in ("revenue_total", *KINDS))
        if not any(map(pd.isna, (total, kinds[0], kinds[-1]))):
            found = _exact(pd.Series(kinds).dropna())
            ref = f"{row['decision_url']}, {row['source_ref']}"
            scope = f"{row['decision_id']} {row['place_name']}"
            yield scope, Decimal(repr(total)), found, budget_decisions.SOURCE, ref


CHECKS: dict[str, Callable[[Inputs], Iterator[Row]]] = {
    "regions_to_country": _regions_to_country,
    "groups_to_total": _groups_to_total,
    "cumulative": _cumulative,
    "kinds_of_revenue": _kinds_of_revenue,
}
