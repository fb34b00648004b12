"""What each table was built from. Only hashing and reading YAML: finding nothing to do must take no time.

A table's version is a hash over everything that can change its bytes: its source files and their
descriptions, the corrections, the catalogue, the code, the versions of the libraries, and the versions of the
tables it needs. No time and no path goes in, so that the same input gives the same version on any machine.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cached_property
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import yaml

from catalogue.paths import RESPONSES, ROOT
from etl.errors import EtlError

LIBRARIES = (
    "babel", "ipfn", "numpy", "pandas", "pandera", "pyarrow", "pydantic", "PyYAML", "scipy", "statsmodels",
)  # fmt: skip
SHARED_CATALOGUE = ("columns.yml", "findings.yml", "labels.yml", "places.yml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def digest(*parts: bytes | str) -> str:
    """A short hash (16 hex digits) of the parts, each kept apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(str(len(content)).encode() + b":" + content)
    return whole.hexdigest()[:16]


class Manifest:
    """The versions that the tables of a data folder should have now, and those that `build.json` states."""

    def __init__(self, data: Path, code: Path = ROOT) -> None:
        self.data, self.code = data, code
        self.tables_dir = data / "tables"
        self.path = self.tables_dir / "build.json"
        self._versions: dict[str, str] = {}

    @cached_property
    def specs(self) -> dict[str, dict[str, Any]]:
        """The raw table descriptions: only `source_files` and `needs` are looked at here.

        Raises CatalogueError where they make no sense.
        """
        folder = self.data / "catalogue" / "tables"
        try:
            specs = {
                path.stem: yaml.load(path.read_bytes(), Loader=_LOADER)
                for path in sorted(folder.glob("*.yml"))
            }
            makes_sense = all(
                isinstance(spec.get("source_files", []), list) and set(spec.get("needs", [])) <= specs.keys()
                for spec in specs.values()
            )
        except (yaml.YAMLError, AttributeError, TypeError):
            makes_sense = False
        if not makes_sense:
            # The whole catalogue takes long to load, and says exactly what is wrong.
            from catalogue.loader import load

            load(self.data)
        return specs

    def parquet(self, table: str) -> Path:
        return self.tables_dir / f"{table}.parquet"

    def order(self, tables: list[str]) -> list[str]:
        """The tables and all that they need, every table after those it needs. EtlError for a circle."""
        ordered: list[str] = []

        def add(table: str, path: tuple[str, ...]) -> None:
            if table in path:
                raise EtlError(f"tables need each other in a circle: {' -> '.join((*path, table))}")
            if table not in ordered:
                for needed in self.specs[table].get("needs", ()):
                    add(needed, (*path, table))
                ordered.append(table)

        for table in tables:
            add(table, ())
        return ordered

    def version(self, table: str) -> str:
        """The version that the table has if it is built now."""
        if table not in self._versions:
            spec = self.specs[table]
            folder = self.data / "catalogue" / "tables"
            files = [folder / f"{table}.yml", self.code / "etl" / "steps" / f"{table}.py"]
            files += [self.data / "sources" / file for file in spec.get("source_files", ())]
            files += self._responses if spec.get("waves") else []
            self._versions[table] = digest(
                self._shared,
                *(
                    part
                    for file in files
                    for part in (file.name, file.read_bytes() if file.is_file() else b"")
                ),
                *(self.version(needed) for needed in spec.get("needs", ())),
            )
        return self._versions[table]

    @cached_property
    def _responses(self) -> list[Path]:
        """The respondents of every survey wave that was taken in."""
        return sorted((self.data / "sources").glob(f"*/{RESPONSES}"))

    @cached_property
    def _shared(self) -> str:
        """What every table depends on."""
        catalogue = [self.data / "catalogue" / name for name in SHARED_CATALOGUE]
        descriptions = sorted((self.data / "sources").glob("*/*.yml"))
        corrections = sorted((self.data / "corrections").glob("*.yml"))
        steps = self.code / "etl" / "steps"
        code = sorted(
            path
            for package in ("catalogue", "etl", "stats")
            for path in (self.code / package).rglob("*.py")
            if path.parent != steps
        )
        parts: list[bytes | str] = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
        parts += [f"{name} {library_version(name)}" for name in LIBRARIES]
        for path in (*catalogue, *descriptions, *corrections, *code):
            root = self.data if path.is_relative_to(self.data) else self.code
            parts += [path.relative_to(root).as_posix(), path.read_bytes() if path.is_file() else b""]
        return digest(*parts)

    @cached_property
    def built(self) -> dict[str, dict[str, Any]]:
        """What `build.json` says: table -> version, sha256, rows, bytes. Empty if missing or damaged."""
        try:
            tables = json.loads(self.path.read_text(encoding="utf-8"))["tables"]
            return {
                name: entry
                for name, entry in tables.items()
                if name in self.specs and isinstance(entry, dict)
            }
        except (FileNotFoundError, ValueError, KeyError, AttributeError, TypeError):
            return {}

    def is_current(self, table: str) -> bool:
        """The table is there, was built from the present inputs and has not been touched since."""
        entry = self.built.get(table, {})
        path = self.parquet(table)
        return (
            entry.get("version") == self.version(table)
            and path.is_file()
            and hashlib.sha256(path.read_bytes()).hexdigest() == entry.get("sha256")
        )

    @staticmethod
    def entry(version: str, content: bytes, rows: int) -> dict[str, Any]:
        """What `build.json` keeps about one table."""
        return {
            "version": version,
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": rows,
            "bytes": len(content),
        }

    @staticmethod
    def render(tables: dict[str, dict[str, Any]]) -> bytes:
        """`build.json`: the version of the whole (a hash of the tables' versions) and an entry per table."""
        names = sorted(tables)
        whole = digest(*(f"{name} {tables[name]['version']}" for name in names))
        content = {"version": whole, "tables": {name: tables[name] for name in names}}
        return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
