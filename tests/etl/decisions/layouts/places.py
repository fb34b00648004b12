"""Names of places and councils in the forms that decisions use, in Russian and in Kazakh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LANGUAGES = ("ru", "kk")


def kk_genitive(name: str) -> str:
    """Of a name that ends in its possessive: "Қостанай ауданы" → "Қостанай ауданының"."""
    return name + ("нің" if name.endswith(("і", "i")) else "ның")


@dataclass(frozen=True)
class Named:
    """A name in both languages, in the nominative and in the genitive."""

    nominative: Mapping[str, str]
    genitive: Mapping[str, str]


def named(ru: str, ru_genitive: str, kk: str) -> Named:
    return Named(
        MappingProxyType({"ru": ru, "kk": kk}), MappingProxyType({"ru": ru_genitive, "kk": kk_genitive(kk)})
    )


@dataclass(frozen=True)
class Region:
    """An oblast: its ISO code, and the letter that it has in the addresses of decisions."""

    code: str
    letter: str
    name: Named


@dataclass(frozen=True)
class Council:
    """Who decides: "Костанайский районный маслихат", and the same the other way round; ``area`` is what it decides for."""

    region: Region
    area: Named
    name: Named
    inverted: Named


@dataclass(frozen=True)
class Place:
    """Whose budget it is, and whose maslikhat decides on it. ``level``: oblast, city, district, fourth."""

    level: str
    name: Named
    council: Council


def region(code: str, letter: str, ru: str, ru_genitive: str, kk: str) -> Region:
    return Region(code, letter, named(ru, ru_genitive, kk))


def adjective(code: str, letter: str, stem: str, kk: str) -> Region:
    return region(code, letter, f"{stem}ая область", f"{stem}ой области", f"{kk} облысы")


REGIONS = {
    item.code: item
    for item in (
        adjective("KZ-11", "B", "Акмолинск", "Ақмола"),
        adjective("KZ-15", "C", "Актюбинск", "Ақтөбе"),
        adjective("KZ-19", "D", "Алматинск", "Алматы"),
        region("KZ-10", "F", "область Абай", "области Абай", "Абай облысы"),
        adjective("KZ-31", "G", "Жамбылск", "Жамбыл"),
        region("KZ-62", "H", "область Ұлытау", "области Ұлытау", "Ұлытау облысы"),
        region("KZ-33", "I", "область Жетісу", "области Жетісу", "Жетісу облысы"),
        adjective("KZ-35", "K", "Карагандинск", "Қарағанды"),
        adjective("KZ-43", "L", "Кызылординск", "Қызылорда"),
        adjective("KZ-47", "M", "Мангистауск", "Маңғыстау"),
        adjective("KZ-39", "N", "Костанайск", "Қостанай"),
        adjective("KZ-55", "P", "Павлодарск", "Павлодар"),
        adjective("KZ-59", "S", "Северо-Казахстанск", "Солтүстік Қазақстан"),
        adjective("KZ-23", "T", "Атырауск", "Атырау"),
        adjective("KZ-61", "U", "Туркестанск", "Түркістан"),
        adjective("KZ-63", "V", "Восточно-Казахстанск", "Шығыс Қазақстан"),
        adjective("KZ-27", "Z", "Западно-Казахстанск", "Батыс Қазақстан"),
    )
}


def _council(where: Region, stem: str, kind: str, kk: str, of: Named) -> Council:
    """Such as "Костанайск", "районн", "Қостанай аудандық", Костанайский район → both ways to name its maslikhat."""
    ending = "ый" if kind == "районн" else "ой"
    return Council(
        where,
        of,
        named(f"{stem}ий {kind}{ending} маслихат", f"{stem}ого {kind}ого маслихата", f"{kk} мәслихаты"),
        named(
            f"маслихат {of.genitive['ru']}",
            f"маслихата {of.genitive['ru']}",
            f"{of.nominative['kk']} мәслихаты",
        ),
    )


def oblast(code: str, stem: str) -> Place:
    """``stem``: "Кызылординск" of "Кызылординский областной маслихат"."""
    where = REGIONS[code]
    kk = where.name.nominative["kk"].removesuffix(" облысы")
    return Place("oblast", where.name, _council(where, stem, "областн", f"{kk} облыстық", where.name))


def district(code: str, stem: str, kk: str) -> Place:
    """``stem``: "Костанайск" of "Костанайский район"; ``kk``: "Қостанай" of "Қостанай ауданы"."""
    name = named(f"{stem}ий район", f"{stem}ого района", f"{kk} ауданы")
    return Place("district", name, _council(REGIONS[code], stem, "районн", f"{kk} аудандық", name))


def named_district(code: str, ru: str, kk: str) -> Place:
    """A district that is not named by an adjective, nor is its council: "район Бәйтерек"."""
    name = named(f"район {ru}", f"района {ru}", f"{kk} ауданы")
    of = named(f"маслихат района {ru}", f"маслихата района {ru}", f"{name.nominative['kk']} мәслихаты")
    short = named(of.nominative["ru"], of.genitive["ru"], f"{kk} аудандық мәслихаты")
    return Place("district", name, Council(REGIONS[code], name, short, of))


def city(code: str, ru: str, ru_genitive: str, stem: str, kk: str) -> Place:
    """``stem``: "Костанайск" of "Костанайский городской маслихат"."""
    name = named(f"город {ru}", f"города {ru_genitive}", f"{kk} қаласы")
    return Place("city", name, _council(REGIONS[code], stem, "городск", f"{kk} қалалық", name))


def okrug(above: Place, stem: str, kk: str) -> Place:
    """``stem``: "Айдарлинск" of "Айдарлинский сельский округ"."""
    name = named(f"{stem}ий сельский округ", f"{stem}ого сельского округа", f"{kk} ауылдық округі")
    return Place("fourth", name, above.council)


def named_okrug(above: Place, ru: str, kk: str) -> Place:
    name = named(f"сельский округ {ru}", f"сельского округа {ru}", f"{kk} ауылдық округі")
    return Place("fourth", name, above.council)


def settlement(above: Place, ru: str, kk: str, kind: str = "поселок") -> Place:
    """A settlement, village or town of the fourth level: "поселок Карабалык", "село Ангарское", "город Тобыл"."""
    genitive = {"поселок": "поселка", "село": "села", "город": "города"}[kind]
    word = {"поселок": "кенті", "село": "ауылы", "город": "қаласы"}[kind]
    return Place("fourth", named(f"{kind} {ru}", f"{genitive} {ru}", f"{kk} {word}"), above.council)


def all_villages(above: Place) -> Place:
    """All villages of a district at once, where a decision states one total for them."""
    name = named("села, сельские округа", "сел, сельских округов", "ауылдар, ауылдық округтер")
    return Place("fourth", name, above.council)
