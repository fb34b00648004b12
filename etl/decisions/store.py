"""Readings as rows: what a worker sends back for a batch of documents, and the columns that are stored.

A batch's rows are record batches, one per region and year, in an Arrow stream that is written to the spool as it comes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from catalogue.decisions import AMOUNTS, BUDGETS, LINES, SOURCE_ID, amount_column
from etl.decisions.models import Budget, Finding, Reading
from etl.decisions.place_ids import place_id
from etl.manifest import digest

AMOUNT = pa.decimal128(18, 3)  # thousand tenge, to the tenge
FINDINGS = pa.list_(
    pa.struct([(name, pa.string()) for name in ("code", "field", "original", "expected", "found")])
)
AMOUNT_COLUMNS = [(amount_column(name), AMOUNT) for name in AMOUNTS]
_LONGEST = 500  # characters of a passage that the journal keeps
_FINEST = Decimal("0.001")
_LARGEST = Decimal(10) ** 15
_LAW_ID = re.compile(r"/docs/([A-Z]\d\d[0-9A-Z]+)")  # in an address of the national legal database

BUDGET_SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("reading", pa.int32()),
        ("position", pa.int32()),
        ("decision_id", pa.string()),
        ("document", pa.string()),
        ("title", pa.string()),
        ("act_number", pa.string()),
        ("adopted", pa.date32()),
        ("base_number", pa.string()),
        ("base_date", pa.date32()),
        ("language", pa.string()),
        ("is_amendment", pa.bool_()),
        ("is_consolidated", pa.bool_()),
        ("status", pa.string()),
        ("address", pa.string()),
        ("level", pa.string()),
        ("place", pa.string()),
        ("place_id", pa.string()),
        ("plan_years", pa.string()),
        ("scope", pa.string()),
        *AMOUNT_COLUMNS,
        ("swaps", pa.list_(pa.struct([("old", AMOUNT), ("new", AMOUNT), ("field", pa.string())]))),
        ("lines", pa.int32()),
        ("findings", FINDINGS),
        ("source_id", pa.string()),
        ("source_ref", pa.string()),
    ]
)
LINE_SCHEMA = pa.schema(
    [
        ("place_id", pa.string()),
        ("document_id", pa.string()),
        ("reading", pa.int32()),
        ("budget", pa.int32()),
        ("position", pa.int32()),
        ("parent", pa.int32()),
        ("part", pa.string()),
        ("level", pa.string()),
        ("codes", pa.string()),
        ("name", pa.string()),
        ("amount_kzt_thousand", AMOUNT),
    ]
)
SCHEMAS = {BUDGETS: BUDGET_SCHEMA, LINES: LINE_SCHEMA}


@dataclass(frozen=True)
class Slice:
    """Rows of one region and year: record batch ``position`` of the spool file of a dataset and ``batch``."""

    dataset: str
    region_code: str
    budget_year: int
    position: int
    batch: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a document, for the journal. ``status``: taken, partly (some budgets were refused), refused, or
    empty (it holds no budget). ``blocked`` are the codes of findings that kept budgets out and may be accepted,
    ``accepted`` those that were."""

    document_id: str
    document: str
    reading: int
    status: str
    budgets: int = 0
    partitions: frozenset[tuple[str, int]] = frozenset()
    accepted: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    findings: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Batch:
    """What comes back for some documents: Arrow streams by dataset, where in them which rows lie, and the outcomes.
    ``reader`` is the version of the code that read them."""

    reader: str
    contents: Mapping[str, bytes]
    slices: tuple[Slice, ...]
    outcomes: tuple[Outcome, ...]


