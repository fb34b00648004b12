"""The budgets of ingested decisions, queried where they lie: of the files that the journal names, those of the region and
year that are asked for, and of these the columns that are shown. Nothing is kept but the list of places.

An ingest may run beside the site: a query sees the state before it or after it, whole. Amounts are in thousand tenge; None
is what the text does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from catalogue import decisions
from catalogue.decisions import AMOUNTS, BUDGETS, LINES, VERSIONS, amount_column, decisions_dir

Doubt = dict[str, str]
Text = tuple[str, int]
"""A document's id and the position of the budget in it."""
_PLACE = ("place_id", "place_ru", "place_kk", "level")
_VERSION = (
    "position", "kind", "adopted", "act_number", "base_number", "base_date", "plan_years", "status",
    "doubts", "texts", "lines_document_id", "lines_budget", "lines_place_id", "source_id", "source_ref",
)  # fmt: skip
_LINE = ("position", "parent", "part", "level", "codes", "name", "amount_kzt_thousand")
_TEXT = (
    "document_id",
    "position",
    "document",
    "title",
    "language",
    "address",
    "findings",
    "source_id",
    "source_ref",
)
_ATTEMPTS = 5  # of a query whose files a merge replaces at that moment


@dataclass(frozen=True)
class Place:
    """A place with budgets. A name is missing where no text in that language was read; the newest one is shown."""

    place_id: str
    region_code: str
    name_ru: str | None
    name_kk: str | None
    level: str | None
    years: tuple[int, ...]


@dataclass(frozen=True)
class Budget:
    """A budget as it stood from ``adopted`` on (None: the day is not known) until the next version.

    ``kind``: adopted, amended or consolidated. ``doubts`` say what is not certain about it, as dicts of code, field,
    expected and found. ``texts`` are the documents that state it; ``lines_of`` is the one whose annexes hold, an earlier
    one if it is none of these, None if no document had any. ``lines_place_id`` is the place's id in that document.
    """

    place_id: str
    budget_year: int
    kind: str
    adopted: date | None
    act_number: str | None
    base_number: str | None
    base_date: date | None
    plan_years: str | None
    status: str | None
    amounts: dict[str, float | None]
    doubts: tuple[Doubt, ...]
    texts: tuple[Text, ...]
    lines_of: Text | None
    lines_place_id: str | None
    source_id: str
    source_ref: str


def stamp() -> int:
    """Another number after every ingest."""
    return decisions.state(decisions_dir())


def places() -> tuple[Place, ...]:
    """Every place with a budget, in the order of their ids."""
    folder = decisions_dir()
    return _places(folder, decisions.state(folder))


@lru_cache(maxsize=1)
def _places(folder: Path, state: int) -> tuple[Place, ...]:
    years: dict[str, dict[int, dict[str, Any]]] = {}
    for row in _query(folder, VERSIONS, _PLACE).to_pylist():
        years.setdefault(row["place_id"], {})[row["budget_year"]] = row
    return tuple(_place(place_id, by_year) for place_id, by_year in sorted(years.items()))


def _place(place_id: str, by_year: dict[int, dict[str, Any]]) -> Place:
    def newest(column: str) -> str | None:
        return next((row[column] for _, row in sorted(by_year.items(), reverse=True) if row[column]), None)

    names = newest("place_ru"), newest("place_kk")
    return Place(place_id, _region(place_id), *names, newest("level"), tuple(sorted(by_year)))


def versions(place_id: str, year: int) -> list[Budget]:
    """The versions of a place's budget of a year, oldest first; none if it is not known."""
    return [_budget(place_id, year, row) for row in _versions(place_id, year)]


def budget(place_id: str, year: int, on: date | None = None) -> Budget | None:
    """The budget in force on a day; without one the last that is known."""
    row = _in_force(place_id, year, on)
    return None if row is None else _budget(place_id, year, row)


def lines(place_id: str, year: int, on: date | None = None) -> pd.DataFrame:
    """The annex tables behind `budget`, as `lines_of` gives them; no rows where there is no budget."""
    row = _in_force(place_id, year, on)
    return _lines(place_id, year, None, None) if row is None else lines_of(_budget(place_id, year, row))


