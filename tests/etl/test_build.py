"""Builds: the same input gives the same bytes, only what changed is built, and an error changes nothing."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from catalogue.loader import load
from catalogue.paths import ROOT
from etl.build import build
from etl.check import problems
from etl.errors import DataError, EtlError
from etl.manifest import Manifest


def contents(data: Path) -> dict[str, bytes]:
    """The built files; the lock that keeps two builds apart is not one."""
    return {path.name: path.read_bytes() for path in (data / "tables").iterdir() if path.name != ".lock"}


def fresh(data: Path, tables: list[str] | None = None, force: bool = False) -> list[str]:
    """The tables that a build really built."""
    return [result.table for result in build(data, tables, force) if result.seconds is not None]


def test_builds_every_table_of_the_catalogue(data: Path) -> None:
    expected = {f"{name}.parquet" for name in load(data).tables} | {"build.json"}
    assert contents(data).keys() == expected
    steps = {path.stem for path in (ROOT / "etl/steps").glob("*.py")} - {"__init__"}
    assert steps == set(load(data).tables)


def test_building_twice_gives_the_same_bytes(data: Path) -> None:
    before = contents(data)
    assert len(fresh(data, force=True)) == len(load(data).tables)
    assert contents(data) == before


def test_a_partial_build_gives_the_bytes_of_a_whole_one(data: Path) -> None:
    before = contents(data)
    for path in (data / "tables").iterdir():
        path.unlink()
    assert fresh(data, ["survey"]) == ["survey_bases", "survey_responses", "survey"]
    assert (data / "tables/survey.parquet").read_bytes() == before["survey.parquet"]
    build(data)
    assert contents(data) == before


def test_metadata_names_sources_and_version(data: Path) -> None:
    manifest = Manifest(data)
    for name, table in load(data).tables.items():
        metadata = pq.read_metadata(manifest.parquet(name)).metadata
        assert metadata[b"source_ids"].decode() == ",".join(table.sources)
        assert metadata[b"build_version"].decode() == manifest.version(name)
    assert "20" + "26-" not in (data / "tables/build.json").read_text()


def test_nothing_to_do_is_quick() -> None:
    subprocess.run([sys.executable, "-m", "etl", "build"], cwd=ROOT, check=True, capture_output=True)
    started = time.perf_counter()
    again = subprocess.run(
        [sys.executable, "-m", "etl", "build"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert time.perf_counter() - started < 1
    assert again.stdout.startswith("0 built")


def test_only_what_changed_is_built(data: Path, replace: Callable[..., None]) -> None:
    before = contents(data)
    assert fresh(data) == []
    path = data / "catalogue/tables/kostanay_budget.yml"
    path.write_text(path.read_text() + "# a remark\n")
    assert fresh(data) == ["kostanay_budget"]
    after = contents(data)
    assert {name for name in before if before[name] != after[name]} == {
        "kostanay_budget.parquet",
        "build.json",
    }


def test_a_changed_need_is_built_and_what_needs_it(data: Path) -> None:
    path = data / "catalogue/tables/survey_bases.yml"
    path.write_text(path.read_text() + "# a remark\n")
    assert fresh(data) == ["survey_bases", "survey", "survey_tests", "survey_pairs", "survey_claims"]


def test_a_changed_source_reaches_its_tables(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/bns-gdp/gdp.csv", "159608552900000", "159608552900001")
    before = contents(data)
    build(data)
    built = pd.read_parquet(data / "tables/national_budget.parquet")
    assert 159608552.900001 in built["gdp_kzt_million"].tolist()
    assert contents(data)["build.json"] != before["build.json"]


def test_libraries_are_inputs(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Manifest(data).version("population")
    monkeypatch.setattr("etl.manifest.library_version", lambda name: "0")
    assert Manifest(data).version("population") != before


def test_code_is_an_input(data: Path, tmp_path: Path) -> None:
    """A step's code is an input of its own table, shared code one of every table."""

    def versions() -> dict[str, str]:
        manifest = Manifest(data, code)
        return {name: manifest.version(name) for name in manifest.specs}

    code = tmp_path / "code"
    for package in ("catalogue", "etl"):
        shutil.copytree(ROOT / package, code / package)
    before = versions()
    (code / "etl/steps/maslikhat.py").write_text("changed")
    after = versions()
    assert {name for name in before if before[name] != after[name]} == {"maslikhat"}
    (code / "etl/readers/thesis.py").write_text("changed")
    assert not set(after.values()) & set(versions().values())


