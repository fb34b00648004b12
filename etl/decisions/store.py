"""What is stored of decisions: the columns, and what a worker sends back for a batch of documents.

A batch's rows are record batches, one per region and year, in an Arrow file that is written to the spool as it comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from catalogue.decisions import AMOUNTS, BUDGETS, LINES, amount_column
from etl.manifest import digest

AMOUNT = pa.decimal128(18, 3)  # thousand tenge, to the tenge
FINDINGS = pa.list_(
    pa.struct([(name, pa.string()) for name in ("code", "field", "original", "expected", "found")])
)
SWAPS = pa.list_(
    pa.struct([("old", AMOUNT), ("new", AMOUNT), ("field", pa.string()), ("sub_point", pa.int32())])
)
AMOUNT_COLUMNS = [(amount_column(name), AMOUNT) for name in AMOUNTS]

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
        ("is_restated", pa.bool_()),
        ("status", pa.string()),
        ("address", pa.string()),
        ("level", pa.string()),
        ("place", pa.string()),
        ("place_id", pa.string()),
        ("plan_years", pa.string()),
        ("scope", pa.string()),
        *AMOUNT_COLUMNS,
        ("swaps", SWAPS),
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


@cache
def reader_version() -> str:
    """A hash of the code that reads decisions: it says whether a document would be read again in the same way."""
    code = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(*(part for path in code for part in (path.name, path.read_bytes())))


def to_file(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> bytes:
    """Record batches as a file of which any one can be read alone."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return bytes(sink.getvalue())
