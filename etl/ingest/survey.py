"""From an export to a wave: reads it, sorts out columns and rows, weighs, and writes the wave's folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.catalogue import Catalogue
from catalogue.loader import load
from catalogue.survey import Questionnaire
from etl.errors import DataError, EtlError
from etl.ingest import about as described
from etl.ingest import answers as answering
from etl.ingest import columns as heading
from etl.ingest import files, margins, rows, store, times, wave
from etl.ingest.about import About
from etl.ingest.answers import Answers
from etl.ingest.export import Export
from etl.ingest.margins import Weighting
from etl.ingest.rows import Limits, Selection, Why
from etl.ingest.text import shown
from etl.ingest.words import Words

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Options:
    """What the person asked for. `questionnaire` is an id or a path, `named` are pairs of question and column."""

    file: Path
    questionnaire: str
    wave: str
    city: str | None = None
    year: int | None = None
    about: Path | None = None
    margins: tuple[Path, ...] = ()
    margins_source: str | None = None
    named: tuple[tuple[str, str], ...] = ()
    sheet: str | None = None
    separator: str | None = None
    date_order: str | None = None
    limits: Limits = field(default_factory=Limits)
    replace: bool = False
    dry_run: bool = False
    retrieved: date = field(default_factory=date.today)


@dataclass(frozen=True, eq=False)
class Taken:
    """What was understood and done, for the report. `cleared`: answers taken out by a filter, by question.

    `folder` is None if nothing was written because too much was refused.
    """

    options: Options
    questionnaire: Questionnaire
    about: About
    export: Export
    columns: heading.Columns
    times: times.Times
    answers: dict[str, Answers]
    cleared: dict[str, NDArray[np.bool_]]
    unchecked: list[str]
    selection: Selection
    weighting: Weighting | None
    folder: Path | None


def ingest(options: Options, data: Path) -> Taken:
    """Takes an export in as a wave of the data folder. Raises DataError, EtlError or CatalogueError; then, and if more
    than half of the rows are refused, nothing is written."""
    catalogue = load(data)
    if not _ID.fullmatch(options.wave):
        advice = "Choose such an id: it becomes the name of a folder and stands in addresses."
        expected = "lower-case Latin letters, digits and hyphens, such as moigorod-2027"
        raise DataError("--wave", None, None, options.wave, expected, advice)
    store.check_free(data, options.wave, options.replace)
    questionnaire, own = _questionnaire(options, catalogue, data)
    about = described.read(options.about)
    targets = margins.read(options.margins, questionnaire)
    export = files.read(options.file, options.sheet)
    columns = heading.recognise(export, questionnaire, options.named)
    moments = times.read(export, columns, options.date_order)
    if (options.limits.first or options.limits.last) and moments.column is None:
        raise EtlError(f"--from and --to need a column with times. {moments.note or 'There is none.'}")
    words = {question.id: Words(question, options.separator) for question in questionnaire.questions}
    answers = _answers(options, export, columns, words)
    unchecked = _unchecked(questionnaire, answers)
    cleared = _filter(questionnaire, answers)
    selection = rows.select(export, columns, answers, words, moments, options.limits)
    for question, missing in margins.unplaced(targets, answers).items():
        reason = f"no answer to {question}, which the weights need"
        selection.refuse(missing, Why.NO_MARGIN, dict.fromkeys(np.flatnonzero(missing).tolist(), reason))
    weighting, folder = None, None
    if not selection.is_hopeless:
        taken = {question: answer.of(selection.taken) for question, answer in answers.items()}
        order = wave.order(taken)
        taken = {question: answer.of(order) for question, answer in taken.items()}
        weighting = margins.weigh(targets, taken) if targets else None
        told = wave.Told(about, options.year, moments.days(selection.taken), options.retrieved)
        weights = (
            wave.weighting(questionnaire, targets, options.margins_source, catalogue) if targets else None
        )
        written = wave.files(options.wave, questionnaire, told, taken, weighting, weights, export, selection)
        if own:
            written["questionnaire.yml"] = own
        folder = store.place(data, options.wave, written, options.replace, options.dry_run)
    return Taken(
        options, questionnaire, about, export, columns, moments, answers, cleared, unchecked, selection, weighting, folder
    )  # fmt: skip


def _questionnaire(options: Options, catalogue: Catalogue, data: Path) -> tuple[Questionnaire, bytes | None]:
    """The questionnaire and, if it is to lie beside the wave, its file with the wave's id."""
    wanted = options.questionnaire
    if wanted in catalogue.questionnaires:
        path = data / "sources" / wanted / "questionnaire.yml"
        found = catalogue.questionnaires[wanted]
        return _with_city(found, path), path.read_bytes() if wanted == options.wave else None
    path = Path(wanted)
    if not path.is_file():
        known = ", ".join(catalogue.questionnaires)
        expected = f"the id of a questionnaire ({known}) or the path of one"
        raise DataError(path, None, None, "no such file", expected, "Give one of these ids, or a path.")
    found = _with_city(described.read_model(path, Questionnaire), path)
    own, count = re.subn(r"(?m)^id:.*$", f"id: {options.wave}", path.read_text(encoding="utf-8"), count=1)
    if not count:
        raise DataError(
            path, None, "id", "no line `id: ...`", "one that begins a line", "Write it at the top."
        )
    return found.model_copy(update={"id": options.wave}), own.encode()


