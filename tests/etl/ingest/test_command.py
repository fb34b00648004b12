"""`python -m etl ingest survey` as people use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.paths import ROOT
from etl.__main__ import main
from tests.etl.ingest.forms import write_csv, write_xlsx


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl", "ingest", "survey", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def test_help_says_it_all_with_examples() -> None:
    result = run("--help")
    assert result.returncode == 0
    options = (
        "--questionnaire",
        "--wave",
        "--city",
        "--margins",
        "--margins-source",
        "--about",
        "--column",
        "--sheet",
        "--separator",
    )
    for word in (
        *options,
        "--dry-run",
        "--replace",
        "--from",
        "--to",
        "--year",
        "--dates",
        "--twice-within",
        "--template",
        "examples:",
    ):
        assert word in result.stdout
    whole = subprocess.run(
        [sys.executable, "-m", "etl", "--help"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    assert "ingest survey" in whole


def test_help_is_quick() -> None:
    """Nothing slow is imported before it is needed."""
    code = "import sys, etl.__main__; sys.exit(any(name in sys.modules for name in ('pandas', 'numpy', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_from_the_form_to_the_tables(folder: Path, form: Path) -> None:
    result = run(str(form), "--questionnaire", "thesis-2022", "--wave", "moigorod-2027", "--year", "2027")
    assert result.returncode == 0 and result.stderr == ""
    assert result.stdout.startswith("moigorod-2027: 378 of 378 rows taken\n")
    assert result.stdout.rstrip().endswith("Next: python -m etl build")
    assert main(["build"]) == 0
    assert main(["check"]) == 0


def test_the_template(tmp_path: Path, folder: Path, form: Path) -> None:
    result = run("--template", "about")
    assert result.returncode == 0 and result.stdout.startswith("# What is known about a survey wave")
    told = tmp_path / "about.yml"
    told.write_text(result.stdout, encoding="utf-8")
    given = ["--questionnaire", "thesis-2022", "--wave", "wave", "--year", "2027", "--about", str(told)]
    assert run(str(form), *given).returncode == 0


WAVE = "--questionnaire thesis-2022 --wave w"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "missing: FILE, --questionnaire, --wave"),
        ("{form} --wave w", "missing: --questionnaire"),
        (f"{{form}} {WAVE} --margins m.csv", "--margins and --margins-source go together"),
        (f"{{form}} {WAVE} --margins-source x", "--margins and --margins-source go together"),
        (f"{{form}} {WAVE} --year 2027 --margins m.csv --margins-source x", "no such file"),
        (f"{{form}}x {WAVE}", "no such file"),
        (f"{{form}} {WAVE}", "--year 2027"),
        ("{form} --questionnaire thesis-2022 --wave thesis-2022 --replace", "was not ingested"),
        (f"{{form}} {WAVE} --from 2027-01-01", "need a column with times"),
        (f"{{form}} {WAVE} --from 1.1.2027", "write a day as 2027-03-01"),
        (f"{{form}} {WAVE} --column q1", "as in q5=F"),
        (f"{{form}} {WAVE} --twice-within soon", "seconds, such as 60"),
    ],
)
def test_a_slip_gives_a_word_and_status_2(folder: Path, form: Path, arguments: str, words: str) -> None:
    before = sorted(folder.rglob("*"))
    result = run(*arguments.format(form=form).split())
    assert result.returncode == 2
    assert words in result.stderr and "Traceback" not in result.stderr
    assert sorted(folder.rglob("*")) == before


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "zeros": bytes(100_000),
    "noise": bytes(range(256)) * 500,
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "half an archive": b"PK\x03\x04" + bytes(1000),
    "quotes": b'"' * 50_001,
    "commas": b"," * 200_000,
    "lines": b"\n" * 200_000,
    "one line": "Город".encode() * 100_000,
    "many columns": ("Город," * 50_000 + "\n" + "Алматы," * 50_000).encode(),
    "a huge cell": 'Город,q7\nАлматы,"'.encode() + b"x" * 3_000_000 + b'"\n',
    "no respondents": "Город,q7\n".encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_a_word_and_status_2(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / "form.csv"
    path.write_bytes(HOSTILE[name])
    before = sorted(folder.rglob("*"))
    assert main(["ingest", "survey", str(path), *WAVE.split(), "--year", "2027"]) == 2
    error = capsys.readouterr().err
    assert "what to do:" in error and len(error) < 2000
    assert sorted(folder.rglob("*")) == before


def test_cells_that_would_run_in_a_spreadsheet_are_not_passed_on(folder: Path, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.com","x")'
    rows = [
        ["Город", "q7", evil, "+cmd|' /C calc'!A0"],
        *[["Алматы", "Да", evil, "@SUM(1)"]] * 3,
        ["Алматы", evil, evil, evil],
    ]
    result = run(
        str(write_csv(tmp_path / "form.csv", rows)),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "w",
        "--year",
        "2027",
    )
    assert result.returncode == 0
    written = "".join(path.read_text(encoding="utf-8") for path in (folder / "sources/w").iterdir())
    assert not any(word in written for word in ("HYPERLINK", "SUM", "calc"))
    path = write_xlsx(tmp_path / "form.xlsx", rows)
    assert (
        "a formula"
        in run(str(path), "--questionnaire", "thesis-2022", "--wave", "x", "--year", "2027").stderr
    )


def test_a_heading_can_not_steer_the_terminal(folder: Path, tmp_path: Path) -> None:
    rows = [["Город", "q7", "\x1b[2J\x1b]0;title\x07 Разное\r\n"], ["Алматы", "Да", "x"]]
    result = run(
        str(write_csv(tmp_path / "form.csv", rows)),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "w",
        "--year",
        "2027",
    )
    assert result.returncode == 0 and "Разное" in result.stdout
    assert all(letter.isprintable() or letter == "\n" for letter in result.stdout)


def test_too_much_refused_shows_why_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", [["Город", "q7"], ["Алматы", "Да"], ["Алмата", "Да"], ["", "Да"]])
    result = run(str(path), "--questionnaire", "thesis-2022", "--wave", "w", "--year", "2027")
    assert result.returncode == 2
    assert "row 3: no such city 'Алмата'; did you mean 'Алматы'?" in result.stdout
    assert "more than half, so nothing was written" in result.stderr
    assert not (folder / "sources/w").exists()


def test_a_folder_that_can_not_be_written(
    folder: Path, form: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("etl.ingest.store.TemporaryDirectory", fails)
    arguments = [
        "ingest",
        "survey",
        str(form),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "w",
        "--year",
        "2027",
    ]
    assert main(arguments) == 2
    assert "nothing was written: Permission denied" in capsys.readouterr().err
