"""However a form writes them into a file, the same respondents come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from etl.errors import DataError
from etl.ingest import answers as answering
from etl.ingest import columns as heading
from etl.ingest import files
from etl.ingest.words import Words
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    MULTIPLE,
    THESIS,
    Grid,
    grid,
    in_order,
    in_words,
    ordered,
    respondents,
    texts,
    write_csv,
    write_xlsx,
)

PEOPLE = respondents({"almaty": 9, "shymkent": 8, "aktobe": 7, "pavlodar": 6}, seed=3, skipped=0.1)
NUMBERED = [question for question in THESIS.questions if question.number]


def numbered(pattern: str) -> list[str]:
    return [pattern.format(n=q.number, text=q.text.ru) if q.number else q.text.ru for q in THESIS.questions]


def untidy(text: str) -> str:
    return text.upper().replace(" ", "\u00a0", 1).replace(" ", "\n", 1)


HEADERS: dict[str, list[str]] = {
    "Russian": texts(THESIS, "ru"),
    "Kazakh": texts(THESIS, "kk"),
    "English": texts(THESIS, "en"),
    "ids": [question.id for question in THESIS.questions],
    "ids in capitals": [question.id.upper() for question in THESIS.questions],
    "number and text": numbered("{n}. {text}"),
    "bracket and text": numbered("{n}) {text}:"),
    "dash and text": numbered("{n} — {text}"),
    "the word and text": numbered("Вопрос {n}. {text} *"),
    "Q and text": numbered("Q{n}: {text}"),
    "Kazakh word and text": numbered("{n}-сұрақ. {text}"),
    "numbers": numbered("{n}"),
    "numbers with a dot": numbered("{n}."),
    "the word": numbered("Вопрос №{n}"),
    "the word in Kazakh": numbered("{n}-сұрақ"),
    "numbered anew after the city": [f"{n}. {text}" for n, text in enumerate(texts(THESIS), start=1)],
    "as pandas repeats": forms.again(texts(THESIS), lambda count: f".{count - 1}"),
    "with a count": forms.again(texts(THESIS), lambda count: f" ({count})"),
    "with a count in brackets": forms.again(texts(THESIS), lambda count: f" [{count}]"),
    "with a stroke": forms.again(texts(THESIS), lambda count: f"_{count}"),
    "untidy": [f"  {untidy(text)} : * " for text in texts(THESIS)],
    "other quotes and ё": [f"«{t.replace('е', 'ё', 1)}»" for t in texts(THESIS)],
    "group before": [f"about/{question.id}" for question in THESIS.questions],
    "another heading of the city": ["Укажите Ваш город", *texts(THESIS)[1:]],
}


def codes(path: Path, form: forms.Questionnaire = THESIS, separator: str | None = None) -> pd.DataFrame:
    """What is understood of a file, as codes in the file's order."""
    export = files.read(path)
    columns = heading.recognise(export, form)
    found = {q.id: answering.read(export, columns, Words(q, separator)) for q in form.questions}
    return pd.DataFrame({q: [a.values[code] for code in a.codes] for q, a in found.items() if a}, dtype="str")


@pytest.mark.parametrize("style", HEADERS)
def test_headings(tmp_path: Path, style: str) -> None:
    path = write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE), HEADERS[style]))
    pd.testing.assert_frame_equal(codes(path), PEOPLE)


@pytest.mark.parametrize("lang", ["ru", "kk", "en", "code"])
def test_answers_in_each_language(tmp_path: Path, lang: str) -> None:
    path = write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE, lang=lang), texts(THESIS)))
    pd.testing.assert_frame_equal(codes(path), PEOPLE)


CHANGES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "spaces": lambda cell: "  " + cell.replace(" ", "  ") + "\u00a0" if cell else cell,
    "long dashes": lambda cell: cell.replace("-", " — "),
    "short dashes": lambda cell: cell.replace("-", "–"),
    "ё": lambda cell: cell.replace("е", "ё"),
    "a full stop": lambda cell: f"{cell}." if cell else cell,
    "quotes": lambda cell: f'"{cell}"' if cell else cell,
    "a number before": lambda cell: f"1) {cell}" if cell else cell,
    "the word for a city": lambda cell: f"г. {cell}" if cell in ("Алматы", "Актобе") else cell,
    "a line break": lambda cell: cell.replace(" ", "\n"),
    "a zero-width space": lambda cell: f"\u200b{cell}" if cell else cell,
}


