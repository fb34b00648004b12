"""What a check is, and the exact arithmetic that all parts of the audit share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from babel.numbers import format_decimal

from etl.errors import DataError
from etl.readers.thesis import parse_printed

if TYPE_CHECKING:
    import pandas as pd

    from catalogue.catalogue import Catalogue

Number = Fraction | Decimal | int
NOT_PRINTED = "—"


class Inputs(Protocol):
    """What the audit asks of `etl.inputs.Inputs`; a test may stand in for it."""

    @property
    def catalogue(self) -> Catalogue: ...

    def thesis(self, file: str) -> pd.DataFrame: ...

    def official(self, source_id: str, file: str, keys: tuple[str, ...], value: str) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Label:
    """A code that an explanation shows in the reader's language."""

    domain: str
    code: str


# What a placeholder may hold. A Decimal is shown with exactly its own decimals.
Value = Decimal | int | str | Label


@dataclass(frozen=True)
class Check:
    """One recomputed figure: what is printed, what follows from the inputs, and whether the two agree.

    `rule` names the finding that a mismatch belongs to; None means that no mismatch is known here, so that one
    is an error of transcription until someone looks. `row` is this check's line in the finding's {list}.
    `is_recomputed_in_tables`: the built tables hold the recomputed figure, not the printed one.
    """

    where: str
    item: str
    printed: str
    recomputed: str
    is_match: bool
    rule: str | None = None
    tolerance: str = "0"
    kind: str = "arithmetic"
    row: tuple[Value, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    is_recomputed_in_tables: bool = False

    @property
    def check_id(self) -> str:
        return f"{self.where}/{self.item}"


class Facts:
    """The sources as the checks read them: each file once, each cell by its keys."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._cells: dict[tuple[str, tuple[str, ...], str], dict[tuple[str, ...], str]] = {}

    def table(self, file: str) -> pd.DataFrame:
        return self._inputs.thesis(file)

    def official(self, source_id: str, file: str, value: str, **keys: str | int) -> Fraction:
        """One official figure. Raises DataError if the file has no such row."""
        frame = self._inputs.official(source_id, file, tuple(keys), value)
        for key, wanted in keys.items():
            frame = frame[frame[key] == wanted]
        if len(frame) != 1:
            raise DataError(file, None, value, keys, "one row with these keys")
        return Fraction(repr(float(frame[value].iloc[0])))

    def rows(self, source_id: str, file: str, keys: tuple[str, ...], value: str) -> pd.DataFrame:
        """All rows of an official file (see `etl.readers.official.read`)."""
        return self._inputs.official(source_id, file, keys, value)

    def cells(self, file: str, keys: tuple[str, ...], column: str = "printed") -> dict[tuple[str, ...], str]:
        """One column of a file by key, in the file's order (the reader holds that every key stands once)."""
        known = self._cells.get((file, keys, column))
        if known is None:
            frame = self.table(file)
            rows = zip(*(frame[key] for key in keys), strict=True)
            known = dict(zip(rows, frame[column], strict=True))
            self._cells[file, keys, column] = known
        return known

    def cell(self, file: str, column: str = "printed", **keys: str) -> str:
        """One cell as printed. Raises DataError if the file has no such row."""
        cells = self.cells(file, tuple(keys), column)
        try:
            return cells[tuple(keys.values())]
        except KeyError:
            raise DataError(file, None, column, keys, "one row with these keys") from None

    def statement(self, statement_id: str) -> str:
        return self.cell("statements.csv", statement_id=statement_id)


def exact(printed: str) -> Fraction:
    """The printed figure as an exact number (its percent sign and spaces dropped)."""
    return Fraction(parse_printed(printed).value)


def decimals_of(printed: str) -> int:
    return parse_printed(printed).decimals


def rounded(value: Number, places: int) -> Decimal:
    """Rounded half up, as the office programs behind the thesis do."""
    fraction = Fraction(value)
    scaled = fraction * 10**places
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    return (Decimal(whole if fraction >= 0 else -whole) / Decimal(10**places)).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )


def show(value: Number, places: int = 0) -> str:
    """A recomputed figure in the source's own notation: decimal comma, thousands apart."""
    return in_locale(rounded(value, places), "ru")


def in_locale(number: Decimal | int, lang: str) -> str:
    """A number with exactly its own decimals, grouped and pointed as the language does."""
    places = max(0, -int(Decimal(number).as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    # CLDR writes Russian and Kazakh groups with a no-break space, as we want them.
    return str(format_decimal(number, format=pattern, locale=lang))


def rounds_to(value: Number, printed: str) -> bool:
    """Whether a recomputed figure, rounded as printed, is the printed one."""
    return Fraction(rounded(value, decimals_of(printed))) == exact(printed)


def half_unit(printed: str) -> Fraction:
    """Half a unit of the last printed digit: the most that rounding alone can move a figure."""
    return Fraction(1, 2 * 10 ** decimals_of(printed))


def compare(
    where: str,
    item: str,
    printed: str,
    value: Number,
    rule: str | None = None,
    *,
    places: int | None = None,
    kind: str = "arithmetic",
    row: tuple[Value, ...] = (),
    values: Mapping[str, Value] | None = None,
    is_recomputed_in_tables: bool = False,
) -> Check:
    """A figure that must be the recomputed one rounded to the printed digits; `places` is for showing it."""
    return Check(
        where,
        item,
        printed,
        show(value, decimals_of(printed) if places is None else places),
        rounds_to(value, printed),
        rule,
        show(half_unit(printed), decimals_of(printed) + 1),
        kind,
        row,
        values or {},
        is_recomputed_in_tables,
    )


def same(where: str, item: str, printed: str, other: str, rule: str | None = None, **values: Value) -> Check:
    """A figure that stands in two places and must be the same in both."""
    return Check(
        where,
        item,
        printed,
        other,
        exact(printed) == exact(other),
        rule,
        kind="cross_reference",
        values=values,
    )


Part = Callable[[Facts], list[Check]]
