"""The thesis's tables and passages as transcribed: strings as printed, and the numbers they stand for."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalogue.paths import data_dir
from etl.errors import DataError
from etl.readers.files import read_csv

if TYPE_CHECKING:
    import pandas as pd

SOURCE_ID = "thesis-2022"
# What receipt.csv is about: chapter 4 says it once, no row repeats it.
RECEIPT_PLACE, RECEIPT_YEAR, RECEIPT_BASIS = "KZ-75", 2021, "plan_approved"

_CELLS: tuple[str, ...] = ("printed",)
_RECEIPT = (
    "amount_printed", "share_city_printed", "share_programme_printed", "share_city_sub_printed",
    "per_year_printed", "per_month_printed",
)  # fmt: skip

# file -> (columns that name a cell, columns that hold a printed number or nothing, columns of free text)
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "table_1.csv": (("item", "city"), _CELLS, ()),
    "table_2.csv": (("answer", "city"), _CELLS, ()),
    "table_3.csv": (("item", "answer"), _CELLS, ()),
    "table_4.csv": (("answer", "city"), _CELLS, ()),
    "table_5.csv": (("answer", "city"), _CELLS, ()),
    "table_6.csv": (("item", "answer", "city"), _CELLS, ()),
    "table_7.csv": (("item", "answer", "city"), _CELLS, ()),
    "table_8.csv": (("region_code",), ("from_lower_printed", "from_republic_printed"), ("region_printed",)),
    "table_9.csv": (("indicator",), _CELLS, ("unit_printed",)),
    "figure_9.csv": (("component",), _CELLS, ()),
    "figure_10.csv": (("component",), _CELLS, ()),
    "fourth_level.csv": (("measure", "year"), _CELLS, ()),
    "amendments.csv": (
        ("amendment_id",),
        (),
        ("law", "article", "paragraph", "article_printed", "law_printed"),
    ),
    "maslikhat.csv": (
        ("council", "convocation", "attribute", "category"),
        ("seats_printed", "seats_total_printed", "share_printed"),
        (),
    ),
    "quotas.csv": (("council_level", "group"), ("min_seats_printed",), ("printed",)),
    "receipt.csv": (("programme_id", "subprogramme_id"), _RECEIPT, ("name_printed",)),
    "statements.csv": (("statement_id",), (), ("chapter", "printed", "unit", "about")),
}

# Digits, grouped by any kinds of space or not at all; a decimal comma; a per cent sign, close or apart.
_NUMBER = re.compile(r"^(-?)(\d[\d\s]*?)(?:,(\d+))?\s*%?$")
NUMBER_WORDS = "a number as the source prints it, such as 13,10 or 62% or 6 167 104,80, or an empty cell"


class Printed(NamedTuple):
    """A printed number: its exact value and how many decimals were printed (its precision)."""

    value: Decimal
    decimals: int


def parse_printed(text: str) -> Printed:
    """The number that a printed string stands for.

    Accepts spaces and no-break spaces between digits, a decimal comma and a per cent sign: "940641554,4",
    "6 167 104,80", "9,2 %". The per cent sign is dropped: 62% is 62. Raises ValueError for anything else.
    """
    match = _NUMBER.match(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not {NUMBER_WORDS}")
    sign, whole, fraction = match.groups(default="")
    digits = re.sub(r"\s", "", whole)
    return Printed(Decimal(f"{sign}{digits}.{fraction or '0'}"), len(fraction))


def read(file: str, data: Path | None = None) -> pd.DataFrame:
    """The rows of a transcribed file, all columns as text; the index is the line in the file.

    Besides what `read_csv` checks, every cell must be named once, and every cell of a number column must be
    empty or a number as printed; otherwise DataError. Statements hold words too and are not read as numbers.
    """
    keys, numbers, texts = FILES[file]
    path = (data or data_dir()) / "sources" / SOURCE_ID / file
    frame = read_csv(SOURCE_ID, file, (*keys, *numbers, *texts, "source_ref"), data)
    for column in numbers:
        for line, text in frame[column].items():
            if text:
                try:
                    parse_printed(text)
                except ValueError as error:
                    raise DataError(path, _line(line), column, text, NUMBER_WORDS) from error
    repeated = frame[frame.duplicated(list(keys))]
    if len(repeated):
        row = repeated.iloc[0]
        named = ", ".join(f"{key}={row[key]}" for key in keys)
        raise DataError(
            path, _line(repeated.index[0]), keys[-1], row[keys[-1]], f"each cell once; {named} stands twice"
        )
    return frame


def _line(label: object) -> int:
    return int(str(label))
