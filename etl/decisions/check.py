"""Whether a budget adds up.

Headline amounts are compared exactly: kinds of revenue with their total, and revenue - expenditure - net lending -
balance of financial assets with the deficit. A kind or one of the last two that the text has no line for can only be
nothing; it stays unstated. What a text broke off before, or an amendment does not restate, is not checked. In annexes
a difference of up to 0.1 for each row that is summed is rounding, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from etl.decisions.labels import KINDS
from etl.decisions.line_checks import line_findings
from etl.decisions.models import Budget, Finding

ZERO = Decimal(0)
_TERMS = ("expenditure_total", "net_lending", "financial_assets_balance")


def check(budget: Budget) -> tuple[Finding, ...]:
    """What does not add up in a budget, with what was printed; ``findings`` that it has already are not repeated."""
    is_whole = budget.scope == "full" and not any(f.code == "truncated" for f in budget.findings)
    unread = {finding.field for finding in budget.findings if finding.is_blocking}
    found = [
        *_kinds(budget, is_whole, unread),
        *_balance(budget, is_whole, unread),
        *_financing(budget),
        *_differences(budget),
    ]
    if budget.lines:
        found += line_findings(budget.lines, budget.amounts, budget.printed)
    return tuple(found)


def _kinds(budget: Budget, is_whole: bool, unread: set[str]) -> Iterable[Finding]:
    amounts = budget.amounts
    total = amounts.get("revenue_total")
    stated = [kind for kind in KINDS if amounts.get(kind) is not None]
    if total is None or not stated:
        if is_whole and total is not None:
            yield _note(
                "kinds-missing", "revenue_total", "no kinds of revenue are stated", budget, ["revenue_total"]
            )
        return
    added = sum((amounts[kind] or ZERO for kind in stated), ZERO)
    if added == total:
        return
    names = ["revenue_total", *stated]
    if added < total and _may_lack_kinds(budget, set(stated)):
        yield _note("kinds-unchecked", "revenue_total", "not all kinds of revenue are stated", budget, names)
        return
    message = "the kinds of revenue do not add up to its total"
    yield Finding(
        "kinds-do-not-add-up", "revenue_total", message, _printed(budget, names), _text(added), _text(total)
    )


def _may_lack_kinds(budget: Budget, stated: set[str]) -> bool:
    """Whether there may be kinds of revenue that the text does not come to, or that an amendment does not restate."""
    if budget.scope != "full":
        return len(stated) < len(KINDS) - 1
    is_cut = any(finding.code == "truncated" for finding in budget.findings)
    return is_cut and budget.amounts.get("expenditure_total") is None


def _balance(budget: Budget, is_whole: bool, unread: set[str]) -> Iterable[Finding]:
    amounts = budget.amounts
    revenue, expenditure = amounts.get("revenue_total"), amounts.get("expenditure_total")
    deficit = amounts.get("deficit")
    names = ["revenue_total", *_TERMS, "deficit"]
    if revenue is None or expenditure is None:
        if is_whole and not unread & {"revenue_total", "expenditure_total"}:
            missing = "revenue_total" if revenue is None else "expenditure_total"
            message = "the text does not state it, so that nothing shows whether the others are right"
            yield Finding("amount-missing", missing, message, _printed(budget, names))
        return
    absent = [name for name in _TERMS if amounts.get(name) is None]
    result = revenue - sum((amounts.get(name) or ZERO for name in _TERMS), ZERO)
    if deficit is None and not is_whole:
        return
    if result == (deficit or ZERO):
        if absent or deficit is None:
            lacking = ", ".join([*absent, *(["deficit"] if deficit is None else [])])
            yield _note(
                "balance-of-absent", "deficit", f"it adds up with nothing for {lacking}", budget, names
            )
        return
    if absent and not is_whole:
        yield _note("balance-unchecked", "deficit", f"not stated: {', '.join(absent)}", budget, names)
        return
    if absent and set(absent) & unread:
        return
    if deficit == 0 and expenditure > revenue:
        code, message = "zero-deficit", "no deficit is printed though the budget spends more than it has"
    elif deficit == -result:
        code, message = "deficit-sign", "the deficit is right but for its sign: a deficit is negative"
    else:
        code = "balance-does-not-add-up"
        message = "revenue - expenditure - net lending - balance of financial assets is not the deficit"
    found = "" if deficit is None else _text(deficit)
    yield Finding(code, "deficit", message, _printed(budget, names), _text(result), found)


def _financing(budget: Budget) -> Iterable[Finding]:
    financing, deficit = budget.details.get("financing"), budget.amounts.get("deficit")
    if financing is None or deficit is None or financing == -deficit:
        return
    names = ["deficit", "financing"]
    message = "the deficit is not what its financing makes up for"
    # «финансирование» of a surplus is printed with either sign.
    is_blocking = financing != deficit
    yield Finding(
        "financing-differs",
        "deficit",
        message,
        _printed(budget, names),
        _text(-financing),
        _text(deficit),
        is_blocking,
    )


def _differences(budget: Budget) -> Iterable[Finding]:
    for whole, plus, minus in (
        ("net_lending", "credits", "credits_repaid"),
        ("financial_assets_balance", "assets_bought", "assets_sold"),
    ):
        amount, first, second = budget.amounts.get(whole), budget.details.get(plus), budget.details.get(minus)
        if amount is None or first is None or second is None or amount == first - second:
            continue
        names = [whole, plus, minus]
        message = f"it is not {plus} - {minus}"
        # Which of the three is wrong, the balance of the whole budget tells.
        yield Finding(
            "parts-differ",
            whole,
            message,
            _printed(budget, names),
            _text(first - second),
            _text(amount),
            False,
        )


def _note(code: str, field: str, message: str, budget: Budget, names: Sequence[str]) -> Finding:
    return Finding(code, field, message, _printed(budget, names), is_blocking=False)


def _printed(budget: Budget, names: Sequence[str]) -> str:
    """The passages that these amounts were read from; the amounts themselves where there are none."""
    passages = []
    for name in names:
        amount = budget.amounts.get(name, budget.details.get(name))
        if name in budget.printed:
            passages.append(budget.printed[name])
        elif amount is not None:
            passages.append(f"{name} {_text(amount)}")
    return "; ".join(passages)


def _text(amount: Decimal) -> str:
    return format(amount, "f")
