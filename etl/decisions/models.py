"""What a budget decision says. Reading one is a pure function of its bytes: nothing here knows files or tables.

Amounts are exact (Decimal), in thousand tenge, with the sign that the text gives them; None is what the text does not say,
which is not zero. Plans only: a decision never holds execution.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# The headline amounts of a budget, in the order in which decisions state them. Revenue of kinds adds up to the total;
# revenue - expenditure - net lending - balance of financial assets = deficit (a deficit is negative).
AMOUNTS = (
    "revenue_total",
    "revenue_tax",
    "revenue_nontax",
    "revenue_capital",
    "revenue_special",
    "revenue_transfers",
    "expenditure_total",
    "net_lending",
    "financial_assets_balance",
    "deficit",
)


@dataclass(frozen=True)
class Finding:
    """Something in a text that does not add up or can't be read, beside its own words.

    ``code`` is stable and names the rule (`--accept` takes it); ``field`` is one of AMOUNTS, "lines" or another field of
    the budget; ``original`` is the passage of the document, ``expected`` and ``found`` are numbers or words. A budget
    with a finding that ``is_blocking`` is not loaded unless the finding is accepted by name.
    """

    code: str
    field: str
    message: str
    original: str = ""
    expected: str = ""
    found: str = ""
    is_blocking: bool = True


@dataclass(frozen=True)
class Line:
    """A row of an annex table. ``part`` is "revenue" (then the codes are category, class, subclass) or "expenditure"
    (functional group, subgroup, administrator, programme, subprogramme), "net_lending", "financial_assets", "deficit" or
    "financing".
    ``codes`` are all codes from the top down to the row's own, as printed ("04", "464", "009"); levels that this annex
    does not have are left out of it. ``level`` names the last one. ``parent`` is the position of the row above in
    the hierarchy among the budget's lines, None at the top."""

    part: str
    level: str
    codes: tuple[str, ...]
    name: str
    amount: Decimal
    parent: int | None


@dataclass(frozen=True)
class Swap:
    """«цифры «2 775 514» заменить цифрами «2 856 950»»: a figure that an amendment puts in the place of another.

    ``field`` is one of AMOUNTS where the text names it, ``point`` and ``sub_point`` the numbers of the base act's point
    and sub-point where it says so.
    """

    old: Decimal
    new: Decimal
    field: str | None = None
    point: int | None = None
    sub_point: int | None = None
    original: str = ""


@dataclass(frozen=True)
class Budget:
    """One budget of one place and year. A decision on several villages holds several."""

    place: str
    """As the text names it, in the nominative where the text allows: "Костанайский район"."""
    region_code: str | None
    budget_year: int | None
    plan_years: str | None
    """Such as "2021-2023"; of a budget for one year "2009"."""
    level: str | None
    """oblast, republican_city, district, city, fourth; None where the text does not tell."""
    amounts: dict[str, Decimal | None] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    scope: str = "full"
    """full: all figures anew; partial: an amendment that states only those of ``amounts`` that are not None; swaps: one
    that only swaps figures."""
    swaps: tuple[Swap, ...] = ()
    is_restated: bool | None = None
    """Whether a footnote says that a later decision restated this budget's point."""
    details: dict[str, Decimal] = field(default_factory=dict)
    """Amounts stated below the headline ones, to check those with: financing, credits, credits_repaid, assets_bought …"""
    printed: dict[str, str] = field(default_factory=dict)
    """The passage that each amount and detail was read from."""


@dataclass(frozen=True)
class Act:
    """The decision itself. ``base_number`` and ``base_date`` name the act that it amends, or are its own."""

    title: str
    number: str | None
    adopted: date | None
    base_number: str | None
    base_date: date | None
    language: str
    """ru or kk."""
    is_amendment: bool | None
    """True also of a base act's text that a later decision restated; None where the document does not tell."""
    is_consolidated: bool
    status: str | None
    """new, updated, expired, repealed."""
    address: str | None
    """The document's own address in the national legal database, where it states one."""
    registration: str | None = None
    """The number in the state register of normative acts (acts until 2021 and some later ones)."""
    registered: date | None = None


@dataclass(frozen=True)
class Reading:
    """Everything read from one document. ``findings`` are about the document as a whole."""

    document: str
    sha256: str
    act: Act
    budgets: tuple[Budget, ...]
    findings: tuple[Finding, ...] = ()
