"""The receipt of what was spent: 15 functional groups of a place in a period, services first, then what stands apart.

Debt service (14) and transfers to other budgets (15) buy no service here: they have parts of their own, and all parts
together are the executed total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure, layout
from dashboard.figures.receipt_periods import Period, amounts, is_from_january, read
from dashboard.figures.receipt_sums import apportion, divisor
from dashboard.frames import records
from dashboard.i18n import Words

Tables = Mapping[str, pd.DataFrame]

PER = ("resident", "employed_official", "resident_2025", "total")
SPANS = ("whole", "month")
PARTS = ("services", "debt", "transfers")
APART = {"14": "debt", "15": "transfers"}


@dataclass(frozen=True)
class Executed:
    """What a reader asked to see of a place's spending, as far as the sources have it.

    ``rows`` are the 15 groups in the source's order: ``function_code``, ``part``, ``amount_kzt_million``, ``is_fall``,
    ``shown`` (whole tenge per person, tenths of a million of the total) and ``share_pct``. ``is_counted``: the residents
    of the year are known. ``is_whole``: the figures begin where the period does.
    """

    place: str
    period: Period
    per: str
    people: Fraction
    span: str
    rows: pd.DataFrame
    is_counted: bool
    is_whole: bool

    @property
    def is_total(self) -> bool:
        return self.per == "total"

    def money(self, shown: int, words: Words) -> str:
        """An amount as the rows show it, with its unit."""
        return signed(min(shown, 0), million(abs(shown), words) if self.is_total else words.money(abs(shown)))


def million(tenths: int, words: Words) -> str:
    """Tenths of a million tenge: ``470 354,8 млн ₸``."""
    return words("receipt.million", value=words.number(Decimal(tenths) / 10, 1))


def signed(value: float, text: str) -> str:
    """The text of an absolute value with the sign of ``value``."""
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


def per_of(population: pd.DataFrame, place: str, year: int, per: str) -> str:
    """The denominator asked for; where nobody counted it for the year, residents; where nobody counted those, none: the
    total. Another year's number is never put in silently."""
    candidates = (per, "resident", "total")
    return next(one for one in candidates if divisor(population, place, year, one) is not None)


def read_execution(tables: Tables, state: Mapping[str, str]) -> Executed | None:
    """``state``: place, to (a period's code), per, period (``whole`` or ``month``). None where the source has no figures
    for the place and period."""
    place, period = state["place"], read(state["to"])
    functional, population = tables["functional_execution"], tables["population"]
    found = amounts(functional, place, period)
    if found is None:
        return None
    per = per_of(population, place, period.year, state["per"])
    is_whole = period.first > 1 or is_from_january(functional, place, period.year)
    span = state["period"] if is_whole else "whole"
    people = divisor(population, place, period.year, per) or Fraction(1)
    return Executed(
        place=place,
        period=period,
        per=per,
        people=people,
        span=span,
        rows=build_rows(found, people, period.months if span == "month" else 1, per),
        is_counted=divisor(population, place, period.year, "resident") is not None,
        is_whole=is_whole,
    )


def build_rows(found: pd.DataFrame, people: Fraction, months: int, per: str) -> pd.DataFrame:
    """The groups with what is displayed of them: amounts that add up, and shares of all."""
    exact = [Fraction(str(amount)) for amount in found["amount_kzt_million"]]
    unit = 10 if per == "total" else 10**6
    total = sum(exact, Fraction(0))
    return found.assign(
        part=[APART.get(code, "services") for code in found["function_code"]],
        shown=apportion([amount * unit / (people * months) for amount in exact]),
        share_pct=[float(amount / total * 100) for amount in exact],
    )


def withdrawals(
    budget: pd.DataFrame, executed: Executed
) -> tuple[tuple[int, int], tuple[float, float]] | None:
    """Transfers split in two, withdrawals to the republican budget and the rest: displayed amounts that add up to the
    group's, and shares of all. None where the table `budget_execution` has no withdrawals for the period."""
    period = executed.period
    taken = budget[
        (budget["region_code"] == executed.place)
        & (budget["measure"] == "withdrawals")
        & (budget["cumulative_to"] == f"{period.year}-{period.last:02}")
    ]
    if period.first > 1 or taken.empty:
        return None
    group = next(row for row in records(executed.rows) if row["part"] == "transfers")
    part = Fraction(str(taken["value_kzt_million"].iloc[0])) / Fraction(str(group["amount_kzt_million"]))
    if part > 1:  # then it is no part of what the group holds
        return None
    first, rest = apportion([part * group["shown"], (1 - part) * group["shown"]])
    share = group["share_pct"]
    return (first, rest), (float(part) * share, float(1 - part) * share)


def ordered(rows: pd.DataFrame, sort: str, words: Words) -> pd.DataFrame:
    """Services, debt service, transfers; within the services by amount, by name, or as the source has them."""
    rows = rows.assign(
        name=[words.label("function", code) for code in rows["function_code"]],
        rank=[PARTS.index(part) for part in rows["part"]],
    )
    key = {"amount": "amount_kzt_million", "name": "name", "source": "function_code"}[sort]
    rows = rows.sort_values(
        ["rank", key], ascending=[True, sort != "amount"], kind="stable", ignore_index=True
    )
    return rows.drop(columns="rank")


def who(executed: Executed, words: Words) -> str:
    """Whose share an amount is, and of how many."""
    per = words(f"receipt.per.{executed.per}")
    if executed.is_total:
        return per
    return words("receipt.head.shared", per=per, people=people_text(executed.people, words))


def inside(name: str) -> str:
    """The name of a functional group inside a sentence: none of them begins with a name or an abbreviation."""
    return name[:1].lower() + name[1:]


def people_text(people: Fraction, words: Words) -> str:
    """A number of people; an annual mean may end in a half."""
    return words.number(float(people), 0 if people.denominator == 1 else 1)


def notes(executed: Executed, words: Words) -> list[str]:
    """What must be known of the period: figures that begin later than it, an odd number of months, residents not counted
    yet, an amount below zero."""
    said = []
    period = executed.period
    if not executed.is_whole:
        said.append(words("receipt.note.begun", place=words.place(executed.place), year=period.year))
    elif not (period.is_year or period.is_quarter):
        said.append(words("receipt.note.months", when=period.name(words)))
    if not executed.is_counted:
        kind = "total" if executed.is_total else "before"
        said.append(words(f"receipt.note.uncounted.{kind}", year=period.year))
    said += [
        words("receipt.note.fall", name=words.label("function", code))
        for code in executed.rows.loc[executed.rows["is_fall"], "function_code"]
    ]
    return said


def no_period(state: Mapping[str, str], words: Words) -> str:
    """That the source has no figures for a place and period."""
    when = read(state["to"]).name(words)
    return words("receipt.nothing", place=words.place(state["place"]), when=when)


def nothing(why: str, columns: list[str]) -> Drawing:
    """The drawing of what there are no figures for: the reason, and no axes."""
    bare = {"visible": False, "fixedrange": True}
    figure: Figure = {"data": [], "layout": layout(height=40, xaxis=bare, yaxis=bare)}
    return Drawing(why, "", why, figure, pd.DataFrame(columns=columns))
