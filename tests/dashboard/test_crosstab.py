"""Cross-tabs of the project's own survey, of which only shares by city are known: values, reasons, files, any address."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from urllib.parse import parse_qsl

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.loader import load
from catalogue.paths import ROOT
from catalogue.survey import DISCLOSURE
from dashboard.app import create_app
from dashboard.components.ssr import to_html
from dashboard.components.survey import disclosure, wording
from dashboard.crosstab.files import long
from dashboard.crosstab.groups import Counts, Group
from dashboard.crosstab.names import title, verdict_text
from dashboard.crosstab.notes import notes, printed_sums
from dashboard.crosstab.state import PARAMS, Refusal, read, settle
from dashboard.crosstab.table import Crosstab, crosstab
from dashboard.crosstab.topline import topline
from dashboard.crosstab.verdict import judge, letter
from dashboard.data import table
from dashboard.i18n import LANGS, words
from dashboard.url_state import Choice, Choices, parse, to_query

CLIENT = create_app().server.test_client()
THESIS = "thesis-2022"
CROSSED = ["q4", "q6", "q7", "q8", *(f"q{n}" for n in range(12, 21))]


def made(**asked: str) -> Crosstab:
    found = crosstab(settle(parse(PARAMS, {"wave": THESIS} | asked)))
    assert isinstance(found, Crosstab), found
    return found


def refused(**asked: str) -> str:
    found = crosstab(settle(parse(PARAMS, {"wave": THESIS} | asked)))
    assert isinstance(found, Refusal)
    return found.reason


def counts(found: Crosstab, answer: str) -> dict[str, tuple[int | None, int | None]]:
    row = found.rows.index(answer)
    return {column.code: (column.cells[row].count, column.base) for column in found.every}


def test_met_a_deputy_by_city() -> None:
    found = made(question="q7")
    assert counts(found, "yes") == {
        "": (36, 378), "almaty": (6, 49), "shymkent": (6, 84), "aktobe": (7, 60), "pavlodar": (17, 185),
    }  # fmt: skip
    assert [column.letter for column in found.columns] == ["A", "B", "C", "D"]
    assert not found.verdict.differs and not found.verdict.has_letters
    assert found.verdict.test and round(found.verdict.test.p, 2) == 0.72
    assert all(column.is_inferred for column in found.every)
    assert [column.is_small for column in found.columns] == [True, True, True, False]


def test_the_letters_are_those_of_the_build() -> None:
    """The same question by city says the same here and on the survey's page."""
    found = made(question="q15")
    poor = {column.code: found.letters(column.cells[0].above) for column in found.columns}
    assert poor == {"almaty": ("D",), "shymkent": ("D",), "aktobe": ("D",), "pavlodar": ()}
    pairs = table("survey_pairs")
    pairs = pairs[(pairs["question_id"] == "q15") & (pairs["answer"] == "poor") & pairs["differs"]]
    assert len(pairs) == 3
    test = found.verdict.test
    row = table("survey_tests").query("question_id == 'q15' and answer == 'all_answers'").iloc[0]
    assert test and (test.p, test.p_corrected, test.tests) == (
        row["p"],
        row["p_adjusted"],
        row["tests_in_family"],
    )


@pytest.mark.parametrize("question", CROSSED)
def test_every_share_is_the_printed_one(question: str) -> None:
    """The shares by city are those of `survey`, whatever words the questionnaire has for the table's answers."""
    found = made(question=question)
    asked = load().questionnaires[THESIS].question(question)
    entry = next(e for e in asked.reported if len(e.answers) == len(asked.answers))
    survey = table("survey")
    survey = survey[(survey["question_id"] == question) & (survey["item"] == entry.item)]
    for row in survey.to_dict("records"):
        code = "" if row["city"] == "overall" else row["city"]
        column = next(column for column in found.every if column.code == code)
        cell = column.cells[found.rows.index(entry.answers[row["answer"]])]
        ends = (None, None) if code == "" else (row["pct_low"], row["pct_high"])
        assert (cell.pct, cell.low, cell.high) == (row["pct"], *ends)
        assert column.base == row["base_n"]
        assert cell.count == (None if pd.isna(row["count"]) else row["count"])


