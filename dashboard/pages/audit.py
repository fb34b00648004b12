"""What was recomputed, what did not match, and what is used instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from catalogue.loader import load
from catalogue.models import Correction
from dashboard.charts import CHARTS
from dashboard.components import controls
from dashboard.components.chart import chart_address
from dashboard.components.page import Page, link
from dashboard.components.search import fold, is_match
from dashboard.components.tables import table as reading_table
from dashboard.data import table
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import Choice, State, Text

SEVERITIES = tuple(load().labels["severity"])
KINDS = tuple(load().labels["finding_kind"])
# What a reader comes for → where in the source it stands (codes of `audit_findings.where`, by how they begin).
TOPICS = {
    "receipt": ("receipt",),
    "survey": ("survey", "questionnaire", "chapter-1", "table-1", "table-2", "table-3", "table-6", "table-7"),
    "budgets": ("table-8", "table-9", "figure-9", "figure-10", "fourth-level", "chapter-2"),
    "councils": ("councils", "chapter-3"),
}
# Checks that recompute nothing: cells against a base that was inferred from them, repeated rows, what is not there.
NOT_RECOMPUTED = ("base", "copy", "missing")

TOPIC = Choice("topic", ("all", *TOPICS), "all")
SORT = Choice("sort", ("severity", "where", "kind"), "severity")
KIND = Choice("kind", ("all", *KINDS), "all")
CHART = Choice("chart", ("all", *CHARTS), "all")
QUERY = Text("q")


def _controls(words: Words, state: State) -> list[Any]:
    every = ("all", words("audit.all"))
    kinds = [every, *[(kind, words.label("finding_kind", kind)) for kind in KINDS]]
    topics = [every, *[(name, words(f"audit.topic.{name}")) for name in TOPICS]]
    charts = [every, *[(slug, words(f"chart.{slug}.name")) for slug in CHARTS]]
    sorts = [(code, words(f"audit.sort.{code}")) for code in SORT.allowed]
    fields = [
        html.P(
            [
                html.Span(words("audit.control.topic")),
                controls.select(TOPIC, state, topics, words("audit.control.topic")),
                html.Span(words("audit.control.kind")),
                controls.select(KIND, state, kinds, words("audit.control.kind")),
                html.Span(words("audit.control.chart")),
                controls.select(CHART, state, charts, words("audit.control.chart")),
                html.Span(words("audit.control.sort")),
                controls.select(SORT, state, sorts, words("audit.control.sort")),
            ],
            className="sentence",
        ),
        html.P(controls.text(QUERY, state, words("audit.control.find")), className="sentence"),
    ]
    return [controls.form(fields, link(words.lang, "audit"), PAGE.params, words)]


def _findings(words: Words, state: State) -> list[dict[str, Any]]:
    """The findings of the chosen kind and chart, in order, with what is shown of each in the reader's language."""
    shown = [
        row
        | {
            "where": row[f"where_{words.lang}"],
            "topics": [name for name, starts in TOPICS.items() if row["where"].startswith(starts)],
            "explanation": row[f"explanation_{words.lang}"],
            "recomputed": words.figures(row["recomputed"]),
            "charts": [slug for slug in row["charts"].split(",") if slug in CHARTS],
        }
        for row in records(table("audit_findings"))
    ]
    for row in shown:
        row["searched"] = fold(
            " ".join(row[name] for name in ("where", "printed", "recomputed", "explanation"))
        )
    order: dict[str, Callable[[dict[str, Any]], Any]] = {
        "severity": lambda row: SEVERITIES.index(row["severity"]),
        "where": lambda row: row["where"],
        "kind": lambda row: words.label("finding_kind", row["kind"]),
    }
    return [
        row
        for row in sorted(shown, key=order[state["sort"]])
        if (state["topic"] == "all" or state["topic"] in row["topics"])
        and state["kind"] in ("all", row["kind"])
        and (state["chart"] == "all" or state["chart"] in row["charts"])
    ]


def _chart_address(slug: str, row: dict[str, Any], words: Words) -> str:
    """The chart that a finding touches: of a survey, in the wave that the finding is about."""
    chart = CHARTS[slug]
    return chart_address(chart, chart.own({"wave": row["source_id"]}), words.lang)


def _finding(row: dict[str, Any], words: Words, query: str) -> html.Tr:
    return html.Tr(
        [
            html.Th(row["where"], scope="row"),
            html.Td(row["printed"] or "–", className="figure-cell"),
            html.Td(row["recomputed"] or "–", className="figure-cell"),
            html.Td(
                [
                    html.Span(
                        words.label("severity", row["severity"]), className=f"tag tag-{row['severity']}"
                    ),
                    " ",
                    html.Span(words.label("finding_kind", row["kind"]), className="tag"),
                ]
            ),
            html.Td(
                [
                    row["explanation"],
                    html.Span(f" {words('audit.corrected')}", className="corrected")
                    if row["is_corrected"]
                    else None,
                    *[
                        part
                        for slug in row["charts"]
                        for part in (
                            " ",
                            html.A(words(f"chart.{slug}.name"), href=_chart_address(slug, row, words)),
                        )
                    ],
                ]
            ),
        ],
        id=row["finding_id"],
        className="finding",
        hidden=not is_match(query, row["searched"]),
        **{"data-name": row["searched"]},
    )


