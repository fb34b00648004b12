"""What must be said beside a table so that it is not misread: the signs in it, and who was counted and how."""

from __future__ import annotations

from catalogue.loader import load
from dashboard.crosstab import names
from dashboard.crosstab.state import has_dont_know
from dashboard.crosstab.table import Column, Crosstab
from dashboard.figures.survey_answers import NOTHING, STAR
from dashboard.i18n import Words
from stats.intervals import SMALL_BASE, TINY_BASE
from stats.tests import ALPHA


def signs(table: Crosstab, words: Words, *, has_intervals: bool) -> list[tuple[str, str]]:
    """The signs that stand in the table, each with its meaning."""
    cells = [cell for column in table.every for cell in column.cells if not column.is_hidden]
    example = next((cell for cell in cells if cell.above), None)
    ranged = next((names.interval(cell, words) for cell in cells if names.interval(cell, words)), "")
    small, tiny = words.number(SMALL_BASE), words.number(TINY_BASE)
    test = table.verdict.test
    found = [
        (
            ", ".join(table.letters(example.above)) if example else "",
            words.count("crosstab.sign.letters", test.cell_tests, level=words.percent(ALPHA * 100))
            if test
            else "",
            example is not None,
        ),
        (ranged, words("crosstab.sign.interval"), has_intervals and bool(ranged)),
        (words("crosstab.wide"), words("crosstab.sign.wide"), any(cell.is_wide for cell in cells)),
        (STAR, words("crosstab.sign.star"), any(cell.is_star for cell in cells)),
        (NOTHING, words("crosstab.sign.nothing"), any(cell.pct == 0 for cell in cells)),
        (
            words("crosstab.people.unknown"),
            words("crosstab.sign.people"),
            any(cell.count is None and cell.pct is not None for cell in cells),
        ),
        (
            names.UNKNOWN,
            words("crosstab.sign.unknown", n=tiny),
            any(cell.pct is None for cell in cells),
        ),
        (
            words("crosstab.small", n=small),
            words("crosstab.sign.small", n=small),
            any(column.is_small and not column.is_hidden for column in table.every),
        ),
        (
            names.HIDDEN,
            words("crosstab.sign.hidden", n=tiny),
            any(column.is_hidden and not column.is_withheld for column in table.every),
        ),
        (
            f"{names.HIDDEN} ",
            words("crosstab.sign.withheld"),
            any(column.is_withheld for column in table.every),
        ),
    ]
    return [(sign.strip(), meaning) for sign, meaning, is_there in found if is_there]


def printed_sums(table: Crosstab) -> list[tuple[Column, float]]:
    """The columns whose published shares do not add up, though their answers exclude each other, and to what they do."""
    if table.spec.wave.has_responses or table.spec.question.kind == "multiple" or table.percent != "column":
        return []
    found = []
    for column in table.columns:
        shares = [cell for cell in column.cells if cell.pct is not None]
        total = sum(cell.pct or 0 for cell in shares)
        rounding = sum(0.5 * 10**-cell.decimals for cell in shares)
        if len(shares) == len(table.rows) and abs(total - 100) > rounding + 1e-9:
            found.append((column, total))
    return found


def notes(table: Crosstab, words: Words) -> list[str]:
    """Who was counted, what a percentage is of, and what was left out."""
    spec = table.spec
    asked = words("crosstab.note.asked") if spec.question.asked_if else ""
    weighting = load().waves[spec.wave.id].weighting
    published = [] if spec.wave.has_responses else [entry.differs for entry in spec.question.reported]
    found = [
        *[(words.text(differs), True) for differs in published if differs],
        (words(f"crosstab.note.percent.{table.percent}"), True),
        (_sizes(table, words), table.percent != "column" and len(table.columns) > 1),
        *[
            (words("crosstab.note.sum", column=column.letter, total=words.percent(total, 1)), True)
            for column, total in printed_sums(table)
        ],
        (words("crosstab.note.multiple"), spec.question.kind == "multiple"),
        (names.filter_text(spec, words), spec.only is not None),
        (asked, bool(asked)),
        (words("crosstab.note.dk.out"), spec.is_dont_know_out),
        (words("crosstab.note.dk.in"), not spec.is_dont_know_out and has_dont_know(spec.question)),
        (words("crosstab.note.total"), table.total is not None and len(table.columns) > 1),
        (words("crosstab.note.pooled"), table.is_pooled),
        (words("crosstab.note.waves"), spec.is_by_wave),
        (words.count("crosstab.note.left_out", table.left_out), table.left_out > 0),
        (
            words(
                "crosstab.note.weighted",
                how=words.text(weighting) if weighting else words("disclosure.missing"),
            ),
            table.is_weighted,
        ),
        (words("crosstab.note.unweighted"), spec.is_weighted and not table.is_weighted),
        (words("crosstab.note.compared"), table.is_compared_in_part),
        (words(f"crosstab.note.chance.{'told' if _is_selection_told(table) else 'untold'}"), True),
    ]
    return [text for text, is_there in found if is_there]


def _sizes(table: Crosstab, words: Words) -> str:
    """That shares over the columns follow the columns' sizes, with the largest and the smallest that are shown."""
    known = sorted((column.base, column.code) for column in table.columns if column.base is not None)
    if len(known) < 2:
        return words("crosstab.note.sizes")
    (least, small), (most, large) = known[0], known[-1]
    return words(
        "crosstab.note.sizes.example",
        large=names.column_name(table.spec, large, words),
        most=words.number(most),
        small=names.column_name(table.spec, small, words),
        least=words.number(least),
    )


def _is_selection_told(table: Crosstab) -> bool:
    """Whether it is said of any of the waves how people came into it."""
    waves = [column.code for column in table.columns] if table.spec.is_by_wave else [table.spec.wave.id]
    return any("recruitment" in load().waves[wave].disclosure for wave in waves)
