"""What was read, in SQLite: one transaction commits a batch of documents, another the merge of many into the datasets.

A journal of files would have to imitate what a transaction is (all or nothing, whenever the process dies), and a set
of the digests that were seen would grow with the documents; here the index is on the disk.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalogue.decisions import DATASETS, FORMAT, JOURNAL, PATIENCE, SPOOL, Part
from etl.decisions.store import Batch, Outcome, Slice
from etl.errors import EtlError
from etl.write import write_atomic

Partition = tuple[str, int]
"""Region code and budget year."""

_TABLES = """
CREATE TABLE state (merges INTEGER NOT NULL, batches INTEGER NOT NULL);
INSERT INTO state VALUES (0, 0);
CREATE TABLE documents (
  document_id TEXT PRIMARY KEY, document TEXT, reader TEXT, reading INTEGER, status TEXT, budgets INTEGER,
  partitions TEXT, accepted TEXT, blocked TEXT, findings TEXT) WITHOUT ROWID;
CREATE TABLE slices (
  region_code TEXT, budget_year INTEGER, dataset TEXT, batch INTEGER, position INTEGER,
  PRIMARY KEY (region_code, budget_year, dataset, batch)) WITHOUT ROWID;
CREATE TABLE outdated (
  region_code TEXT, budget_year INTEGER, document_id TEXT,
  PRIMARY KEY (region_code, budget_year, document_id)) WITHOUT ROWID;
CREATE TABLE parts (
  path TEXT PRIMARY KEY, dataset TEXT, region_code TEXT, budget_year INTEGER, rows INTEGER) WITHOUT ROWID;
CREATE TABLE same_places (
  region_code TEXT, budget_year INTEGER, kk TEXT, ru TEXT,
  PRIMARY KEY (region_code, budget_year, kk, ru)) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Known:
    """What the journal says of a document: by which version of the reader it was read, the how-many-th time that was,
    which codes kept budgets of it out, and which of these were accepted."""

    reader: str
    reading: int
    blocked: frozenset[str]
    accepted: frozenset[str]


@dataclass(frozen=True)
class Merge:
    """What a merge changes: files that now count, files that no longer do, and for its partitions which Kazakh place
    is which Russian one."""

    added: list[Part]
    removed: list[Part]
    same_places: dict[Partition, set[tuple[str, str]]]


