"""Where documents are read: a task for batches of them, and the executors that run it, processes here or Dask elsewhere.

Documents travel with the task and rows come back: a cluster needs no shared files, and a worker that dies takes
nothing along.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any

from etl.decisions.models import Finding, Reading
from etl.decisions.rows import Rows
from etl.decisions.store import Batch
from etl.errors import EtlError

Read = Callable[[bytes, str], Reading]
LONGEST = 120  # seconds for one document: whatever takes longer hangs, and its worker is given up
HOW = (
    "In this version of the project's folder, on each machine: `PYTHONPATH=. dask scheduler`, "
    "`PYTHONPATH=. dask worker ADDRESS --nthreads 1`. Then run the same command again: it goes on where it stopped."
)
CONNECT = 10  # seconds for a scheduler to answer
_STDERR = 2


@dataclass(frozen=True)
class Document:
    """A document on its way: ``number`` says the how-many-th time it is read, ``accept`` whose findings do not keep
    its budgets out."""

    document_id: str
    name: str
    content: bytes
    number: int
    accept: frozenset[str]


Documents = tuple[Document, ...]


def document_id(content: bytes) -> str:
    """What a document goes by: 32 hexadecimal digits of its SHA-256, 128 bits."""
    return hashlib.sha256(content).hexdigest()[:32]


def read_batch(read: Read, documents: Documents) -> Batch:
    """The task: reads documents one by one. What one of them does wrong is noted and touches no other."""
    rows = Rows()
    for document in documents:
        # In a thread of its own that needs no lock: it ends the process even out of a loop in C.
        faulthandler.dump_traceback_later(LONGEST, exit=True, file=_STDERR)
        try:
            reading = read(document.content, document.name)
            rows.add(document.document_id, document.number, reading, document.accept)
        except EtlError as error:
            finding = Finding("unreadable", "document", str(error))
            rows.refuse(document.document_id, document.name, document.number, finding)
        except Exception as error:  # a fault of the reader must not lose the other documents
            finding = Finding("reader-failed", "document", f"{type(error).__name__}: {error}")
            rows.refuse(document.document_id, document.name, document.number, finding)
        finally:
            faulthandler.cancel_dump_traceback_later()
    return rows.batch()


def given_up(document: Document) -> Batch:
    """What stands for a document that killed its worker."""
    rows = Rows()
    finding = Finding("reader-died", "document", f"the reader died of it, or took more than {LONGEST} s")
    rows.refuse(document.document_id, document.name, document.number, finding)
    return rows.batch()


class Pool:
    """Where batches are read; ``width`` of them at a time.

    ``died`` are the errors that a worker's death leaves, ``lost`` those of a pool that can't be used any more.
    """

    width: int
    died: tuple[type[BaseException], ...] = ()
    lost: tuple[type[BaseException], ...] = ()

    def submit(self, task: Callable[..., Batch], *arguments: Any) -> Future[Batch]:
        raise NotImplementedError

    def renew(self) -> None:
        """Makes it usable again after a death."""

    def check(self) -> None:
        """EtlError if no answer can come any more."""


class Processes(Pool):
    """Processes of this machine.

    `max_tasks_per_child` is not used: up to Python 3.15 the executor can stop for good when a worker reaches it.
    """

    died = (BrokenProcessPool,)

    def __init__(self, workers: int | None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.width = self.workers + 1  # one batch waits for whoever is ready first
        self._executor: Executor | None = None

    def submit(self, task: Callable[..., Batch], *arguments: Any) -> Future[Batch]:
        if self._executor is None:
            # forkserver: no copy of this process's memory and threads, and new workers start at once.
            self._executor = ProcessPoolExecutor(self.workers, get_context("forkserver"), _leave_with_parent)
        try:
            return self._executor.submit(task, *arguments)
        except BrokenProcessPool as error:
            failed: Future[Batch] = Future()
            failed.set_exception(error)
            return failed

    def renew(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


class Cluster(Pool):
    """A Dask cluster. It reads again elsewhere what a worker had when it was lost."""

    lost = (CancelledError, ImportError, RuntimeError)

    def __init__(self, scheduler: str) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise EtlError(
                "--scheduler needs Dask's distributed, which is not installed:\n"
                "  python -m pip install --require-hashes -r requirements.txt -r requirements-dask.txt"
            ) from None
        self.died = (distributed.KilledWorker,)
        try:
            self._client = distributed.Client(scheduler, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EtlError(f"no Dask scheduler answers at {scheduler} ({error}): start one. {HOW}") from error
        self._executor = self._client.get_executor(pure=False)
        self.width = 2 * sum(self._client.nthreads().values())

    def submit(self, task: Callable[..., Batch], *arguments: Any) -> Future[Batch]:
        return self._executor.submit(task, *arguments)

    def check(self) -> None:
        if self._client.status != "running":
            raise EtlError(
                "the connection to the Dask scheduler is lost; run the same command again to go on"
            )
        if not self._client.nthreads():
            raise EtlError(f"the Dask scheduler has no workers. {HOW}")

    def close(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def _leave_with_parent() -> None:
    """Ends a worker whose parent was killed: it would wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def pool(scheduler: str | None = None, workers: int | None = None) -> Iterator[Pool]:
    """Processes of this machine (``workers``, default one per core), or the Dask cluster at ``scheduler``."""
    if scheduler is not None:
        cluster = Cluster(scheduler)
        try:
            cluster.check()
            yield cluster
        finally:
            cluster.close()
        return
    processes = Processes(workers)
    try:
        yield processes
    finally:
        processes.renew()