@dataclass
class Rows:
    """Rows that wait to become a batch, by dataset, region and year."""

    rows: dict[str, dict[tuple[str, int], list[dict[str, Any]]]] = field(
        default_factory=lambda: {dataset: defaultdict(list) for dataset in SCHEMAS}
    )
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, document_id: str, number: int, reading: Reading, accept: frozenset[str]) -> None:
        """Takes the budgets of a document that nothing keeps out, and notes what kept out the others."""
        blocked: set[str] = set()
        accepted: set[str] = set()
        partitions: set[tuple[str, int]] = set()
        refused: list[dict[str, str]] = []
        taken = 0
        whole = [finding for finding in reading.findings if finding.is_blocking]
        for position, budget in enumerate(reading.budgets):
            serious = [*whole, *(finding for finding in budget.findings if finding.is_blocking)]
            open_codes = {finding.code for finding in serious} - accept
            unfit = unstorable(budget)
            if open_codes or unfit:
                blocked |= open_codes
                refused += [_noted(finding, budget) for finding in [*serious, *unfit]]
                continue
            assert budget.region_code is not None and budget.budget_year is not None  # unstorable says so
            partition = (budget.region_code, budget.budget_year)
            partitions.add(partition)
            accepted |= {finding.code for finding in serious}
            taken += 1
            self._take(partition, document_id, number, reading, position, budget)
        if not reading.budgets:
            blocked |= {finding.code for finding in whole} - accept
            refused += [_noted(finding, None) for finding in whole]
        self.outcomes.append(
            Outcome(
                document_id=document_id,
                document=reading.document,
                reading=number,
                status=_status(taken, len(reading.budgets), bool(refused)),
                budgets=taken,
                partitions=frozenset(partitions),
                accepted=frozenset(accepted),
                blocked=frozenset(blocked),
                findings=tuple(refused),
            )
        )

    def refuse(self, document_id: str, document: str, number: int, finding: Finding) -> None:
        """A document that could not be read at all."""
        noted = (_noted(finding, None),)
        self.outcomes.append(Outcome(document_id, document, number, "refused", findings=noted))

    def _take(
        self,
        partition: tuple[str, int],
        document_id: str,
        number: int,
        reading: Reading,
        position: int,
        budget: Budget,
    ) -> None:
        key = {
            "document_id": document_id,
            "reading": number,
            "place_id": place_id(partition[0], budget.place),
        }
        act = _act(document_id, reading)
        own = {"position": position, "document": reading.document}
        findings = [_kept(finding) for finding in (*reading.findings, *budget.findings)]
        self.rows[BUDGETS][partition].append(key | own | act | _budget(budget) | {"findings": findings})
        self.rows[LINES][partition] += (
            key
            | {
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
        )

    def batch(self) -> Batch:
        """The rows as they are sent."""
        contents: dict[str, bytes] = {}
        slices: list[Slice] = []
        for dataset, schema in SCHEMAS.items():
            ordered = sorted(self.rows[dataset].items())
            slices += (Slice(dataset, *partition, index) for index, (partition, _) in enumerate(ordered))
            batches = [pa.RecordBatch.from_pylist(rows, schema) for _, rows in ordered]
            contents[dataset] = to_stream(schema, batches)
        return Batch(reader_version(), contents, tuple(slices), tuple(self.outcomes))


@cache
def reader_version() -> str:
    """A hash of the code that reads decisions: it says whether a document would be read again in the same way."""
    code = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(*(part for path in code for part in (path.name, path.read_bytes())))


def to_stream(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> bytes:
    """Record batches as an Arrow file, of which any one can be read alone."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return bytes(sink.getvalue())


def unstorable(budget: Budget) -> list[Finding]:
    """Why a budget has no place among the others, whatever is accepted: no region, no year, or amounts that are no
    amounts of money."""
    found = []
    for name, value in (
        ("region_code", budget.region_code),
        ("budget_year", budget.budget_year),
        ("place", budget.place),
    ):
        if not value:
            found.append(
                Finding(f"{name.replace('_', '-')}-unknown", name, "the text does not tell", budget.place)
            )
    amounts = [(name, amount) for name, amount in budget.amounts.items() if amount is not None]
    amounts += [("lines", line.amount) for line in budget.lines]
    for name, amount in amounts:
        if not amount.is_finite() or abs(amount) >= _LARGEST or amount != amount.quantize(_FINEST):
            expected = "thousand tenge, to the tenge"
            found.append(Finding("no-amount", name, "no amount of money", str(amount), expected, str(amount)))
    return found


def _status(taken: int, budgets: int, is_refused: bool) -> str:
    if taken:
        return "taken" if taken == budgets else "partly"
    return "refused" if is_refused else "empty"


def _act(document_id: str, reading: Reading) -> dict[str, Any]:
    act = reading.act
    law_id = _LAW_ID.search(act.address or "")
    return {
        "decision_id": law_id[1] if law_id else document_id,
        "title": act.title,
        "act_number": act.number,
        "adopted": act.adopted,
        "base_number": act.base_number,
        "base_date": act.base_date,
        "language": act.language,
        "is_amendment": act.is_amendment,
        "is_consolidated": act.is_consolidated,
        "status": act.status,
        "address": act.address,
        "source_id": SOURCE_ID,
        "source_ref": act.address or reading.document,
    }


def _budget(budget: Budget) -> dict[str, Any]:
    return {
        "level": budget.level,
        "place": budget.place,
        "plan_years": budget.plan_years,
        "scope": getattr(budget, "scope", "full"),
        "swaps": [],
        "lines": len(budget.lines),
        **{amount_column(name): budget.amounts.get(name) for name in AMOUNTS},
    }


def _kept(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "field": finding.field,
        "original": finding.original[:_LONGEST],
        "expected": finding.expected,
        "found": finding.found,
    }


def _noted(finding: Finding, budget: Budget | None) -> dict[str, str]:
    """A finding as the journal keeps it, with the place and year that it is about."""
    about = {"place": budget.place, "year": str(budget.budget_year or "")} if budget else {}
    return _kept(finding) | {"message": finding.message} | about
