"""The places of the catalogue as a table, held against the state classifier and the decrees that changed the division."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from catalogue.catalogue import Catalogue
from catalogue.models import FormerName, Period, Place
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.files import read_csv

CODES, CODES_FILE = "kato", "objects.csv"
CHANGES, CHANGES_FILE = "administrative-changes", "changes.csv"
PLACES = "data/catalogue/places.yml"
SEVERAL = "~"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per place, in the catalogue's order. DataError where the catalogue and a source do not say the same."""
    objects = _classified(inputs)
    decrees = _decrees(inputs)
    return pd.DataFrame(
        [_row(place, objects, decrees.get(place.code, "")) for place in inputs.catalogue.places.values()]
    )


def _row(place: Place, objects: dict[str, str], decree: str) -> dict[str, str]:
    by_code = place.kato is not None
    return {
        "place_code": place.code,
        "kato": place.kato or "",
        "level": place.level,
        "parent_code": place.parents[-1].code if place.parents else "",
        "valid_from": _day(place, "valid_from"),
        "valid_to": _day(place, "valid_to"),
        "name_ru": place.names.ru,
        "name_kk": place.names.kk,
        "name_en": place.names.en,
        "former_names": SEVERAL.join(map(_former, place.former_names)),
        "predecessors": SEVERAL.join(place.predecessors),
        "successors": SEVERAL.join(place.successors),
        "spellings": SEVERAL.join(sorted(place.spellings)),
        "source_id": CODES if by_code else CHANGES,
        "source_ref": objects[place.kato]
        if place.kato
        else decree or "the state whose division the decrees change",
    }


def _day(period: Period, end: str) -> str:
    day = getattr(period, end)
    return day.isoformat() if day else ""


def _former(former: FormerName) -> str:
    """«Нур-Султан (2019-03-23–2022-09-17)»; an end that is not known is left out."""
    return f"{former.names.ru} ({_day(former, 'valid_from')}–{_day(former, 'valid_to')})"


def _classified(inputs: Inputs) -> dict[str, str]:
    """Code of the classifier → where it stands there."""
    path = inputs.data / "sources" / CODES / CODES_FILE
    frame = read_csv(CODES, CODES_FILE, ("kato", "name_ru", "name_kk", "source_ref"), inputs.data)
    used = {place.kato: place.code for place in inputs.catalogue.places.values() if place.kato}
    for line, code in frame["kato"].items():
        if code not in used:
            raise DataError(path, int(str(line)), "kato", code, f"a code that a place in {PLACES} has")
    for code in used.keys() - set(frame["kato"]):
        raise DataError(path, None, "kato", code, f"a row for the code of {used[code]} in {PLACES}")
    return dict(zip(frame["kato"], frame["source_ref"], strict=True))


def _decrees(inputs: Inputs) -> dict[str, str]:
    """Place → the decree that last took territory from it. DataError unless the decrees' changes are the catalogue's."""
    path = inputs.data / "sources" / CHANGES / CHANGES_FILE
    columns = ("date", "kind", "place_code", "from_code", "decree", "url", "source_ref")
    frame = read_csv(CHANGES, CHANGES_FILE, columns, inputs.data)
    stated = {
        tuple(row): int(str(line))
        for line, row in zip(frame.index, frame[list(columns[:4])].to_numpy(), strict=True)
    }
    implied = changes(inputs.catalogue)
    for change in stated.keys() - implied:
        raise DataError(path, stated[change], "kind", ",".join(change), f"a change that {PLACES} has too")
    _all_stated(path, sorted(implied - stated.keys()))
    return {code: f"decree of {day}" for code, day in zip(frame["from_code"], frame["date"], strict=True)}


def _all_stated(path: Path, missing: list[tuple[str, str, str, str]]) -> None:
    if missing:
        raise DataError(
            path, None, "kind", ",".join(missing[0]), f"a row for this change, which {PLACES} has"
        )


def changes(catalogue: Catalogue) -> set[tuple[str, str, str, str]]:
    """Day, kind, place and the place that it came from, of every change that the catalogue dates."""
    found = set()
    for place in catalogue.places.values():
        if place.valid_from:
            begun = str(place.valid_from)
            for code in place.predecessors or ("",):
                kind = "split_off" if code and catalogue.places[code].valid_to is None else "formed"
                found.add((begun, kind, place.code, code))
        for before, after in zip(place.parents, place.parents[1:], strict=False):
            found.add((str(after.valid_from), "moved", place.code, before.code))
        for former in place.former_names:
            for day in (former.valid_from, former.valid_to):
                if day:
                    found.add((str(day), "renamed", place.code, ""))
    return found