@pytest.mark.parametrize("question", CROSSED)
def test_shares_by_column_make_a_hundred(question: str) -> None:
    """Within the rounding of print; where the thesis's own column does not, the page says so."""
    found = made(question=question)
    said = {column.code: total for column, total in printed_sums(found)}
    for column in found.every:
        total = sum(cell.pct or 0 for cell in column.cells)
        assert total == pytest.approx(said.get(column.code, 100), abs=1.5), column.code  # "91 %" and "9.2 %"
        if all(cell.count is not None for cell in column.cells) and column.code not in said:
            assert abs(sum(cell.count or 0 for cell in column.cells) - (column.base or 0)) <= 1
    told = " ".join(notes(found, words("en")))
    for column, total in printed_sums(found):
        assert words("en")("crosstab.note.sum", column=column.letter, total=f"{total:.1f}%") in told
    assert question != "q18" or said == {"almaty": pytest.approx(98)}


def test_other_percentages_are_of_the_same_people() -> None:
    by_row, of_all = made(question="q7", percent="row"), made(question="q7", percent="total")
    people = {"": 36, "almaty": 6, "shymkent": 6, "aktobe": 7, "pavlodar": 17}
    for column in by_row.every:
        assert column.cells[0].pct == pytest.approx(people[column.code] / 36 * 100)
    assert sum(column.cells[0].pct or 0 for column in by_row.columns) == pytest.approx(100)
    for column in of_all.every:
        assert column.cells[0].pct == pytest.approx(people[column.code] / 378 * 100)
    # letters compare shares by column; beside others they would mislead
    assert not any(
        cell.above for column in made(question="q15", percent="row").columns for cell in column.cells
    )


def test_without_dont_know_the_base_is_counted_anew() -> None:
    found = made(question="q8", dk="out")
    assert "dont_know" not in found.rows
    assert [column.base for column in found.every] == [378 - 148, None, 84 - 42, 60 - 19, 185 - 67]
    almaty = found.columns[0]
    assert almaty.is_hidden and all(
        cell.pct is None and cell.count is None for cell in almaty.cells
    )  # 29 people
    assert found.columns[1].cells[0].pct == pytest.approx(24 / 42 * 100)
    # what is compared must be shown, and what was compared is named
    assert found.verdict.compared == ("shymkent", "aktobe", "pavlodar") and found.is_compared_in_part
    for lang in LANGS:
        text = verdict_text(found, words(lang))
        city = words(lang).label
        assert f"{city('city', 'shymkent')} (B)" in text and f"{city('city', 'pavlodar')} (D)" in text
        assert city("city", "almaty") not in text
        assert title(found, words(lang)) == words(lang)(
            "crosstab.title.plain", question=words(lang).label("survey_item", found.spec.question.item)
        )
    assert "Nothing is said of the other groups" in verdict_text(found, words("en"))
    assert "Nothing is said" not in verdict_text(made(question="q8"), words("en"))


@pytest.mark.parametrize("view", [{"percent": "row"}, {"percent": "total"}, {"letters": "off"}])
def test_where_there_are_no_letters_the_page_says_in_which_view_they_are(view: dict[str, str]) -> None:
    beside = "Letters beside the shares"
    assert beside in verdict_text(made(question="q15"), words("en"))
    text = verdict_text(made(question="q15", **view), words("en"))
    assert beside not in text and "in the view “% by column, with letters" in text


def test_a_share_says_what_it_is_of() -> None:
    by_row, of_all = made(question="q7", percent="row"), made(question="q7", percent="total")
    assert {column.cells[0].base for column in by_row.every} == {36}
    assert {cell.base for column in of_all.every for cell in column.cells} == {378}
    assert {row["base_n"] for row in long(by_row, words("en")).to_dict("records")} == {36, 342}
    assert {row["base_n"] for row in long(of_all, words("en")).to_dict("records")} == {378}
    for found in (by_row, of_all):
        assert "(Pavlodar: 185, Almaty: 49)" in " ".join(notes(found, words("en")))
        assert all(cell.low is None for column in found.every for cell in column.cells)


def test_people_of_several_cities_together_have_no_interval() -> None:
    for asked in ({"question": "q7"}, {"question": "q7", "by": "none"}, {"question": "q8", "dk": "out"}):
        found = made(**asked)
        assert found.total and all(cell.pct is not None and cell.low is None for cell in found.total.cells)
        assert words("ru")("crosstab.note.pooled") in notes(found, words("ru"))
        assert all(cell.low is not None for column in found.columns[1:] for cell in column.cells)


def test_nothing_shows_that_people_were_picked_at_random() -> None:
    assert "Nothing shows that it was one" in " ".join(notes(made(question="q7"), words("en")))


