"""Queries of ingested decisions open only what they need, see whole states, and cost nothing where nothing was ingested."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.decisions import BUDGETS, JOURNAL, LINES, VERSIONS, JournalUnreadable, decisions_dir, parts
from dashboard import decisions
from etl.decisions import merge as merging
from etl.decisions import run as running
from tests.etl.decisions import made_up
from tests.etl.decisions.inspected import threads
from tests.etl.decisions.made_up import decision, write

PLACE, YEAR = "KZ-55.4-rayon", 2019
BASE_DAY, AMENDED = date(2018, 12, 5), date(2019, 6, 1)


def told() -> list[dict[str, Any]]:
    """Twenty decisions, an amendment without annexes of the fifth one, and its Kazakh text."""
    amended = decision(
        4, number="77", adopted=str(AMENDED), base_number="4", base_date=str(BASE_DAY),
        address="https://adilet.zan.kz/rus/docs/V19N0000001",
    )  # fmt: skip
    amended["budgets"][0] |= {"lines": 0, "amounts": {"revenue_total": "5000.7", "expenditure_total": "1"}}
    kazakh = amended | {"language": "kk", "address": "https://adilet.zan.kz/kaz/docs/V19N0000001"}
    kazakh["budgets"] = [amended["budgets"][0] | {"place": "Аудан"}]
    return [*map(decision, range(20)), amended, kazakh]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOI_GOROD_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(running, "pool", threads)
    return tmp_path / "data"


@pytest.fixture
def ingested(data: Path, tmp_path: Path) -> Path:
    running.run(write(tmp_path / "in", told()), data=data, read=made_up.read)
    return data


def test_nothing_ingested_is_no_error(data: Path) -> None:
    decisions_dir(data).mkdir(parents=True)
    (decisions_dir(data) / JOURNAL).touch()  # by a writer that was killed at once
    assert decisions.places() == ()
    assert decisions.versions(PLACE, YEAR) == [] and decisions.budget(PLACE, YEAR) is None
    lines = decisions.lines(PLACE, YEAR)
    assert lines.empty and "amount_kzt_thousand" in lines.columns


@pytest.mark.usefixtures("ingested")
def test_places_have_names_and_years() -> None:
    found = {place.place_id: place for place in decisions.places()}
    assert list(found) == sorted(found)
    place = found[PLACE]
    assert (place.region_code, place.name_ru, place.name_kk, place.level) == (
        "KZ-55",
        "Район 4",
        "Аудан",
        "district",
    )
    assert place.years == (2019,)


@pytest.mark.usefixtures("ingested")
def test_a_budget_is_the_one_in_force() -> None:
    first, second = decisions.versions(PLACE, YEAR)
    assert decisions.budget(PLACE, YEAR) == second == decisions.budget(PLACE, YEAR, AMENDED)
    assert (
        decisions.budget(PLACE, YEAR, date(2019, 5, 31)) == first == decisions.budget(PLACE, YEAR, BASE_DAY)
    )
    assert decisions.budget(PLACE, YEAR, date(2018, 12, 4)) is None
    assert (first.kind, second.kind, second.adopted, second.base_date) == (
        "adopted",
        "amended",
        AMENDED,
        BASE_DAY,
    )
    assert second.amounts["revenue_total"] == 5000.7 and second.amounts["revenue_tax"] is None
    assert isinstance(first.amounts["revenue_total"], float)
    assert decisions.budget(PLACE, 2018) is None


@pytest.mark.usefixtures("ingested")
def test_lines_are_those_of_the_last_annexes_and_say_whose() -> None:
    lines = decisions.lines(PLACE, YEAR)
    assert list(lines["codes"]) == ["0", "1", "2"] and list(lines["amount_kzt_thousand"]) == [0.0, 1.0, 2.0]
    first, second = decisions.versions(PLACE, YEAR)
    assert second.lines_of == first.texts[0] and second.lines_of not in second.texts
    assert decisions.lines(PLACE, YEAR, date(2018, 1, 1)).empty


@pytest.mark.usefixtures("ingested")
def test_the_texts_behind_a_version_are_named_in_both_languages() -> None:
    second = decisions.versions(PLACE, YEAR)[1]
    assert [(text["language"], text["address"].split("/")[3]) for text in decisions.texts(second)] == [
        ("ru", "rus"), ("kk", "kaz"),
    ]  # fmt: skip
    assert second.source_ref == "https://adilet.zan.kz/rus/docs/V19N0000001"


def test_only_the_partition_that_is_asked_for_is_opened(ingested: Path) -> None:
    """Every other file is damaged: whoever opened it would fail."""
    before = decisions.versions(PLACE, YEAR), decisions.lines(PLACE, YEAR)
    for dataset in (BUDGETS, LINES, VERSIONS):
        for part in parts(decisions_dir(ingested), dataset):
            if (part.region_code, part.budget_year) != ("KZ-55", YEAR):
                (decisions_dir(ingested) / part.path).write_bytes(b"")
    (decisions_dir(ingested) / "lines/region_code=KZ-55/budget_year=2019/part-999999.parquet").write_bytes(
        b"torn"
    )
    assert decisions.versions(PLACE, YEAR) == before[0]
    assert decisions.lines(PLACE, YEAR).equals(before[1])


def test_places_are_read_once_until_something_is_ingested(
    ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = decisions.places()
    assert decisions.places() is before
    running.run(write(tmp_path / "more", [decision(30)]), data=ingested, read=made_up.read)
    assert len(decisions.places()) == len(before)
    assert {place.place_id: place.years for place in decisions.places()}["KZ-39.2-rayon"] == (2020, 2021)


def test_a_merge_in_the_midst_of_a_query_is_no_error(
    ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files that a query was about to open are replaced: it asks again."""
    monkeypatch.setattr(merging, "MOST_PARTS", 1)
    before = decisions.lines(PLACE, YEAR)
    read = decisions._read
    merged: list[int] = []

    def then_merge(*arguments: Any) -> Any:
        if not merged:
            merged.append(1)
            running.run(
                write(tmp_path / "more", [decision(4, number="99")]), data=ingested, read=made_up.read
            )
        return read(*arguments)

    monkeypatch.setattr(decisions, "_read", then_merge)
    assert decisions.lines(PLACE, YEAR, AMENDED).equals(before)
    assert merged and len(decisions.versions(PLACE, YEAR)) == 3


def test_a_writer_killed_in_the_midst_of_a_transaction_is_no_error(ingested: Path) -> None:
    before = decisions.budget(PLACE, YEAR)
    half = """
import os, sqlite3, sys
journal = sqlite3.connect(sys.argv[1], isolation_level=None)
journal.execute("PRAGMA cache_size = 1")
journal.execute("BEGIN IMMEDIATE")
journal.execute("DELETE FROM parts")
for number in range(5000):
    journal.execute("INSERT INTO parts VALUES (?, 'versions', 'KZ-55', 2019, 1)", (f"torn-{number}",))
os._exit(1)
"""
    path = decisions_dir(ingested) / JOURNAL
    subprocess.run([sys.executable, "-c", half, str(path)], check=False)
    assert path.with_name(f"{JOURNAL}-journal").stat().st_size > 0, "it was cut short in the midst"
    assert decisions.budget(PLACE, YEAR) == before


def test_a_damaged_journal_is_named(ingested: Path) -> None:
    (decisions_dir(ingested) / JOURNAL).write_bytes(b"no database " * 100)
    with pytest.raises(JournalUnreadable, match=JOURNAL):
        decisions.budget(PLACE, YEAR)
    shutil.rmtree(decisions_dir(ingested))
    assert decisions.budget(PLACE, YEAR) is None
