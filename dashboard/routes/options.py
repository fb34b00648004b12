"""Parameters that every address outside the pages takes."""

from __future__ import annotations

from dashboard.i18n import DEFAULT_LANG, LANGS
from dashboard.url_state import Choice

LANG = Choice("lang", LANGS, DEFAULT_LANG)
