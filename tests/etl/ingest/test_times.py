"""When answers came in: reading times, the days asked for, and answers sent twice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl.errors import DataError, EtlError
from etl.ingest import report
from tests.etl.ingest.forms import (
    Grid,
    Take,
    small,
    why,
    with_column,
    write_csv,
    write_xlsx,
)

START = datetime(2027, 3, 1, 9, 0, 0)


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
