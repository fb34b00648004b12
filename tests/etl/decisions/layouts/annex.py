"""Annexes: lines that add up to the headline amounts, and the tables and headings that they stand in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.etl.decisions.layouts import titles
from tests.etl.decisions.layouts.amounts import digits
from tests.etl.decisions.layouts.body import Block, signed
from tests.etl.decisions.layouts.classification import (
    EXPENDITURE,
    HEADS,
    NAME,
    PARTS,
    REVENUE,
    SUBPROGRAMMES,
    SUM,
)
from tests.etl.decisions.layouts.facts import Facts, Plan
from tests.etl.decisions.layouts.layout import Annexes, Layout
from tests.etl.decisions.layouts.quirks import Quirk


@dataclass(frozen=True)
class Row:
    """A line with a code. ``codes`` are those from the top to its own."""

    part: str
    codes: tuple[str, ...]
    name: str
    amount: Decimal
    is_leaf: bool


def split(total: Decimal, parts: int, chance: random.Random) -> list[Decimal]:
    """``total`` in that many parts of a tenth each at the least, as far as it goes; none is negative."""
    tenths = int(total * 10)
    cuts = sorted(chance.randint(0, tenths) for _ in range(parts - 1))
    return [Decimal(b - a) / 10 for a, b in zip([0, *cuts], [*cuts, tenths], strict=True)]


def revenue_rows(plan: Plan, language: str, chance: random.Random) -> Iterator[Row]:
    for kind, (category, name, classes) in REVENUE.items():
        total = plan.amounts.get(kind)
        if total is None:
            continue
        yield Row("revenue", (category,), name[language], total, total == 0)
        if total == 0:
            continue
        for (klass, name, subclasses), amount in zip(
            classes, split(total, len(classes), chance), strict=True
        ):
            yield Row("revenue", (category, klass), name[language], amount, False)
            for (code, name), part in zip(subclasses, split(amount, len(subclasses), chance), strict=True):
                yield Row("revenue", (category, klass, code), name[language], part, True)


def expenditure_rows(plan: Plan, language: str, chance: random.Random, layout: Layout) -> Iterator[Row]:
    total = plan.amounts["expenditure_total"] or Decimal(0)
    for (group, name, subgroups), amount in zip(
        EXPENDITURE, split(total, len(EXPENDITURE), chance), strict=True
    ):
        yield Row("expenditure", (group,), name[language], amount, False)
        parts = split(amount, len(subgroups), chance)
        for (subgroup, name, administrator, who, programmes), part in zip(subgroups, parts, strict=True):
            above: tuple[str, ...] = (group,)
            if layout.has_subgroups:
                above = (*above, subgroup)
                yield Row("expenditure", above, name[language], part, False)
            above = (*above, administrator)
            yield Row("expenditure", above, who[language], part, False)
            for (code, name), share in zip(programmes, split(part, len(programmes), chance), strict=True):
                deeper = layout.has_subprogrammes and code == "009"
                yield Row("expenditure", (*above, code), name[language], share, not deeper)
                if deeper:
                    for (below, name), piece in zip(SUBPROGRAMMES, split(share, 2, chance), strict=True):
                        yield Row("expenditure", (*above, code, below), name[language], piece, True)


def rows(plan: Plan, facts: Facts, layout: Layout) -> tuple[Row, ...]:
    """The coded lines of the budget's annex; the same at every call."""
    chance = random.Random(f"{facts.decision_id}{plan.place.name.nominative['ru']}{facts.year}")
    return (
        *revenue_rows(plan, facts.language, chance),
        *expenditure_rows(plan, facts.language, chance, layout),
    )


def _depth(part: str, layout: Layout) -> list[int]:
    """The columns of codes that a part's table has, as positions among all that there may be."""
    if part == "revenue":
        return [0, 1, 2]
    return [0, *([1] if layout.has_subgroups else []), 2, 3, *([4] if layout.has_subprogrammes else [])]


def _cells(row: Row, columns: int, quirks: frozenset[Quirk]) -> tuple[str, ...]:
    codes = [""] * columns
    codes[len(row.codes) - 1] = row.codes[-1]
    return (*codes, row.name, _printed(row.amount, quirks))


def _printed(value: Decimal, quirks: frozenset[Quirk]) -> str:
    return ("-" if value < 0 else "") + digits(value, quirks)


def _head(part: str, layout: Layout, language: str) -> list[tuple[str, ...]]:
    names = [HEADS[part][language][i] for i in _depth(part, layout)]
    full = (*names, NAME[language], SUM[language])
    if not layout.is_stepped:
        # Some number their columns below the names.
        numbers = tuple(str(place + 1) for place in range(len(full)))
        return [full, numbers] if layout.has_subgroups else [full]
    # A row per column, each one further to the right; the sum stands in the first.
    blank = [""] * len(full)
    steps = []
    for place, text in enumerate(full[:-1]):
        cells = list(blank)
        cells[place] = text
        if place == 0:
            cells[-1] = full[-1]
        steps.append(tuple(cells))
    return steps


