"""Nothing that says who a respondent is gets into a file or onto the terminal. Not a byte of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.paths import ROOT
from etl.__main__ import main
from tests.etl.ingest.forms import (
    THESIS,
    Grid,
    grid,
    in_words,
    respondents,
    texts,
    with_column,
    write_csv,
    write_xlsx,
)

SIZE = 40
PEOPLE = respondents({"almaty": SIZE // 2, "pavlodar": SIZE // 2}, seed=11)
# Every one is its own, so that each can be looked for; none occurs in anything that we write ourselves.
SECRETS = {
    "ФИО": [f"Ыңғайлина{n:03} Гүлжаухар Шәймерденқызы" for n in range(SIZE)],
    "Как Ваше имя?": [f"Зейноллаев{n:03}" for n in range(SIZE)],
    "Адрес электронной почты": [f"zq{n:03}xv@example.kz" for n in range(SIZE)],
    "Телефон": [f"+7 (701) 55{n:03} 17" for n in range(SIZE)],
    "ИИН": [f"9001013{n:05}" for n in range(SIZE)],
    "IP-адрес": [f"203.0.113.{100 + n}" for n in range(SIZE)],
    "_geolocation": [f"43.2389{n:03} 76.8897{n:03}" for n in range(SIZE)],
    "Домашний адрес": [f"ул. Жылқышыбай {n:03}" for n in range(SIZE)],
    "User ID": [f"uzx{n:03}wq" for n in range(SIZE)],
    "Устройство": [f"Zphone {n:03}q" for n in range(SIZE)],
    "Что ещё Вы хотите сказать?": [f"меня зовут Қыздарбекова{n:03}, звоните" for n in range(SIZE)],
    "Разное": [f"написать на qwzx{n:03}@mail.example" for n in range(SIZE)],
}
MOMENTS = [datetime(2027, 3, 1, 7, 0, 0) + timedelta(minutes=61 * n, seconds=n % 60) for n in range(SIZE)]
TIMES = [moment.strftime("%d.%m.%Y %H:%M:%S") for moment in MOMENTS]


def form() -> Grid:
    rows = grid(in_words(PEOPLE), texts(THESIS))
    for position, (header, cells) in enumerate(SECRETS.items()):
        rows = with_column(rows, position * 2 % len(rows[0]), header, cells)
    rows = with_column(rows, 0, "Отметка времени", TIMES)
    q7, q8 = (rows[0].index(THESIS.question(q).text.ru) for q in ("q7", "q8"))
    for row in rows[1:4]:
        row[q7] = f"{row[q7]}, мой номер 8707555{row[q8]}0001"  # a free text in place of an answer
    return rows


def pieces() -> list[str]:
    found = [word for cells in SECRETS.values() for cell in cells for word in cell.split() if len(word) > 5]
    return [*found, "8707555", "мой номер", *(time.split()[1] for time in TIMES), "звоните", "Гүлжаухар"]


def everything(folder: Path) -> str:
    wave = folder / "sources/wave"
    return "\n".join(path.read_bytes().decode() for path in wave.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "utf-16", "cp1251"])
def test_no_byte_of_it_is_written_or_shown(tmp_path: Path, folder: Path, kind: str) -> None:
    path = tmp_path / "export"
    rows = form()
    if kind == "cp1251":  # has no Kazakh letters
        rows = [[cell.encode("cp1251", "replace").decode("cp1251") for cell in row] for row in rows]
    if kind == "xlsx":
        write_xlsx(path.with_suffix(".xlsx"), rows).rename(path)
    else:
        write_csv(path, rows, "utf-8" if kind == "csv" else kind)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    command = [
        sys.executable,
        "-m",
        "etl",
        "ingest",
        "survey",
        str(path),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "wave",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert {p for p in folder.rglob("*") if p.is_file()} - before.keys() == {
        folder / "sources/wave" / name for name in ("responses.csv", "wave.yml", "source.yml")
    }
    assert all(p.read_bytes() == content for p, content in before.items())
    shown = result.stdout + result.stderr + everything(folder)
    assert [piece for piece in pieces() if piece in shown] == []
    assert "q7: 3 left out" in result.stdout
    for header in ("ФИО", "Телефон", "ИИН", "Отметка времени", "Устройство"):
        assert header in result.stdout.split("dropped, since")[1].split("respondents")[0]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["q1", "q7", "city", "ФИО", "Комментарий", "q2", "Отметка времени"]),
        min_size=1,
        unique=True,
    ),
    st.sampled_from(["", "Алматы", "тест ", "16-25 "]),
)
def test_whatever_cell_it_is_in(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], places: list[str], before: str
) -> None:
    """A name in any cells of a row, alone or behind an answer: refused, left out or taken, it is never shown."""
    names = ["city", "q1", "q2", "q7", "ФИО", "Комментарий", "Отметка времени"]
    good = ["Алматы", "16-25", "1 раз в год", "Да", "", "", "01.03.2027 10:00:00"]
    bad = [
        f"{before}Жұмагелдинова Ұлмекен 870{position}" if name in places else cell
        for position, (name, cell) in enumerate(zip(names, good, strict=True))
    ]
    path = write_csv(tmp_path / "form.csv", [names, *[good] * 12, bad])
    main(
        [
            "ingest",
            "survey",
            str(path),
            "--questionnaire",
            "thesis-2022",
            "--wave",
            "wave",
            "--replace",
            "--twice-within",
            "off",
        ]
    )
    output = capsys.readouterr()
    assert "Жұмагелдинова" not in output.out + output.err + everything(folder)
    assert "Ұлмекен" not in output.out + output.err


def test_a_file_without_headings_shows_nothing_of_its_first_row(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = form()[1:]
    path = write_csv(tmp_path / "form.csv", rows)
    assert main(["ingest", "survey", str(path), "--questionnaire", "thesis-2022", "--wave", "wave"]) == 2
    output = capsys.readouterr()
    assert [piece for piece in pieces() if piece in output.out + output.err] == []


def test_a_heading_that_is_a_contact_is_not_shown(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(
        tmp_path / "form.csv",
        [["Город", "q7", "asel@example.kz", "+7 701 555 17 17"], ["Алматы", "Да", "x", "y"]],
    )
    assert (
        main(
            [
                "ingest",
                "survey",
                str(path),
                "--questionnaire",
                "thesis-2022",
                "--wave",
                "wave",
                "--year",
                "2027",
            ]
        )
        == 0
    )
    output = capsys.readouterr().out
    assert "asel" not in output and "555" not in output and output.count("(not shown)") == 2
