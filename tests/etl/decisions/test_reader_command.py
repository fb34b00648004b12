"""`python -m etl ingest decision --json` as people and programs use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.paths import ROOT
from etl.__main__ import main
from etl.decisions.command import SHOWN
from tests.etl.decisions.layouts.corpus import documents

KEYS = [
    "document", "place", "region_code", "level", "budget_year", "plan_years", "language", "is_amendment", "act_number",
    "act_date", "base_number", "base_date", "revenue_total_kzt_thousand", "revenue_tax_kzt_thousand",
    "revenue_nontax_kzt_thousand", "revenue_capital_kzt_thousand", "revenue_special_kzt_thousand",
    "revenue_transfers_kzt_thousand", "expenditure_total_kzt_thousand", "net_lending_kzt_thousand",
    "financial_assets_balance_kzt_thousand", "deficit_kzt_thousand", "lines", "findings",
]  # fmt: skip
TEXT = (
    "О бюджете Айдарлинского сельского округа на 2025-2027 годы\n"
    "Решение Карасуского районного маслихата Костанайской области от 31 декабря 2024 года № 196\nРЕШИЛ:\n"
    "1. Утвердить бюджет Айдарлинского сельского округа на 2025-2027 годы согласно приложениям 1, 2 и 3, в том числе на"
    " 2025 год в следующих объемах:\n"
    "1) доходы – 34 117,1 тысяч тенге, в том числе по:\nналоговым поступлениям – 16 298,0 тысяч тенге;\n"
    "поступлениям трансфертов – 17 819,1 тысяч тенге;\n2) затраты – 38 741,2 тысяч тенге;\n"
    "3) чистое бюджетное кредитование – 0;\n4) сальдо по операциям с финансовыми активами – 0;\n"
    "5) дефицит (профицит) бюджета – {0} тысяч тенге.\n"
    "2. Настоящее решение вводится в действие с 1 января 2025 года.\n"
)


def ingest(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[dict[str, object]]]:
    status = main(["ingest", "decision", "--json", *map(str, arguments)])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_budget_is_a_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "G24NM00196M.txt"
    path.write_text(TEXT.format("-4 624,1"))
    status, (record,) = ingest(capsys, path)
    assert status == 0 and list(record) == KEYS
    assert record["place"] == "Айдарлинский с.о., Карасуский район" and record["region_code"] == "KZ-39"
    assert (record["act_date"], record["base_number"], record["is_amendment"]) == ("2024-12-31", "196", False)
    assert record["revenue_total_kzt_thousand"] == 34117.1 and record["net_lending_kzt_thousand"] == 0
    assert record["revenue_capital_kzt_thousand"] is None and record["deficit_kzt_thousand"] == -4624.1
    assert (record["budget_year"], record["plan_years"], record["language"]) == (2025, "2025-2027", "ru")


def test_a_finding_that_blocks_is_an_exit_status_unless_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format("0"))
    status, (record,) = ingest(capsys, path)
    (finding,) = record["findings"]  # type: ignore[misc]
    assert status == 2 and (finding["code"], finding["is_blocking"]) == ("zero-deficit", True)
    assert "дефицит (профицит) бюджета – 0" in finding["original"]
    assert ingest(capsys, path, "--accept", "zero-deficit")[0] == 0


def test_nothing_is_dropped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubbish, other = tmp_path / "rubbish.docx", tmp_path / "other.txt"
    rubbish.write_bytes(b"PK\x03\x04")
    other.write_text("Решение о другом от 1 мая 2021 года № 5.")
    status, found = ingest(capsys, rubbish, other, tmp_path / "missing.html")
    assert status == 2 and [record["document"] for record in found] == [
        "rubbish.docx",
        "other.txt",
        "missing.html",
    ]
    for record in found:
        assert list(record) == KEYS and record["place"] is None and record["findings"]


def test_many_documents_keep_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in documents(2 * SHOWN + 5):
        (tmp_path / name).write_bytes(content)
    together = ingest(capsys, "--dir", tmp_path, "--workers", 2)
    assert together == ingest(capsys, "--dir", tmp_path, "--workers", 1)
    names = [record["document"] for record in together[1]]
    assert names == sorted(names, key=str) and len(set(names)) == 2 * SHOWN + 5


def test_json_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format("-4 624,1"))
    command = [sys.executable, "-m", "etl", "ingest", "decision", "--json", str(path)]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, env={"PYTHONIOENCODING": "ascii", "PATH": ""}
    )
    assert "Айдарлинский" in result.stdout.decode() and result.returncode == 0
