"""How a document is laid out: where it is from, which kind of decision it is, and its quirks."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass, replace

from tests.etl.decisions.layouts.quirks import Quirk, tidy


class Site(enum.Enum):
    """Where the document was taken from, which is its file's form."""

    ADILET = "a page of adilet.zan.kz"
    UCHET = "a page of zakon.uchet.kz"
    COMPARE = "adilet's /compare: two columns, each with the whole text"
    COMPARE_ROWS = "the same with a row per paragraph"
    PRG = "a fragment of prg.kz: spans, no frame of the page"
    TEXT = "plain text"
    WORD = "a .docx"


class Form(enum.Enum):
    """Which kind of decision."""

    ORIGINAL = "approves a budget"
    CONSOLIDATED = "the same, with its first point as a later decision restated it"
    UPDATED = "the same, marked as updated without saying where"
    RESTATED = "restates the first point of an earlier decision"
    POINTS = "restates some sub-points of it"
    SWAPS = "swaps some figures of it"


class Several(enum.Enum):
    """How several budgets stand in one decision."""

    POINTS = "a numbered point each"
    HEADINGS = "one point, with a heading each"


class Annexes(enum.Enum):
    NONE = "none"
    FIRST = "of the budget's year"
    ALL = "of all three years, and of other things"


@dataclass(frozen=True)
class Layout:
    """``form`` None: as the facts ask for. ``names_place``: whether titles and points name the place, or leave it to
    the name of the maslikhat. ``inverted``: «маслихат Костанайского района». ``wording`` picks among equal phrases."""

    site: Site = Site.ADILET
    form: Form | None = None
    several: Several = Several.POINTS
    annexes: Annexes = Annexes.NONE
    names_place: bool = True
    inverted: bool = False
    is_old: bool = False
    has_subgroups: bool = False
    has_subprogrammes: bool = False
    is_stepped: bool = False
    wording: int = 0
    quirks: frozenset[Quirk] = frozenset()

    def having(self, *quirks: Quirk) -> Layout:
        """With these quirks too; of a dimension the first by name stays."""
        return replace(self, quirks=tidy({*self.quirks, *quirks}))

    def has(self, *quirks: Quirk) -> bool:
        return any(quirk in self.quirks for quirk in quirks)


def layout(*quirks: Quirk, **fields: object) -> Layout:
    """A layout with quirks."""
    return Layout(**fields).having(*quirks)  # type: ignore[arg-type]


def conflicts(quirks: Collection[Quirk]) -> bool:
    """Whether two quirks exclude each other."""
    return tidy(quirks) != frozenset(quirks)
