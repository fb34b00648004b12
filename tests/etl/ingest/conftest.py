"""A data folder to take waves into, and the command to do it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from catalogue import loader
from catalogue.paths import ROOT
from etl.ingest.rows import Limits
from etl.ingest.survey import Options, Taken, ingest
from tests.etl.ingest.forms import PEOPLE, THESIS, Take, grid, in_words, texts, write_csv


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project's data, without tables, which the command line takes for the project's."""
    copy = tmp_path / "data"
    for part in ("catalogue", "corrections", "sources"):
        shutil.copytree(ROOT / "data" / part, copy / part)
    monkeypatch.setenv("MOI_GOROD_DATA", str(copy))
    yield copy
    loader._load.cache_clear()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """An export of PEOPLE: nothing but the answers, in Russian."""
    return write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE), texts(THESIS)))


@pytest.fixture
def take(folder: Path) -> Take:
    """Takes a file in as the wave `wave` of 2027; keywords are those of Options, `limits` those of Limits."""

    def run(file: Path, questionnaire: str = "thesis-2022", **options: object) -> Taken:
        limits = Limits(**options.pop("limits", {}))  # type: ignore[arg-type]
        given = {"wave": "wave", "year": 2027, **options}
        loader._load.cache_clear()
        try:
            return ingest(Options(file, questionnaire, limits=limits, **given), folder)  # type: ignore[arg-type]
        finally:
            loader._load.cache_clear()  # what a new process would find

    return run


@pytest.fixture
def wave(folder: Path) -> Callable[..., pd.DataFrame]:
    """The respondents of a wave as they were written, all text."""

    def read(name: str = "wave") -> pd.DataFrame:
        path = folder / "sources" / name / "responses.csv"
        return pd.read_csv(path, dtype="str", na_filter=False)

    return read
