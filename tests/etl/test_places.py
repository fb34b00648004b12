"""The table of places: by value, and held against the classifier and the decrees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.build import build
from etl.errors import DataError
from etl.inputs import Inputs

OBJECTS = "sources/kato/objects.csv"
CHANGES = "sources/administrative-changes/changes.csv"


def test_places(inputs: Inputs) -> None:
    frame = inputs.table("places").set_index("place_code")
    assert set(frame.index) == set(inputs.catalogue.places)
    zhetisu = frame.loc["KZ-33"]
    assert (zhetisu["kato"], zhetisu["level"], zhetisu["parent_code"]) == ("330000000", "oblast", "KZ")
    assert (zhetisu["valid_from"], zhetisu["valid_to"], zhetisu["predecessors"]) == (
        "2022-06-08",
        "",
        "KZ-19",
    )
    south = frame.loc["KZ-YUZ"]
    assert (south["kato"], south["valid_to"], south["successors"]) == ("", "2018-06-19", "KZ-61~KZ-79")
    assert (south["source_id"], south["source_ref"]) == ("administrative-changes", "decree of 2018-06-19")
    assert frame.loc["KZ-71", "former_names"] == "Нур-Султан (2019-03-23–2022-09-17)"
    assert frame.loc["KZ-27.baiterek-district", "former_names"] == "Зеленовский район (–)"
    aidarly = frame.loc["KZ-39.karasu-district.aidarly"]
    assert (
        aidarly["name_kk"] == "Айдарлы ауылдық округі" and aidarly["parent_code"] == "KZ-39.karasu-district"
    )
    assert "Айдарлинский с.о." in aidarly["spellings"].split("~")
    assert frame.loc["KZ", "parent_code"] == "" and (frame.drop(index="KZ")["parent_code"] != "").all()
    assert set(frame.index[frame["kato"] == ""]) == {"KZ", "KZ-YUZ"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (OBJECTS, "395231000,", "395231001,", "395231001"),
        (OBJECTS, "395231000,Айдарлинский с.о.,Айдарлы а.о.,edition of 17 July 2026\n", "", "395231000"),
        (CHANGES, "2022-06-08,moved,KZ-10.semey", "2022-06-09,moved,KZ-10.semey", "2022-06-09"),
        ("catalogue/places.yml", 'valid_from: "2024-01-09"', 'valid_from: "2024-01-10"', "2024-01-09"),
    ],
)  # fmt: skip
def test_the_catalogue_and_its_sources_say_the_same(
    data: Path, replace: Callable[..., None], file: str, old: str, new: str, says: str
) -> None:
    replace(file, old, new)
    with pytest.raises(DataError) as caught:
        build(data, ["places"])
    assert says in str(caught.value)


def test_a_region_that_was_not_there_is_named(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_8.csv", "KZ-63,ВКО", "KZ-63,ЮКО")
    with pytest.raises(DataError, match="ended on 2018-06-19"):
        build(data, ["transfer_dependence"])
