"""The catalogue loads, and a slip in one of its files is named by file and key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue import loader
from catalogue.errors import CatalogueError
from catalogue.loader import load
from catalogue.paths import ROOT


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The catalogue's files, free to break."""
    for part in ("catalogue", "corrections", "sources"):
        shutil.copytree(ROOT / "data" / part, tmp_path / part)
    yield tmp_path
    loader._load.cache_clear()


def test_loads_once(data: Path) -> None:
    assert load(data) is load(data)
    assert load(data).tables["survey"].key == ("wave", "topic", "item", "answer", "city")


def test_labels_speak_three_languages(data: Path) -> None:
    catalogue = load(data)
    assert catalogue.label("city", "aktobe", "kk") == "Ақтөбе"
    assert catalogue.label("place", "KZ-39", "en") == "Kostanay Region"
    for wrong in (("city", "aktobe", "de"), ("city", "atlantis", "ru"), ("towns", "aktobe", "ru")):
        with pytest.raises(KeyError):
            catalogue.label(*wrong)


def test_a_table_may_narrow_the_labels_of_a_column(data: Path) -> None:
    catalogue = load(data)
    assert catalogue.domains(catalogue.tables["population"], "indicator") == ("denominator",)
    assert catalogue.domains(catalogue.tables["kostanay_indicators"], "indicator") == ("kostanay_indicator",)
    assert catalogue.domains(catalogue.tables["audit_checks"], "item") == ()
    assert catalogue.domains(catalogue.tables["survey"], "item") == ("survey_item",)


SLIPS = {
    "an unknown key": ("catalogue/tables/survey.yml", "findings: true", "findings: true\nlicense: MIT", "license"),
    "a missing key": ("catalogue/tables/population.yml", "findings: true", "", "findings"),
    "a missing language": ("catalogue/columns.yml", '    kk: "Сан жататын', '    xx: "Сан жататын', "year.description"),
    "an unknown type": ("catalogue/columns.yml", "dtype: int", "dtype: integer", "year.dtype"),
    "an unknown unit": ("catalogue/columns.yml", "unit: kzt_million", "unit: kzt_billion", "value_kzt_million.unit"),
    "an unknown domain": ("catalogue/columns.yml", "labels: severity", "labels: gravity", "severity.labels"),
    "an unknown column": ("catalogue/tables/population.yml", "{name: year,", "{name: years,", "columns"),
    "an unknown key column": ("catalogue/tables/population.yml", "key: [region_code", "key: [town", "key"),
    "a column twice": ("catalogue/tables/survey.yml", "{name: question_id}", "{name: item}", "columns"),
    "an unknown source": ("catalogue/tables/survey.yml", "sources: [thesis-2022]", "sources: [poll]", "sources"),
    "an unknown file": ("catalogue/tables/survey.yml", "table_7.csv", "table_77.csv", "source_files"),
    "an unknown need": ("catalogue/tables/survey.yml", "needs: [survey_bases, ", "needs: [bases, ", "needs"),
    "another id": ("catalogue/tables/survey.yml", "id: survey\n", "id: poll\n", "id"),
    "an unknown finding": (
        "corrections/thesis-2022.yml", "finding: receipt-unit", "finding: no-such", "receipt-per-year-unit.finding",
    ),
    "a correction twice": (
        "corrections/thesis-2022.yml", "id: receipt-per-month-unit", "id: receipt-per-year-unit", "receipt-per-year-unit",
    ),
    "a place without level": ("catalogue/places.yml", "  level: oblast\n", "", "KZ-10.level"),
    "an unread file": (
        "corrections/thesis-2022.yml", "file: table_9.csv", "file: table_99.csv", "table-9-population-unit.file",
    ),
    "a domain without codes": ("catalogue/labels.yml", "severity:\n", "gravity:\nseverity:\n", "gravity"),
    "no YAML": ("catalogue/places.yml", "- code: KZ-11", "- code: [KZ-11", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_by_file_and_key(data: Path, name: str) -> None:
    file, old, new, key = SLIPS[name]
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(data)
    assert caught.value.file == path
    assert caught.value.key.startswith(key)
    assert str(path) in str(caught.value) and "what to do: " in str(caught.value)


@pytest.mark.parametrize("file", ["columns.yml", "labels.yml", "places.yml", "findings.yml"])
def test_a_missing_file_is_named(data: Path, file: str) -> None:
    (data / "catalogue" / file).unlink()
    with pytest.raises(CatalogueError, match="no such file") as caught:
        load(data)
    assert caught.value.file.name == file


def test_another_encoding_is_named(data: Path) -> None:
    (data / "catalogue/places.yml").write_bytes("- code: Алматы".encode("cp1251"))
    with pytest.raises(CatalogueError, match="not valid YAML"):
        load(data)


@pytest.mark.parametrize("file", ["columns.yml", "places.yml"])
def test_a_file_of_another_kind_is_named(data: Path, file: str) -> None:
    (data / "catalogue" / file).write_text("just words\n")
    with pytest.raises(CatalogueError, match="expected a"):
        load(data)
