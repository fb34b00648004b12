"""A council as the table `maslikhat` has it: its seats by party, who says so, and how both are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from babel.dates import format_skeleton

from dashboard.figures.councils import RESIDUAL, Range, effective_parties, largest_share
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

NONE = "none"  # no second council
INDEPENDENT = "self_nominated"  # deputies of no party: each stands for itself
PARTY_LIST = "party_list"
THESIS, WIKIPEDIA = "thesis", "wikipedia"  # kinds of source
PUBLICATION = ["source_kind", "source_date", "source_url", "source_ref"]


@dataclass(frozen=True)
class Council:
    """One council: seats by party, and those whose party the source leaves out.

    ``is_list``: the parties are those of deputies elected from party lists, the others sit for single-mandate
    districts. ``kinds`` are the kinds of source of its parties.
    """

    place: str
    convocation: str
    seats: int
    parties: dict[str, int]
    is_list: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return self.seats - sum(self.parties.values())

    @property
    def largest(self) -> str:
        known = {party: seats for party, seats in self.parties.items() if party != INDEPENDENT}
        return max(known, key=lambda party: known[party], default=RESIDUAL)

    @property
    def blocs(self) -> list[int]:
        """Seats of each party; a deputy of no party is one of its own."""
        alone = self.parties.get(INDEPENDENT, 0)
        return [*(seats for party, seats in self.parties.items() if party != INDEPENDENT), *[1] * alone]

    @property
    def lead(self) -> int:
        """Seats of the largest party beyond the next, and beyond what the missing ones could add to that."""
        counts = sorted([*self.blocs, 0, 0], reverse=True)
        return counts[0] - counts[1] - self.missing

    @property
    def share(self) -> Range:
        return largest_share(self.blocs, self.missing)

    @property
    def effective(self) -> Range:
        return effective_parties(self.blocs, self.missing)

    def name(self, words: Words) -> str:
        """``Almaty, VII convocation``"""
        return f"{words.place(self.place, short=True)}, {words.label('convocation', self.convocation, short=True)}"

    def source(self, words: Words) -> str:
        """The kinds of source, in a few words."""
        return "; ".join(words.label("source_kind", kind, short=True) for kind in self.kinds)


def rows_of(data: pd.DataFrame, code: str, attribute: str) -> pd.DataFrame:
    """The rows of a council (``KZ-75.VII``) about one attribute of its deputies."""
    place, _, convocation = code.rpartition(".")
    is_wanted = (data["council"] == place) & (data["convocation"] == convocation)
    return data[is_wanted & (data["attribute"] == attribute)]


def read_council(data: pd.DataFrame, code: str) -> Council:
    """A council of the table `maslikhat`."""
    rows = rows_of(data, code, "party")
    known = rows[~rows["is_residual"]]
    return Council(
        place=rows["council"].iloc[0],
        convocation=rows["convocation"].iloc[0],
        seats=int(rows["seats_total"].iloc[0]),
        parties={row["category"]: int(row["seats"]) for row in records(known)},
        is_list=PARTY_LIST in set(rows["council_part"]),
        kinds=tuple(known["source_kind"].unique()),
    )


def shown_councils(state: State) -> list[str]:
    """The chosen council, and the one beside it unless it is the same."""
    return list(dict.fromkeys(code for code in (state["council"], state["with"]) if code != NONE))


def is_one_term(councils: Sequence[Council]) -> bool:
    """Whether all are of the same convocation: then it need not be said with each."""
    return len({council.convocation for council in councils}) == 1


def say_range(found: Range, words: Words, *, decimals: int, is_percent: bool = False) -> str:
    """A value, or "between … and …" where the seats that the source leaves out decide."""
    factor = 100 if is_percent else 1
    say = words.percent if is_percent else words.number
    high = say(float(found.high * factor), decimals)
    if found.low == found.high:
        return high
    return words("maslikhat.range", low=words.number(float(found.low * factor), decimals), high=high)


def say_of(part: int, whole: int, words: Words) -> str:
    """``29 of 39``"""
    return words("number.of", n=words.number(part), all=words.number(whole))


def say_councils(rows: pd.DataFrame, words: Words) -> str:
    """The councils of some rows by name, and their convocation once where it is the same."""
    known = rows.drop_duplicates(["council", "convocation"])
    return "; ".join(
        " · ".join(words.place(place, short=True) for place in group["council"])
        + f", {words.label('convocation', str(term))}"
        for term, group in known.groupby("convocation", sort=False)
    )


def say_where(rows: pd.DataFrame, thesis: str, words: Words) -> str:
    """Where the figures of some rows stand: the publications with their dates; ``thesis`` is what is said of its own."""
    said = [
        thesis
        if row["source_kind"] == THESIS
        else say_publication(row["source_ref"], row["source_date"], words)
        for row in records(rows.drop_duplicates(PUBLICATION))
    ]
    return "; ".join(dict.fromkeys(said))


def say_publication(title: str, published: str, words: Words) -> str:
    """A publication's title, with its date where it shows one."""
    if not published:
        return title
    return words("maslikhat.publication", title=title, date=_say_date(published, words))


def _say_date(iso: str, words: Words) -> str:
    """A date in words, or a month where no day is known (``2023-03``)."""
    if len(iso) > len("2023-03"):
        return words.date(iso)
    return str(format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=words.locale))
