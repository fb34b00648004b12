"""Official statistics kept as plain CSV: codes, years and numbers with a decimal point."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.models import Correction
from catalogue.paths import data_dir
from etl.corrections import apply
from etl.errors import DataError
from etl.readers.files import read_csv

if TYPE_CHECKING:
    import pandas as pd


def read(
    source_id: str,
    file: str,
    keys: tuple[str, ...],
    value: str,
    data: Path | None = None,
    corrections: Iterable[Correction] = (),
) -> pd.DataFrame:
    """The rows of a file: `keys` as text (`year` as whole numbers), `value` as floats, and `source_id`.

    Where one of `corrections` is about a value, the right one takes its place. Raises DataError where a
    correction can't be applied, a year or a value is missing or not a number, or a row stands twice.
    """
    import pandas as pd

    path = (data or data_dir()) / "sources" / source_id / file
    frame = read_csv(source_id, file, (*keys, value, "source_ref"), data)
    frame[value] = apply(frame, path, corrections, (value,))[f"{value}_corrected"]
    for column, expected in (("year", "a year, such as 2021"), (value, "a number such as 938826.67")):
        parsed = pd.to_numeric(frame[column], errors="coerce")
        if column == "year":
            parsed = parsed.where(parsed % 1 == 0)
        for line in frame.index[parsed.isna()]:
            raise DataError(path, int(line), column, frame.at[line, column], expected)
        frame[column] = parsed.astype("int64" if column == "year" else "float64")
    for line in frame.index[frame.duplicated(list(keys))]:
        raise DataError(path, int(line), keys[0], frame.at[line, keys[0]], f"each {', '.join(keys)} once")
    return frame.assign(source_id=source_id)
