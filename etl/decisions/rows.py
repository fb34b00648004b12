"""Readings as rows: what is taken of a document, and what is kept out and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from catalogue.decisions import AMOUNTS, BUDGETS, LINES, SOURCE_ID, amount_column
from etl.decisions.gazetteer import LAW_ID
from etl.decisions.models import Budget, Finding, Reading
from etl.decisions.place_ids import place_id
from etl.decisions.store import SCHEMAS, Batch, Outcome, Slice, reader_version, to_file

Partition = tuple[str, int]
"""Region code and budget year."""

_LONGEST = 500  # characters of a passage that is kept
_FINEST, _LARGEST = Decimal("0.001"), Decimal(10) ** 15  # thousand tenge
_SWAP = ("old", "new", "field", "sub_point")


@dataclass
class Rows:
    """Rows that wait to become a batch, by dataset, region and year."""

    rows: dict[str, dict[Partition, list[pa.RecordBatch]]] = field(
        default_factory=lambda: {dataset: defaultdict(list) for dataset in SCHEMAS}
    )
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, document_id: str, number: int, reading: Reading, accept: frozenset[str]) -> None:
        """Takes the budgets of a document that nothing keeps out, and notes what kept out the others.

        A document of which some value fits no column raises an error and adds nothing.
        """
        taken: list[tuple[str, Partition, pa.RecordBatch]] = []
        refused: list[dict[str, str]] = []
        blocked: set[str] = set()
        accepted: set[str] = set()
        whole = [finding for finding in reading.findings if finding.is_blocking]
        for position, budget in enumerate(reading.budgets):
            serious = [*whole, *(finding for finding in budget.findings if finding.is_blocking)]
            codes = {finding.code for finding in serious}
            unfit = unstorable(budget)
            if unfit or not codes <= accept:
                blocked |= codes - accept
                refused += [_noted(finding, budget) for finding in (*serious, *unfit)]
            elif budget.region_code and budget.budget_year:
                accepted |= codes
                where = (budget.region_code, budget.budget_year)
                key = {
                    "document_id": document_id,
                    "reading": number,
                    "place_id": place_id(where[0], budget.place),
                }
                lines = [key | line for line in _lines(position, budget)]
                taken.append(
                    (BUDGETS, where, _arrow(BUDGETS, [key | _budget(document_id, reading, position)]))
                )
                taken.append((LINES, where, _arrow(LINES, lines)))
        if not reading.budgets:
            blocked |= {finding.code for finding in whole} - accept
            refused += [_noted(finding, None) for finding in whole]
        for dataset, where, batch in taken:
            if batch.num_rows:
                self.rows[dataset][where].append(batch)
        budgets = sum(1 for dataset, _, _ in taken if dataset == BUDGETS)
        self.outcomes.append(
            Outcome(
                document_id=document_id,
                document=reading.document,
                reading=number,
                status=_status(budgets, len(reading.budgets), bool(refused)),
                budgets=budgets,
                partitions=frozenset(where for _, where, _ in taken),
                accepted=frozenset(accepted),
                blocked=frozenset(blocked),
                findings=tuple(refused),
            )
        )

    def refuse(self, document_id: str, document: str, number: int, finding: Finding) -> None:
        """Notes a document that could not be read at all."""
        noted = (_noted(finding, None),)
        self.outcomes.append(Outcome(document_id, document, number, "refused", findings=noted))

    def batch(self) -> Batch:
        """The rows as they are sent."""
        contents: dict[str, bytes] = {}
        slices: list[Slice] = []
        for dataset, schema in SCHEMAS.items():
            ordered = sorted(self.rows[dataset].items())
            slices += (Slice(dataset, *where, index) for index, (where, _) in enumerate(ordered))
            contents[dataset] = to_file(schema, [_one(batches) for _, batches in ordered])
        return Batch(reader_version(), contents, tuple(slices), tuple(self.outcomes))


def _arrow(dataset: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, SCHEMAS[dataset])


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    (batch,) = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return batch


def unstorable(budget: Budget) -> list[Finding]:
    """Why a budget has no place among the others, whatever is accepted: no region, no year, no place, or amounts that are
    no amounts of money."""
    needed = {"region_code": budget.region_code, "budget_year": budget.budget_year, "place": budget.place}
    found = [
        Finding(f"{name.replace('_', '-')}-unknown", name, "the text does not tell", budget.place)
        for name, value in needed.items()
        if not value
    ]
    amounts = [(name, amount) for name, amount in budget.amounts.items() if amount is not None]
    amounts += [("lines", line.amount) for line in budget.lines]
    amounts += [("swaps", amount) for swap in budget.swaps for amount in (swap.old, swap.new)]
    for name, amount in amounts:
        if not amount.is_finite() or abs(amount) >= _LARGEST or amount != amount.quantize(_FINEST):
            message = "no amount of money in thousand tenge, exact to the tenge"
            found.append(Finding("no-amount", name, message, str(amount), "an amount", str(amount)))
    return found


def _status(taken: int, budgets: int, is_refused: bool) -> str:
    if taken:
        return "taken" if taken == budgets else "partly"
    return "refused" if is_refused else "empty"


def _budget(document_id: str, reading: Reading, position: int) -> dict[str, Any]:
    act, budget = reading.act, reading.budgets[position]
    law_id = LAW_ID.search(act.address or "") or LAW_ID.search(reading.document)
    return {
        "position": position,
        "document": reading.document,
        "decision_id": law_id.group() if law_id else document_id,
        "title": act.title,
        "act_number": act.number,
        "adopted": act.adopted,
        "base_number": act.base_number,
        "base_date": act.base_date,
        "language": act.language,
        "is_amendment": act.is_amendment,
        "is_consolidated": act.is_consolidated,
        "is_restated": budget.is_restated,
        "status": act.status,
        "address": act.address,
        "level": budget.level,
        "place": budget.place,
        "plan_years": budget.plan_years,
        "scope": budget.scope,
        **{amount_column(name): budget.amounts.get(name) for name in AMOUNTS},
        "swaps": [{name: getattr(swap, name) for name in _SWAP} for swap in budget.swaps],
        "lines": len(budget.lines),
        "findings": [_kept(finding) for finding in (*reading.findings, *budget.findings)],
        "source_id": SOURCE_ID,
        "source_ref": act.address or reading.document,
    }


def _lines(position: int, budget: Budget) -> list[dict[str, Any]]:
    return [
        {
            "budget": position,
            "position": index,
            "parent": line.parent,
            "part": line.part,
            "level": line.level,
            "codes": "/".join(line.codes),
            "name": line.name,
            "amount_kzt_thousand": line.amount,
        }
        for index, line in enumerate(budget.lines)
    ]


def _kept(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "field": finding.field,
        "original": finding.original[:_LONGEST],
        "expected": finding.expected,
        "found": finding.found,
    }


def _noted(finding: Finding, budget: Budget | None) -> dict[str, str]:
    """A finding as the journal keeps it, with the place and year that it is about; letters that are none are replaced."""
    about = {"place": budget.place, "year": str(budget.budget_year or "")} if budget else {}
    told = _kept(finding) | {"message": finding.message[:_LONGEST]} | about
    return {name: text.encode(errors="replace").decode() for name, text in told.items()}
