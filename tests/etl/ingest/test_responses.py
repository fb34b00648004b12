"""Reading a wave back: what is refused in `responses.csv`, and the table of single answers made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from catalogue import loader
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers import responses
from etl.steps import survey_responses
from tests.etl.ingest.forms import (
    MULTIPLE,
    THESIS,
    grid,
    in_words,
    respondents,
    texts,
    write_csv,
    write_questionnaire,
)

GOOD = "respondent,weight,city,q7,q8\n1,0.5,almaty,yes,high\n2,1.5,aktobe,,dont_know\n3,1,aktobe,no,\n"


@pytest.fixture
def put(folder: Path) -> Callable[[str], Path]:
    """Makes a wave of this `responses.csv`, as somebody might by hand."""

    def write(content: str) -> Path:
        path = folder / "sources/hand/responses.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        words = {"ru": "x", "kk": "x", "en": "x"}
        digest = hashlib.sha256(content.encode()).hexdigest()
        source = dict.fromkeys(("title", "publisher", "licence", "citation"), words) | {
            "sha256": {path.name: digest}
        }
        source |= {
            "id": "hand",
            "author": None,
            "date_published": None,
            "url": None,
            "obtained": "x",
            "retrieved": "2027-01-01",
        }
        wave = {
            "id": "hand",
            "questionnaire": "thesis-2022",
            "title": words,
            "year": 2027,
            "has_responses": True,
        }
        (path.parent / "source.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
        (path.parent / "wave.yml").write_text(yaml.safe_dump({**wave, "disclosure": {}}), encoding="utf-8")
        loader._load.cache_clear()
        return path

    return write


def read(folder: Path) -> pd.DataFrame:
    return responses.read("hand", THESIS, folder)


@pytest.mark.parametrize(
    "content", [GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("city", '"city"').replace("yes", '"yes"')]
)
def test_a_good_file(put: Callable[[str], Path], folder: Path, content: str) -> None:
    put(content)
    found = read(folder)
    assert found["respondent"].tolist() == [1, 2, 3] and found["weight"].tolist() == [0.5, 1.5, 1.0]
    assert found["q7"].tolist() == ["yes", "", "no"]
    given = responses.answers(found, THESIS.question("q7"))
    assert given.astype({"answer": "str"}).to_numpy().tolist() == [[1, "yes", 0.5], [3, "no", 1.0]]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("q8", "q99", 1, "q99", "respondent, weight or one of city"),
        ("q8", "q7", 1, None, "every column once"),
        ("respondent", "number", 1, "number", "respondent, weight or one of"),
        ("respondent,weight,", "weight,city,", 1, None, "every column once"),
        ("\n2,", "\n1,", 3, "respondent", "each respondent once"),
        ("\n2,", "\n2.5,", 3, "respondent", "each respondent once"),
        ("\n2,", "\n,", 3, "respondent", "each respondent once"),
        ("1.5", "0", 3, "weight", "a positive number"),
        ("1.5", "-1", 3, "weight", "a positive number"),
        ("1.5", "inf", 3, "weight", "a positive number"),
        ("1.5", "", 3, "weight", "a positive number"),
        ("dont_know", "maybe", 3, "q8", "one code of dont_know, high, low, medium"),
        ("dont_know", "low|high", 3, "q8", "one code"),
        ("dont_know", "dont_know,low", 3, None, "5 cells"),
        (",no,", ",no", 4, None, "5 cells"),
        ("\n3,", "\n\n3,", 4, "respondent", "each respondent once"),
        ("dont_know", '"dont_know', 3, "q8", "one code"),
    ],
)  # fmt: skip
def test_a_slip_is_named(
    put: Callable[[str], Path],
    folder: Path,
    old: str,
    new: str,
    line: int | None,
    column: str | None,
    words: str,
) -> None:
    put(GOOD.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        read(folder)
    assert words in caught.value.expected and caught.value.file.endswith("hand/responses.csv")
    assert caught.value.row == line and column in (None, caught.value.column)


def test_several_answers_become_rows(folder: Path, tmp_path: Path, take: Callable[..., object]) -> None:
    people = respondents({"almaty": 15, "aktobe": 5}, seed=6, form=MULTIPLE)
    form = write_questionnaire(tmp_path / "q.yml", MULTIPLE)
    take(
        write_csv(tmp_path / "a.csv", grid(in_words(people, MULTIPLE), texts(MULTIPLE))), str(form), wave="a"
    )
    thesis = respondents({"almaty": 4, "pavlodar": 4}, seed=6)
    take(write_csv(tmp_path / "b.csv", grid(in_words(thesis), texts(THESIS))), wave="b")
    catalogue = loader.load(folder)
    built = survey_responses.build(Inputs(folder, catalogue, lambda name: pytest.fail(name)))
    built = built.astype({name: "str" for name in built.columns if name not in ("respondent", "weight")})
    assert list(built) == survey_responses.COLUMNS and list(dict.fromkeys(built["wave"])) == ["a", "b"]
    for wave, frame in (("a", people), ("b", thesis)):
        rows = built[built["wave"] == wave]
        for question in frame:
            expected = frame[question].str.split("|").explode()
            expected = expected[expected != ""].value_counts().to_dict()
            assert rows.loc[rows["question_id"] == question, "answer"].value_counts().to_dict() == expected
    assert not built.duplicated(["wave", "respondent", "question_id", "answer"]).any()


def test_without_waves_the_table_is_empty(folder: Path) -> None:
    inputs = Inputs(folder, loader.load(folder), lambda name: pytest.fail(name))
    assert list(survey_responses.build(inputs)) == survey_responses.COLUMNS
