"""Words and numbers in the reader's language.

Every text a reader sees comes from ``<lang>/*.po`` beside this file (keyed messages, plurals by gettext's rules), every
name of a code from the catalogue's labels and places, every number from Babel's locale data.
"""

from __future__ import annotations

import gettext
import io
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from catalogue.loader import load
from catalogue.models import LANGS as LANGS

DEFAULT_LANG = "ru"
LANGUAGE_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
MINUS = "−"
NBSP = "\u00a0"

# A number with no-break spaces between thousands and a decimal comma.
FIGURE = re.compile(r"\d+(?:[\u00a0\u202f]\d{3})*(?:,\d+)?")

Number = int | float | Decimal


class Words:
    """The texts of one language. Call it with a key: ``words("receipt.total")``; a missing key is a KeyError."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGS:
            raise ValueError(f"unknown language {lang!r}; allowed: {', '.join(LANGS)}")
        self.lang = lang
        self.locale = Locale.parse(lang)
        messages = Catalog(locale=lang)
        for path in sorted((Path(__file__).parent / lang).glob("*.po")):
            with path.open("rb") as source:
                for message in read_po(source, locale=lang, abort_invalid=True):
                    if message.id and message.id in messages:
                        raise ValueError(f"{path}: {message.id!r} stands twice")
                    messages[message.id] = message
        compiled = io.BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        self._messages = gettext.GNUTranslations(compiled)
        self.keys = frozenset(m.id if isinstance(m.id, str) else m.id[0] for m in messages if m.id)

    def __call__(self, key: str, **values: object) -> str:
        if key not in self.keys:
            raise KeyError(f"no text for {key!r} in i18n/{self.lang}")
        return self._messages.gettext(key).format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """A text whose form follows the number ``n``; the text may use ``{n}``, already formatted."""
        if key not in self.keys:
            raise KeyError(f"no text for {key!r} in i18n/{self.lang}")
        return self._messages.ngettext(key, key, n).format(n=self.number(n), **values)

    def number(self, value: Number, decimals: int = 0) -> str:
        """``1 006 034`` with no-break spaces (ru, kk), ``1,006,034`` (en); exactly ``decimals`` decimals."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return _typographic(format_decimal(value, pattern, locale=self.locale))

    def percent(self, value: Number, decimals: int = 0) -> str:
        """``value`` in per cent (67, not 0.67)."""
        pattern = self.locale.percent_formats[None].pattern
        fraction = "." + "0" * decimals if decimals else ""
        pattern = pattern.replace("#,##0", "#,##0" + fraction)
        return _typographic(format_percent(Decimal(str(value)) / 100, pattern, locale=self.locale))

    def figures(self, text: str) -> str:
        """Figures inside a text, written as in Russian (``1 006 034; 40,8``), in this language's notation."""
        if self.lang != "en":
            return text
        return FIGURE.sub(lambda found: _to_english(found[0]), text)

    def money(self, kzt: Number, decimals: int = 0) -> str:
        """Tenge, written the same way in all three languages: number, no-break space, sign."""
        return f"{self.number(kzt, decimals)}{NBSP}₸"

    def money_billion(self, kzt: Number, decimals: int = 1) -> str:
        """Billions of tenge with the unit word: ``940,6 млрд ₸``."""
        return self("number.billion_kzt", value=self.number(Decimal(str(kzt)) / 10**9, decimals))

    def date(self, iso: str) -> str:
        """A date in words: ``23 ноября 2026 г.``"""
        return format_date(date.fromisoformat(iso), "long", locale=self.locale)

    def language(self, code: str) -> str:
        """The name of a language, in this one."""
        return str(Locale.parse(code).get_display_name(self.lang))

    def label(self, domain: str, code: str, *, short: bool = False) -> str:
        """The name of a code; the short one for axes where the catalogue has one."""
        entry = load().labels[domain][code]
        text = entry.short if short and entry.short else entry
        return str(getattr(text, self.lang))

    def place(self, code: str, *, short: bool = False) -> str:
        """The name of a place by its ISO 3166-2 code."""
        entry = load().places[code]
        return str(getattr(entry.short if short else entry.names, self.lang))

    def text(self, texts: object) -> str:
        """One language of a catalogue text that has ``ru``, ``kk`` and ``en``."""
        return str(getattr(texts, self.lang))


def _typographic(number: str) -> str:
    """One kind of no-break space, and a minus that is as wide as a plus."""
    return number.replace("\u202f", NBSP).replace("-", MINUS)


def _to_english(figure: str) -> str:
    whole, _, decimals = figure.replace("\u202f", NBSP).partition(",")
    return whole.replace(NBSP, ",") + (f".{decimals}" if decimals else "")


@cache
def words(lang: str) -> Words:
    """The texts of ``lang`` (ru, kk, en), read once."""
    return Words(lang)