def _body(words: Words, state: State) -> list[Any]:
    checks = table("audit_checks")
    rows = _findings(words, state)
    query = state["q"]
    found = sum(is_match(query, row["searched"]) for row in rows)
    head = [
        html.Th(words(f"audit.column.{name}"), scope="col")
        for name in ("where", "printed", "recomputed", "kind", "why")
    ]
    recomputed = checks[~checks["kind"].isin(NOT_RECOMPUTED)]
    matched = int(recomputed["is_match"].sum())
    return [
        html.P(
            [
                words.count("audit.checked", len(recomputed)),
                " ",
                words.count("audit.matched", matched),
                " ",
                words.count("audit.found", len(table("audit_findings"))),
            ],
            className="lead-number",
        ),
        html.P(
            [
                words.count("audit.other", len(checks) - len(recomputed)),
                " ",
                html.A(words("audit.bases.link"), href="#bases"),
                " · ",
                html.A(words("audit.corrections.title"), href="#corrections"),
                " · ",
                html.A(words("audit.missing.title"), href="#missing"),
            ]
        ),
        html.P(words.count("audit.shown", found), className="shown-count"),
        html.P(words("audit.none"), className="audit-none", hidden=found > 0),
        reading_table(head, [_finding(row, words, query) for row in rows], words("audit.caption"), "findings stack"),
        html.P(
            [
                html.A(words("audit.findings.csv"), href="/data/audit_findings.csv"),
                " · ",
                html.A(words("audit.checks.csv"), href="/data/audit_checks.csv"),
            ],
            className="chart-line",
        ),
        _bases(words),
        _corrections(words),
        html.Section(
            [html.H2(words("audit.missing.title")), html.P(words("audit.missing.text"))], className="prose", id="missing"
        ),
    ]  # fmt: skip


def _bases(words: Words) -> html.Section:
    """The bases that the percentages allow, per city, and how they were inferred."""
    bases = table("survey_bases")
    head = [
        html.Th(words(f"audit.bases.{name}"), scope="col")
        for name in ("city", "base", "fit", "informative", "misfit", "candidates")
    ]
    rows = [
        html.Tr(
            [
                html.Th(words.label("city", row["city"]), scope="row"),
                html.Td(
                    [words.number(row["base_n"]), " ", html.Span(words("inferred"), className="tag")],
                    className="number",
                ),
                html.Td(
                    words(
                        "audit.bases.of",
                        n=words.number(row["cells_fit"]),
                        all=words.number(row["cells_total"]),
                    ),
                    className="number",
                ),
                html.Td(words.number(row["cells_informative"]), className="number"),
                html.Td(row["cells_misfit"] or "–"),
                html.Td(row["candidates"]),
            ]
        )
        for row in records(bases)
    ]
    first = bases.iloc[0]
    return html.Section(
        [
            html.H2(words("audit.bases.title")),
            html.P(words("audit.bases.how"), className="prose"),
            reading_table(head, rows, words("audit.bases.title"), "stack"),
            html.P(
                words(
                    "audit.bases.total",
                    inferred=words.number(first["inferred_total"]),
                    stated=words.number(first["stated_total"]),
                    missing=words.number(first["stated_total"] - first["inferred_total"]),
                    small=words.number(bases["base_n"].min()),
                    point=words.number(100 / bases["base_n"].min(), 1),
                ),
                className="prose",
            ),
        ],
        id="bases",
    )


def _used(corrected: str, words: Words) -> str:
    """What a correction puts in place: a figure in the reader's notation, or the name of a unit."""
    units = load().labels["unit"]
    return words.label("unit", corrected) if corrected in units else words.figures(corrected)


def _where(source_id: str, correction: Correction, where: dict[str, str], words: Words) -> html.A:
    """Leads to the finding; a source that is not audited leads to its table, where the correction stands too."""
    if correction.finding:
        return html.A(where[correction.finding], href=f"#{correction.finding}")
    file = f"{source_id}/{correction.file}"
    table_id = next(name for name, entry in load().tables.items() if file in entry.source_files)
    title = words.text(load().sources[source_id].title)
    return html.A(
        f"{title}: {', '.join(correction.match.values())}", href=link(words.lang, "data") + f"#{table_id}"
    )


def _corrections(words: Words) -> html.Section:
    where = {row["finding_id"]: row[f"where_{words.lang}"] for row in records(table("audit_findings"))}
    head = [
        html.Th(words(f"audit.corrections.{name}"), scope="col")
        for name in ("where", "printed", "used", "why")
    ]
    rows = [
        html.Tr(
            [
                html.Th(_where(source_id, correction, where, words), scope="row"),
                html.Td(correction.printed, className="figure-cell"),
                html.Td(_used(correction.corrected, words), className="figure-cell"),
                html.Td(words.text(correction.reason)),
            ]
        )
        for source_id, corrections in load().corrections.items()
        for correction in corrections
    ]
    return html.Section(
        [
            html.H2(words("audit.corrections.title")),
            html.P(words("audit.corrections.how"), className="prose"),
            reading_table(head, rows, words("audit.corrections.title"), "stack"),
        ],
        id="corrections",
    )


PAGE = Page("audit", _body, _controls, params=(TOPIC, KIND, CHART, SORT, QUERY))
