"""Places are found by every spelling, on a day, or not at all; and a region's territory is told for any year."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalogue import loader
from catalogue.errors import CatalogueError
from catalogue.loader import load
from catalogue.models import LANGS, REGION_LEVELS
from catalogue.paths import ROOT
from catalogue.places import UnknownPlace, above, is_break, population_regions, regions, resolve
from catalogue.spelling import normal
from dashboard.figures.drawing import LABELS
from dashboard.figures.svg_text import wrap_label

CATALOGUE = load(ROOT / "data")
TODAY = regions(CATALOGUE)
BELOW = ("town", "settlement", "rural_district", "village")


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "г. Костанай",
            "г.Костанай",
            "город Костанай",
            " ГОРОД  КОСТАНАЙ ",
            "«Костанай» қ.",
            "Костанай қаласы",
        ),
        ("Костанайский р-н", "Костанайский район", "костанайский ауданы"),
        ("Айдарлинский с.о.", "Айдарлинский с. о.", "Айдарлинский сельский округ"),
        ("Айдарлы а.о.", "Айдарлы ауылдық округі", "Айдарлы ауылдық округi"),  # the last i is Latin
        ("п. Солнечный", "посёлок Солнечный", "поселок Солнечный", "Солнечный кенті"),
        ("с. Ангарское", "село Ангарское"),
        ("область Абай", "Абай облысы", "Абай обл."),
    ],
)
def test_one_form_for_the_ways_to_write_a_name(spellings: tuple[str, ...]) -> None:
    assert len({normal(spelling) for spelling in spellings}) == 1


def test_different_kinds_stay_apart() -> None:
    assert (
        len({normal(f"{kind} Абай") for kind in ("г.", "с.", "п.", "р-н", "с.о.", "обл.")} | {normal("Абай")})
        == 7
    )
    assert normal("Қостанай") != normal("Костанай")


@pytest.mark.parametrize(
    ("spelling", "on", "code"),
    [
        ("ВКО", None, "KZ-63"),
        ("Костанайская обл.", None, "KZ-39"),
        ("KZ-39", None, "KZ-39"),
        ("Астана", date(2021, 1, 1), "KZ-71"),
        ("Нур-Султан", date(2021, 1, 1), "KZ-71"),
        ("Нур-Султан", date(2024, 1, 1), "KZ-71"),
        ("г. Нур-Султан (Астана)", None, "KZ-71"),
        ("ЮКО", date(2018, 1, 1), "KZ-YUZ"),
        ("Шымкент", date(2018, 6, 19), "KZ-79"),
        ("область Жетысу", date(2023, 1, 1), "KZ-33"),
        ("Зеленовский район", date(2016, 1, 1), "KZ-27.baiterek-district"),
        ("район Бәйтерек", date(2026, 1, 1), "KZ-27.baiterek-district"),
        ("Қостанай қаласы", None, "KZ-39.kostanay"),
        ("Затобольск", date(2019, 1, 1), "KZ-39.kostanay-district.tobyl"),
        ("Айдарлинский с.о., Карасуский район", date(2025, 1, 1), "KZ-39.karasu-district.aidarly"),
        ("с. Ангарское, г. Аркалык", date(2021, 1, 1), "KZ-39.arkalyk.angarskoye"),
    ],
)
def test_a_spelling_is_one_place(spelling: str, on: date | None, code: str) -> None:
    assert resolve(CATALOGUE, spelling, on=on).code == code


CODES = {
    "ABY": "KZ-10", "AKM": "KZ-11", "AKT": "KZ-15", "ALA": "KZ-75", "ALM": "KZ-19", "AST": "KZ-71", "ATY": "KZ-23",
    "KRG": "KZ-35", "KST": "KZ-39", "KZL": "KZ-43", "MNG": "KZ-47", "PVL": "KZ-55", "SHM": "KZ-79", "SKO": "KZ-59",
    "TRK": "KZ-61", "ULT": "KZ-62", "VKO": "KZ-63", "YKO": "KZ-YUZ", "ZHM": "KZ-31", "ZHT": "KZ-33", "ZKO": "KZ-27",
    "KZ": "KZ",
}  # fmt: skip


def test_codes_of_the_compilation() -> None:
    assert {code: resolve(CATALOGUE, code).code for code in CODES} == CODES


def test_every_spelling_of_a_place_finds_it_where_it_lies() -> None:
    for place in CATALOGUE.places.values():
        for spelling in place.spellings:
            within = place.parents[-1].code if place.parents else None
            assert resolve(CATALOGUE, spelling, levels={place.level}, within=within) == place


@pytest.mark.parametrize(
    ("spelling", "arguments", "says"),
    [
        ("ЮКО", {"on": date(2020, 1, 1)}, ["«ЮКО»", "2020-01-01", "2018-06-19", "KZ-61", "KZ-79"]),
        ("ЮКО", {"on": date(2018, 6, 19)}, ["ended on 2018-06-19"]),
        ("Шымкент", {"on": date(2015, 1, 1)}, ["began on 2018-06-19", "KZ-YUZ"]),
        ("область Абай", {"on": date(2022, 6, 7)}, ["began on 2022-06-08", "KZ-63"]),
        ("Kostanay", {}, ["several places", "KZ-39.kostanay", "KZ-39 "]),
        ("Костанойская область", {}, ["nearest: KZ-39 (Костанайская область)"]),
        ("Атлантида", {}, ["nothing is near it"]),
        ("", {}, ["no place"]),
        ("Алматы", {"levels": {"oblast"}}, ["KZ-75"]),
        ("Айдарлинский с.о.", {"within": "KZ-11"}, ["in KZ-11", "KZ-39.karasu-district.aidarly"]),
        ("Айдарлинский с.о., Нигдейский район", {}, ["Нигдейский район"]),
    ],
)
def test_nothing_is_chosen_silently(spelling: str, arguments: dict[str, object], says: list[str]) -> None:
    with pytest.raises(UnknownPlace) as caught:
        resolve(CATALOGUE, spelling, **arguments)  # type: ignore[arg-type]
    assert all(words in str(caught.value) for words in says), caught.value


def test_a_name_of_several_places_is_told_apart() -> None:
    assert resolve(CATALOGUE, "Kostanay", levels={"city"}).code == "KZ-39.kostanay"
    assert resolve(CATALOGUE, "Kostanay", levels=REGION_LEVELS).code == "KZ-39"


def test_what_lies_where_depends_on_the_day() -> None:
    alakol = "KZ-33.alakol-district"
    assert above(CATALOGUE, f"{alakol}.usharal", date(2021, 1, 1)) == {alakol, "KZ-19", "KZ"}
    assert above(CATALOGUE, f"{alakol}.usharal", date(2022, 6, 8)) == {alakol, "KZ-33", "KZ"}
    assert resolve(CATALOGUE, "Семей", on=date(2022, 6, 7), within="KZ-63").code == "KZ-10.semey"
    with pytest.raises(UnknownPlace):
        resolve(CATALOGUE, "Семей", on=date(2022, 6, 8), within="KZ-63")


def test_regions_of_a_day() -> None:
    assert len(TODAY) == 20 and {"KZ-10", "KZ-33", "KZ-62"} <= set(TODAY)
    assert regions(CATALOGUE, date(2022, 6, 8)) == TODAY
    assert set(TODAY) - set(regions(CATALOGUE, date(2022, 6, 7))) == {"KZ-10", "KZ-33", "KZ-62"}
    assert set(regions(CATALOGUE, date(2018, 6, 18))) ^ set(regions(CATALOGUE, date(2018, 6, 19))) == {
        "KZ-YUZ",
        "KZ-61",
        "KZ-79",
    }


@pytest.mark.parametrize(
    ("code", "year", "parts"),
    [
        ("KZ-19", 2021, ("KZ-19", "KZ-33")),
        ("KZ-19", 2022, ("KZ-19",)),
        ("KZ-35", 2013, ("KZ-35", "KZ-62")),
        ("KZ-63", 2021, ("KZ-10", "KZ-63")),
        ("KZ-YUZ", 2015, ("KZ-61", "KZ-79")),
        ("KZ-YUZ", 2018, ()),
        ("KZ-61", 2018, ("KZ-61",)),
        ("KZ-79", 2017, ()),
        ("KZ-33", 2021, ()),
        ("KZ-33", 2022, ("KZ-33",)),
        ("KZ-39", 2013, ("KZ-39",)),
        ("KZ", 2013, ("KZ",)),
    ],
)
def test_territory_of_a_year_in_regions_of_today(code: str, year: int, parts: tuple[str, ...]) -> None:
    assert population_regions(CATALOGUE, code, year) == parts


@pytest.mark.parametrize("year", range(2013, 2027))
def test_the_regions_of_a_year_cover_the_country_once(year: int) -> None:
    then = regions(CATALOGUE, date(year, 12, 31))
    parts = [part for code in then for part in population_regions(CATALOGUE, code, year)]
    assert sorted(parts) == list(TODAY)


def test_only_regions_have_a_population() -> None:
    with pytest.raises(ValueError, match="no region"):
        population_regions(CATALOGUE, "KZ-39.kostanay", 2021)
    with pytest.raises(KeyError):
        population_regions(CATALOGUE, "KZ-99", 2021)


def test_breaks() -> None:
    broken = {(c, y) for c in CATALOGUE.places for y in range(2013, 2027) if is_break(CATALOGUE, c, y)}
    assert {pair for pair in broken if CATALOGUE.places[pair[0]].level in REGION_LEVELS} == {
        *((code, 2018) for code in ("KZ-YUZ", "KZ-61", "KZ-79")),
        *((code, 2022) for code in ("KZ-10", "KZ-19", "KZ-33", "KZ-35", "KZ-62", "KZ-63")),
    }


def test_names_of_regions_fit_their_places() -> None:
    for lang in LANGS:
        tiles = [CATALOGUE.places[code].abbr for code in TODAY]
        assert all(tile and len(tile[lang]) <= 8 for tile in tiles)
        assert len({tile[lang] for tile in tiles if tile}) == len(tiles)
    for place in CATALOGUE.places.values():
        for lang in LANGS:
            lines = wrap_label(place.short[lang], LABELS).split("<br>")
            between_words = lines[0].endswith("-") or " ".join(lines) == place.short[lang]
            assert len(lines) == 1 or (len(lines) == 2 and between_words), place.short[lang]


def test_kazakh_and_russian_names_are_the_classifiers() -> None:
    """The classifier shortens the kind of place; what is left of its name must begin ours or stand in it."""
    kinds = re.compile(r"(?i)(облысы|ауданы|Қ\.Ә\.|қ\.ә\.|к\.ә\.|а\.ә\.|атын\.|а\.о\.|[қак]\.)\s*$")
    places = {place.kato: place for place in CATALOGUE.places.values() if place.kato}
    with (ROOT / "data/sources/kato/objects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kato"] for row in rows} == set(places)
    for row in rows:
        name = row["name_kk"]
        while kinds.search(name):
            name = kinds.sub("", name).strip()
        assert name.removesuffix(" атын") in places[row["kato"]].names.kk, row
        assert {spelling[:4].casefold() for spelling in places[row["kato"]].names.ru.split()} & {
            word[:4].casefold() for word in re.split(r"[ .]", row["name_ru"]) if len(word) > 3
        }, row


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    for part in ("catalogue", "corrections", "sources"):
        shutil.copytree(ROOT / "data" / part, tmp_path / part)
    yield tmp_path
    loader._load.cache_clear()


SLIPS = {
    "an unknown parent": ("parents: [{code: KZ-11}]", "parents: [{code: KZ-12}]", "KZ-11.esil-district"),
    "a gap between parents": ('{code: KZ-33, valid_from: "2022-06-08"}', '{code: KZ-33, valid_from: "2022-06-09"}', ""),
    "a code of another place": ("- code: KZ-11.esil-district\n", "- code: KZ-15.esil-district\n", ""),
    "no parent": ('"Ақмола обл.", "AKM"]\n  parents: [{code: KZ}]', '"Ақмола обл.", "AKM"]', "KZ-11"),
    "one side only": ("predecessors: [KZ-63]", "predecessors: [KZ-35]", "KZ-10"),
    "another day": ('to: [KZ-33]}]', 'to: [KZ-10]}]', "KZ-19"),
    "a region that vanished": ("successors: [KZ-61, KZ-79]", "successors: [KZ-61]", "KZ-79"),
    "one spelling twice": ('"Атырауская обл."', '"Акмолинская область"', "KZ-23"),
    "an unknown level": ("level: village", "level: hamlet", "KZ-39.arkalyk.angarskoye.level"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named(data: Path, name: str) -> None:
    old, new, key = SLIPS[name]
    path = data / "catalogue/places.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(data)
    assert caught.value.file == path and caught.value.key.startswith(key)
