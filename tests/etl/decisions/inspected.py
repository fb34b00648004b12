"""What lies in a folder of decisions: the rows that count, and the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from catalogue.decisions import DATASETS, decisions_dir, parts, reading
from etl.decisions.pool import Pool
from etl.decisions.store import Batch


def rows(data: Path, dataset: str) -> list[dict[str, Any]]:
    """The rows of a dataset that count, sorted; which reading of a document they are from does not."""
    found = []
    for part in parts(decisions_dir(data), dataset):
        where = {"region_code": part.region_code, "budget_year": part.budget_year}
        table = pq.read_table(decisions_dir(data) / part.path, partitioning=None)
        assert table.num_rows == part.rows
        found += [row | where for row in table.to_pylist()]
    for row in found:
        row.pop("reading", None)
    return sorted(found, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def digest(data: Path) -> str:
    """A hash of all rows, whatever their order and their files."""
    told = json.dumps([rows(data, dataset) for dataset in DATASETS], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def journal(data: Path) -> dict[str, dict[str, Any]]:
    """What the journal says of each document, by its name."""
    names = ("document", "status", "reading", "budgets", "accepted", "blocked", "findings")
    with reading(decisions_dir(data)) as connection:
        assert connection is not None
        told = connection.execute(f"SELECT {', '.join(names)} FROM documents").fetchall()
    return {row[0]: dict(zip(names, row, strict=True)) for row in told}


def unnamed(data: Path) -> set[str]:
    """Files of the datasets and of the spool that the journal does not name."""
    folder = decisions_dir(data)
    named = {part.path for dataset in DATASETS for part in parts(folder, dataset)}
    places = [folder / name for name in (*DATASETS, "spool")]
    files = {
        path.relative_to(folder).as_posix() for place in places for path in place.rglob("*") if path.is_file()
    }
    assert named <= files
    return files - named


class Threads(Pool):
    """Threads of this process: quick to start."""

    died = ()

    def __init__(self, workers: int) -> None:
        self.width = workers + 1
        self.executor = ThreadPoolExecutor(workers)

    def submit(self, task: Any, *arguments: Any) -> Future[Batch]:
        return self.executor.submit(task, *arguments)


@contextmanager
def threads(scheduler: str | None = None, workers: int | None = None) -> Iterator[Threads]:
    """Stands in for `etl.decisions.pool.pool`."""
    pool = Threads(workers or 2)
    yield pool
    pool.executor.shutdown(cancel_futures=True)
