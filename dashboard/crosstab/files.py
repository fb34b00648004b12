"""A cross-tab, or a whole wave, as files: rows for CSV, sheets of a workbook for whoever wants to send it on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from catalogue.loader import load
from catalogue.survey import DISCLOSURE, NO_CITY, Question, Questionnaire
from dashboard import settings
from dashboard.charts import WAVE
from dashboard.crosstab import margins, names, notes
from dashboard.crosstab.state import BY, PARAMS, QUESTION
from dashboard.crosstab.table import Cell, Column, Crosstab
from dashboard.crosstab.topline import Entry, topline
from dashboard.data import build_version
from dashboard.i18n import Words
from dashboard.url_state import State, to_query
from dashboard.xlsx import Sheet, Styled, Value, number, percent, workbook
from stats.intervals import SMALL_BASE

Row = list[Value | Styled]

LONG = (
    "wave", "question_id", "question", "by", "group", "group_name", "letter", "answer", "answer_name", "pct", "pct_low",
    "pct_high", "count", "base_n", "base_is_inferred", "base_weighted", "base_effective", "above", "percent_of", "filter",
)  # fmt: skip
WIDTHS = {"question": 40, "group_name": 18, "answer_name": 30, "filter": 30}


def address(state: State, lang: str) -> str:
    """The page of a cross-tab."""
    return f"/{lang}/crosstab?{to_query(PARAMS, state)}"


def file_address(kind: str, state: State, lang: str) -> str:
    """A file of a cross-tab."""
    return f"/crosstab.{kind}?lang={lang}&{to_query(PARAMS, state)}"


def file_name(state: State, kind: str) -> str:
    """It says which question of which wave by what, everything else that was chosen, and the version."""
    rest = [param for param in PARAMS if param not in (WAVE, QUESTION, BY)]
    chosen = re.sub(r"[^a-zA-Z0-9~-]+", "-", to_query(rest, state)).strip("-")
    parts = (f"crosstab-{state['question']}-by-{state['by']}", state["wave"], chosen, f"v{build_version()}")
    return "__".join(filter(None, parts)) + f".{kind}"


def long(table: Crosstab, words: Words) -> pd.DataFrame:
    """A row per cell, with codes and words; all people together are the group without a code."""
    spec = table.spec
    rows = [
        {
            "wave": column.code if spec.is_by_wave else spec.wave.id,
            "question_id": spec.question.id,
            "question": words.text(spec.question.text),
            "by": "wave" if spec.is_by_wave else spec.by.id if spec.by and column.code else "",
            "group": column.code,
            "group_name": names.column_name(spec, column.code, words),
            "letter": column.letter,
            "answer": code,
            "answer_name": names.answer_name(spec, code, words),
            **_numbers(column, cell),
            "above": " ".join(table.letters(cell.above)),
            "percent_of": table.percent,
            "filter": names.filter_text(spec, words),
        }
        for column in table.every
        for code, cell in zip(table.rows, column.cells, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(LONG)).astype({"count": "Int64", "base_n": "Int64"})


def _numbers(column: Column, cell: Cell) -> dict[str, float | int | bool | None]:
    """What the share is of, and the share, to four decimals, so that a file does not pretend to more than it knows."""
    return {
        "pct": _rounded(cell.pct),
        "pct_low": _rounded(cell.low),
        "pct_high": _rounded(cell.high),
        "count": cell.count,
        "base_n": cell.base,
        "base_is_inferred": column.is_inferred,
        "base_weighted": _rounded(cell.base_weighted),
        "base_effective": _rounded(cell.base_effective),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def crosstab_workbook(table: Crosstab, state: State, words: Words) -> bytes:
    """The table as seen, every cell with its numbers, notes and sources."""
    title = names.title(table, words)
    waves = [column.code for column in table.columns] if table.spec.is_by_wave else [table.spec.wave.id]
    facts = [
        *[(words("file.note"), text) for text in notes.notes(table, words)],
        *[(sign, meaning) for sign, meaning in notes.signs(table, words, has_intervals=False)],
        *_inferred(table.every, words),
        *_test_facts(table, words),
    ]
    questions = list({q.id: q for q in (table.spec.question, table.spec.by, table.spec.only) if q}.values())
    return workbook(
        [
            Sheet(words("crosstab.sheet.table"), _seen(table, words), (44, 11), "B7"),
            _data_sheet(words("file.sheet.data"), long(table, words), words),
            _notes_sheet(title, facts, questions, waves, address(state, words.lang), words),
        ],
        title,
    )


def _seen(table: Crosstab, words: Words) -> list[Row]:
    """The table of the page: a share per cell and, beside it, the letters of the columns that it is above."""
    spec = table.spec
    has_letters = any(cell.above for column in table.every for cell in column.cells)

    def beside(values: Iterable[tuple[Value | Styled, Value | Styled]]) -> Row:
        return [value for pair in values for value in (pair if has_letters else pair[:1])]

    heads = [(names.column_name(spec, c.code, words), c.letter) for c in table.every]
    above = words("crosstab.sheet.above")
    head = beside(
        (Styled(f"{name} {own}".strip(), "head"), Styled(above if own else "", "head")) for name, own in heads
    )
    rows: list[Row] = [
        [Styled(names.title(table, words), "title")],
        [Styled(words.text(spec.question.text), "side")],
        [" · ".join(filter(None, (names.by_name(spec, words), words(f"crosstab.percent.{table.percent}"),
                                  words.text(spec.wave.title), names.filter_text(spec, words))))],
        [Styled(names.verdict_text(table, words), "quiet")],
        [Styled(words("crosstab.answer"), "head"), *head],
        [_base_name(table.every, words), *beside((_base(column, table.every, words), "") for column in table.every)],
    ]  # fmt: skip
    for name in ("base_weighted", "base_effective"):
        values = [getattr(column, name) for column in table.every]
        if any(value is not None for value in values):
            cells = [(Styled(value, "quiet", number(1)), "") for value in values]
            rows.append([Styled(words(f"crosstab.{name}"), "quiet"), *beside(cells)])
    for index, code in enumerate(table.rows):
        pairs = [
            (
                _share(column.cells[index], column.is_hidden),
                ", ".join(table.letters(column.cells[index].above)),
            )
            for column in table.every
        ]
        rows.append([names.answer_name(spec, code, words), *beside(pairs)])
    return rows


def _base_name(columns: Sequence[Column], words: Words) -> Styled:
    """The heading of the bases, with the word that all of them are inferred."""
    name = words("crosstab.base")
    return Styled(f"{name} ({words('inferred')})" if _is_inferred(columns) else name, "quiet")


def _is_inferred(columns: Sequence[Column]) -> bool:
    return all(column.is_inferred for column in columns)


def _base(column: Column, columns: Sequence[Column], words: Words) -> Styled:
    """A number still, with what must be known of it in the number's format."""
    if column.is_hidden or column.base is None:
        return Styled(names.HIDDEN if column.is_hidden else names.UNKNOWN, "quiet")
    flags = [
        words("crosstab.small", n=words.number(SMALL_BASE)) if column.is_small else "",
        words("inferred") if column.is_inferred and not _is_inferred(columns) else "",
    ]
    said = ", ".join(filter(None, flags))
    return Styled(column.base, "quiet", number() + (f'" ({said})"' if said else ""))