def lines_of(version: Budget) -> pd.DataFrame:
    """The annex tables that hold for a version, a row per line, in their order; no rows if no document had any."""
    place = version.lines_place_id if version.lines_of and version.lines_place_id else version.place_id
    return _lines(place, version.budget_year, *(version.lines_of or (None, None)))


def _lines(place_id: str, year: int, document: str | None, position: int | None) -> pd.DataFrame:
    wanted = (ds.field("document_id") == document) & (ds.field("budget") == position)
    return _of(place_id, year, LINES, _LINE, wanted).sort_by("position").to_pandas()


def texts(version: Budget) -> list[dict[str, Any]]:
    """The documents behind a version: titles, addresses, and what was found in them and accepted."""
    documents = ds.field("document_id").isin([document for document, _ in version.texts])
    folder, region = decisions_dir(), _region(version.place_id)
    found = _query(folder, BUDGETS, _TEXT, documents, region, version.budget_year).to_pylist()
    by_text = {(row["document_id"], row["position"]): row for row in found}
    return [by_text[text] for text in version.texts if text in by_text]


def _in_force(place_id: str, year: int, on: date | None) -> dict[str, Any] | None:
    found = _versions(place_id, year)
    if on is not None:
        found = [row for row in found if row["adopted"] is not None and row["adopted"] <= on]
    return found[-1] if found else None


def _versions(place_id: str, year: int) -> list[dict[str, Any]]:
    columns = (*_VERSION, *map(amount_column, AMOUNTS))
    return _of(place_id, year, VERSIONS, columns).sort_by("position").to_pylist()


def _budget(place_id: str, year: int, row: dict[str, Any]) -> Budget:
    same = (
        "kind",
        "adopted",
        "act_number",
        "base_number",
        "base_date",
        "plan_years",
        "status",
        "source_id",
        "source_ref",
    )
    lines_of = row["lines_document_id"] and (row["lines_document_id"], row["lines_budget"])
    return Budget(
        place_id=place_id,
        budget_year=year,
        **{name: row[name] for name in same},
        amounts={name: row[amount_column(name)] for name in AMOUNTS},
        doubts=tuple(row["doubts"]),
        texts=tuple((text["document_id"], text["position"]) for text in row["texts"]),
        lines_of=lines_of,
        lines_place_id=row["lines_place_id"],
    )


def _region(place_id: str) -> str:
    return place_id.partition(".")[0]


def _of(
    place_id: str, year: int, dataset: str, columns: Sequence[str], wanted: ds.Expression | None = None
) -> pa.Table:
    """Rows of one place and year."""
    of_place = ds.field("place_id") == place_id
    wanted = of_place if wanted is None else of_place & wanted
    return _query(decisions_dir(), dataset, columns, wanted, _region(place_id), year)


def _query(
    folder: Path,
    dataset: str,
    columns: Sequence[str],
    wanted: ds.Expression | None = None,
    region: str | None = None,
    year: int | None = None,
) -> pa.Table:
    """Columns of a dataset, and `budget_year`, of the rows that are wanted; amounts as floats. No rows where nothing was
    ingested."""
    for attempt in range(1, _ATTEMPTS + 1):
        parts = decisions.parts(folder, dataset, region, year)
        try:
            tables = [_read(folder / part.path, columns, wanted, part.budget_year) for part in parts]
        except FileNotFoundError:
            if attempt == _ATTEMPTS:
                raise
        else:
            break
    empty = pa.schema([*((name, pa.null()) for name in columns), ("budget_year", pa.int64())]).empty_table()
    return pa.concat_tables(tables, promote_options="permissive") if tables else empty


def _read(path: Path, columns: Sequence[str], wanted: ds.Expression | None, year: int) -> pa.Table:
    table = ds.dataset(path, format="parquet").to_table(columns=list(columns), filter=wanted)
    for index, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(index, field.name, table[field.name].cast(pa.float64()))
    return table.append_column("budget_year", pa.array([year] * table.num_rows, pa.int64()))
