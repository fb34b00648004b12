"""Every form that a document comes in, and every way in which a file is none."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from etl.decisions.document import BIGGEST, Table, Unreadable
from etl.decisions.forms import open_document
from etl.errors import EtlError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def docx(body: str, before: str = "") -> bytes:
    return archive(
        word__document_xml=f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )


PAGE = (
    "<html><head><meta charset='{0}'><link rel='canonical' href='https://adilet.zan.kz/rus/docs/V21NN025537'></head><body>"
    "<nav>Поиск</nav><h1>О бюджете<br>района</h1><script>доходы – 5</script><p>1) до<b>хо</b>ды –&nbsp;1 000 тысяч тенге</p>"
    "<table><tr><td>&nbsp;</td><td>Приложение 1</td></tr></table>"
    "<table><tr><td rowspan='2'>1</td><td colspan='2'>Налоги</td><td>5,0</td></tr><tr><td>2</td><td><p>Доходы</p>"
    "<p>прочие</p></td><td>6</td></tr></table></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_page(encoding: str) -> None:
    document = open_document(PAGE.format(encoding).encode(encoding), "page.html")
    table = Table((("1", "Налоги", "", "5,0"), ("", "2", "Доходы прочие", "6")))
    assert document.blocks == ("О бюджете", "района", "1) доходы – 1 000 тысяч тенге", "Приложение 1", table)
    assert (document.title, document.address) == (
        "О бюджете района",
        "https://adilet.zan.kz/rus/docs/V21NN025537",
    )


def test_a_text_of_kazakh_letters_in_their_own_code_page() -> None:
    text = "1) кірістер – 1 000 мың теңге, оның ішінде салықтық түсімдер – 600 мың теңге"
    assert open_document(text.encode("kz1048"), "a.txt").blocks == (text,)


def test_a_text_with_tables_between_tabs_or_bars() -> None:
    rows = (("1", "", "Налоги", "5"), ("", "01", "Подоходный налог", "5"))
    for mark in ("\t", "|"):
        text = "Приложение 1\n" + "\n".join(mark.join(row) for row in rows)
        assert open_document(text.encode(), "a.txt").blocks == ("Приложение 1", Table(rows))


def test_a_text_that_is_cut_inside_a_letter() -> None:
    content = ("доходы районного бюджета, а именно налоги " * 3).encode()
    assert open_document(content[:-2], "a.txt").blocks


def test_a_word_document() -> None:
    cell = "<w:tc>{0}<w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:tc>"
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    row = "<w:tr>" + cell.format(span, "Налоги") + cell.format("", "5,0") + "</w:tr>"
    paragraph = (
        "<w:p><w:r><w:t>1) дохо</w:t></w:r><w:r><w:t>ды – 5</w:t><w:br/><w:t>2) затраты</w:t></w:r></w:p>"
    )
    document = open_document(docx(f"{paragraph}<w:tbl>{row}{row}</w:tbl>"), "a.docx")
    assert document.blocks == ("1) доходы – 5", "2) затраты", Table((("Налоги", "", "5,0"),) * 2))


def test_a_workbook_keeps_codes_and_exact_sums() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Наименование", None, "Сумма"])
    sheet.append([4, "Образование", 666465.1])
    sheet["A2"].number_format = "00"
    sheet.append([None, "из них", 0.1 + 0.2])
    sheet.append([None, "и", 12.345])
    out = io.BytesIO()
    book.save(out)
    (table,) = open_document(out.getvalue(), "a.xlsx").blocks
    assert isinstance(table, Table)
    # Three decimals of a number are no thousands: a fourth says so.
    assert [row[::2] for row in table.rows[1:]] == [("04", "666465.1"), ("", "0.3"), ("", "12.3450")]


BOMB = archive(word__document_xml=f"<w:document>{' ' * 64 * 2**20}</w:document>")
ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        bytes(range(256)) * 50,
        b"\x00\x01\x02" * 100,
        b"%PDF-1.4 ...",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"{\\rtf1}",
        b"PK\x03\x04 rubbish",
        archive(other_xml="<a/>"),
        archive(word__document_xml="<w:document"),
        archive(**{"xl/workbook.xml": "<workbook/>"}),
        docx("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", ENTITY),
        docx("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", LAUGHS),
        BOMB,
        ("<div>" * 100_000 + "доходы").encode(),
        b"<html></html>",
        b"\xff\xfe\x00\xd8" * 30,
    ],
    ids=range(17),
)
def test_what_is_no_document_is_said_plainly(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        open_document(content, "name")
    assert isinstance(caught.value, EtlError) and "name" in str(caught.value) and caught.value.found


def test_a_giant_is_not_even_looked_into() -> None:
    with pytest.raises(Unreadable, match="at most"):
        open_document(b"a" * (BIGGEST + 1), "name")


def test_cells_that_span_without_end_stay_small() -> None:
    row = "<tr><td colspan=99999 rowspan=9999>1</td><td>2</td></tr>"
    (table,) = open_document(f"<table>{row * 500}</table>".encode(), "a.html").blocks
    assert isinstance(table, Table) and max(len(row) for row in table.rows) < 200
