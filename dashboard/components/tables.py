"""Data as a table for reading: titles, units, names of codes and numbers as the catalogue declares them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html

from catalogue.loader import load
from catalogue.models import Column
from dashboard.frames import records
from dashboard.i18n import Words

DECIMALS = {"pct": 1, "kzt_thousand": 1, "kzt_million": 1, "per_1000": 1}
# Of columns that need other ones than their unit does.
FINER = {
    "cv": 3, "gini": 3, "theil": 3, "price_ratio": 3, "share_of_gdp_pct": 2,
    "mean_kzt": 0, "per_resident_kzt": 0, "net_per_resident_kzt": 0,
}  # fmt: skip
YEARS = {"year", "base_year"}
PERIODS = {"cumulative_to", "earlier_to"}  # written 2024-12, never broken
# Kept for downloads, left out for reading: who said it stands once below the chart, not in every row.
HIDDEN = {
    "source_id",
    "source_ref",
    "source_url",
    "wave",
    "topic",
    "question_id",
    "base_is_inferred",
    "finding_id",
    "place_code",
    "basis",
    "is_residual",
    "is_derived",
    "is_corrected",
    "region_name",
    "per",
    "people",
    "period",
}
PLACES = "place"  # the domain whose codes are places


def shown_columns(data: pd.DataFrame) -> list[str]:
    """The columns that a reader sees, in the order of the data."""
    return [name for name in data.columns if name not in HIDDEN and not name.endswith(("_ru", "_kk", "_en"))]


def domains(name: str, tables: Sequence[str]) -> tuple[str, ...]:
    """The label domains that a column's codes come from, as the first of ``tables`` that has it declares."""
    catalogue = load()
    for table_id in tables:
        entry = catalogue.tables[table_id]
        if any(column.name == name for column in entry.columns):
            return catalogue.domains(entry, name)
    return catalogue.columns[name].labels


def cell(column: Column, value: Any, codes: Sequence[str], decimals: int, words: Words) -> str:
    """One value in the reader's words; '–' for what the source does not say."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) or value == "":
        return "–"
    if PLACES in codes:
        return words.place(str(value))
    for domain in codes:
        if str(value) in load().labels[domain]:
            return words.label(domain, str(value))
    if column.name in YEARS or isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return words("yes" if value else "no")
    return words.number(value, decimals)


def _decimals(column: Column, values: pd.Series[Any], unit: str | None) -> int:
    """As many as the unit asks for, none where every value is whole."""
    is_whole = column.dtype == "int" or all(float(value).is_integer() for value in values.dropna())
    return 0 if is_whole else decimals_of(column, unit)


def decimals_of(column: Column, unit: str | None) -> int:
    """Decimals of a fraction in a column, of a row's own ``unit`` where it has one."""
    return FINER.get(column.name, DECIMALS.get(unit or "", 1))


def data_table(data: pd.DataFrame, caption: str, tables: Sequence[str], words: Words) -> html.Div:
    """All rows of ``data``, drawn from ``tables``; a row's own ``unit``, where it has one, decides how it prints."""
    columns = [load().columns[name] for name in shown_columns(data)]
    codes = {column.name: domains(column.name, tables) for column in columns}
    head = []
    for column in columns:
        title = words("table.place") if PLACES in codes[column.name] else words.text(column.title)
        unit = f", {words.label('unit', column.unit)}" if column.unit else ""
        head.append(html.Th(title + unit, scope="col", className=_align(column, codes[column.name])))
    rows = []
    for row in records(data):
        cells = []
        for index, column in enumerate(columns):
            name = column.name
            values = pd.Series([row[name]]) if "unit" in row else data[name]
            decimals = (
                0
                if codes[name] or column.dtype in {"string", "bool"}
                else _decimals(column, values, row.get("unit", column.unit))
            )
            # All local budgets together bear the code of the country: their rows say their own name.
            is_named = name == "region_code" and "region_name" in row
            text = row["region_name"] if is_named else cell(column, row[name], codes[name], decimals, words)
            kind, more = (html.Td, {}) if index else (html.Th, {"scope": "row"})
            cells.append(kind(text, className=_align(column, codes[name]), **more))
        rows.append(html.Tr(cells))
    return table(head, rows, caption)


def table(head: Sequence[html.Th], rows: Sequence[html.Tr], caption: str, class_name: str = "") -> html.Div:
    """A captioned table that scrolls sideways inside its own box on a narrow screen.

    With the class ``stack`` its rows become blocks there instead, each cell under the title of its column.
    """
    for row in rows:
        for entry, title in zip(row.children, head, strict=True):
            setattr(entry, "data-label", _plain(title.children))
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="visually-hidden"),
                html.Thead(html.Tr(list(head))),
                html.Tbody(list(rows)),
            ],
            className=f"data {class_name}".strip(),
        ),
        className="table-box",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def _plain(title: Any) -> str:
    """The words of a heading without what stands beside them."""
    return title if isinstance(title, str) else next(part for part in title if isinstance(part, str))


def _align(column: Column, codes: Sequence[str]) -> str:
    if column.name in PERIODS:
        return "period"
    return "number" if column.dtype in {"int", "float"} and not codes else ""
