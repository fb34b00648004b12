"""What is told about a wave: texts, days, year, and a questionnaire of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from catalogue import loader
from catalogue.loader import load
from catalogue.models import LANGS
from catalogue.survey import DISCLOSURE
from etl.errors import DataError, EtlError
from etl.ingest import about, report
from tests.etl.ingest.forms import (
    MULTIPLE,
    PEOPLE,
    THESIS,
    Take,
    grid,
    in_words,
    texts,
    with_column,
    write_csv,
)


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
