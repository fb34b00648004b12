"""WCAG 2.2 AA by axe, light and dark, phone and laptop; and what axe can't see: order, names, the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.pages import PAGES
from tests.browser.conftest import chromium
from tests.chromium import FLAGS

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = [
    "/",
    "/receipt",
    "/receipt?place=KZ-79&to=2024-q2&q=долг&step=quarter",
    "/receipt?figures=printed&programme=health",
    "/transfers?region=KZ-39",
    "/kostanay",
    "/survey",
    "/survey?topic=authority_rating",
    "/survey?topic=satisfaction",
    "/audit",
    "/data",
    "/about",
    "/chart/transfer-dependence",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page, path, scheme):
    options = {"bypass_csp": True, "color_scheme": scheme}
    if scheme == "dark":
        options["viewport"] = {"width": 390, "height": 844}
    page = open_page(f"/ru{path}", live=False, **options)
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in result["violations"]]
    assert found == []


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_embeds_pass_axe(open_page, lang):
    page = open_page(f"/embed/receipt-programmes?lang={lang}", live=False, bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [rule["id"] for rule in result["violations"]] == []


def test_the_keyboard_reaches_everything(open_page):
    page = open_page("/en/receipt")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.locator("select[name=per]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".receipt-per")).to_contain_text("1,083,048")
    expect(page.locator(":focus")).to_have_attribute("name", "per")
    entry = page.locator(".receipt summary").first
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt details").first).to_have_attribute("open", "")


@pytest.fixture(scope="module")
def large_text(browser: Browser):
    """A browser whose reader has set text to twice the usual size."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
    instance = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield instance
    instance.close()


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_twice_the_text_fits_a_phone(large_text: Browser, site: str, name: str):
    page = large_text.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site}/ru/{name}")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
