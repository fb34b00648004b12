"""The facts: transcribed as printed, fully described, unchanged; and the words and places that name them."""

from __future__ import annotations

import csv
import hashlib
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "data" / "sources"
CATALOGUE = ROOT / "data" / "catalogue"
LANGUAGES = ("ru", "kk", "en")

# Read from a damaged spot of the scan; source.yml says what the scan shows there.
DOUBTFUL = {("receipt.csv", "employment_centres", "share_city_sub_printed"): ("0,04%", "0,0470")}
# Written alike in Russian and Kazakh.
SAME_IN_KAZAKH = {"Статистика", "Алматы", "Шымкент", "Павлодар", "%", "млн ₸"}
NUMERALS = {"одного": 1, "двух": 2, "трех": 3, "четырех": 4}


def _thesis() -> Path | None:
    named = os.environ.get("MOI_GOROD_THESIS")
    for path in (Path(named) if named else None, ROOT.parent / "shared" / "reference" / "thesis.txt"):
        if path is not None and path.is_file():
            return path
    return None


def _plain(text: str) -> str:
    """One ordinary space for every run of white space, no-break ones included."""
    return re.sub(r"\s+", " ", text).strip()


def _stands_in(printed: str, text: str) -> bool:
    """Whether ``printed`` stands in ``text`` as a whole: never inside a longer number or word."""
    pattern = rf"(?<!\w)(?<!\d[,.]){re.escape(_plain(printed))}(?!\w)(?![,.]\d)"
    return re.search(pattern + ("" if printed.endswith("%") else r"(?! ?%)"), text) is not None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


THESIS_FILES = sorted((SOURCES / "thesis-2022").glob("*.csv"))
SOURCE_FILES = sorted(SOURCES.glob("*/source.yml"))


@pytest.mark.parametrize(
    ("printed", "text", "expected"),
    [
        ("12%", "7,1% 12% 12,2%", True),
        ("12%", "7,12% 112%", False),
        ("13,10", "16% 13,10 10,00%", True),
        ("13,10", "13,10% 113,10 13,105", False),
        ("6 167 104,80", "2019 г.- 6\u00a0167\u00a0104,80 тыс.", True),
        ("222", "1 222,5", False),
    ],
)
def test_a_number_is_matched_whole(printed: str, text: str, expected: bool) -> None:
    assert _stands_in(printed, _plain(text)) is expected


@pytest.mark.parametrize("path", THESIS_FILES, ids=lambda path: path.name)
def test_printed_cells_stand_in_the_thesis(path: Path) -> None:
    thesis = _thesis()
    if thesis is None:
        pytest.skip("the thesis's text is not here: name the file in MOI_GOROD_THESIS to compare with it")
    text = _plain(thesis.read_text(encoding="utf-8"))
    missing = []
    for number, row in enumerate(_rows(path), start=2):
        for column, cell in row.items():
            # Names are broken over lines by the scan, and the numerals of quotas are stored as integers too.
            if not column.endswith("printed") or column in {"name_printed", "min_seats_printed"} or not cell:
                continue
            spot = (path.name, row.get("subprogramme_id", ""), column)
            transcribed, scanned = DOUBTFUL.get(spot, (cell, cell))
            if cell != transcribed or not _stands_in(scanned, text):
                missing.append(f"{path.name} line {number}, {column}: {cell}")
    assert not missing


def test_names_of_the_receipt_are_made_of_the_thesis_words() -> None:
    thesis = _thesis()
    if thesis is None:
        pytest.skip("the thesis's text is not here: name the file in MOI_GOROD_THESIS to compare with it")
    words = set(re.findall(r"\w+", thesis.read_text(encoding="utf-8").lower()))
    words |= {"бесплатным", "дендропарков"}  # letters mended: the scan reads "оесплатным", "лендропарков"
    rows = _rows(SOURCES / "thesis-2022" / "receipt.csv")
    used = {word for row in rows for word in re.findall(r"\w+", row["name_printed"].lower())}
    assert not used - words


