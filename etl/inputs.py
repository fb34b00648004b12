"""What a step may look at: the catalogue, the source files and the tables built before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.catalogue import Catalogue
from etl import corrections
from etl.errors import DataError
from etl.readers import official, thesis
from etl.readers.files import read_csv

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Inputs:
    """The one argument of every step. `table` gives a table named in `needs`; never change it in place."""

    data: Path
    catalogue: Catalogue
    table: Callable[[str], pd.DataFrame]

    def thesis(self, file: str) -> pd.DataFrame:
        """A transcribed file, as printed: all text (see `etl.readers.thesis.read`)."""
        return thesis.read(file, self.data)

    def path(self, file: str) -> Path:
        """Where a transcribed file lies, for messages."""
        return self.data / "sources" / thesis.SOURCE_ID / file

    def corrected(self, file: str) -> pd.DataFrame:
        """A transcribed file with what `data/corrections` says beside it (see `etl.corrections.apply`)."""
        found = self.catalogue.corrections.get(thesis.SOURCE_ID, ())
        return corrections.apply(self.thesis(file), self.path(file), found)

    def check_file(self, source_id: str, file: str) -> None:
        """DataError if a source file is not as described, or a correction of it lost its ground."""
        if source_id == thesis.SOURCE_ID:
            self.corrected(file)
        else:
            frame = read_csv(source_id, file, None, self.data)
            found = self.catalogue.corrections.get(source_id, ())
            corrections.apply(frame, self.data / "sources" / source_id / file, found, list(frame.columns))

    def check_corrections(self) -> None:
        """DataError if any correction lost its ground, whichever table would notice."""
        for source_id, found in self.catalogue.corrections.items():
            for file in {correction.file for correction in found}:
                self.check_file(source_id, file)

    def row(self, file: str, **keys: str) -> pd.Series:
        """The one row of a corrected file that has these keys; DataError if there is none or more."""
        rows = self.corrected(file)
        for key, value in keys.items():
            rows = rows[rows[key] == value]
        if len(rows) != 1:
            wanted = ", ".join(f"{key}={value}" for key, value in keys.items())
            raise DataError(
                self.path(file), None, next(iter(keys)), f"{len(rows)} rows", f"one row with {wanted}"
            )
        return rows.iloc[0]

    def official(self, source_id: str, file: str, keys: tuple[str, ...], value: str) -> pd.DataFrame:
        """A file of official statistics, corrected, its numbers as numbers (see `etl.readers.official.read`)."""
        found = self.catalogue.corrections.get(source_id, ())
        return official.read(source_id, file, keys, value, self.data, found)
