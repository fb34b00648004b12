"""Workbooks: numbers stay numbers, text never runs, the same content is the same file; every chart has one."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.charts import CHARTS, draw
from dashboard.i18n import LANGS, words
from dashboard.url_state import defaults, parse
from dashboard.xlsx import Sheet, Styled, number, percent, workbook

CLIENT = create_app().server.test_client()


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "a\x00b", "ok"]
)
def test_text_is_text(text: str) -> None:
    cell = read(workbook([Sheet("s", [[text, Styled(text, "head")]])], text.replace("\x00", ""))).active["A1"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", " ")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(max_size=30)
            | st.integers(-(10**9), 10**9)
            | st.floats(allow_nan=False, allow_infinity=False, width=32)
            | st.none(),
            max_size=5,
        ),
        max_size=5,
    )
)
def test_any_values_come_back_and_none_is_a_formula(rows: list[list[object]]) -> None:
    sheet = read(workbook([Sheet("s", rows)], "t")).active
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = sheet.cell(y, x)
            assert cell.data_type != "f"
            if isinstance(value, int | float):
                assert cell.value == pytest.approx(value)


def test_formats_of_numbers() -> None:
    sheet = read(
        workbook([Sheet("s", [[Styled(0.122, number=percent(1)), Styled(1006034, number=number())]])], "t")
    ).active
    assert (sheet["A1"].value, sheet["A1"].number_format) == (0.122, "0.0%")
    assert (sheet["B1"].value, sheet["B1"].number_format) == (1006034, "#,##0")


def test_the_same_content_is_the_same_file() -> None:
    def made() -> bytes:
        return workbook([Sheet("А/Б: 1", [["x", 1]], frozen="A2"), Sheet("s", [])], "t")

    first = made()
    time.sleep(2.1)  # zip files say the time to two seconds
    assert made() == first
    with zipfile.ZipFile(io.BytesIO(first)) as content:
        assert {entry.date_time for entry in content.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read(first).sheetnames == ["А Б  1", "s"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("slug", CHARTS)
def test_every_chart_has_a_workbook(slug: str, lang: str) -> None:
    answer = CLIENT.get(f"/chart/{slug}.xlsx?lang={lang}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert "Content-Encoding" not in answer.headers
    data, notes = read(answer.data).worksheets
    drawing = draw(slug, defaults(CHARTS[slug].params), lang)
    assert data["A1"].value == drawing.title
    rows = list(data.iter_rows(min_row=4, max_col=len(drawing.data.columns), values_only=True))
    assert len(rows) == len(drawing.data)
    for position, name in enumerate(drawing.data.columns):
        if pd.api.types.is_float_dtype(drawing.data[name]):
            shown = [row[position] for row in rows]
            wanted = [None if pd.isna(value) else pytest.approx(value) for value in drawing.data[name]]
            assert shown == wanted, name
    told = {row[0]: row[1] for row in notes.iter_rows(values_only=True)}
    assert told[words(lang)("source.method")] == words(lang)(f"chart.{slug}.method")
    assert f"/{lang}/chart/{slug}" in told[words(lang)("file.address")]
    assert told[words(lang)("file.licence")]


def test_a_charts_workbook_honours_the_state_and_is_linked() -> None:
    query = "of=health&period=month"
    sheet = read(CLIENT.get(f"/chart/receipt-subprogrammes.xlsx?{query}").data).worksheets[0]
    state = parse(CHARTS["receipt-subprogrammes"].params, dict(part.split("=") for part in query.split("&")))
    assert sheet.max_row - 3 == len(draw("receipt-subprogrammes", state, "ru").data)
    assert 'href="/chart/receipt-subprogrammes.xlsx?lang=ru' in CLIENT.get(
        "/ru/chart/receipt-subprogrammes"
    ).get_data(as_text=True)
