"""Files that hold no budget, only a part of one, or one in an unusual way."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from etl.decisions.read import read_document
from etl.errors import EtlError
from tests.etl.decisions.layouts import Facts, Site, known, layout, write
from tests.etl.decisions.layouts.judge import blocking
from tests.etl.decisions.layouts.shown import shown


@pytest.fixture
def facts() -> Facts:
    return next(facts for facts in known() if facts.decision_id == "V21NN025537")


OTHERS = {
    "social aid": (
        "<h1>Об оказании социальной помощи</h1><p>Решение Костанайского районного маслихата Костанайской области от"
        " 15 ноября 2021 года № 71.</p><p>1. Утвердить размеры на 2021 год:</p><p>1) ветеранам – 100 тысяч тенге;</p>"
        "<p>2) затраты на лечение – 5 месячных расчетных показателей;</p><p>3) доходы семьи – 35 000 тенге.</p>"
    ),
    "rates of tax": (
        "<h1>О ставках земельного налога на 2021 год</h1><p>Решение маслихата города Костаная Костанайской области от"
        " 15 ноября 2021 года № 72</p><p>1. Утвердить на 2021-2023 годы:</p><p>1) доходы – 3 процента;</p><p>налоговые"
        " поступления – 10 процентов;</p><p>2) затраты – 4 процента.</p>"
    ),
    "a reserve": (
        '<h1>О внесении изменения в решение "О бюджете города Костаная на 2021-2023 годы"</h1><p>Решение маслихата города'
        " Костаная Костанайской области от 15 ноября 2021 года № 71.</p><p>1. пункт 4 изложить в новой редакции:</p>"
        '<p>"4. Утвердить резерв на 2021 год в сумме 78000,0 тысяч тенге.".</p>'
    ),
}


@pytest.mark.parametrize("page", OTHERS.values(), ids=OTHERS.keys())
def test_what_is_no_budget_gives_none(page: str) -> None:
    reading = read_document(page.encode(), "document.html")
    assert blocking(reading)
    assert not any(value for budget in reading.budgets for value in budget.amounts.values())


ENCODINGS = {
    "with a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "windows-1251": lambda text: text.encode("cp1251", "replace"),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_a_text_in_any_encoding(facts: Facts, encode: Callable[[str], bytes]) -> None:
    how = layout(site=Site.TEXT)
    reading = read_document(encode(write(facts, how).decode()), "document.txt")
    assert reading.budgets[0].amounts == shown(facts.plans[0], facts, how)


def test_another_code_page_gives_nothing(facts: Facts) -> None:
    reading = read_document(
        write(facts, layout(site=Site.TEXT)).decode().encode("cp866", "replace"), "document.txt"
    )
    assert not reading.budgets and blocking(reading)


def test_part_of_an_annex_is_no_budget() -> None:
    """All that is known of V16NL006739: the beginning of a table, of whom and when it does not say."""
    page = (
        "<table><tr><td>Категория</td><td>Класс</td><td>Подкласс</td><td>Наименование</td><td>Сумма, тысяч тенге</td></tr>"
        "<tr><td></td><td></td><td></td><td>I. Доходы</td><td>2691923,1</td></tr>"
        "<tr><td>1</td><td></td><td></td><td>Hалоговые поступления</td><td>666465,0</td></tr>"
        "<tr><td>2</td><td></td><td></td><td>Неналоговые поступления</td><td>9380,0</td></tr></table>"
    )
    reading = read_document(page.encode(), "document.html")
    (budget,) = reading.budgets
    told = {name: value for name, value in budget.amounts.items() if value is not None}
    figures = {"revenue_total": "2691923.1", "revenue_tax": "666465.0", "revenue_nontax": "9380.0"}
    assert told == {name: Decimal(figure) for name, figure in figures.items()}
    assert budget.budget_year is None
    assert {"place", "budget_year"} <= {finding.field for finding in blocking(reading)}


@pytest.mark.parametrize(
    "token", ["а", "1 ", "(", "1) доходы – 1 тысяч тенге, ", "<td>", "на 2021-2023 годы ", "в том числе: "]
)
def test_time_does_not_grow_with_the_square_of_the_length(facts: Facts, token: str) -> None:
    """A hundred thousand characters of nonsense in the middle."""
    text = write(facts, layout()).decode()
    middle = len(text) // 2
    damaged = (text[:middle] + token * (100_000 // len(token)) + text[middle:]).encode()
    started = time.perf_counter()
    try:
        read_document(damaged, "document.html")
    except EtlError as error:
        assert str(error)
    assert time.perf_counter() - started < 5
