"""What the place catalogue tells a reader: regions by any form of their names, and nominatives of towns.

A region is taken as the document states it. Its address has a letter for the region that it belonged to on the day of
adoption; that is used only where the text names none, and held against the text where it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from etl.decisions.letters import fold, pattern

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue
    from catalogue.models import Place

# The letter after the year in the number of an act ("V21NN025537"), as the national legal database gives it out.
LETTERS = {
    "B": "KZ-11", "C": "KZ-15", "D": "KZ-19", "F": "KZ-10", "G": "KZ-31", "H": "KZ-62", "I": "KZ-33", "K": "KZ-35",
    "L": "KZ-43", "M": "KZ-47", "N": "KZ-39", "P": "KZ-55", "R": "KZ-75", "S": "KZ-59", "T": "KZ-23", "U": "KZ-61",
    "V": "KZ-63", "Z": "KZ-27",
}  # fmt: skip
# Split off in June 2022: the letter of an act before that is the older region's, even if its page names the new one.
SPLIT_FROM = {"KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35"}
LAW_ID = re.compile(r"(?<![A-Z0-9])([VGSH])(\d{2})([A-Z])([A-Z0])(\d{4,6})(M?)(?![A-Z0-9])")
_TOWN_LEVELS = frozenset({"city", "town", "settlement", "village", "republican_city"})
_KIND_WORD = re.compile(r"^(?:город|посёлок|поселок|село|аул)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class PlaceFinder:
    """``regions``: patterns over folded text by code; ``cities`` the folded names of cities of republican significance by
    code; ``towns`` the nominative by the folded nominative, genitive and dative."""

    regions: tuple[tuple[re.Pattern[str], str], ...]
    cities: dict[str, str]
    towns: dict[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> PlaceFinder:
        """The finder for a catalogue of places."""
        places = list(catalogue.places.values())
        regions = [(_region_pattern(place), place.code) for place in places if place.level == "oblast"]
        cities = {
            fold(name): place.code
            for place in places
            if place.level == "republican_city"
            for name in _names(place)
        }
        towns: dict[str, str] = {}
        for place in places:
            if place.level in _TOWN_LEVELS:
                for name in (place.names.ru, *(former.names.ru for former in place.former_names)):
                    bare = _KIND_WORD.sub("", name)
                    for form in _forms(bare):
                        towns.setdefault(fold(form), bare)
        return cls(tuple(regions), cities, towns)

    def region(self, folded: str) -> str | None:
        """The code of the one region that a folded text names, None if it names none or several."""
        found = {code for names, code in self.regions if names.search(folded)}
        return found.pop() if len(found) == 1 else None

    def town_of(self, adjective: str) -> str | None:
        """The town whose maslikhat is called so: "Рудненский" → "Рудный", "Лисаковский" → "Лисаковск"."""
        stem = fold(adjective).removesuffix("ский")
        found = {
            self.towns[form]
            for form in (stem, stem + "ск", stem.removesuffix("ен") + "ый")
            if form in self.towns
        }
        return found.pop() if len(found) == 1 else None

    def town(self, form: str) -> str | None:
        """The nominative of a town's name in the genitive, dative or nominative, if the catalogue knows it."""
        return self.towns.get(fold(form))


@cache
def default() -> PlaceFinder:
    """The finder for the project's own catalogue."""
    from catalogue.loader import load

    return PlaceFinder.of(load())


def region_of_id(law_id: str | None) -> str | None:
    """The region of the letter in an act's number in the national legal database."""
    match = LAW_ID.search(law_id or "")
    return LETTERS.get(match[3]) if match else None


def are_consistent(stated: str, lettered: str) -> bool:
    """Whether a text may name one region and its address the other."""
    return stated == lettered or SPLIT_FROM.get(stated) == lettered


def _names(place: Place) -> Iterable[str]:
    yield from (place.names.ru, place.names.kk)
    for former in place.former_names:
        yield from (former.names.ru, former.names.kk)


def _region_pattern(place: Place) -> re.Pattern[str]:
    """All forms of an oblast's names: "Костанайской области", "Костанайского областного", "Қостанай облыстық"."""
    forms = set()
    for name in {*_names(place), *(alias for alias in place.aliases if "обл" in alias.lower())}:
        folded = fold(name)
        if folded.startswith("область "):
            forms.add(rf"област[а-я]+ {re.escape(folded.removeprefix('область '))}")
        elif folded.endswith("ая область"):
            stem = folded.removesuffix("ая область")
            forms.add(rf"{re.escape(stem)}(?:ая|ои|ой|ую|ого|ому|ии|ий|им) обл")
        elif folded.endswith("облысы"):
            forms.add(rf"{re.escape(folded.removesuffix('ы'))}")
            forms.add(rf"{re.escape(folded.removesuffix('облысы'))}облыст[а-я]+")
    source = "|".join(sorted(form.replace(r"\ ", " ") for form in forms))
    return pattern(rf"(?<![а-я-])(?:{source or '(?!)'})")


def _forms(name: str) -> Iterable[str]:
    """A town's name in the nominative, genitive and dative, where rules decline it."""
    yield name
    last = name[-1:].lower()
    if name.endswith(("ый", "ий", "ой")) and name.count(" ") == 0 and name not in ("Семей",):
        yield from (name[:-2] + "ого", name[:-2] + "ому")
    if last == "й":
        yield from (name[:-1] + "я", name[:-1] + "ю")
    elif last == "ь":
        yield from (name[:-1] + "я", name[:-1] + "и", name[:-1] + "ю")
    elif last == "а":
        yield from (name[:-1] + "ы", name[:-1] + "и", name[:-1] + "е")
    elif last in "бвгджзклмнпрстфхцчшщ":
        yield from (name + "а", name + "у")