def _share(cell: Cell, is_hidden: bool) -> Styled | str:
    if is_hidden or cell.pct is None:
        return names.HIDDEN if is_hidden else names.UNKNOWN
    return Styled(
        round(cell.pct / 100, 6), number=percent(max(cell.decimals, 1) if cell.is_star else cell.decimals)
    )


def _data_sheet(name: str, frame: pd.DataFrame, words: Words) -> Sheet:
    heads: Row = [Styled(words(f"crosstab.column.{column}"), "head") for column in frame.columns]
    shares = {"pct", "pct_low", "pct_high", "base_weighted", "base_effective"}
    rows: list[Row] = [
        [
            Styled(value, number="0.0") if column in shares else value
            for column, value in zip(frame.columns, values, strict=True)
        ]
        for values in frame.itertuples(index=False)
    ]
    return Sheet(name, [heads, *rows], [WIDTHS.get(column, 12) for column in frame.columns], "A2")


Facts = Sequence[tuple[str, str]]


def _notes_sheet(
    title: str, facts: Facts, questions: Sequence[Question], waves: Sequence[str], page: str, words: Words
) -> Sheet:
    """Who asked whom what and how, how it was tested, and how to cite it."""
    catalogue = load()
    told: list[tuple[str, str]] = [*facts]
    for question in questions:
        told += _asked(question, waves[-1], words)
    for wave_id in waves:
        wave, source = catalogue.waves[wave_id], catalogue.sources[wave_id]
        told.append((words("crosstab.file.wave"), words.text(wave.title)))
        told += [
            (
                words.label("disclosure", name),
                words.text(wave.disclosure[name]) if name in wave.disclosure else words("disclosure.missing"),
            )
            for name in DISCLOSURE
        ]
        told += [
            (words("file.source"), words.text(source.citation)),
            (words("file.terms"), words.text(source.licence)),
        ]
    told += [
        (words("file.licence"), catalogue.tables["survey"].licence),
        (words("file.address"), settings.SITE_URL + page),
        (words("file.version"), build_version()),
    ]
    rows: list[Row] = [[Styled(title, "title")]]
    rows += [[Styled(name, "side", is_wrapped=True), Styled(text, is_wrapped=True)] for name, text in told]
    return Sheet(words("file.sheet.notes"), rows, (30, 100))


