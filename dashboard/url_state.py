"""The state of a page lives in its address and nowhere else.

A page or chart declares its parameters; `parse` reads an address into a state, `to_query` writes a state as the
shortest address: ``~`` separates entities, defaults are left out, unknown parameters are ignored, and an impossible
value of a known one is an `InvalidValue` that names what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

SEPARATOR = "~"
MAX_TEXT = 80
MAX_CODE = 160

State = dict[str, Any]


class InvalidValue(ValueError):
    """A value that a known parameter cannot take."""

    def __init__(self, name: str, value: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{name}={value!r}; allowed: {', '.join(allowed)}")
        self.name, self.value, self.allowed = name, value, tuple(allowed)


@dataclass(frozen=True)
class Choice:
    """One of ``allowed``. A pinned one is written also where it is the default, because its default moves with the
    data: an address that was shared must mean the same after the next survey."""

    name: str
    allowed: tuple[str, ...]
    default: str
    is_pinned: bool = False

    def read(self, values: Sequence[str]) -> str:
        value = values[-1]
        if value not in self.allowed:
            raise InvalidValue(self.name, value, self.allowed)
        return value

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Choices:
    """Any number of ``allowed``, in the order of ``allowed``; empty by default, meaning all."""

    name: str
    allowed: tuple[str, ...]
    default: tuple[str, ...] = ()

    def read(self, values: Sequence[str]) -> tuple[str, ...]:
        chosen = {part for value in values for part in value.split(SEPARATOR) if part}
        for value in sorted(chosen):
            if value not in self.allowed:
                raise InvalidValue(self.name, value, self.allowed)
        return tuple(code for code in self.allowed if code in chosen)

    def write(self, value: tuple[str, ...]) -> str:
        return SEPARATOR.join(value)


@dataclass(frozen=True)
class Text:
    """Free text typed by a reader, trimmed and cut to a sane length."""

    name: str
    default: str = ""

    def read(self, values: Sequence[str]) -> str:
        printable = "".join(c if c.isprintable() else " " for c in values[-1])
        return " ".join(printable.split())[:MAX_TEXT].strip()

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Number:
    """A whole number from ``least`` to ``most`` that a reader types; None, where that is the default: not given."""

    name: str
    least: int
    most: int
    default: int | None = None

    def read(self, values: Sequence[str]) -> int:
        value = values[-1].strip()
        is_whole = value.isascii() and value.isdigit() and len(value) <= MAX_TEXT
        if not is_whole or not self.least <= int(value) <= self.most:
            raise InvalidValue(self.name, value, (f"{self.least}..{self.most}",))
        return int(value)

    def write(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Code:
    """A code that the data brings at run time: here only its shape is checked, whether it is there by who uses it."""

    name: str
    pattern: str
    like: str  # what to write, for who wrote something else
    default: str = ""

    def read(self, values: Sequence[str]) -> str:
        value = values[-1].strip()
        if len(value) > MAX_CODE or not re.fullmatch(self.pattern, value, re.ASCII):
            raise InvalidValue(self.name, value[:MAX_CODE], (self.like,))
        return value

    def write(self, value: str) -> str:
        return value


Param = Choice | Choices | Text | Number | Code


def without_typed(params: Iterable[Param], state: State) -> State:
    """The state without what a reader typed: that is neither an address to index nor a page to keep."""
    return state | {param.name: param.default for param in params if isinstance(param, Text | Number)}


def is_pinned(param: Param) -> bool:
    """Whether the address always says this parameter's value."""
    return isinstance(param, Choice) and param.is_pinned


def defaults(params: Iterable[Param]) -> State:
    """The state of an address without parameters."""
    return {param.name: param.default for param in params}


def parse(params: Iterable[Param], args: Mapping[str, str] | MultiDict[str, str]) -> State:
    """Read query arguments. An empty value counts as absent; raises `InvalidValue`."""
    listed = args if isinstance(args, MultiDict) else MultiDict(args)
    state: State = {}
    for param in params:
        values = [value for value in listed.getlist(param.name) if value.strip()]
        state[param.name] = param.read(values) if values else param.default
    return state


def to_query(params: Iterable[Param], state: Mapping[str, Any]) -> str:
    """The shortest query string for ``state``, without the question mark; '' when all is default and none is pinned."""
    parts = []
    for param in params:
        value = state.get(param.name, param.default)
        if value != param.default or is_pinned(param):
            parts.append(f"{param.name}={quote(param.write(value), safe=SEPARATOR)}")
    return "&".join(parts)
