"""Finds a place by any of its spellings."""

from __future__ import annotations

from catalogue.catalogue import Catalogue
from catalogue.models import LANGS, Place


def spellings(place: Place) -> set[str]:
    """Every way that the catalogue knows to write a place, in all languages."""
    names = [place.names, place.short, *(former.names for former in place.former_names)]
    return {name[lang] for name in names for lang in LANGS} | set(place.aliases)


def find(catalogue: Catalogue, spelling: str) -> list[str]:
    """The codes of all places written so: one, if the spelling is known and not ambiguous."""
    return [place.code for place in catalogue.places.values() if spelling.strip() in spellings(place)]
