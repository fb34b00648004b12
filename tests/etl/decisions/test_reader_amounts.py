"""One amount: digits, sign, unit, and what is left open where print leaves it open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.decisions.amounts import amount, parse
from etl.decisions.scan import Text, statements


@pytest.mark.parametrize(
    ("digits", "numbers"),
    [
        ("2 282 994,7", ["2282994.7"]),
        ("41080639,0", ["41080639.0"]),
        ("2 282994,7", ["2282994.7"]),
        ("0", ["0"]),
        ("341.6", ["341.6"]),
        ("1.234.567", ["1234567"]),
        ("1.234.567,8", ["1234567.8"]),
        ("1234,567", ["1234.567"]),
        ("281,508", ["281508", "281.508"]),
        ("0,508", ["0.508"]),
        ("1 79", []),
        ("1 15 949", []),
        ("0 349 391", []),
        ("1,2,3", []),
        ("9" * 40, []),
    ],
)
def test_digits_are_read_exactly_or_not_at_all(digits: str, numbers: list[str]) -> None:
    assert parse(digits) == tuple(Decimal(number) for number in numbers)


def read(text: str) -> tuple[tuple[Decimal, ...], str, int | None] | None:
    """What stands after a label that has been read."""
    whole = Text.of(text + ";\n" + " " * 20 + "конец")
    found = amount(whole.plain, whole.folded, 0)
    return found and (found.sizes, found.sign, found.scale)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (" – 735", "spaced"),
        (" - 735", "spaced"),
        (" 735", "plus"),
        (": 735", "plus"),
        (" –735", "dash"),
        (" -735", "dash"),
        (": -735", "minus"),
        (" – -735", "minus"),
        (" - -735", "minus"),
        (" – - 735", "minus"),
        (" – \u2212735", "minus"),
        (" (-) 735", "minus"),
        (" – (–735)", "minus"),
        (" – минус 735", "minus"),
        (" (735)", "dash"),
    ],
)
def test_signs(text: str, sign: str) -> None:
    assert read(text) == ((Decimal(735),), sign, None)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("735 тысяч тенге", 1),
        ("735 тысяча тенге", 1),
        ("735 тыс. тенге", 1),
        ("735 тысяч тысяч тенге", 1),
        ("735 мың теңге", 1),
        ("735 мыңтеңге", 1),
        ("735 мың тг", 1),
        ("735 тенге", 0),
        ("735 млн. тенге", 1000),
        ("735 миллионов тенге", 1000),
        ("735 млрд тенге", 1_000_000),
        ("735", None),
    ],
)
def test_units(text: str, scale: int | None) -> None:
    found = read(f" – {text}")
    assert found is not None and found[2] == scale


@pytest.mark.parametrize("zero", ["0", "0 тенге", "0,0 тысяч тенге", "равно нулю", "нөлге тең", "нулю"])
def test_zeros(zero: str) -> None:
    found = read(f" – {zero}")
    assert found is not None and [value == 0 for value in found[0]] == [True]


@pytest.mark.parametrize(
    "other", ["3 процента", "100 %", "15 пайыз", "5 месячных расчетных показателей", "15R4"]
)
def test_what_is_no_money_is_no_amount(other: str) -> None:
    found = read(f" – {other}")
    assert found is not None and found[0] == ()


@pytest.mark.parametrize("words", [" на 2021 год – 735", " от аренды – 735", " районов"])
def test_other_words_between_label_and_amount_make_it_none(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("доходы – 1 79", False),
        ("доходы – 1 796,", False),
        ("доходы – 1 796;", True),
        ("доходы – 1 796 ты", True),
        ("доходы – 1 796 мың", True),
    ],
)
def test_a_number_at_the_end_of_a_text_may_have_lost_digits(text: str, ends: bool) -> None:
    (statement,) = statements(Text.of(text))
    assert statement.amount.ends is ends


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("налоговым поступлениям", "revenue_tax"),
        ("салықтық түсімдер бойынша", "revenue_tax"),
        ("салық түсімдері", "revenue_tax"),
        ("не налоговые поступления", "revenue_nontax"),
        ("неналоговым поступлениям", "revenue_nontax"),
        ("салықтық емес түсімдер", "revenue_nontax"),
        ("поступлениям от продажи основного капитала", "revenue_capital"),
        ("негізгі капиталды сатудан түсетін түсімдер бойынша", "revenue_capital"),
        ("специальным поступлениям", "revenue_special"),
        ("полученные официальные трансферты", "revenue_transfers"),
        ("трансферттердің түсімдері", "revenue_transfers"),
        ("ЗАТРАТЫ", "expenditure_total"),
        ("шығындар", "expenditure_total"),
        ("чистое бюджетное кредитование", "net_lending"),
        ("таза бюджеттік несиелендіру", "net_lending"),
        ("таза бюджеттік кредит беру", "net_lending"),
        ("қаржы активтерімен жасалатын операциялар бойынша сальдо", "financial_assets_balance"),
        ("дефицит (профицит) бюджета", "deficit"),
        ("бюджет тапшылығы (профициті)", "deficit"),
        ("финансирование дефицита (использование профицита) бюджета", "financing"),
        ("бюджет тапшылығын қаржыландыру (профицитін пайдалану)", "financing"),
        ("бюджеттік кредиттерді өтеу", "credits_repaid"),
        ("бюджетные кредиты", "credits"),
        ("поступления от продажи финансовых активов государства", "assets_sold"),
        ("қаржы активтерін сатып алу", "assets_bought"),
        ("кiрiстер", "revenue_total"),
        ("дoхoды", "revenue_total"),
    ],
)
def test_labels(label: str, field: str) -> None:
    (statement,) = statements(Text.of(f"1) {label} – 735 тысяч тенге;"))
    assert (statement.field, statement.amount.sizes) == (field, (Decimal(735),))


@pytest.mark.parametrize(
    "text",
    [
        "облыстық бюджеттен нысаналы ағымдағы трансферттер түсімі – 5 120,0 мың теңге;",
        "затраты на средний ремонт дорог – 150 000,0 тысяч тенге;",
        "прочие неналоговые поступления в бюджет – 100 тысяч тенге;",
    ],
)
def test_labels_inside_other_words_are_none(text: str) -> None:
    assert statements(Text.of(text)) == []
