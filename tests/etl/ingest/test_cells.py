"""What a cell says: free text, several answers where one was asked for, dates, numbers, and answers in two columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.ingest import answers as answering
from etl.ingest import columns as heading
from etl.ingest import files
from etl.ingest.answers import Answers
from etl.ingest.words import DISAGREE, TWO_ANSWERS, UNKNOWN, Cell, Words
from tests.etl.ingest.forms import MULTIPLE, THESIS, questionnaire, write_csv, write_xlsx

NEWS, HOW, ONE = (Words(MULTIPLE.question(name)) for name in ("m_news", "m_how", "m_one"))


def answers(path: Path, question: str, form: object = THESIS) -> Answers:
    export = files.read(path)
    columns = heading.recognise(export, form)  # type: ignore[arg-type]
    found = answering.read(export, columns, Words(form.question(question)))  # type: ignore[attr-defined]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "text", "cell"),
    [
        (NEWS, "", Cell()),
        (NEWS, " \n\u00a0", Cell()),
        (NEWS, "Телевидение", Cell("tv")),
        (NEWS, "Сайты, соцсети", Cell("web")),
        (NEWS, "Знакомые, Сайты, соцсети", Cell("web|people")),
        (NEWS, "Знакомые; Телевидение", Cell("tv|people")),
        (NEWS, "Знакомые, Знакомые", Cell("people")),
        (NEWS, "tv people", Cell("tv|people")),
        (NEWS, "Знакомые, радио", Cell("people", UNKNOWN)),
        (NEWS, "Знакомые и радио", Cell("", UNKNOWN)),
        (NEWS, "радио", Cell("", UNKNOWN)),
        (HOW, "Письмо, лично у акима, звонил", Cell("mail|other")),
        (HOW, "лично", Cell("other")),
        (HOW, "Другое: лично", Cell("other")),
        (HOW, "Другое", Cell("other")),
        (ONE, "Да, но редко", Cell("other")),
        (ONE, "Да; Нет", Cell("", TWO_ANSWERS)),
        (Words(THESIS.question("q7")), "Да, но редко", Cell("", UNKNOWN)),
        (Words(THESIS.question("q7")), "Да, Нет", Cell("", TWO_ANSWERS)),
        (Words(THESIS.question("q1")), "2. 16–25", Cell("", UNKNOWN)),
        (Words(THESIS.question("q2")), "1. Не обращался", Cell("never")),
        (Words(THESIS.question("city")), "Алматы қаласы", Cell("almaty")),
        (Words(THESIS.question("city")), "город Шымкент", Cell("shymkent")),
        (Words(THESIS.question("city")), "Almaty city", Cell("almaty")),
        (Words(THESIS.question("city")), "2) г. Ақтөбе", Cell("aktobe")),
    ],
)
def test_cells(words: Words, text: str, cell: Cell) -> None:
    assert words.cell(text) == cell


def test_a_number_before_an_answer_is_no_part_of_a_number() -> None:
    grades = Words(questionnaire({"id": "g", "kind": "scale", "answers": {"1": "1", "5": "5"}}).question("g"))
    assert grades.cell("3.5") == Cell("", UNKNOWN)
    assert grades.cell("5") == Cell("5")


def test_answers_that_can_not_be_told_apart_are_refused() -> None:
    form = questionnaire({"id": "x", "kind": "single", "answers": {"a": "Да", "b": "да."}})
    with pytest.raises(DataError, match="a and b are both 'да'"):
        Words(form.question("x"))


def test_an_answer_that_reads_as_two_needs_a_separator() -> None:
    form = questionnaire(
        {"id": "x", "kind": "multiple", "answers": {"a": "Дом", "b": "Двор", "c": "Дом, двор"}}
    )
    with pytest.raises(DataError, match="--separator"):
        Words(form.question("x"))
    assert Words(form.question("x"), ";").cell("Дом, двор; Двор") == Cell("b|c")


def test_a_huge_cell_takes_no_time() -> None:
    assert NEWS.cell(",".join(["Знакомые"] * 3_000)) == Cell("people")
    assert NEWS.cell("," * 32_000) == Cell("")
    assert NEWS.cell("а," * 16_000).problem == UNKNOWN


@pytest.mark.parametrize(
    "cell", ["01.мар", "3-Jan", "янв.25", "2025-01-16 00:00:00", "16/25/2027", "16.01.2025"]
)
def test_a_date_in_place_of_an_answer_is_refused(tmp_path: Path, cell: str) -> None:
    rows = [["Город", "q1"], ["Алматы", "16-25"], ["Алматы", cell]]
    with pytest.raises(DataError, match="a date") as caught:
        answers(write_csv(tmp_path / "form.csv", rows), "q1")
    assert (caught.value.row, caught.value.column) == (3, "B")


def test_a_date_of_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    rows = [["Город", "q1"], ["Алматы", "26-35"], ["Алматы", datetime(2025, 1, 16)]]
    with pytest.raises(DataError, match="A spreadsheet made a date"):
        answers(write_xlsx(tmp_path / "form.xlsx", rows), "q1")


def test_a_formula_is_refused(tmp_path: Path) -> None:
    rows = [["Город", "q1"], ["Алматы", "26-35"], ["Алматы", '=CONCAT("16","-25")']]
    with pytest.raises(DataError, match="paste its values only") as caught:
        answers(write_xlsx(tmp_path / "form.xlsx", rows), "q1")
    assert (caught.value.row, caught.value.column) == (3, "B")
    assert answers(write_xlsx(tmp_path / "form.xlsx", [*rows[:2], ["Алматы", ""]]), "q1").values == [
        "",
        "age_26_35",
    ]


@pytest.mark.parametrize("form", [THESIS, MULTIPLE])
def test_order_numbers_are_refused(tmp_path: Path, form: object) -> None:
    question = "q7" if form is THESIS else "m_one"
    rows = [["Город", question], ["Алматы", "1"], ["Алматы", "2"], ["Алматы", ""]]
    with pytest.raises(DataError, match="only numbers") as caught:
        answers(write_csv(tmp_path / "form.csv", rows), question, form)
    assert "`also`" in caught.value.advice
    with pytest.raises(DataError, match="only numbers"):
        answers(
            write_xlsx(tmp_path / "form.xlsx", [[*rows[0]], ["Алматы", 1], ["Алматы", 2.0]]), question, form
        )


def test_a_column_of_another_question_is_refused(tmp_path: Path) -> None:
    rows = [["Город", "q7"], *([["Алматы", "Высокий"]] * 10)]
    with pytest.raises(DataError, match="no known answer in the whole column"):
        answers(write_csv(tmp_path / "form.csv", rows), "q7")
    found = answers(write_csv(tmp_path / "form.csv", [*rows, ["Алматы", "Да"]]), "q7")
    assert found.values == ["", "yes"] and (found.problems == UNKNOWN).sum() == 10


def test_two_columns_that_disagree_leave_nothing(tmp_path: Path) -> None:
    rows = [["Город", "Укажите Ваш возраст", "Жасыңызды көрсетіңіз"]]
    rows += [
        ["Алматы", "16-25", ""],
        ["Алматы", "", "16-25"],
        ["Алматы", "16-25", "16-25"],
        ["Алматы", "16-25", "26-35"],
    ]
    found = answers(write_csv(tmp_path / "form.csv", rows), "q1")
    assert [found.values[code] for code in found.codes] == ["age_16_25"] * 3 + [""]
    assert found.problems.tolist() == [0, 0, 0, DISAGREE]


def test_other_in_a_column_of_its_own(tmp_path: Path) -> None:
    text = MULTIPLE.question("m_how").text.ru
    rows = [["Город", text, f"{text} [Другое]"]]
    rows += [
        ["Алматы", "Письмо", "лично"],
        ["Алматы", "", "лично"],
        ["Алматы", "Письмо", ""],
        ["Алматы", "", "нет"],
    ]
    found = answers(write_csv(tmp_path / "form.csv", rows), "m_how", MULTIPLE)
    assert [found.values[code] for code in found.codes] == ["mail|other", "other", "mail", ""]


def test_other_where_the_questionnaire_has_none(tmp_path: Path) -> None:
    text = MULTIPLE.question("m_news").text.ru
    rows = [["Город", f"{text} [Знакомые]", f"{text} [Сайты, соцсети]", f"{text} [Другое]"]]
    rows += [["Алматы", "1", "", "радио"], ["Алматы", "", "", ""], ["Алматы", "иногда", "1", ""]]
    found = answers(write_csv(tmp_path / "form.csv", rows), "m_news", MULTIPLE)
    assert [found.values[code] for code in found.codes] == ["people", "", "web"]
    assert found.problems.tolist() == [UNKNOWN, 0, UNKNOWN]


def test_marks_at_two_answers_where_one_was_asked_for(tmp_path: Path) -> None:
    text = THESIS.question("q7").text.ru
    rows = [
        ["Город", f"{text} [Да]", f"{text} [Нет]"],
        ["Алматы", "x", ""],
        ["Алматы", "x", "x"],
        ["Алматы", "", "x"],
    ]
    found = answers(write_csv(tmp_path / "form.csv", rows), "q7")
    assert [found.values[code] for code in found.codes] == ["yes", "", "no"]
    assert found.problems.tolist() == [0, TWO_ANSWERS, 0]
