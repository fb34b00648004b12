"""What a text in a layout says of a budget: some lines are left out of it."""

from __future__ import annotations

from decimal import Decimal

from etl.decisions.models import AMOUNTS
from tests.etl.decisions.layouts.facts import KINDS, Facts, Plan
from tests.etl.decisions.layouts.layout import Form, Layout
from tests.etl.decisions.layouts.quirks import Quirk

# Lines that a text leaves out rather than print a zero.
_LEFT_OUT = (*KINDS, "net_lending", "financial_assets_balance", "deficit")
# What Form.POINTS restates.
_POINTS = {*KINDS, "revenue_total", "expenditure_total", "deficit"}


def form(facts: Facts, layout: Layout) -> Form:
    """The layout's form, or the one that the facts ask for."""
    if layout.form:
        return layout.form
    if facts.is_amendment:
        return Form.RESTATED
    return Form.ORIGINAL if facts.is_amendment is False else Form.UPDATED


def shown(plan: Plan, facts: Facts, layout: Layout) -> dict[str, Decimal | None]:
    """The amounts that the text states, by name; None: no line."""
    amounts = {name: plan.amounts.get(name) for name in AMOUNTS}
    if layout.has(Quirk.ZERO_MISSING):
        amounts |= {name: None for name in _LEFT_OUT if amounts[name] == 0}
    if layout.has(Quirk.NUMBERS_SHIFTED) and amounts["net_lending"] == 0:
        amounts["net_lending"] = None
    if form(facts, layout) is Form.POINTS:
        amounts |= {name: None for name in AMOUNTS if name not in _POINTS}
    if form(facts, layout) is Form.SWAPS:
        amounts = dict.fromkeys(AMOUNTS)
    return amounts


def shown_lines(layout: Layout) -> bool:
    """Whether the document has annex tables."""
    return layout.annexes.name != "NONE"
