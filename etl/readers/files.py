"""Reading a source's CSV file: whole, unchanged since it was described, with the columns it should have."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.loader import load
from catalogue.paths import data_dir
from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd


def read_csv(
    source_id: str, file: str, columns: tuple[str, ...] | None, data: Path | None = None
) -> pd.DataFrame:
    """All cells of `data/sources/<source_id>/<file>` as text; an empty cell is "".

    The index is the line in the file where a row begins (the first row of data: 2), so that errors can name
    it. Raises DataError if the file is missing, is not UTF-8, differs from the digest in `source.yml`, or has
    other columns (None: any) or ragged rows.
    """
    import pandas as pd

    path, text = verify(source_id, file, data)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: dict[int, list[str]] = {}
    line = 1
    try:
        for row in reader:
            rows[line] = row
            line = reader.line_num + 1  # a quoted cell may hold line breaks
    except csv.Error as error:
        raise DataError(path, line, None, str(error), "CSV whose quotes are closed") from error
    header = rows.pop(1, [])
    _check_header(path, header, columns or tuple(header))
    for line, row in rows.items():
        if len(row) != len(header):
            raise DataError(
                path, line, None, ",".join(row), f"{len(header)} cells, as many as the header has"
            )
    return pd.DataFrame(list(rows.values()), columns=header, index=list(rows), dtype="str")


def verify(source_id: str, file: str, data: Path | None = None) -> tuple[Path, str]:
    """The path and the text of a source file that is as `source.yml` describes it; DataError otherwise."""
    data = data or data_dir()
    path = data / "sources" / source_id / file
    source = load(data).sources.get(source_id)
    if source is None:
        raise DataError(
            path.parent / "source.yml", None, None, "no such file", f"a description of {source_id!r}"
        )
    return path, _text(path, source.sha256.get(file))


def _text(path: Path, sha256: str | None) -> str:
    if not path.is_file():
        raise DataError(path, None, None, "no such file", "the file that the source's description lists")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != sha256:
        raise DataError(
            path,
            None,
            None,
            f"sha256 {digest}",
            f"sha256 {sha256}" if sha256 else "a sha256 of this file in source.yml",
            "If the file was changed on purpose and agrees with the original, put its new sha256 into "
            f"{path.parent / 'source.yml'}; otherwise restore the file.",
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(path, line, None, content[error.start : error.start + 8], "text in UTF-8") from error


def _check_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    for name in columns:
        if name not in header:
            raise DataError(path, 1, name, ",".join(header), f"a column {name!r}; it is missing")
    for name in header:
        if name not in columns:
            raise DataError(path, 1, name, ",".join(header), f"only the columns {', '.join(columns)}")
    if len(set(header)) != len(header):
        raise DataError(path, 1, None, ",".join(header), "every column once")
