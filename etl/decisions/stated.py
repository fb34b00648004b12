"""What documents state of a budget, and what they come to together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from catalogue.decisions import AMOUNTS

Amounts = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Swap:
    """«цифры «2 775 514» заменить цифрами «2 856 950»»: where in the base act, as far as the text says: ``field`` is one of
    AMOUNTS, ``sub_point`` the number that the base act gives a group of them."""

    old: Decimal
    new: Decimal
    field: str | None = None
    sub_point: int | None = None


@dataclass(frozen=True)
class Stated:
    """What one document says of the budget of one place and year.

    ``scope``: "full" states all figures anew, "partial" only those of ``amounts`` that are not None, "swaps" only
    ``swaps``. ``is_restated``: a footnote says that a later decision restated the figures. ``lines``: how many rows its
    annexes have. ``doubts``: how many findings were accepted with it.
    """

    document_id: str
    position: int
    place_id: str
    budget_year: int
    language: str
    amounts: Amounts
    decision_id: str = ""
    act_number: str | None = None
    adopted: date | None = None
    base_number: str | None = None
    base_date: date | None = None
    plan_years: str | None = None
    is_amendment: bool | None = None
    is_consolidated: bool = False
    is_restated: bool | None = None
    scope: Literal["full", "partial", "swaps"] = "full"
    swaps: tuple[Swap, ...] = ()
    lines: int = 0
    doubts: int = 0


@dataclass(frozen=True)
class Doubt:
    """Why a version is not certain: ``code`` names the rule, ``expected`` and ``found`` are what was compared."""

    code: str
    field: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Version:
    """A budget as it stood from ``adopted`` on (None: the day is not known) until the next version.

    ``kind``: adopted, amended, or consolidated (a text "as amended" whose figures no decision that was read states).
    ``stated`` are the documents that say so, ``lines_of`` the last one up to here with annexes.
    """

    kind: Literal["adopted", "amended", "consolidated"]
    adopted: date | None
    act_number: str | None
    base_number: str | None
    base_date: date | None
    amounts: Amounts
    stated: tuple[Stated, ...]
    doubts: tuple[Doubt, ...] = ()
    lines_of: Stated | None = None


def same_amounts(one: Amounts, other: Amounts) -> bool:
    """Every amount is the same, or missing in both."""
    return all(one.get(name) == other.get(name) for name in AMOUNTS)


def agree(one: Amounts, other: Amounts) -> bool:
    """Both state revenue and expenditure, and no amount differs that both state."""
    both = [name for name in AMOUNTS if one.get(name) is not None and other.get(name) is not None]
    return {"revenue_total", "expenditure_total"} <= set(both) and all(one[n] == other[n] for n in both)


def filled(one: Amounts, other: Amounts) -> dict[str, Decimal | None]:
    """All of AMOUNTS, from the second where the first is silent."""
    return {name: other.get(name) if one.get(name) is None else one[name] for name in AMOUNTS}


def plain_number(text: str | None) -> str:
    """A number as it is compared: № 6/45 is 6/45."""
    return re.sub(r"[\s№]", "", text or "").casefold()


def plain_amount(amount: Decimal) -> str:
    """An amount in words for people: no zeros that mean nothing, no exponent."""
    return f"{amount.normalize():f}"
