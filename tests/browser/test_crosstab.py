"""Cross-tabs and toplines in a real browser, on made-up waves beside the project's own."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import AXE, RULES
from tests.browser.test_journeys import PHONE
from tests.browser.waiting import eventually
from tests.rich_wave import RICH, write_data
from tests.serving import free_port, start


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with two more waves, one of them with everything that a survey can bring."""
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOI_GOROD_DATA", str(write_data(tmp_path_factory.mktemp("rich"))))
        server = start("dashboard.app:server", port, workers=1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


def options(page: Page, name: str) -> list[str]:
    return page.locator(f"select[name={name}] option").evaluate_all("all => all.map(one => one.value)")


def shares(page: Page) -> list[str]:
    return page.locator("table.crosstab tbody tr").first.locator(".share").all_inner_texts()


def test_the_breaks_follow_the_question(open_page):
    page = open_page(f"/en/crosstab?wave={RICH}&question=q7")
    assert "q8" in options(page, "by") and "q7" not in options(page, "by")
    question = page.locator("select[name=question]")
    question.focus()
    question.select_option("q8")
    expect(page.locator("#crosstab-title")).to_contain_text("Work of maslikhat deputies")
    expect(page.locator("select[name=by] option[value=q7]")).to_be_attached()
    eventually(lambda: "q8" in options(page, "by"), False)
    expect(page.locator(":focus")).to_have_attribute("name", "question")
    expect(page).to_have_url(re.compile("question=q8"))
    page.locator("select[name=by]").select_option("q7")
    expect(page.locator("table.crosstab thead")).to_contain_text("Yes")
    there = shares(page)
    page.go_back()
    expect(page.locator("table.crosstab thead")).to_contain_text("Shymkent")
    expect(page.locator("select[name=by]")).to_have_value("city")
    page.go_forward()
    expect(page.locator("select[name=by]")).to_have_value("q7")
    page.reload()
    expect(page.locator("select[name=by]")).to_have_value("q7")
    eventually(lambda: shares(page), there)
    page.go_back()
    page.go_back()
    expect(page.locator("#crosstab-title")).to_contain_text("Meetings with maslikhat deputies")
    eventually(lambda: "q7" in options(page, "by"), False)


def test_a_filter_brings_its_answers_and_takes_them_away(open_page):
    page = open_page(f"/en/crosstab?wave={RICH}&question=means&by=sex")
    page.get_by_text("Filter and view").click()
    everyone = page.locator("table.crosstab .base td").first.inner_text()
    page.locator("select[name=filter]").select_option("q7")
    yes = page.get_by_role("checkbox", name="Yes")
    expect(yes).to_be_visible()
    yes.check()
    expect(page).to_have_url(re.compile("filter=q7&answers=yes"))
    expect(page.locator(".crosstab-notes")).to_contain_text("with: Yes")
    expect(page.locator("table.crosstab .base td").first).not_to_have_text(everyone)
    page.locator("select[name=filter]").focus()
    page.locator("select[name=filter]").select_option("sex")
    expect(page.get_by_role("checkbox", name="Woman")).to_be_visible()
    expect(page).not_to_have_url(re.compile("answers="))
    expect(yes).to_have_count(0)
    expect(page.locator("details.panel-filter")).to_have_attribute("open", "")
    expect(page.locator(":focus")).to_have_attribute("name", "filter")
    page.locator("select[name=filter]").select_option("all")
    expect(page.locator("input[name=answers]")).to_have_count(0)


def test_another_wave_offers_what_it_has(open_page):
    page = open_page(f"/ru/crosstab?wave={RICH}&question=q7&by=sex")
    page.locator("select[name=wave]").select_option("thesis-2022")
    expect(page.locator("#main")).to_contain_text("Такой таблицы нет")
    offered = lambda: [code for code in options(page, "by") if code not in ("", "sex")]  # noqa: E731
    eventually(offered, ["city", "wave", "none"])
    expect(page.get_by_text("Чего пересечь нельзя и почему")).to_be_visible()
    page.locator("select[name=by]").select_option("city")
    expect(page.locator("table.crosstab tbody .share").first).to_have_text("9,5\u00a0%")
    expect(page.locator("table.crosstab .base .tag").first).to_have_text("выведено")
    eventually(lambda: "sex" in options(page, "by"), False)


def test_without_javascript(open_page):
    page = open_page(f"/en/crosstab?wave={RICH}&question=q7", java_script_enabled=False)
    page.locator("select[name=by]").select_option("age")
    page.get_by_text("Filter and view").click()
    page.locator("select[name=filter]").select_option("sex")
    page.locator("form.controls button[type=submit]").click()
    assert "by=age" in page.url and "filter=sex" in page.url
    page.get_by_label("Man", exact=True).check()
    page.locator("form.controls button[type=submit]").click()
    assert "answers=man" in page.url
    expect(page.locator(".crosstab-notes")).to_contain_text("with: Man")
    expect(page.locator("table.crosstab tbody tr").first.locator(".share").first).to_be_visible()


@pytest.mark.parametrize("query", ["wave=thesis-2022&question=q15", f"wave={RICH}&question=q7&by=city"])
def test_the_workbook_has_the_numbers_of_the_page(open_page, tmp_path: Path, query: str):
    page = open_page(f"/en/crosstab?{query}")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name.startswith("crosstab-q")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in sheet[5]]
    columns = [n for n, head in enumerate(heads) if n and head not in ("above", None)]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=6, values_only=True)}
    for line in page.locator("table.crosstab tbody tr").all():
        row = rows[line.locator("th").inner_text()]
        texts = [
            cell.locator(".share").evaluate("node => node.firstChild.textContent.trim()")
            if cell.locator(".share").count()
            else cell.inner_text()
            for cell in line.locator("td").all()
        ]
        for text, column in zip(texts, columns, strict=True):
            value = row[column]
            if isinstance(value, str):
                assert text == value
            else:
                assert float(text.removesuffix("%")) == pytest.approx(value * 100, abs=0.06)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/crosstab?wave=thesis-2022&question=q15",
        "/crosstab?wave=thesis-2022&question=q3",
        f"/crosstab?wave={RICH}&question=q8&by=age&filter=sex&answers=man",
        "/topline?wave=thesis-2022",
        f"/topline?wave={RICH}",
    ],
)
def test_axe_finds_nothing(open_page, path, scheme):
    look = {"bypass_csp": True, "color_scheme": scheme} | (PHONE if scheme == "dark" else {})
    page = open_page(f"/ru{path}", **look)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in result["violations"]
    ] == []


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
@pytest.mark.parametrize(
    "path",
    ["/crosstab?wave=thesis-2022&question=q15", f"/crosstab?wave={RICH}&question=q7&by=q8", "/topline"],
)
def test_a_phone_scrolls_the_table_and_not_the_page(open_page, lang, path):
    page = open_page(f"/{lang}{path}", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".crosstab-box").last
    box.evaluate("node => { node.scrollLeft = 400 }")
    answer = box.locator("tbody th").first
    assert answer.bounding_box()["x"] >= box.bounding_box()["x"] - 1
    assert answer.bounding_box()["width"] < 150


