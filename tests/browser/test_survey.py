"""An NGO compares four cities, and takes in a survey of its own."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from catalogue.loader import load
from catalogue.paths import ROOT
from tests.serving import free_port, start
from tests.waves import made_up

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}


def test_one_answer_for_four_cities_that_does_not_differ(open_page, tmp_path):
    page = open_page("/en/survey")
    page.locator("select[name=topic]").select_option("deputy_meetings")
    expect(page.locator(".chart-title")).to_contain_text("“Yes”: the cities do not differ")
    expect(page).to_have_url(re.compile(r"survey\?topic=deputy_meetings&wave=thesis-2022$"))
    # the controls now offer this topic's answers
    expect(page.locator("select[name=answer] option")).to_have_text(["", "Yes", "No"])
    expect(page.locator("#differ")).to_contain_text("So we do not rank them")
    page.get_by_text("Test, statistic, p, corrections, versions").click()
    expect(page.locator("#differ")).to_contain_text("0.717")
    shown = page.locator("table.survey tr.is-chosen td .share").all_inner_texts()
    with page.expect_download() as download:
        page.locator(".chart-line").get_by_role("link", name="XLSX").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    head = next(index for index, row in enumerate(rows) if "City" in row)
    names = [str(name).split(",")[0] for name in rows[head]]
    table = [dict(zip(names, row, strict=True)) for row in rows[head + 1 :]]
    yes = {row["City"]: row for row in table if row["Answer"] == "Yes"}
    assert [f"{yes[city]['Share who answered so']:.1f}%" for city in ("Almaty", "Shymkent")] == shown[:2]
    cities = ("Almaty", "Shymkent", "Aktobe", "Pavlodar", "Overall")
    assert [yes[city]["Count"] for city in cities] == [6, 6, 7, 17, 36]
    assert all(isinstance(row["Share who answered so"], float | int) for row in table)


def test_answers_follow_the_topic_and_back_steps_through(open_page):
    page = open_page("/ru/survey?topic=authority_rating")
    page.locator("select[name=item]").select_option("awareness")
    expect(page.locator(".chart-title")).to_contain_text("55,1")
    page.locator("select[name=answer]").select_option("good")
    expect(page.locator(".chart-title")).to_contain_text("не различаются")
    expect(page).to_have_url(
        re.compile(r"topic=authority_rating&wave=thesis-2022&item=awareness&answer=good$")
    )
    page.reload()
    expect(page.locator("select[name=answer]")).to_have_value("good")
    page.go_back()
    expect(page.locator("select[name=answer]")).to_have_value("poor")
    expect(page.locator(".chart-title")).to_contain_text("55,1")
    page.locator("select[name=topic]").select_option("channels")
    expect(page).to_have_url(re.compile(r"/ru/survey\?wave=thesis-2022$"))
    expect(page.locator("select[name=item]")).to_have_count(0)
    expect(page.locator("select[name=answer]")).to_have_value("e_services")


def test_a_phone_without_javascript(open_page):
    page = open_page("/kk/survey", java_script_enabled=False, **PHONE)
    page.locator("select[name=topic]").select_option("deputy_rating")
    page.locator("form.controls button").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".chart-svg svg:visible")).to_have_count(1)
    expect(page.locator("#differ")).to_contain_text(
        "салыстыр" if page.locator("#differ ul").count() else "қалалар"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_city_has_its_base_and_the_way_to_it(open_page):
    page = open_page("/en/survey?topic=own_participation")
    heads = page.locator("table.survey thead th")
    assert [re.search(r"\((\d+)\)", text)[1] for text in heads.all_inner_texts()[1:]] == [
        "49",
        "84",
        "60",
        "185",
        "378",
    ]
    heads.nth(1).get_by_role("link", name="inferred").click()
    expect(page.locator("#bases")).to_be_in_viewport()


@pytest.fixture(scope="module")
def wave_site(tmp_path_factory: pytest.TempPathFactory):
    """A site on a data folder that a new wave was taken into, on the command line and from a form's export."""
    data = tmp_path_factory.mktemp("wave") / "data"
    shutil.copytree(ROOT / "data", data)
    people = made_up({"almaty": 150, "shymkent": 120, "aktobe": 110, "pavlodar": 130})
    questions = load().questionnaires["thesis-2022"].questions
    export = io.StringIO()
    sheet = csv.writer(export)
    sheet.writerow(["Отметка времени", "ФИО", *[question.text.ru for question in questions]])
    for number, person in enumerate(people.to_dict("records")):
        answers = [
            question.answer(person[question.id]).text.ru if person[question.id] else ""
            for question in questions
        ]
        sheet.writerow([f"2027-03-{1 + number % 28:02} 10:{number % 60:02}:00", f"Имя {number}", *answers])
    file = data.parent / "export.csv"
    file.write_text(export.getvalue(), encoding="utf-8")
    environment = os.environ | {"MOI_GOROD_DATA": str(data)}
    for command in (
        [
            "ingest",
            "survey",
            str(file),
            "--questionnaire",
            "thesis-2022",
            "--wave",
            "four-cities-2027",
            "--year",
            "2027",
        ],
        ["build"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "etl", *command], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert not any(
        b"\xd0\x98\xd0\xbc\xd1\x8f 1" in path.read_bytes() for path in data.rglob("*") if path.is_file()
    )
    port = free_port()
    server = start("dashboard.app:server", port, workers=1, data=data)
    yield f"http://127.0.0.1:{port}", people
    server.terminate()
    server.wait(10)


def test_a_new_wave_is_seen(browser: Browser, wave_site: tuple[str, object]):
    address, people = wave_site
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    # a link that was shared before still shows the project's survey; without a wave there is the newest
    page.goto(f"{address}/en/survey?topic=deputy_meetings&wave=thesis-2022")
    expect(page.locator("table.survey thead")).to_contain_text("Almaty (49)")
    page.goto(f"{address}/en/survey?topic=deputy_meetings")
    page.wait_for_selector("html.is-live")
    expect(page.locator("select[name=wave]")).to_have_value("four-cities-2027")
    expect(page.locator("table.survey thead")).to_contain_text("Almaty (150)")
    expect(page.locator("table.survey thead")).not_to_contain_text("inferred")
    met = int((people[people["city"] == "almaty"]["q7"] == "yes").sum())
    expect(page.locator("table.survey tr.is-chosen td").first).to_contain_text(f"{met} people")
    expect(page.get_by_role("heading", name="What changed between waves")).to_be_visible()
    expect(page.locator(".chart-line").first).not_to_contain_text("master's project")
    page.goto(f"{address}/en/survey?topic=channels&wave=four-cities-2027")
    expect(page.locator("table.survey tbody tr")).to_have_count(3)
    assert page.request.get(f"{address}/data/survey_responses.csv").status == 404
    page.close()