def _asked(question: Question, wave: str, words: Words) -> list[tuple[str, str]]:
    """A question word for word, in the reader's language and as it was asked."""
    questionnaire = load().asked_in(wave)
    answers = " · ".join(words.text(answer.text) for answer in question.answers)
    name = words("crosstab.file.question", number=question.number or question.id)
    is_translated = words.lang != questionnaire.original
    told = [
        (
            name,
            f"{words.text(question.text)} [{answers}]"
            + (f" ({words('wording.translation')})" if is_translated else ""),
        )
    ]
    if is_translated:
        original = " · ".join(answer.text[questionnaire.original] for answer in question.answers)
        language = words("wording.original", language=words.language(questionnaire.original))
        told.append((name, f"{language} {question.text[questionnaire.original]} [{original}]"))
    if not load().waves[wave].has_responses:
        told += [(name, words.text(reported.differs)) for reported in question.reported if reported.differs]
    return told


def _inferred(columns: Sequence[Column], words: Words) -> list[tuple[str, str]]:
    is_inferred = any(column.is_inferred for column in columns)
    return [(words("crosstab.base"), words("crosstab.inferred"))] if is_inferred else []


def _test_facts(table: Crosstab, words: Words) -> list[tuple[str, str]]:
    text = names.verdict_text(table, words)
    found = [(words("crosstab.details.test"), text)] if text else []
    return [*found, *(names.test_numbers(table.verdict.test, words) if table.verdict.test else [])]


def topline_workbook(wave_id: str, words: Words) -> bytes:
    """All questions of a wave in one long sheet, and notes."""
    wave, entries = load().waves[wave_id], topline(wave_id)
    title = words("topline.heading", wave=words.text(wave.title))
    there = dict.fromkeys(column.code for entry in entries for column in entry.columns)
    columns = sorted(there, key=lambda code: (bool(code), code == NO_CITY))  # all people first, means last
    heads = [topline_head(code, words) for code in columns]
    named = [words("crosstab.column.question"), words("crosstab.answer"), *heads]
    rows: list[Row] = [[Styled(title, "title")], [Styled(head, "head") for head in named]]
    for entry in entries:
        rows += _topline_rows(entry, columns, load().questionnaires[wave.questionnaire], words)
    small = words.number(SMALL_BASE)
    facts = [
        *[(words("file.note"), note) for note in topline_notes(wave_id, words)],
        (words("crosstab.small", n=small), words("crosstab.sign.small", n=small)),
        *_inferred(_all(entries), words),
    ]
    questions = [entry.question for entry in entries]
    return workbook(
        [
            Sheet(words("topline.sheet"), rows, (60, 30, 13), "C3"),
            _notes_sheet(title, facts, questions, [wave_id], f"/{words.lang}/topline?wave={wave_id}", words),
        ],
        title,
    )


def _all(entries: Sequence[Entry]) -> list[Column]:
    return [column for entry in entries for column in entry.columns]


def topline_notes(wave_id: str, words: Words) -> list[str]:
    """What the column of all people is, and is not."""
    notes = [words("topline.note.total")]
    return notes if margins.is_weighted(wave_id) else [*notes, words("crosstab.note.pooled")]


def _topline_rows(
    entry: Entry, columns: Sequence[str], questionnaire: Questionnaire, words: Words
) -> list[Row]:
    question = f"{entry.question.number or ''} {words.text(entry.question.text)}".strip()
    own = {column.code: column for column in entry.columns}
    said = [
        names.asked_if(entry.question, questionnaire, words),
        words(f"topline.{entry.reason}") if entry.reason else "",
    ]
    rows: list[Row] = [
        [Styled(question, is_wrapped=True), Styled(text, "quiet", is_wrapped=True)] for text in said if text
    ]
    if not own:
        return rows
    rows.append(
        [
            Styled(question, is_wrapped=True),
            _base_name(entry.columns, words),
            *(_base(own[code], entry.columns, words) if code in own else "" for code in columns),
        ]
    )
    for index, code in enumerate(entry.rows):
        cells = [_share(own[c].cells[index], own[c].is_hidden) if c in own else "" for c in columns]
        rows.append(
            [Styled(question, "quiet", is_wrapped=True), words.text(entry.question.answer(code).text), *cells]
        )
    return rows


def topline_head(code: str, words: Words) -> str:
    """A column of the topline: all people, a published mean, or a city."""
    if not code:
        return words("crosstab.total")
    return words.label("city", code)
