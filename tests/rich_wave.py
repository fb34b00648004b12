"""A made-up wave with everything that a survey can bring: weights, several answers, filters, gaps, small groups.

Nothing of it ever leaves the tests. `Elsewhere` is a site on its data, in a process of its own, because a site reads the
catalogue once.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from catalogue.paths import ROOT
from tests.waves import made_up, write_wave

RICH, PLAIN = "made-up-2029", "made-up-2027"
PEOPLE = 1500
CITIES = {"almaty": 0.5, "shymkent": 0.3, "aktobe": 0.19, "pavlodar": 0.01}
AGES = {"age_16_25": 0.3, "age_26_35": 0.4, "age_36_45": 0.29, "age_45_up": 0.01}
MEANS = ("phone", "letter", "visit", "site")
OWN = f"""
  - id: sex
    number: 21
    kind: single
    topic: about_respondent
    item: sex
    role: sex
    text: {{ru: "Ваш пол", kk: "Жынысыңыз", en: "Your sex"}}
    answers:
      - {{code: woman, text: {{ru: "Женский", kk: "Әйел", en: "Woman"}}}}
      - {{code: man, text: {{ru: "Мужской", kk: "Ер", en: "Man"}}}}
  - id: means
    number: 22
    kind: multiple
    topic: other
    item: means
    text: {{ru: "Как вы обращались?", kk: "Қалай жүгіндіңіз?", en: "How did you make contact?"}}
    answers:
{"".join(f'      - {{code: {code}, text: {{ru: "=Способ {code}", kk: "=Тәсіл {code}", en: "=Means {code}"}}}}' + chr(10) for code in MEANS)}
"""  # noqa: E501


def respondents(seed: int = 3) -> pd.DataFrame:
    """People whose answers depend on their city and age, some of whom leave questions out."""
    chance = np.random.default_rng(seed)
    frame = pd.DataFrame({"respondent": range(1, PEOPLE + 1)})
    frame["weight"] = chance.uniform(0.4, 2.5, PEOPLE).round(4)
    frame["city"] = chance.choice(list(CITIES), PEOPLE, p=list(CITIES.values()))
    frame["q1"] = chance.choice(list(AGES), PEOPLE, p=list(AGES.values()))
    frame["sex"] = chance.choice(["woman", "man"], PEOPLE)
    chance_of_yes = frame["city"].map({"almaty": 0.2, "shymkent": 0.4, "aktobe": 0.4, "pavlodar": 0.4})
    frame["q7"] = np.where(chance.random(PEOPLE) < chance_of_yes, "yes", "no")
    frame["q8"] = chance.choice(["low", "medium", "high", "dont_know"], PEOPLE, p=[0.4, 0.396, 0.004, 0.2])
    chosen = chance.random((PEOPLE, len(MEANS))) < 0.4
    frame["means"] = ["|".join(np.array(MEANS)[row]) for row in chosen]
    for name, share in (("q1", 0.02), ("q7", 0.05), ("q8", 0.03)):
        frame.loc[chance.random(PEOPLE) < share, name] = ""
    return frame


def write_data(folder: Path) -> Path:
    """A copy of the project's data with two more waves, built."""
    from etl.build import build

    data = folder / "data"
    for part in ("sources", "catalogue", "corrections"):
        shutil.copytree(ROOT / "data" / part, data / part)
    write_wave(data, made_up({"almaty": 300, "shymkent": 200, "aktobe": 150}), PLAIN, 2027)
    write_wave(data, respondents(), RICH, 2029)
    own = data / "sources" / RICH
    asked = (ROOT / "data" / "sources" / "thesis-2022" / "questionnaire.yml").read_text(encoding="utf-8")
    questionnaire = yaml.safe_load(asked)
    kept = [q for q in questionnaire["questions"] if q["id"] in ("city", "q1", "q7", "q8")]
    kept += yaml.safe_load(OWN)
    described = questionnaire | {"id": RICH, "questions": kept}
    (own / "questionnaire.yml").write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    wave = yaml.safe_load((own / "wave.yml").read_text(encoding="utf-8"))
    words = {"ru": "Проба: веса по городу", "kk": "Сынақ: қала бойынша", "en": "Trial: weights by city"}
    wave |= {"questionnaire": RICH, "weighting": words}
    (own / "wave.yml").write_text(yaml.safe_dump(wave, allow_unicode=True), encoding="utf-8")
    build(data)
    return data


@dataclass(frozen=True)
class Answer:
    """What the other site answered."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


_SERVER = """
import base64, json, sys
from dashboard.app import create_app
client = create_app().server.test_client()
for line in sys.stdin:
    response = client.get(json.loads(line))
    answer = [response.status_code, dict(response.headers), base64.b64encode(response.data).decode()]
    print("ANSWER" + json.dumps(answer), flush=True)
"""


class Elsewhere:
    """A site on other data, asked through a pipe."""

    def __init__(self, data: Path) -> None:
        environment = os.environ | {"MOI_GOROD_DATA": str(data)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER], cwd=ROOT, env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def get(self, address: str) -> Answer:
        """The answer to an address."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(address) + "\n")
        for line in self._process.stdout:
            if line.startswith("ANSWER"):
                status, headers, content = json.loads(line.removeprefix("ANSWER"))
                return Answer(status, headers, base64.b64decode(content))
        raise RuntimeError("the site stopped")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


def long(answer: Answer) -> list[dict[str, Any]]:
    """The rows of a cross-tab's CSV."""
    import io

    frame = pd.read_csv(
        io.BytesIO(answer.data), keep_default_na=False, na_values={"pct": [""], "count": [""]}
    )
    return frame.to_dict("records")
