"""What a decision is to say: the figures of the project's own table, or made up ones, and who decides, when, on what."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache

from catalogue.paths import ROOT
from etl.decisions.models import AMOUNTS
from tests.etl.decisions.layouts.gazetteer import PLACES
from tests.etl.decisions.layouts.places import Council, Place

DECISIONS = ROOT / "data" / "sources" / "maslikhat-decisions" / "decisions.csv"

KINDS = ("revenue_tax", "revenue_nontax", "revenue_capital", "revenue_special", "revenue_transfers")
BALANCE = ("revenue_total", "expenditure_total", "net_lending", "financial_assets_balance", "deficit")
_COLUMNS = tuple(
    amount for amount in AMOUNTS if amount not in {"revenue_special", "financial_assets_balance"}
)

Amounts = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Plan:
    """The budget of a place. None: the text has no line for it. ``loans`` are the loans given and those paid back;
    ``subventions`` are that part of the transfers."""

    place: Place
    amounts: Amounts
    loans: tuple[Decimal, Decimal] | None = None
    subventions: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """A decision. ``adopted`` and ``number`` are its own, ``base`` those of the decision that it amends or restates;
    ``is_whole`` is False where only the beginning of the text is at hand."""

    decision_id: str
    language: str
    plans: tuple[Plan, ...]
    year: int
    plan_years: str
    number: str
    adopted: date
    base: tuple[str, date] | None = None
    is_amendment: bool | None = False
    is_whole: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def council(self) -> Council:
        return self.plans[0].place.council

    def translated(self, language: str) -> Facts:
        """The same decision in the other language."""
        return replace(self, language=language)


def kinds_total(amounts: Amounts) -> Decimal:
    """What the kinds of revenue that the text shows add up to."""
    return sum((amounts.get(kind) or Decimal(0) for kind in KINDS), Decimal(0))


def balance(amounts: Amounts) -> Decimal | None:
    """revenue - expenditure - net lending - balance of financial assets - deficit, which should be nothing; None where
    one of the first three or the deficit is not shown."""
    known = [amounts.get(name) for name in ("revenue_total", "expenditure_total", "net_lending", "deficit")]
    if any(amount is None for amount in known):
        return None
    revenue, expenditure, lending, deficit = (amount or Decimal(0) for amount in known)
    return revenue - expenditure - lending - (amounts.get("financial_assets_balance") or Decimal(0)) - deficit


def is_complete(amounts: Amounts) -> bool:
    """Whether the text shows all that is needed to add it up."""
    return balance(amounts) is not None and kinds_total(amounts) == amounts["revenue_total"]


def is_sound(amounts: Amounts) -> bool:
    """Whether all is there and adds up."""
    return is_complete(amounts) and balance(amounts) == 0


def _amounts(row: Mapping[str, str]) -> dict[str, Decimal | None]:
    amounts: dict[str, Decimal | None] = dict.fromkeys(AMOUNTS)
    amounts |= {name: Decimal(row[name]) if row[name] else None for name in _COLUMNS}
    if amounts["deficit"] is not None and row["decision_id"] != "V18LF006643":
        # The table has no column for it; where all else is known, the identity says what the text prints. Not so
        # for Zhalagash, whose text prints 0 everywhere although expenditure exceeds revenue.
        amounts["financial_assets_balance"] = balance(amounts)
    return amounts


def _facts(row: Mapping[str, str]) -> Facts:
    plan = Plan(PLACES[row["decision_id"]], _amounts(row))
    if plan.amounts["net_lending"] == 0:
        plan = replace(plan, loans=(Decimal(0), Decimal(0)))
    year = int(row["budget_year"] or 2016)
    adopted = date.fromisoformat(row["adopted"]) if row["adopted"] else date(year, 3, 14)
    amends = row["is_amendment"] == "true"
    return Facts(
        decision_id=row["decision_id"],
        language=row["language"],
        plans=(plan,),
        year=year,
        plan_years=row["plan_years"] or f"{year}-{year + 2}",
        number="71",
        adopted=adopted,
        base=("549", date(min(year, adopted.year) - 1, 12, 21)) if amends else None,
        is_amendment={"true": True, "false": False, "": None}[row["is_amendment"]],
        is_whole=plan.amounts["deficit"] is not None,
        extra={"region_code": row["region_code"]},
    )


@cache
def known() -> tuple[Facts, ...]:
    """The decisions of data/sources/maslikhat-decisions. What the table does not have (numbers of the decisions, some
    dates, the year of V16NL006739) is made up here, as the text needs one."""
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        return tuple(_facts(row) for row in csv.DictReader(file))
