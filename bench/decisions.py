"""Thousands of made-up decisions through `python -m etl ingest decision`: documents a second, and memory.

    python -m bench.decisions [--count 20000] [--workers 2] [--kill] [--dask]

A tenth of them first, so that it shows whether memory grows with their number. --kill: the run is killed in the middle and
started again. --dask: on a cluster of three workers, one of which is killed in the middle. The rows must be the same.
Memory is the sum of all processes' own and shares of common pages (PSS), ten times a second.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from catalogue.decisions import DATASETS, JOURNAL, decisions_dir, parts
from catalogue.paths import ROOT
from tests.etl.decisions.layouts.corpus import documents
from tests.serving import free_port

SEED, WORKERS = 1, 3
Rows = dict[str, tuple[int, int]]
"""By dataset: how many rows, and a sum of their hashes, which knows no order."""


@dataclass(frozen=True)
class Measured:
    """A run: seconds, the largest memory in bytes, and what came of it."""

    name: str
    count: int
    seconds: float
    memory: int
    rows: Rows


def write(folder: Path, count: int) -> int:
    """The first so many documents as files; returns their bytes."""
    folder.mkdir()
    size = 0
    for name, content in documents(count, SEED):
        (folder / name).write_bytes(content)
        size += len(content)
    return size


def empty(folder: Path) -> Path:
    """A data folder without decisions."""
    data = folder / "data"
    data.mkdir(parents=True)
    for part in ("catalogue", "corrections", "sources"):
        (data / part).symlink_to(ROOT / "data" / part)
    return data


def ingest(folder: Path, data: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command line, at work."""
    command = [sys.executable, "-m", "etl", "ingest", "decision", "--dir", str(folder), *options]
    environment = os.environ | {"MOI_GOROD_DATA": str(data), "PYTHONPATH": str(ROOT)}
    with (data.parent / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


def memory(processes: list[subprocess.Popen[bytes]]) -> int:
    """What the processes and their children hold together."""
    total = 0
    for process in processes:
        try:
            family = [psutil.Process(process.pid)]
            family += family[0].children(recursive=True)
        except psutil.NoSuchProcess:
            continue
        for member in family:
            try:
                total += member.memory_full_info().pss
            except psutil.Error:  # it ended meanwhile
                continue
    return total


def watch(
    run: subprocess.Popen[bytes],
    others: list[subprocess.Popen[bytes]],
    at: Callable[[], bool],
    then: Callable[[], None],
) -> int:
    """Waits for the run; does something once when the time has come. Returns the largest memory."""
    largest, is_done = 0, False
    while run.poll() is None:
        largest = max(largest, memory([run, *others]))
        if not is_done and at():
            then()
            is_done = True
        time.sleep(0.1)
    return largest


def committed(data: Path) -> int:
    """How many documents are in the journal now."""
    path = decisions_dir(data) / JOURNAL
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal:
            return int(journal.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def rows(data: Path) -> Rows:
    """The rows of all datasets that count, whatever their order and their files."""
    found: Rows = {}
    for dataset in DATASETS:
        files = [str(decisions_dir(data) / part.path) for part in parts(decisions_dir(data), dataset)]
        count, total = duckdb.execute(
            "SELECT count(*), sum(hash(t)) FROM read_parquet($files, hive_partitioning = true) t",
            {"files": files},
        ).fetchall()[0]
        found[dataset] = int(count), int(total)
    return found


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and its workers, as on machines of their own; the scheduler is the first process."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    port = address.rpartition(":")[2]
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for command in (scheduler, *[worker] * WORKERS)
    ]  # fmt: skip
    try:
        from distributed import Client

        with Client(address, timeout=30) as client:
            client.wait_for_workers(WORKERS, timeout=30)
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def measure(name: str, count: int, folder: Path, data: Path, *options: str) -> Measured:
    """A run that nothing disturbs."""
    started = time.perf_counter()
    run = ingest(folder, data, *options)
    largest = watch(run, [], lambda: False, lambda: None)
    return Measured(name, count, time.perf_counter() - started, largest, rows(data))


def measure_killed(count: int, folder: Path, data: Path, *options: str) -> Measured:
    """A run that is killed when half is read, and started again."""
    started = time.perf_counter()
    first = ingest(folder, data, *options)
    largest = watch(
        first, [], lambda: committed(data) >= count // 2, lambda: first.send_signal(signal.SIGKILL)
    )
    again = ingest(folder, data, *options)
    largest = max(largest, watch(again, [], lambda: False, lambda: None))
    return Measured("killed, resumed", count, time.perf_counter() - started, largest, rows(data))


def measure_cluster(count: int, folder: Path, data: Path) -> Measured:
    """A run on a cluster that loses a worker when half is read."""
    with cluster(data.parent) as (address, processes):
        started = time.perf_counter()
        run = ingest(folder, data, "--scheduler", address)
        largest = watch(run, processes, lambda: committed(data) >= count // 2, processes[-1].kill)
        assert processes[-1].poll() is not None, "no worker was lost"
        return Measured(
            f"Dask, 1 of {WORKERS} killed", count, time.perf_counter() - started, largest, rows(data)
        )


def report(measured: Measured, whole: Rows | None, log: Path) -> None:
    """A line of the table; the run's own words if it was not what it should be."""
    same = "" if whole is None else "same rows" if measured.rows == whole else "OTHER ROWS"
    counts = ", ".join(f"{count:,} {dataset}" for dataset, (count, _) in measured.rows.items())
    print(
        f"{measured.name:24} {measured.count:>7,} {measured.seconds:>8.1f} s {measured.count / measured.seconds:>7.1f}/s "
        f"{measured.memory / 2**20:>6.0f} MB   {counts}   {same}",
        flush=True,
    )
    if whole is not None and measured.rows != whole:
        sys.exit(log.read_text(encoding="utf-8", errors="replace")[-2000:])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.decisions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument(
        "--kill", action="store_true", help="also kill the run in the middle and start it again"
    )
    parser.add_argument("--dask", action="store_true", help="also on a cluster that loses a worker")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = arguments.count // 10
        for count, where in ((few, "few"), (arguments.count, "all")):
            size = write(folder / where, count)
            print(f"{count:,} documents, {size / 2**20:,.0f} MB")
        options = ("--workers", str(arguments.workers))
        data = [empty(folder / name) for name in "0123"]
        logs = [each.parent / "log" for each in data]
        report(measure("a tenth", few, folder / "few", data[0], *options), None, logs[0])
        whole = measure("all", arguments.count, folder / "all", data[1], *options)
        report(whole, None, logs[1])
        if arguments.kill:
            killed = measure_killed(arguments.count, folder / "all", data[2], *options)
            report(killed, whole.rows, logs[2])
        if arguments.dask:
            report(measure_cluster(arguments.count, folder / "all", data[3]), whole.rows, logs[3])


if __name__ == "__main__":
    main()
