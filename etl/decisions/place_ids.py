"""Stable ASCII names of places: the same name gives the same one on any machine, forever."""

from __future__ import annotations

import re
import unicodedata

from catalogue.spelling import normal

# Letter by letter, for Russian and Kazakh alike.
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziyklmnoprstufyeagqnouuhi", strict=True))
)
_LATIN |= str.maketrans({"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch"})
_LATIN |= str.maketrans({"ъ": "", "ь": "", "ю": "yu", "я": "ya", "№": ""})
_REST = re.compile(r"[^a-z0-9]+")


def place_id(region_code: str, place: str) -> str:
    """Such as KZ-39.tobyl-gorod-kostanayskiy-rayon for «г. Тобыл, Костанайский район», however the kinds of places are
    written."""
    plain = " ".join(normal(part) for part in place.split(",")).translate(_LATIN)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{region_code}.{_REST.sub('-', ascii_only).strip('-')}"
