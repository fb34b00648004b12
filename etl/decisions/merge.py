"""Merges the spool into the datasets: one more file per region and year, its budgets' versions anew, one commit.

Rows pass through in pieces of a bounded size. Only a partition's budgets (without their annexes) are held as a whole:
a region has so many places, and a year so many amendments.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catalogue.decisions import BUDGETS, LINES, VERSIONS, Part, partition
from etl.decisions import version_rows
from etl.decisions.journal import Journal, Merge, Partition
from etl.decisions.store import SCHEMAS
from etl.decisions.versions import same_places

MOST_PARTS = 8  # files of a partition; one more, and they become one
PIECE = 50_000  # rows that are sorted and written at a time
ROW_GROUP = 8_192  # rows; sorted by place, so that a query for one skips the others
_ORDER = {
    BUDGETS: ("place_id", "document_id", "position"),
    LINES: ("place_id", "document_id", "budget", "position"),
    VERSIONS: ("place_id", "position"),
}


def merge(journal: Journal) -> None:
    """Makes every row that was committed part of the datasets, and removes what was outdated."""
    unmerged = journal.unmerged()
    if unmerged:
        merging = _Merging(journal)
        for found in unmerged:
            merging.rows(BUDGETS, found)
            merging.rows(LINES, found)
            merging.places(found)
        for found in merging.affected(unmerged):
            merging.versions(found)
        os.sync()  # hundreds of files and folders at once, before the journal names them
        journal.commit_merge(merging.change)


class _Merging:
    """A merge on its way; ``change`` is what will be committed."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._name = f"part-{journal.merges() + 1:06}.parquet"
        self.change = Merge([], [], {})

    def rows(self, dataset: str, where: Partition) -> None:
        """Writes what the spool has for a partition, together with its files if they are many or hold outdated rows."""
        old = self._journal.parts(dataset, where)
        outdated = self._journal.outdated(where)
        replaced = old if outdated or len(old) >= MOST_PARTS else []
        pieces = (_without(outdated, table) for table in self._tables(dataset, where, replaced))
        self._write(dataset, where, _regrouped(pieces))
        self.change.removed.extend(replaced)

    def _tables(self, dataset: str, where: Partition, parts: list[Part]) -> Iterator[pa.Table]:
        for part in parts:
            with pq.ParquetFile(self._journal.folder / part.path) as file:
                for batch in file.iter_batches(PIECE):
                    yield pa.Table.from_batches([batch], SCHEMAS[dataset])
        for found in self._journal.slices(dataset, where):
            with pa.memory_map(str(self._journal.spooled(found.batch, dataset))) as file:
                yield pa.Table.from_batches([pa.ipc.open_file(file).get_batch(found.position)])

    def _write(self, dataset: str, where: Partition, tables: Iterable[pa.Table]) -> None:
        path = f"{partition(dataset, *where)}/{self._name}"
        rows = _write(self._journal.folder / path, tables, [(name, "ascending") for name in _ORDER[dataset]])
        if rows:
            self.change.added.append(Part(path, dataset, *where, rows))

    def places(self, where: Partition) -> None:
        """Notes which Kazakh places of a partition are which Russian ones."""
        self.change.same_places[where] = same_places(version_rows.stated(self._budgets(where), where[1]))

    def _budgets(self, where: Partition) -> pa.Table:
        # Not pq.read_table, which loads pandas.
        files = [pq.ParquetFile(self._journal.folder / part.path) for part in self._current(BUDGETS, where)]
        return pa.concat_tables([SCHEMAS[BUDGETS].empty_table(), *(file.read() for file in files)])

    def _current(self, dataset: str, where: Partition) -> list[Part]:
        """A partition's files once the merge is committed."""
        removed = {part.path for part in self.change.removed}
        kept = [part for part in self._journal.parts(dataset, where) if part.path not in removed]
        own = (dataset, *where)
        return kept + [p for p in self.change.added if (p.dataset, p.region_code, p.budget_year) == own]

    def affected(self, unmerged: list[Partition]) -> list[Partition]:
        """The partitions whose versions may change: also other years of a region where places turn out to be one."""
        found = set(unmerged)
        for region in {region for region, _ in unmerged}:
            if self._names(region, anew=False) != self._names(region, anew=True):
                found |= set(self._journal.partitions(region))
        return sorted(found)

    def _names(self, region: str, anew: bool) -> dict[str, str]:
        """Kazakh place ids to Russian ones. A Kazakh one that stands for several is left alone."""
        by_partition = self._journal.same_places(region)
        if anew:
            by_partition |= {
                where: pairs for where, pairs in self.change.same_places.items() if where[0] == region
            }
        russian: dict[str, set[str]] = {}
        for kk, ru in {pair for pairs in by_partition.values() for pair in pairs}:
            russian.setdefault(kk, set()).add(ru)
        return {kk: next(iter(names)) for kk, names in russian.items() if len(names) == 1}

    def versions(self, where: Partition) -> None:
        """Writes the versions of a partition's budgets anew."""
        self.change.removed.extend(self._journal.parts(VERSIONS, where))
        table = version_rows.table(self._budgets(where), where[1], self._names(where[0], anew=True))
        self._write(VERSIONS, where, [table])


def _without(outdated: dict[str, int], table: pa.Table) -> pa.Table:
    """Leaves out the rows of documents that were read again later."""
    if not outdated:
        return table
    index = pc.index_in(table["document_id"], value_set=pa.array(list(outdated)))
    current = pa.array(list(outdated.values()), pa.int32()).take(index.combine_chunks())
    return table.filter(pc.or_kleene(pc.is_null(current), pc.equal(table["reading"], current)))


def _regrouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Small tables together, so that a file does not become a heap of scraps."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= PIECE:
            yield pa.concat_tables(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def _write(path: Path, tables: Iterable[pa.Table], order: list[tuple[str, str]]) -> int:
    """Writes sorted pieces; returns the number of rows. No rows, no file. A row group may start in the midst of a place,
    and the same place comes again in the next piece: nothing relies on the order."""
    writer: pq.ParquetWriter | None = None
    rows = 0
    for table in tables:
        if table.num_rows:
            if writer is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                writer = pq.ParquetWriter(path, table.schema, compression="zstd", version="2.6")
            writer.write_table(table.sort_by(order), row_group_size=ROW_GROUP)
            rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows
