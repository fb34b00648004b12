"""The respondents of a survey wave: one row each, a column per question, codes of the questionnaire.

`responses.csv` is what `python -m etl ingest survey` writes: `respondent` (1, 2, 3 …), `weight` (where the wave is
weighted), then the questions' ids. A cell is empty where a respondent was not asked or did not answer; several
answers stand in one cell, separated by `|`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.paths import RESPONSES
from catalogue.survey import Question, Questionnaire
from etl.errors import DataError
from etl.readers.files import read_csv

if TYPE_CHECKING:
    import pandas as pd

FILE = RESPONSES
RESPONDENT, WEIGHT, SEVERAL = "respondent", "weight", "|"


def read(wave_id: str, questionnaire: Questionnaire, data: Path) -> pd.DataFrame:
    """The file as written, `respondent` as whole numbers and `weight` as floats (1 where there are none).

    Raises DataError for a column that is no question, a respondent who stands twice, a weight that is not a positive
    number, an answer that the questionnaire does not have, or several answers where one was asked for.
    """
    import pandas as pd

    path = data / "sources" / wave_id / FILE
    frame = read_csv(wave_id, FILE, None, data)
    known = [question.id for question in questionnaire.questions]
    for column in frame.columns:
        if column not in (RESPONDENT, WEIGHT, *known):
            raise DataError(path, 1, str(column), str(column), f"respondent, weight or one of {', '.join(known)}")
    if RESPONDENT not in frame:
        raise DataError(path, 1, RESPONDENT, ",".join(frame.columns), "a column 'respondent'")
    numbers = pd.to_numeric(frame[RESPONDENT], errors="coerce")
    bad = frame.index[numbers.isna() | (numbers % 1 != 0) | numbers.duplicated()]
    if len(bad):
        raise DataError(path, int(bad[0]), RESPONDENT, frame.at[bad[0], RESPONDENT], "each respondent once, numbered")
    weights = pd.to_numeric(frame[WEIGHT], errors="coerce") if WEIGHT in frame else pd.Series(1.0, frame.index)
    bad = frame.index[~(weights > 0) | (weights == float("inf"))]
    if len(bad):
        raise DataError(path, int(bad[0]), WEIGHT, frame.at[bad[0], WEIGHT], "a positive number")
    for question in questionnaire.questions:
        if question.id in frame:
            _check_answers(frame[question.id], question, path)
    return frame.assign(**{RESPONDENT: numbers.astype("int64"), WEIGHT: weights.astype("float64")})


def _check_answers(cells: pd.Series, question: Question, path: Path) -> None:
    codes = {answer.code for answer in question.answers}
    for cell in cells.unique():
        parts = cell.split(SEVERAL) if question.kind == "multiple" else [cell]
        if cell and (not set(parts) <= codes or len(set(parts)) < len(parts)):
            line = int(cells.index[cells == cell][0])
            kind = f"codes joined by {SEVERAL!r}" if question.kind == "multiple" else "one code"
            raise DataError(path, line, question.id, cell, f"{kind} of {', '.join(sorted(codes))}")


def answers(wide: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Who gave which answer: columns respondent, answer, weight; a row per chosen answer, none where there is none."""
    given = wide.loc[wide[question.id] != "", [RESPONDENT, question.id, WEIGHT]]
    given = given.rename(columns={question.id: "answer"})
    if question.kind == "multiple":
        given = given.assign(answer=given["answer"].str.split(SEVERAL)).explode("answer", ignore_index=True)
    return given
