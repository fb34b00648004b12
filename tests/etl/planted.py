"""The project's sources as the audit reads them, with at most one cell changed."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from catalogue.catalogue import Catalogue
from catalogue.loader import load
from catalogue.paths import data_dir
from etl.inputs import Inputs


@cache
def real() -> Inputs:
    return Inputs(data_dir(), load(), lambda name: pytest.fail(f"the audit needs no table, not {name}"))


@cache
def file(name: str) -> pd.DataFrame:
    return real().thesis(name)


@cache
def official(*key: str) -> pd.DataFrame:
    return real().official(key[0], key[1], key[2:-1], key[-1])


class Planted:
    """The project's inputs with one cell changed (or none)."""

    def __init__(self, name: str = "", line: int = 0, column: str = "", value: str = "") -> None:
        self.name, self.line, self.column, self.value = name, line, column, value

    @property
    def catalogue(self) -> Catalogue:
        return real().catalogue

    def thesis(self, name: str) -> pd.DataFrame:
        frame = file(name)
        if name == self.name:
            frame = frame.copy()
            frame.loc[self.line, self.column] = self.value
        return frame

    def official(self, source_id: str, name: str, keys: tuple[str, ...], value: str) -> pd.DataFrame:
        return official(source_id, name, *keys, value)
