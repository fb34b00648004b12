"""The respondents of a survey wave: one row each, a column per question, codes of the questionnaire.

`responses.csv` is what `python -m etl ingest survey` writes: `respondent` (1, 2, 3 …), `weight` (where the wave is
weighted), then the questions' ids. A cell is empty where a respondent was not asked or did not answer; several
answers stand in one cell, separated by `|`.
"""

from __future__ import annotations

from csv import reader
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.paths import RESPONSES
from catalogue.survey import Question, Questionnaire
from etl.errors import DataError
from etl.readers.files import read_csv, verify

if TYPE_CHECKING:
    import pandas as pd

FILE = RESPONSES
RESPONDENT, WEIGHT, SEVERAL = "respondent", "weight", "|"


def read(wave_id: str, questionnaire: Questionnaire, data: Path) -> pd.DataFrame:
    """The file as written, `respondent` as whole numbers and `weight` as floats (1 where there are none).

    Answers are categories (a million respondents need little memory); the index is the line in the file. Raises
    DataError for a column that is no question, a respondent who stands twice, a weight that is not a positive number,
    an answer that the questionnaire does not have, or several answers where one was asked for.
    """
    import pandas as pd

    path = data / "sources" / wave_id / FILE
    frame = _read(wave_id, path, data)
    known = [question.id for question in questionnaire.questions]
    for column in frame.columns:
        if column not in (RESPONDENT, WEIGHT, *known):
            expected = f"respondent, weight or one of {', '.join(known)}"
            raise DataError(path, 1, str(column), str(column), expected)
    if RESPONDENT not in frame:
        raise DataError(path, 1, RESPONDENT, ",".join(frame.columns), "a column 'respondent'")
    numbers = pd.to_numeric(frame[RESPONDENT].astype("str"), errors="coerce")
    _check_all(
        frame, RESPONDENT, (numbers % 1 == 0) & ~numbers.duplicated(), "each respondent once, numbered", path
    )
    weights = pd.Series(1.0, frame.index)
    if WEIGHT in frame:
        weights = pd.to_numeric(frame[WEIGHT].astype("str"), errors="coerce")
        _check_all(frame, WEIGHT, (weights > 0) & (weights < float("inf")), "a positive number", path)
    for question in questionnaire.questions:
        if question.id in frame:
            _check_answers(frame[question.id], question, path)
    frame[RESPONDENT], frame[WEIGHT] = numbers.astype("int64"), weights.astype("float64")
    return frame


def _read(wave_id: str, path: Path, data: Path) -> pd.DataFrame:
    """The cells as categories of text. The quick reader says little about a file that is no table; the strict one does."""
    import pyarrow as pa
    from pyarrow import csv

    _, text = verify(wave_id, FILE, data)
    header = next(reader([text.partition("\n")[0]]), [])
    kinds = dict.fromkeys(header, pa.dictionary(pa.int32(), pa.string()))
    try:
        table = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(newlines_in_values=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        table = None
    if table is None or len(kinds) < len(header):
        return read_csv(wave_id, FILE, None, data).astype("category")
    frame: pd.DataFrame = table.to_pandas()
    frame.index += 2  # the line in the file
    return frame


def _check_all(frame: pd.DataFrame, column: str, good: pd.Series[bool], expected: str, path: Path) -> None:
    bad = frame.index[~good]
    if len(bad):
        raise DataError(path, int(bad[0]), column, frame.at[bad[0], column], expected)


def _check_answers(cells: pd.Series, question: Question, path: Path) -> None:
    codes = {answer.code for answer in question.answers}
    for cell in cells.cat.categories:
        parts = cell.split(SEVERAL) if question.kind == "multiple" else [cell]
        if cell and (not set(parts) <= codes or len(set(parts)) < len(parts)):
            line = int(cells.index[cells == cell][0])
            kind = f"codes joined by {SEVERAL!r}" if question.kind == "multiple" else "one code"
            raise DataError(path, line, question.id, cell, f"{kind} of {', '.join(sorted(codes))}")


def answers(wide: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Who gave which answer: columns respondent, answer, weight; a row per chosen answer, none where there is none."""
    given = wide.loc[wide[question.id] != "", [RESPONDENT, question.id, WEIGHT]]
    given = given.rename(columns={question.id: "answer"})
    if question.kind != "multiple":
        return given
    # Split once for each different combination, not for each respondent.
    chosen = {cell: cell.split(SEVERAL) for cell in given["answer"].cat.categories}
    split = given["answer"].astype("object").map(chosen)
    return given.assign(answer=split).explode("answer", ignore_index=True)
