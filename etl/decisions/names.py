"""Names of places as decisions decline them, in the nominative: "Айдарлинского сельского округа" → "Айдарлинский с.о.".

Russian adjectives in -ский and -цкий follow a rule without exceptions, as do Kazakh possessives. Towns are looked up in
the catalogue, or recognised by the adjective of their maslikhat. Whatever no rule is certain of keeps the text's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.decisions.gazetteer import PlaceFinder

# A capitalised word that is not the beginning of another place ("города Аксу Павлодарской области").
_C = r"[А-ЯЁӘҒҚҢӨҰҮҺІ]"
_STOP = r"(?!РЕШИЛ|ШЕШ|[\w-]+(?:ого|ому|ой|ая|ий|ый)\s+(?i:област|район[ау]?\b|сельск|аульн|поселк|городск|районн))"
_WORD = rf"{_STOP}{_C}[\w’'-]*"
_NAME = rf"[\"«]?(?:(?i:имени|им\.)\s+)?{_WORD}(?:\s+{_WORD}|\s+(?i:акына|батыра|жырау|хана|би|ата|аулие)\b)*[\"»]?"
_ADJECTIVE = rf"{_C}[\w-]*(?:ого|ому|ий|ый|ой|ей)"

_RU = re.compile(
    rf"(?P<adjective>{_ADJECTIVE})\s+(?P<okrug>(?i:сельск|аульн|поселков|кентск)\w+\s+(?i:округ)\w*)"
    rf"|(?P<okrug2>(?i:сельск|аульн|поселков)\w+\s+(?i:округ)(?:а|у|е|ом)?)\s+(?P<okrug_name>{_NAME})"
    rf"|(?P<adjective2>{_ADJECTIVE})\s+(?P<district>(?i:район)[ауе]?)(?!\w)"
    rf"|(?P<adjective3>{_C}[\w-]*(?:ой|ая))\s+(?i:област)[ьи](?!\w)|(?i:област)[ьи]\s+(?P<oblast>{_NAME})"
    rf"|(?<!\w)(?P<unit>(?i:город[ау]?|г\.|сел[оау]|с\.|пос[её]л(?:ок|ка|ку)|п\.|аул[ау]?|станци[яи]|разъезд[ау]?|район[ауе]?))"
    rf"\s+(?P<name>{_NAME})"
)
_KK_NAME = rf"[\"«]?{_C}[\w’'-]*(?:\s+(?:{_C}[\w’'-]*|атындағы|ақын|батыр|жырау|би|ата|хан))*[\"»]?"
_KK = re.compile(
    rf"(?P<name>{_KK_NAME})\s+(?P<unit>ауылдық\s+округ|ауыл(?!д)|кент|поселке|село|станция|қала(?!л)|аудан(?!д)|облыс(?!т))"
    r"(?P<ending>с[іы]|[іы])?(?:н[ыі]ң|[нғгқк][аеқ]|н[дт][ае]|мен)?(?![\w-])"
)
_COUNCIL_RU = re.compile(
    rf"(?P<adjective>{_C}[\w-]*[сц]к(?:ий|ого|ому|им))\s+(?P<kind>(?i:районн|городск|областн))\w+\s+(?i:маслихат)"
    rf"|(?i:маслихат)\w*\s+(?:(?P<area>{_ADJECTIVE}\s+(?i:район)а?|{_C}[\w-]*ой\s+(?i:област)и)"
    rf"|(?P<unit>(?i:город|район)а|(?i:област)и)\s+(?P<name>{_NAME}))"
)
_COUNCIL_KK = re.compile(
    rf"(?P<name>{_KK_NAME})\s+(?:(?P<adjective>аудандық|қалалық|облыстық)|(?P<unit>аудан|қала|облыс)(?:ы|сы)(?:ның)?)"
    r"\s+(?i:мәслихат)"
)
_SHORT = {
    "город": "г.",
    "г.": "г.",
    "сел": "с.",
    "с.": "с.",
    "посел": "п.",
    "посёл": "п.",
    "п.": "п.",
    "аул": "а.",
}
_FOURTH = {"с.", "п.", "а.", "станция", "разъезд"}
_KK_UNITS = {
    "аудан": ("ауданы", "district"), "қала": ("қаласы", "city"), "облыс": ("облысы", "oblast"),
    "кент": ("кенті", "fourth"), "поселке": ("поселкесі", "fourth"), "село": ("селосы", "fourth"),
    "станция": ("станциясы", "fourth"), "ауыл": ("ауылы", "fourth"), "ауылдық округ": ("ауылдық округі", "fourth"),
}  # fmt: skip
_KK_ADJECTIVES = {"аудандық": "аудан", "қалалық": "қала", "облыстық": "облыс"}


@dataclass(frozen=True)
class Name:
    """A place in the nominative, and where a passage names it. ``level``: oblast, district, city, or fourth for what lies
    below those."""

    level: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Council:
    """Whose maslikhat it is. ``is_named``: the text names the area itself and not only by an adjective."""

    level: str
    text: str
    is_named: bool


def places(text: str, language: str, finder: PlaceFinder, around: str = "") -> list[Name]:
    """All places that a passage names, in their order. ``around`` is the text in whose light towns are declined."""
    if language == "kk":
        return [_kk(match) for match in _KK.finditer(text)]
    return [_ru(match, finder, around or text) for match in _RU.finditer(text)]


def council(text: str, language: str, finder: PlaceFinder, is_last: bool = False) -> Council | None:
    """The first maslikhat that a passage names, or the last."""
    found = list((_COUNCIL_KK if language == "kk" else _COUNCIL_RU).finditer(text))
    if not found:
        return None
    match = found[-1 if is_last else 0]
    if language == "kk":
        written, level = _KK_UNITS[_KK_ADJECTIVES.get(match["adjective"] or "", match["unit"] or "")]
        return Council(level, f"{_squeeze(match['name'])} {written}", True)
    if match["adjective"] is None:
        named = places(match["area"] or f"{match['unit']} {match['name']}", "ru", finder, text)
        return Council(named[0].level, named[0].text, True) if named else None
    adjective = adjective_nominative(match["adjective"]) or match["adjective"]
    kind = match["kind"].lower()
    if kind == "районн":
        return Council("district", f"{adjective} район", True)
    if kind == "областн":
        return Council("oblast", f"{adjective.removesuffix('ий')}ая область", True)
    town = _town_of(adjective, finder)
    return Council("city", f"г. {town}" if town else f"{adjective} городской маслихат", town is not None)


def adjective_nominative(word: str) -> str | None:
    """ "Костанайского", "Костанайскому" → "Костанайский"; None where no rule is certain ("Степного")."""
    for ending in ("ого", "ому", "им"):
        stem = word.removesuffix(ending)
        if stem != word and stem.endswith(("ск", "цк")):
            return stem + "ий"
    return word if word.endswith(("ий", "ый", "ой")) else None


def _town_of(adjective: str, finder: PlaceFinder) -> str | None:
    """ "Актауский" → "Актау": of a town that ends in a vowel or is in the catalogue; "Рудненский" tells nothing."""
    stem = adjective.removesuffix("ский")
    known = finder.town_of(adjective)
    if known:
        return known
    return stem if stem.endswith(tuple("аеиоуыэюяй")) else None


def _ru(match: re.Match[str], finder: PlaceFinder, around: str) -> Name:
    level, text = _read_ru(match, finder, around)
    return Name(level, text, match.start(), match.end())


def _read_ru(match: re.Match[str], finder: PlaceFinder, around: str) -> tuple[str, str]:
    own = _squeeze(match.group())
    if match["okrug"]:
        adjective = adjective_nominative(match["adjective"])
        return "fourth", f"{adjective} {_okrug(match['okrug'])}" if adjective else own
    if match["okrug2"]:
        return "fourth", f"{_okrug(match['okrug2'])} {_squeeze(match['okrug_name'])}"
    if match["district"]:
        adjective = adjective_nominative(match["adjective2"])
        return "district", f"{adjective} район" if adjective else own
    if match["adjective3"]:
        return "oblast", f"{match['adjective3'].removesuffix('ой').removesuffix('ая')}ая область"
    if match["oblast"]:
        return "oblast", f"область {_squeeze(match['oblast'])}"
    unit = match["unit"].lower()
    name = _squeeze(match["name"])
    if unit.startswith("район"):
        return "district", f"район {name}"
    short = next((value for key, value in _SHORT.items() if unit.startswith(key)), None)
    short = short or ("станция" if unit.startswith("станци") else "разъезд")
    return "fourth" if short in _FOURTH else "city", f"{short} {town(name, unit, finder, around)}"


def town(name: str, unit: str, finder: PlaceFinder, around: str) -> str:
    """The name of a town or village in the nominative, as far as that is certain."""
    known = finder.town(name)
    if known:
        return known
    if unit[-1:] in ("а", "у") or unit.startswith(("г.", "с.", "п.")):
        ending = name[-1:]
        if ending in ("а", "у") and name[:-1].endswith("ск"):
            return name[:-1]
        if ending == "а" and re.search(rf"(?<!\w){re.escape(name[:-1])}с?к(?:ий|ого|ому)(?!\w)", around):
            return name[:-1]
        if ending == "я" and re.search(rf"(?<!\w){re.escape(name[:-1])}йск(?:ий|ого|ому)(?!\w)", around):
            return name[:-1] + "й"
    return name


def _okrug(words: str) -> str:
    kind = words.lower()
    if kind.startswith("сельск"):
        return "с.о."
    return {"аул": "аульный округ", "пос": "поселковый округ", "кен": "кентский округ"}[kind[:3]]


def _kk(match: re.Match[str]) -> Name:
    written, level = _KK_UNITS[" ".join(match["unit"].split())]
    return Name(level, f"{_squeeze(match['name'])} {written}", match.start(), match.end())


def _squeeze(text: str) -> str:
    return " ".join(text.split()).strip('"«»')
