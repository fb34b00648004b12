"""The files of a wave: all of them or none, never over anything else."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from catalogue.loader import load
from catalogue.paths import ROOT
from etl.errors import DataError, EtlError
from etl.ingest import report, store
from tests.etl.ingest.forms import (
    Take,
    written,
)


def described(folder: Path, file: str = "wave.yml", name: str = "wave") -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(
        (folder / "sources" / name / file).read_text(encoding="utf-8")
    )
    return content


def test_the_files_of_a_wave(take: Take, form: Path, folder: Path) -> None:
    taken = take(form, retrieved=date(2027, 4, 1))
    assert taken.folder == folder / "sources/wave"
    assert written(folder).keys() == {"responses.csv", "wave.yml", "source.yml"}
    source = described(folder, "source.yml")
    digest = hashlib.sha256((folder / "sources/wave/responses.csv").read_bytes()).hexdigest()
    assert source["sha256"] == {"responses.csv": digest} and source["retrieved"] == "2027-04-01"
    assert source["publisher"] == {"ru": "не указано", "kk": "көрсетілмеген", "en": "not stated"}
    assert not list(folder.glob(".ingest-*"))
    wave = load(folder).waves["wave"]
    assert wave.has_responses and wave.questionnaire == "thesis-2022" and wave.year == 2027
    assert list(wave.disclosure) == ["weighting"], "what nobody told is not there"
    assert wave.title["kk"] == "wave сауалнамасы"


def test_the_same_file_gives_the_same_bytes(take: Take, form: Path, folder: Path) -> None:
    take(form)
    first = written(folder)
    take(form, replace=True)
    assert written(folder) == first


def test_a_dry_run_writes_nothing(take: Take, form: Path, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    taken = take(form, dry_run=True)
    assert sorted(folder.rglob("*")) == before
    assert "nothing was written" in report.render(taken) and len(taken.selection.taken) == 378


def test_no_wave_is_overwritten_without_a_word(take: Take, form: Path, folder: Path) -> None:
    take(form)
    before = written(folder)
    with pytest.raises(DataError, match="--replace"):
        take(form)
    for wave in ("thesis-2022", "minfin-bulletin"):
        with pytest.raises(DataError, match="was not ingested"):
            take(form, wave=wave, replace=True)
    (folder / "sources/wave/notes.txt").write_text("mine")
    with pytest.raises(DataError, match="was not ingested"):
        take(form, replace=True)
    (folder / "sources/wave/notes.txt").unlink()
    assert written(folder) == before


@pytest.mark.parametrize("wave", ["Wave", "волна", "a b", "../up", "a/b", "-a", "a--b", "", "a_b"])
def test_an_id_that_is_none(take: Take, form: Path, wave: str) -> None:
    with pytest.raises(DataError, match="lower-case Latin letters"):
        take(form, wave=wave)


def test_an_error_while_replacing_brings_the_old_one_back(
    take: Take, form: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(form)
    before, rename = written(folder), os.rename

    def fails(source: Path, target: Path) -> None:
        if (
            Path(target) == folder / "sources/wave"
            and ".ingest-" in str(source)
            and "replaced" not in str(source)
        ):
            raise OSError(28, "No space left on device", str(target))
        rename(source, target)

    monkeypatch.setattr(store.os, "rename", fails)
    with pytest.raises(EtlError, match="nothing was written: No space left"):
        take(form, replace=True, year=2030)
    assert written(folder) == before and not list(folder.glob(".ingest-*"))


def test_what_a_killed_run_moved_away_comes_back(take: Take, form: Path, folder: Path) -> None:
    take(form)
    before = written(folder)
    (folder / ".ingest-killed/replaced").mkdir(parents=True)
    os.rename(folder / "sources/wave", folder / ".ingest-killed/replaced/wave")
    take(form, wave="another")
    assert written(folder) == before and not list(folder.glob(".ingest-*"))


def test_a_killed_run_leaves_all_or_nothing(take: Take, form: Path, folder: Path) -> None:
    take(form, retrieved=date(2027, 1, 1))
    before = written(folder)
    command = [
        sys.executable,
        "-m",
        "etl",
        "ingest",
        "survey",
        str(form),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "wave",
    ]
    for seconds in (0.6, 0.9, 1.1, 1.3):
        process = subprocess.Popen(
            [*command, "--replace", "--year", "2028"], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        take(form, wave="another", replace=True)  # also brings back what was moved away
        files = written(folder)
        assert files.keys() == before.keys()
        years = {yaml.safe_load(files["wave.yml"])["year"]}
        assert files == before or years == {2028}
        assert hashlib.sha256(files["responses.csv"]).hexdigest() in files["source.yml"].decode()


def test_two_runs_at_once_wait_for_each_other(form: Path, folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "etl",
        "ingest",
        "survey",
        str(form),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "wave",
        "--year",
        "2027",
    ]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "ab"]
    codes = sorted(process.wait(timeout=60) for process in both)
    for process in both:
        process.communicate()
    assert codes == [0, 2] and written(folder).keys() == {"responses.csv", "wave.yml", "source.yml"}
