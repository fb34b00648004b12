"""The tables built from a wave are direct counts of its respondents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from catalogue import loader
from catalogue.loader import load
from etl.build import build
from etl.check import problems
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    CITIES,
    MULTIPLE,
    PEOPLE,
    THESIS,
    Take,
    grid,
    in_words,
    respondents,
    texts,
    write_csv,
    write_questionnaire,
    written,
)


def test_a_questionnaire_of_its_own(
    take: Take, folder: Path, tmp_path: Path, wave: Callable[..., pd.DataFrame]
) -> None:
    people = respondents({"almaty": 40, "aktobe": 60}, seed=3, form=MULTIPLE)
    path = write_csv(tmp_path / "form.csv", grid(in_words(people, MULTIPLE), texts(MULTIPLE)))
    own = write_questionnaire(tmp_path / "q.yml", MULTIPLE)
    take(path, str(own), wave="wave-2027")
    catalogue = load(folder)
    assert catalogue.waves["wave-2027"].questionnaire == "wave-2027"
    assert catalogue.questionnaires["wave-2027"].questions == MULTIPLE.questions
    before = written(folder, "wave-2027")
    assert "questionnaire.yml" in before
    take(path, "wave-2027", wave="wave-2027", replace=True)
    assert written(folder, "wave-2027") == before, "its questionnaire may be named by its id"
    take(path, "wave-2027", wave="wave-2028")
    assert "questionnaire.yml" not in written(folder, "wave-2028")
    build(folder)
    rows = pd.read_parquet(folder / "tables/survey.parquet")
    rows = rows[(rows["wave"] == "wave-2027") & (rows["question_id"] == "m_news")]
    given = people[people["m_news"] != ""]
    for city in ("almaty", "overall"):
        there = given if city == "overall" else given[given["city"] == city]
        for answer in ("tv", "web", "none"):
            chosen = there["m_news"].str.split("|").map(lambda codes, answer=answer: answer in codes)
            row = rows[(rows["city"] == city) & (rows["answer"] == answer)].iloc[0]
            assert (row["count"], row["base_n"]) == (chosen.sum(), len(there))


def shares(people: pd.DataFrame, question: str, city: str) -> tuple[dict[str, int], int]:
    """Counted without anything of the project: answer -> people, and how many answered."""
    there = people if city == "overall" else people[people["city"] == city]
    given = there[there[question] != ""]
    return given[question].value_counts().to_dict(), len(given)


def test_the_tables_of_a_wave_are_the_counts_of_its_respondents(take: Take, form: Path, folder: Path) -> None:
    """378 people as in the project's four cities: every share of every question, city by city, is a direct count."""
    take(form, wave="moigorod-2027")
    build(folder)
    assert list(problems(folder)) == []
    responses = pd.read_parquet(folder / "tables/survey_responses.parquet")
    assert responses["respondent"].nunique() == 378 and (responses["weight"] == 1).all()
    assert len(responses) == (PEOPLE != "").to_numpy().sum()
    survey = pd.read_parquet(folder / "tables/survey.parquet")
    survey = survey[survey["wave"] == "moigorod-2027"]
    for question in THESIS.questions:
        if question.role == "city":
            continue
        for city in [*CITIES, "overall"]:
            counted, base = shares(PEOPLE, question.id, city)
            rows = survey[(survey["question_id"] == question.id) & (survey["city"] == city)].set_index(
                "answer"
            )
            assert rows["count"].to_dict() == {a.code: counted.get(a.code, 0) for a in question.answers}
            assert (rows["base_n"] == base).all()
            assert rows["pct"].to_list() == pytest.approx(
                [counted.get(a.code, 0) * 100 / base for a in question.answers]
            )


def test_the_tables_of_a_weighted_wave(take: Take, form: Path, folder: Path, tmp_path: Path) -> None:
    targets = {"almaty": 2, "shymkent": 1, "aktobe": 1, "pavlodar": 1}
    margin = write_csv(tmp_path / "m.csv", [["city", "target"], *[[c, str(n)] for c, n in targets.items()]])
    take(form, margins=(margin,), margins_source="БНС")
    build(folder)
    people = PEOPLE[PEOPLE["q7"] != ""]
    weights = people["city"].map(lambda city: targets[city] / 5 / (PEOPLE["city"] == city).mean())
    survey = pd.read_parquet(folder / "tables/survey.parquet")
    row = survey[
        (survey["wave"] == "wave")
        & (survey["question_id"] == "q7")
        & (survey["city"] == "overall")
        & (survey["answer"] == "yes")
    ].iloc[0]
    assert row["pct_weighted"] == pytest.approx(
        100 * weights[people["q7"] == "yes"].sum() / weights.sum(), rel=1e-4
    )
    assert row["base_effective"] == pytest.approx(weights.sum() ** 2 / (weights**2).sum(), rel=1e-4)


def test_what_was_there_before_is_built_as_before(take: Take, form: Path, folder: Path) -> None:
    build(folder)
    before = pd.read_parquet(folder / "tables/survey.parquet")
    take(form)
    loader._load.cache_clear()
    fresh = {result.table for result in build(folder) if result.seconds is not None}
    assert {"survey_responses", "survey"} <= fresh
    after = pd.read_parquet(folder / "tables/survey.parquet")
    pd.testing.assert_frame_equal(after[after["wave"] != "wave"].reset_index(drop=True), before)
    assert forms.THESIS.id in set(before["wave"])
