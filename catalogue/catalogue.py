"""The whole catalogue, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from catalogue.models import (
    LANGS,
    Column,
    Correction,
    FindingText,
    KnownDifference,
    Label,
    Place,
    Source,
    Table,
)
from catalogue.spelling import normal
from catalogue.survey import Claim, Questionnaire, Wave


@dataclass(frozen=True)
class Catalogue:
    """Everything under `data/catalogue`, `data/corrections` and what describes the sources, by id."""

    sources: dict[str, Source]
    columns: dict[str, Column]
    tables: dict[str, Table]
    places: dict[str, Place]
    labels: dict[str, dict[str, Label]]
    findings: dict[str, FindingText]
    corrections: dict[str, tuple[Correction, ...]]
    known_differences: tuple[KnownDifference, ...]
    questionnaires: dict[str, Questionnaire]
    waves: dict[str, Wave]
    claims: dict[str, tuple[Claim, ...]]

    @cached_property
    def written(self) -> dict[str, tuple[str, ...]]:
        """The codes of the places that a normal form (`catalogue.spelling`) may mean."""
        codes: dict[str, list[str]] = {}
        for place in self.places.values():
            forms = {normal(spelling) for spelling in (place.code, *place.spellings)}
            if place.level in ("republican_city", "city", "town"):
                forms |= {normal(f"город {form}") for form in forms if not form.endswith("город")}
            for form in forms:
                codes.setdefault(form, []).append(place.code)
        return {form: tuple(places) for form, places in codes.items()}

    def asked_in(self, wave_id: str) -> Questionnaire:
        """The questionnaire of a wave; KeyError for an unknown one."""
        return self.questionnaires[self.waves[wave_id].questionnaire]

    def domains(self, table: Table, column: str) -> tuple[str, ...]:
        """The label domains whose codes this column of this table may hold."""
        own = next(c.labels for c in table.columns if c.name == column)
        return self.columns[column].labels if own is None else own

    def label(self, domain: str, code: str, lang: str) -> str:
        """The word for a code in a language; KeyError for an unknown domain, code or language."""
        if lang not in LANGS:
            raise KeyError(lang)
        return self.labels[domain][code][lang]
