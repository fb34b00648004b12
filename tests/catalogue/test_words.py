"""Nothing in the catalogue lies idle, and its words are complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from catalogue.loader import PLACE_DOMAIN, load
from catalogue.models import LANGS, Label
from catalogue.paths import ROOT

CATALOGUE = load(ROOT / "data")
TABLES = list(CATALOGUE.tables.values())
USED_COLUMNS = {column.name for table in TABLES for column in table.columns}
DASHBOARD = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "dashboard").rglob("*.py")))
# Letters that Kazakh has and Russian has not.
KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def texts() -> Iterator[tuple[str, Label]]:
    """Every title, description, note and reason that people read, with its place."""
    for name, column in CATALOGUE.columns.items():
        yield f"columns.{name}.title", column.title
        yield f"columns.{name}.description", column.description
    for table in TABLES:
        yield f"tables.{table.id}.title", table.title
        yield f"tables.{table.id}.description", table.description
        if table.notes:
            yield f"tables.{table.id}.notes", table.notes
    for correction in (c for cs in CATALOGUE.corrections.values() for c in cs):
        yield f"corrections.{correction.id}", correction.reason


def test_every_column_is_used() -> None:
    """By a table, or by a chart that computes it for its download."""
    assert set(CATALOGUE.columns) >= USED_COLUMNS
    assert [
        name for name in CATALOGUE.columns if name not in USED_COLUMNS and f'"{name}"' not in DASHBOARD
    ] == []


def test_every_label_domain_is_used() -> None:
    by_columns = {
        domain for table in TABLES for c in table.columns for domain in CATALOGUE.domains(table, c.name)
    }
    unused = [
        domain
        for domain in CATALOGUE.labels
        if domain not in by_columns | {"unit", PLACE_DOMAIN} and f'"{domain}"' not in DASHBOARD
    ]
    assert unused == []


def test_every_source_and_source_file_is_used() -> None:
    assert {source for table in TABLES for source in table.sources} == set(CATALOGUE.sources)
    described = {f"{source.id}/{file}" for source in CATALOGUE.sources.values() for file in source.sha256}
    assert {file for table in TABLES for file in table.source_files} == described


def test_findings_name_known_tables() -> None:
    assert {table for finding in CATALOGUE.findings.values() for table in finding.tables} <= set(
        CATALOGUE.tables
    )


def test_tables_say_whether_the_audit_found_something() -> None:
    touched = {table for finding in CATALOGUE.findings.values() for table in finding.tables}
    audit = {"audit_checks", "audit_findings"}
    assert {table.id for table in TABLES if table.findings} - audit == touched - audit


@pytest.mark.parametrize("column", sorted(CATALOGUE.columns))
def test_the_unit_is_part_of_the_name(column: str) -> None:
    ends = {"pct": "pct", "kzt_thousand": "kzt_thousand", "kzt_million": "kzt_million", "persons": "persons"}
    unit = CATALOGUE.columns[column].unit
    for end, code in ends.items():
        if column.endswith(f"_{end}"):
            assert unit == code
    if CATALOGUE.columns[column].dtype in ("string", "bool"):
        assert unit is None


@pytest.mark.parametrize(
    ("where", "text"), list(texts()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_texts_are_in_their_languages(where: str, text: Label) -> None:
    for lang in LANGS:
        assert text[lang] == text[lang].strip() and "  " not in text[lang]
    assert text.en != text.ru and text.en != text.kk
    assert not CYRILLIC.search(text.en.replace("KZT", ""))
    assert not KAZAKH.search(text.ru)
    assert CYRILLIC.search(text.ru) and CYRILLIC.search(text.kk)
    if where.endswith(("description", "notes")):
        assert KAZAKH.search(text.kk), "Kazakh text without a Kazakh letter"
        assert all(text[lang].endswith(".") for lang in LANGS)
        assert text.kk != text.ru