def test_the_headings_stay_while_a_long_table_scrolls(open_page):
    page = open_page(
        f"/en/crosstab?wave={RICH}&question=means&by=sex", viewport={"width": 900, "height": 300}
    )
    box = page.locator(".crosstab-box")
    box.evaluate("node => { node.scrollTop = node.scrollHeight }")
    head, frame = box.locator("thead").bounding_box(), box.bounding_box()
    assert abs(head["y"] - frame["y"]) <= 1


def test_the_topline_prints_with_page_numbers(open_page):
    page = open_page("/en/topline?wave=thesis-2022")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    pdf = page.pdf(prefer_css_page_size=True)
    assert 4 <= len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 9


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_printed_tables_fit_the_sheet(open_page, lang):
    """A4 and Letter leave some 690 CSS pixels between the margins."""
    page = open_page(f"/{lang}/topline?wave=thesis-2022", viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    ends = page.locator("table.crosstab :is(th, td, td > *)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert max(ends) <= 680
    wider = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.locator("table.crosstab td").evaluate_all(wider) == 0
    expect(page.locator(".panel-disclosure summary")).to_be_visible()
    expect(page.locator(".topline-about .chart-line")).to_contain_text(f"/{lang}/topline?wave=thesis-2022")


@pytest.mark.parametrize("path", ["/crosstab?wave=thesis-2022&question=q15", "/topline?wave=thesis-2022"])
def test_words_for_a_screen_reader_do_not_widen_a_phone(open_page, path):
    """Those of a column out of sight stay inside the box that scrolls."""
    page = open_page(f"/kk{path}", **PHONE)
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]
    box = page.locator(".table-box").last
    assert box.evaluate("node => getComputedStyle(node).position") == "relative"
    assert "gradient" in box.evaluate("node => getComputedStyle(node).backgroundImage")
