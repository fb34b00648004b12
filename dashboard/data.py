"""Read-only access to the built tables. The dashboard touches the disk for data here and in `crosstab.query` only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.models import Table
from catalogue.paths import tables_dir

TABLES = tables_dir()


class TablesMissing(RuntimeError):
    """The tables were not built, or a file is damaged; the message says what to run."""


def public_tables() -> dict[str, Table]:
    """The tables that anyone may have as they are. What single respondents answered is not among them: it is neither
    read whole (there may be millions of rows) nor given out."""
    return {name: entry for name, entry in load().tables.items() if entry.public}


@cache
def table(name: str) -> pd.DataFrame:
    """A built table, read once per process. Callers must not change it in place."""
    path = TABLES / f"{name}.parquet"
    try:
        return pd.read_parquet(path)
    except FileNotFoundError:
        raise TablesMissing(f"{path} is missing: run `python -m etl build`") from None
    except Exception as error:  # pyarrow raises several kinds for a damaged file
        raise TablesMissing(f"{path} can't be read ({error}): run `python -m etl build --force`") from error


@cache
def parquet(name: str) -> bytes:
    """A built table's file, of the same build as `table` reads: a rebuild shows after a restart, all at once."""
    try:
        return (TABLES / f"{name}.parquet").read_bytes()
    except FileNotFoundError:
        raise TablesMissing(f"{TABLES / name}.parquet is missing: run `python -m etl build`") from None


def preload() -> None:
    """Read everything once, before a server's workers part: they share the memory and never mix two builds."""
    for name in public_tables():
        table(name)
        parquet(name)
    build_version()
    respondents()


@dataclass(frozen=True)
class Respondents:
    """The file with every respondent's answers, as it was when the process first looked."""

    path: Path
    stamp: tuple[int, int, int]

    def check(self) -> None:
        """TablesMissing if a build has replaced the file since: it would not go with the tables that are in memory."""
        if _stamp(self.path) != self.stamp:
            raise TablesMissing(f"{self.path} was rebuilt while the server ran: restart it")


@cache
def respondents() -> Respondents:
    """Where to query the answers of single respondents; nothing of it is read here."""
    path = TABLES / "survey_responses.parquet"
    return Respondents(path, _stamp(path))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise TablesMissing(f"{path} is missing: run `python -m etl build`") from None
    return found.st_ino, found.st_mtime_ns, found.st_size


@cache
def _build() -> dict[str, Any]:
    try:
        build: dict[str, Any] = json.loads((TABLES / "build.json").read_text(encoding="utf-8"))
        return {"version": str(build["version"]), "tables": build["tables"]}
    except (FileNotFoundError, KeyError, ValueError):
        raise TablesMissing(
            f"{TABLES / 'build.json'} is missing or damaged: run `python -m etl build`"
        ) from None


def build_version() -> str:
    """The version of all data: it changes with any source, correction, catalogue entry or rule."""
    return str(_build()["version"])


def table_version(name: str) -> str:
    """The version of one table: what its Parquet file's metadata call ``build_version``."""
    return str(_build()["tables"][name]["version"])