class Journal:
    """The journal of a folder of decisions, for its one writer."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder, self._db = folder, connection

    def known(self, document_id: str) -> Known | None:
        """What is known of a document, if it was read."""
        row = self._db.execute(
            "SELECT reader, reading, blocked, accepted FROM documents WHERE document_id = ?", (document_id,)
        ).fetchone()
        return row and Known(row[0], row[1], frozenset(row[2].split()), frozenset(row[3].split()))

    def commit(self, batch: Batch) -> None:
        """A batch was read: its spool files, then the transaction that makes them count."""
        number = self._db.execute("SELECT batches FROM state").fetchone()[0] + 1
        for dataset, content in batch.contents.items():
            write_atomic(self.spooled(number, dataset), content)
        with self._transaction() as db:
            db.execute("UPDATE state SET batches = ?", (number,))
            for outcome in batch.outcomes:
                self._put(db, outcome, batch.reader)
            db.executemany(
                "INSERT INTO slices VALUES (?, ?, ?, ?, ?)",
                [(s.region_code, s.budget_year, s.dataset, number, s.position) for s in batch.slices],
            )

    @staticmethod
    def _put(db: sqlite3.Connection, outcome: Outcome, reader: str) -> None:
        before = db.execute(
            "SELECT partitions FROM documents WHERE document_id = ?", (outcome.document_id,)
        ).fetchone()
        for region, year in json.loads(before[0]) if before else ():
            db.execute("INSERT OR IGNORE INTO outdated VALUES (?, ?, ?)", (region, year, outcome.document_id))
        db.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                outcome.document_id, outcome.document, reader, outcome.reading, outcome.status, outcome.budgets,
                json.dumps(sorted(outcome.partitions)), " ".join(sorted(outcome.accepted)),
                " ".join(sorted(outcome.blocked)), json.dumps(outcome.findings, ensure_ascii=False),
            ),
        )  # fmt: skip

    def unmerged(self) -> list[Partition]:
        """The partitions that batches added to, or that hold rows of documents that were read again since."""
        return self._db.execute(
            "SELECT region_code, budget_year FROM slices UNION SELECT region_code, budget_year FROM outdated"
        ).fetchall()

    def slices(self, dataset: str, partition: Partition) -> Iterator[Slice]:
        """Where the rows of a partition lie in the spool, in the order of batches."""
        yield from (
            Slice(dataset, *partition, position, batch)
            for batch, position in self._db.execute(
                "SELECT batch, position FROM slices WHERE dataset = ? AND region_code = ? AND budget_year = ?"
                " ORDER BY batch",
                (dataset, *partition),
            ).fetchall()
        )

    def outdated(self, partition: Partition) -> dict[str, int]:
        """The documents that were read again since a partition was merged: the reading that counts."""
        return dict(
            self._db.execute(
                "SELECT document_id, reading FROM outdated JOIN documents USING (document_id)"
                " WHERE region_code = ? AND budget_year = ?",
                partition,
            )
        )

    def parts(self, dataset: str, partition: Partition) -> list[Part]:
        """The files of a partition."""
        rows = self._db.execute(
            "SELECT path, dataset, region_code, budget_year, rows FROM parts"
            " WHERE dataset = ? AND region_code = ? AND budget_year = ? ORDER BY path",
            (dataset, *partition),
        )
        return [Part(*row) for row in rows]

    def partitions(self, region_code: str) -> list[Partition]:
        """The partitions of a region that have been merged."""
        return self._db.execute(
            "SELECT DISTINCT region_code, budget_year FROM parts WHERE region_code = ?", (region_code,)
        ).fetchall()

    def same_places(self, region_code: str) -> dict[Partition, set[tuple[str, str]]]:
        """Pairs of a Kazakh and a Russian place of a region that are one, by the partition that shows it."""
        found: dict[Partition, set[tuple[str, str]]] = {}
        for region, year, kk, ru in self._db.execute(
            "SELECT region_code, budget_year, kk, ru FROM same_places WHERE region_code = ?", (region_code,)
        ):
            found.setdefault((region, year), set()).add((kk, ru))
        return found

    def merges(self) -> int:
        """How many merges there were."""
        return int(self._db.execute("SELECT merges FROM state").fetchone()[0])

    def commit_merge(self, merge: Merge) -> None:
        """The merged files count from now on; the spool and what they replace no longer do and are removed."""
        with self._transaction() as db:
            db.execute("UPDATE state SET merges = merges + 1")
            db.execute("DELETE FROM slices")
            db.execute("DELETE FROM outdated")
            db.executemany("DELETE FROM parts WHERE path = ?", [(part.path,) for part in merge.removed])
            db.executemany(
                "INSERT INTO parts VALUES (?, ?, ?, ?, ?)",
                [(p.path, p.dataset, p.region_code, p.budget_year, p.rows) for p in merge.added],
            )
            for partition, pairs in merge.same_places.items():
                db.execute("DELETE FROM same_places WHERE region_code = ? AND budget_year = ?", partition)
                db.executemany(
                    "INSERT INTO same_places VALUES (?, ?, ?, ?)", [(*partition, *pair) for pair in pairs]
                )
        for part in merge.removed:
            (self.folder / part.path).unlink(missing_ok=True)
        for path in (self.folder / SPOOL).glob("*"):
            path.unlink(missing_ok=True)

    def spooled(self, batch: int, dataset: str) -> Path:
        """The spool file of a batch."""
        return self.folder / SPOOL / f"{batch:08}.{dataset}.arrow"

    def remove_leftovers(self) -> None:
        """Removes files that the journal does not name: what a killed run wrote and did not commit."""
        named = {self.folder / path for (path,) in self._db.execute("SELECT path FROM parts")}
        for dataset in DATASETS:
            for path in (self.folder / dataset).rglob("*.parquet"):
                if path not in named:
                    path.unlink()
        spooled = {
            self.spooled(*row) for row in self._db.execute("SELECT DISTINCT batch, dataset FROM slices")
        }
        for path in (self.folder / SPOOL).glob("*"):
            if path not in spooled:
                path.unlink()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    """The journal for writing, made if it is not there; one writer at a time, a second one waits for the first.

    Raises EtlError for a journal of another version, or a damaged one.
    """
    (folder / SPOOL).mkdir(parents=True, exist_ok=True)
    path = folder / JOURNAL
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)) as connection:
                _prepare(connection, path)
                journal = Journal(folder, connection)
                journal.remove_leftovers()
                yield journal
        except sqlite3.OperationalError as error:
            raise EtlError(
                f"{path}: {error}; what was read before is kept, run the same command again"
            ) from error
        except sqlite3.DatabaseError as error:
            raise EtlError(f"{path} is damaged: {error}. {_START_ANEW}") from error


_START_ANEW = "The folder holds only what was read: move it away and ingest the decisions again."


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == 0:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
    elif found != FORMAT:
        raise EtlError(
            f"{path} has format {found}, this version of the project writes {FORMAT}. {_START_ANEW}"
        )
