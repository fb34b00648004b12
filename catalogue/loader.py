"""Reads the catalogue once per process and checks that its parts fit together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from catalogue.catalogue import Catalogue
from catalogue.errors import CatalogueError
from catalogue.models import (
    Column,
    Correction,
    FindingText,
    KnownDifference,
    Label,
    Model,
    Place,
    Source,
    Table,
)
from catalogue.paths import RESPONSES, data_dir
from catalogue.place_checks import problems as place_problems
from catalogue.survey import DISCLOSURE, Claim, Questionnaire, Wave

M = TypeVar("M", bound=Model)

# libyaml is ten times faster; a Python without it reads the same files, slower.
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

PLACE_DOMAIN = "place"


def load(data: Path | None = None) -> Catalogue:
    """The catalogue of a data folder (default: the project's), read once. Raises CatalogueError."""
    return _load(data or data_dir())


@lru_cache(maxsize=4)
def _load(data: Path) -> Catalogue:
    folder = data / "catalogue"
    places = {p.code: p for p in _items(folder / "places.yml", Place, "code")}
    labels = {
        domain: {
            str(code): _parse(folder / "labels.yml", f"{domain}.{code}", Label, text)
            for code, text in _as_mapping(folder / "labels.yml", str(domain), codes).items()
        }
        for domain, codes in _mapping(folder / "labels.yml").items()
    }
    labels[PLACE_DOMAIN] = {code: place.names for code, place in places.items()}
    questionnaires = {q.id: q for _, q in _files(data / "sources", "*/questionnaire.yml", Questionnaire)}
    waves = {w.id: w for _, w in _files(data / "sources", "*/wave.yml", Wave)}
    _add_survey_labels(labels, questionnaires, waves, data)
    catalogue = Catalogue(
        sources={s.id: s for _, s in _files(data / "sources", "*/source.yml", Source)},
        columns=_named(folder / "columns.yml", Column, "name"),
        tables={
            t.id: _with_waves(t, waves) if t.waves else t
            for _, t in _files(folder / "tables", "*.yml", Table)
        },
        places=places,
        labels=labels,
        findings=_named(folder / "findings.yml", FindingText, None),
        corrections={
            path.stem: tuple(_items(path, Correction, "id"))
            for path in sorted((data / "corrections").glob("*.yml"))
        },
        known_differences=tuple(_items(data / "catalogue" / "known_differences.yml", KnownDifference, "id")),
        questionnaires=questionnaires,
        waves=waves,
        claims={
            path.parent.name: tuple(_items(path, Claim, "id"))
            for path in sorted((data / "sources").glob("*/claims.yml"))
        },
    )
    for problem in _problems(catalogue, data):
        raise problem
    return catalogue


def _mapping(path: Path) -> dict[str, Any]:
    return _as_mapping(path, "", _yaml(path))


def _as_mapping(path: Path, key: str, content: Any) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise CatalogueError(path, key, f"expected a mapping of keys (got {str(content)[:80]!r})")
    return content


def _yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML)
    except FileNotFoundError:
        raise CatalogueError(path, "", "no such file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(path, "", f"not valid YAML in UTF-8: {error}") from error


def _parse(path: Path, key: str, model: type[M], content: Any) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join([key, *map(str, first["loc"])]).strip(".")
        # Of a missing key pydantic gives the whole mapping as the input: no help to anyone.
        got = "" if first["type"] == "missing" else f" (got {str(first['input'])[:80]!r})"
        raise CatalogueError(path, place, first["msg"] + got) from error


def _named(path: Path, model: type[M], name: str | None) -> dict[str, M]:
    """A file that maps ids to models; the id is also put into the field `name`, if the model has one."""
    items = {}
    for key, content in _mapping(path).items():
        named = {**content, name: key} if name and isinstance(content, dict) else content
        items[str(key)] = _parse(path, str(key), model, named)
    return items


def _items(path: Path, model: type[M], key: str) -> list[M]:
    """A file that lists models, each with its own id in `key`."""
    content = _yaml(path)
    if not isinstance(content, list):
        raise CatalogueError(path, "", "expected a list")
    items = []
    for number, raw in enumerate(content):
        name = raw.get(key, number) if isinstance(raw, dict) else number
        items.append(_parse(path, str(name), model, raw))
    ids = [getattr(item, key) for item in items]
    for twice in {i for i in ids if ids.count(i) > 1}:
        raise CatalogueError(path, str(twice), f"this {key} stands twice")
    return items


def _files(folder: Path, pattern: str, model: type[M]) -> Iterator[tuple[Path, M]]:
    """One model per file; its id must be the name of the file or, among the sources, of the folder."""
    for path in sorted(folder.glob(pattern)):
        item = _parse(path, "", model, _mapping(path))
        name = path.parent.name if folder.name == "sources" else path.stem
        if getattr(item, "id", None) != name:
            raise CatalogueError(path, "id", f"expected {name!r}, as the file's place says")
        yield path, item


def _with_waves(table: Table, waves: dict[str, Wave]) -> Table:
    """The table with the sources and files of every wave that has respondents."""
    taken = [wave for wave in waves.values() if wave.has_responses]
    files = [f"{wave.id}/{RESPONSES}" for wave in taken]
    return table.model_copy(
        update={
            "sources": tuple(dict.fromkeys([*table.sources, *(wave.id for wave in taken)])),
            "source_files": (*table.source_files, *files),
        }
    )


def _add_survey_labels(
    labels: dict[str, dict[str, Label]],
    questionnaires: dict[str, Questionnaire],
    waves: dict[str, Wave],
    data: Path,
) -> None:
    """Wordings are the questionnaires' own. Items, answers and cities that `labels.yml` has no short name for go
    by the questionnaire's words, so that a new question or city needs no other file."""
    labels["wave"] = {wave.id: wave.title for wave in waves.values()}
    wordings = labels["survey_question"] = {}
    for questionnaire in questionnaires.values():
        for question in questionnaire.questions:
            if wordings.setdefault(question.id, question.text) != question.text:
                path = data / "sources" / questionnaire.id / "questionnaire.yml"
                problem = "another questionnaire words this question otherwise: give it an id of its own"
                raise CatalogueError(path, question.id, problem)
            labels.setdefault("survey_item", {}).setdefault(question.item, question.text)
            domain = "city" if question.role == "city" else "survey_answer"
            for answer in question.answers:
                labels.setdefault(domain, {}).setdefault(answer.code, answer.text)


def _survey_problems(c: Catalogue, data: Path) -> Iterator[CatalogueError]:
    """Questionnaires and waves that name what is not there."""
    for questionnaire in c.questionnaires.values():
        path = data / "sources" / questionnaire.id / "questionnaire.yml"
        known = {question.id: {a.code for a in question.answers} for question in questionnaire.questions}
        if len(known) < len(questionnaire.questions):
            yield CatalogueError(path, "questions", "an id stands twice")
        for question in questionnaire.questions:
            if len(known[question.id]) < len(question.answers):
                yield CatalogueError(path, f"{question.id}.answers", "a code stands twice")
            if question.topic not in c.labels.get("survey_topic", {}):
                problem = f"no label survey_topic.{question.topic} in labels.yml"
                yield CatalogueError(path, f"{question.id}.topic", problem)
            asked_if = question.asked_if
            if asked_if and not set(asked_if.answers) <= known.get(asked_if.question, set()):
                problem = f"{asked_if.question!r} has no such answers"
                yield CatalogueError(path, f"{question.id}.asked_if", problem)
            for reported in question.reported:
                if not set(reported.answers.values()) <= known[question.id]:
                    yield CatalogueError(path, f"{question.id}.reported", "the question has no such answers")
    for wave in c.waves.values():
        path = data / "sources" / wave.id / "wave.yml"
        if wave.id not in c.sources:
            yield CatalogueError(path, "id", "no source.yml beside it")
        elif wave.has_responses and RESPONSES not in c.sources[wave.id].sha256:
            yield CatalogueError(path, "has_responses", f"{RESPONSES!r} is not in source.yml")
        if wave.questionnaire not in c.questionnaires:
            yield CatalogueError(path, "questionnaire", f"no questionnaire {wave.questionnaire!r}")
        for name in set(wave.disclosure) - set(DISCLOSURE):
            yield CatalogueError(path, f"disclosure.{name}", f"expected one of {', '.join(DISCLOSURE)}")


def _problems(c: Catalogue, data: Path) -> Iterator[CatalogueError]:
    """Names that one file uses and another lacks."""
    yield from _survey_problems(c, data)
    folder = data / "catalogue"
    for key, problem in place_problems(c):
        yield CatalogueError(folder / "places.yml", key, problem)
    for name, column in c.columns.items():
        if column.unit is not None and column.unit not in c.labels.get("unit", {}):
            problem = f"no label for the unit {column.unit!r}"
            yield CatalogueError(folder / "columns.yml", f"{name}.unit", problem)
        for domain in set(column.labels) - set(c.labels):
            yield CatalogueError(folder / "columns.yml", f"{name}.labels", f"no label domain {domain!r}")
    files = {f"{source.id}/{file}" for source in c.sources.values() for file in source.sha256}
    for table in c.tables.values():
        path = folder / "tables" / f"{table.id}.yml"
        names = [column.name for column in table.columns]
        known = {
            "columns": (names, c.columns),
            "key": (table.key, names),
            "sources": (table.sources, c.sources),
            "needs": (table.needs, c.tables),
            "source_files": (table.source_files, files),
            "sources (for source_files)": (
                [file.split("/")[0] for file in table.source_files],
                table.sources,
            ),
            "columns.labels": ([d for column in table.columns for d in column.labels or ()], c.labels),
        }
        for key, (used, there) in known.items():
            for name in used:
                if name not in there:
                    yield CatalogueError(path, key, f"{name!r} is not described in the catalogue")
        for name in {n for n in names if names.count(n) > 1}:
            yield CatalogueError(path, "columns", f"{name!r} stands twice")
    read = {file for table in c.tables.values() for file in table.source_files}
    for source_id, corrections in c.corrections.items():
        path = data / "corrections" / f"{source_id}.yml"
        if source_id not in c.sources:
            yield CatalogueError(path, "", f"no source {source_id!r}")
        for correction in corrections:
            if f"{source_id}/{correction.file}" not in read:
                problem = (
                    f"no table reads {source_id}/{correction.file} (`source_files`): it would correct nothing"
                )
                yield CatalogueError(path, f"{correction.id}.file", problem)
            if correction.finding and correction.finding not in c.findings:
                problem = f"no finding {correction.finding!r} in findings.yml"
                yield CatalogueError(path, f"{correction.id}.finding", problem)
