"""Weights: margins as people write them, what raking gives, and who can't be weighted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from etl.errors import DataError, EtlError
from etl.ingest import margins, report
from tests.etl.ingest.forms import (
    MULTIPLE,
    THESIS,
    Take,
    grid,
    in_words,
    respondents,
    texts,
    write_csv,
    write_xlsx,
)

PEOPLE = respondents({"almaty": 40, "shymkent": 30, "aktobe": 20, "pavlodar": 50}, seed=4)
TARGETS = {"almaty": 1_200_000, "shymkent": 700_000, "aktobe": 350_000, "pavlodar": 250_000}
AGES = {"age_16_25": 0.2, "age_26_35": 0.3, "age_36_45": 0.2, "age_45_up": 0.3}
SOURCE = "Бюро национальной статистики, 2027"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE), texts(THESIS)))


def margin(path: Path, heading: list[str], rows: list[list[object]]) -> Path:
    return write_csv(path, [heading, *[[str(cell) for cell in row] for row in rows]])


@pytest.fixture
def by_city(tmp_path: Path) -> Path:
    return margin(tmp_path / "city.csv", ["city", "target"], [list(item) for item in TARGETS.items()])


@pytest.fixture
def by_age(tmp_path: Path) -> Path:
    words = {answer.code: answer.text.ru for answer in THESIS.question("q1").answers}
    return margin(
        tmp_path / "age.csv", ["age", "target"], [[words[code], share] for code, share in AGES.items()]
    )


def test_weights_meet_every_margin(
    take: Take, form: Path, by_city: Path, by_age: Path, wave: Callable[..., pd.DataFrame]
) -> None:
    taken = take(form, margins=(by_city, by_age), margins_source=SOURCE)
    people = wave()
    people["weight"] = people["weight"].astype(float)
    assert people["weight"].mean() == pytest.approx(1, abs=1e-5)
    total = sum(TARGETS.values())
    for column, targets in (("city", {c: n / total for c, n in TARGETS.items()}), ("q1", AGES)):
        shares = people.groupby(column)["weight"].sum() / people["weight"].sum()
        assert shares.to_dict() == pytest.approx(targets, rel=1e-5)
    assert taken.weighting is not None
    written = {f"{weight:.6g}" for weight in taken.weighting.weights}
    assert set(wave()["weight"]) == written
    assert wave()["weight"].str.len().max() <= 8


def test_the_report_shows_what_weights_cost_and_change(take: Take, form: Path, by_city: Path) -> None:
    shown = report.render(take(form, margins=(by_city,), margins_source=SOURCE))
    people = PEOPLE["city"].value_counts()
    weights = PEOPLE["city"].map(lambda city: TARGETS[city] / people[city])
    effective = weights.sum() ** 2 / (weights**2).sum()
    assert (
        f"design effect {len(PEOPLE) / effective:.2f}: 140 respondents are as precise as {effective:.0f}"
        in shown
    )
    assert "weights from 0.28 to 1.68, mean 1" in shown
    assert "  almaty         28.6%     48.0%   48.0%" in shown


def test_a_joint_margin(take: Take, form: Path, tmp_path: Path, wave: Callable[..., pd.DataFrame]) -> None:
    cells = PEOPLE.groupby(["city", "q1"]).size().reset_index()
    rows = [
        [city, age, number + 1]
        for number, (city, age) in enumerate(zip(cells["city"], cells["q1"], strict=True))
    ]
    path = margin(tmp_path / "joint.csv", ["Город", "Укажите Ваш возраст", "target"], rows)
    take(form, margins=(path,), margins_source=SOURCE)
    people = wave().astype({"weight": float})
    shares = people.groupby(["city", "q1"])["weight"].sum() / people["weight"].sum()
    expected = {(str(city), str(age)): float(target) / sum(r[2] for r in rows) for city, age, target in rows}
    assert shares.to_dict() == pytest.approx(expected, rel=1e-5)


def test_the_wave_says_what_was_raked_to_and_who_published_it(
    take: Take, form: Path, by_city: Path, by_age: Path, folder: Path
) -> None:
    take(form, margins=(by_city, by_age), margins_source=SOURCE)
    written = yaml.safe_load((folder / "sources/wave/wave.yml").read_text(encoding="utf-8"))
    assert (
        written["weighting"]["ru"]
        == f"Веса подогнаны (raking) к распределениям: город, возраст. Источник: {SOURCE}"
    )
    assert written["weighting"]["kk"].endswith(f"қала, жасы. Дереккөзі: {SOURCE}")
    assert written["disclosure"]["weighting"] == written["weighting"]
    take(form, wave="plain")
    written = yaml.safe_load((folder / "sources/plain/wave.yml").read_text(encoding="utf-8"))
    assert "weighting" not in written and written["disclosure"]["weighting"]["en"] == "Shares are unweighted"


def test_who_lacks_a_category_is_refused(take: Take, tmp_path: Path, by_age: Path) -> None:
    people = PEOPLE.copy()
    people.loc[[3, 7], "q1"] = ""
    path = write_csv(tmp_path / "form.csv", grid(in_words(people), texts(THESIS)))
    taken = take(path, margins=(by_age,), margins_source=SOURCE)
    assert len(taken.selection.taken) == len(people) - 2
    assert "row 5: no answer to q1, which the weights need" in report.render(taken)
    assert len(take(path, wave="plain").selection.taken) == len(people), "without weights they count"


@pytest.mark.parametrize(
    ("heading", "rows", "words"),
    [
        (["city", "target"], [["almaty", "x"]], "a number"),
        (["city", "target"], [["almaty", "1,234"]], "a comma before three digits"),
        (["city", "target"], [["Астана", "1"]], "one of almaty"),
        (["city", "target"], [["almaty", "1"], ["Алматы", "2"]], "each category once"),
        (["city"], [["almaty"]], "`target`"),
        (["target"], [["1"]], "`target`"),
        (["city", "region", "target"], [["almaty", "x", "1"]], "a question with one answer"),
        (["city", "city", "target"], [["almaty", "almaty", "1"]], "once"),
        (["city", "target"], [["almaty", "1"], ["shymkent", "1"], ["aktobe", "1"]], "pavlodar have no target"),
        (["city", "target"], [["almaty", "0"], ["shymkent", "1"], ["aktobe", "1"], ["pavlodar", "1"]], "above zero"),
    ],
)  # fmt: skip
def test_a_slip_in_a_margin_is_named(
    take: Take,
    form: Path,
    tmp_path: Path,
    folder: Path,
    heading: list[str],
    rows: list[list[object]],
    words: str,
) -> None:
    path = margin(tmp_path / "margin.csv", heading, rows)
    with pytest.raises(EtlError) as caught:
        take(form, margins=(path,), margins_source=SOURCE)
    assert words in str(caught.value) and "margin.csv" in str(caught.value)
    assert not (folder / "sources/wave").exists()


def test_the_same_margin_twice_and_a_question_that_is_not_there(
    take: Take, form: Path, by_city: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="another margin than in"):
        take(form, margins=(by_city, by_city), margins_source=SOURCE)
    path = write_csv(tmp_path / "short.csv", grid(in_words(PEOPLE[["city", "q7"]]), ["Город", "q7"]))
    age = margin(tmp_path / "age.csv", ["age", "target"], [["16-25", 1]])
    with pytest.raises(EtlError, match="the margins need q1"):
        take(path, margins=(age,), margins_source=SOURCE)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234 567", 1234567), ("12,5%", 12.5), ("12.5 %", 12.5), ("7\u00a0000", 7000), ("0.125", 0.125)],
)
def test_numbers_as_people_write_them(tmp_path: Path, text: str, number: float) -> None:
    [found] = margins.read(
        [margin(tmp_path / "m.csv", ["q7", "Численность"], [["Да", text], ["no", 1]])], THESIS
    )
    assert found.targets == {("yes",): number, ("no",): 1}


def test_a_margin_may_be_a_workbook(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "m.xlsx",
        [["age", "city", "target"], ["16-25", "Almaty", 12], ["26-35", "Алматы", 3.5], ["", "", ""]],
    )
    [found] = margins.read([path], THESIS)
    assert found.questions == ("q1", "city")
    assert found.targets == {("age_16_25", "almaty"): 12, ("age_26_35", "almaty"): 3.5}


def test_a_question_with_several_answers_is_no_margin(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="one answer"):
        margins.read([margin(tmp_path / "m.csv", ["m_news", "target"], [["Знакомые", 1]])], MULTIPLE)


def test_equal_respondents_weigh_the_same(take: Take, form: Path, by_city: Path, by_age: Path) -> None:
    taken = take(form, margins=(by_city, by_age), margins_source=SOURCE)
    assert taken.weighting is not None
    assert len(np.unique(taken.weighting.weights.round(9))) <= len(TARGETS) * len(AGES)
