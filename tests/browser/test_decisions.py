"""A resident of a village finds its budget, an hour after the city's IT person took it in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from catalogue.paths import ROOT
from tests.etl.decisions.layouts.corpus import documents
from tests.serving import free_port, start

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def village_site(tmp_path_factory: pytest.TempPathFactory):
    """A site whose data folder has decisions, taken in by the command while it runs."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(ROOT / "data", data)
    pages = tmp_path_factory.mktemp("pages")
    for name, content in documents(30, 11):
        (pages / name).write_bytes(content)
    port = free_port()
    server = start("dashboard.app:server", port, workers=1, data=data)
    command = [sys.executable, "-m", "etl", "ingest", "decision", "--dir", str(pages), "--workers", "1"]
    subprocess.run(
        command, check=True, cwd=ROOT, env={"MOI_GOROD_DATA": str(data), "PATH": "/usr/bin:/bin"}, timeout=120
    )
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_resident_finds_the_village(village_site: str, browser: Browser, has_script: bool) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=has_script)
    page = context.new_page()
    page.goto(f"{village_site}/ru/decisions")
    first = page.locator(".decision-places a").first
    name = first.inner_text()
    page.goto(f"{village_site}/ru/decisions?q={name.split(',')[0]}")
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h2.chart-title")).to_have_text(name)
    expect(page).to_have_url(re.compile(r"/ru/decisions\?place=KZ-"))
    expect(page.locator(".choice-links [aria-current]").first).to_be_visible()
    context.close()


def test_typing_finds(village_site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{village_site}/ru/decisions")
    page.wait_for_selector("html.is-live")
    page.locator("input[name=q]").fill("qqqqqq")
    expect(page.locator("main")).to_contain_text("Ничего не найдено")
    expect(page).to_have_url(re.compile("q=qqqqqq"))
    page.locator("input[name=q]").fill("")
    expect(page.locator(".decision-places a").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(village_site: str, browser: Browser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{village_site}/kk/decisions")
    page.locator(".decision-places a").first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [violation["id"] for violation in result["violations"]] == []
    page.close()
