"""The command line as people use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue import loader
from catalogue.loader import load
from catalogue.models import LANGS
from catalogue.paths import ROOT
from etl.__main__ import main


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


def test_help_says_what_each_command_does() -> None:
    result = run("--help")
    assert result.returncode == 0
    for word in ("build", "check", "audit", "examples:", "--force", "Exit status", "MOI_GOROD_DATA"):
        assert word in result.stdout


def test_build_shows_progress_and_sums_up(data: Path) -> None:
    result = run("build", "--force")
    assert result.returncode == 0
    number = len(load(data).tables)
    assert f"{number}/{number} " in result.stderr
    assert "\r" not in result.stderr, "plain lines where there is no terminal"
    assert f"{number} built, 0 up to date" in result.stdout.splitlines()[-1]
    for word in ("rows", "kB", " s"):
        assert word in result.stdout.splitlines()[0]


def test_an_unknown_table_is_named_with_those_there_are(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "surveys"]) == 2
    error = capsys.readouterr().err
    assert "no table surveys" in error and "survey_bases" in error


def test_an_error_names_its_place_and_gives_status_2(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_8.csv", "26,30%", "26,3O%")
    result = run("build", "transfer_dependence")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    for part in (
        "table_8.csv",
        "row:      2",
        "from_lower_printed",
        "'26,3O%'",
        "expected: a number",
        "what to do:",
    ):
        assert part in result.stderr


def test_a_broken_catalogue_gives_status_2(data: Path, replace: Callable[..., None]) -> None:
    replace("catalogue/columns.yml", "unit: pct", "unit: percents")
    result = run("build", "--force")
    assert result.returncode == 2
    assert "columns.yml" in result.stderr and "percents" in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ("[survey_basis]", ("key:     needs", "'survey_basis'")),
        ("survey_bases", ("key:     needs", "'survey_bases'")),
        ("[survey_bases]\nsource_files: null", ("key:     source_files",)),
        ("[survey_bases", ("the whole file", "not valid YAML")),
    ],
)
def test_a_slip_in_a_table_is_named(
    data: Path,
    replace: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    needs: str,
    words: tuple[str, ...],
) -> None:
    replace("catalogue/tables/survey.yml", "needs: [survey_bases, survey_responses]", f"needs: {needs}")
    for command in ("build", "check", "audit"):
        assert main([command]) == 2
        error = capsys.readouterr().err
        assert all(word in error for word in ("survey.yml", *words, "what to do: "))


@pytest.mark.parametrize("content", [None, "# nothing yet\n"])
def test_a_table_without_a_step_is_named(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
) -> None:
    described = (data / "catalogue/tables/population.yml").read_text(encoding="utf-8")
    table = described.replace("id: population\n", "id: people\n")
    (data / "catalogue/tables/people.yml").write_text(table, encoding="utf-8")
    if content:
        (tmp_path / "people.py").write_text(content)
        monkeypatch.setattr("etl.steps.__path__", [str(tmp_path)])
        monkeypatch.setattr("etl.build.STEPS", tmp_path)
    loader._load.cache_clear()
    assert main(["build", "people"]) == 2
    error = capsys.readouterr().err
    for word in ("people.py", "a function build(inputs)", "CONTRIBUTING.md", "tables/people.yml"):
        assert word in error


def test_check_says_that_all_is_well(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "whole, valid and up to date" in capsys.readouterr().out


def test_check_reports_problems_with_status_2(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "tables/survey.parquet").write_bytes(b"PAR1")
    assert main(["check"]) == 2
    shown = capsys.readouterr()
    assert "survey.parquet" in shown.err and "1 problem" in shown.out


@pytest.mark.parametrize("lang", LANGS)
def test_audit_prints_every_finding(data: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    import pandas as pd

    assert main(["audit", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    findings = pd.read_parquet(data / "tables/audit_findings.parquet")
    for row in findings.to_dict("records"):
        assert row["finding_id"] in shown and row[f"explanation_{lang}"] in shown
    assert shown.rstrip().endswith(f": {len(findings)}")


def test_an_unknown_language_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["audit", "--lang", "de"])
    assert "no language 'de'; there are: ru, kk, en" in capsys.readouterr().err


def test_audit_needs_built_tables(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "tables/audit_findings.parquet").unlink()
    assert main(["audit"]) == 2
    assert "Run `python -m etl build`." in capsys.readouterr().err
