"""Which files are meant, without a list of them: of 200,000 it would be larger than all else that a run holds."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path


class Files(Collection[Path]):
    """Files that are named, then every file below folders, in the order of names, hidden ones left out."""

    def __init__(self, named: Collection[Path], folders: Collection[Path]) -> None:
        self._named, self._folders = named, folders

    def __iter__(self) -> Iterator[Path]:
        yield from self._named
        for folder in self._folders:
            for inner, folders, names in os.walk(folder):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(inner, name) for name in sorted(names) if not name.startswith("."))

    def __contains__(self, path: object) -> bool:
        return any(path == own for own in self)

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self)

    def __len__(self) -> int:
        return self._count
