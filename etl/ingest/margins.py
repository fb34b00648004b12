"""Weights: what is known about a city's people, read from files, and respondents raked to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from catalogue.survey import Questionnaire
from etl.errors import DataError, EtlError
from etl.ingest import files
from etl.ingest.answers import Answers
from etl.ingest.export import Column, Export
from etl.ingest.headings import Headings
from etl.ingest.text import plain, shown
from etl.ingest.words import Words
from stats.weights import WeightError, design_effect, effective_base, rake

if TYPE_CHECKING:
    import pandas as pd

TARGETS = (
    "target",
    "доля",
    "численность",
    "население",
    "үлес",
    "халық саны",
    "share",
    "people",
    "population",
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")


@dataclass(frozen=True)
class Margin:
    """Targets (people or shares) by categories of some questions together."""

    path: Path
    questions: tuple[str, ...]
    targets: dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Share:
    """One category of a margin: its share of the target, of respondents, and of weighted respondents (0 to 1)."""

    categories: tuple[str, ...]
    target: float
    unweighted: float
    weighted: float


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights of mean 1, what they cost and what they change, margin by margin."""

    weights: NDArray[np.float64]
    shares: dict[tuple[str, ...], list[Share]]

    @property
    def design_effect(self) -> float:
        """How many times the weights enlarge the variance of a share (Kish)."""
        return design_effect(self.weights)

    @property
    def effective_base(self) -> float:
        """How many unweighted respondents would be as precise (Kish)."""
        return effective_base(self.weights)


def read(paths: Sequence[Path], questionnaire: Questionnaire) -> list[Margin]:
    """The margins in CSV or XLSX files: a column for each question (id, role or heading) and a column `target`.

    Categories are codes or words of the questionnaire; targets are people, shares or per cent. Raises DataError for a
    column, a category or a number that can't be understood, a category that stands twice, or the same margin twice.
    """
    margins: dict[frozenset[str], Margin] = {}
    for path in paths:
        margin = _read(files.read(path), questionnaire)
        twin = margins.setdefault(frozenset(margin.questions), margin)
        if twin is not margin:
            found = " x ".join(margin.questions)
            raise DataError(path, None, None, found, f"another margin than in {twin.path}", "Leave one out.")
    return list(margins.values())


def _read(export: Export, questionnaire: Questionnaire) -> Margin:
    headings = Headings(questionnaire)
    questions: dict[str, Column] = {}
    target: Column | None = None
    for column in export.columns:
        role = questionnaire.with_role(plain(column.header))
        meaning = headings.meaning(column.header)
        ids = (role.id,) if role else meaning.ids if meaning and not meaning.answer else ()
        if plain(column.header) in TARGETS and target is None:
            target = column
        elif len(ids) == 1 and ids[0] not in questions and questionnaire.question(ids[0]).kind != "multiple":
            questions[ids[0]] = column
        elif not column.is_blank.all():
            expected = "a question with one answer (id, role or text), once, or `target`"
            advice = "A margin has a column for each question and one named target, as in city,age,target"
            row = int(export.rows[0]) - 1
            raise DataError(export.path, row, column.letter, shown(column.header), expected, advice)
    if target is None or not questions:
        advice = "Write it as city,age,target: one row per category, with people or shares."
        raise DataError(export.path, None, None, "an incomplete heading", "questions and `target`", advice)
    targets: dict[tuple[str, ...], float] = {}
    words = {question: Words(questionnaire.question(question)) for question in questions}
    for position, row in enumerate(export.rows):
        if all(column.is_blank[position] for column in export.columns):
            continue
        texts = {question: column.texts[column.codes[position]] for question, column in questions.items()}
        categories = tuple(
            _category(export, int(row), words[question], text) for question, text in texts.items()
        )
        if categories in targets:
            advice = "Leave one out."
            raise DataError(export.path, int(row), None, " x ".join(categories), "each category once", advice)
        targets[categories] = _number(export, int(row), target, target.texts[target.codes[position]])
    return Margin(export.path, tuple(questions), targets)


def _category(export: Export, row: int, words: Words, text: str) -> str:
    code = words.code(text)
    if code is None:
        known = ", ".join(words.places)
        advice = "Write the answer's code or its words in the questionnaire."
        raise DataError(export.path, row, words.question.id, shown(text), f"one of {known}", advice)
    return code


def _number(export: Export, row: int, column: Column, text: str) -> float:
    number = re.sub(r"[\s%]", "", text)
    if not _NUMBER.fullmatch(number) or _THOUSANDS.fullmatch(number):
        advice = "Write people as 123456 and shares as 12.5: a comma before three digits could mean either."
        raise DataError(export.path, row, column.letter, shown(text), "a number", advice)
    return float(number.replace(",", "."))


def unplaced(margins: Sequence[Margin], answers: Mapping[str, Answers]) -> dict[str, NDArray[np.bool_]]:
    """By question of the margins: the rows that did not answer it, and so can't be weighted.

    Raises EtlError for a question that the export does not have.
    """
    questions = dict.fromkeys(question for margin in margins for question in margin.questions)
    for question in questions:
        if question not in answers:
            raise EtlError(
                f"the margins need {question}, and no column of the export holds it: leave that margin out"
            )
    return {question: answers[question].is_empty for question in questions}


def weigh(margins: Sequence[Margin], answers: Mapping[str, Answers]) -> Weighting:
    """Rakes respondents, all of whom answered the margins' questions. Raises EtlError where no weights can be found."""
    import pandas as pd

    questions = dict.fromkeys(question for margin in margins for question in margin.questions)
    groups = pd.DataFrame({q: np.array(answers[q].values, dtype=object)[answers[q].codes] for q in questions})
    try:
        weights = rake(groups, {margin.questions: margin.targets for margin in margins})
    except WeightError as error:
        paths = ", ".join(str(margin.path) for margin in margins)
        raise EtlError(f"no weights can be made of {paths}:\n{error}") from error
    return Weighting(weights, {m.questions: _shares(m, groups.assign(weight=weights)) for m in margins})


def _shares(margin: Margin, people: pd.DataFrame) -> list[Share]:
    counted = people.groupby(list(margin.questions))["weight"].agg(["size", "sum"]) / [
        len(people),
        people["weight"].sum(),
    ]
    total = sum(margin.targets.values())
    shares = dict(zip(counted.index, counted.itertuples(index=False, name=None), strict=True))
    # One question alone makes an index of plain codes.
    key = margin.targets if len(margin.questions) > 1 else [category for (category,) in margin.targets]
    return [
        Share(categories, target / total, *shares[place])
        for place, (categories, target) in zip(key, margin.targets.items(), strict=True)
    ]