@pytest.mark.parametrize(("lang", "name"), [("en", "Russian"), ("kk", "орыс тілі")])
def test_the_language_of_the_original_is_named_in_the_readers(lang: str, name: str) -> None:
    for page in ("crosstab?question=q7", "topline"):
        assert f"({name})" in CLIENT.get(f"/{lang}/{page}").get_data(as_text=True)


def test_signs_of_little() -> None:
    html = CLIENT.get("/ru/crosstab?question=q8&dk=out").get_data(as_text=True)
    assert "×" in html and "меньше 30 человек" in html and "меньше 100 человек" in html
    assert "погрешност" not in html.lower().replace("погрешность для него не считают", "")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"question": "q1"}, "unreported"),
        ({"question": "q2"}, "unreported"),
        ({"question": "q9"}, "unreported"),
        ({"question": "q11"}, "partial"),
        ({"question": "q3"}, "no_cities"),
        ({"question": "q5"}, "no_cities"),
        ({"question": "q10", "by": "none"}, "no_cities"),
        ({"question": "q7", "by": "age"}, "margins"),
        ({"question": "q7", "by": "q8"}, "margins"),
        ({"question": "q7", "by": "q7"}, "same"),
        ({"question": "q7", "by": "sex"}, "by"),
        ({"question": "q7", "by": "wave"}, "one_wave"),
        ({"question": "q7", "filter": "q8", "answers": "low"}, "margins"),
    ],
)
def test_what_does_not_exist_has_a_reason(asked: dict[str, str], reason: str) -> None:
    assert refused(**asked) == reason
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    for lang in LANGS:
        page = CLIENT.get(f"/{lang}/crosstab?wave={THESIS}&{query}")
        html = page.get_data(as_text=True)
        assert page.status_code == 200
        assert words(lang)("crosstab.refused.title") in html
        assert "question=q7" in html, "what there is instead"
        file = CLIENT.get(f"/crosstab.csv?lang={lang}&wave={THESIS}&{query}")
        assert file.status_code == 404 and file.mimetype == "text/plain"
        assert f"/{lang}/crosstab" in file.get_data(as_text=True)


def test_what_cannot_be_crossed_is_listed() -> None:
    html = CLIENT.get(f"/ru/crosstab?wave={THESIS}").get_data(as_text=True)
    listed = re.search(r"panel-limits.*?</details>", html, re.S)
    assert listed
    for number in (1, 2, 9, 11, 3, 5, 10):
        assert f"{number}. " in listed[0]


@pytest.mark.parametrize(
    "query", ["wave=2020", "question=q99", "by=horoscope", "filter=x", "answers=maybe", "percent=1", "dk=x"]
)
def test_an_unknown_code_is_400_and_says_what_is_allowed(query: str) -> None:
    for address in (f"/kk/crosstab?{query}", f"/crosstab.xlsx?lang=kk&{query}"):
        response = CLIENT.get(address)
        assert response.status_code == 400
        assert "Мүмкін" in response.get_data(as_text=True)


def states() -> st.SearchStrategy[dict[str, str]]:
    def values(param: Choice | Choices) -> st.SearchStrategy[str]:
        if isinstance(param, Choice):
            return st.sampled_from(param.allowed)
        return st.sets(st.sampled_from(param.allowed), max_size=3).map(lambda codes: "~".join(sorted(codes)))

    return st.fixed_dictionaries({}, optional={p.name: values(p) for p in PARAMS})  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(asked=states(), lang=st.sampled_from(LANGS))
