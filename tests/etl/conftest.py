"""A copy of the project's data that a test may change and break."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogue import loader
from catalogue.paths import ROOT
from etl.build import build
from etl.inputs import Inputs
from etl.manifest import Manifest


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's data, built once. Not to be changed."""
    data = tmp_path_factory.mktemp("built") / "data"
    shutil.copytree(ROOT / "data", data)
    shutil.rmtree(data / "tables", ignore_errors=True)
    build(data)
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A built copy of its own, which the command line and the readers also take for the project's."""
    copy = tmp_path / "data"
    shutil.copytree(built, copy)
    monkeypatch.setenv("MOI_GOROD_DATA", str(copy))
    yield copy
    loader._load.cache_clear()


@pytest.fixture
def replace(data: Path) -> Callable[..., None]:
    """Replaces text in a file of the data folder, once; a source file also gets its new digest if wanted."""

    def change(file: str, old: str, new: str, sign: bool = True) -> None:
        path = data / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        if sign and path.suffix == ".csv":
            described = path.parent / "source.yml"
            digests = [hashlib.sha256(content).hexdigest() for content in (text.encode(), path.read_bytes())]
            described.write_text(described.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")
        loader._load.cache_clear()

    return change


@pytest.fixture
def inputs(data: Path) -> Inputs:
    """What steps are given."""
    import pandas as pd

    manifest = Manifest(data)
    return Inputs(data, loader.load(data), lambda name: pd.read_parquet(manifest.parquet(name)))
