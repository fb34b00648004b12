"""Reading CSV as services and spreadsheets write it: in several encodings, with several separators."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import DataError
from etl.ingest.export import Export, assemble

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 200  # records that show which separator it is
_CHUNK = 1024**2
_AS_UTF8 = "Save it as CSV in UTF-8 (in Excel: «CSV UTF-8») and try again."
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1251": "Windows-1251"}


def read(path: Path) -> Export:
    """The CSV file at `path`. Raises DataError for what is no text or no table."""
    import pandas as pd

    encoding = _encoding(path)
    separator, width = _separator(path, encoding)
    try:
        # Columns as categories: a million rows need little more memory than the different texts in them.
        frame = pd.read_csv(
            path, sep=separator, encoding=encoding, header=None, names=range(width), index_col=False,
            dtype="category", na_filter=False, skip_blank_lines=False,
        )  # fmt: skip
    except pd.errors.ParserError as error:
        raise _ragged(path, str(error)) from error
    cells: list[pd.Categorical[str]] = [frame[column].array for column in frame]
    return assemble(path, f"CSV in {_NAMES[encoding]}, separated by {SEPARATORS[separator]}", cells)


def _ragged(path: Path, problem: str) -> DataError:
    """pandas' words about a record that does not fit, with the row as a spreadsheet numbers it."""
    cells = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", problem)
    if cells:
        expected = f"at most {cells[1]} cells, as many as the heading has"
        advice = "An answer that holds the separator must stand in quotes. Export it again, or as XLSX."
        return DataError(path, int(cells[2]), None, f"{cells[3]} cells", expected, advice)
    quote = re.search(r"starting at row (\d+)", problem)
    row = int(quote[1]) + 1 if quote else None
    advice = "Close the quotation mark, or export it again as XLSX."
    return DataError(path, row, None, "not CSV", "a table whose quotation marks are closed", advice)


def _encoding(path: Path) -> str:
    """UTF-16 with its mark, UTF-8 with or without, else Windows-1251 if that gives Russian."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "cp1251"]
    for encoding in candidates:
        if _decodes(path, encoding) and (encoding != "cp1251" or _is_russian(start.decode(encoding))):
            return encoding
    expected = "text in UTF-8, UTF-16 or Windows-1251"
    raise DataError(path, None, None, "text in an encoding that is not known", expected, _AS_UTF8)


def _decodes(path: Path, encoding: str) -> bool:
    """The whole file is text in this encoding; DataError if it is no text at all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                if "\x00" in text:
                    line += text[: text.index("\x00")].count("\n")
                    raise DataError(path, line, None, "a NUL character", "text, as CSV is", _AS_UTF8)
                line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_russian(text: str) -> bool:
    """Every byte is some letter in Windows-1251: what is really another encoding shows capitals and signs inside words."""
    foreign = [letter for letter in text if ord(letter) > 127 and letter not in "«»„“”–—…№ ’‘°"]
    small = sum("а" <= letter <= "я" or letter in "ёі" for letter in foreign)
    letters = sum(unicodedata.category(letter).startswith("L") for letter in foreign)
    return bool(foreign) and letters >= 0.98 * len(foreign) and small >= 0.6 * letters


def _separator(path: Path, encoding: str) -> tuple[str, int]:
    """The separator that gives most records the width of the heading (the widest, if several do), and the width."""
    best = (0.0, 0, ",", 1)
    for separator in SEPARATORS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                found = islice(csv.reader(file, delimiter=separator), _SAMPLE)
                records = [record for record in found if any(cell.strip() for cell in record)]
        except csv.Error as error:
            if "field larger" not in str(error):
                continue
            advice = "Close the quotation mark, or export it again as XLSX."
            value = "a cell without end"
            raise DataError(path, None, None, value, "quotation marks that are closed", advice) from error
        if not records:
            continue
        width = len(records[0])
        agree = sum(len(record) == width for record in records) / len(records)
        best = max(best, (round(agree, 1) if width > 1 else 0.0, width, separator, max(map(len, records))))
    return best[2], best[3]
