"""What is known about a wave besides its answers: title, publisher, terms, and what surveys should disclose."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, Field, ValidationError

from catalogue.models import LANGS, Label, Model
from catalogue.survey import DISCLOSURE
from etl.errors import DataError

M = TypeVar("M", bound=Model)

NOT_STATED = {"ru": "не указано", "kk": "көрсетілмеген", "en": "not stated"}

_MEND = "Mend the file; `python -m etl ingest survey --template about` prints one to fill in."

TEMPLATE = """\
# What is known about a survey wave: python -m etl ingest survey FILE --about THIS_FILE ...
# Leave out what is not known: it is shown as "not stated". A text may be given once, as in `author`, or in up to three
# languages: {ru: "...", kk: "...", en: "..."}. A language without a text shows another's; nothing is translated.
title: {ru: "", kk: "", en: ""}
year:              # default: from --year or from the times in the file
author: ""
publisher: {ru: "", kk: "", en: ""}
licence: {ru: "", kk: "", en: ""}  # on what terms the answers may be used
citation: {ru: "", kk: "", en: ""}
url: ""
date_published: ""
disclosure:
  sponsor: ""       # who paid
  conductor: ""     # who conducted it
  fieldwork: ""     # when people were asked (default: first and last day in the file)
  mode: ""          # online, by telephone, face to face
  population: ""    # whom it is about
  recruitment: ""   # how people were invited or drawn
  sample_size: ""   # how many were invited, how many answered
  languages: ""     # languages of the questionnaire
  weighting: ""     # default: what --margins-source says
  processing: ""    # how answers were checked
  limits: ""        # what can't be concluded
  contact: ""       # whom to ask
"""


def _text(value: Any) -> Any:
    """One text stands for all languages; what is empty was not filled in. A YAML date or number is text."""
    if isinstance(value, dict):
        given = {
            lang: str(text).strip() for lang, text in value.items() if text is not None and str(text).strip()
        }
        return given or None
    text = "" if value is None else str(value).strip()
    return dict.fromkeys(LANGS, text) if text else None


def _word(value: Any) -> Any:
    return None if value is None or not str(value).strip() else str(value).strip()


class Given(Model):
    """A text in as many languages as it was given in."""

    ru: str | None = None
    kk: str | None = None
    en: str | None = None

    @property
    def label(self) -> Label:
        """All three: a language without a text has the first that there is."""
        texts = {lang: getattr(self, lang) for lang in LANGS}
        first = next(text for text in texts.values() if text)
        return Label.model_validate({lang: text or first for lang, text in texts.items()})

    @property
    def lacks(self) -> list[str]:
        """The languages that have no text of their own."""
        texts = [getattr(self, lang) for lang in LANGS]
        return [
            lang
            for lang, text in zip(LANGS, texts, strict=True)
            if not text or text in texts[: LANGS.index(lang)]
        ]


Text = Annotated[Given | None, BeforeValidator(_text)]
Word = Annotated[str | None, BeforeValidator(_word)]


class About(Model):
    """The file that `--template about` prints, filled in as far as things are known."""

    title: Text = None
    year: int | None = Field(default=None, ge=1991, le=2100)
    author: Word = None
    publisher: Text = None
    licence: Text = None
    citation: Text = None
    url: Word = None
    date_published: Word = None
    disclosure: dict[str, Text] = Field(default_factory=dict)

    @property
    def texts(self) -> dict[str, Given]:
        """Every text that is given, by its key."""
        named = {key: getattr(self, key) for key in ("title", "publisher", "licence", "citation")}
        named |= {f"disclosure.{key}": text for key, text in self.disclosure.items()}
        return {key: text for key, text in named.items() if text}


def read(path: Path | None) -> About:
    """The file's contents, nothing if there is none. Raises DataError for an unknown key or what is no YAML."""
    if path is None:
        return About()
    about = read_model(path, About)
    for key in about.disclosure:
        if key not in DISCLOSURE:
            raise DataError(path, None, f"disclosure.{key}", key, f"one of {', '.join(DISCLOSURE)}", _MEND)
    return about


def read_model(path: Path, model: type[M]) -> M:
    """A YAML file as a model; DataError names the key that does not fit."""
    advice = _MEND if model is About else "Mend it; data/sources/thesis-2022/questionnaire.yml is an example."
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return model.model_validate({} if content is None else content)
    except OSError as error:
        found = error.strerror or "unreadable"
        raise DataError(path, None, None, found, "a YAML file", "Give the path of the file.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise DataError(path, row, None, type(error).__name__, "valid YAML in UTF-8", advice) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or None
        found = "nothing" if first["type"] == "missing" else str(first["input"])[:80]
        raise DataError(path, None, key, found, first["msg"], advice) from error


def period(first: date, last: date) -> Label:
    """The days of fieldwork, in words."""
    from babel.dates import format_date

    locales = {"ru": "ru", "kk": "kk", "en": "en_GB"}
    days = {
        lang: [format_date(day, "long", locale) for day in (first, last)] for lang, locale in locales.items()
    }
    return Label.model_validate({lang: " – ".join(dict.fromkeys(texts)) for lang, texts in days.items()})
