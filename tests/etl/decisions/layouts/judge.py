"""Whether a reading says what the document was written from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from catalogue.spelling import normal
from etl.decisions.models import AMOUNTS, Budget, Finding, Reading
from tests.etl.decisions.layouts.annex import rows
from tests.etl.decisions.layouts.body import swapped
from tests.etl.decisions.layouts.facts import Facts, Plan, is_sound
from tests.etl.decisions.layouts.layout import Annexes, Form, Layout, Site
from tests.etl.decisions.layouts.noise import LATIN
from tests.etl.decisions.layouts.quirks import REFUSABLE
from tests.etl.decisions.layouts.shown import form, shown

_CYRILLIC = str.maketrans({chr(latin): chr(letter) for letter, latin in LATIN.items()})
AMENDING = {Form.RESTATED, Form.POINTS, Form.SWAPS}
# Forms that leave out what the amounts could be checked by.
PARTIAL = {Form.POINTS, Form.SWAPS}
LEVELS = {"oblast": {"oblast"}, "district": {"district"}, "city": {"city", "district"}, "fourth": {"fourth"}}


def plainly(text: str) -> str:
    """Without what the eye does not see: case, look-alikes, soft hyphens, kinds of spaces."""
    text = text.replace("\u00ad", "").translate(_CYRILLIC).casefold().replace("ё", "е")
    return re.sub(r"\s+", " ", text).strip(' "«».,;')


def blocking(reading: Reading) -> list[Finding]:
    """All findings that keep something from being loaded."""
    found = [*reading.findings, *(finding for budget in reading.budgets for finding in budget.findings)]
    return [finding for finding in found if finding.is_blocking]


def may_refuse(facts: Facts, layout: Layout) -> bool:
    """Whether a finding that blocks is right, or no worse than an answer."""
    sound = all(is_sound(plan.amounts) for plan in facts.plans)
    return (
        bool(layout.quirks & REFUSABLE) or form(facts, layout) in PARTIAL or not facts.is_whole or not sound
    )


def faults(reading: Reading, facts: Facts, layout: Layout) -> list[str]:
    """What is wrong with a reading, in words; nothing if it is right."""
    return [*_act(reading, facts, layout), *_budgets(reading, facts, layout)]


def _act(reading: Reading, facts: Facts, layout: Layout) -> Iterator[str]:
    act, kind = reading.act, form(facts, layout)
    if act.language != facts.language:
        yield f"language {act.language!r}, not {facts.language!r}"
    expected = {Form.ORIGINAL: {False}, Form.UPDATED: {None}}.get(kind, {True})
    if layout.site is Site.PRG and kind in {Form.ORIGINAL, Form.UPDATED}:
        expected = {False, None}  # it shows no status
    if act.is_amendment not in expected:
        yield f"is_amendment {act.is_amendment}, not {expected}"
    if act.is_consolidated is not (kind in {Form.CONSOLIDATED, Form.UPDATED}) and layout.site is not Site.PRG:
        yield f"is_consolidated {act.is_consolidated}"
    if (act.number, act.adopted) != (facts.number, facts.adopted):
        yield f"act {act.number} of {act.adopted}, not {facts.number} of {facts.adopted}"
    base = facts.base if kind in AMENDING else (facts.number, facts.adopted)
    if (act.base_number, act.base_date) != base:
        yield f"base {act.base_number} of {act.base_date}, not {base}"
    if act.address is not None and facts.decision_id not in act.address:
        yield f"address {act.address}"


def _budgets(reading: Reading, facts: Facts, layout: Layout) -> Iterator[str]:
    blocked = blocking(reading)
    refusable = may_refuse(facts, layout)
    if blocked and not refusable:
        yield f"refused: {blocked[0].code} {blocked[0].field}: {blocked[0].message} [{blocked[0].original[:120]}]"
    if not blocked and any(not is_sound(plan.amounts) and facts.is_whole for plan in facts.plans):
        yield "accepted, though it does not add up"
    budgets = [budget for budget in reading.budgets if budget.budget_year in {facts.year, None}]
    if len(budgets) != len(facts.plans):
        if not (refusable and blocked):
            yield f"{len(budgets)} budgets of {facts.year}, not {len(facts.plans)}"
        return
    for budget, plan in zip(budgets, facts.plans, strict=True):
        own = [*reading.findings, *budget.findings]
        refused = [finding for finding in own if finding.is_blocking] if refusable else []
        yield from _one(budget, plan, facts, layout, refused)


def _one(budget: Budget, plan: Plan, facts: Facts, layout: Layout, refused: list[Finding]) -> Iterator[str]:
    where = plan.place.name.nominative[facts.language]
    # Of a city that only its maslikhat's adjective names, no more is known.
    hidden = plan.place.level == "city" and not layout.names_place
    if not same_place(budget.place, plan, facts.language) and not (
        hidden and normal(budget.place) == normal(facts.council.name.nominative[facts.language])
    ):
        yield f"place {budget.place!r}, not {where!r}"
    if budget.region_code != plan.place.council.region.code:
        yield f"{where}: region {budget.region_code}, not {plan.place.council.region.code}"
    if budget.budget_year != facts.year or budget.plan_years != facts.plan_years:
        yield f"{where}: {budget.budget_year}, {budget.plan_years}, not {facts.year}, {facts.plan_years}"
    if budget.level not in LEVELS[plan.place.level]:
        yield f"{where}: level {budget.level}, not {plan.place.level}"
    scope = {Form.POINTS: "partial", Form.SWAPS: "swaps"}.get(form(facts, layout), "full")
    if budget.scope != scope:
        yield f"{where}: scope {budget.scope}, not {scope}"
    if scope == "swaps" and [(swap.old, swap.new) for swap in budget.swaps] != swapped(plan):
        yield f"{where}: swaps {[(swap.old, swap.new) for swap in budget.swaps]}, not {swapped(plan)}"
    expected = shown(plan, facts, layout)
    for name in AMOUNTS:
        found = budget.amounts.get(name)
        named = any(finding.field == name for finding in refused)
        if found != expected[name] and not named and not (found is None and refused):
            yield f"{where}: {name} {found}, not {expected[name]}"
    if facts.is_whole and layout.annexes is not Annexes.NONE:
        yield from _lines(budget, plan, facts, layout)


def same_place(found: str, plan: Plan, language: str) -> bool:
    """The name in the nominative, with or without what it lies in behind a comma; a Russian city also as the text
    declines it. Kinds of places may be shortened."""
    place = plan.place
    names = {place.name.nominative[language]}
    if place.level == "city" and language == "ru":
        names.add(f"город {place.name.genitive[language].removeprefix('города ')}")
    area = place.council.area
    if "," in place.name.nominative[language]:  # «села, сельские округа», of which the district may be told
        of = (
            f"{place.name.nominative['ru']} {area.genitive['ru']}",
            f"{place.name.nominative['kk']}, {area.nominative['kk']}",
        )
        return normal(found) in map(normal, (*names, *of))
    own, _, above = found.partition(", ")
    return normal(own) in map(normal, names) and (
        not above or normal(above) == normal(area.nominative[language])
    )


Key = tuple[str, tuple[str, ...], Decimal, str]


def _lines(budget: Budget, plan: Plan, facts: Facts, layout: Layout) -> Iterator[str]:
    expected: list[Key] = [
        (row.part, row.codes, row.amount, plainly(row.name)) for row in rows(plan, facts, layout)
    ]
    found: list[Key] = []
    for line in budget.lines:
        if line.part not in {"revenue", "expenditure"} or not line.codes:
            continue
        found.append((line.part, line.codes, line.amount, plainly(line.name)))
        above = budget.lines[line.parent].codes if line.parent is not None else ()
        if above != line.codes[:-1]:
            yield f"line {line.codes} {line.name} lies below {above}"
    if layout.site is Site.TEXT and not found:
        return
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    if missing or extra or len(found) != len(expected):
        yield f"lines: {len(found)}, not {len(expected)}; missing {missing[:2]}; not in the annex {extra[:2]}"
