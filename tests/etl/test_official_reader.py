"""Official statistics: plain numbers, each row once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.errors import DataError
from etl.readers import official

KEYS = ("region_code", "year", "indicator")
FILE = ("bns-population", "population_employed.csv", KEYS, "value_persons")
PATH = "sources/bns-population/population_employed.csv"


def test_reads_numbers(data: Path) -> None:
    frame = official.read(*FILE, data)
    almaty = frame.query("region_code == 'KZ-75' and year == 2021").set_index("indicator")
    assert almaty["value_persons"].to_dict() == {"population_avg": 2005788, "employed": 982774}
    assert set(frame["source_id"]) == {"bns-population"}


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2005788", "2 005 788", "value_persons"),
        ("2005788", "", "value_persons"),
        ("KZ-75,2021,pop", "KZ-75,MMXXI,pop", "year"),
        ("KZ-75,2021,pop", "KZ-75,2021.5,pop", "year"),
        ("KZ-75,2021,employed", "KZ-75,2021,population_avg", "region_code"),
    ],
)
def test_names_the_place_of_an_error(
    data: Path, replace: Callable[..., None], old: str, new: str, column: str
) -> None:
    replace(PATH, old, new)
    with pytest.raises(DataError) as caught:
        official.read(*FILE, data)
    assert caught.value.column == column
    assert caught.value.file.endswith(PATH)


def test_a_source_without_description_is_an_error(data: Path) -> None:
    with pytest.raises(DataError, match=r"source\.yml"):
        official.read("nowhere", "x.csv", KEYS, "value_persons", data)
