"""A chart as a workbook: its rows with words for codes, and a sheet that says what they are, whose, and how to cite them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from catalogue.loader import load
from catalogue.models import Column
from dashboard import settings
from dashboard.charts import Chart
from dashboard.components.chart import chart_address
from dashboard.components.tables import PLACES, YEARS, cell, decimals_of, domains
from dashboard.data import build_version
from dashboard.figures.drawing import Drawing
from dashboard.i18n import Words
from dashboard.url_state import State
from dashboard.xlsx import Sheet, Styled, Value, number, workbook

WIDE = 28  # characters, for columns of words


def chart_workbook(chart: Chart, drawing: Drawing, state: State, words: Words) -> bytes:
    """What is drawn, and everything that belongs to it."""
    return workbook([_data(chart, drawing, words), _notes(chart, drawing, state, words)], drawing.title)


def _data(chart: Chart, drawing: Drawing, words: Words) -> Sheet:
    columns = [load().columns[name] for name in drawing.data.columns]
    codes = [domains(column.name, chart.tables) for column in columns]
    if "region_name" in drawing.data:  # the name stands beside the code
        codes = [() if PLACES in own else own for own in codes]
    heads = [Styled(_head(column, words), "head") for column in columns]
    rows = [
        [_value(column, value, own, words) for column, own, value in zip(columns, codes, values, strict=True)]
        for values in drawing.data.itertuples(index=False)
    ]
    widths = [WIDE if column.dtype == "string" else 14 for column in columns]
    return Sheet(
        words("file.sheet.data"),
        [[Styled(drawing.title, "title")], [Styled(drawing.subtitle, "quiet")], heads, *rows],
        widths,
        "A4",
    )


def _head(column: Column, words: Words) -> str:
    unit = f", {words.label('unit', column.unit)}" if column.unit else ""
    return words.text(column.title) + unit


def _value(column: Column, value: Value, codes: Sequence[str], words: Words) -> Value | Styled:
    """Numbers as numbers; codes and yes or no in words."""
    if not isinstance(value, str) and pd.isna(value):
        return None
    if codes or isinstance(value, str) or column.dtype == "bool":
        return cell(column, value, codes, 0, words) if value != "" else None
    if column.name in YEARS:
        return value
    return Styled(value, number=number(0 if column.dtype == "int" else decimals_of(column, column.unit)))


def _notes(chart: Chart, drawing: Drawing, state: State, words: Words) -> Sheet:
    address = settings.SITE_URL + chart_address(chart, state, words.lang)
    where, sources = chart.where(drawing, words), chart.sources(state)
    cited = words(
        "source.cite.text",
        title=drawing.title,
        where=where,
        site=words("site.name"),
        address=address,
        version=build_version(),
    )
    licences = dict.fromkeys(load().tables[name].licence for name in chart.tables)
    facts = [
        (words("file.finding"), drawing.title),
        (words("file.shown"), drawing.subtitle),
        (words("file.summary"), drawing.summary),
        (words("file.note"), drawing.note),
        (words("source.where"), where),
        (words("source.basis"), words.label("basis", chart.basis)),
        (words("source.unit"), words.label("unit", chart.unit)),
        (words("source.method"), words(f"chart.{chart.slug}.method")),
        *[(words("file.source"), words.text(source.citation)) for source in sources],
        *[(words("file.terms"), words.text(source.licence)) for source in sources],
        (words("file.licence"), ", ".join(licences)),
        (words("source.cite"), cited),
        (words("file.address"), address),
        (words("file.version"), build_version()),
        *[
            (
                words("file.column", name=_head(column, words)),
                f"{column.name}: {words.text(column.description)}",
            )
            for column in (load().columns[name] for name in drawing.data.columns)
        ],
    ]
    rows = [
        [Styled(name, "side", is_wrapped=True), Styled(text, is_wrapped=True)] for name, text in facts if text
    ]
    return Sheet(words("file.sheet.notes"), rows, (WIDE, 100))
