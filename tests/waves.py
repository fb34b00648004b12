"""Survey waves made up for tests. Nothing here ever leaves them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from catalogue.loader import load
from catalogue.paths import RESPONSES

WAVE = "made-up-2027"
PEOPLE = {"almaty": 120, "shymkent": 90, "aktobe": 70, "pavlodar": 25}


def made_up(people: dict[str, int] | None = None, seed: int = 1) -> pd.DataFrame:
    """Respondents of the project's questionnaire who answer at random, a row each: codes by question."""
    chance = np.random.default_rng(seed)
    cities = [city for city, n in (people or PEOPLE).items() for _ in range(n)]
    frame = pd.DataFrame({"respondent": range(1, len(cities) + 1), "city": cities})
    questions = load().questionnaires["thesis-2022"].questions
    for question in questions:
        if question.role != "city":
            codes = [answer.code for answer in question.answers]
            frame[question.id] = chance.choice(codes, len(frame))
    for question in questions:
        if question.asked_if:
            frame.loc[~frame[question.asked_if.question].isin(question.asked_if.answers), question.id] = ""
    return frame


def write_wave(data: Path, responses: pd.DataFrame, wave: str = WAVE, year: int = 2027) -> None:
    """A source folder with the respondents, as `python -m etl ingest survey` writes it."""
    folder = data / "sources" / wave
    folder.mkdir()
    content = responses.to_csv(index=False, lineterminator="\n").encode()
    (folder / RESPONSES).write_bytes(content)
    words = {"ru": f"Проба {year}", "kk": f"Сынақ {year}", "en": f"Trial {year}"}
    source = {
        "id": wave, "title": words, "publisher": words, "author": None, "date_published": None, "url": None,
        "url_note": "made up for a test", "licence": words, "obtained": "made up for a test", "retrieved": "2027-01-01",
        "citation": words, "sha256": {RESPONSES: hashlib.sha256(content).hexdigest()},
    }  # fmt: skip
    described = {"id": wave, "questionnaire": "thesis-2022", "title": words, "year": year, "has_responses": True,
                 "disclosure": {}}  # fmt: skip
    for name, text in (("source.yml", source), ("wave.yml", described)):
        (folder / name).write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
