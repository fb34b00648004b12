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
    """«цифры «2 775 514» заменить цифрами «2 856 950»»: ``field`` is one of AMOUNTS, or None if the text does not say."""

    old: Decimal
    new: Decimal
    field: str | None = None


@dataclass(frozen=True)
class Stated:
    """What one document says of the budget of one place and year.

    ``scope``: "full" states all figures anew, "partial" only those of ``amounts`` that are not None, "swaps" only
    ``swaps``. ``lines``: how many rows its annexes have. ``doubts``: how many findings were accepted with it.
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


def plain_number(text: str | None) -> str:
    """A number as it is compared: № 6/45 is 6/45."""
    return re.sub(r"[\s№]", "", text or "").casefold()
