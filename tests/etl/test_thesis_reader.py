"""Printed numbers and the files they stand in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers import thesis
from etl.readers.thesis import Printed, parse_printed

SPACES = [" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}", ""]


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("13,10", "13.10", 2),
        ("62%", "62", 0),
        ("10,00%", "10.00", 2),
        ("9,2 %", "9.2", 1),
        ("6 167 104,80", "6167104.80", 2),
        ("940641554,4", "940641554.4", 1),
        ("0,00064%", "0.00064", 5),
        ("490\N{NO-BREAK SPACE}500", "490500", 0),
        (" 28,3 ", "28.3", 1),
        ("-1,5", "-1.5", 1),
    ],
)
def test_parses_what_is_printed(text: str, value: str, decimals: int) -> None:
    assert parse_printed(text) == Printed(Decimal(value), decimals)


@pytest.mark.parametrize("text", ["", "%", "abc", "1,2,3", "12.5", ",5", "5,", "1–2", "12 %%", "1 000,5 5"])
def test_rejects_what_is_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_printed(text)


@given(
    st.integers(min_value=0, max_value=10**12),
    st.text("0123456789", max_size=6),
    st.sampled_from(SPACES),
    st.sampled_from(["", "%", " %", "\N{NO-BREAK SPACE}%"]),
    st.sampled_from(["", " "]),
)
def test_any_printed_form_gives_the_number_back(
    whole: int, fraction: str, space: str, percent: str, margin: str
) -> None:
    grouped = f"{whole:,}".replace(",", space)
    text = f"{margin}{grouped}{',' if fraction else ''}{fraction}{percent}{margin}"
    assert parse_printed(text) == Printed(Decimal(f"{whole}.{fraction or 0}"), len(fraction))


@given(st.text(max_size=12))
def test_parses_or_says_what_it_is_not(text: str) -> None:
    try:
        value, decimals = parse_printed(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert value.is_finite() and decimals >= 0


@pytest.mark.parametrize("file", thesis.FILES)
def test_every_file_reads(data: Path, file: str) -> None:
    frame = thesis.read(file, data)
    assert len(frame) and frame.index[0] == 2
    assert (frame["source_ref"] != "").all()


def test_reads_the_files_that_the_source_describes(inputs: Inputs) -> None:
    described = inputs.catalogue.sources["thesis-2022"].sha256
    assert set(described) == set(thesis.FILES)


BROKEN = {
    "a missing column": ("table_1.csv", "item,city,printed", "item,town,printed", 1, "city"),
    "an extra column": ("table_9.csv", "unit_printed,source_ref", "unit_printed,source_ref,note", 1, "note"),
    "no number": ("table_1.csv", "13,10", "13,1O", 3, "printed"),
    "a number of figures": ("maslikhat.csv", "VII,party,amanat,29", "VII,party,amanat,x", 2, "seats_printed"),
    "a ragged row": ("table_4.csv", "no,almaty,", "no,almaty,,", 2, None),
    "a quote without its end": ("table_1.csv", '"16,30%"', '"16,30%', 2, None),
    "a cell twice": ("table_4.csv", "no,shymkent", "no,almaty", 3, "city"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_names_the_place_of_an_error(data: Path, replace: Callable[..., None], name: str) -> None:
    file, old, new, row, column = BROKEN[name]
    replace(f"sources/thesis-2022/{file}", old, new)
    with pytest.raises(DataError) as caught:
        thesis.read(file, data)
    error = caught.value
    assert error.file.endswith(f"sources/thesis-2022/{file}")
    assert (error.row, error.column) == (row, column)
    for part in ("file:", "row:", "column:", "value:", "expected:", "what to do:"):
        assert part in str(error)


def test_a_quoted_cell_keeps_its_line_breaks(data: Path, replace: Callable[..., None]) -> None:
    """Only the ends of rows divide rows; the line that an error names is the one that an editor shows."""
    replace("sources/thesis-2022/table_1.csv", '"16,30%",table 1', '"16,30%","table 1,\r\n\u2028 cell"')
    frame = thesis.read("table_1.csv", data)
    assert frame.loc[2, "source_ref"] == "table 1,\r\n\u2028 cell"
    assert frame.index[:3].tolist() == [2, 4, 5]


def test_a_missing_file_is_an_error(data: Path) -> None:
    (data / "sources/thesis-2022/table_1.csv").unlink()
    with pytest.raises(DataError, match="no such file"):
        thesis.read("table_1.csv", data)


def test_a_changed_file_is_an_error_until_it_is_described_again(
    data: Path, replace: Callable[..., None]
) -> None:
    replace("sources/thesis-2022/table_1.csv", "13,10", "13,11", sign=False)
    with pytest.raises(DataError, match=r"sha256[\s\S]*source\.yml"):
        thesis.read("table_1.csv", data)


def test_text_in_another_encoding_is_an_error(data: Path, replace: Callable[..., None]) -> None:
    path = data / "sources/thesis-2022/table_8.csv"
    replace("sources/thesis-2022/source.yml", _digest(path.read_bytes()), _digest(broken := b"a\nb\xff\n"))
    path.write_bytes(broken)
    with pytest.raises(DataError, match="UTF-8") as caught:
        thesis.read("table_8.csv", data)
    assert caught.value.row == 2


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
