"""Looks at everything that lies on the disk, sources and tables, and reports all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.loader import load
from etl import checks
from etl.errors import DataError, EtlError
from etl.inputs import Inputs
from etl.manifest import Manifest

if TYPE_CHECKING:
    import pandas as pd

BUILD = "Run `python -m etl build`."


def problems(data: Path) -> Iterator[EtlError]:
    """Source files that are missing, changed or malformed, corrections that lost their ground, and tables
    that are missing, damaged, outdated or not as the catalogue says. Changes nothing."""
    catalogue = load(data)
    manifest = Manifest(data)
    inputs = Inputs(data, catalogue, lambda name: read_table(manifest, name))
    for source in catalogue.sources.values():
        for file in source.sha256:
            try:
                inputs.check_file(source.id, file)
            except DataError as error:
                yield error
    for name, spec in catalogue.tables.items():
        try:
            frame = read_table(manifest, name)
            checks.validate(frame, spec, inputs, manifest.parquet(name))
            if not manifest.is_current(name):
                version = manifest.built.get(name, {}).get("version")
                expected = f"version {manifest.version(name)}, which the present inputs give"
                yield DataError(manifest.parquet(name), None, None, f"version {version}", expected, BUILD)
        except DataError as error:
            yield error


def read_table(manifest: Manifest, name: str) -> pd.DataFrame:
    """A built table; DataError if it is missing or can't be read."""
    import pandas as pd
    from pyarrow import ArrowException

    path = manifest.parquet(name)
    if not path.is_file():
        raise DataError(path, None, None, "no such file", "a built table", BUILD)
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError, ArrowException) as error:
        advice = "Run `python -m etl build`: it builds every damaged table again."
        raise DataError(path, None, None, str(error), "a whole Parquet file", advice) from error
