"""Where the budgets of ingested decisions lie, and which files of them count: what the writer and its readers share.

    data/decisions/journal.sqlite                                       what was read, and the files that hold it
    data/decisions/{budgets,lines,versions}/region_code=*/budget_year=*/*.parquet
    data/decisions/spool/                                               read, not yet merged into the above
    data/decisions/documents/                                           originals that were kept, by their SHA-256

The journal decides: a file that it does not name does not exist, so a run that is killed at any moment leaves what was
there before. Amounts are decimals in thousand tenge, exact to the tenge; null is what the text does not say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalogue.paths import data_dir

BUDGETS, LINES, VERSIONS = "budgets", "lines", "versions"
DATASETS = (BUDGETS, LINES, VERSIONS)
JOURNAL, SPOOL, DOCUMENTS = "journal.sqlite", "spool", "documents"
SOURCE_ID = "maslikhat-decisions"  # the source that describes the decisions of maslikhats
FORMAT = 1  # of the journal and the files that it names
PATIENCE = 30  # seconds to wait for a commit of the other side; one takes milliseconds

AMOUNTS = (
    "revenue_total",
    "revenue_tax",
    "revenue_nontax",
    "revenue_capital",
    "revenue_special",
    "revenue_transfers",
    "expenditure_total",
    "net_lending",
    "financial_assets_balance",
    "deficit",
)


class JournalUnreadable(RuntimeError):
    """The journal is damaged, or of another version of the project."""


def amount_column(name: str) -> str:
    """The column that holds one of AMOUNTS."""
    return f"{name}_kzt_thousand"


def decisions_dir(data: Path | None = None) -> Path:
    """The folder of the ingested decisions; there only once some were ingested."""
    return (data or data_dir()) / "decisions"


def partition(dataset: str, region_code: str, budget_year: int) -> str:
    """The folder of a partition, relative to that of the decisions."""
    return f"{dataset}/region_code={region_code}/budget_year={budget_year}"


@dataclass(frozen=True)
class Part:
    """A file that counts; ``path`` is relative to the folder of the decisions."""

    path: str
    dataset: str
    region_code: str
    budget_year: int
    rows: int


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """The journal for reading, every query of one `with` on the same state; None where nothing was ingested.

    Raises JournalUnreadable.
    """
    path = folder / JOURNAL
    if not path.is_file():
        yield None
        return
    try:
        # Not mode=ro: whoever comes first after a writer was killed undoes its half transaction.
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)
        ) as journal:
            journal.isolation_level = None
            journal.execute("PRAGMA query_only = ON")
            journal.execute("BEGIN")
            (found,) = journal.execute("PRAGMA user_version").fetchone()
            if found == 0:  # a writer was killed before it had made anything
                yield None
                return
            if found != FORMAT:
                raise JournalUnreadable(
                    f"{path} has format {found}, not {FORMAT}: ingest the decisions again"
                )
            yield journal
    except sqlite3.DatabaseError as error:
        raise JournalUnreadable(f"{path} can't be read: {error}") from error


def state(folder: Path) -> int:
    """A number that changes with every change to the datasets; 0 where nothing was ingested."""
    with reading(folder) as journal:
        return 0 if journal is None else int(journal.execute("SELECT merges FROM state").fetchone()[0])


def parts(
    folder: Path, dataset: str, region_code: str | None = None, budget_year: int | None = None
) -> list[Part]:
    """The files of a dataset that count, of one region or year or all, in the order of their paths."""
    with reading(folder) as journal:
        if journal is None:
            return []
        rows = journal.execute(
            "SELECT path, dataset, region_code, budget_year, rows FROM parts WHERE dataset = ?"
            " AND (?2 IS NULL OR region_code = ?2) AND (?3 IS NULL OR budget_year = ?3) ORDER BY path",
            (dataset, region_code, budget_year),
        )
        return [Part(*row) for row in rows]
