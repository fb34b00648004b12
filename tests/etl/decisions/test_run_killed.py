"""Processes that really die: the run itself, a worker of it, a worker of a cluster. No row is lost, none is there twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from catalogue.decisions import BUDGETS, JOURNAL, decisions_dir
from catalogue.paths import ROOT
from etl.decisions import pool as pools
from etl.decisions import run as running
from etl.decisions.run import Summary
from etl.errors import EtlError
from tests.etl.decisions import made_up
from tests.etl.decisions.inspected import digest, journal, rows, threads, unnamed
from tests.etl.decisions.made_up import decision, write
from tests.serving import free_port

COUNT = 80
RUNNER = """
import sys
from pathlib import Path
from etl.decisions import run as running
from tests.etl.decisions import made_up
running.BATCH_DOCUMENTS = 4
if __name__ == "__main__":
    paths = sorted(Path(sys.argv[1]).iterdir())
    running.run(paths, data=Path(sys.argv[2]), workers=2, read=made_up.read)
"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH_DOCUMENTS", 4)


def ingest(paths: list[Path], data: Path, **options: Any) -> Summary:
    return running.run(paths, data=data, read=made_up.read, **options)


def expected(paths: list[Path], data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The rows of a run that nothing interrupts."""
    with monkeypatch.context() as patch:
        patch.setattr(running, "pool", threads)
        ingest(paths, data)
    return digest(data)


def committed(data: Path) -> int:
    """How many documents are in the journal now."""
    path = decisions_dir(data) / JOURNAL
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(what: Any, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


@pytest.mark.usefixtures("small")
def test_a_killed_run_goes_on_and_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    paths = write(folder, [decision(number, sleep=0.02) for number in range(COUNT)])
    script = tmp_path / "runner.py"
    script.write_text(RUNNER)
    command = [sys.executable, str(script), str(folder), str(data)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for least in (1, 30):
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        wait_for(lambda least=least: committed(data) >= least)
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert rows(data, BUDGETS) == []
        _, alive = psutil.wait_procs(family, timeout=10)
        assert not alive, "workers that would wait for ever"
    done = committed(data)
    assert 30 <= done < COUNT
    summary = ingest(paths, data, workers=2)
    assert (summary.known, summary.taken) == (done, COUNT - done)
    assert unnamed(data) == set()
    assert digest(data) == expected(paths, tmp_path / "other", monkeypatch)


@pytest.mark.usefixtures("small")
def test_a_document_that_kills_its_reader_is_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [decision(number) for number in range(24)]
    deadly = {5, 6, 17}
    for number in deadly:
        told[number]["die"] = True
    paths = write(tmp_path / "in", told)
    summary = ingest(paths, tmp_path / "data", workers=2)
    assert (summary.taken, summary.refused, dict(summary.blocked)) == (21, 3, {"reader-died": 3})
    dead = {name for name, told in journal(tmp_path / "data").items() if told["status"] == "refused"}
    assert dead == {paths[number].name for number in deadly}
    assert ingest(paths, tmp_path / "data").read == 0, "they are not tried again"
    alive = [path for number, path in enumerate(paths) if number not in deadly]
    assert digest(tmp_path / "data") == expected(alive, tmp_path / "other", monkeypatch)


def test_a_document_that_hangs_is_given_up(tmp_path: Path) -> None:
    script = tmp_path / "hanging.py"
    hang = decision(1, sleep=3600)
    write(tmp_path / "in", [hang, decision(2)])
    script.write_text("from etl.decisions import flow, pool\npool.LONGEST, flow.LIVES = 1.5, 1\n" + RUNNER)
    process = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "in"), str(tmp_path / "data")],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    assert "made_up.py" in process.stderr, "it says where the reader was"
    told = journal(tmp_path / "data")
    assert (told["00000.json"]["status"], told["00001.json"]["status"]) == ("refused", "taken")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, each a process of its own, as on machines of their own."""
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{free_port()}"
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        log = (tmp_path / f"{len(started)}.log").open("wb")
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log))

    port = address.rpartition(":")[2]
    start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    for _ in range(2):
        start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    try:
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.mark.usefixtures("small")
def test_a_cluster_that_loses_a_worker_gives_the_same_rows(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    address, workers = cluster
    with Client(address, timeout=20) as client:
        client.wait_for_workers(2, timeout=20)
    paths = write(tmp_path / "in", [decision(number, sleep=0.02) for number in range(COUNT)])
    data = tmp_path / "data"
    commit = running.Journal.commit

    def then_kill(journal: Any, batch: Any) -> None:
        commit(journal, batch)
        if workers[0].poll() is None and committed(data) >= COUNT // 3:
            workers[0].kill()

    monkeypatch.setattr(running.Journal, "commit", then_kill)
    summary = ingest(paths, data, scheduler=address)
    assert workers[0].poll() is not None and (summary.taken, summary.refused) == (COUNT, 0)
    assert digest(data) == expected(paths, tmp_path / "other", monkeypatch)


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(pools, "CONNECT", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(EtlError, match=f"no Dask scheduler answers at {address}"):
        ingest([], tmp_path / "data", scheduler=address)


def test_without_dask_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EtlError, match=r"requirements-dask\.txt"):
        ingest([], tmp_path / "data", scheduler="tcp://127.0.0.1:1")