def _with_city(questionnaire: Questionnaire, path: Path) -> Questionnaire:
    if questionnaire.with_role("city") is None:
        advice = "Add the question about the city, with all cities as its answers; --city CODE answers it for a file."
        raise DataError(path, None, "questions", "no question with `role: city`", "one", advice)
    return questionnaire


def _answers(
    options: Options, export: Export, columns: heading.Columns, words: Mapping[str, Words]
) -> dict[str, Answers]:
    """The answers to every question that the export holds."""
    city = next(word for word in words.values() if word.question.role == "city")
    held = columns.of(city.question.id)
    if not held and options.city is None:
        expected = "a column for the city"
        advice = (
            f"Say --city CODE if all are of one city, or which column it is: --column {city.question.id}=F"
        )
        raise DataError(options.file, None, None, "no column for the city", expected, advice)
    if held and options.city is not None:
        expected = "no column for the city, since --city is given"
        raise DataError(
            options.file, None, held[0].letter, shown(held[0].header), expected, "Leave --city out."
        )
    found = {
        question: answer
        for question, word in words.items()
        if (answer := answering.read(export, columns, word)) is not None
    }
    if options.city is not None:
        code = city.code(options.city)
        if code is None:
            expected = f"one of {', '.join(city.places)}"
            advice = "Name one of these, or add the city to the questionnaire."
            raise DataError("--city", None, None, options.city, expected, advice)
        found[city.question.id] = answering.same(city.question, code, len(export.rows))
    return {question: found[question] for question in words if question in found}


def _unchecked(questionnaire: Questionnaire, answers: Mapping[str, Answers]) -> list[str]:
    """Questions whose filter can't be checked: the question that decides is not in the file."""
    return [
        question.id
        for question in questionnaire.questions
        if question.asked_if and question.id in answers and question.asked_if.question not in answers
    ]


def _filter(questionnaire: Questionnaire, answers: dict[str, Answers]) -> dict[str, NDArray[np.bool_]]:
    """Takes out, in place, answers to questions that a respondent was not to be asked; returns which, by question.

    Until nothing changes: a question may be filtered by one that is itself filtered.
    """
    cleared: dict[str, NDArray[np.bool_]] = {}
    is_settled = False
    while not is_settled:
        is_settled = True
        for question in questionnaire.questions:
            if not question.asked_if or not {question.id, question.asked_if.question} <= answers.keys():
                continue
            allowed = answers[question.asked_if.question].has(question.asked_if.answers)
            out = ~allowed & ~answers[question.id].is_empty
            if out.any():
                answers[question.id] = answers[question.id].without(out)
                cleared[question.id] = cleared.get(question.id, np.zeros(len(out), dtype=bool)) | out
                is_settled = False
    return cleared
