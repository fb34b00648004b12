"""Versions as rows, from the rows of budgets of one region and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from catalogue.decisions import AMOUNTS, SOURCE_ID, amount_column
from etl.decisions.stated import Stated, Swap, Version
from etl.decisions.store import AMOUNT_COLUMNS
from etl.decisions.versions import versions

VERSION_SCHEMA = pa.schema(
    [
        ("place_id", pa.string()),
        ("position", pa.int32()),
        ("place_ru", pa.string()),
        ("place_kk", pa.string()),
        ("level", pa.string()),
        ("kind", pa.string()),
        ("adopted", pa.date32()),
        ("act_number", pa.string()),
        ("base_number", pa.string()),
        ("base_date", pa.date32()),
        ("plan_years", pa.string()),
        ("status", pa.string()),
        *AMOUNT_COLUMNS,
        (
            "doubts",
            pa.list_(pa.struct([(name, pa.string()) for name in ("code", "field", "expected", "found")])),
        ),
        ("texts", pa.list_(pa.struct([("document_id", pa.string()), ("position", pa.int32())]))),
        ("lines_document_id", pa.string()),
        ("lines_budget", pa.int32()),
        ("lines_place_id", pa.string()),
        ("source_id", pa.string()),
        ("source_ref", pa.string()),
    ]
)
_SAME = (
    "document_id", "position", "place_id", "language", "decision_id", "act_number", "adopted", "base_number",
    "base_date", "plan_years", "is_amendment", "is_consolidated", "is_restated", "scope", "lines",
)  # fmt: skip
Key = tuple[str, int]
"""A document's id and the position of a budget in it."""


def stated(budgets: pa.Table, year: int) -> list[Stated]:
    """What the documents state, a row each."""
    return [_stated(row, year) for row in budgets.to_pylist()]


def _stated(row: dict[str, Any], year: int) -> Stated:
    return Stated(
        **{name: row[name] for name in _SAME},
        budget_year=year,
        amounts={name: row[amount_column(name)] for name in AMOUNTS},
        swaps=tuple(Swap(**swap) for swap in row["swaps"] or ()),
        doubts=len(row["findings"]),
    )


def table(budgets: pa.Table, year: int, same_places: Mapping[str, str]) -> pa.Table:
    """The versions of all places of a region and year, in the columns of VERSION_SCHEMA."""
    by_key = {(row["document_id"], row["position"]): row for row in budgets.to_pylist()}
    by_place: dict[str, list[Stated]] = {}
    for row in by_key.values():
        found = _stated(row, year)
        by_place.setdefault(same_places.get(found.place_id, found.place_id), []).append(found)
    rows = [
        _row(version, position, place_id, names, by_key)
        for place_id, members in sorted(by_place.items())
        for names in [_names(members, by_key)]
        for position, version in enumerate(versions(members, place_id, year, same_places))
    ]
    return pa.Table.from_pylist(rows, VERSION_SCHEMA)


def _names(members: list[Stated], by_key: Mapping[Key, dict[str, Any]]) -> dict[str, str]:
    """How the place's newest texts call it, by language; a text without a day is the oldest."""
    ordered = sorted(members, key=lambda s: (s.adopted is not None, s.adopted, s.document_id, s.position))
    return {s.language: by_key[s.document_id, s.position]["place"] for s in ordered}


def _row(
    version: Version,
    position: int,
    place_id: str,
    names: Mapping[str, str],
    by_key: Mapping[Key, dict[str, Any]],
) -> dict[str, Any]:
    first, lines = version.stated[0], version.lines_of
    document = by_key[first.document_id, first.position]
    return {
        "place_id": place_id,
        "position": position,
        "place_ru": names.get("ru"),
        "place_kk": names.get("kk"),
        "kind": version.kind,
        "adopted": version.adopted,
        "act_number": version.act_number,
        "base_number": version.base_number,
        "base_date": version.base_date,
        **{name: document[name] for name in ("level", "plan_years", "status", "source_ref")},
        **{amount_column(name): version.amounts[name] for name in AMOUNTS},
        "doubts": [vars(doubt) for doubt in version.doubts],
        "texts": [{"document_id": text.document_id, "position": text.position} for text in version.stated],
        "lines_document_id": lines and lines.document_id,
        "lines_budget": lines and lines.position,
        "lines_place_id": lines and lines.place_id,
        "source_id": SOURCE_ID,
    }
