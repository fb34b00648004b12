"""The council room in a real browser: two councils on a phone, and the checker, with scripts and without."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GROUPS = ["education", "pensioners", "disabled", "political_scientists", "media", "health"]


def said(page: Page, name: str):
    return page.locator(f"#said-{name}")


def field(page: Page, name: str):
    return page.locator(f"#count-{name}")


def test_a_citizen_compares_two_councils_on_a_phone(open_page):
    page = open_page("/ru/maslikhat", **PHONE)
    title = page.locator("#chart-maslikhat-parties .chart-title")
    expect(title).to_have_text("Алматы: «Аманат» занимает 29 из 39 мест")
    page.locator("select[name=with]").select_option("KZ-71.VII")
    expect(page).to_have_url(re.compile(r"\?with=KZ-71\.VII$"))
    expect(title).to_contain_text("29 из 39 и 26 из 31")
    numbers = page.locator(".council-numbers")
    expect(numbers.locator("thead th")).to_have_count(3)
    expect(numbers).to_contain_text("1,74")
    expect(numbers).to_contain_text("1,39")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.go_back()
    expect(title).to_have_text("Алматы: «Аманат» занимает 29 из 39 мест")
    expect(page.locator("select[name=with]")).to_have_value("none")


@pytest.mark.parametrize(
    ("councils", "seats"), [("with=KZ-71.VII", 70), ("council=KZ-75.VIII&with=KZ-39.VIII", 74)]
)
def test_plotly_puts_the_seats_where_the_server_did(open_page, councils, seats):
    """At both widths, round and within the drawing."""
    for viewport in ({"width": 390, "height": 900}, {"width": 1280, "height": 900}):
        page = open_page(f"/en/maslikhat?{councils}", viewport=viewport)
        page.locator("#chart-maslikhat-parties .chart-canvas").scroll_into_view_if_needed()
        page.wait_for_selector("#chart-maslikhat-parties .js-plotly-plot .point")
        centres = """(nodes, canvas) => nodes.map(node => {
            const box = node.getBoundingClientRect(), at = canvas.getBoundingClientRect();
            return [box.x + box.width / 2 - at.x, box.y + box.height / 2 - at.y] })"""
        canvas = page.locator("#chart-maslikhat-parties .chart-canvas").element_handle()
        plotly, server = (
            page.locator(f"#chart-maslikhat-parties {where}").evaluate_all(centres, canvas)
            for where in (
                ".js-plotly-plot .point",
                f".svg-{'narrow' if viewport['width'] < 640 else 'wide'} .marks > *",
            )
        )
        assert len(plotly) == len(server) == seats
        width = page.locator("#chart-maslikhat-parties .chart-canvas").bounding_box()["width"]
        for (x, y), (to_x, to_y) in zip(plotly, server, strict=True):
            assert abs(x - to_x) < 1 and abs(y - to_y) < 1
            assert 8 < x < width - 8


def test_a_composition_is_answered_at_once_and_kept_in_the_address(open_page):
    page = open_page("/en/maslikhat", **PHONE)
    expect(said(page, "education")).to_have_text("not given")
    field(page, "education").fill("3")
    expect(said(page, "education")).to_have_text("1 seat short")
    field(page, "media").fill("0")
    expect(said(page, "media")).to_have_text("2 seats short")
    expect(page.locator(".quota-sum")).to_contain_text("3 seats short")
    expect(page.locator("[data-count=unknown]")).to_have_text("4")
    field(page, "seats").fill("12")
    expect(page.locator(".quota-bound")).to_contain_text("more than the council has deputies (12)")
    expect(page).to_have_url(re.compile(r"\?seats=12&education=3&media=0$"))
    page.reload()
    page.wait_for_selector("html.is-live")
    expect(field(page, "education")).to_have_value("3")
    expect(said(page, "media")).to_have_text("2 seats short")
    # Another level is a step of its own: Back undoes it and keeps what was typed.
    page.get_by_role("radio", name="District maslikhat").check()
    expect(page).to_have_url(re.compile("level=district"))
    expect(said(page, "education")).to_have_text("minimum met")
    expect(page.locator("#said-political_scientists")).to_have_count(0)
    page.go_back()
    expect(page).not_to_have_url(re.compile("level="))
    expect(said(page, "education")).to_have_text("1 seat short")
    expect(page.get_by_role("radio", name="Region, republican city")).to_be_checked()
    expect(field(page, "seats")).to_have_value("12")


def test_the_checker_follows_the_chosen_council(open_page):
    page = open_page("/en/maslikhat")
    expect(field(page, "seats")).to_have_value("39")
    page.locator("select[name=council]").select_option("KZ-75.VIII")
    expect(field(page, "seats")).to_have_value("42")
    expect(page.locator(".quota-bound")).to_contain_text("19 of 42")
    field(page, "health").fill("3")
    expect(page).to_have_url(re.compile(r"\?council=KZ-75\.VIII&health=3$"))
    field(page, "seats").fill("50")
    expect(page).to_have_url(re.compile(r"seats=50"))
    page.locator("select[name=council]").select_option("KZ-71.VII")
    expect(page.locator("#chart-maslikhat-parties .chart-title")).to_contain_text("31")
    expect(field(page, "seats")).to_have_value("50")
    field(page, "seats").fill("")
    expect(page.locator(".quota-bound")).to_contain_text("19 of 31")


def test_the_answer_needs_no_network(open_page):
    page = open_page("/ru/maslikhat")
    page.route("**/view/**", lambda route: None)  # the server never answers
    field(page, "health").fill("1")
    assert said(page, "health").inner_text() == "не хватает 3 мест"
    assert (
        page.locator(".quota-sum").inner_text() == "Указанным группам вместе не хватает 3 мест до минимума."
    )


def test_typing_makes_no_step_of_history_and_controls_keep_it(open_page):
    page = open_page("/ru/maslikhat")
    before = page.evaluate("history.length")
    for name in ("education", "health"):
        field(page, name).press_sequentially("12", delay=20)
    expect(page).to_have_url(re.compile(r"\?education=12&health=12$"))
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == before
    page.locator("select[name=council]").select_option("KZ-71.VII")
    expect(page).to_have_url(re.compile(r"\?council=KZ-71\.VII&education=12&health=12$"))
    expect(field(page, "health")).to_have_value("12")
    expect(said(page, "health")).to_have_text("минимум есть")


@pytest.mark.parametrize(
    ("typed", "message"), [("-1", "от 0 до 999"), ("2.5", "от 0 до 999"), ("ab", "от 0 до 999")]
)
def test_what_is_no_number_is_said_and_goes_nowhere(open_page, typed, message):
    page = open_page("/ru/maslikhat?media=1")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/view/" in request.url else None)
    field(page, "health").press_sequentially(typed)
    expect(said(page, "health")).to_contain_text(message)
    expect(field(page, "health")).to_have_attribute("aria-invalid", "true")
    page.wait_for_timeout(500)
    expect(field(page, "health")).to_have_value(typed)
    assert "health" not in "".join(url for url in asked[-1:])
    field(page, "health").fill("4")
    expect(said(page, "health")).to_have_text("минимум есть")
    expect(page).to_have_url(re.compile(r"\?media=1&health=4$"))
    field(page, "seats").fill("0")
    expect(said(page, "seats")).to_contain_text("от 1 до 999")
    field(page, "seats").fill("")
    expect(said(page, "seats")).to_have_text("")
    expect(page.locator(".quota-bound")).to_contain_text("из 39")


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
@pytest.mark.parametrize("level", ["oblast_or_republican_city", "city", "district"])
def test_the_client_answers_as_the_server_does(open_page, lang, level):
    page = open_page(f"/{lang}/maslikhat?level={level}")
    draw = random.Random(f"{lang}{level}")
    cases = [
        {"seats": draw.choice(["", *map(str, range(1, 30)), "80", "160", "999"])}
        | {name: draw.choice(["", "0", "1", "2", "3", "4", "5", "40"]) for name in GROUPS}
        for _ in range(25)
    ]
    differ = page.evaluate(
        """async (cases) => {
            const parts = ["[id^=said-]", ".quota-sum", ".quota-counts", ".quota-bound"];
            const read = (root) => parts.flatMap((part) => [...root.querySelectorAll(part)]
                .map((node) => [node.id || part, node.className, node.textContent.replace(/\\s+/g, " ").trim()]));
            const form = document.querySelector("form.quotas"), found = [];
            for (const values of cases) {
                const fields = [...form.querySelectorAll("input.count-field")];
                fields.forEach((field) => { field.value = values[field.name]; });
                fields[0].dispatchEvent(new Event("input", {bubbles: true}));
                const own = read(form);
                const view = await (await fetch("/view" + location.pathname + location.search)).json();
                const root = new DOMParser().parseFromString(view.main, "text/html");
                const theirs = read(root.querySelector("form.quotas"));
                if (JSON.stringify(own) !== JSON.stringify(theirs)) found.push([values, own, theirs]);
            }
            return found;
        }""",
        cases,
    )
    assert differ == []


def test_without_scripts_the_checker_is_a_form(open_page):
    page = open_page("/ru/maslikhat?with=KZ-71.VII", java_script_enabled=False)
    field(page, "education").fill("3")
    page.get_by_role("radio", name="Городской маслихат").check()
    page.locator("form.quotas button[type=submit]").click()
    query = parse_qs(urlsplit(page.url).query)
    assert {name: query[name] for name in ("with", "level", "education", "seats")} == {
        "with": ["KZ-71.VII"], "level": ["city"], "education": ["3"], "seats": ["39"],
    }  # fmt: skip
    expect(said(page, "education")).to_have_text("минимум есть")
    page.locator("select[name=council]").select_option("KZ-71.VII")
    page.locator("select[name=with]").select_option("KZ-75.VII")
    page.locator("form.controls button[type=submit]").click()
    expect(field(page, "education")).to_have_value("3")
    expect(page.locator("#chart-maslikhat-parties .chart-title")).to_contain_text("26 из 31 и 29 из 39")


def test_what_is_typed_before_the_scripts_arrive_is_answered(browser, site):
    page = browser.new_page()
    page.route("**/static/app.*.js", lambda route: (page.wait_for_timeout(1200), route.continue_()))
    page.goto(f"{site}/en/maslikhat", wait_until="commit")
    field(page, "pensioners").fill("2")
    page.wait_for_selector("html.is-live")
    expect(said(page, "pensioners")).to_have_text("1 seat short")
    expect(page).to_have_url(re.compile(r"\?pensioners=2$"))
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/ru/maslikhat?with=KZ-71.VII&education=3&media=0&health=50",
        "/kk/maslikhat?council=KZ-75.VIII&with=KZ-11.VIII",
        "/en/chart/maslikhat-parties",
    ],
)
def test_axe_finds_nothing(open_page, path, scheme):
    options = {"bypass_csp": True, "color_scheme": scheme}
    if scheme == "dark":
        options["viewport"] = {"width": 390, "height": 844}
    page = open_page(path, live=False, **options)
    page.wait_for_load_state("networkidle")
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in result["violations"]]
    assert found == []


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/maslikhat?with=KZ-71.VII",
        "/maslikhat?council=KZ-75.VIII&with=KZ-39.VIII",
        "/chart/maslikhat-quotas",
        "/chart/maslikhat-parties",
    ],
)
def test_no_page_is_wider_than_a_phone(open_page, lang, path):
    page = open_page(f"/{lang}{path}", live=False, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
