"""Whatever a decision looks like, its figures are read exactly or it is refused; what does not add up never passes."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from etl.decisions.models import Finding, Reading
from etl.decisions.read import read_document
from etl.errors import EtlError
from tests.etl.decisions.layouts import (
    REFUSABLE,
    Annexes,
    Facts,
    Form,
    Layout,
    Quirk,
    Several,
    Site,
    name,
    office,
    write,
)
from tests.etl.decisions.layouts.facts import BALANCE, KINDS, is_sound
from tests.etl.decisions.layouts.judge import blocking, faults
from tests.etl.decisions.layouts.madeup import made_up
from tests.etl.decisions.layouts.quirks import tidy
from tests.etl.decisions.layouts.shown import shown

PROFILE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

quirks = st.sets(st.sampled_from(Quirk), max_size=12).map(tidy)
sites = st.sampled_from(Site)


@st.composite
def layouts(draw: st.DrawFn, forms: bool = True) -> Layout:
    return Layout(
        site=draw(sites),
        form=draw(st.sampled_from([None, Form.CONSOLIDATED, Form.UPDATED])) if forms else None,
        several=draw(st.sampled_from(Several)),
        annexes=draw(st.sampled_from(Annexes)),
        names_place=draw(st.booleans()),
        inverted=draw(st.booleans()),
        is_old=draw(st.booleans()),
        has_subgroups=draw(st.booleans()),
        has_subprogrammes=draw(st.booleans()),
        is_stepped=draw(st.booleans()),
        quirks=draw(quirks),
    )


@st.composite
def decisions(draw: st.DrawFn) -> Facts:
    language = draw(st.sampled_from(["ru", "kk"]))
    return made_up(
        random.Random(draw(st.integers(0, 10**6))), language, draw(st.sampled_from([1, 1, 1, 2, 3]))
    )


def read(facts: Facts, layout: Layout, **spoilt: object) -> Reading:
    return read_document(write(facts, layout, **spoilt), name(layout))  # type: ignore[arg-type]


@settings(PROFILE, max_examples=300)
@given(decisions(), layouts())
def test_a_decision_is_read_exactly_or_refused(facts: Facts, layout: Layout) -> None:
    assert all(is_sound(plan.amounts) for plan in facts.plans)
    reading = read(facts, layout)
    event("refused" if blocking(reading) else "read")
    wrong = faults(reading, facts, layout)
    assert not wrong, wrong


def shorter(value: Decimal, place: int) -> Decimal:
    """Without one of its digits."""
    text = f"{abs(value)}"
    places = [i for i, letter in enumerate(text) if letter.isdigit()]
    cut = places[place % len(places)]
    left = (text[:cut] + text[cut + 1 :]).strip(".") or "0"
    return Decimal(left).copy_sign(value)


def altered(value: Decimal, place: int, how: str) -> Decimal:
    if how == "a digit lost":
        return shorter(value, place)
    if how == "a digit doubled":
        return Decimal(f"{value:f}"[: 1 + (value < 0)] + f"{value:f}".lstrip("-")).copy_sign(value)
    return value + Decimal(place % 997 + 1).copy_sign(value) / 10


def involved(field: str) -> set[str]:
    """The amounts that do not add up where one is wrong."""
    kinds = {*KINDS, "revenue_total"} if field in {*KINDS, "revenue_total"} else set()
    return kinds | (set(BALANCE) if field in BALANCE else set())


def names_it(finding: Finding, fields: set[str], printed: list[Decimal]) -> bool:
    """Whether a finding names one of the fields and shows the passage with one of the figures."""
    seen = re.sub(r"\D", "", finding.original)
    figures = [re.sub(r"\D", "", f"{abs(value):f}") for value in printed]
    return finding.field in fields and any(figure and figure.removesuffix("0") in seen for figure in figures)


WAYS = ("a digit lost", "a digit doubled", "a little more")


@settings(PROFILE, max_examples=250)
@given(
    decisions(),
    layouts(),
    st.sampled_from((*KINDS, *BALANCE)),
    st.integers(0, 10**6),
    st.sampled_from(WAYS),
    st.data(),
)
def test_a_figure_that_does_not_add_up_never_passes(
    facts: Facts, layout: Layout, field: str, place: int, how: str, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(facts.plans) - 1))
    plan = facts.plans[which]
    value = plan.amounts[field]
    assume(value)
    assert value is not None
    wrong = altered(value, place, how)
    spoilt = replace(plan, amounts={**plan.amounts, field: wrong})
    plans = list(facts.plans)
    plans[which] = spoilt
    spoiled = replace(facts, plans=tuple(plans))
    told = shown(spoilt, spoiled, layout)
    assume(abs(wrong) != abs(value) and told[field] is not None)
    # Without a deficit in the text nothing tells that the others are wrong, if no annex does.
    assume(field in {*KINDS, "revenue_total"} or told["deficit"] is not None)
    reading = read(spoiled, replace(layout, annexes=Annexes.NONE))
    fields = involved(field)
    printed = [value for name in fields if (value := told.get(name))]
    found = blocking(reading)
    # Where a label may be unreadable anyway, that may be the reason.
    named = [finding for finding in found if layout.quirks & REFUSABLE or names_it(finding, fields, printed)]
    assert named, (field, value, wrong, found)


@settings(PROFILE, max_examples=120)
@given(decisions(), layouts(), st.integers(0, 10**6))
def test_an_annex_line_that_does_not_add_up_never_passes(facts: Facts, layout: Layout, leaf: int) -> None:
    annexes = layout.annexes if layout.annexes is not Annexes.NONE else Annexes.FIRST
    site = layout.site if layout.site is not Site.TEXT else Site.WORD
    found = blocking(read(facts, replace(layout, annexes=annexes, site=site), spoiled=leaf))
    assert any(finding.field in {"lines", *KINDS, "revenue_total", "expenditure_total"} for finding in found)
    assert all(finding.original for finding in found)


@settings(PROFILE, max_examples=60)
@given(decisions(), layouts(), st.data())
def test_an_annex_that_says_something_else_never_passes(
    facts: Facts, layout: Layout, data: st.DataObject
) -> None:
    """Text and annex both add up, but not to the same."""
    other = [
        replace(plan, amounts={key: value and value + value for key, value in plan.amounts.items()})
        for plan in facts.plans
    ]
    assume(layout.site is not Site.TEXT)
    layout = replace(layout, annexes=Annexes.FIRST)
    reading = read(facts, layout, annexed=replace(facts, plans=tuple(other)))
    assert blocking(reading)


@settings(PROFILE, max_examples=60)
@given(decisions(), quirks, st.booleans(), st.none() | st.integers(0, 500))
def test_a_workbook_of_annexes_is_read_or_refused(
    facts: Facts, slips: frozenset[Quirk], as_numbers: bool, leaf: int | None
) -> None:
    layout = Layout(annexes=Annexes.ALL, quirks=slips)
    reading = read_document(office.xlsx(facts, layout, as_numbers, leaf), "annexes.xlsx")
    if leaf is not None:
        assert blocking(reading)
        return
    first = [budget for budget in reading.budgets if budget.budget_year == facts.year]
    for budget, plan in zip(first, facts.plans, strict=False):
        for field, value in budget.amounts.items():
            assert value is None or value == plan.amounts[field], field


@settings(PROFILE, max_examples=200)
@given(decisions(), layouts(forms=False), st.floats(0, 1))
def test_a_document_that_breaks_off_tells_nothing_wrong(facts: Facts, layout: Layout, share: float) -> None:
    assume(layout.site is not Site.WORD)
    whole = write(facts, layout)
    try:
        reading = read_document(whole[: int(len(whole) * share)], name(layout))
    except EtlError:
        return
    if blocking(reading):
        return
    told = [shown(plan, facts, layout) for plan in facts.plans]
    for budget in reading.budgets:
        if budget.budget_year not in {facts.year, None} or not any(budget.amounts.values()):
            continue
        right = [amounts for amounts in told if amounts["revenue_total"] == budget.amounts["revenue_total"]]
        assert right, budget.amounts
        assert all(value is None or value == right[0][field] for field, value in budget.amounts.items())


TOKENS = (
    *(
        "<table>",
        "</td>",
        "<tr><td>",
        "</p>",
        "<p>",
        "&#1;",
        "&",
        "<!--",
        "-->",
        "<script>",
        "\x00",
        "\u2028",
    ),
    *(
        "1)",
        "2) затраты –",
        "доходы",
        "кірістер",
        "тысяч тенге",
        "- -",
        "(-)",
        ",",
        "«",
        '"',
        "2021",
        "на 2021",
    ),
    *("9" * 40, "1e9", "NaN"),
)


@settings(PROFILE, max_examples=250)
@given(
    decisions(),
    layouts(),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(TOKENS), st.integers(0, 40)), max_size=8),
)
def test_damaged_documents_raise_nothing_else(
    facts: Facts, layout: Layout, damage: list[tuple[float, str, int]]
) -> None:
    content = bytearray(write(facts, layout))
    for where, token, cut in damage:
        place = int(where * len(content))
        content[place : place + cut] = token.encode()
    try:
        read_document(bytes(content), name(layout))
    except EtlError as error:
        assert str(error)


@pytest.mark.parametrize("suffix", ["html", "txt", "docx", "xlsx", "pdf", ""])
@settings(PROFILE, max_examples=40)
@given(content=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_random_bytes_raise_nothing_else(suffix: str, content: bytes) -> None:
    try:
        reading = read_document(content, f"document.{suffix}")
    except EtlError:
        return
    assert not reading.budgets or blocking(reading)
