"""Made-up respondents, and the ways in which services of online forms write them into a file. Only for tests."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from openpyxl import Workbook

from catalogue.paths import ROOT
from catalogue.survey import Question, Questionnaire
from etl.ingest.rows import Why
from etl.ingest.survey import Taken
from etl.ingest.words import Words
from etl.readers.responses import SEVERAL

Grid = list[list[str]]
Take = Callable[..., Taken]  # what the fixture `take` is
THESIS = Questionnaire.model_validate(
    yaml.safe_load((ROOT / "data/sources/thesis-2022/questionnaire.yml").read_text(encoding="utf-8"))
)
CITIES = {
    "almaty": 49,
    "shymkent": 84,
    "aktobe": 60,
    "pavlodar": 185,
}  # as inferred from the project's shares


def label(text: str) -> dict[str, str]:
    return {"ru": text, "kk": f"{text} (қаз)", "en": f"{text} (eng)"}


def questionnaire(*questions: dict[str, Any]) -> Questionnaire:
    """A short questionnaire: the city and these questions, each an id, a kind and answers by code."""
    full = [
        {
            "number": number,
            "topic": "about_respondent" if question.get("role") else "other",
            "item": question["id"],
            "text": label(f"Вопрос о {question['id']}"),
            **question,
            "answers": [
                {"code": code, "text": label(text), "also": []} for code, text in question["answers"].items()
            ],
        }
        for number, question in enumerate(questions, start=1)
    ]
    city = THESIS.question("city").model_dump(mode="json")
    return Questionnaire.model_validate(
        {
            "id": "made-up",
            "title": label("Анкета"),
            "original": "ru",
            "source_ref": "tests",
            "questions": [city, *full],
        }
    )


# The thesis has no question with several answers; this one has, with commas inside answers, and «Другое».
MULTIPLE = questionnaire(
    {"id": "m_age", "kind": "single", "role": "age", "answers": {"young": "16-25", "older": "26 и старше"}},
    {
        "id": "m_news", "kind": "multiple",
        "answers": {
            "tv": "Телевидение", "tv_local": "Телевидение, местное", "web": "Сайты, соцсети", "people": "Знакомые",
            "none": "Нет",
        },
    },
    {"id": "m_how", "kind": "multiple", "answers": {"mail": "Письмо", "phone": "Телефон", "other": "Другое"}},
    {"id": "m_one", "kind": "single", "answers": {"yes": "Да", "no": "Нет", "other": "Другое"}},
    {
        "id": "m_two", "kind": "single", "answers": {"a": "Раз", "b": "Два"},
        "asked_if": {"question": "m_one", "answers": ["yes"]},
    },
    {
        "id": "m_three", "kind": "single", "answers": {"c": "Три", "d": "Четыре"},
        "asked_if": {"question": "m_two", "answers": ["a"]},
    },
)  # fmt: skip


def respondents(
    cities: dict[str, int], seed: int = 1, form: Questionnaire = THESIS, skipped: float = 0.0
) -> pd.DataFrame:
    """Codes by question, a row per person; filters are kept. `skipped`: share of questions left empty."""
    random = np.random.default_rng(seed)
    size = sum(cities.values())
    people = pd.DataFrame(index=range(size))
    for question in form.questions:
        codes = [answer.code for answer in question.answers]
        if question.role == "city":
            people[question.id] = np.repeat(list(cities), list(cities.values()))
            continue
        if question.kind == "multiple":
            marks = random.random((size, len(codes))) < 0.4
            people[question.id] = [SEVERAL.join(np.array(codes)[row]) for row in marks]
        else:
            people[question.id] = random.choice(codes, size, p=random.dirichlet(np.full(len(codes), 3)))
        people.loc[random.random(size) < skipped, question.id] = ""
        if question.asked_if:
            allowed = people[question.asked_if.question].isin(question.asked_if.answers)
            people.loc[~allowed, question.id] = ""
    return people.sample(frac=1, random_state=seed, ignore_index=True)


PEOPLE = respondents(CITIES, seed=7, skipped=0.02)  # 378 of them


def in_words(
    people: pd.DataFrame, form: Questionnaire = THESIS, lang: str = "ru", between: str = ";"
) -> pd.DataFrame:
    """Codes as the words of a language (`code` leaves codes), several answers with `between` between them."""
    if lang == "code":
        return people.apply(lambda cells: cells.str.replace(SEVERAL, between))
    return pd.DataFrame(
        {
            q: cells.map(
                lambda cell, q=q: between.join(
                    form.question(q).answer(c).text[lang] for c in cell.split(SEVERAL) if c
                )
            )
            for q, cells in people.items()
        }
    )


def texts(form: Questionnaire, lang: str = "ru") -> list[str]:
    """The questions' texts as headings."""
    return [question.text[lang] for question in form.questions]


def again(headers: Sequence[str], suffix: Callable[[int], str]) -> list[str]:
    """The headings with a suffix from the second on that has the same text, as pandas and spreadsheets do."""
    seen: dict[str, int] = {}
    result = []
    for header in headers:
        count = seen[header] = seen.get(header, 0) + 1
        result.append(header + suffix(count) if count > 1 else header)
    return result


def grid(people: pd.DataFrame, headers: Sequence[str]) -> Grid:
    return [list(headers), *people.astype("str").to_numpy().tolist()]


def with_column(rows: Grid, position: int, header: str, cells: Iterable[str]) -> Grid:
    """The grid with a column more."""
    return [
        [*row[:position], cell, *row[position:]] for row, cell in zip(rows, [header, *cells], strict=True)
    ]


def spread(
    people: pd.DataFrame,
    question: Question,
    header: Callable[[str], str],
    mark: Callable[[str], str],
    no: str = "",
) -> Grid:
    """A column for each answer of one question: marked where it was chosen."""
    given = [cell.split(SEVERAL) for cell in people[question.id]]
    return [
        [header(answer.text.ru) for answer in question.answers],
        *(
            [mark(answer.text.ru) if answer.code in cell else no for answer in question.answers]
            for cell in given
        ),
    ]


def beside(left: Grid, right: Grid) -> Grid:
    return [[*one, *two] for one, two in zip(left, right, strict=True)]


def write_csv(path: Path, rows: Grid, encoding: str = "utf-8", separator: str = ",", end: str = "\n") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Ответы на форму (1)") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def write_questionnaire(path: Path, form: Questionnaire) -> Path:
    text = yaml.safe_dump(form.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def ordered(people: pd.DataFrame, form: Questionnaire = THESIS) -> pd.DataFrame:
    """Several answers in the questionnaire's order."""
    words = {question.id: Words(question) for question in form.questions}

    def cell(question: str, text: str) -> str:
        return words[question].join(filter(None, text.split(SEVERAL)))

    return pd.DataFrame({q: [cell(q, text) for text in cells] for q, cells in people.items()}, dtype="str")


def in_order(people: pd.DataFrame, form: Questionnaire = THESIS) -> pd.DataFrame:
    """As a wave keeps them: respondents in order of their answers."""
    return ordered(people, form).sort_values(list(people.columns), ignore_index=True)


def small(*rows: list[str], headers: tuple[str, ...] = ()) -> Grid:
    """A form with the city, two questions and further columns."""
    return [["Город", "q7", "q11", *headers], *rows]


def why(taken: Taken) -> list[str]:
    """What became of each row."""
    return [Why(code).name for code in taken.selection.why]


def written(folder: Path, wave: str = "wave") -> dict[str, bytes]:
    """The files of a wave."""
    return {path.name: path.read_bytes() for path in (folder / "sources" / wave).iterdir()}
