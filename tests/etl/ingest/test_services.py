"""Whole exports as five services write them, with all that they put around the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from etl.ingest import report
from etl.ingest.survey import Taken
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    MULTIPLE,
    Grid,
    beside,
    grid,
    in_order,
    in_words,
    respondents,
    texts,
    write_csv,
    write_xlsx,
)

PEOPLE = respondents({"almaty": 30, "shymkent": 20}, seed=8, form=MULTIPLE)
ASKED = list(PEOPLE.columns)
NEWS, HOW = MULTIPLE.question("m_news"), MULTIPLE.question("m_how")
MOMENTS = [datetime(2027, 3, 1, 9, 0) + timedelta(minutes=17 * n, seconds=n) for n in range(len(PEOPLE))]


def meta(**columns: list[object] | str) -> list[list[object]]:
    """Columns that a service adds; one value stands for all rows."""
    filled = {
        name: [cells] * len(PEOPLE) if isinstance(cells, str) else cells for name, cells in columns.items()
    }
    return [list(filled), *map(list, zip(*filled.values(), strict=True))]


def stamps(form: str, later: int = 0) -> list[object]:
    return [(moment + timedelta(seconds=later)).strftime(form) for moment in MOMENTS]


def apart(
    question: forms.Question, header: Callable[[str], str], mark: Callable[[str], str], no: str
) -> Grid:
    return forms.spread(PEOPLE, question, header, mark, no)


def google(path: Path) -> Path:
    # Its separator stands inside answers too.
    words = in_words(PEOPLE, MULTIPLE, between=", ")
    around = meta(
        **{"Отметка времени": stamps("%Y/%m/%d %I:%M:%S %p GMT+5"), "Адрес электронной почты": "a@example.kz"}
    )
    return write_csv(path, beside(around, grid(words, texts(MULTIPLE))), end="\r\n")  # type: ignore[arg-type]


def microsoft(path: Path) -> Path:
    words = in_words(PEOPLE, MULTIPLE, between=";").map(lambda cell: f"{cell};" if ";" in cell else cell)
    around = meta(
        **{"ID": list(range(1, 51)), "Start time": MOMENTS, "Completion time": [m + timedelta(minutes=3) for m in MOMENTS]},  # type: ignore[dict-item]
        Email="anonymous", Name="Асель", **{"Last modified time": ""},
    )  # fmt: skip
    return write_xlsx(path, beside(around, grid(words, texts(MULTIPLE))), "Sheet1")  # type: ignore[arg-type]


def yandex(path: Path) -> Path:
    around = meta(**{"ID": [str(n) for n in range(50)], "Время создания": stamps("%Y-%m-%d %H:%M:%S")})
    rest = [q for q in ASKED if q not in ("m_news", "m_how")]
    left = grid(in_words(PEOPLE, MULTIPLE)[rest], [MULTIPLE.question(q).text.ru for q in rest])
    marks = [
        apart(question, lambda answer, text=question.text.ru: f"{text} / {answer}", lambda _: "Да", "Нет")  # type: ignore[misc]
        for question in (NEWS, HOW)
    ]
    return write_csv(path, beside(beside(around, left), beside(*marks)), "cp1251", ";")  # type: ignore[arg-type]


def surveymonkey(path: Path) -> Path:
    around = meta(
        **{
            "Respondent ID": [str(118_000_000_000 + n) for n in range(50)],
            "Collector ID": "4711",
            "Start Date": stamps("%m/%d/%Y %I:%M:%S %p"),
            "End Date": stamps("%m/%d/%Y %I:%M:%S %p", 120),
            "IP Address": "203.0.113.9",
            "Email Address": "",
            "First Name": "",
            "Last Name": "",
        },
    )
    around.insert(1, [""] * len(around[0]))
    rest = [q for q in ASKED if q not in ("m_news", "m_how")]
    left = grid(in_words(PEOPLE, MULTIPLE)[rest], [MULTIPLE.question(q).text.ru for q in rest])
    left.insert(1, ["Response"] * len(rest))
    rows = beside(around, left)  # type: ignore[arg-type]
    for question in (NEWS, HOW):
        marks = apart(question, str, str, "")
        marks.insert(0, [question.text.ru, *[""] * (len(question.answers) - 1)])
        rows = beside(rows, marks)
    return write_xlsx(path, rows)


def kobo(path: Path) -> Path:
    around = meta(
        start=stamps("%Y-%m-%dT%H:%M:%S.000+05:00"),
        end=stamps("%Y-%m-%dT%H:%M:%S.000+05:00", 90),
        deviceid="ee.kobo:abc",
    )
    left = grid(in_words(PEOPLE, MULTIPLE, "code", " "), [f"form/{q}" for q in ASKED])
    marks = [
        forms.spread(
            PEOPLE, question, lambda answer, q=question: f"form/{q.id}/{code(q, answer)}", lambda _: "1", "0"
        )  # type: ignore[misc]
        for question in (NEWS, HOW)
    ]
    behind = meta(
        _id=[str(n) for n in range(50)],
        _uuid=[f"{n:08x}-aaaa" for n in range(50)],
        _submission_time=stamps("%Y-%m-%dT%H:%M:%S", 95),
        _validation_status="",
        _notes="",
        _status="submitted_via_web",
        _submitted_by="enumerator7",
        __version__="vXyZ",
        _tags="",
        _index=[str(n) for n in range(50)],
    )
    return write_csv(path, beside(beside(around, left), beside(beside(*marks), behind)), separator=";")  # type: ignore[arg-type]


def code(question: forms.Question, text: str) -> str:
    return next(answer.code for answer in question.answers if answer.text.ru == text)


@pytest.mark.parametrize("service", [google, microsoft, yandex, surveymonkey, kobo])
def test_every_service_gives_the_same_wave(
    tmp_path: Path,
    take: Callable[..., Taken],
    wave: Callable[..., pd.DataFrame],
    service: Callable[[Path], Path],
) -> None:
    path = service(tmp_path / ("form.xlsx" if service in (microsoft, surveymonkey) else "form.csv"))
    form = forms.write_questionnaire(tmp_path / "q.yml", MULTIPLE)
    taken = take(path, str(form), year=None)
    pd.testing.assert_frame_equal(wave()[ASKED], in_order(PEOPLE, MULTIPLE))
    first, last = taken.times.days(taken.selection.taken) or (None, None)
    assert (first, last) == (MOMENTS[0].date(), MOMENTS[-1].date())
    shown = report.render(taken)
    assert "50 of 50 rows taken" in shown and "left out" not in shown
    assert not {"anonymous", "Асель", "enumerator7", "203.0.113.9", "4711", "ee.kobo:abc"} & set(
        shown.split()
    )
