"""Texts as decisions have them, each with what it says: what is stated, what is not, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from etl.decisions.models import Budget, Reading
from etl.decisions.read import read_document

HEAD = """О бюджетах сел, сельских округов Костанайского района на 2021-2023 годы
Решение маслихата Костанайского района Костанайской области от 25 декабря 2020 года № 590. Зарегистрировано \
Департаментом юстиции Костанайской области 30 декабря 2020 года № 9676
Костанайский районный маслихат РЕШИЛ:
"""
INTRODUCTION = (
    "1. Утвердить бюджет села Озерное на 2021-2023 годы согласно приложениям 1, 2 и 3 соответственно, в том числе на"
    " 2021 год в следующих объемах:\n"
)
END = "\n2. Настоящее решение вводится в действие с 1 января 2021 года.\n"
AMENDING = """О внесении изменений в решение маслихата от 25 декабря 2020 года № 590 "О районном бюджете Костанайского \
района на 2021-2023 годы"
Решение маслихата Костанайского района Костанайской области от 30 апреля 2021 года № 47
Костанайский районный маслихат РЕШИЛ:
1. Внести в решение маслихата "О районном бюджете Костанайского района на 2021-2023 годы" от 25 декабря 2020 года № 590 \
(зарегистрировано в Реестре государственной регистрации нормативных правовых актов под № 9676) следующие изменения:
"""


def sums(separator: str = " – ", **other: str) -> str:
    """A budget that adds up, with some of its amounts printed otherwise."""
    printed = {
        "total": "1 000 тысяч тенге",
        "tax": "400 тысяч тенге",
        "transfers": "600 тысяч тенге",
        "expenditure": "1 100 тысяч тенге",
        "lending": "0",
        "assets": "0",
        "deficit": "-100 тысяч тенге",
        "financing": "100 тысяч тенге",
    } | other
    labels = {
        "total": "1) доходы",
        "tax": "налоговым поступлениям",
        "transfers": "поступлениям трансфертов",
        "expenditure": "2) затраты",
        "lending": "3) чистое бюджетное кредитование",
        "assets": "4) сальдо по операциям с финансовыми активами",
        "deficit": "5) дефицит (профицит) бюджета",
        "financing": "6) финансирование дефицита (использование профицита) бюджета",
    }
    return ";\n".join(f"{labels[name]}{separator}{printed[name]}" for name in labels) + "."


def read(text: str, name: str = "document.txt") -> Reading:
    return read_document(text.encode(), name)


def only(text: str) -> Budget:
    (budget,) = read(text).budgets
    return budget


def stated(budget: Budget) -> dict[str, Decimal]:
    return {name: value for name, value in budget.amounts.items() if value is not None}


def codes(budget: Budget) -> set[str]:
    return {finding.code for finding in budget.findings}


def blocking(budget: Budget) -> set[str]:
    return {finding.code for finding in budget.findings if finding.is_blocking}


WHOLE = {
    "revenue_total": Decimal(1000),
    "revenue_tax": Decimal(400),
    "revenue_transfers": Decimal(600),
    "expenditure_total": Decimal(1100),
    "net_lending": Decimal(0),
    "financial_assets_balance": Decimal(0),
    "deficit": Decimal(-100),
}


def test_a_decision_with_all_that_it_says() -> None:
    reading = read(HEAD + INTRODUCTION + sums() + END)
    act = reading.act
    assert (act.number, act.adopted) == (act.base_number, act.base_date) == ("590", date(2020, 12, 25))
    assert (act.registration, act.registered) == ("9676", date(2020, 12, 30))
    assert (act.language, act.is_amendment, act.is_consolidated, act.status) == ("ru", False, False, None)
    assert act.title == "О бюджетах сел, сельских округов Костанайского района на 2021-2023 годы"
    (budget,) = reading.budgets
    assert (budget.place, budget.region_code, budget.level) == (
        "с. Озерное, Костанайский район",
        "KZ-39",
        "fourth",
    )
    assert (budget.budget_year, budget.plan_years, budget.scope) == (2021, "2021-2023", "full")
    assert stated(budget) == WHOLE and budget.details == {"financing": Decimal(100)}
    assert budget.findings == () == reading.findings


@pytest.mark.parametrize(
    "text",
    [
        sums(separator=": "),
        sums(separator=" ", deficit="- 100 тысяч тенге"),
        sums(separator=" ", deficit="(-) 100 тысяч тенге"),
        sums(separator=" –", deficit="100 тысяч тенге"),
        sums().replace("бюджета – -100", "бюджета -100"),
        sums(total="1 млн тенге", tax="0,4 млн тенге", deficit="-0,1 млн. тенге"),
        sums(total="1,000 тысяч тенге"),
        sums(lending="равно нулю", assets="О тысяч тенге"),
        sums(tax="400 тенге", deficit="-100 тенге"),
        sums().replace("дефицит (профицит) бюджета – -100", "дефицит бюджета – 100"),
        sums().replace("1) доходы", "1)доходы").replace("2) затраты", "1) затраты").replace(";\n", "\n"),
        sums().replace("налоговым", "- налоговым").replace("тенге;\n", "тенге "),
        sums().replace("600 тысяч тенге", "600 тысяч тенге, из них объем субвенций – 9983,0 тысяч тенге"),
    ],
    ids=range(13),
)
def test_the_same_amounts_printed_in_other_ways(text: str) -> None:
    budget = only(HEAD + INTRODUCTION + text + END)
    assert stated(budget) == WHOLE and not blocking(budget)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (sums(tax="401 тысяч тенге"), "kinds-do-not-add-up", "revenue_total"),
        (sums(expenditure="1 101 тысяч тенге"), "balance-does-not-add-up", "deficit"),
        (sums(deficit="0", financing="0"), "zero-deficit", "deficit"),
        (sums(deficit="100 тысяч тенге"), "deficit-sign", "deficit"),
        (sums(financing="101 тысяч тенге"), "financing-differs", "deficit"),
        (sums(expenditure="1 1 00 тысяч тенге"), "amount-unreadable", "expenditure_total"),
        (sums().replace("2) затраты", "2) зaтpат"), "statement-unknown", "amounts"),
        (sums() + "\nзатраты – 1 200 тысяч тенге", "stated-twice", "expenditure_total"),
        (sums().replace("трансфертов – 600", "транофертов – 0"), "label-unclear", "revenue_transfers"),
    ],
    ids=range(9),
)
def test_what_does_not_add_up_or_can_not_be_read_is_blocked(text: str, code: str, field: str) -> None:
    budget = only(HEAD + INTRODUCTION + text.replace("зaтpат –", "хтраты –") + END)
    (finding,) = [found for found in budget.findings if found.code == code]
    assert finding.is_blocking and finding.field == field and finding.original


def test_a_zero_deficit_says_what_it_should_be() -> None:
    (finding,) = only(HEAD + INTRODUCTION + sums(deficit="0", financing="0") + END).findings
    assert (finding.expected, finding.found) == ("-100", "0")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (INTRODUCTION + "1) доходы – 1,250 тысяч тенге;", "amount-unclear"),
        (INTRODUCTION + "1) доходы – 1 250 тенге;\nналоговым поступлениям – 0 тысяч тенге;", "unit-unclear"),
        (
            INTRODUCTION + sums(lending="5 тысяч тенге").split(";\n4)")[0].replace("– 5", "-5") + ";",
            "sign-unclear",
        ),
    ],
)
def test_what_nothing_decides_is_no_amount(text: str, code: str) -> None:
    budget = only(HEAD + text + END)
    (finding,) = [found for found in budget.findings if found.code == code]
    assert finding.is_blocking and budget.amounts[finding.field] is None


def test_a_kind_that_is_not_there_is_not_zero() -> None:
    budget = only(HEAD + INTRODUCTION + sums() + END)
    assert budget.amounts["revenue_capital"] is None and not budget.findings


def test_an_act_in_tenge_is_taken_at_its_word_but_not_loaded() -> None:
    text = sums().replace("тысяч тенге", "тенге").replace("00 тенге", "00 000 тенге")
    budget = only(HEAD + INTRODUCTION + text + END)
    assert stated(budget) == WHOLE and blocking(budget) == {"unit-tenge-throughout"}


@pytest.mark.parametrize(
    ("cut", "fields", "is_cut"),
    [
        ("2) затраты – 1 100 ты", 4, True),
        ("2) затраты – 1 1", 3, True),
        ("поступлениям трансфертов – 600 тысяч", 3, True),
        ("поступлениям трансфертов – 60", 2, True),
    ],
)
def test_a_text_that_breaks_off_says_what_is_there(cut: str, fields: int, is_cut: bool) -> None:
    text = HEAD + INTRODUCTION + sums()
    budget = only(text[: text.index(cut) + len(cut)])
    assert len(stated(budget)) == fields and not blocking(budget)
    assert ("truncated" in codes(budget)) is is_cut
    assert all(WHOLE[name] == value for name, value in stated(budget).items())


def test_a_number_that_may_be_cut_counts_if_it_adds_up() -> None:
    text = HEAD + INTRODUCTION + sums()
    assert stated(only(text[: text.index("600") + 3]))["revenue_transfers"] == 600


def test_several_budgets_one_of_them_restated() -> None:
    second = INTRODUCTION.replace("1. ", "2. ").replace("села Озерное", "Айдарлинского сельского округа")
    note = "\nСноска. Пункт 2 – в редакции решения маслихата Костанайского района от 01.07.2021 № 70."
    text = HEAD + INTRODUCTION + sums() + "\n" + second + sums() + note + END.replace("2.", "3.")
    reading = read(text)
    assert [budget.place.split(",")[0] for budget in reading.budgets] == ["с. Озерное", "Айдарлинский с.о."]
    assert [budget.is_restated for budget in reading.budgets] == [False, True]
    assert reading.act.is_amendment and reading.act.is_consolidated and reading.act.base_number == "590"


def test_headings_under_one_introduction() -> None:
    introduction = (
        "1. Утвердить бюджеты города и сельских округов на 2020 - 2022 годы согласно приложениям 1; 2; 3, в том числе на"
        " 2020 год по городу и каждому сельскому округу в следующих объемах:\n"
    )
    text = (
        HEAD
        + introduction
        + "По городу Жанатас:\n"
        + sums()
        + "\nПо Байкадамскому сельскому округу:\n"
        + sums()
        + END
    )
    found = read(text).budgets
    assert [budget.place for budget in found] == [
        "г. Жанатас, Костанайский район",
        "Байкадамский с.о., Костанайский район",
    ]
    assert {budget.budget_year for budget in found} == {2020} and not any(map(blocking, found))


def test_one_total_for_all_villages_is_said_to_be_one() -> None:
    text = HEAD + INTRODUCTION.replace("бюджет села Озерное", "бюджеты сел, сельских округов") + sums() + END
    budget = only(text)
    assert budget.place == "сёла, сельские округа Костанайского района" and budget.level == "fourth"
    assert "total-of-several" in codes(budget) and not blocking(budget)


@pytest.mark.parametrize(
    "unknown", ["Озерного с/о Костанайского района", "участка Озерное", "N-ского округа"]
)
def test_a_place_in_words_that_are_not_understood_is_not_replaced_by_the_title_s(unknown: str) -> None:
    budget = only(HEAD + INTRODUCTION.replace("села Озерное", unknown) + sums() + END)
    assert budget.place == "" and "place-unknown" in blocking(budget)


def test_the_first_budget_without_its_introduction_is_only_proposed() -> None:
    title = HEAD.replace("сел, сельских округов", "города Тобыл и сельских округов")
    budget = only(title + sums() + END)
    assert budget.place == "г. Тобыл, Костанайский район" and "place-by-order" in blocking(budget)


def test_an_amendment_that_restates_sub_points() -> None:
    text = (
        AMENDING + "в пункте 1:\nподпункт 2) изложить в следующей редакции:\n"
        '"2) затраты – 1 100 тысяч тенге;";\nподпункты 5), 6) изложить в следующей редакции:\n'
        '"5) дефицит (профицит) бюджета – -100 тысяч тенге;\n'
        '6) финансирование дефицита (использование профицита) бюджета – 100 тысяч тенге.".' + END
    )
    reading = read(text)
    (budget,) = reading.budgets
    assert stated(budget) == {"expenditure_total": Decimal(1100), "deficit": Decimal(-100)}
    assert (budget.scope, budget.place, budget.budget_year) == ("partial", "Костанайский район", 2021)
    assert (reading.act.base_number, reading.act.base_date) == ("590", date(2020, 12, 25))
    assert (reading.act.number, reading.act.adopted) == ("47", date(2021, 4, 30)) and not blocking(budget)


def test_an_amendment_that_swaps_figures() -> None:
    text = (
        AMENDING + "в подпункте 1) пункта 1:\nцифры «2 775 514» заменить цифрами «2 856 950»;\n"
        "в строке «налоговые поступления» цифры «1 000» заменить цифрами «1 100»;\n"
        "строку «затраты – 13550 тысяч тенге» заменить строкой «затраты – 16750 тысяч тенге»;\n"
        "в пункте 4 цифры «500» заменить цифрами «600»." + END
    )
    (budget,) = read(text).budgets
    assert [(swap.old, swap.new, swap.field, swap.point, swap.sub_point) for swap in budget.swaps[:3]] == [
        (Decimal(2775514), Decimal(2856950), None, 1, 1),
        (Decimal(1000), Decimal(1100), "revenue_tax", 1, 1),
        (Decimal(13550), Decimal(16750), "expenditure_total", 1, 1),
    ]
    assert (budget.swaps[3].field, budget.swaps[3].point) == (None, 4)
    assert stated(budget) == {"revenue_tax": Decimal(1100), "expenditure_total": Decimal(16750)}
    assert budget.scope == "swaps" and blocking(budget) == {"figures-swapped"}


def test_kazakh_swaps_name_their_labels() -> None:
    text = (
        "Хромтау аудандық мәслихаты ШЕШІМ ҚАБЫЛДАДЫ:\n1. Аудандық мәслихаттың 2019 жылғы 4 қаңтардағы № 276 "
        '"2019-2021 жылдарға арналған "Дөң" ауылдық округ бюджетін бекіту туралы" (№ 3-12-198 тіркелген) шешіміне келесідей '
        'өзгерістер енгізілсін:\n1) тармақшасында:\nкірістер - "40 659,0" сандары "37 239,0" сандарымен ауыстырылсын;'
    )
    reading = read(text, "V19CL006540.txt")
    (budget,) = reading.budgets
    assert (budget.place, budget.region_code) == ("Дөң ауылдық округі, Хромтау ауданы", "KZ-15")
    assert (budget.swaps[0].old, budget.swaps[0].new, budget.swaps[0].field) == (
        Decimal("40659.0"),
        Decimal("37239.0"),
        "revenue_total",
    )
    assert (reading.act.base_number, reading.act.base_date) == ("276", date(2019, 1, 4))


def test_figures_of_other_points_are_nobody_s() -> None:
    text = (
        HEAD
        + INTRODUCTION
        + sums()
        + END
        + (
            "3. Учесть целевые трансферты, в том числе:\nпогашение бюджетных кредитов – 18 442,0 тысячи тенге;\n"
            "4. Утвердить резерв в сумме 78 000,0 тысяч тенге.\n"
        )
    )
    budget = only(text)
    assert stated(budget) == WHOLE and "credits_repaid" not in budget.details and not budget.findings


def test_the_region_is_the_one_that_the_text_names() -> None:
    reading = read(HEAD + INTRODUCTION + sums() + END, "V20PB005808.txt")
    assert reading.budgets[0].region_code == "KZ-39"
    assert [finding.code for finding in reading.findings] == ["region-conflict"]
    fragment = INTRODUCTION + sums() + END
    assert read(fragment, "V20PB005808.txt").budgets[0].region_code == "KZ-55"
    assert read(fragment).budgets[0].region_code is None


def test_a_city_of_republican_significance() -> None:
    text = (
        "О бюджете города Алматы на 2023-2025 годы\nРешение XXV сессии маслихата города Алматы VII созыва от 14 декабря"
        " 2022 года № 190\nМаслихат города Алматы РЕШИЛ:\n"
        + INTRODUCTION.replace("села Озерное", "города Алматы")
        .replace("2021", "2023")
        .replace("-2023", "-2025")
        + sums()
        + END
    )
    budget = only(text)
    assert (budget.place, budget.level, budget.region_code) == ("г. Алматы", "republican_city", "KZ-75")


def test_a_year_outside_of_the_plan_is_blocked() -> None:
    budget = only(HEAD + INTRODUCTION.replace("на 2021 год ", "на 2031 год ") + sums() + END)
    assert "year-outside-plan" in blocking(budget)


def test_two_languages_are_one_act_and_held_against_each_other() -> None:
    kazakh = (
        "1. Озерное ауылының 2021-2023 жылдарға арналған бюджеті тиісінше 1, 2 және 3-қосымшаларға сәйкес, оның ішінде 2021"
        " жылға мынадай көлемдерде бекітілсін:\n1) кірістер – 1 000 мың теңге, оның ішінде:\n"
        "салықтық түсімдер – 400 мың теңге;\n"
        "трансферттер түсімі – 600 мың теңге;\n2) шығындар – {0} мың теңге;\n3) таза бюджеттік кредиттеу – 0;\n"
        "4) қаржы активтерімен операциялар бойынша сальдо – 0;\n5) бюджет тапшылығы (профициті) – {1} мың теңге.\n"
        "2. Осы шешім 2021 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.\n"
    )
    russian = HEAD + INTRODUCTION + sums() + END
    same = read(russian + kazakh.format("1 100", "-100"))
    assert same.act.language == "ru" and not blocking(same.budgets[0]) and len(same.budgets) == 1
    other = read(russian + kazakh.format("1 150", "-150"))
    assert {f.field for f in other.budgets[0].findings if f.code == "languages-differ"} == {
        "expenditure_total",
        "deficit",
    }
    assert stated(other.budgets[0]) == WHOLE
    assert read(russian + kazakh.format("1 100", "-100"), "V20NN009676_kaz.txt").act.language == "kk"


def test_what_is_no_budget_is_said_to_be_none() -> None:
    reading = read("О чем-то другом. Решение от 1 мая 2021 года № 5 о дорогах и мостах.")
    assert reading.budgets == () and [finding.code for finding in reading.findings] == ["no-budget"]
