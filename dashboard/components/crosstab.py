"""A cross-tab to read: the finding, the table with everything that keeps it from being misread, how it was tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.components.chart import details
from dashboard.components.page import link
from dashboard.components.survey import disclosure, quoted, wording
from dashboard.crosstab import names, notes
from dashboard.crosstab.files import address, file_address
from dashboard.crosstab.state import Refusal, offers
from dashboard.crosstab.table import Cell, Column, Crosstab
from dashboard.i18n import Words
from dashboard.url_state import State
from stats.intervals import SMALL_BASE, TINY_BASE


def crosstab_block(table: Crosstab, state: State, words: Words) -> html.Section:
    """The table with its words, signs, files and details."""
    spec = table.spec
    caption = names.title(table, words)
    has_intervals = state["intervals"] == "on"
    verdict = names.verdict_text(table, words)
    panels = [details(words("crosstab.details.wording"), _wordings(table, words), "wording")]
    if table.verdict.test:
        panels.append(details(words("crosstab.details.test"), _test(table, words), "test"))
    return html.Section(
        [
            html.H2(caption, className="chart-title", id="crosstab-title"),
            html.P(subtitle(table, words), className="chart-subtitle"),
            html.P(quoted(spec.question, spec.questionnaire, words), className="crosstab-question"),
            html.P(verdict, className="chart-summary") if verdict else None,
            _table(table, caption, words, has_intervals=has_intervals),
            _signs(notes.signs(table, words, has_intervals=has_intervals)),
            html.Ul([html.Li(text) for text in notes.notes(table, words)], className="crosstab-notes"),
            _bases(table, words),
            _line(table, state, words),
            html.Div([*panels, disclosure(spec.wave.id, words)], className="chart-panels"),
        ],
        className="crosstab-block",
    )


def _signs(signs: Sequence[tuple[str, str]]) -> html.Dl | None:
    """What the signs in the table mean."""
    parts = [part for sign, meaning in signs for part in (html.Dt(sign), html.Dd(meaning))]
    return html.Dl(parts, className="signs") if parts else None


def subtitle(table: Crosstab, words: Words) -> str:
    """What is measured, of whom, when."""
    spec = table.spec
    parts = [names.by_name(spec, words), words(f"crosstab.percent.{table.percent}")]
    if not spec.is_by_wave:
        parts.append(words.text(spec.wave.title))
    return " · ".join(parts)


def _table(table: Crosstab, caption: str, words: Words, *, has_intervals: bool) -> html.Div:
    spec = table.spec
    heads = [names.column_name(spec, column.code, words) for column in table.every]
    rows = [names.answer_name(spec, code, words) for code in table.rows]
    over = names.by_name(spec, words) if table.columns else ""
    return answers_table(
        table.every, heads, rows, caption, words, over=over, letters=table, has_intervals=has_intervals
    )


def answers_table(
    columns: Sequence[Column],
    heads: Sequence[str],
    rows: Sequence[str],
    caption: str,
    words: Words,
    *,
    over: str = "",
    letters: Crosstab | None = None,
    has_intervals: bool = True,
) -> html.Div:
    """Answers by group: bases under the headings, a share per cell with people and interval below it.

    It scrolls in its own box; headings and answers stay in sight. `over` is the heading above the groups.
    """
    first = html.Th(words("crosstab.answer"), scope="col", rowSpan=2 if over else 1)
    names_of = [_head(column, head, words) for column, head in zip(columns, heads, strict=True)]
    if over:
        is_total = not columns[0].code
        top = [first, *([_head(columns[0], heads[0], words, rows=2)] if is_total else [])]
        top.append(html.Th(over, scope="colgroup", colSpan=len(columns) - is_total, className="over"))
        head = [html.Tr(top), html.Tr(names_of[is_total:])]
    else:
        head = [html.Tr([first, *names_of])]
    body = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                *[_cell(column, column.cells[index], words, letters, has_intervals) for column in columns],
            ]
        )
        for index, name in enumerate(rows)
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="visually-hidden"),
                html.Thead([*head, *_base_rows(columns, words)]),
                html.Tbody(body),
            ],
            className="data crosstab",
        ),
        className="table-box crosstab-box",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def _head(column: Column, name: str, words: Words, rows: int = 1) -> html.Th:
    letter = [" ", html.Span(column.letter, className="letter")] if column.letter else []
    return html.Th([name, *letter], scope="col", rowSpan=rows, className="number")


def _base_rows(columns: Sequence[Column], words: Words) -> list[html.Tr]:
    """How many people stand behind each column: unweighted first."""
    is_inferred = all(column.is_inferred for column in columns)
    tag = html.A(words("inferred"), href=f"{link(words.lang, 'audit')}#bases", className="tag")
    rows = [
        html.Tr(
            [
                html.Th([words("crosstab.base"), *([" ", tag] if is_inferred else [])], scope="row"),
                *[
                    html.Td(_base(column, words, None if is_inferred else tag), className="number")
                    for column in columns
                ],
            ],
            className="base",
        )
    ]
    for name in ("base_weighted", "base_effective"):
        values = [getattr(column, name) for column in columns]
        if any(value is not None for value in values):
            cells = [
                html.Td("" if value is None else words.number(round(value)), className="number")
                for value in values
            ]
            rows.append(html.Tr([html.Th(words(f"crosstab.{name}"), scope="row"), *cells], className="base"))
    return rows


def _base(column: Column, words: Words, tag: html.A | None) -> list[Any]:
    if column.is_hidden:
        return [
            words("crosstab.small", n=words.number(TINY_BASE)) if not column.is_withheld else names.HIDDEN
        ]
    if column.base is None:
        return [names.UNKNOWN]
    parts: list[Any] = [html.Span(words.number(column.base))]
    if column.is_small:
        parts.append(html.Span(words("crosstab.small", n=words.number(SMALL_BASE)), className="tag"))
    if column.is_inferred and tag is not None:
        parts.append(tag)
    return parts


def _cell(column: Column, cell: Cell, words: Words, letters: Crosstab | None, has_intervals: bool) -> html.Td:
    if column.is_hidden:
        return html.Td(names.HIDDEN, className="number")
    share: list[Any] = [names.share(cell, False, words)]
    if letters is not None and cell.above:
        above = ", ".join(letters.letters(cell.above))
        share += [
            " ",
            html.Span(
                [html.Span(words("crosstab.above"), className="visually-hidden"), " ", above],
                className="above",
            ),
        ]
    parts: list[Any] = [html.Span(share, className="share")]
    if cell.count is not None:
        parts.append(html.Span(words.count("crosstab.people", cell.count), className="people"))
    elif cell.pct is not None and column.base is not None:
        parts.append(html.Span(words("crosstab.people.unknown"), className="people"))
    ends = names.interval(cell, words)
    if has_intervals and ends:
        parts.append(html.Span(ends, className="interval"))
    if cell.is_wide:
        parts.append(html.Span(words("crosstab.wide"), className="tag"))
    return html.Td(parts, className="number is-wide" if cell.is_wide else "number")


def _bases(table: Crosstab, words: Words) -> html.P | None:
    """That the bases are inferred, and where it is explained."""
    if not any(column.is_inferred for column in table.every):
        return None
    where = html.A(words("crosstab.inferred.link"), href=f"{link(words.lang, 'audit')}#bases")
    return html.P([words("crosstab.inferred"), " ", where], className="chart-note")


def _line(table: Crosstab, state: State, words: Words) -> html.P:
    lang, waves = (
        words.lang,
        [column.code for column in table.columns] if table.spec.is_by_wave else [table.spec.wave.id],
    )
    cited = " ".join(words.text(load().sources[wave].citation) for wave in waves)
    links = [
        html.A("CSV", href=file_address("csv", state, lang), download=True),
        html.A("XLSX", href=file_address("xlsx", state, lang), download=True),
        html.A(words("chart.link"), href=address(state, lang)),
        html.A(words("page.topline.title"), href=link(lang, "topline", f"wave={table.spec.wave.id}")),
        html.A(words("crosstab.link.survey"), href=link(lang, "survey", f"wave={table.spec.wave.id}")),
    ]
    parts: list[Any] = [f"{words('chart.source.short')}: {cited}"]
    for one in links:
        parts += [" · ", one]
    return html.P(parts, className="chart-line")


def _wordings(table: Crosstab, words: Words) -> list[Any]:
    """The questions that the table is made of, word for word."""
    spec = table.spec
    asked = {question.id: question for question in (spec.question, spec.by, spec.only) if question}
    return [wording(question, spec.wave.id, words) for question in asked.values()]


def _test(table: Crosstab, words: Words) -> html.Dl:
    """Every number behind the verdict."""
    test = table.verdict.test
    assert test
    items: list[Any] = []
    for name, value in names.test_numbers(test, words):
        items += [html.Dt(name), html.Dd(value)]
    items += [
        html.Dt(words("crosstab.test.compared")),
        html.Dd(", ".join(f"{column.letter} {names.column_name(table.spec, column.code, words)}"
                          for column in table.columns if column.code in table.verdict.compared)),
    ]  # fmt: skip
    return html.Dl(items, className="facts")


def refusal_block(refusal: Refusal, state: State, words: Words) -> html.Section:
    """Why there is no such table, and which there are."""
    instead = [
        html.Li(
            html.A(
                names.numbered(question, words),
                href=address({**state, "question": question.id, "by": "city"} | _PLAIN, words.lang),
            )
        )
        for question in offers(refusal.wave)
    ]
    return html.Section(
        [
            html.H2(words("crosstab.refused.title"), className="chart-title"),
            html.P(reason(refusal, words), className="chart-summary"),
            html.P(words("crosstab.refused.instead", wave=words.text(refusal.wave.title))),
            html.Ul(instead, className="contents"),
        ],
        className="crosstab-block prose",
    )  # fmt: skip


_PLAIN = {"filter": "all", "answers": (), "dk": "in", "percent": "column"}


def reason(refusal: Refusal, words: Words) -> str:
    return words(
        f"crosstab.refused.{refusal.reason}",
        question=names.numbered(refusal.question, words) if refusal.question else "",
        other=names.break_option(refusal.code, refusal.other, words) if refusal.code else "",
        n=words.number(TINY_BASE),
    )


def limits_block(
    missing: Sequence[tuple[str, Sequence[str]]], words: Words, *, is_open: bool
) -> html.Details:
    """What can't be crossed in a wave of which only shares by city were published. `missing`: reason, questions."""
    items = [
        html.Li([html.Strong(words(f"crosstab.limits.{reason}")), " ", "; ".join(questions)])
        for reason, questions in missing
    ]
    return details(
        words("crosstab.limits.title"),
        [html.P(words("crosstab.limits.text")), html.Ul(items)],
        "limits",
        is_open=is_open,
    )