def test_any_state_gives_a_page_and_never_a_traceback(asked: dict[str, str], lang: str) -> None:
    response = CLIENT.get(f"/{lang}/crosstab", query_string=asked)
    assert response.status_code == 200
    html = response.get_data(as_text=True)
    assert "Traceback" not in html
    state = settle(parse(PARAMS, asked))
    assert settle(state) == state
    assert settle(parse(PARAMS, dict(parse_qsl(to_query(PARAMS, state))))) == state
    # The view of the address gives the same table, and controls that hold the state.
    view = CLIENT.get(f"/view/{lang}/crosstab", query_string=asked).json
    assert view["query"] == to_query(PARAMS, state)
    assert view["main"] in html
    held = dict(re.findall(r'<select[^>]*name="(\w+)".*?<option value="([^"]*)" selected', html, re.S))
    assert held.items() <= {name: str(value) for name, value in state.items()}.items()
    assert {p.name for p in PARAMS if isinstance(p, Choice) and state[p.name] != p.default} <= held.keys()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_the_order_of_columns_changes_nothing_but_order(data: st.DataObject) -> None:
    spec = read(settle(parse(PARAMS, {"wave": THESIS, "question": "q8", "dk": "out"})))
    assert not isinstance(spec, Refusal)
    numbers = st.tuples(*[st.integers(10, 60)] * 3)
    people = data.draw(st.lists(numbers, min_size=2, max_size=5))
    groups = [Group(f"g{n}", sum(own), own) for n, own in enumerate(people)]
    order = data.draw(st.permutations(range(len(groups))))
    one = judge(spec, Counts(spec.rows, tuple(groups), None))
    other = judge(spec, Counts(spec.rows, tuple(groups[n] for n in order), None))
    assert one.test and other.test and one.test.p == pytest.approx(other.test.p, abs=1e-12)
    assert {c: [set(cell) for cell in cells] for c, cells in one.above.items()} == {
        c: [set(cell) for cell in cells] for c, cells in other.above.items()
    }


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_letters_where_the_groups_do_not_differ(data: st.DataObject) -> None:
    spec = read(settle(parse(PARAMS, {"wave": THESIS, "question": "q8", "dk": "out"})))
    assert not isinstance(spec, Refusal)
    people = data.draw(st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=2, max_size=5))
    verdict = judge(
        spec, Counts(spec.rows, tuple(Group(f"g{n}", sum(p), p) for n, p in enumerate(people)), None)
    )
    if verdict.test is None:
        assert verdict.reason and not verdict.above
    else:
        assert verdict.differs == (verdict.test.p < 0.05)
        assert verdict.differs or not verdict.has_letters


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 52)] == ["A", "Z", "AA", "BA"]


def test_the_page_can_be_read_by_a_machine_that_reads_aloud() -> None:
    html = CLIENT.get("/en/crosstab?question=q15").get_data(as_text=True)
    found = re.search(r'<table class="data crosstab">.*?</table>', html, re.S)
    assert found
    assert "<caption" in found[0]
    assert found[0].count('scope="col"') == 6 and found[0].count('scope="colgroup"') == 1
    assert found[0].count('scope="row"') == 4  # the bases and three answers
    assert '<span class="visually-hidden">above</span> D' in found[0]
    assert 'href="/en/audit#bases"' in html


def test_the_csv_is_the_table() -> None:
    answer = CLIENT.get("/crosstab.csv?lang=en&question=q15")
    rows = pd.read_csv(io.BytesIO(answer.data), keep_default_na=False).to_dict("records")
    assert len(rows) == 5 * 3
    almaty = next(row for row in rows if (row["group"], row["answer"]) == ("almaty", "poor"))
    assert (almaty["count"], almaty["base_n"], almaty["pct"], almaty["above"]) == (25, 49, 51.0, "D")
    assert re.search(r"crosstab-q15-by-city__thesis-2022__v\w+\.csv", answer.headers["Content-Disposition"])


def test_the_workbook_is_the_page() -> None:
    answer = CLIENT.get("/crosstab.xlsx?lang=ru&question=q15")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    seen, data, notes = book.worksheets
    found = made(question="q15")
    rows = {row[0]: row[1:] for row in seen.iter_rows(min_row=5, values_only=True)}
    assert rows["Ответили, чел. (выведено)"][::2] == (378, 49, 84, 60, 185)
    assert ["(< 100)" in cell.number_format for cell in seen[6][1::2]] == [False, True, True, True, False]
    assert rows["Плохо"][::2] == tuple(round((column.cells[0].pct or 0) / 100, 6) for column in found.every)
    assert rows["Плохо"][1::2] == (None, "D", "D", "D", None)
    share = next(cell for row in seen.iter_rows(min_row=7) for cell in row if isinstance(cell.value, float))
    assert share.number_format == "0.0%"
    frame = long(found, words("ru"))
    assert data.max_row == len(frame) + 1
    column = [cell.value for cell in next(data.iter_rows())].index(words("ru")("crosstab.column.count"))
    assert [row[column] for row in data.iter_rows(min_row=2, values_only=True)] == [
        None if pd.isna(count) else count for count in frame["count"]
    ]
    told = "\n".join(str(row[1]) for row in notes.iter_rows(values_only=True))
    for text in ("Оцените участие местных органов власти", "CC BY 4.0", "/ru/crosstab?wave=thesis-2022&question=q15",
                 "в источнике не сказано", "scipy"):  # fmt: skip
        assert text in told


