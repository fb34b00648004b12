"""Finds a place by any of its spellings, and says which territory a region had in a year.

A former name still identifies its place after the day that ended it («Нур-Султан» of 2024 is Astana); a place that was
not there on the day does not («ЮКО» of 2020 is an error that names what came after).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from difflib import get_close_matches

from catalogue.catalogue import Catalogue
from catalogue.models import REGION_LEVELS, Place
from catalogue.spelling import normal


class UnknownPlace(ValueError):
    """A spelling that is nobody's, or several places', or that of a place which was not there on the day."""


def resolve(
    catalogue: Catalogue,
    spelling: str,
    *,
    on: date | None = None,
    within: str | None = None,
    levels: Collection[str] | None = None,
) -> Place:
    """The one place written so: of these levels, below the place `within`, there on the day `on` (None: any).

    «Айдарлинский с.о., Карасуский район» is the first below the second. Nothing is chosen silently: raises UnknownPlace.
    """
    named = [catalogue.places[code] for code in catalogue.written.get(normal(spelling), ())]
    inner, comma, outer = spelling.rpartition(",")
    if comma and not named:
        below = resolve(catalogue, outer, on=on, within=within).code
        return resolve(catalogue, inner, on=on, within=below, levels=levels)
    fitting = [
        place
        for place in named
        if (levels is None or place.level in levels)
        and (within is None or within in above(catalogue, place.code, on))
    ]
    there = [place for place in fitting if on is None or place.holds(on)]
    if len(there) == 1:
        return there[0]
    asked = f"«{spelling.strip()}»" + (f" on {on}" if on else "") + (f" in {within}" if within else "")
    if there:
        raise UnknownPlace(
            f"{asked} is several places: {_list(there)}; narrow it down by `levels` or `within`"
        )
    if fitting and on:
        raise UnknownPlace(f"{asked}: {'; '.join(_absence(place, on) for place in fitting)}")
    if named:
        raise UnknownPlace(f"{asked} is not among the places asked for, but is {_list(named)}")
    close = get_close_matches(normal(spelling), catalogue.written, n=3, cutoff=0.75)
    nearest = {code: catalogue.places[code] for form in close for code in catalogue.written[form]}
    hint = f"nearest: {_list(nearest.values())}" if nearest else "nothing is near it"
    raise UnknownPlace(f"{asked} is no place in data/catalogue/places.yml; {hint}")


def above(catalogue: Catalogue, code: str, on: date | None = None) -> set[str]:
    """The places that it lies in at any height, on a day or (None) ever."""
    parents = [p.code for p in catalogue.places[code].parents if on is None or p.holds(on)]
    return set(parents).union(*(above(catalogue, parent, on) for parent in parents))


def regions(catalogue: Catalogue, on: date | None = None) -> tuple[str, ...]:
    """The codes of oblasts and cities of republican significance on a day, or (None) those still there; sorted."""
    return tuple(
        sorted(
            place.code
            for place in catalogue.places.values()
            if place.level in REGION_LEVELS and (place.valid_to is None if on is None else place.holds(on))
        )
    )


def population_regions(catalogue: Catalogue, code: str, year: int) -> tuple[str, ...]:
    """The regions of today whose sum is the territory that a region had at the end of a year; sorted.

    Empty where it was not there then. In a year of `is_break` its figures may be of two territories: no sum fits those.
    Raises ValueError below the regions, KeyError for an unknown code.
    """
    place = catalogue.places[code]
    if place.level not in ("country", *REGION_LEVELS):
        raise ValueError(f"{code} is no region but a place of the level {place.level}")
    end = date(year, 12, 31)
    return tuple(sorted(_today(catalogue, code, end))) if place.holds(end) else ()


def _today(catalogue: Catalogue, code: str, after: date) -> set[str]:
    """The regions of today that the territory of a region after a day now belongs to."""
    place = catalogue.places[code]
    later = {
        part: change.date for change in place.border_changes if change.date > after for part in change.to
    }
    if place.valid_to is not None:
        later |= dict.fromkeys(place.successors, place.valid_to)
    own = {code} if place.valid_to is None else set()
    return own.union(*(_today(catalogue, part, day) for part, day in later.items()))


def is_break(catalogue: Catalogue, code: str, year: int) -> bool:
    """Whether the year is the first whose figures are in new borders, or mixed: a line over it is drawn broken."""
    place = catalogue.places[code]
    days = [place.valid_from, place.valid_to, *(change.date for change in place.border_changes)]
    return any(day is not None and day.year == year for day in days)


def _list(places: Collection[Place]) -> str:
    return ", ".join(f"{place.code} ({place.names.ru})" for place in places)


def _absence(place: Place, on: date) -> str:
    if place.valid_to is not None and place.valid_to <= on:
        after = f"; its successors: {', '.join(place.successors)}" if place.successors else ""
        return f"{_list([place])} ended on {place.valid_to}{after}"
    before = (
        f"; before that its territory was in {', '.join(place.predecessors)}" if place.predecessors else ""
    )
    return f"{_list([place])} began on {place.valid_from}{before}"