@pytest.mark.parametrize("change", CHANGES)
def test_answers_written_otherwise(tmp_path: Path, change: str) -> None:
    rows = grid(in_words(PEOPLE).map(CHANGES[change]), texts(THESIS))
    pd.testing.assert_frame_equal(codes(write_csv(tmp_path / "form.csv", rows)), PEOPLE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    path = write_csv(tmp_path / "form.txt", grid(in_words(PEOPLE), texts(THESIS)), encoding, separator, end)
    pd.testing.assert_frame_equal(codes(path), PEOPLE)
    name = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251"}.get(encoding, encoding.upper())
    assert f"CSV in {name}, separated by" in files.read(path).format


def test_xlsx(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", grid(in_words(PEOPLE), texts(THESIS)))
    pd.testing.assert_frame_equal(codes(path), PEOPLE)


MANY = respondents({"almaty": 12, "aktobe": 12}, seed=5, form=MULTIPLE, skipped=0.1)


@pytest.mark.parametrize("between", [";", "; ", ", ", ",", " | ", "\n", ";\n"])
def test_several_answers_in_a_cell(tmp_path: Path, between: str) -> None:
    path = write_csv(tmp_path / "form.csv", grid(in_words(MANY, MULTIPLE, between=between), texts(MULTIPLE)))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE), ordered(MANY, MULTIPLE))


def test_a_separator_that_ends_the_cell(tmp_path: Path) -> None:
    """Microsoft Forms writes one behind every answer."""
    words = in_words(MANY, MULTIPLE).assign(
        m_news=lambda cells: cells["m_news"].map(lambda cell: cell and f"{cell};")
    )
    path = write_csv(tmp_path / "form.csv", grid(words, texts(MULTIPLE)))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE), ordered(MANY, MULTIPLE))


@pytest.mark.parametrize("between", ["/", " и ", "; "])
def test_a_separator_of_ones_own(tmp_path: Path, between: str) -> None:
    path = write_csv(tmp_path / "form.csv", grid(in_words(MANY, MULTIPLE, between=between), texts(MULTIPLE)))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE, between), ordered(MANY, MULTIPLE))


def test_codes_with_spaces_between(tmp_path: Path) -> None:
    """KoboToolbox."""
    path = write_csv(
        tmp_path / "form.csv", grid(in_words(MANY, MULTIPLE, "code", " "), [q.id for q in MULTIPLE.questions])
    )
    pd.testing.assert_frame_equal(codes(path, MULTIPLE), ordered(MANY, MULTIPLE))


MARKS: dict[str, tuple[Callable[[str], str], str]] = {
    "1": (lambda _: "1", ""),
    "1 and 0": (lambda _: "1", "0"),
    "tick": (lambda _: "✓", ""),
    "yes": (lambda _: "Да", "Нет"),
    "yes in Kazakh": (lambda _: "Иә", "Жоқ"),
    "true": (lambda _: "TRUE", "FALSE"),
    "x": (lambda _: "X", ""),
    "words": (lambda text: text, ""),
}
BETWEEN = [
    "{q} [{a}]",
    "{q}: {a}",
    "{q}/{a}",
    "{q} - {a}",
    "Q2: {a}",
    "m_news/{a}",
    "group/m_news/{a}",
    "2. {q} [{a}]",
]


@pytest.mark.parametrize("pattern", BETWEEN)
@pytest.mark.parametrize("mark", MARKS)
def test_a_column_for_each_answer(tmp_path: Path, pattern: str, mark: str) -> None:
    question = MULTIPLE.question("m_news")
    chosen, no = MARKS[mark]
    rest = [q for q in MULTIPLE.questions if q.id != "m_news"]
    words = in_words(MANY, MULTIPLE)[[q.id for q in rest]]
    right = forms.spread(
        MANY, question, lambda answer: pattern.format(q=question.text.ru, a=answer), chosen, no
    )
    path = write_csv(tmp_path / "form.csv", forms.beside(grid(words, [q.text.ru for q in rest]), right))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE)[list(MANY)], ordered(MANY, MULTIPLE))


def test_two_rows_of_headings(tmp_path: Path) -> None:
    """SurveyMonkey: questions above, `Response` or the answers below."""
    question = MULTIPLE.question("m_news")
    rest = [q for q in MULTIPLE.questions if q.id != "m_news"]
    left = grid(in_words(MANY, MULTIPLE)[[q.id for q in rest]], [q.text.ru for q in rest])
    left.insert(1, ["Response"] * len(rest))
    right = forms.spread(MANY, question, lambda answer: answer, lambda answer: answer)
    right.insert(0, [question.text.ru, *[""] * (len(question.answers) - 1)])
    path = write_csv(tmp_path / "form.csv", forms.beside(left, right))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE)[list(MANY)], ordered(MANY, MULTIPLE))
    assert files.read(path).rows[0] == 3


