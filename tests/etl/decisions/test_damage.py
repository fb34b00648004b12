"""What does not add up never passes, and nothing that is wrong with a document raises anything but an EtlError."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.decisions.models import Finding
from etl.decisions.read import read_document
from etl.errors import EtlError
from tests.etl.decisions.layouts import (
    REFUSABLE,
    Annexes,
    Facts,
    Layout,
    Quirk,
    Site,
    annex,
    known,
    layout,
    name,
    write,
)
from tests.etl.decisions.layouts.facts import BALANCE, KINDS
from tests.etl.decisions.layouts.judge import blocking
from tests.etl.decisions.layouts.shown import shown
from tests.etl.decisions.layouts.strategies import PROFILE, decisions, layouts, read


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


FIGURE = re.compile(r"\d[\d \u00a0\u2009\u202f]*\d(?:,\d)?")
CHANGES = ("lost", "doubled", "another", "a space", "a comma", "a line", "a minus", "per cent")


def changed(text: str, at: int, how: str, is_page: bool) -> str:
    """The text with one of its digits damaged."""
    broken = "</p><p>" if is_page else "\n"
    there = {
        "lost": "",
        "doubled": text[at] * 2,
        "another": str((int(text[at]) + 3) % 10),
        "a space": " " + text[at],
    }
    there |= {
        "a comma": "," + text[at],
        "a line": broken + text[at],
        "a minus": "-" + text[at],
        "per cent": text[at] + "%",
    }
    return text[:at] + there[how] + text[at + 1 :]


@settings(PROFILE, max_examples=250)
@given(decisions(), layouts(forms=False), st.integers(0, 10**6), st.sampled_from(CHANGES))
def test_a_damaged_digit_never_makes_a_wrong_amount(
    facts: Facts, how: Layout, place: int, change: str
) -> None:
    how = replace(how, site=how.site if how.site in {Site.ADILET, Site.PRG, Site.TEXT} else Site.UCHET)
    how = replace(how, quirks=how.quirks - {Quirk.CP1251})
    text = write(facts, how).decode()
    begins = max(text.find(word) for word in ("РЕШИЛ", "ҚАБЫЛДАДЫ"))
    places = [i for found in FIGURE.finditer(text, begins) for i in range(*found.span()) if text[i].isdigit()]
    assume(begins > 0 and places)
    damaged = changed(text, places[place % len(places)], change, how.site is not Site.TEXT)
    try:
        reading = read_document(damaged.encode(), name(how))
    except EtlError:
        return
    if not blocking(reading):
        found = [budget for budget in reading.budgets if budget.budget_year == facts.year]
        assert [budget.amounts for budget in found] == [shown(plan, facts, how) for plan in facts.plans]
        assert {budget.plan_years for budget in found} <= {facts.plan_years, None}


UNAMBIGUOUS = (None, Quirk.SEP_HYPHEN, Quirk.SEP_EM, Quirk.SEP_NONE, Quirk.SEP_COLUMN)


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("field", ["deficit", "net_lending"])
@pytest.mark.parametrize("separator", UNAMBIGUOUS, ids=str)
def test_a_lost_minus_is_not_put_back_by_the_sums(separator: Quirk | None, field: str, language: str) -> None:
    """«дефицит – 573 082,7» where there is one: the text says otherwise than the sums, which people have to settle."""
    facts = next(facts for facts in known() if facts.decision_id == "G24LG00179M").translated(language)
    plan = facts.plans[0]
    turned = replace(plan, amounts={**plan.amounts, field: -(plan.amounts[field] or Decimal(0))})
    how = layout(*([separator] if separator else []))
    reading = read(replace(facts, plans=(turned,)), how)
    assert {finding.field for finding in blocking(reading)} & set(BALANCE)


ROW = re.compile(
    r"<tr>(?:<td><p>(?:&nbsp;|\d*)</p></td>)*<td><p>[^<]+</p></td><td><p>([^<]*\d[^<]*)</p></td></tr>\n?"
)


def rows_of(page: str) -> list[re.Match[str]]:
    """The rows of the annex that have a code."""
    begins = page.index('class="appendix"')
    return [
        row
        for row in ROW.finditer(page, begins)
        if re.search(r"<p>\d+</p>", row[0][: row.start(1) - row.start()])
    ]


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("damage", ["unreadable", "shifted", "twice", "missing"])
def test_a_damaged_row_of_an_annex_never_passes(damage: str, language: str) -> None:
    """Also where what is left adds up, since a row is the only one below another."""
    facts = next(facts for facts in known() if facts.decision_id == "V21NN025537").translated(language)
    page = write(facts, layout(annexes=Annexes.FIRST)).decode()
    rows, lines = rows_of(page), annex.rows(facts.plans[0], facts, layout())
    passed = []
    for index, row in enumerate(rows):
        amount = row[1]
        changed = {
            "unreadable": row[0].replace(
                f"<p>{amount}</p>", f"<p>{amount[:1]},{amount[1:]},{amount[-1]}</p>"
            ),
            "shifted": row[0].replace("<tr>", "<tr><td></td>"),
            "twice": row[0] * 2,
            "missing": "",
        }[damage]
        if damage == "missing" and lines[index].is_leaf:
            continue  # nobody can tell that it was there
        reading = read_document((page[: row.start()] + changed + page[row.end() :]).encode(), "document.html")
        if not blocking(reading):
            passed.append(re.sub(r"<[^>]+>|&nbsp;", " ", row[0]))
    assert (len(rows), passed) == (len(lines), [])
