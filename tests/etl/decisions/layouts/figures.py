"""The sub-points of a budget: its headline amounts, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.etl.decisions.layouts.amounts import stated
from tests.etl.decisions.layouts.facts import KINDS, Facts, Plan
from tests.etl.decisions.layouts.layout import Layout
from tests.etl.decisions.layouts.quirks import Quirk, chosen
from tests.etl.decisions.layouts.shown import shown
from tests.etl.decisions.layouts.words import label

ORDER = (
    "revenue_total",
    "expenditure_total",
    "net_lending",
    "financial_assets_balance",
    "deficit",
    "financing",
)
Sub = list[tuple[str, Decimal]]


def _slipping(amounts: dict[str, Decimal | None], layout: Layout) -> str | None:
    """The amount whose unit slips: a small one, as in the decisions where it happened."""
    names = ("revenue_capital", "revenue_nontax", "deficit")
    return next((name for name in names if layout.has(Quirk.UNIT_SLIP) and amounts[name]), None)


def _below(name: str, plan: Plan, amounts: dict[str, Decimal | None]) -> Sub:
    """The amounts that make up a headline amount."""
    zero = Decimal(0)
    if name == "net_lending" and plan.loans:
        return [("loans", plan.loans[0]), ("repayment", plan.loans[1])]
    if name == "financial_assets_balance":
        value = amounts[name] or zero
        return [("assets_bought", max(value, zero)), ("assets_sold", max(-value, zero))]
    if name == "financing":
        needed = -(amounts["deficit"] or zero)
        borrowed = min(plan.loans[0], max(needed, zero)) if plan.loans else zero
        return [
            ("borrowed", borrowed),
            ("repaid", max(-needed, zero)),
            ("rest", max(needed, zero) - borrowed),
        ]
    return []


def _number(name: str, place: int, layout: Layout) -> str:
    """``place`` is counted among the lines that are there."""
    kind = chosen(layout.quirks, "NUMBERS")
    number = ORDER.index(name) + 1
    if kind is Quirk.NUMBERS_SHIFTED:
        number = place
    elif kind in {Quirk.NUMBERS_EXCLUDED, Quirk.NUMBERS_OPERATING} and number > 2:
        number += 1
    elif kind is Quirk.NUMBERS_SLIP and name == "expenditure_total":
        number = 1
    if kind is Quirk.NUMBERS_NONE:
        return ""
    return f"{number})" if kind is Quirk.NUMBERS_TIGHT else f"{number}) "


def figure_lines(plan: Plan, facts: Facts, layout: Layout, index: int = 0) -> dict[str, list[str]]:
    """The lines of each headline amount that the text states, without what ends a line; in their order."""
    amounts = shown(plan, facts, layout)
    language, quirks, spelling = facts.language, layout.quirks, layout.wording + index
    slipping = _slipping(amounts, layout)

    def line(name: str, value: Decimal) -> str:
        return stated(label(name, language, quirks, spelling), value, language, quirks, name == slipping)

    values = {name: amounts.get(name) for name in ORDER}
    if amounts["deficit"] is not None:
        values["financing"] = -amounts["deficit"]
    found: dict[str, list[str]] = {}
    for name, value in values.items():
        if value is None:
            continue
        lines = [_number(name, len(found) + 1, layout) + line(name, value)]
        if name == "revenue_total":
            lines = list(_with_kinds(lines[0], plan, amounts, layout, language, line))
        else:
            lines = list(
                _with_below(
                    lines[0], [(n, line(n, v)) for n, v in _below(name, plan, amounts)], layout, language
                )
            )
        if chosen(quirks, "NUMBERS") is Quirk.NUMBERS_EXCLUDED and name == "expenditure_total":
            lines.append({"ru": "3) исключен", "kk": "3) алып тасталды"}[language])
        if chosen(quirks, "NUMBERS") is Quirk.NUMBERS_OPERATING and name == "expenditure_total":
            over = (amounts["revenue_total"] or Decimal(0)) - value
            lines.append(f"3) {line('operating', over)}")
        found[name] = lines
    return found


def _with_kinds(  # type: ignore[no-untyped-def]
    total: str, plan: Plan, amounts: dict[str, Decimal | None], layout: Layout, language: str, line
) -> Iterator[str]:
    """The total of revenue, what introduces its kinds, and the kinds."""
    kinds = [(kind, value) for kind in KINDS if (value := amounts[kind]) is not None]
    including = label("including", language, frozenset(), layout.wording)
    if language == "ru" and layout.has(Quirk.LABELS_DATIVE, Quirk.LABELS_MIXED):
        including += " по"
    after = chosen(layout.quirks, "AFTER")
    if not kinds:
        yield total
    elif after is Quirk.AFTER_PARAGRAPH:
        yield total
        yield f"{including}:"
    elif after is Quirk.AFTER_SEMICOLON:
        yield total
    else:
        yield f"{total}:" if after is Quirk.AFTER_COLON else f"{total}, {including}:"
    for kind, value in kinds:
        text = line(kind, value)
        if kind == "revenue_transfers" and layout.has(Quirk.SUBVENTIONS) and value > 0:
            part = plan.subventions or (value / 3).quantize(Decimal("0.1"))
            text += f", {line('subventions', part)}"
        yield text


def _with_below(head: str, below: list[tuple[str, str]], layout: Layout, language: str) -> Iterator[str]:
    including = label("including", language, frozenset(), layout.wording)
    if below and layout.has(Quirk.SUB_INLINE):
        yield f"{head}, {including}: " + "; ".join(text for _, text in below)
    elif below and layout.has(Quirk.SUB_LINES):
        yield f"{head}, {including}:"
        yield from (text for _, text in below)
    else:
        yield head


def ended(lines: list[str], layout: Layout, last: str = ".") -> list[str]:
    """With what ends each line; a line that introduces others keeps its colon."""
    kind = chosen(layout.quirks, "END")
    mark = {Quirk.END_NONE: "", Quirk.END_FULL: ".", Quirk.END_COMMA: ","}.get(kind, ";")  # type: ignore[arg-type]
    done = [line if line.endswith(":") else line + mark for line in lines]
    if done:
        done[-1] = lines[-1] + last
    return done
