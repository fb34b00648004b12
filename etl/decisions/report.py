"""What was read, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from catalogue.decisions import amount_column
from etl.decisions.models import AMOUNTS, Budget, Finding, Reading
from etl.errors import EtlError


def records(reading: Reading) -> Iterator[dict[str, Any]]:
    """A dict for each budget, ready for JSON; one without a place where a document holds none, so that its findings are
    not lost. Amounts are thousand tenge with the decimals of the text; None is what the text does not say."""
    if not reading.budgets:
        yield _record(reading, Budget("", None, None, None, None), reading.findings) | {"place": None}
    for budget in reading.budgets:
        yield _record(reading, budget, (*reading.findings, *budget.findings))


def unreadable(name: str, error: EtlError) -> dict[str, Any]:
    """The same keys for a document that is none: all empty but the finding that says why."""
    nothing: dict[str, Any] = dict.fromkeys(KEYS)
    finding = Finding("unreadable", "document", str(error))
    return nothing | {"document": name, "lines": [], "findings": [_finding(finding)]}


def is_blocked(record: dict[str, Any], accept: frozenset[str]) -> bool:
    """Whether a finding keeps the budget out of the data set."""
    return any(finding["is_blocking"] and finding["code"] not in accept for finding in record["findings"])


def render(record: dict[str, Any], accept: frozenset[str]) -> str:
    """One budget for people: the amounts, then every finding with the text that it is about."""
    about = (
        (record["place"], "no budget"),
        (record["region_code"], "region unknown"),
        (record["budget_year"], "year unknown"),
    )
    head = f"{record['document']}: {', '.join(str(value or missing) for value, missing in about)}"
    amounts = [(name, record[amount_column(name)]) for name in AMOUNTS]
    lines = [head]
    lines += [f"    {name:<26}{amount:>20,}" for name, amount in amounts if amount is not None]
    lines += [f"    annex: {len(record['lines'])} lines"] if record["lines"] else []
    for finding in record["findings"]:
        is_accepted = finding["code"] in accept
        mark = "note" if not finding["is_blocking"] else "accepted" if is_accepted else "NOT LOADED"
        lines.append(f"    {mark}: {finding['code']} ({finding['field']}): {finding['message']}")
        if finding["expected"] or finding["found"]:
            lines.append(f"        expected {finding['expected'] or '–'}, found {finding['found'] or '–'}")
        if finding["original"]:
            lines.append(f"        text: {finding['original']}")
    return "\n".join(lines)


def _record(reading: Reading, budget: Budget, findings: tuple[Finding, ...]) -> dict[str, Any]:
    act = reading.act
    return {
        "document": reading.document,
        "place": budget.place or None,
        "region_code": budget.region_code,
        "level": budget.level,
        "budget_year": budget.budget_year,
        "plan_years": budget.plan_years,
        "language": act.language,
        "is_amendment": _is_amendment(reading, budget),
        "act_number": act.number,
        "act_date": act.adopted and act.adopted.isoformat(),
        "base_number": act.base_number,
        "base_date": act.base_date and act.base_date.isoformat(),
        **{amount_column(name): _number(budget.amounts.get(name)) for name in AMOUNTS},
        "lines": [
            {
                "part": line.part,
                "level": line.level,
                "codes": list(line.codes),
                "name": line.name,
                "amount_kzt_thousand": _number(line.amount),
                "parent": line.parent,
            }
            for line in budget.lines
        ],
        "findings": [_finding(finding) for finding in findings],
    }


def _is_amendment(reading: Reading, budget: Budget) -> bool | None:
    """Of a consolidated text with several budgets only those are amended whose own point was restated."""
    is_amendment = reading.act.is_amendment
    return budget.is_restated if is_amendment and budget.is_restated is not None else is_amendment


def _number(amount: Decimal | None) -> float | int | None:
    """Exact: an amount has at most a few decimals and fewer digits than a float holds."""
    if amount is None:
        return None
    return (
        int(amount)
        if amount == amount.to_integral_value() and amount.as_tuple().exponent == 0
        else float(amount)
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "field": finding.field,
        "message": finding.message,
        "original": finding.original,
        "expected": finding.expected,
        "found": finding.found,
        "is_blocking": finding.is_blocking,
    }


KEYS = (
    "document", "place", "region_code", "level", "budget_year", "plan_years", "language", "is_amendment", "act_number",
    "act_date", "base_number", "base_date", *map(amount_column, AMOUNTS), "lines", "findings",
)  # fmt: skip
