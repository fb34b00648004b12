"""Builds tables: computes and checks everything, then replaces the files: an error changes nothing."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.paths import ROOT
from etl.errors import DataError
from etl.manifest import Manifest
from etl.progress import Progress
from etl.write import remove_leftovers, to_parquet, write_atomic

if TYPE_CHECKING:
    import pandas as pd

    from etl.inputs import Inputs

STEPS = ROOT / "etl" / "steps"


@dataclass(frozen=True)
class Built:
    """One line of the closing summary. `seconds` is None for a table that was up to date."""

    table: str
    rows: int
    size: int
    seconds: float | None


def build(
    data: Path, tables: list[str] | None = None, force: bool = False, progress: Progress | None = None
) -> list[Built]:
    """Builds what is out of date of all tables, or of the named ones and what they need; `force` builds all.

    Raises DataError or CatalogueError before any file is changed.
    """
    progress = progress or Progress(quiet=True)
    manifest = Manifest(data)
    with _alone(manifest.tables_dir):
        names = manifest.order(tables or list(manifest.specs))
        stale = [name for name in names if force or not manifest.is_current(name)]
        done = _build(manifest, stale, progress) if stale else {}
    return [
        done.get(name) or Built(name, manifest.built[name]["rows"], manifest.built[name]["bytes"], None)
        for name in names
    ]


def _build(manifest: Manifest, stale: list[str], progress: Progress) -> dict[str, Built]:
    # pandas and pandera take a second to import: only now that there is something to build.
    import pandas as pd

    from catalogue.loader import load
    from etl import checks
    from etl.inputs import Inputs

    frames: dict[str, pd.DataFrame] = {}

    def table(name: str) -> pd.DataFrame:
        return frames[name] if name in frames else pd.read_parquet(manifest.parquet(name))

    inputs = Inputs(manifest.data, load(manifest.data), table)
    entries, contents, done = dict(manifest.built), {}, {}
    inputs.check_corrections()
    for name in stale:
        started = time.perf_counter()
        progress.step(name, len(stale))
        spec, path = inputs.catalogue.tables[name], manifest.parquet(name)
        frame = checks.conform(_step(name)(inputs), spec, inputs.catalogue, path)
        checks.validate(frame, spec, inputs, path)
        version = manifest.version(name)
        contents[name] = to_parquet(
            frame, {"table": name, "source_ids": ",".join(spec.sources), "build_version": version}
        )
        frames[name] = frame
        entries[name] = manifest.entry(version, contents[name], len(frame))
        done[name] = Built(name, len(frame), len(contents[name]), time.perf_counter() - started)
    progress.finish()
    for name, content in contents.items():
        write_atomic(manifest.parquet(name), content)
    write_atomic(manifest.path, manifest.render(entries))
    return done


def _step(table: str) -> Callable[[Inputs], pd.DataFrame]:
    """The function that builds a table; DataError if no one has written it."""
    path = STEPS / f"{table}.py"
    step: Callable[[Inputs], pd.DataFrame] | None = None
    if path.is_file():
        step = getattr(import_module(f"etl.steps.{table}"), "build", None)
    if step is None:
        missing = "no function `build`" if path.is_file() else "no such file"
        advice = f'Write it (CONTRIBUTING.md, "Add a data set"), or remove data/catalogue/tables/{table}.yml.'
        raise DataError(path, None, None, missing, "a function build(inputs) -> DataFrame", advice)
    return step


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time in a folder; a second one waits for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_leftovers(folder)
        yield