def test_all_in_one_column_and_again_in_one_each(tmp_path: Path) -> None:
    """KoboToolbox with labels: what stands together can't be parted, what stands apart can."""
    question = MULTIPLE.question("m_news")
    left = grid(in_words(MANY, MULTIPLE, between=" "), texts(MULTIPLE))
    right = forms.spread(MANY, question, lambda answer: f"{question.text.ru}/{answer}", lambda _: "1", "0")
    path = write_csv(tmp_path / "form.csv", forms.beside(left, right))
    pd.testing.assert_frame_equal(codes(path, MULTIPLE)[["m_news"]], ordered(MANY, MULTIPLE)[["m_news"]])


def test_a_branch_in_each_language(tmp_path: Path) -> None:
    """A form that asks everything twice, in Russian and in Kazakh: everyone fills in one half."""
    halves = {"ru": PEOPLE.iloc[::2], "kk": PEOPLE.iloc[1::2]}
    rows: Grid = [texts(THESIS, "ru") + texts(THESIS, "kk")]
    for position in range(len(PEOPLE)):
        lang = "ru" if position % 2 == 0 else "kk"
        cells = in_words(halves[lang].loc[[position]], lang=lang).to_numpy()[0].tolist()
        empty = [""] * len(cells)
        rows.append(cells + empty if lang == "ru" else empty + cells)
    pd.testing.assert_frame_equal(codes(write_csv(tmp_path / "form.csv", rows)), PEOPLE)


words_of_answers = st.text(
    st.sampled_from("абвгдежзқңөұүabc ,;/()-0123456789"), min_size=1, max_size=12
).filter(lambda text: text.strip(" .,:;*?!-()/") != "")


@st.composite
def tables(draw: st.DrawFn) -> tuple[forms.Questionnaire, pd.DataFrame]:
    """Any questionnaire of one question whose answers can be told apart, and any answers to it."""
    kind = draw(st.sampled_from(["single", "scale", "multiple"]))
    answers = draw(st.lists(words_of_answers, min_size=2, max_size=6, unique=True))
    form = forms.questionnaire(
        {"id": "h1", "kind": kind, "answers": {f"code_{n}": text for n, text in enumerate(answers)}}
    )
    try:
        Words(form.question("h1"), "#")
    except DataError:  # answers that differ by nothing but spaces or dashes
        reject()
    known = [f"code_{n}" for n in range(len(answers))]
    cell = st.lists(
        st.sampled_from(known), max_size=len(known) if kind == "multiple" else 1, unique=True
    ).map("|".join)
    cells = draw(st.lists(cell, min_size=1, max_size=20))
    cities = draw(st.lists(st.sampled_from(list(forms.CITIES)), min_size=len(cells), max_size=len(cells)))
    return form, pd.DataFrame({"city": cities, "h1": cells}, dtype="str")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tables(),
    st.sampled_from(["ru", "kk", "en", "code"]),
    st.sampled_from(["csv", "xlsx", "utf-16", "semicolon"]),
)
def test_any_table_of_codes_comes_back(
    tmp_path: Path, made: tuple[forms.Questionnaire, pd.DataFrame], lang: str, kind: str
) -> None:
    form, people = made
    rows = grid(in_words(people, form, lang, between="#"), texts(form))
    path = tmp_path / "form"
    if kind == "xlsx":
        write_xlsx(path.with_suffix(".xlsx"), rows).rename(path)
    else:
        write_csv(path, rows, "utf-16" if kind == "utf-16" else "utf-8", ";" if kind == "semicolon" else ",")
    pd.testing.assert_frame_equal(codes(path, form, "#"), ordered(people, form))


def test_a_wave_is_the_respondents_in_order_of_their_answers(
    tmp_path: Path, take: Callable[..., object], wave: Callable[..., pd.DataFrame]
) -> None:
    take(write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE), texts(THESIS))))
    written = wave()
    assert written.pop("respondent").tolist() == [str(number) for number in range(1, len(PEOPLE) + 1)]
    pd.testing.assert_frame_equal(written, in_order(PEOPLE))


def test_the_order_of_rows_and_the_style_do_not_show_in_the_wave(
    tmp_path: Path, folder: Path, take: Callable[..., object]
) -> None:
    take(write_csv(tmp_path / "one.csv", grid(in_words(PEOPLE), texts(THESIS))), wave="one")
    shuffled = in_words(PEOPLE.sample(frac=1, random_state=9), lang="kk")
    take(write_xlsx(tmp_path / "two.xlsx", grid(shuffled, texts(THESIS, "en"))), wave="two")
    one, two = (folder / "sources" / name / "responses.csv" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert yaml.safe_load((folder / "sources/one/source.yml").read_text())["sha256"].keys() == {
        "responses.csv"
    }
