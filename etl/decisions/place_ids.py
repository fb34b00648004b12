"""Stable ASCII names of places: the same spelling gives the same one on any machine, forever."""

from __future__ import annotations

import re
import unicodedata

# Letter by letter, for Russian and Kazakh alike; ё is е, since texts write either for the same name.
_LATIN = str.maketrans(dict(zip("абвгдезийклмнопрстуфыэәғқңөұүһі", "abvgdeziyklmnoprstufyeagqnouuhi", strict=True)))
_LATIN |= str.maketrans({"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch"})
_LATIN |= str.maketrans({"ъ": "", "ь": "", "ю": "yu", "я": "ya", "№": ""})
_REST = re.compile(r"[^a-z0-9]+")


def place_id(region_code: str, place: str) -> str:
    """Such as KZ-39.tobyl-kostanayskiy-rayon. Case, ё, punctuation and spaces do not matter."""
    latin = unicodedata.normalize("NFC", place).casefold().translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return f"{region_code}.{_REST.sub('-', plain).strip('-')}"
