"""Puts corrections beside what is printed. Nothing printed is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.models import Correction
from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd


def apply(
    frame: pd.DataFrame, path: Path, corrections: Iterable[Correction], columns: Sequence[str] = ()
) -> pd.DataFrame:
    """The frame of the source file `path` with `<column>_corrected`, `is_corrected` and `finding_id` added.

    `<column>_corrected` is added for each of `columns` (default: those with "printed" in their name): the
    corrected text where a correction exists, else the printed one. Raises DataError where a correction is
    about another column, or lost its ground: its row is not there exactly once, or no longer prints what the
    correction says.
    """
    columns = columns or [str(column) for column in frame.columns if "printed" in str(column)]
    result = frame.assign(
        **{f"{column}_corrected": frame[column] for column in columns},
        is_corrected=False,
        finding_id="",
    )
    for correction in corrections:
        if correction.file == path.name:
            line = _find(frame, path, correction)
            if correction.column not in columns:
                advice = f"Change or remove the correction {correction.id!r} in data/corrections."
                expected = (
                    f"a correction of {', '.join(columns)}: no other column of this file can be corrected"
                )
                raise DataError(path, line, correction.column, correction.corrected, expected, advice)
            result.loc[line, f"{correction.column}_corrected"] = correction.corrected
            result.loc[line, "is_corrected"] = True
            result.loc[line, "finding_id"] = correction.finding
    return result


def _find(frame: pd.DataFrame, path: Path, correction: Correction) -> int:
    """The line of the one row that the correction is about, if it still prints what was corrected."""
    advice = (
        f"The correction {correction.id!r} in data/corrections lost its ground. Look the cell up; "
        "then mend the source file, or change or remove the correction."
    )
    wanted = ", ".join(f"{key}={value}" for key, value in correction.match.items())
    for name in (*correction.match, correction.column):
        if name not in frame.columns:
            raise DataError(
                path, None, name, wanted, f"a column {name!r}, used by correction {correction.id!r}", advice
            )
    rows = frame
    for key, value in correction.match.items():
        rows = rows[rows[key] == value]
    if len(rows) != 1:
        expected = f"exactly one row for correction {correction.id!r}"
        raise DataError(path, None, correction.column, f"{len(rows)} rows with {wanted}", expected, advice)
    line = int(str(rows.index[0]))
    now = rows[correction.column].iloc[0]
    if now != correction.printed:
        expected = f"{correction.printed!r}, which correction {correction.id!r} corrects"
        raise DataError(path, line, correction.column, now, expected, advice)
    return line
