"""Which rows become respondents: tests, cities, filters, what is no answer, and how many are left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import DataError
from etl.ingest import report
from etl.ingest.rows import is_test
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    MULTIPLE,
    THESIS,
    Take,
    grid,
    in_words,
    respondents,
    small,
    texts,
    why,
    with_column,
    write_csv,
    write_questionnaire,
)


@pytest.mark.parametrize(
    "text",
    ["тест", "ТЕСТ", "Test", "test 2", "тест1", "тестовый ответ", "это тест!", "test@example.kz", "сынақ"],
)
def test_test_rows(tmp_path: Path, take: Take, text: str) -> None:
    assert is_test(text)
    for position, header in ((3, "Комментарий"), (3, "ФИО")):
        rows = with_column(
            small(["Алматы", "Да", "Нет"], ["Алматы", "Нет", "Да"]), position, header, [text, "ничего"]
        )
        assert why(take(write_csv(tmp_path / "form.csv", rows), replace=True)) == ["TEST", "TAKEN"]
    rows = small(
        [text, "Да", "Нет"], ["Алматы", text, "Нет"], ["Алматы", "Нет", "Да"], ["Алматы", "Нет", "Да"]
    )
    assert why(take(write_csv(tmp_path / "form.csv", rows), replace=True)) == [
        "TEST",
        "TEST",
        "TAKEN",
        "TAKEN",
    ]


@pytest.mark.parametrize(
    "text",
    ["протест", "контест", "хороший тест на терпение всем нам", "лестница", "anna@test.kz", "Тестова А."],
)
def test_rows_that_are_no_tests(text: str) -> None:
    assert not is_test(text)


def test_an_answer_called_test_is_no_test_row(tmp_path: Path, take: Take) -> None:
    form = forms.questionnaire({"id": "x", "kind": "single", "answers": {"test": "Тест", "talk": "Беседа"}})
    rows = [["Город", "x"], ["Алматы", "Тест"], ["Алматы", "Беседа"]]
    path = write_questionnaire(tmp_path / "q.yml", form)
    assert why(take(write_csv(tmp_path / "form.csv", rows), str(path))) == ["TAKEN", "TAKEN"]


def test_empty_rows_and_people_who_said_nothing(tmp_path: Path, take: Take) -> None:
    rows = small(
        ["", " ", "\u00a0"],
        ["Алматы", "", ""],
        ["Алматы", "Да", ""],
        ["", "", ""],
        ["Алматы", "Да", ""],
        ["Актобе", "", "Да"],
    )
    taken = take(write_csv(tmp_path / "form.csv", rows))
    assert why(taken) == ["EMPTY", "NOTHING", "TAKEN", "EMPTY", "TAKEN", "TAKEN"]
    shown = report.render(taken)
    assert (
        "2 left out: empty\n  rows 2, 5" in shown and "1 refused: no answer to any question\n  row 3" in shown
    )


def test_a_city_that_is_missing_or_unknown(tmp_path: Path, take: Take) -> None:
    cities = ["Алматы"] * 9 + [
        "",
        "Алмата",
        "Астана",
        "Иванова Асель",
        "кв. 5",
        "Кокшетау",
        "Кокшетау",
        "Кокшетау",
        "Асель Алматы",
    ]
    rows = small(*([city, "Да", "Нет"] for city in cities))
    taken = take(write_csv(tmp_path / "form.csv", rows))
    assert why(taken)[9:] == ["NO_CITY", *["UNKNOWN_CITY"] * 8]
    shown = report.render(taken)
    assert "1 refused: no city\n  row 11\n" in shown
    assert "row 12: no such city 'Алмата'; did you mean 'Алматы'?" in shown
    assert "row 14: no such city (what was typed is not shown: it may be personal)" in shown
    assert "row 16: no such city 'Кокшетау'" in shown, "what several people typed gives no one away"
    assert "Иванова" not in shown and "Асель" not in shown and "кв. 5" not in shown
    assert "`role: city`" in shown and "`also`" in shown


def test_the_city_of_a_whole_file(tmp_path: Path, take: Take, wave: Callable[..., pd.DataFrame]) -> None:
    path = write_csv(tmp_path / "form.csv", [["q7", "q11"], ["Да", "Нет"]])
    with pytest.raises(DataError, match="--city CODE"):
        take(path)
    with pytest.raises(DataError, match="one of almaty"):
        take(path, city="Караганда")
    for city in ("almaty", "Алматы", "Almaty"):
        take(path, city=city, replace=True)
        assert wave()["city"].tolist() == ["almaty"]
    with pytest.raises(DataError, match="Leave --city out"):
        take(write_csv(path, small(["Алматы", "Да", "Нет"])), city="almaty", replace=True)


def test_answers_that_a_filter_forbids_are_cleared_and_counted(
    tmp_path: Path, take: Take, wave: Callable[..., pd.DataFrame]
) -> None:
    rows = [
        ["Город", "q2", "q3"],
        ["Алматы", "Не обращался(лась)", "Высокий"],
        ["Алматы", "1 раз в год", "Высокий"],
    ]
    rows += [["Алматы", "", "Низкий"], ["Алматы", "Не обращался(лась)", ""]]
    taken = take(write_csv(tmp_path / "form.csv", rows))
    assert wave()[["q2", "q3"]].apply(tuple, axis=1).tolist() == [
        ("never", ""),
        ("never", ""),
        ("once", "high"),
    ]
    assert why(taken) == ["TAKEN", "TAKEN", "NOTHING", "TAKEN"]
    assert (
        "q3: 1 cleared: asked only of those who answered q2 with once, more_than_once (row 2)"
        in report.render(taken)
    )


def test_a_filter_behind_a_filter(tmp_path: Path, take: Take, wave: Callable[..., pd.DataFrame]) -> None:
    """Who is not to be asked m_two was not to be asked m_three either."""
    form = write_questionnaire(tmp_path / "q.yml", MULTIPLE)
    rows = [
        ["Город", "m_one", "m_two", "m_three"],
        ["Алматы", "Нет", "Раз", "Три"],
        ["Алматы", "Да", "Раз", "Три"],
    ]
    take(write_csv(tmp_path / "form.csv", rows), str(form))
    assert wave()[["m_one", "m_two", "m_three"]].to_numpy().tolist() == [["no", "", ""], ["yes", "a", "c"]]


def test_a_filter_that_can_not_be_checked_is_said(
    tmp_path: Path, take: Take, wave: Callable[..., pd.DataFrame]
) -> None:
    taken = take(write_csv(tmp_path / "form.csv", [["Город", "q3"], ["Алматы", "Высокий"]]))
    assert wave()["q3"].tolist() == ["high"]
    assert "q2 is not in the file" in report.render(taken)


def test_unknown_answers_are_counted_and_not_kept(tmp_path: Path, take: Take, folder: Path) -> None:
    rows = small(
        *[["Алматы", "Да", "Нет"]] * 30, ["Алматы", "сам себе депутат", "Нет"], ["Алматы", "Да; Нет", "Да"]
    )
    taken = take(write_csv(tmp_path / "form.csv", rows))
    shown = report.render(taken)
    assert "q7: 1 left out: no answer of the questionnaire (row 32)" in shown
    assert "q7: 1 left out: several answers where one was asked for (row 33)" in shown
    written = "".join(path.read_text() for path in (folder / "sources/wave").iterdir())
    assert "депутат" not in shown.split("columns")[0] and "сам себе" not in written + shown


def test_other_words_are_counted_and_not_kept(
    tmp_path: Path, take: Take, wave: Callable[..., pd.DataFrame]
) -> None:
    form = write_questionnaire(tmp_path / "q.yml", MULTIPLE)
    rows = [["Город", "m_how"], ["Алматы", "Письмо; у акима дома"], ["Алматы", "Письмо"]]
    taken = take(write_csv(tmp_path / "form.csv", rows), str(form))
    assert wave()["m_how"].tolist() == ["mail", "mail|other"]
    shown = report.render(taken)
    assert "m_how: 1 answered something else; their words are not kept" in shown and "акима" not in shown


def test_more_than_half_refused_writes_nothing(tmp_path: Path, take: Take, folder: Path) -> None:
    rows = small(["Алматы", "Да", "Нет"], ["Алматы", "Да", "Да"], *[["Нигде", "Да", "Нет"]] * 2)
    path = write_csv(tmp_path / "form.csv", rows)
    assert take(path).folder is not None
    taken = take(write_csv(path, [*rows, ["Нигде", "Да", "Да"]]), wave="other")
    assert taken.folder is None and not (folder / "sources/other").exists()
    assert "3 rows were refused and 2 could be taken" in report.hopeless(taken.selection)


def test_empty_rows_and_tests_are_no_refusals(tmp_path: Path, take: Take) -> None:
    rows = small(["Алматы", "Да", "Нет"], *[["", "", ""]] * 5, *[["тест", "тест", "тест"]] * 5)
    assert take(write_csv(tmp_path / "form.csv", rows)).folder is not None


def test_small_bases_are_flagged(tmp_path: Path, take: Take) -> None:
    people = respondents({"almaty": 120, "aktobe": 60, "pavlodar": 20}, seed=2)
    people.loc[people.index[people["city"] == "aktobe"][:50], "q7"] = ""
    shown = report.render(take(write_csv(tmp_path / "form.csv", grid(in_words(people), texts(THESIS)))))
    assert "almaty: 120\n" in shown
    assert "aktobe: 60  (fewer than 100: flagged)" in shown
    assert "pavlodar: 20  (fewer than 30: shares are not shown)" in shown
    assert "  q7 in aktobe: 10\n" in shown and "q7 in pavlodar" not in shown
