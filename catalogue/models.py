"""What the catalogue's files hold. Every model forbids unknown keys: a slip in a YAML file is an error."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DTYPE = Literal["string", "int", "float", "bool"]
LANGS = ("ru", "kk", "en")


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Model):
    """A text in the three languages of the site. Where given, `short` is for narrow places such as axes, and `also`
    are everyday words that people search by."""

    ru: str = Field(min_length=1)
    kk: str = Field(min_length=1)
    en: str = Field(min_length=1)
    short: Label | None = None
    also: Label | None = None

    def __getitem__(self, lang: str) -> str:
        return str(getattr(self, lang))


class TranscriptionNote(Model):
    """Where the original leaves a doubt about what it prints."""

    file: str
    where: str
    note: str


class Source(Model):
    """A published work or data set: who, what, when, where, on what terms, and how its facts got here."""

    id: str
    title: Label
    publisher: Label
    author: str | None
    date_published: str | None
    url: str | None
    url_note: str | None = None
    licence: Label
    obtained: str
    retrieved: str
    citation: Label
    sha256: dict[str, str]
    transcription_notes: tuple[TranscriptionNote, ...] = ()


class Checks(Model):
    """Limits on a column's values: at least, at most, one of."""

    ge: float | None = None
    le: float | None = None
    isin: tuple[str | int, ...] | None = None


def _domains(value: Any) -> Any:
    """`labels:` may be one domain, several or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


Domains = Annotated[tuple[str, ...], BeforeValidator(_domains)]


class Column(Model):
    """A column's meaning, the same in every table.

    `unit` is a code of the label domain `unit`; `labels` are the domains that its codes come from (none: free
    text or a number).
    """

    name: str
    dtype: DTYPE
    unit: str | None = None
    labels: Domains = ()
    title: Label
    description: Label


class TableColumn(Model):
    """A column as one table uses it. `labels`, where given, takes the place of the domains of `columns.yml`.

    `nullable`: a value may be missing; `blank`: a text may be empty, which the column's description explains.
    """

    name: str
    nullable: bool = False
    blank: bool = False
    checks: Checks = Checks()
    labels: Domains | None = None


class Table(Model):
    """A built table: what a row is, where it comes from, what must hold.

    `source_files` are paths below `data/sources`; `needs` are tables that must be built before.
    `findings` says that the audit has something to say about this table. `waves`: it also holds every survey wave
    that was taken in (the loader adds their sources and files). `public`: it may be downloaded as it is; answers of
    single respondents may not.
    """

    id: str
    title: Label
    description: Label
    key: tuple[str, ...] = Field(min_length=1)
    columns: tuple[TableColumn, ...] = Field(min_length=1)
    sources: tuple[str, ...]
    source_files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    licence: str
    findings: bool
    notes: Label | None = None
    waves: bool = False
    public: bool = True


class FormerName(Model):
    """A name that a place bore for a time."""

    names: Label
    valid_from: date
    valid_to: date


class Place(Model):
    """A region or the country, with its codes and every spelling that the sources use."""

    code: str
    kato: str | None
    level: str
    names: Label
    short: Label
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    valid_from: date | None
    valid_to: date | None
    note: str | None = None


class FindingText(Model):
    """The words of an audit rule; `where` and `explanation` hold {placeholders} that the audit fills."""

    kind: str
    severity: str
    charts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    where: Label
    explanation: Label


class Correction(Model):
    """A cell that the source prints wrongly: what it prints, what is right, why, and which finding shows it.

    `match` names the row by its key columns; `corrected` is a number as the source writes it, or a code.
    """

    id: str
    file: str
    match: dict[str, str]
    column: str
    printed: str
    corrected: str
    reason: Label
    finding: str
