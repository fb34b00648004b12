"""What people come for, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import eventually

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}


def amount(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_resident_finds_street_lighting_on_a_phone(open_page):
    page = open_page("/ru/receipt?basis=plan", **PHONE)
    expect(page.locator(".receipt-total .amount")).to_have_text("1\u00a0006\u00a0034\u00a0₸")
    page.get_by_role("searchbox").fill("освещен")
    line = page.locator(".line-sub:visible")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("Освещение улиц")
    expect(page).to_have_url(re.compile(r"q=%D0%BE%D1%81"))
    yearly = amount(line.locator(".amount").inner_text())
    page.locator("select[name=period]").select_option("month")
    expect(page.locator(".receipt-total .amount")).to_have_text("83\u00a0836\u00a0₸")
    monthly = lambda: amount(page.locator(".line-sub:visible .amount").inner_text())  # noqa: E731
    eventually(lambda: abs(monthly() - yearly / 12) <= 1, True)


def test_the_address_is_the_state(open_page, site):
    page = open_page("/en/receipt?basis=plan")
    page.locator("select[name=per]").select_option("resident")
    expect(page).to_have_url(re.compile(r"\?basis=plan&per=resident$"))
    total = page.locator(".receipt-total .amount")
    expect(total).to_have_text("468,964\u00a0₸")
    page.locator("select[name=period]").select_option("month")
    expect(total).to_have_text("39,080\u00a0₸")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?basis=plan&per=resident$"))
    expect(total).to_have_text("468,964\u00a0₸")
    expect(page.locator("select[name=period]")).to_have_value("year")
    page.reload()
    expect(total).to_have_text("468,964\u00a0₸")
    page.go_back()
    expect(total).to_have_text("1,006,034\u00a0₸")


def test_a_resident_compares_a_quarter_of_her_oblast_with_a_year_before(open_page):
    page = open_page("/ru/receipt", **PHONE)
    total = page.locator(".receipt-total .amount")
    expect(total).to_have_text("703\u00a0890\u00a0₸")
    page.locator("select[name=place]").select_option("KZ-39")
    expect(page.locator(".receipt-brand")).to_contain_text("КОСТАНАЙСКАЯ ОБЛАСТЬ")
    # The plan is Almaty's: elsewhere there is nothing to choose.
    expect(page.locator("select[name=basis]")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?place=KZ-39&to=2024$"))
    page.locator("select[name=to]").select_option("2024-q3")
    expect(total).to_have_text("184\u00a0679\u00a0₸")
    lines = page.locator(".line-programme .amount")
    eventually(lambda: sum(amount(text) for text in lines.all_inner_texts()), 184_679)
    entry = page.locator(".receipt .entry").first
    entry.locator("summary").click()
    expect(entry).to_contain_text("III квартал 2023 года")
    expect(entry).to_contain_text("II квартал 2024 года")
    page.locator("select[name=per]").select_option("total")
    expect(total).to_have_text("152\u00a0873,2\u00a0млн\u00a0₸")
    page.go_back()
    expect(total).to_have_text("184\u00a0679\u00a0₸")


def test_what_can_be_chosen_follows_place_and_basis(open_page):
    page = open_page("/en/receipt?to=2018-q1")
    page.locator("select[name=basis]").select_option("plan")
    expect(page).to_have_url(re.compile(r"\?basis=plan$"))
    expect(page.locator("select[name=to]")).to_have_count(0)
    expect(page.locator("select[name=per]")).to_have_value("employed")
    page.locator("select[name=place]").select_option("KZ-79")
    expect(page).to_have_url(re.compile(r"\?place=KZ-79&to=2024$"))
    expect(page.locator("select[name=per]")).to_have_value("resident")
    offered = page.locator("select[name=to] option")
    values = lambda: offered.evaluate_all("all => all.map(one => one.value)")  # noqa: E731
    eventually(lambda: ("2018-q4" in values(), "2018-q1" in values()), (True, False))
    page.locator("select[name=to]").select_option("2026-q1")
    expect(page.locator("select[name=per]")).to_have_value("total")
    expect(page.locator(".receipt")).to_contain_text("does not have the number of residents")
    page.locator("select[name=per]").select_option("resident_2025")
    expect(page.locator(".receipt-per")).to_contain_text("per resident of 2025")
    page.reload()
    expect(page.locator(".receipt-per")).to_contain_text("per resident of 2025")


def test_programmes_filter_and_printed_figures(open_page):
    page = open_page("/ru/receipt?programme=health&figures=printed")
    visible = page.locator(".receipt .entry:visible")
    expect(visible).to_have_count(1)
    expect(visible).to_contain_text("Здравоохранение")
    expect(page.locator(".banner")).to_contain_text("1 006 034 ₸")
    expect(visible.locator(".line-programme .printed")).to_contain_text("52")
    page.locator("input[name=programme][value=education]").check()
    expect(visible).to_have_count(2)
    expect(page).to_have_url(re.compile("programme=education~health"))


def test_a_researcher_highlights_regions_and_downloads(open_page):
    page = open_page("/ru/transfers")
    page.get_by_text("Выделить регионы").click()
    page.get_by_role("checkbox", name="Костанайская область").check()
    expect(page).to_have_url(re.compile("region=KZ-39"))
    expect(page.locator("#title-transfer-share-ranking")).to_contain_text("63,9")
    title = page.locator("#title-transfer-dependence")
    expect(title).to_contain_text("97,1")
    page.get_by_role("link", name="трансферты из республиканского бюджета").click()
    expect(title).to_contain_text("70,8")
    expect(page).to_have_url(re.compile("region=KZ-39&measure=republic#plan"))
    page.locator("select[name=year]").select_option("2021")
    expect(page.locator("#title-transfer-share-ranking")).to_contain_text("66,9")
    expect(page).to_have_url(re.compile("year=2021&region=KZ-39&measure=republic"))
    with page.expect_download() as download:
        page.locator("#chart-transfer-dependence").get_by_role("link", name="CSV").click()
    assert "KZ-39,2021" in download.value.path().read_text(encoding="utf-8")


def test_plotly_takes_over_without_a_jump(open_page):
    page = open_page("/ru/chart/transfer-dependence", live=False)
    page.wait_for_selector(".js-plotly-plot .bars path")
    bars = page.locator("#chart-transfer-dependence .js-plotly-plot .bars path")
    assert bars.count() == 34
    shift = page.evaluate(
        """() => new Promise(done => {
            let total = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) total += e.value }))
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(total), 300) })"""
    )
    assert shift <= 0.02


@pytest.mark.parametrize(
    "path", ["/ru/receipt?per=resident&q=школ", "/kk/transfers?region=KZ-39", "/en/audit?kind=unit"]
)
def test_without_javascript_the_form_works(open_page, path):
    page = open_page(path, java_script_enabled=False)
    assert page.locator("main").inner_text()
    before = parse_qs(urlsplit(page.url).query)
    page.locator("form.controls select").first.select_option(index=1)
    page.locator("form.controls button[type=submit]").click()
    after = parse_qs(urlsplit(page.url).query)
    chosen = page.locator("form.controls select").first
    assert after[chosen.get_attribute("name")] == [chosen.input_value()]
    # What the address held besides is still there.
    assert {name: after.get(name) for name in before if name != chosen.get_attribute("name")} == {
        name: value for name, value in before.items() if name != chosen.get_attribute("name")
    }


@pytest.mark.parametrize("query", ["", "place=KZ-79&to=2024-q2", "basis=plan", "basis=plan&figures=printed"])
def test_the_receipt_prints_on_one_sheet(open_page, query):
    page = open_page(f"/ru/receipt?{query}")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_audit_findings_are_reached_from_a_chart(open_page):
    page = open_page("/ru/receipt?basis=plan")
    page.locator("#chart-receipt-programmes .chart-line a").first.click()
    expect(page).to_have_url(re.compile(r"/ru/audit\?chart=receipt-programmes"))
    expect(page.locator(".finding:visible").first).to_be_visible()
    page.get_by_role("searchbox").fill("1 006 034")
    expect(page.locator(".finding:visible")).to_have_count(1)
    expect(page.locator(".shown-count")).to_have_text("Показано 1 замечание.")
    expect(page.locator("#receipt-unit")).to_be_visible()


def test_an_embed_in_a_foreign_page(foreign_page):
    """Another origin with a strict policy of its own, at the width of a side column."""
    page = foreign_page("/embed/transfer-dependence?lang=en", "width:280px;height:1100px")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".chart-title")).to_be_visible()
    assert frame.locator("svg:visible").count() == 1


@pytest.mark.parametrize(
    "path",
    ["/", "/receipt", "/transfers", "/kostanay", "/audit", "/data", "/about", "/chart/receipt-programmes"],
)
@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_no_page_is_wider_than_a_phone(open_page, lang, path):
    page = open_page(f"/{lang}{path}", live=False, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_done_before_the_scripts_arrive_is_kept(browser, site):
    """A slow network: the reader types and chooses while app.js is still on its way."""
    page = browser.new_page()
    page.route("**/static/app.*.js", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.goto(f"{site}/ru/receipt?basis=plan", wait_until="commit")
    page.locator("select[name=period]").select_option("month")
    page.get_by_role("searchbox").fill("освещен")
    page.wait_for_selector("html.is-live")
    expect(page.locator("select[name=period]")).to_have_value("month")
    expect(page.get_by_role("searchbox")).to_have_value("освещен")
    expect(page.locator(".receipt-total .amount")).to_have_text("83\u00a0836\u00a0₸")
    expect(page.locator(".line-sub:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile("period=month&q="))
    page.close()


def test_back_before_the_scripts_arrive_is_followed(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/en/receipt?basis=plan")
    page.wait_for_selector("html.is-live")
    page.locator("select[name=per]").select_option("resident")
    total = page.locator(".receipt-total .amount")
    expect(total).to_have_text("468,964\u00a0₸")
    page.route("**/static/app.*.js", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.reload(wait_until="commit")
    page.wait_for_selector(".receipt-total")
    page.evaluate("history.back()")
    expect(total).to_have_text("1,006,034\u00a0₸")
    expect(page.locator("select[name=per]")).to_have_value("employed")
    page.close()


def test_back_overtakes_what_was_typed(open_page):
    page = open_page("/ru/receipt?basis=plan")
    total = page.locator(".receipt-total .amount")
    page.locator("select[name=per]").select_option("resident")
    expect(total).to_have_text("468\u00a0964\u00a0₸")
    page.get_by_role("searchbox").press_sequentially("а")
    page.go_back()
    expect(total).to_have_text("1\u00a0006\u00a0034\u00a0₸")
    page.wait_for_timeout(600)
    expect(page.locator("select[name=per]")).to_have_value("employed")
    assert page.url.endswith("?basis=plan")
    expect(total).to_have_text("1\u00a0006\u00a0034\u00a0₸")


def test_typing_makes_one_step_of_history_at_most(open_page):
    page = open_page("/ru/audit?sort=kind&kind=unit")
    before = page.evaluate("history.length")
    page.get_by_role("searchbox").press_sequentially("тенге", delay=30)
    expect(page).to_have_url(re.compile("q=%D1%82"))
    page.wait_for_timeout(600)
    assert page.evaluate("history.length") == before


def test_tabs_of_a_chart_lead_to_its_parts_and_ask_for_nothing(open_page):
    page = open_page("/ru/chart/transfer-dependence")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/view/" in request.url else None)
    page.get_by_role("navigation", name="Части графика").get_by_role("link", name="Источник").click()
    expect(page.locator("#source-transfer-dependence")).to_be_in_viewport()
    page.wait_for_timeout(300)
    assert asked == []


def test_without_an_answer_the_browser_opens_the_address(browser, site):
    page = browser.new_page()  # its console may complain: the network does fail
    page.goto(f"{site}/ru/receipt?basis=plan")
    page.wait_for_selector("html.is-live")
    page.route("**/view/**", lambda route: route.abort())
    page.locator("select[name=period]").select_option("month")
    page.wait_for_url("**/receipt?basis=plan&period=month")
    expect(page.locator(".receipt-total .amount")).to_have_text("83\u00a0836\u00a0₸")
    page.close()


def test_charts_follow_the_theme_and_are_drawn_when_near(open_page):
    page = open_page("/ru/kostanay", viewport={"width": 390, "height": 700})
    assert page.locator(".js-plotly-plot").count() < 5
    page.locator("#chart-fourth-level-coverage").scroll_into_view_if_needed()
    expect(page.locator("#chart-fourth-level-coverage .js-plotly-plot .main-svg").first).to_be_visible()
    point = page.locator("#chart-fourth-level-coverage .point").first
    light = point.evaluate("node => getComputedStyle(node).fill")
    page.emulate_media(color_scheme="dark")
    expect(point).not_to_have_css("fill", light)


@pytest.mark.parametrize(
    ("lang", "typed"),
    [("ru", "фонари"), ("ru", "уличное освещение"), ("kk", "жарыктандыру"), ("en", "освещения")],
)
def test_everyday_words_find_the_line_and_the_answer_stands_by_the_field(open_page, lang, typed):
    page = open_page(f"/{lang}/receipt?basis=plan", **PHONE)
    page.get_by_role("searchbox").fill(typed)
    line = page.locator(".line-sub:visible")
    expect(line).to_have_count(1)
    before = line.inner_text()
    expect(page.get_by_role("status")).to_contain_text("2\u00a0195" if lang != "en" else "2,195")
    expect(line).to_have_text(re.compile(re.escape(before.split("\n")[0])))