def test_the_version_depends_on_content_not_on_the_place(data: Path, built: Path) -> None:
    assert Manifest(data).version("survey") == Manifest(built).version("survey")


@pytest.mark.parametrize("content", [b"", b"PAR1 broken PAR1", None])
def test_a_damaged_table_is_found_and_built_again(data: Path, content: bytes | None) -> None:
    path = data / "tables/survey.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000] if content is None else content)
    found = [problem for problem in problems(data) if isinstance(problem, DataError)]
    assert [problem.file for problem in found] == [str(path)]
    assert "python -m etl build" in found[0].advice
    assert fresh(data) == ["survey"]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("content", [None, "", "[]", '{"tables": {"survey": 1}}', '{"tables": []}'])
def test_a_damaged_record_only_means_work(data: Path, content: str | None) -> None:
    before = contents(data)
    path = data / "tables/build.json"
    path.unlink() if content is None else path.write_text(content)
    assert len(fresh(data)) == len(load(data).tables)
    assert contents(data) == before


def test_check_finds_all_that_is_wrong_at_once(data: Path, replace: Callable[..., None]) -> None:
    assert list(problems(data)) == []
    replace("sources/thesis-2022/table_4.csv", "87,80%", "87,8%", sign=False)
    (data / "tables/population.parquet").unlink()
    files = [Path(problem.file).name for problem in problems(data) if isinstance(problem, DataError)]
    assert files.count("table_4.csv") == 1
    assert files.count("population.parquet") == 1
    assert {"survey.parquet", "survey_bases.parquet"} <= set(files), "they are outdated now"


def test_an_error_leaves_all_old_tables(data: Path, replace: Callable[..., None]) -> None:
    before = contents(data)
    replace("sources/thesis-2022/receipt.csv", "health,patient_travel", "health,patient_trips")
    with pytest.raises(DataError, match="subprogramme") as caught:
        build(data, force=True)
    assert (caught.value.row, caught.value.column) == (8, "subprogramme_id")
    assert contents(data) == before


def test_lines_may_not_exceed_their_total(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/receipt.csv", ",34413979,", ",934413979,")
    with pytest.raises(DataError, match="at most 214250873") as caught:
        build(data, ["receipt_lines"])
    assert caught.value.column == "amount_printed"


def test_a_missing_statement_is_named(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/statements.csv", "\nemployed,", "\nworkers,")
    with pytest.raises(DataError, match="one row with statement_id=employed"):
        build(data, ["population"])


def test_a_wrong_region_code_is_named(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_8.csv", "KZ-63,ВКО", "KZ-59,ВКО")
    replace("sources/thesis-2022/table_8.csv", "KZ-59,СКО", "KZ-63,СКО")
    with pytest.raises(DataError, match="spelling of KZ-59") as caught:
        build(data, ["transfer_dependence"])
    assert (caught.value.row, caught.value.value) == (5, "ВКО")


def test_an_unknown_item_of_the_survey_is_named(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_6.csv", "agreement,poor,almaty", "agreements,poor,almaty")
    with pytest.raises(DataError) as caught:
        build(data, ["survey"])
    assert (caught.value.column, caught.value.value) == ("item", "agreements, poor")


def test_tables_may_not_need_each_other(data: Path) -> None:
    path = data / "catalogue/tables/survey_bases.yml"
    path.write_text(path.read_text() + "needs: [survey]\n")
    with pytest.raises(EtlError, match="circle: survey -> survey_bases -> survey"):
        build(data)


def test_a_killed_build_leaves_whole_tables(data: Path) -> None:
    """Whenever it is killed, every table is whole, and the next build ends with the same bytes."""
    before = contents(data)
    for seconds in (0.3, 0.9, 1.3):
        process = subprocess.Popen(
            [sys.executable, "-m", "etl", "build", "--force"],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        for name in load(data).tables:
            assert len(pd.read_parquet(data / f"tables/{name}.parquet")) or name == "survey_responses"
    build(data)
    assert contents(data) == before


def test_two_builds_at_once_wait_for_each_other(data: Path) -> None:
    before = contents(data)
    command = [sys.executable, "-m", "etl", "build", "--force"]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "ab"]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    assert contents(data) == before


def test_the_record_adds_up(data: Path) -> None:
    record = json.loads((data / "tables/build.json").read_text())
    for name, entry in record["tables"].items():
        content = (data / f"tables/{name}.parquet").read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["rows"] == len(pd.read_parquet(data / f"tables/{name}.parquet"))
    assert len(record["version"]) == 16
