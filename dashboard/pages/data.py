"""The catalogue: every table, column, unit, source, licence and file."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.components.chart import details
from dashboard.components.page import Page
from dashboard.components.tables import table as reading_table
from dashboard.data import build_version, public_tables, table, table_version
from dashboard.i18n import Words
from dashboard.url_state import State


def _columns(entry: Any, words: Words) -> html.Div:
    catalogue = load()
    head = [
        html.Th(words(f"data.column.{name}"), scope="col") for name in ("name", "type", "unit", "meaning")
    ]
    rows = []
    for use in entry.columns:
        column = catalogue.columns[use.name]
        rows.append(
            html.Tr(
                [
                    html.Th(html.Code(use.name), scope="row"),
                    html.Td(html.Code(column.dtype)),
                    html.Td(words.label("unit", column.unit) if column.unit else "–"),
                    html.Td(f"{words.text(column.title)}. {words.text(column.description)}"),
                ]
            )
        )
    return reading_table(head, rows, words("data.columns.of", table=words.text(entry.title)), "stack")


def _table(entry: Any, words: Words) -> html.Section:
    catalogue = load()
    rows = len(table(entry.id))
    sources = [catalogue.sources[source] for source in entry.sources]
    return html.Section(
        [
            html.H2(words.text(entry.title), id=entry.id),
            html.P(words.text(entry.description), className="prose"),
            html.P(
                [
                    words.count("data.rows", rows),
                    " · ",
                    words("data.key", columns=", ".join(entry.key)),
                    " · ",
                    words("data.table.version", version=table_version(entry.id)),
                    " · ",
                    html.A("CSV", href=f"/data/{entry.id}.csv", download=True),
                    " · ",
                    html.A("Parquet", href=f"/data/{entry.id}.parquet", download=True),
                ],
                className="chart-line",
            ),
            html.P(
                [words("data.sources"), " ", "; ".join(words.text(source.citation) for source in sources)]
            ),
            html.P(
                [
                    words("data.licence", licence=entry.licence),
                    " ",
                    " ".join(dict.fromkeys(words.text(source.licence) for source in sources)),
                ]
            ),
            details(words("data.columns"), _columns(entry, words), "columns"),
        ],
        className="dataset",
    )


def _body(words: Words, state: State) -> list[Any]:
    tables = public_tables()
    contents = html.Ul(
        [html.Li(html.A(words.text(entry.title), href=f"#{name}")) for name, entry in tables.items()],
        className="contents",
    )
    return [
        html.P(words("data.version", version=build_version()), className="chart-line"),
        contents,
        *[_table(entry, words) for entry in tables.values()],
    ]


PAGE = Page("data", _body, is_interactive=False)
