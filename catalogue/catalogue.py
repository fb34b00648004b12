"""The whole catalogue, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.models import LANGS, Column, Correction, FindingText, Label, Place, Source, Table
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
    questionnaires: dict[str, Questionnaire]
    waves: dict[str, Wave]
    claims: dict[str, tuple[Claim, ...]]

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
