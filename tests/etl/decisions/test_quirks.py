"""Whatever a decision looks like, its figures are read exactly, or it is refused."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from etl.decisions.read import read_document
from tests.etl.decisions.layouts import Annexes, Facts, Layout, Quirk, office
from tests.etl.decisions.layouts.corpus import documents, expected
from tests.etl.decisions.layouts.facts import is_sound
from tests.etl.decisions.layouts.judge import blocking, faults
from tests.etl.decisions.layouts.strategies import PROFILE, decisions, layouts, quirks, read


@settings(PROFILE, max_examples=300)
@given(decisions(), layouts())
def test_a_decision_is_read_exactly_or_refused(facts: Facts, layout: Layout) -> None:
    assert all(is_sound(plan.amounts) for plan in facts.plans)
    reading = read(facts, layout)
    event("refused" if blocking(reading) else "read")
    wrong = faults(reading, facts, layout)
    assert not wrong, wrong


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


def test_the_documents_for_measuring_are_read() -> None:
    """bench/decisions.py counts on it."""
    for number, (file, content) in enumerate(documents(60, seed=7)):
        answer = expected(number, seed=7)
        reading = read_document(content, file)
        assert not blocking(reading), blocking(reading)
        assert (reading.act.base_number, reading.act.base_date) == answer.base
        budgets = [
            budget for budget in reading.budgets if budget.budget_year == answer.budgets[0].budget_year
        ]
        assert [budget.amounts for budget in budgets] == [told.amounts for told in answer.budgets]
        found = [[line.amount for line in budget.lines if line.codes] for budget in budgets]
        assert found == [[row.amount for row in told.lines] for told in answer.budgets] or file.endswith(
            ".txt"
        )
