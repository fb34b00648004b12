"""Puts a wave into the data folder: all its files at once or none, and only if the catalogue accepts them."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from catalogue.errors import CatalogueError
from catalogue.loader import load
from catalogue.models import Model
from catalogue.paths import RESPONSES
from etl.errors import DataError, EtlError
from etl.readers import responses
from etl.write import write_atomic

FILES = frozenset({RESPONSES, "wave.yml", "source.yml", "questionnaire.yml"})
_NOTE = "# Written by `python -m etl ingest survey`: take the export in again rather than change it here.\n"
_REPLACED = "replaced"


def render(model: Model) -> bytes:
    """A description as YAML: texts as they are read."""
    content = model.model_dump(mode="json", exclude_defaults=True)
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    return (_NOTE + text).encode()


def check_free(data: Path, wave: str, may_replace: bool) -> None:
    """DataError if the wave's folder is there and may not be replaced: only what was ingested ever is."""
    folder = data / "sources" / wave
    if not folder.exists():
        return
    known = load(data).waves.get(wave)
    is_ingested = folder.is_dir() and known is not None and known.has_responses
    if not is_ingested or not {path.name for path in folder.iterdir()} <= FILES:
        expected = "an id that no other source has"
        raise DataError(
            folder, None, None, "a source that was not ingested", expected, "Choose another --wave."
        )
    if not may_replace:
        advice = "Choose another --wave, or say --replace to put this one in its place."
        raise DataError(folder, None, None, "a wave that is there already", "an id that is free", advice)


def place(data: Path, wave: str, files: Mapping[str, bytes], may_replace: bool, dry_run: bool) -> Path:
    """Writes the files of a wave below `data/sources`; returns their folder. A dry run checks them and writes nothing.

    Raises DataError or EtlError if the wave is there, the catalogue does not accept it, or the disk does not.
    """
    target = data / "sources" / wave
    try:
        with _alone(data / "sources"):
            if not dry_run:
                _recover(data)
            check_free(data, wave, may_replace)
            # Beside the sources, since a rename is one step only within one file system.
            with TemporaryDirectory(prefix=".ingest-", dir=None if dry_run else data) as name:
                staged = _stage(data, Path(name), wave, files)
                if not dry_run:
                    _swap(staged, target, Path(name) / _REPLACED)
    except OSError as error:
        raise EtlError(
            f"nothing was written: {error.strerror or error} ({error.filename or target})"
        ) from error
    return target


def _stage(data: Path, shadow: Path, wave: str, files: Mapping[str, bytes]) -> Path:
    """The files in a copy of the data folder that only links to the rest: what a build would find is read from it."""
    (shadow / "sources").mkdir()
    for part in ("catalogue", "corrections"):
        if (data / part).is_dir():
            (shadow / part).symlink_to((data / part).resolve())
    for source in (data / "sources").iterdir():
        if source.name != wave:
            (shadow / "sources" / source.name).symlink_to(source.resolve())
    staged = shadow / "sources" / wave
    for name, content in files.items():
        write_atomic(staged / name, content)
    try:
        catalogue = load(shadow)
        responses.read(wave, catalogue.asked_in(wave), shadow)
    except (CatalogueError, DataError) as error:
        problem = str(error).replace(str(shadow), str(data))
        raise EtlError(f"the wave does not fit the catalogue; nothing was written\n{problem}") from error
    return staged


def _swap(staged: Path, target: Path, away: Path) -> None:
    if not target.exists():
        os.rename(staged, target)
        return
    away.mkdir()
    os.rename(target, away / target.name)
    try:
        os.rename(staged, target)
    except OSError:
        os.rename(away / target.name, target)
        raise


def _recover(data: Path) -> None:
    """Undoes what a killed run left half done: a wave that was moved away comes back."""
    for leftover in data.glob(".ingest-*"):
        for old in leftover.glob(f"{_REPLACED}/*"):
            if not (data / "sources" / old.name).exists():
                os.rename(old, data / "sources" / old.name)
        shutil.rmtree(leftover)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run at a time; a second one waits for the first."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
