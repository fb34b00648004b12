"""How what a reader types is compared with what is shown. `assets/20-view.js` has the same rules for instant answers.

Forgiving where people differ: case, ё and е, Kazakh letters typed on a Russian keyboard, word endings, spaces inside
numbers; any of the three languages, and the everyday words that the catalogue lists beside the official names.
"""

from __future__ import annotations

import re

from catalogue.loader import load
from catalogue.models import LANGS

LOOKALIKES = str.maketrans("ёәіңғүұқөһ", "еаингуукох")
SHORT = 4  # letters of a word that always count; the last two of a longer one may be an ending


def fold(text: str) -> str:
    """Lower case, look-alike letters made one, single spaces, none inside numbers."""
    plain = " ".join(text.split()).casefold().translate(LOOKALIKES)
    return re.sub(r"(?<=\d) (?=\d)", "", plain)


def stems(query: str) -> list[str]:
    """What must all be found: each word without its last two letters, where it is long enough."""
    words = fold(query).split()
    return [word if any(map(str.isdigit, word)) else word[: max(SHORT, len(word) - 2)] for word in words]


def is_match(query: str, searched: str) -> bool:
    """Whether folded text has every word of the query; an empty query matches everything."""
    return all(stem in searched for stem in stems(query))


def searchable(domain: str, code: str) -> str:
    """Every word that a code goes by, folded."""
    label = load().labels[domain][code]
    texts = [label, *(text for text in (label.short, label.also) if text)]
    return fold(" ".join(text[lang] for text in texts for lang in LANGS))
