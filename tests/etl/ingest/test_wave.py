"""What is written: the wave's description, its own questionnaire, all files or none, and the tables built from them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from catalogue import loader
from catalogue.loader import load
from catalogue.models import LANGS
from catalogue.paths import ROOT
from catalogue.survey import DISCLOSURE
from etl.build import build
from etl.check import problems
from etl.errors import DataError, EtlError
from etl.ingest import about, report, store
from etl.ingest.survey import Taken
from tests.etl.ingest import forms
from tests.etl.ingest.forms import (
    CITIES,
    MULTIPLE,
    THESIS,
    grid,
    in_words,
    respondents,
    texts,
    with_column,
    write_csv,
    write_questionnaire,
)

Take = Callable[..., Taken]
PEOPLE = respondents(CITIES, seed=7, skipped=0.02)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "form.csv", grid(in_words(PEOPLE), texts(THESIS)))


def written(folder: Path, name: str = "wave") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "sources" / name).iterdir()}


def described(folder: Path, file: str = "wave.yml", name: str = "wave") -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(
        (folder / "sources" / name / file).read_text(encoding="utf-8")
    )
    return content


def test_the_files_of_a_wave(take: Take, form: Path, folder: Path) -> None:
    taken = take(form, retrieved=date(2027, 4, 1))
    assert taken.folder == folder / "sources/wave"
    assert written(folder).keys() == {"responses.csv", "wave.yml", "source.yml"}
    source = described(folder, "source.yml")
    digest = hashlib.sha256((folder / "sources/wave/responses.csv").read_bytes()).hexdigest()
    assert source["sha256"] == {"responses.csv": digest} and source["retrieved"] == "2027-04-01"
    assert source["publisher"] == {"ru": "не указано", "kk": "көрсетілмеген", "en": "not stated"}
    assert not list(folder.glob(".ingest-*"))
    wave = load(folder).waves["wave"]
    assert wave.has_responses and wave.questionnaire == "thesis-2022" and wave.year == 2027
    assert list(wave.disclosure) == ["weighting"], "what nobody told is not there"
    assert wave.title["kk"] == "wave сауалнамасы"


def test_the_same_file_gives_the_same_bytes(take: Take, form: Path, folder: Path) -> None:
    take(form)
    first = written(folder)
    take(form, replace=True)
    assert written(folder) == first


def test_a_dry_run_writes_nothing(take: Take, form: Path, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    taken = take(form, dry_run=True)
    assert sorted(folder.rglob("*")) == before
    assert "nothing was written" in report.render(taken) and len(taken.selection.taken) == 378


def test_no_wave_is_overwritten_without_a_word(take: Take, form: Path, folder: Path) -> None:
    take(form)
    before = written(folder)
    with pytest.raises(DataError, match="--replace"):
        take(form)
    for wave in ("thesis-2022", "minfin-bulletin"):
        with pytest.raises(DataError, match="was not ingested"):
            take(form, wave=wave, replace=True)
    (folder / "sources/wave/notes.txt").write_text("mine")
    with pytest.raises(DataError, match="was not ingested"):
        take(form, replace=True)
    (folder / "sources/wave/notes.txt").unlink()
    assert written(folder) == before


@pytest.mark.parametrize("wave", ["Wave", "волна", "a b", "../up", "a/b", "-a", "a--b", "", "a_b"])
def test_an_id_that_is_none(take: Take, form: Path, wave: str) -> None:
    with pytest.raises(DataError, match="lower-case Latin letters"):
        take(form, wave=wave)


def test_an_error_while_replacing_brings_the_old_one_back(
    take: Take, form: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(form)
    before, rename = written(folder), os.rename

    def fails(source: Path, target: Path) -> None:
        if (
            Path(target) == folder / "sources/wave"
            and ".ingest-" in str(source)
            and "replaced" not in str(source)
        ):
            raise OSError(28, "No space left on device", str(target))
        rename(source, target)

    monkeypatch.setattr(store.os, "rename", fails)
    with pytest.raises(EtlError, match="nothing was written: No space left"):
        take(form, replace=True, year=2030)
    assert written(folder) == before and not list(folder.glob(".ingest-*"))


def test_what_a_killed_run_moved_away_comes_back(take: Take, form: Path, folder: Path) -> None:
    take(form)
    before = written(folder)
    (folder / ".ingest-killed/replaced").mkdir(parents=True)
    os.rename(folder / "sources/wave", folder / ".ingest-killed/replaced/wave")
    take(form, wave="another")
    assert written(folder) == before and not list(folder.glob(".ingest-*"))


def test_a_killed_run_leaves_all_or_nothing(take: Take, form: Path, folder: Path) -> None:
    take(form, retrieved=date(2027, 1, 1))
    before = written(folder)
    command = [
        sys.executable,
        "-m",
        "etl",
        "ingest",
        "survey",
        str(form),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "wave",
    ]
    for seconds in (0.6, 0.9, 1.1, 1.3):
        process = subprocess.Popen(
            [*command, "--replace", "--year", "2028"], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        take(form, wave="another", replace=True)  # also brings back what was moved away
        files = written(folder)
        assert files.keys() == before.keys()
        years = {yaml.safe_load(files["wave.yml"])["year"]}
        assert files == before or years == {2028}
        assert hashlib.sha256(files["responses.csv"]).hexdigest() in files["source.yml"].decode()


def test_two_runs_at_once_wait_for_each_other(form: Path, folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "etl",
        "ingest",
        "survey",
        str(form),
        "--questionnaire",
        "thesis-2022",
        "--wave",
        "wave",
        "--year",
        "2027",
    ]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "ab"]
    codes = sorted(process.wait(timeout=60) for process in both)
    for process in both:
        process.communicate()
    assert codes == [0, 2] and written(folder).keys() == {"responses.csv", "wave.yml", "source.yml"}


def test_what_is_told_about_a_wave(take: Take, form: Path, folder: Path, tmp_path: Path) -> None:
    told = tmp_path / "about.yml"
    told.write_text(
        "title: {ru: Мой город 2027, kk: Менің қалам 2027, en: My City 2027}\nyear: 2027\nauthor: С. Бектибаев\n"
        "publisher: Мой город\nlicence: {en: CC BY 4.0}\ndate_published: 2027-05-01\n"
        "disclosure:\n  mode: {ru: Онлайн, kk: Онлайн түрде}\n  contact: ''\n  sample_size: 400\n  fieldwork: весной\n",
        encoding="utf-8",
    )
    taken = take(form, about=told, year=None)
    wave, source = load(folder).waves["wave"], load(folder).sources["wave"]
    assert wave.title["kk"] == "Менің қалам 2027" and wave.year == 2027
    assert (source.author, source.date_published, source.url) == ("С. Бектибаев", "2027-05-01", None)
    assert [source.publisher[lang] for lang in LANGS] == ["Мой город"] * 3
    assert wave.disclosure["mode"]["en"] == "Онлайн" and wave.disclosure["mode"]["kk"] == "Онлайн түрде"
    assert list(wave.disclosure) == ["fieldwork", "mode", "sample_size", "weighting"]
    assert wave.disclosure["fieldwork"]["ru"] == "весной"
    shown = report.render(taken)
    assert (
        "nothing is translated: publisher, licence, disclosure.mode, disclosure.sample_size, disclosure.fieldwork"
        in shown
    )
    assert "shown as not stated: citation" in shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("titel: x", "titel"), ("disclosure: {budget: x}", "disclosure.budget"), ("title: {de: x}", "title.de"),
        ("year: soon", "year"),
        ("title: [", "valid YAML"), ("- 1", "valid dictionary"), ("disclosure: x", "disclosure"),
    ],
)  # fmt: skip
def test_a_slip_in_what_is_told_is_named(
    take: Take, form: Path, folder: Path, tmp_path: Path, text: str, words: str
) -> None:
    told = tmp_path / "about.yml"
    told.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        take(form, about=told)
    assert words in str(caught.value) and "--template about" in caught.value.advice
    assert not (folder / "sources/wave").exists()
    with pytest.raises(DataError, match="No such file"):
        take(form, about=tmp_path / "none.yml")


def test_the_template_can_be_given_as_it_is_and_names_every_item(tmp_path: Path) -> None:
    path = tmp_path / "about.yml"
    path.write_text(about.TEMPLATE, encoding="utf-8")
    assert about.read(path).model_dump(exclude_defaults=True, exclude_none=True).get("disclosure") in (
        None,
        dict.fromkeys(DISCLOSURE),
        {},
    )
    assert not about.read(path).texts
    assert tuple(yaml.safe_load(about.TEMPLATE)["disclosure"]) == DISCLOSURE


def test_days_and_year_come_from_the_times(take: Take, folder: Path, tmp_path: Path) -> None:
    rows = with_column(
        grid(in_words(PEOPLE), texts(THESIS)),
        0,
        "Отметка времени",
        [f"{n % 14 + 1:02}.03.2027 10:00:0{n % 9}" for n in range(378)],
    )
    take(write_csv(tmp_path / "form.csv", rows), year=None)
    wave = load(folder).waves["wave"]
    assert wave.year == 2027
    assert [wave.disclosure["fieldwork"][lang].replace("\u202f", " ") for lang in LANGS] == [
        "1 марта 2027 г. – 14 марта 2027 г.", "2027 ж. 1 наурыз – 2027 ж. 14 наурыз", "1 March 2027 – 14 March 2027",
    ]  # fmt: skip
    rows[1][0] = "31.12.2026 10:00:00"
    path = write_csv(tmp_path / "form.csv", rows)
    with pytest.raises(EtlError, match="2026 to 2027: give the wave's year"):
        take(path, year=None, replace=True)
    with pytest.raises(EtlError, match="does not say when"):
        take(write_csv(path, [row[1:] for row in rows]), year=None, replace=True)


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


SLIPS: dict[str, tuple[Callable[[dict[str, object]], object], str]] = {
    "no city": (lambda form: form["questions"].pop(0), "role: city"),  # type: ignore[attr-defined]
    "an unknown key": (lambda form: form.update(colour="red"), "colour"),
    "an unknown topic": (lambda form: form["questions"][1].update(topic="sport"), "survey_topic.sport"),  # type: ignore[index]
    "another wording of q1": (lambda form: form["questions"][1].update(id="q1"), "id of its own"),  # type: ignore[index]
    "a filter of nothing": (
        lambda form: form["questions"][-1].update(asked_if={"question": "m_no", "answers": ["x"]}), "no such answers",  # type: ignore[index]
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_questionnaire_that_does_not_fit_writes_nothing(
    take: Take, folder: Path, tmp_path: Path, slip: str
) -> None:
    change, words = SLIPS[slip]
    content = MULTIPLE.model_dump(mode="json")
    change(content)
    own = tmp_path / "q.yml"
    own.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    path = write_csv(tmp_path / "form.csv", [["Город", "m_how"], ["Алматы", "Письмо"]])
    with pytest.raises(EtlError) as caught:
        take(path, str(own))
    assert words in str(caught.value) and ".ingest-" not in str(caught.value)
    assert not (folder / "sources/wave").exists()
    loader._load.cache_clear()
    load(folder)


def test_an_unknown_questionnaire_is_named_with_those_there_are(take: Take, form: Path) -> None:
    with pytest.raises(DataError, match=r"the id of a questionnaire \(thesis-2022\)"):
        take(form, "thesis")


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