def test_quota_numerals_agree_with_their_integers() -> None:
    for row in _rows(SOURCES / "thesis-2022" / "quotas.csv"):
        assert NUMERALS[row["printed"]] == int(row["min_seats_printed"])


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*/*.csv")), ids=lambda path: path.name)
def test_files_are_well_formed(path: Path) -> None:
    raw = path.read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
    rows = _rows(path)
    assert rows and all(None not in row and None not in row.values() for row in rows)
    assert all(row["source_ref"] for row in rows)
    measured = {"printed", "value_persons", "value_kzt_million", "about"}
    key = [column for column in rows[0] if column not in measured and not column.endswith("_printed")]
    keys = [tuple(row[column] for column in key) for row in rows]
    assert len(keys) == len(set(keys)), "two rows say the same thing"


@pytest.mark.parametrize("path", SOURCE_FILES, ids=lambda path: path.parent.name)
def test_sources_are_fully_described(path: Path) -> None:
    source = _yaml(path)
    assert source["id"] == path.parent.name
    for field in ("title", "publisher", "citation"):
        assert all(source[field][language] for language in LANGUAGES), field
    assert all(source[field] for field in ("licence", "obtained"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", source["retrieved"])
    assert {"author", "date_published", "url"} <= source.keys()
    assert source["url"] or source["url_note"]


@pytest.mark.parametrize("path", SOURCE_FILES, ids=lambda path: path.parent.name)
def test_files_are_unchanged_since_they_were_described(path: Path) -> None:
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in path.parent.glob("*.csv")}
    assert _yaml(path)["sha256"] == found


def _texts(node: Any, where: str = "") -> list[tuple[str, dict[str, str]]]:
    """Every mapping with languages in it, at any depth, with the way to it."""
    if isinstance(node, list):
        return [text for i, item in enumerate(node) for text in _texts(item, f"{where}[{i}]")]
    if not isinstance(node, dict):
        return []
    here = [(where, node)] if set(LANGUAGES) & node.keys() else []
    return here + [text for key, item in node.items() for text in _texts(item, f"{where}.{key}")]


def test_labels_have_words_in_three_languages() -> None:
    labels = _yaml(CATALOGUE / "labels.yml")
    assert all(set(LANGUAGES) <= entry.keys() for domain in labels.values() for entry in domain.values())
    for where, text in _texts(labels):
        assert all(isinstance(text.get(language), str) for language in LANGUAGES), where
        assert all(text[language].strip() for language in LANGUAGES), where


def test_kazakh_labels_are_not_copied_russian() -> None:
    same = {text["ru"] for _, text in _texts(_yaml(CATALOGUE / "labels.yml")) if text["ru"] == text["kk"]}
    assert same == SAME_IN_KAZAKH


DOMAINS = [
    ("city", "city"),
    ("item", "survey_item"),
    ("answer", "survey_answer"),
    ("programme_id", "programme"),
    ("subprogramme_id", "subprogramme"),
    ("component", "kostanay_component"),
    ("indicator", "kostanay_indicator"),
    ("attribute", "attribute"),
    ("convocation", "convocation"),
    ("law", "law"),
    ("amendment_id", "amendment_proposal"),
    ("group", "quota_group"),
    ("council_level", "council_level"),
]


@pytest.mark.parametrize(("column", "domain"), DOMAINS)
def test_every_code_of_the_thesis_has_a_label(column: str, domain: str) -> None:
    used = {row[column] for path in THESIS_FILES for row in _rows(path) if row.get(column)}
    assert used and used <= _yaml(CATALOGUE / "labels.yml")[domain].keys()


def test_places_are_unique_and_named() -> None:
    places = _yaml(CATALOGUE / "places.yml")
    codes = [place["code"] for place in places]
    kato = {place["code"]: place["kato"] for place in places if place["kato"]}
    assert len(codes) == len(set(codes)) and len(kato) == len(set(kato.values()))
    assert all(re.fullmatch(r"\d{9}", code) for code in kato.values())
    # A region's two digits are those of everything in it.
    assert all(number[:2] == code[3:5] for code, number in kato.items())
    for where, text in _texts(places):
        assert all(text[language] for language in LANGUAGES), where


def test_places_know_every_spelling_of_the_thesis() -> None:
    names = {
        place["code"]: {
            *place["names"].values(),
            *place["short"].values(),
            *place.get("aliases", ()),
            *(name for former in place.get("former_names", ()) for name in former["names"].values()),
        }
        for place in _yaml(CATALOGUE / "places.yml")
    }
    for row in _rows(SOURCES / "thesis-2022" / "table_8.csv"):
        assert row["region_printed"] in names[row["region_code"]], row
