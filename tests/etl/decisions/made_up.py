"""Made-up decisions for what comes after reading: a document is its reading in JSON. Nothing of it leaves the tests."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.decisions.models import Act, Budget, Finding, Line, Reading
from etl.errors import EtlError

REGIONS = ("KZ-39", "KZ-55", "KZ-75")


def read(content: bytes, name: str) -> Reading:
    """What a document says. One that says "die" kills its reader, one that says "fail" fails it."""
    told = json.loads(content)
    if told.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if told.get("fail"):
        raise {"bug": ZeroDivisionError("bug"), "unreadable": EtlError("no decision")}[told["fail"]]
    time.sleep(told.get("sleep", 0))
    budgets = tuple(_budget(budget) for budget in told["budgets"])
    findings = tuple(Finding(code, "document", code) for code in told.get("findings", ()))
    return Reading(name, hashlib.sha256(content).hexdigest(), _act(told), budgets, findings)


def _act(told: dict[str, Any]) -> Act:
    days = {name: told.get(name) and date.fromisoformat(told[name]) for name in ("adopted", "base_date")}
    return Act(
        title="О бюджете",
        number=told.get("number"),
        adopted=days["adopted"],
        base_number=told.get("base_number", told.get("number")),
        base_date=days["base_date"] or days["adopted"],
        language=told.get("language", "ru"),
        is_amendment=told.get("is_amendment", "base_date" in told),
        is_consolidated=told.get("is_consolidated", False),
        status="new",
        address=told.get("address"),
    )


def _budget(told: dict[str, Any]) -> Budget:
    amounts = {name: Decimal(amount) for name, amount in told.get("amounts", {}).items()}
    lines = tuple(
        Line("revenue", "category", (str(n),), f"Строка {n}", Decimal(n), None)
        for n in range(told.get("lines", 0))
    )
    findings = tuple(Finding(code, "deficit", code) for code in told.get("findings", ()))
    return Budget(
        place=told["place"],
        region_code=told.get("region"),
        budget_year=told.get("year"),
        plan_years=told.get("plan_years"),
        level="district",
        amounts=amounts,
        lines=lines,
        findings=findings,
    )


def decision(number: int, /, **also: Any) -> dict[str, Any]:
    """A decision of one district, of one of three regions and four years; every fifth one amends the one before."""
    region, year = REGIONS[number % 3], 2018 + number // 3 % 4
    first = number - number % 5
    told = {
        "number": str(number),
        "adopted": f"{year - 1}-12-{1 + number % 28:02}",
        "budgets": [
            {
                "place": f"Район {number % 7}",
                "region": region,
                "year": year,
                "amounts": {"revenue_total": f"{1000 + number}.5", "expenditure_total": str(1000 + first)},
                "lines": 3 + number % 4,
            }
        ],
    }
    return told | also


def write(folder: Path, documents: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> list[Path]:
    """The documents as files, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, told in enumerate(documents):
        path = folder / f"{number:05}.json"
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        paths.append(path)
    return paths
