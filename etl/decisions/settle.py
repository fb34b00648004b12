"""Settles what amounts are where print allows several readings: by arithmetic, or not at all.

Print is ambiguous in three ways: a dash may be a minus or a separator; «тенге» may be a slip for thousands; a comma may part
thousands or decimals. If exactly one set of readings adds up, it is taken. What stays ambiguous is not stated: a
finding names it, and no number is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from etl.decisions.blocks import Block
from etl.decisions.labels import KINDS
from etl.decisions.models import AMOUNTS, Finding
from etl.decisions.scan import Statement

_SIGNED = frozenset({"net_lending", "financial_assets_balance", "deficit", "financing", "operating_balance"})
_MOST = 4096  # sets of readings that are tried
_THOUSAND = Decimal(1000)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Reading:
    """One reading of an amount in thousand tenge; ``note`` is the code of the finding that it takes."""

    value: Decimal
    note: str = ""


@dataclass
class Settled:
    """``values`` by field, without what is not certain; ``findings`` about those and about slips."""

    values: dict[str, Decimal] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_cut: bool = False


def settle(block: Block, is_in_thousands: bool, may_be_cut: bool) -> Settled:
    """The amounts of a block. ``is_in_thousands``: the document speaks of thousands of tenge somewhere; ``may_be_cut``:
    nothing in it follows the text, so that its last number may have lost digits."""
    style = _style(block.statements.values())
    done = Settled(printed={name: statement.original for name, statement in block.statements.items()})
    options: dict[str, list[Reading]] = {}
    cut: set[str] = set()
    for name, statement in block.statements.items():
        if may_be_cut and not statement.amount.ends:
            cut.add(name)
        options[name] = readings(statement, style, is_in_thousands)
        if not options[name] and name not in cut:
            done.findings.append(
                _finding("amount-unreadable", name, "these digits make no number", statement)
            )
    _kinds(options, cut)
    for whole, plus, minus in (
        ("net_lending", "credits", "credits_repaid"),
        ("financial_assets_balance", "assets_bought", "assets_sold"),
    ):
        _difference(options, whole, plus, minus)
    _balance(options, cut)
    _by_financing(options)
    for name, kept in options.items():
        statement = block.statements[name]
        if name in cut or not kept:
            done.is_cut = done.is_cut or name in cut
            continue
        if len({reading.value for reading in kept}) > 1:
            done.findings.append(_unclear(name, kept, statement))
            continue
        done.values[name] = kept[0].value
        if statement.amount.is_letter:
            message = "the letter «О» is printed for a zero"
            done.findings.append(
                Finding("letter-for-zero", name, message, statement.original, "0", "О", False)
            )
        if kept[0].note:
            done.findings.append(_noted(name, kept[0], statement))
    return done


def readings(statement: Statement, style: str, is_in_thousands: bool) -> list[Reading]:
    """All readings of one statement, the likeliest first."""
    amount = statement.amount
    sizes = [reading for size in amount.sizes for reading in _scaled(size, amount.scale, is_in_thousands)]
    if statement.field not in _SIGNED:
        sign = -1 if amount.sign == "minus" else 1
        return [Reading(sign * reading.value, reading.note) for reading in sizes]
    found = []
    for sign in _signs(amount.sign, style, statement.word):
        found += [Reading(sign * reading.value if reading.value else ZERO, reading.note) for reading in sizes]
    return _different(found)


def _scaled(size: Decimal, scale: int | None, is_in_thousands: bool) -> list[Reading]:
    if scale is None or size == 0:
        return [Reading(size)]
    if scale:
        return [Reading(size * scale)]
    in_tenge = size / _THOUSAND
    return (
        [Reading(size, "unit-slip"), Reading(in_tenge, "unit-tenge")]
        if is_in_thousands
        else [Reading(in_tenge)]
    )


def _signs(sign: str, style: str, word: str) -> tuple[int, ...]:
    """``style`` is how the other amounts of the block are separated from their labels."""
    if sign == "minus":
        return (-1,)
    if sign == "plus" or (sign == "spaced" and style == "spaced"):
        return {"deficit": (-1, 1), "surplus": (1,)}.get(word, (1,))
    if sign == "dash":
        return (1, -1) if style == "dash" else (-1, 1)
    return (-1, 1) if style == "plus" else (1, -1)


def _style(statements: Iterable[Statement]) -> str:
    counts: dict[str, int] = {}
    for statement in statements:
        if statement.field not in _SIGNED:
            counts[statement.amount.sign] = counts.get(statement.amount.sign, 0) + 1
    return max(counts, key=lambda sign: counts[sign]) if counts else "spaced"


def _kinds(options: dict[str, list[Reading]], cut: set[str]) -> None:
    """The readings with which the kinds of revenue add up to its total."""
    names = [name for name in ("revenue_total", *KINDS) if options.get(name)]
    if "revenue_total" not in names or len(names) < 2:
        return
    _choose(options, cut, names, lambda values: sum(values[1:], ZERO) == values[0])


def _balance(options: dict[str, list[Reading]], cut: set[str]) -> None:
    names = ["revenue_total", "expenditure_total", "deficit"]
    if not all(options.get(name) for name in names):
        return
    names += [name for name in ("net_lending", "financial_assets_balance") if options.get(name)]
    _choose(options, cut, names, lambda v: v[0] - v[1] - sum(v[3:], ZERO) == v[2])


def _choose(options, cut, names, adds_up) -> None:  # type: ignore[no-untyped-def]
    """Keeps of these fields only the readings of the sets that add up, if any do."""
    sets = 1
    for name in names:
        sets *= len(options[name])
    if sets > _MOST:
        return
    fitting = [
        chosen for chosen in product(*(options[name] for name in names)) if adds_up([r.value for r in chosen])
    ]
    if not fitting:
        return
    for place, name in enumerate(names):
        options[name] = _different(chosen[place] for chosen in fitting)
    if len(fitting) == 1:
        cut -= set(names)


def _difference(options: dict[str, list[Reading]], whole: str, plus: str, minus: str) -> None:
    """Of a difference whose parts are stated, the reading that is their difference."""
    parts = [options.get(name, []) for name in (plus, minus)]
    if len(options.get(whole, [])) < 2 or any(len(part) != 1 for part in parts):
        return
    fitting = [
        reading for reading in options[whole] if reading.value == parts[0][0].value - parts[1][0].value
    ]
    if fitting:
        options[whole] = fitting


def _by_financing(options: dict[str, list[Reading]]) -> None:
    """A deficit is what its financing makes up for."""
    deficit, financing = options.get("deficit", []), options.get("financing", [])
    if len(deficit) > 1 and len(financing) == 1:
        fitting = [reading for reading in deficit if reading.value == -financing[0].value]
        options["deficit"] = fitting or deficit
    elif len(financing) > 1 and len(deficit) == 1:
        fitting = [reading for reading in financing if reading.value == -deficit[0].value]
        options["financing"] = fitting or financing


def _different(found: Iterable[Reading]) -> list[Reading]:
    kept: dict[Decimal, Reading] = {}
    for reading in found:
        kept.setdefault(reading.value, reading)
    return list(kept.values())


def _unclear(name: str, kept: list[Reading], statement: Statement) -> Finding:
    notes = {reading.note for reading in kept}
    values = {abs(reading.value) for reading in kept}
    code = "sign-unclear" if len(values) == 1 else "unit-unclear" if notes - {""} else "amount-unclear"
    message = {
        "sign-unclear": "the dash may be a minus or part the label from the amount; nothing here decides which",
        "unit-unclear": "«тенге» may be meant or a slip for thousands; nothing here decides which",
        "amount-unclear": "the comma may part thousands or decimals; nothing here decides which",
    }[code]
    found = " or ".join(plain(reading.value) for reading in kept)
    is_blocking = name in AMOUNTS
    return Finding(code, name, message, statement.original, "one amount", found, is_blocking)


def _noted(name: str, reading: Reading, statement: Statement) -> Finding:
    message = {
        "unit-slip": "«тенге» is printed for thousands of tenge: only so it adds up",
        "unit-tenge": "printed in tenge beside thousands of tenge: only so it adds up",
    }[reading.note]
    return Finding(
        reading.note, name, message, statement.original, found=plain(reading.value), is_blocking=False
    )


def _finding(code: str, name: str, message: str, statement: Statement) -> Finding:
    return Finding(code, name, message, statement.original, "an amount", statement.original, name in AMOUNTS)


def plain(value: Decimal) -> str:
    """An amount without an exponent."""
    return format(value, "f")


def stated(values: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """All headline amounts, None where the text has none."""
    return {name: values.get(name) for name in AMOUNTS}
