"""Annexes in every shape: stepped headings, workbooks, cells that have come apart; and whether their lines add up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import pytest
from openpyxl import Workbook

from etl.decisions.annexes import split
from etl.decisions.check import check
from etl.decisions.line_checks import line_findings
from etl.decisions.models import AMOUNTS, Budget, Line
from etl.decisions.read import read_document

HEADING = (
    "Приложение 1 к решению маслихата от 21 декабря 2016 года № 72",
    "Бюджет Карабалыкского района на 2017 год",
)
REVENUE = ("Категория", "Класс", "Подкласс", "Наименование")
EXPENDITURE = (
    "Функциональная группа",
    "Функциональная подгруппа",
    "Администратор бюджетных программ",
    "Программа",
    "Наименование",
)
SUM = "Сумма, тысяч тенге"
# Made up; the codes are those of the budget classification.
ROWS = (
    ("", "", "", "I. Доходы", "2675845,0"),
    ("1", "", "", "Hалоговые поступления", "666465,0"),
    ("", "01", "", "Подоходный налог", "300000,0"),
    ("", "", "2", "Индивидуальный подоходный налог", "300000,0"),
    ("", "03", "", "Социальный налог", "366465,0"),
    ("", "", "1", "Социальный налог", "366465,0"),
    ("2", "", "", "Неналоговые поступления", "9380,0"),
    ("", "01", "", "Доходы от государственной собственности", "9380,0"),
    ("4", "", "", "Поступления трансфертов", "2 000 000"),
    ("", "02", "", "Трансферты из вышестоящих органов государственного управления", "2000000"),
)
SPENT = (
    ("", "", "", "", "II. Затраты", "2700000"),
    ("01", "", "", "", "Государственные услуги общего характера", "700000"),
    ("", "1", "", "", "Представительные органы", "700000"),
    ("", "", "112", "", "Аппарат маслихата района", "300000"),
    ("", "", "", "001", "Услуги по обеспечению деятельности маслихата", "300000"),
    ("", "", "122", "", "Аппарат акима района", "400000"),
    ("", "", "", "001", "Услуги по обеспечению деятельности акима", "350000"),
    ("", "", "", "022", "Капитальные расходы", "50000"),
    ("04", "", "", "", "Образование", "2000000"),
    ("", "1", "", "", "Дошкольное воспитание", "2000000"),
    ("", "", "464", "", "Отдел образования района", "2000000"),
    ("", "", "", "009", "Обеспечение деятельности организаций дошкольного воспитания", "2000000"),
    ("", "", "", "", "III. Чистое бюджетное кредитование", "-24155"),
    ("", "", "", "", "IV. Сальдо по операциям с финансовыми активами", "0"),
    ("", "", "", "", "V. Дефицит (профицит) бюджета", "0"),
)


def steps(names: Sequence[str]) -> list[list[str]]:
    """A row of headings for each column, every one further to the right."""
    found = [["" for _ in range(place)] + [name] for place, name in enumerate(names)]
    found[0] += [""] * (len(names) - 1) + [SUM]
    return found


def page() -> bytes:
    def row(cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    rows = [*steps(REVENUE), *ROWS, *steps(EXPENDITURE), *SPENT]
    head = HEADING[0].replace(" к ", "<br>к ")
    table = f"<table><tr><td></td><td>{head}</td></tr></table><h3>{HEADING[1]}</h3><table>{''.join(map(row, rows))}</table>"
    return f"<html><body>{table}</body></html>".encode()


def lines(apart: str) -> bytes:
    """The rows without their columns: each on a line, or each cell."""
    rows: list[Sequence[str]] = [*steps(REVENUE), *ROWS, *steps(EXPENDITURE), *SPENT]
    return "\n".join([*HEADING, *(apart.join(cell for cell in row if cell) for row in rows)]).encode()


def workbook() -> bytes:
    """Codes and sums are numbers, so that codes have lost their zeros."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in HEADING:
        sheet.append([text])
    for row in [*steps(REVENUE), *ROWS, *steps(EXPENDITURE), *SPENT]:
        cells: list[object] = [int(cell) if cell.isdigit() else cell or None for cell in row[:-1]]
        last = row[-1].replace(" ", "").replace(",", ".")
        sheet.append([*cells, float(last) if last.strip("-.0123456789") == "" and last else row[-1] or None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, name: str) -> Budget:
    (budget,) = read_document(content, name).budgets
    return budget


SHAPES = {
    "page": (page(), "a.html"),
    "a line a row": (lines(" "), "a.txt"),
    "a line a cell": (lines("\n"), "a.txt"),
    "workbook": (workbook(), "a.xlsx"),
}


@pytest.mark.parametrize(("content", "name"), SHAPES.values(), ids=SHAPES.keys())
def test_an_annex_alone_is_a_budget_with_its_lines(content: bytes, name: str) -> None:
    budget = read(content, name)
    assert (budget.place, budget.budget_year, budget.level) == ("Карабалыкский район", 2017, "district")
    assert {name: value for name, value in budget.amounts.items() if value is not None} == {
        "revenue_total": Decimal(2675845),
        "revenue_tax": Decimal(666465),
        "revenue_nontax": Decimal(9380),
        "revenue_transfers": Decimal(2000000),
        "expenditure_total": Decimal(2700000),
        "net_lending": Decimal(-24155),
        "financial_assets_balance": Decimal(0),
        "deficit": Decimal(0),
    }
    assert [finding.code for finding in budget.findings] == ["from-annex"]
    coded = [line for line in budget.lines if line.codes]
    assert len(coded) == len(ROWS) + len(SPENT) - 5
    programme = next(line for line in coded if line.name == "Капитальные расходы")
    assert [code.lstrip("0") for code in programme.codes] == ["1", "1", "122", "22"]
    assert (programme.part, programme.level, programme.amount) == ("expenditure", "programme", Decimal(50000))
    above = budget.lines[programme.parent or 0]
    assert (above.level, above.name) == ("administrator", "Аппарат акима района")
    assert budget.lines[next(own.parent or 0 for own in coded if own.level == "category")].level == "total"


def test_annexes_begin_where_they_are_headed() -> None:
    body, found = split(
        [
            "приложение 1 к указанному решению изложить в новой редакции согласно приложению к настоящему решению.",
            "приложениям 1, 2 и 3 соответственно",
            "Приложение к решению маслихата от 1 мая 2021 года № 60",
            "Приложение 4 к решению маслихата от 1 января 2021 года № 10",
            "Бюджет села Озерное на 2021 год",
        ]
    )
    assert len(body) == 2
    assert [(annex.number, annex.year()) for annex in found] == [(4, 2021)]
    _, kazakh = split(
        ["Қостанай аудандық мәслихатының № 47 шешіміне", "1-қосымша", "2021 жылға арналған бюджет"]
    )
    assert [(annex.number, annex.year()) for annex in kazakh] == [(1, 2021)]


def line(level: str, codes: tuple[str, ...], amount: str, parent: int | None, part: str = "revenue") -> Line:
    return Line(part, level, codes, "name", Decimal(amount), parent)


TOTAL = line("total", (), "100", None)
CATEGORY = line("category", ("1",), "100", 0)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((TOTAL, line("category", ("1",), "90", 0)), "annex-does-not-add-up"),
        ((TOTAL, line("category", ("1",), "99.9", 0)), "annex-rounding"),
        ((TOTAL, CATEGORY, line("class", ("01",), "100", 0)), "annex-level-missing"),
        ((TOTAL, line("category", ("01",), "100", 0)), "annex-code-misplaced"),
        (
            (TOTAL, CATEGORY, line("class", ("1", "01"), "60", 1), line("class", ("1", "2"), "40", 1)),
            "annex-code-misplaced",
        ),
        ((line("total", (), "110", None),), "annex-differs"),
    ],
    ids=range(6),
)
def test_lines_that_are_wrong(lines: tuple[Line, ...], code: str) -> None:
    found = line_findings(lines, {"revenue_total": Decimal(100)}, {"revenue_total": "доходы – 100"})
    assert code in {finding.code for finding in found}
    assert all(finding.original for finding in found)
    assert all(finding.is_blocking for finding in found if finding.code != "annex-rounding")


def test_lines_that_are_right() -> None:
    zeroless = (TOTAL, CATEGORY, line("class", ("1", "1"), "60", 1), line("class", ("1", "10"), "40", 1))
    assert line_findings(zeroless, {"revenue_total": Decimal(100)}, {}) == []


def test_a_budget_is_checked_by_its_amounts_alone() -> None:
    amounts = dict.fromkeys(AMOUNTS) | {
        "revenue_total": Decimal(5),
        "revenue_tax": Decimal(4),
        "expenditure_total": Decimal(5),
    }
    (finding, note) = check(Budget("Озерное", "KZ-39", 2021, "2021-2023", "fourth", amounts))
    assert (finding.code, finding.expected, finding.found) == ("kinds-do-not-add-up", "4", "5")
    assert "revenue_total 5" in finding.original and (note.code, note.is_blocking) == (
        "balance-of-absent",
        False,
    )
