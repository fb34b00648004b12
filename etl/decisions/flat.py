"""Annex tables whose cells have come apart: a row on a line, or every cell on a line of its own.

Without columns a code's level shows only in its length, in the name beside it and in what stands above. Lines that were
guessed so are kept only if everything adds up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.decisions.labels import KINDS
from etl.decisions.letters import fold, pattern
from etl.decisions.line_checks import line_findings
from etl.decisions.lines import assemble
from etl.decisions.tables import SECTIONS, Row, Table, amount_of, is_heading, section

_ROW = re.compile(
    r"(?P<codes>(?:[0-9]{1,3} )*)(?P<name>\D.*?) "
    r"(?P<amount>[-–(]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?\)?|[-–(]?[0-9]+(?:[.,][0-9]+)?\)?)"
)
_CODE = re.compile(r"[0-9]{1,3}")
_ADMINISTRATOR = pattern(
    r"аппарат|отдел|управлени|ревизионн|департамент|.*(?:аппарат|болим|баскарма|комиссия)[а-я]*$"
)
_SUBPROGRAMME = pattern(r"за счет|.*есебинен$|.*есебинен берилетин")
_CATEGORIES = (*KINDS, "credits_repaid", "assets_sold", "loans_received", "balances_used")


def read(lines: Sequence[str]) -> Table:
    """The rows of such a table."""
    table = Table()
    state = _State()
    for codes, name, printed in _rows(lines):
        amount = amount_of(printed)
        if amount is None:
            continue
        stated = None if codes else section(name)
        if stated in SECTIONS:
            state.enter(SECTIONS[stated])
        if not codes and not stated:
            table.others.append(f"{name} {printed}")
            continue
        levels = state.levels(codes, name)
        table.rows.append(Row(state.part, levels, name, amount, stated, " ".join([*codes, name, printed])))
    table.is_budget = bool(table.rows)
    if not _adds_up(table.rows):
        return Table()
    return table


class _State:
    """Where in the classification the rows are."""

    def __init__(self) -> None:
        self.part = "revenue"
        self.last = ""

    def enter(self, part: str) -> None:
        self.part, self.last = part, ""

    def levels(self, codes: Sequence[str], name: str) -> dict[str, str]:
        """The levels of the codes of a row, the last being its own."""
        found = {}
        for code in codes:
            self.last = self._level(code, name)
            found[self.last] = code
        return found

    def _level(self, code: str, name: str) -> str:
        folded = fold(name)
        if self.part == "revenue" or (self.part != "expenditure" and section(name) in _CATEGORIES):
            if (
                len(code) == 1
                and section(name) in _CATEGORIES
                and self.last in ("", "subclass", "class", "category")
            ):
                is_new = self.last in ("", "subclass") or section(name) != "revenue_nontax"
                if is_new:
                    return "category"
            return "class" if len(code) == 2 else "subclass"
        if len(code) == 2:
            return "functional_group"
        if len(code) == 1:
            return "functional_subgroup"
        if _ADMINISTRATOR.match(folded):
            return "administrator"
        if _SUBPROGRAMME.match(folded) and self.last in ("programme", "subprogramme"):
            return "subprogramme"
        return "programme"


def _rows(lines: Sequence[str]) -> list[tuple[list[str], str, str]]:
    found: list[tuple[list[str], str, str]] = []
    codes: list[str] = []
    name = ""
    for line in lines:
        text = line.strip()
        if not text or is_heading((text,)):
            codes, name = [], ""
            continue
        if _CODE.fullmatch(text) and not name:
            codes.append(text)
            continue
        if amount_of(text) is not None:
            if name:
                found.append((codes, name, text))
            codes, name = [], ""
            continue
        whole = _ROW.fullmatch(text)
        if whole:
            found.append((codes + whole["codes"].split(), whole["name"].strip(), whole["amount"]))
            codes, name = [], ""
            continue
        name = f"{name} {text}".strip()
    return found


def _adds_up(rows: Sequence[Row]) -> bool:
    """Whether what was guessed holds: every row is the sum of those right below it."""
    coded = [row for row in rows if row.codes]
    return bool(coded) and not any(finding.is_blocking for finding in line_findings(assemble(rows), {}, {}))
