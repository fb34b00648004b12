"""A reader finds a whole table whatever happens to the writer; the same table gives the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from catalogue.paths import ROOT
from etl import write

FRAME = pd.DataFrame({"code": ["a", "b"], "n": pd.array([1, None], dtype="Int64")})
METADATA = {"table": "x", "source_ids": "s-1,s-2", "build_version": "abc"}


def test_the_same_table_gives_the_same_bytes() -> None:
    assert write.to_parquet(FRAME, METADATA) == write.to_parquet(FRAME.copy(), METADATA)


def test_parquet_is_zstd_with_metadata_and_no_index(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    write.write_atomic(path, write.to_parquet(FRAME.set_axis([5, 7]), METADATA))
    file = pq.ParquetFile(path)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    metadata = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
    assert METADATA.items() <= metadata.items()
    assert file.schema_arrow.names == ["code", "n"]
    assert str(pd.read_parquet(path)["n"].dtype) == "Int64"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "x.parquet"
    write.write_atomic(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="no space left"):
        write.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.parquet"]


WRITER = """
import sys
from pathlib import Path
from etl.write import write_atomic
path = Path(sys.argv[1])
print("ready", flush=True)
for n in range(10**9):
    write_atomic(path, bytes([n % 2]) * 4_000_000)
"""


@pytest.mark.parametrize("delay", [0.01, 0.05, 0.11])
def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "x.parquet"
    write.write_atomic(path, bytes(4_000_000))
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()
    content = path.read_bytes()
    assert content in (bytes(4_000_000), bytes([1]) * 4_000_000)
    write.remove_leftovers(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["x.parquet"]
