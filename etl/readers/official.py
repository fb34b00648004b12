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
    """The rows of a file: `keys` as text (`year`, if it is one, as whole numbers), `value` as floats, `is_corrected` and
    `source_id`.

    Where one of `corrections` is about a key or a value, the right one takes its place. Raises DataError where a
    correction can't be applied, a year or a value is missing or not a number, or a row stands twice.
    """
    import pandas as pd

    path = (data or data_dir()) / "sources" / source_id / file
    frame = read_csv(source_id, file, (*keys, value, "source_ref"), data)
    corrected = apply(frame, path, corrections, (*keys, value))
    frame = frame.assign(
        **{name: corrected[f"{name}_corrected"] for name in (*keys, value)},
        is_corrected=corrected["is_corrected"],
    )
    expectations = {"year": "a year, such as 2021", value: "a number such as 938826.67"}
    for column, expected in expectations.items():
        if column not in frame:
            continue
        parsed = pd.to_numeric(frame[column], errors="coerce")
        if column == "year":
            parsed = parsed.where(parsed % 1 == 0)
        for line in frame.index[parsed.isna()]:
            raise DataError(path, int(line), column, frame.at[line, column], expected)
        frame[column] = parsed.astype("int64" if column == "year" else "float64")
    for line in frame.index[frame.duplicated(list(keys))]:
        raise DataError(path, int(line), keys[0], frame.at[line, keys[0]], f"each {', '.join(keys)} once")
    return frame.assign(source_id=source_id)


# Shymkent left its oblast in June 2018 and is shown since September: its amounts of that year are not since January.
NOT_SINCE_JANUARY = {("KZ-79", 2018)}


def with_period(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with `cumulative_to` (YYYY-MM), with `year` and `is_full_year`."""
    import pandas as pd

    year = frame["cumulative_to"].str[:4].astype("int64")
    pairs = zip(frame["region_code"], year, strict=True)
    is_whole = pd.Series([pair not in NOT_SINCE_JANUARY for pair in pairs], index=frame.index)
    return frame.assign(year=year, is_full_year=is_whole & frame["cumulative_to"].str.endswith("-12"))


def numbers(cells: pd.Series[str], path: Path) -> pd.Series[float]:
    """Text as numbers; an empty cell is missing. DataError for anything else that is not a number."""
    import pandas as pd

    parsed = pd.to_numeric(cells.where(cells != ""), errors="coerce")
    for line in cells.index[parsed.isna() & (cells != "")]:
        raise DataError(path, int(line), str(cells.name), cells[line], "a number such as 34117.1, or nothing")
    return parsed.astype("float64")
