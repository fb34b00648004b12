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


LEVEL = Literal[
    "country",
    "oblast",
    "republican_city",
    "city",
    "district",
    "town",
    "settlement",
    "rural_district",
    "village",
]
REGION_LEVELS = ("oblast", "republican_city")


class Period(Model):
    """From the first day (null: earlier than any year shown) until the first day that is no longer in it (null: open)."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the day is in the period."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


class FormerName(Period):
    """A name that a place bore for a time. `valid_to` null: it is past, but the day that ended it is not verified."""

    names: Label


class Parent(Period):
    """The place that another one lies in, while it does."""

    code: str


class BorderChange(Model):
    """Territory that a region lost while it kept its code: the day, and the regions that it went to."""

    date: date
    to: tuple[str, ...] = Field(min_length=1)


class Place(Period):
    """The country, a region, or a place below it, with its codes and every spelling that the sources use.

    `abbr` is for tiles of a map (regions only). `predecessors` are the regions that its territory came from when it
    began, `successors` those that it went to when it ended. `parents`: only the country has none.
    """

    code: str
    kato: str | None
    level: LEVEL
    names: Label
    short: Label
    abbr: Label | None = None
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    parents: tuple[Parent, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    border_changes: tuple[BorderChange, ...] = ()
    note: str | None = None

    @property
    def spellings(self) -> set[str]:
        """Every way that the catalogue knows to write the place, in all languages."""
        names = [self.names, self.short, *(former.names for former in self.former_names)]
        return {name[lang] for name in names for lang in LANGS} | set(self.aliases)


class FindingText(Model):
    """The words of an audit rule; `where` and `explanation` hold {placeholders} that the audit fills."""

    kind: str
    severity: str
    charts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    where: Label
    explanation: Label


class Correction(Model):
    """A cell that the source prints wrongly: what it prints, what is right, why, and which finding of the audit shows it
    (official sources are not audited; their corrections stand on the data page).

    `match` names the row by its key columns; `corrected` is a number as the source writes it, or a code.
    """

    id: str
    file: str
    match: dict[str, str]
    column: str
    printed: str
    corrected: str
    reason: Label
    finding: str = ""


class KnownDifference(Model):
    """A reconciliation that does not hold in the source, for a reason that is known or was looked for.

    The bound of the check stays as it is: this one `scope` of it may differ by exactly `difference` (found less expected,
    as the source writes numbers), and the build stops as soon as it differs by anything else, or holds.
    """

    id: str
    reconciliation: str
    scope: str
    difference: str
    reason: Label