def _titled(
    name: str, value: Decimal | None, columns: int, layout: Layout, language: str
) -> list[tuple[str, ...]]:
    if value is None:
        return []
    text = PARTS[name][language]
    return [(*[""] * columns, text, _printed(value, layout.quirks))]


def tables(plan: Plan, facts: Facts, layout: Layout, spoiled: int | None = None) -> list[Block]:
    """The table of revenue and that of expenditure. ``spoiled``: the leaf of that number is printed 7.3 too high."""
    found = list(rows(plan, facts, layout))
    if spoiled is not None:
        leaves = [i for i, row in enumerate(found) if row.is_leaf]
        place = leaves[spoiled % len(leaves)]
        found[place] = replace(found[place], amount=found[place].amount + Decimal("7.3"))
    language, amounts = facts.language, plan.amounts
    blocks = []
    for part, total in (("revenue", "revenue_total"), ("expenditure", "expenditure_total")):
        columns = len(_depth(part, layout))
        table = [*_head(part, layout, language), *_titled(total, amounts[total], columns, layout, language)]
        table += [_cells(row, columns, layout.quirks) for row in found if row.part == part]
        if part == "expenditure":
            for name, value in _below(plan):
                table += _titled(name, value, columns, layout, language)
        blocks.append(Block("table", rows=tuple(table)))
    if len(blocks[0].rows[0]) == len(blocks[1].rows[0]):
        return [Block("table", rows=blocks[0].rows + blocks[1].rows)]
    return blocks


def _below(plan: Plan) -> Iterator[tuple[str, Decimal | None]]:
    amounts = plan.amounts
    yield "net_lending", amounts.get("net_lending")
    if plan.loans:
        yield "loans", plan.loans[0]
        yield "repayment", plan.loans[1]
    yield "financial_assets_balance", amounts.get("financial_assets_balance")
    deficit = amounts.get("deficit")
    yield "deficit", deficit
    yield "financing", -deficit if deficit is not None else None


def annexes(facts: Facts, layout: Layout, spoiled: int | None = None) -> Iterator[Block]:
    """All annexes of a decision, each with its heading."""
    if layout.annexes is Annexes.NONE or not facts.is_whole:
        return
    number = 1
    for plan in facts.plans:
        for ahead in range(3 if layout.annexes is Annexes.ALL else 1):
            yield from _heading(number + ahead, facts, layout)
            then = replace(facts, year=facts.year + ahead)
            title = titles.budget(plan.place, str(then.year), facts.language, layout)
            yield Block("heading", title[0].upper() + title[1:])
            yield from tables(_later(plan, ahead), then, layout, None if ahead else spoiled)
        number += 3
    if layout.annexes is Annexes.ALL:
        yield from _others(number, facts, layout)


def _later(plan: Plan, ahead: int) -> Plan:
    """The plan of a later year: other figures that add up just as well."""
    if not ahead:
        return plan
    loans = (plan.loans[0] * (ahead + 1), plan.loans[1] * (ahead + 1)) if plan.loans else None
    scaled = {name: None if value is None else value * (ahead + 1) for name, value in plan.amounts.items()}
    return replace(plan, amounts=scaled, loans=loans)


def _heading(number: int, facts: Facts, layout: Layout) -> Iterator[Block]:
    who = titles.council(facts, layout, "genitive")
    if facts.language == "ru":
        yield Block("right", f"Приложение {number} к решению {who} {signed(facts)}")
    else:
        yield Block("right", f"{who} {signed(facts)} шешіміне {number}-қосымша")


def _others(number: int, facts: Facts, layout: Layout) -> Iterator[Block]:
    """Tables that are no budget: programmes without sums, and sums without codes."""
    language = facts.language
    yield from _heading(number, facts, layout)
    yield Block(
        "heading",
        {
            "ru": f"Перечень бюджетных программ, не подлежащих секвестру в процессе исполнения бюджета на {facts.year} год",
            "kk": f"{facts.year} жылға арналған бюджетті атқаруда секвестрлеуге жатпайтын бюджеттік бағдарламалар тізбесі",
        }[language],
    )
    heads = tuple(HEADS["expenditure"][language][i] for i in (0, 2, 3))
    named = EXPENDITURE[1]
    yield Block(
        "table",
        rows=(
            (*heads, NAME[language]),
            (named[0], "", "", named[1][language]),
            ("", "464", "", named[2][0][3][language]),
            ("", "", "003", {"ru": "Общеобразовательное обучение", "kk": "Жалпы білім беру"}[language]),
        ),
    )
    yield from _heading(number + 1, facts, layout)
    yield Block(
        "heading",
        {
            "ru": f"Распределение трансфертов органам местного самоуправления на {facts.year} год",
            "kk": f"{facts.year} жылға жергілікті өзін-өзі басқару органдарына трансферттерді бөлу",
        }[language],
    )
    yield Block(
        "table",
        rows=(
            ("№", NAME[language], SUM[language]),
            ("1", {"ru": "Село Первое", "kk": "Бірінші ауыл"}[language], "1 417"),
            ("2", {"ru": "Село Второе", "kk": "Екінші ауыл"}[language], "2 056,4"),
        ),
    )
