"""Data as a table for reading: titles, units, names of codes and numbers as the catalogue declares them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html

from catalogue.loader import load
from dashboard.frames import records
from dashboard.i18n import Words

DECIMALS = {"pct": 1, "kzt_thousand": 1, "kzt_million": 1, "per_1000": 1}
# Kept for downloads, left out for reading: who said it stands once below the chart, not in every row.
HIDDEN = {
    "source_id",
    "source_ref",
    "finding_id",
    "place_code",
    "basis",
    "is_residual",
    "is_derived",
    "is_corrected",
}


def shown_columns(data: pd.DataFrame) -> list[str]:
    """The columns that a reader sees, in the order of the data."""
    return [name for name in data.columns if name not in HIDDEN and not name.endswith(("_ru", "_kk", "_en"))]


def cell(name: str, value: Any, words: Words, unit: str | None = None) -> str:
    """One value in the reader's words; '–' for what the source does not say."""
    column = load().columns[name]
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) or value == "":
        return "–"
    if "place" in column.labels:
        return words.place(str(value))
    for domain in column.labels:
        if str(value) in load().labels[domain]:
            return words.label(domain, str(value))
    if name == "year" or isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return words("yes" if value else "no")
    unit = unit or column.unit
    is_whole = column.dtype == "int" or (float(value).is_integer() and unit not in {"pct", "per_1000"})
    return words.number(value, 0 if is_whole else DECIMALS.get(unit or "", 1))


def data_table(data: pd.DataFrame, caption: str, words: Words) -> html.Div:
    """All rows of ``data``; a value's own ``unit`` column, where there is one, decides how it prints."""
    names = shown_columns(data)
    columns = load().columns
    head = []
    for name in names:
        unit = columns[name].unit
        suffix = f", {words.label('unit', unit)}" if unit else ""
        head.append(
            html.Th(words.text(columns[name].title) + suffix, scope="col", className=_align(columns[name]))
        )
    rows = [
        html.Tr(
            [
                (html.Th if index == 0 else html.Td)(
                    cell(name, row[name], words, row.get("unit")),
                    className=_align(columns[name]),
                    **({"scope": "row"} if index == 0 else {}),
                )
                for index, name in enumerate(names)
            ]
        )
        for row in records(data)
    ]
    return table(head, rows, caption)


def table(head: Sequence[html.Th], rows: Sequence[html.Tr], caption: str, class_name: str = "") -> html.Div:
    """A captioned table that scrolls sideways inside its own box on a narrow screen.

    With the class ``stack`` its rows become blocks there instead, each cell under the title of its column.
    """
    for row in rows:
        for entry, title in zip(row.children, head, strict=True):
            setattr(entry, "data-label", title.children)
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


def _align(column: Any) -> str:
    is_number = column.dtype in {"int", "float"} and not column.labels
    return "number" if is_number else ""
