"""What must hold between the places of the catalogue: each lies in one place at a time, and what one says of another
the other says too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from catalogue.catalogue import Catalogue
from catalogue.models import REGION_LEVELS, Place


def problems(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The key in places.yml and what is wrong with it."""
    for place in catalogue.places.values():
        named = [*(p.code for p in place.parents), *place.predecessors, *place.successors]
        named += [code for change in place.border_changes for code in change.to]
        unknown = [code for code in named if code not in catalogue.places]
        if unknown:
            yield place.code, f"{unknown[0]!r} is no place"
            continue
        yield from _parents(place, catalogue)
        yield from _borders(place, catalogue)
    yield from _spellings(catalogue)


def _parents(place: Place, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    key = f"{place.code}.parents"
    if place.level == "country":
        return
    if not place.parents or place.parents[-1].valid_to is not None:
        yield key, "the last one must be open, without `valid_to`"
    elif any(
        before.valid_to is None or before.valid_to != after.valid_from
        for before, after in pairwise(place.parents)
    ):
        yield key, "each must begin on the day that ends the one before"
    elif place.level not in REGION_LEVELS and place.code.rpartition(".")[0] != place.parents[-1].code:
        yield key, f"the code must be {place.parents[-1].code}.<name>, after the place that it lies in now"


def _borders(place: Place, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """A region's beginning and end, and the territory that it lost, as the regions on the other side tell it."""
    lost = {(code, change.date) for change in place.border_changes for code in change.to}
    lost |= {(code, place.valid_to) for code in place.successors if place.valid_to}
    for code, day in sorted(lost):
        other = catalogue.places[code]
        if other.valid_from != day or place.code not in other.predecessors:
            yield place.code, f"{code} must begin on {day} and have {place.code} among its `predecessors`"
    for code in place.predecessors:
        other = catalogue.places[code]
        gave = {(part, change.date) for change in other.border_changes for part in change.to}
        gave |= {(part, other.valid_to) for part in other.successors if other.valid_to}
        if (place.code, place.valid_from) not in gave:
            yield (
                f"{place.code}.predecessors",
                f"{code} does not lose territory to {place.code} on {place.valid_from}",
            )
    if place.valid_to and place.level in REGION_LEVELS and not place.successors:
        yield f"{place.code}.successors", "a region that ended must say where its territory went"


def _spellings(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Of two places with a spelling in common, something must tell which is meant: level, place above, or day."""
    for form, codes in catalogue.written.items():
        for one, other in combinations([catalogue.places[code] for code in codes], 2):
            together = {p.code for p in one.parents} & {p.code for p in other.parents}
            apart = any(
                a.valid_to and b.valid_from and a.valid_to <= b.valid_from
                for a, b in ((one, other), (other, one))
            )
            if one.level == other.level and together and not apart:
                yield other.code, f"written {form!r} like {one.code}, and nothing tells them apart"
