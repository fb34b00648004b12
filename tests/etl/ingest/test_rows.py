"""Which rows become respondents: times, days, tests, answers sent twice, cities, filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl.errors import DataError, EtlError
from etl.ingest import report
from etl.ingest.rows import Why, is_test
from etl.ingest.survey import Taken
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    MULTIPLE,
    THESIS,
    Grid,
    grid,
    in_words,
    respondents,
    texts,
    with_column,
    write_csv,
    write_questionnaire,
    write_xlsx,
)

Take = Callable[..., Taken]
START = datetime(2027, 3, 1, 9, 0, 0)


def small(*rows: list[str], headers: tuple[str, ...] = ()) -> Grid:
    """A form with the city, two questions and further columns."""
    return [["Город", "q7", "q11", *headers], *rows]


def why(taken: Taken) -> list[str]:
    return [Why(code).name for code in taken.selection.why]


STAMPS = {
    "Google, Russian": "%d.%m.%Y %H:%M:%S",
    "Google, CSV": "%Y/%m/%d %I:%M:%S %p GMT+6",
    "Google, English": "%m/%d/%Y %H:%M:%S",
    "ISO": "%Y-%m-%dT%H:%M:%S",
    "ISO with an offset": "%Y-%m-%dT%H:%M:%S.000+05:00",
    "ISO in UTC": "%Y-%m-%dT%H:%M:%SZ",
    "SQL": "%Y-%m-%d %H:%M:%S",
    "two digits of a year": "%d.%m.%y %H:%M:%S",
    "American": "%m/%d/%Y %I:%M:%S %p",
    "with a comma": "%d.%m.%Y, %H:%M:%S",
    "Yandex": "%Y-%m-%d %H:%M:%S UTC",
}


TIME_HEADINGS = ["Timestamp", "Уақыт белгісі", "Время создания", "end", "_submission_time", "Submitted at"]


@pytest.mark.parametrize(
    ("style", "header"),
    [*((style, "Отметка времени") for style in STAMPS), *(("ISO", header) for header in TIME_HEADINGS)],
)
def test_times_are_understood(tmp_path: Path, take: Take, style: str, header: str) -> None:
    moments = [START.replace(day=day, hour=hour) for day, hour in ((3, 0), (14, 12), (28, 23))]
    rows = small(
        *(["Алматы", "Да", "Нет", moment.strftime(STAMPS[style])] for moment in moments), headers=(header,)
    )
    taken = take(write_csv(tmp_path / "form.csv", rows), year=None)
    assert taken.times.days(taken.selection.taken) == (date(2027, 3, 3), date(2027, 3, 28))
    assert taken.times.each.tolist() == moments


def test_the_time_of_the_answer_goes_before_that_of_the_start(tmp_path: Path, take: Take) -> None:
    rows = small(
        ["Алматы", "Да", "Нет", "2027-03-01 23:50:00", "2027-03-02 00:10:00"],
        headers=("Start time", "Completion time"),
    )
    assert take(write_csv(tmp_path / "form.csv", rows)).times.days(np.array([0])) == (
        date(2027, 3, 2),
        date(2027, 3, 2),
    )


def test_dates_that_can_be_read_in_two_ways_need_a_word(tmp_path: Path, take: Take) -> None:
    path = write_csv(
        tmp_path / "form.csv", small(["Алматы", "Да", "Нет", "03/04/2027 10:00:00"], headers=("Timestamp",))
    )
    with pytest.raises(DataError, match="--dates dmy or --dates mdy"):
        take(path)
    for order, month in (("dmy", 4), ("mdy", 3)):
        taken = take(path, date_order=order, replace=True)
        assert taken.times.each.tolist()[0].month == month


def test_times_that_are_none_are_not_guessed(tmp_path: Path, take: Take) -> None:
    rows = small(*[["Алматы", "Да", "Нет", "вчера"]] * 3, headers=("Отметка времени",))
    taken = take(write_csv(tmp_path / "form.csv", rows))
    assert taken.times.column is None and "column D can't be read" in report.render(taken)
    assert len(taken.selection.taken) == 3, "without times, alike is not the same person"
    with pytest.raises(EtlError, match="need a column with times"):
        take(tmp_path / "form.csv", limits={"first": date(2027, 1, 1)}, replace=True)


def twice(*seconds: int, **who: list[str]) -> Grid:
    stamps = [(START + pd.Timedelta(seconds=second)).strftime("%d.%m.%Y %H:%M:%S") for second in seconds]
    rows = [["Алматы", "Да", "Нет", stamp] for stamp in stamps]
    rows = small(*rows, headers=("Отметка времени",))
    for header, cells in who.items():
        rows = with_column(rows, 0, header, cells)
    return rows


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [
        ((0, 60), [0]),
        ((0, 61), [0, 1]),
        ((0, 0), [0]),
        ((0, 50, 100), [0]),  # each within a minute of the one before
        ((100, 0, 50), [1]),  # the first by its time is taken, wherever it stands
        ((0, 200, 230), [0, 1]),
    ],
)
def test_the_same_answers_soon_after_are_one_persons(
    tmp_path: Path, take: Take, seconds: tuple[int, ...], taken: list[int]
) -> None:
    result = take(write_csv(tmp_path / "form.csv", twice(*seconds)))
    assert result.selection.taken.tolist() == taken
    for row in set(range(len(seconds))) - set(taken):
        assert f"row {row + 2}: the same answers as row" in report.render(result)


def test_people_with_names_of_their_own_are_two(tmp_path: Path, take: Take) -> None:
    path = write_csv(tmp_path / "form.csv", twice(0, 5, 9, ФИО=["А", "Б", "А"]))
    assert take(path).selection.taken.tolist() == [0, 1]
    path = write_csv(tmp_path / "form.csv", twice(0, 5, 9, ID=["1", "2", "3"]))
    assert take(path, replace=True).selection.taken.tolist() == [0], (
        "the answer's own number tells no person apart"
    )


def test_the_rule_can_be_changed_and_left_out(tmp_path: Path, take: Take) -> None:
    path = write_csv(tmp_path / "form.csv", twice(0, 50))
    assert len(take(path, limits={"twice_within": 10}).selection.taken) == 2
    taken = take(path, limits={"twice_within": None}, replace=True)
    assert len(taken.selection.taken) == 2 and "as asked" in report.render(taken)


@pytest.mark.parametrize("stamp", ["01.03.2027", "01.03.2027 00:00:00"])
def test_dates_without_a_time_find_nobody_twice(tmp_path: Path, take: Take, stamp: str) -> None:
    rows = small(*[["Алматы", "Да", "Нет", stamp]] * 3, headers=("Дата",))
    taken = take(write_csv(tmp_path / "form.csv", rows), date_order="dmy")
    assert len(taken.selection.taken) == 3 and "there is no time of day" in report.render(taken)


def test_only_the_days_asked_for(tmp_path: Path, take: Take) -> None:
    stamps = ["28.02.2027 23:59:59", "01.03.2027 00:00:00", "03.03.2027 23:59:59", "04.03.2027 00:00:00", ""]
    stamps += ["02.03.2027 10:00:00"] * 16
    rows = small(*(["Алматы", "Да", "Нет", stamp] for stamp in stamps), headers=("Отметка времени",))
    limits = {"first": date(2027, 3, 1), "last": date(2027, 3, 3), "twice_within": None}
    taken = take(write_csv(tmp_path / "form.csv", rows), limits=limits)
    assert why(taken)[:5] == ["OUTSIDE", "TAKEN", "TAKEN", "OUTSIDE", "OUTSIDE"]
    assert "rows 2, 5-6" in report.render(taken)


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


def test_xlsx_rows_and_days(tmp_path: Path, take: Take) -> None:
    rows = [
        ["Город", "q7", "Отметка времени"],
        ["Алматы", "Да", START],
        ["", "", ""],
        ["Алматы", "Нет", START.replace(day=5)],
    ]
    taken = take(write_xlsx(tmp_path / "form.xlsx", rows), year=None)
    assert why(taken) == ["TAKEN", "EMPTY", "TAKEN"]
    assert taken.times.days(taken.selection.taken) == (date(2027, 3, 1), date(2027, 3, 5))
