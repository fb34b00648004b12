"""Any number of decisions as they might lie in a folder, each with what it says: for measuring.

Each is made from its number alone, so that nothing is kept, and a document can be asked for without those before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests.etl.decisions.layouts.annex import Row, rows
from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Annexes, Form, Layout, Several, Site
from tests.etl.decisions.layouts.madeup import made_up
from tests.etl.decisions.layouts.quirks import REFUSABLE, Quirk, tidy
from tests.etl.decisions.layouts.shown import form, shown
from tests.etl.decisions.layouts.write import SUFFIX, write

_SITES = (Site.ADILET,) * 6 + (Site.UCHET, Site.COMPARE, Site.PRG, Site.TEXT)
# As many as there are usual ways beside each, so that most documents have two or three quirks.
_QUIRKS = tuple(quirk for quirk in Quirk if quirk not in REFUSABLE)


@dataclass(frozen=True)
class Answer:
    """What the document says of a budget."""

    place: str
    region_code: str
    budget_year: int
    plan_years: str
    amounts: dict[str, Decimal | None]
    lines: tuple[Row, ...]


@dataclass(frozen=True)
class Expected:
    """What the document says. ``base`` is the number and day of the decision that it amends, or its own."""

    language: str
    is_amendment: bool | None
    base: tuple[str, date]
    budgets: tuple[Answer, ...]


def decision(number: int, seed: int = 1) -> tuple[Facts, Layout]:
    """The decision of that number, counted from 0, and its layout."""
    chance = random.Random(f"{seed}/{number}")
    facts = made_up(chance, chance.choice(["ru", "kk"]), chance.choice([1, 1, 1, 1, 1, 2, 3, 5]))
    # Nothing else tells the decisions of one place and year apart.
    identity = facts.decision_id[:5] + (
        f"{number:06}" if facts.decision_id.startswith("V") else f"{number:05}M"
    )
    base = (f"{100_000 + number}", facts.base[1]) if facts.base else None
    facts = replace(facts, decision_id=identity, number=f"{number + 1}", base=base)
    return facts, Layout(
        site=chance.choice(_SITES),
        form=None if facts.base else chance.choice([None, None, None, Form.CONSOLIDATED, Form.UPDATED]),
        several=chance.choice(list(Several)),
        annexes=chance.choice(
            [Annexes.NONE, Annexes.NONE, Annexes.NONE, Annexes.NONE, Annexes.FIRST, Annexes.ALL]
        ),
        names_place=chance.random() < 0.8,
        inverted=chance.random() < 0.3,
        has_subgroups=chance.random() < 0.5,
        has_subprogrammes=chance.random() < 0.3,
        is_stepped=chance.random() < 0.5,
        wording=chance.randint(0, 11),
        quirks=tidy(chance.sample(_QUIRKS, chance.choice([0, 1, 2, 3, 4]))),
    )


def documents(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """``count`` documents, each with the name of its file."""
    for number in range(count):
        facts, layout = decision(number, seed)
        yield f"{number:06}{SUFFIX.get(layout.site, '.html')}", write(facts, layout)


def expected(number: int, seed: int = 1) -> Expected:
    """What the document of that number, counted from 0, says."""
    facts, layout = decision(number, seed)
    kind = form(facts, layout)
    has_lines = layout.annexes is not Annexes.NONE and layout.site is not Site.TEXT
    return Expected(
        language=facts.language,
        is_amendment={Form.ORIGINAL: False, Form.UPDATED: None}.get(kind, True),
        base=facts.base or (facts.number, facts.adopted),
        budgets=tuple(
            Answer(
                place=plan.place.name.nominative[facts.language],
                region_code=plan.place.council.region.code,
                budget_year=facts.year,
                plan_years=facts.plan_years,
                amounts=shown(plan, facts, layout),
                lines=rows(plan, facts, layout) if has_lines else (),
            )
            for plan in facts.plans
        ),
    )
