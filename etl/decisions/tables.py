"""Rows of an annex: which codes, which name, which amount, by the headings of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from etl.decisions.amounts import parse
from etl.decisions.labels import LABEL, field_of
from etl.decisions.letters import clean, fold, pattern, repair

REVENUE = ("category", "class", "subclass", "specific")
EXPENDITURE = ("functional_group", "functional_subgroup", "administrator", "programme", "subprogramme")
RANKS = {level: rank for levels in (REVENUE, EXPENDITURE) for rank, level in enumerate(levels, start=2)}
RANKS |= {"total": 0, "subtotal": 1}

# Headings of columns, folded. What is more particular stands first.
_HEADINGS = tuple(
    (level, pattern(source))
    for level, source in (
        ("subclass", r"под ?класс|(?:киши|ишки) сыныб"),
        ("class", r"класс|сыныб"),
        ("category", r"категори|санат"),
        (
            "functional_subgroup",
            r"(?:функциональная )?под ?группа|киши функци|функционалды[кқ]? киши|киши топ",
        ),
        ("functional_group", r"функциональная|функционалды"),
        ("administrator", r"администратор|[а-я ]*акимши"),
        ("subprogramme", r"под ?программа|киши багдарлама"),
        ("programme", r"(?:бюджетная )?программа|(?:бюджеттик )?багдарлама"),
        ("specific", r"специфика|ерекшелиг"),
        ("name", r"наименование|атауы|атау"),
        ("sum", r"сумма|сомас[ыа]|сома|всего,? тысяч|[12][0-9]{3} ?(?:год|жыл)"),
    )
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_CODE = re.compile(r"[0-9]{1,4}")
_ROMAN = re.compile(r"^[ivи1-6]{1,4} ?[.)] ?")
_NEGATIVE = re.compile(r"^[(]?-")
_LONGEST_HEADING = 80
SECTIONS = {
    "revenue_total": "revenue", "expenditure_total": "expenditure", "net_lending": "net_lending",
    "financial_assets_balance": "financial_assets", "deficit": "deficit", "financing": "financing",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row with an amount. ``codes`` are those printed in it by level; ``field`` names the headline amount that a row
    without codes is the total of, or a detail."""

    part: str
    codes: dict[str, str]
    name: str
    amount: Decimal
    field: str | None
    original: str


@dataclass
class Table:
    """What a table of an annex says. ``problems`` are rows that could not be read, ``others`` those that have an amount
    but neither a code nor a name that tells what they are."""

    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    is_budget: bool = False


@dataclass
class _Columns:
    levels: dict[int, str] = field(default_factory=dict)
    name: int | None = None
    sums: dict[int, int | None] = field(default_factory=dict)

    def sum_for(self, year: int | None) -> int | None:
        """The column of the sums of a year; the only one there is, if its heading has no year."""
        fitting = [column for column, own in self.sums.items() if own in (None, year)]
        return fitting[0] if len(fitting) == 1 else None


def is_heading(row: Sequence[str]) -> bool:
    """Whether all that a row has are headings of a budget's columns."""
    cells = [cell for cell in row if cell.strip()]
    if (
        not cells
        or not any(map(str.isalpha, cells[-1]))
        or any(len(cell) > _LONGEST_HEADING for cell in cells)
    ):
        return False
    return all(_heading(cell) for cell in reversed(cells))


def starts_budget(row: Sequence[str]) -> bool:
    """Whether a row begins the headings of a table by the budget classification."""
    return is_heading(row) and any(_heading(cell) in RANKS for cell in row if cell.strip())


def read(rows: Iterable[Sequence[str]], year: int | None) -> Table:
    """The rows of a table; ``year`` chooses among several columns of sums."""
    table = Table()
    columns, in_heading, part = _Columns(), False, ""
    for raw in rows:
        cells = [repair(clean(cell)).strip() for cell in raw]
        if is_heading(cells):
            if not in_heading:
                columns = _Columns()
            _note(columns, cells)
            in_heading = True
            continue
        if in_heading or not columns.levels:
            part = _part(columns, part)
        in_heading = False
        if not columns.levels or _is_numbering(cells):
            continue
        table.is_budget = True
        part = _take(table, columns, cells, part, year)
    return table


def amount_of(cell: str) -> Decimal | None:
    """The amount in a cell, None if it holds none or an ambiguous one."""
    folded = fold(cell).strip()
    digits = folded.strip("()- ").strip()
    sizes = parse(digits) if digits[:1].isdigit() else ()
    if len(sizes) != 1:
        return None
    return -sizes[0] if _NEGATIVE.match(folded) or (folded[:1] == "(" and folded[-1:] == ")") else sizes[0]


def section(name: str) -> str | None:
    """The headline amount or detail that a row's name is the label of."""
    folded = _ROMAN.sub("", fold(name).strip())
    match = LABEL.match(folded)
    if match is None or match.lastgroup is None or len(folded) - match.end() > 25:
        return None
    return field_of(match.lastgroup)


def _heading(cell: str) -> str | None:
    folded = fold(cell).strip()
    return next((level for level, shape in _HEADINGS if shape.match(folded)), None)


def _note(columns: _Columns, cells: list[str]) -> None:
    for column, cell in enumerate(cells):
        level = _heading(cell) if cell else None
        if level in RANKS:
            columns.levels[column] = level
        elif level == "name":
            columns.name = column
        elif level == "sum":
            year = _YEAR.search(cell)
            columns.sums[column] = int(year[1]) if year else None


def _part(columns: _Columns, part: str) -> str:
    """The part that headings begin: sections may change it later."""
    first = next(iter(columns.levels.values()), None)
    if first in REVENUE and part in ("", "revenue"):
        return "revenue"
    if first in EXPENDITURE and part in ("", "revenue"):
        return "expenditure"
    return part


def _is_numbering(cells: list[str]) -> bool:
    numbers = [cell for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _take(table: Table, columns: _Columns, cells: list[str], part: str, year: int | None) -> str:
    codes = {
        level: cells[column]
        for column, level in sorted(columns.levels.items())
        if column < len(cells) and _CODE.fullmatch(cells[column])
    }
    texts = [
        cell
        for column, cell in enumerate(cells)
        if cell and not (column in columns.levels and _CODE.fullmatch(cell)) and not _is_amount(cell)
    ]
    named = columns.name is not None and columns.name < len(cells) and cells[columns.name]
    name = named if named and not _is_amount(named) else (texts[0] if texts else "")
    original = " ".join(cell for cell in cells if cell)
    printed = _sum_cell(columns, cells, year)
    stated = None if codes else section(name)
    if stated in SECTIONS:
        part = SECTIONS[stated]
    if not name or not printed:
        if codes and name and not printed and columns.sums and len(columns.sums) > 1:
            table.problems.append(original)
        return part
    amount = amount_of(printed)
    if amount is None:
        if printed.strip("-–— "):
            table.problems.append(original)
        return part
    if codes or stated:
        table.rows.append(Row(part, codes, " ".join(name.split()), amount, stated, original))
    elif any(character.isalpha() for character in name):
        table.others.append(original)
    return part


def _sum_cell(columns: _Columns, cells: list[str], year: int | None) -> str:
    column = columns.sum_for(year)
    if column is not None and column < len(cells) and cells[column]:
        return cells[column]
    if len(columns.sums) > 1:
        return ""
    first = max([*columns.levels, columns.name if columns.name is not None else -1]) + 1
    right = [cell for cell in cells[first:] if cell and _is_amount(cell)]
    return right[-1] if right else ""


def _is_amount(cell: str) -> bool:
    return amount_of(cell) is not None
