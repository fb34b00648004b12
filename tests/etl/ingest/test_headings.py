"""Which column is which question: what settles it, and what is refused because nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.ingest import columns as heading
from etl.ingest import files
from etl.ingest.columns import Columns
from tests.etl.ingest.forms import MULTIPLE, THESIS, texts, write_csv

ASKED = THESIS.question("q3").text.ru  # the text that q3, q5 and q10 share
TEXT = {question.id: question.text.ru for question in THESIS.questions}


def recognised(
    tmp_path: Path, headers: list[str], named: tuple[tuple[str, str], ...] = (), form: object = THESIS
) -> Columns:
    path = write_csv(tmp_path / "form.csv", [headers, ["x"] * len(headers)])
    return heading.recognise(files.read(path), form, named)  # type: ignore[arg-type]


def letters(columns: Columns) -> dict[str, str]:
    return {
        question: "".join(column.letter for column in found) for question, found in columns.answers.items()
    }


def test_what_stands_before_settles_one_of_three(tmp_path: Path) -> None:
    """A form that left out two of the three questions with one text."""
    found = letters(recognised(tmp_path, [TEXT["city"], TEXT["q4"], ASKED, TEXT["q6"]]))
    assert found == {"city": "A", "q4": "B", "q5": "C", "q6": "D"}


def test_columns_of_no_question_do_not_stand_between(tmp_path: Path) -> None:
    headers = [TEXT["city"], TEXT["q9"], "Комментарий", ASKED]
    assert letters(recognised(tmp_path, headers))["q10"] == "D"


def test_order_settles_all_three_wherever_they_stand(tmp_path: Path) -> None:
    headers = [TEXT["city"], ASKED, ASKED, ASKED]
    found = letters(recognised(tmp_path, headers))
    assert (found["q3"], found["q5"], found["q10"]) == ("B", "C", "D")


def test_counts_behind_headings_go_before_their_order(tmp_path: Path) -> None:
    headers = [TEXT["city"], f"{ASKED} (3)", ASKED, f"{ASKED} (2)"]
    found = letters(recognised(tmp_path, headers))
    assert (found["q3"], found["q5"], found["q10"]) == ("C", "D", "B")


def test_numbers_settle_what_order_does_not(tmp_path: Path) -> None:
    found = letters(recognised(tmp_path, [TEXT["city"], f"10. {ASKED}", f"5. {ASKED}"]))
    assert found == {"city": "A", "q10": "B", "q5": "C"}


def test_numbers_that_contradict_the_questionnaire_settle_nothing(tmp_path: Path) -> None:
    """A form that begins with the city as its number 1 calls q3 number 4 and q4 number 5."""
    with pytest.raises(DataError, match="q3, q5, q10 apart"):
        recognised(tmp_path, [f"1. {TEXT['city']}", f"4. {TEXT['q7']}", f"5. {ASKED}"])
    with pytest.raises(DataError, match="numbers questions otherwise") as caught:
        recognised(tmp_path, [f"1. {TEXT['city']}", "Вопрос 2"])
    assert "--column q2=B" in caught.value.advice


@pytest.mark.parametrize(
    "headers",
    [
        [TEXT["city"], ASKED],
        [TEXT["city"], ASKED, ASKED],
        [TEXT["city"], ASKED, ASKED, ASKED, ASKED],
        # Order says q3, what stands before says q10.
        [TEXT["city"], TEXT["q9"], ASKED, TEXT["q4"], ASKED, TEXT["q2"], ASKED],
    ],
)
def test_what_nothing_settles_is_refused_by_letter(tmp_path: Path, headers: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        recognised(tmp_path, headers)
    assert caught.value.row == 1
    assert "q3, q5, q10" in caught.value.expected and "--column q3=" in caught.value.advice


def test_the_person_settles_it(tmp_path: Path) -> None:
    found = letters(recognised(tmp_path, [TEXT["city"], ASKED, ASKED], (("q10", "B"), ("q3", "c"))))
    assert found == {"city": "A", "q10": "B", "q3": "C"}
    found = letters(recognised(tmp_path, [TEXT["city"], ASKED, ASKED, ASKED], (("q10", "B"),)))
    assert found == {"city": "A", "q10": "B", "q3": "C", "q5": "D"}


def test_the_person_may_name_a_heading_of_any_kind(tmp_path: Path) -> None:
    found = letters(recognised(tmp_path, [TEXT["city"], "Сколько Вам лет?"], (("q1", "сколько вам лет"),)))
    assert found == {"city": "A", "q1": "B"}


def test_what_the_person_named_is_not_looked_for_again(tmp_path: Path) -> None:
    """q3 stands under a heading of its own; what stands behind q2 can only be another of the three."""
    headers = [TEXT["city"], TEXT["q2"], ASKED, "Довольны ли Вы?"]
    with pytest.raises(DataError, match="apart"):
        recognised(tmp_path, headers, (("q3", "D"),))
    found = letters(recognised(tmp_path, headers, (("q3", "D"), ("q5", "C"))))
    assert (found["q3"], found["q5"]) == ("D", "C")


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (("q99", "B"), "one of the questions city, q1"),
        (("q1", "Z"), "no columns with the heading or letter 'Z'"),
        (("q3", ASKED), "2 columns with the heading"),
    ],
)
def test_a_slip_of_the_person_is_named(tmp_path: Path, named: tuple[str, str], words: str) -> None:
    with pytest.raises(DataError, match=words):
        recognised(tmp_path, [TEXT["city"], ASKED, ASKED], (named,))


def test_the_same_heading_twice_is_refused(tmp_path: Path) -> None:
    headers = [TEXT["city"], TEXT["q1"], TEXT["q1"]]
    with pytest.raises(DataError, match="column B has the same heading") as caught:
        recognised(tmp_path, headers)
    assert caught.value.column == "C"
    assert letters(recognised(tmp_path, headers, (("q1", "C"),)))["q1"] == "BC", (
        "as the advice says: both are taken"
    )


def test_no_question_at_all_is_refused_and_nothing_quoted(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "form.csv", [["Асель Ахметова", "asel@example.kz"], ["Иван", "ivan@example.kz"]]
    )
    with pytest.raises(DataError, match="no question") as caught:
        heading.recognise(files.read(path), THESIS)
    assert not {"Асель", "asel", "Иван"} & set(str(caught.value).replace("@", " ").split())


def test_a_row_of_a_grid(tmp_path: Path) -> None:
    headers = [TEXT["city"], f"Оцените по пунктам [{TEXT['q12']}]", f"Оцените по пунктам [{TEXT['q13']}]"]
    assert letters(recognised(tmp_path, headers)) == {"city": "A", "q12": "B", "q13": "C"}


def test_the_column_of_other(tmp_path: Path) -> None:
    how = MULTIPLE.question("m_how").text.ru
    found = recognised(tmp_path, [texts(MULTIPLE)[0], how, f"{how} [Другое (укажите)]"], form=MULTIPLE)
    assert letters(found) == {"city": "A", "m_how": "B"}
    assert found.ticks["m_how"]["other"][0].letter == "C"


PERSONAL = {
    "Фамилия, имя": "name", "ФИО": "name", "Как Ваше имя?": "name", "Аты-жөніңіз": "name", "Your name": "name",
    "Name": "name",
    "Адрес электронной почты": "e-mail", "E-mail": "e-mail", "Email Address": "e-mail", "Электрондық пошта": "e-mail",
    "Ваш телефон": "phone", "Phone number": "phone", "Байланыс нөмірі": "phone", "WhatsApp": "phone",
    "IP-адрес": "IP address", "IP Address": "IP address", "ИИН": "IIN", "ЖСН": "IIN", "Ваш ИИН (12 цифр)": "IIN",
    "Домашний адрес": "address", "Мекенжайыңыз": "address", "_geolocation": "place", "Latitude": "place",
    "User ID": "account", "Имя пользователя": "account", "Telegram": "account", "_submitted_by": "account",
    "Device": "device", "Браузер": "device", "Respondent ID": "number of the answer", "_uuid": "number of the answer",
    "Отметка времени": "time", "Timestamp": "time", "Уақыт белгісі": "time", "Время создания": "time", "Start time": "time",
}  # fmt: skip


@pytest.mark.parametrize("header", PERSONAL)
def test_personal_columns_are_known_by_heading(tmp_path: Path, header: str) -> None:
    found = recognised(tmp_path, [TEXT["city"], header])
    assert [kind for _, kind in found.personal] == [PERSONAL[header]]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("пишите на asel.k@mail.example", "e-mail"), ("+7 (701) 123-45-67", "phone"), ("87011234567", "phone"),
        ("900101300123", "IIN"), ("мой ИИН 900101300123", "IIN"),
        ("192.168.10.7", "IP address"), ("2001:db8::ff00:42:8329", "IP address"),
    ],
)  # fmt: skip
def test_personal_columns_are_known_by_content(tmp_path: Path, cell: str, kind: str) -> None:
    path = write_csv(
        tmp_path / "form.csv", [[TEXT["city"], "Разное"], ["Алматы", "ничего"], ["Алматы", cell]]
    )
    assert [k for _, k in heading.recognise(files.read(path), THESIS).personal] == [kind]


@pytest.mark.parametrize(
    "cell", ["хорошо", "12:30:45", "16-25", "1 раз в 2 года", "2027", "3,5", "01.02.2027"]
)
def test_what_is_not_personal(tmp_path: Path, cell: str) -> None:
    path = write_csv(tmp_path / "form.csv", [[TEXT["city"], "Разное"], ["Алматы", cell]])
    found = heading.recognise(files.read(path), THESIS)
    assert not found.personal and [column.header for column in found.unused] == ["Разное"]
