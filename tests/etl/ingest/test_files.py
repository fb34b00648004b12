"""Files that are no export: each gets a word that says what it is and what to do; none gets a traceback."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from etl.errors import DataError
from etl.ingest import export, files, sheets, tables
from tests.etl.ingest.forms import THESIS, Grid, grid, in_words, respondents, texts, write_csv, write_xlsx

PEOPLE = in_words(respondents({"almaty": 5, "aktobe": 5}))
ROWS: Grid = grid(PEOPLE, texts(THESIS))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path, sheet: str | None = None) -> DataError:
    with pytest.raises(DataError) as caught:
        files.read(path, sheet)
    return caught.value


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "an empty file"),
    "spaces": (b" \n\n  \n", "nothing"),
    "a heading": ("Город,Возраст\n".encode(), "only a heading"),
    "a heading and empty rows": ("Город,Возраст\n,\n\n".encode(), "only a heading"),
    "an old .xls": (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "the old format .xls"),
    "a password": (OLE + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password"),
    "a page": (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "a web page"),
    "NUL bytes": ("Город,Возраст\nАлматы,16-25\nАл\0маты,1\n".encode(), "a NUL character"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, ""),
    "half of UTF-16": (
        b"\xff\xfe" + "Город\nАлматы".encode("utf-16-le") + b"\x04",
        "an encoding that is not known",
    ),
    "KOI8-R": (
        "Город,Возраст\nАлматы и другие города,старше\n".encode("koi8-r"),
        "an encoding that is not known",
    ),
    "cp866": (
        "Город,Возраст\nАлматы и другие города,старше\n".encode("cp866"),
        "an encoding that is not known",
    ),
    "a damaged archive": (b"PK\x03\x04" + b"x" * 100, "a damaged archive"),
    "a quote that is not closed": ('Город,Возраст\n"Алматы,16-25\nАктобе,16-25\n'.encode(), "not CSV"),
    "too many cells": (("Город,Возраст\n" + "Алматы,16-25\n" * 300 + "Алматы,16-25,1\n").encode(), "3 cells"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_export(tmp_path: Path, name: str) -> None:
    content, words = FILES[name]
    path = tmp_path / "form.csv"
    path.write_bytes(content)
    error = refused(path)
    assert words in str(error.value) and error.advice


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "no such file" in str(refused(tmp_path / "form.csv"))
    assert "a folder" in str(refused(tmp_path))


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('Город,Разное\nАлматы,"две\nстроки"\n\nАктобе,x\n', encoding="utf-8")
    found = files.read(path)
    assert found.rows.tolist() == [2, 3, 4]
    assert [column.is_blank.tolist() for column in found.columns] == [[False, True, False]] * 2


def test_the_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('Город,Разное\n"две\nстроки",x\n' + "Алматы,x\n" * 300 + "Алматы,x,y\n", encoding="utf-8")
    assert refused(path).row == 303


def test_a_heading_below_empty_rows(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", [["", ""], ["", ""], ["Город", "q1"], ["Алматы", "16-25"]])
    found = files.read(path)
    assert [column.header for column in found.columns] == ["Город", "q1"] and found.rows.tolist() == [4]


def test_separators_inside_quotes_do_not_mislead(tmp_path: Path) -> None:
    rows = [["Город; если несколько, главный", "Возраст"], ["Алматы, Актобе, Шымкент", "1"], ["Актобе", "2"]]
    for separator in ",;\t|":
        found = files.read(write_csv(tmp_path / "form.csv", rows, separator=separator))
        assert [column.header for column in found.columns] == rows[0], separator


def test_rows_that_end_with_a_separator(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text("Город;Возраст\nАлматы;16-25;\nАктобе;16-25;\n", encoding="utf-8")
    assert [column.header for column in files.read(path).columns] == ["Город", "Возраст", ""]


def test_a_huge_cell_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", [["Город", "q1"], ["Алматы", "x"], ["Алматы", "x" * 40_000]])
    error = refused(path)
    assert (error.row, error.column, error.value) == (3, "B", "40000 characters")
    path = write_csv(tmp_path / "form.csv", [["Город", "q1"], ["Алматы", "x" * 200_000]])
    assert "quotation mark" in refused(path).advice


def test_too_many_columns(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", [["x"] * 2001, ["y"] * 2001])
    assert "at most 2000 columns" in str(refused(path))


def test_too_big_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BIGGEST", 100)
    assert "at most 100 bytes" in str(refused(write_csv(tmp_path / "form.csv", ROWS)))


def test_windows_1251_is_told_from_other_encodings() -> None:
    words = "Какие каналы обратной связи с местными властями вы предпочитаете использовать? «Да» — Ёж №1"
    assert tables._is_russian(words)
    for encoding in ("koi8-r", "cp866", "iso8859-5"):
        assert not tables._is_russian(words.encode(encoding, "replace").decode("cp1251", "replace")), encoding


def test_a_sheet_by_name(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", ROWS)
    book = load_workbook(path)
    book.create_sheet("Пусто", 0)
    book.save(path)
    assert "nothing" in str(refused(path)), "the first sheet is empty"
    assert len(files.read(path, "Ответы на форму (1)").rows) == 10
    assert "one of the sheets Пусто, Ответы на форму (1)" in str(refused(path, "Лист1"))
    assert "--sheet" in refused(write_csv(tmp_path / "form.csv", ROWS), "Лист1").advice


def test_cells_that_are_no_text(tmp_path: Path) -> None:
    from datetime import date, datetime, time

    values = [
        "x",
        1,
        2.0,
        2.5,
        True,
        False,
        datetime(2027, 3, 1, 10, 12, 33),
        date(2027, 3, 1),
        time(10, 12),
        "",
    ]
    path = write_xlsx(tmp_path / "form.xlsx", [["Город", "Разное"], *(["Алматы", value] for value in values)])
    column = files.read(path).columns[1]
    expected = [
        "x",
        "1",
        "2",
        "2.5",
        "true",
        "false",
        "2027-03-01 10:12:33",
        "2027-03-01 00:00:00",
        "10:12:00",
        "",
    ]
    assert [column.texts[code] for code in column.codes] == expected
    assert column.dates == {"2027-03-01 10:12:33", "2027-03-01 00:00:00"}


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_archives_that_are_no_workbook(tmp_path: Path) -> None:
    assert "Unpack it" in refused(packed(tmp_path / "form.zip", {"Опрос.csv": b"a,b"})).advice
    assert "no XLSX" in str(
        refused(packed(tmp_path / "form.ods", {"mimetype": b"opendocument", "content.xml": b""}))
    )


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    parts = parts_of(write_xlsx(tmp_path / "form.xlsx", ROWS))
    path = packed(tmp_path / "bomb.xlsx", {**parts, SHEET: b" " * 60_000_000})
    assert path.stat().st_size < 200_000
    assert "unpacks to far more" in str(refused(path))


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]><worksheet'
    parts = parts_of(write_xlsx(tmp_path / "form.xlsx", ROWS))
    sheet = parts[SHEET].decode().replace("<worksheet", doctype, 1)
    # openpyxl writes letters with lxml as their numbers.
    for city in ("Алматы", "".join(f"&#{ord(letter)};" for letter in "Алматы")):
        sheet = sheet.replace(city, "&l11;")
    assert "&l11;" in sheet
    assert "damaged" in str(refused(packed(tmp_path / "laughs.xlsx", {**parts, SHEET: sheet.encode()})))


def test_a_sheet_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 1000)
    parts = parts_of(write_xlsx(tmp_path / "form.xlsx", ROWS))
    far = parts[SHEET].replace(b'<row r="11"', b'<row r="99999999999999"')
    assert far != parts[SHEET]
    assert "at most 1000 rows" in str(refused(packed(tmp_path / "far.xlsx", {**parts, SHEET: far})))


@pytest.mark.parametrize("missing", ["xl/workbook.xml", SHEET, "[Content_Types].xml"])
def test_a_workbook_that_lacks_a_part(tmp_path: Path, missing: str) -> None:
    parts = parts_of(write_xlsx(tmp_path / "form.xlsx", ROWS))
    path = packed(
        tmp_path / "part.xlsx", {name: content for name, content in parts.items() if name != missing}
    )
    assert "XLSX" in refused(path).expected


def test_a_size_that_lies_cuts_nothing_off(tmp_path: Path) -> None:
    parts = parts_of(write_xlsx(tmp_path / "form.xlsx", ROWS))
    lie = parts[SHEET].replace(b'<dimension ref="A1:U11"', b'<dimension ref="A1:B2"')
    assert lie != parts[SHEET]
    found = files.read(packed(tmp_path / "lie.xlsx", {**parts, SHEET: lie}))
    assert (len(found.rows), len(found.columns)) == (10, 21)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.sampled_from(["xlsx", "csv"]))
def test_a_damaged_file_is_refused_or_read_never_a_traceback(tmp_path: Path, seed: int, kind: str) -> None:
    good = tmp_path / f"good.{kind}"
    if not good.exists():
        write_xlsx(good, ROWS) if kind == "xlsx" else write_csv(good, ROWS)
    content = bytearray(good.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = tmp_path / "bad"
    path.write_bytes(bytes(content[: chance.randint(1, len(content))]))
    try:
        files.read(path)
    except DataError as error:
        assert error.advice


def test_letters() -> None:
    assert [export.letter(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
