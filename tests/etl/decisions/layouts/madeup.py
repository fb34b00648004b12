"""Made-up decisions that add up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.etl.decisions.layouts.annex import split
from tests.etl.decisions.layouts.facts import Facts, Plan
from tests.etl.decisions.layouts.gazetteer import PLACES
from tests.etl.decisions.layouts.places import Place, okrug, settlement

# The district of each oblast, in the order of their letters in addresses.
OBLASTS = tuple(place for place in PLACES.values() if place.level == "oblast")
DISTRICTS = tuple(place for place in PLACES.values() if place.level == "district")
CITIES = tuple(place for place in PLACES.values() if place.level == "city")
_OKRUGS = (
    ("Айдарлинск", "Айдарлы"),
    ("Байконысск", "Байқоныс"),
    ("Жарсуатск", "Жарсуат"),
    ("Карабулакск", "Қарабұлақ"),
    ("Кенгирск", "Кеңгір"),
    ("Еркинск", "Еркін"),
    ("Московск", "Мәскеу"),
    ("Ульяновск", "Ульянов"),
    ("Майск", "Май"),
    ("Надеждинск", "Надеждин"),
    ("Шобанкольск", "Шобанкөл"),
)
_TOWNS = (("Тобыл", "Тобыл"), ("Есиль", "Есіл"), ("Ушарал", "Үшарал"), ("Державинск", "Державин"))


def villages(above: Place, count: int, chance: random.Random) -> list[Place]:
    """Places of the fourth level in a district, a town first now and then."""
    found = [okrug(above, *names) for names in chance.sample(_OKRUGS, count)]
    if chance.random() < 0.5:
        ru, kk = chance.choice(_TOWNS)
        found[0] = settlement(above, ru, kk, "город")
    return found


def tenths(chance: random.Random, low: int, high: int) -> Decimal:
    """An amount of thousand tenge, with one decimal or, in half of the cases, none."""
    value = chance.randint(low, high)
    return Decimal(value if chance.random() < 0.5 else value // 10 * 10) / 10


def plan_of(place: Place, chance: random.Random, is_late: bool = False) -> Plan:
    """A budget whose kinds add up to its revenue and whose balance is its deficit. ``is_late``: with special revenue."""
    scale = {"oblast": 10**10, "district": 10**8, "city": 10**9, "fourth": 10**6}[place.level]
    revenue = tenths(chance, scale // 5, scale * 3)
    share = Decimal(chance.randint(5, 95)) / 100
    tax = (revenue * share).quantize(Decimal("0.1"))
    nontax, capital, transfers = split(revenue - tax, 3, chance)
    if chance.random() < 0.3:
        nontax, capital, transfers = Decimal(0), Decimal(0), revenue - tax
    zero = Decimal(0)
    loans = (
        (tenths(chance, 0, scale // 50), tenths(chance, 0, scale // 80))
        if chance.random() < 0.5
        else (zero, zero)
    )
    assets = tenths(chance, 0, scale // 100) if chance.random() < 0.2 else zero
    spent = revenue + (
        tenths(chance, 0, scale // 4) if chance.random() < 0.7 else -tenths(chance, 0, scale // 10)
    )
    amounts = {
        "revenue_total": revenue,
        "revenue_tax": tax,
        "revenue_nontax": nontax,
        "revenue_capital": capital,
        "revenue_special": zero if is_late else None,
        "revenue_transfers": transfers,
        "expenditure_total": spent,
        "net_lending": loans[0] - loans[1],
        "financial_assets_balance": assets,
        "deficit": revenue - spent - (loans[0] - loans[1]) - assets,
    }
    return Plan(place, amounts, loans)


def made_up(chance: random.Random, language: str = "ru", budgets: int = 1) -> Facts:
    """A decision of a random maslikhat and year on one budget or several."""
    year = chance.randint(2010, 2026)
    if budgets > 1:
        places = villages(chance.choice(DISTRICTS), budgets, chance)
    else:
        pick: Callable[[], Place] = chance.choice(
            (lambda: chance.choice(OBLASTS), lambda: chance.choice(DISTRICTS), lambda: chance.choice(CITIES))
        )
        places = [pick()]
        if chance.random() < 0.4:
            places = villages(chance.choice(DISTRICTS), 1, chance)
    amends = chance.random() < 0.4
    adopted = (
        date(year, chance.randint(1, 11), chance.randint(1, 28))
        if amends
        else date(year - 1, 12, chance.randint(10, 30))
    )
    facts = Facts(
        decision_id=_address(places[0], adopted, chance),
        language=language,
        plans=tuple(plan_of(place, chance, year > 2025) for place in places),
        year=year,
        plan_years=f"{year}-{year + 2}",
        number=chance.choice(("{}", "{}/4", "С-{}/2", "{}-VIII", "39-{}")).format(chance.randint(1, 700)),
        adopted=adopted,
        base=(f"{chance.randint(1, 700)}", date(year - 1, 12, chance.randint(10, 30))) if amends else None,
        is_amendment=amends,
    )
    return replace(facts, plan_years=f"{year}") if year == 2010 else facts


def _address(place: Place, adopted: date, chance: random.Random) -> str:
    letter = place.council.region.letter
    district = "0" if place.level == "oblast" else chance.choice("ABCDEFGHIKLMN")
    if adopted < date(2021, 7, 1):
        return f"V{adopted:%y}{letter}{district}{chance.randint(1, 999999):06}"
    return f"G{adopted:%y}{letter}{district}{chance.randint(1, 99999):05}M"