@pytest.mark.parametrize(
    "address", ["/crosstab.xlsx?lang=kk&question=q8", "/topline.xlsx?lang=en", "/crosstab.csv?lang=ru"]
)
def test_files_are_the_same_every_time(address: str) -> None:
    from dashboard.routes.responses import RARE

    first = CLIENT.get(address)
    RARE._bodies.clear()
    again = CLIENT.get(address)
    assert first.data == again.data and first.headers["ETag"] == again.headers["ETag"]
    assert CLIENT.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_topline_has_every_question_in_order() -> None:
    entries = topline(THESIS)
    assert [entry.question.id for entry in entries] == ["city", *(f"q{n}" for n in range(1, 21))]
    reasons = {entry.question.id: entry.reason for entry in entries if entry.reason}
    assert reasons == {
        "city": "columns", "q1": "unreported", "q2": "unreported", "q3": "no_cities", "q5": "no_cities",
        "q9": "unreported", "q10": "no_cities", "q11": "partial",
    }  # fmt: skip
    html = CLIENT.get("/en/topline").get_data(as_text=True)
    assert html.count("<table") == len(CROSSED) + 4
    assert 'id="print"' in html
    met = next(entry for entry in entries if entry.question.id == "q7")
    assert [(column.code, column.cells[0].count, column.base) for column in met.columns][:2] == [
        ("", 36, 378),
        ("almaty", 6, 49),
    ]
    means = next(entry for entry in entries if entry.question.id == "q3")
    assert [column.base for column in means.columns] == [None]


def test_the_topline_as_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(CLIENT.get("/topline.xlsx?lang=ru").data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[2]]
    assert heads[2:] == ["Все", "Алматы", "Шымкент", "Актобе", "Павлодар", "Среднее по четырём городам"]
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if str(row[0]).startswith("7 ")]
    assert [row[1] for row in rows] == ["Ответили, чел. (выведено)", "Да", "Нет"]
    assert any("на вопрос 2 ответил" in str(row[1]) for row in sheet.iter_rows(values_only=True))
    assert rows[0][2:7] == (378, 49, 84, 60, 185)
    assert rows[1][2:7] == (0.095, 0.122, 0.071, 0.12, 0.092)


@pytest.mark.parametrize("lang", LANGS)
def test_words_of_a_question_stand_in_the_readers_language(lang: str) -> None:
    question = load().questionnaires[THESIS].question("q7")
    html = to_html(wording(question, THESIS, words(lang)), {})
    assert question.text[lang] in html
    is_translated = lang != "ru"
    assert (words(lang)("wording.translation") in html) == is_translated
    assert (f'lang="ru">{question.text.ru}' in html) == is_translated
    assert question.reported[1].differs and question.reported[1].differs[lang] in html


@pytest.mark.parametrize("lang", LANGS)
def test_what_aapor_asks_is_told_or_said_to_be_missing(lang: str) -> None:
    text = words(lang)
    html = to_html(disclosure(THESIS, text), {})
    told = load().waves[THESIS].disclosure
    names = [text.label("disclosure", name) for name in DISCLOSURE]
    assert re.findall(r"<dt>(.*?)</dt>", html) == names
    assert html.count(text("disclosure.missing")) == len(DISCLOSURE) - len(told) == 5


def test_answers_of_single_people_are_not_for_download() -> None:
    for kind in ("csv", "parquet"):
        assert CLIENT.get(f"/data/survey_responses.{kind}").status_code == 404
    html = CLIENT.get("/ru/data").get_data(as_text=True)
    assert "survey_responses" not in html and "Ответы опрошенных" not in html


def test_a_million_rows_are_never_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard import data

    asked = []
    monkeypatch.setattr(data, "table", lambda name: asked.append(name))
    monkeypatch.setattr(data, "parquet", lambda name: asked.append(name))
    data.preload()
    assert asked and "survey_responses" not in asked


def test_a_server_starts_without_what_only_cross_tabs_need() -> None:
    """Statistics, the query engine and the writer of workbooks are 100 MB that most readers never need."""
    heavy = ("scipy", "statsmodels", "duckdb", "openpyxl")
    script = (
        "import sys; from dashboard.app import server; server.warm_up(); "
        f"sys.exit(' '.join(name for name in {heavy} if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_pages_are_reached_from_each_other_and_not_from_the_menu() -> None:
    html = CLIENT.get("/ru/crosstab").get_data(as_text=True)
    menu = re.search(r'<nav class="menu".*?</nav>', html, re.S)
    assert menu and "crosstab" not in menu[0] and "topline" not in menu[0]
    assert "/ru/topline?wave=thesis-2022" in html and "/ru/survey?wave=thesis-2022" in html
    assert "/ru/crosstab?wave=thesis-2022" in CLIENT.get("/ru/topline").get_data(as_text=True)
