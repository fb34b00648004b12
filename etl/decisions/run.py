"""Ingests a pile of decisions: reads them on an executor, commits batch after batch, merges them into the datasets.

Killed at any moment, the same command goes on where it stopped: what is committed is skipped, what is not is read again.
The rows are the same in whatever order batches are done, on however many workers, with however many interruptions.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.decisions import decisions_dir
from catalogue.loader import load
from etl.decisions.flow import read_all
from etl.decisions.journal import Journal, Known, opened
from etl.decisions.merge import merge
from etl.decisions.pool import Document, Documents, Read, document_id, pool
from etl.decisions.store import Batch, reader_version
from etl.errors import EtlError
from etl.progress import Progress

BATCH_DOCUMENTS, BATCH_BYTES = 100, 4 * 2**20  # whichever comes first
BIGGEST = 64 * 2**20  # bytes; a decision with all its annexes is a hundredth of it
_OTHER_CODE = (
    "a worker has other code than this machine: update the project there, then run the same command again"
)
SHOWN_EVERY = 1  # seconds, between lines of progress
NAMED = 20  # refused documents that a summary names; the journal has them all


@dataclass
class Summary:
    """What became of the documents. ``known``: read before, or given twice. ``unreadable``: files that could not be
    opened. ``blocked`` counts findings by code; ``named`` are the first that were not taken as a whole, with why."""

    given: int = 0
    known: int = 0
    taken: int = 0
    partly: int = 0
    refused: int = 0
    empty: int = 0
    unreadable: int = 0
    budgets: int = 0
    seconds: float = 0
    blocked: Counter[str] = field(default_factory=Counter)
    named: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Nothing was refused or could not be opened."""
        return not (self.refused or self.partly or self.unreadable)

    @property
    def read(self) -> int:
        """Documents that were read now."""
        return self.taken + self.partly + self.refused + self.empty

    def note(self, batch: Batch) -> None:
        """Counts a batch that was committed."""
        for outcome in batch.outcomes:
            setattr(self, outcome.status, getattr(self, outcome.status) + 1)
            self.budgets += outcome.budgets
            self.blocked.update(finding["code"] for finding in outcome.findings)
            if outcome.findings:
                first = outcome.findings[0]
                self.name(outcome.document, f"{first['code']}: {first['message']}")

    def name(self, document: str, reason: str) -> None:
        """Names a document that was not taken as a whole, if not many have been named."""
        if len(self.named) < NAMED:
            self.named.append((document, reason))

    def render(self) -> str:
        """The closing lines for people."""
        lines = [f"{document}: {reason}" for document, reason in self.named]
        more = self.refused + self.partly + self.unreadable - len(self.named)
        lines += [f"… and {more} more"] if more > 0 else []
        lines += [f"{count:>7} × {code}" for code, count in self.blocked.most_common()]
        speed = f", {self.read / self.seconds:.0f} a second" if self.read and self.seconds else ""
        lines.append(
            f"{self.given} documents: {self.taken} taken, {self.partly} in part, {self.refused} refused, "
            f"{self.empty} without a budget, {self.known} known already, {self.unreadable} not readable; "
            f"{self.budgets} budgets; {self.seconds:.1f} s{speed}"
        )
        return "\n".join(lines)


def run(
    paths: Iterable[Path],
    *,
    data: Path,
    accept: frozenset[str] = frozenset(),
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    reread: bool = False,
    read: Read | None = None,
) -> Summary:
    """Reads the documents that the journal does not know, and puts their budgets into the datasets of a data folder.

    ``accept``: codes of findings that do not keep a budget out; documents that such a finding kept out before are
    read again. ``reread``: also those that another version of the reader read. Raises EtlError or CatalogueError.
    """
    started = time.perf_counter()
    if read is None:
        load()  # a damaged catalogue is this run's fault, not that of every document
    summary = Summary()
    progress = progress or Progress(quiet=True)
    total = len(paths) if isinstance(paths, Sized) else 0
    told = 0.0

    def tell() -> None:
        nonlocal told
        done = summary.read + summary.known
        if time.perf_counter() - told > SHOWN_EVERY or done == total:
            told = time.perf_counter()
            progress.count = done - 1
            progress.step("documents", max(total, summary.given))

    with opened(decisions_dir(data)) as journal:
        with pool(scheduler, workers) as executor:
            intake = _Intake(journal, accept, reread, summary, tell)
            for batch in read_all(executor, read or _reader(), intake.batches(paths)):
                if batch.reader != reader_version():
                    raise EtlError(_OTHER_CODE)
                journal.commit(batch)
                intake.forget(batch)
                summary.note(batch)
                tell()
        progress.finish()
        merge(journal)  # when the workers and their memory are gone
    summary.seconds = time.perf_counter() - started
    return summary


def _reader() -> Read:
    from etl.decisions.read import read_document

    return read_document


class _Intake:
    """Opens documents one after the other, leaves out what is known or on its way, and makes batches of the rest."""

    def __init__(
        self,
        journal: Journal,
        accept: frozenset[str],
        reread: bool,
        summary: Summary,
        tell: Callable[[], None],
    ) -> None:
        self._journal, self._accept, self._reread = journal, accept, reread
        self._summary, self._tell = summary, tell
        self._under_way: set[str] = set()

    def batches(self, paths: Iterable[Path]) -> Iterator[Documents]:
        batch: list[Document] = []
        size = 0
        for path in paths:
            document = self._open(path)
            if document is None:
                continue
            batch.append(document)
            size += len(document.content)
            if len(batch) == BATCH_DOCUMENTS or size >= BATCH_BYTES:
                yield tuple(batch)
                batch, size = [], 0
        if batch:
            yield tuple(batch)

    def forget(self, batch: Batch) -> None:
        """The batch is in the journal, which knows its documents from now on."""
        self._under_way -= {outcome.document_id for outcome in batch.outcomes}

    def _open(self, path: Path) -> Document | None:
        self._summary.given += 1
        try:
            if path.stat().st_size > BIGGEST:
                raise OSError(f"more than {BIGGEST // 2**20} MB: no decision")
            content = path.read_bytes()
        except OSError as error:
            self._summary.unreadable += 1
            self._summary.name(str(path), error.strerror or str(error))
            return None
        identity = document_id(content)
        known = self._journal.known(identity)
        if identity in self._under_way or (known and not self._is_wanted(known)):
            self._summary.known += 1
            if self._summary.known % BATCH_DOCUMENTS == 0:
                self._tell()
            return None
        self._under_way.add(identity)
        accept = self._accept | (known.accepted if known else frozenset())
        name = path.name.encode(errors="replace").decode()
        return Document(identity, name, content, known.reading + 1 if known else 1, accept)

    def _is_wanted(self, known: Known) -> bool:
        return bool(known.blocked & self._accept) or (self._reread and known.reader != reader_version())
