"""The catalogue: every table, column, unit, source, licence and file."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from catalogue.models import Table
from dashboard.components.chart import details
from dashboard.components.page import Page
from dashboard.components.tables import table as reading_table
from dashboard.data import build_version, public_tables, table, table_version
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State


def _columns(entry: Table, words: Words) -> html.Div:
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


def _table(entry: Table, words: Words) -> html.Section:
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
            _corrections(entry, words),
            details(words("data.columns"), _columns(entry, words), "columns"),
        ],
        className="dataset",
    )


def _corrections(entry: Table, words: Words) -> html.Details | None:
    """What the files of this table print wrongly, beside what is right, with the reason."""
    found = [
        (source_id, correction)
        for source_id, corrections in load().corrections.items()
        for correction in corrections
        if f"{source_id}/{correction.file}" in entry.source_files
    ]
    if not found:
        return None
    head = [
        html.Th(words(f"data.correction.{name}"), scope="col")
        for name in ("where", "printed", "right", "why")
    ]
    rows = [
        html.Tr(
            [
                html.Th(", ".join([*correction.match.values(), correction.column]), scope="row"),
                html.Td(correction.printed),
                html.Td(correction.corrected),
                html.Td(words.text(correction.reason)),
            ]
        )
        for _, correction in found
    ]
    title = words.count("data.corrections", len(found))
    return details(title, reading_table(head, rows, title, "stack"), "corrections")


def _reconciliation(words: Words) -> html.Section:
    """What every build holds against what: how many hold, and each known difference with its reason."""
    checks = table("reconciliation")
    items = []
    for name, rows in checks.groupby("reconciliation", sort=False):
        known = rows[rows["reconciliation_status"] == "known"]
        items.append(
            html.Li(
                [
                    f"{words.label('reconciliation', str(name))}: ",
                    words(
                        "data.reconciliation.holds",
                        n=words.number(len(rows) - len(known)),
                        all=words.number(len(rows)),
                    ),
                    html.Ul([html.Li(_difference(row, words)) for row in records(known)])
                    if len(known)
                    else None,
                ]
            )
        )
    return html.Section(
        [
            html.H2(words("data.reconciliation.title"), id="checks"),
            html.P(words("data.reconciliation.lead"), className="prose"),
            html.Ul(items, className="prose"),
        ]
    )


def _difference(row: dict[str, Any], words: Words) -> str:
    difference = words.number(row["difference"], 1)
    return words("data.reconciliation.known", difference=difference, reason=row[f"reason_{words.lang}"])


def _body(words: Words, state: State) -> list[Any]:
    tables = public_tables()
    contents = html.Ul(
        [
            html.Li(html.A(words("data.reconciliation.title"), href="#checks")),
            *[html.Li(html.A(words.text(entry.title), href=f"#{name}")) for name, entry in tables.items()],
        ],
        className="contents",
    )
    return [
        html.P(words("data.version", version=build_version()), className="chart-line"),
        contents,
        _reconciliation(words),
        *[_table(entry, words) for entry in tables.values()],
    ]


PAGE = Page("data", _body, is_interactive=False)
