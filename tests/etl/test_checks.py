"""Built tables against the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl import checks
from etl.errors import DataError
from etl.inputs import Inputs
from etl.steps import receipt_lines

PATH = Path("data/tables/x.parquet")


def broken(inputs: Inputs, table: str, change: Callable[[pd.DataFrame], Any]) -> DataError:
    """The error that a changed table gives."""
    frame = inputs.table(table)
    spec = inputs.catalogue.tables[table]
    frame = checks.conform(change(frame), spec, inputs.catalogue, PATH)
    with pytest.raises(DataError) as caught:
        checks.validate(frame, spec, inputs, PATH)
    return caught.value


def set_cell(row: int, column: str, value: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[row, column] = value
        return frame

    return change


def test_every_built_table_passes(inputs: Inputs) -> None:
    for name, spec in inputs.catalogue.tables.items():
        checks.validate(inputs.table(name), spec, inputs, PATH)


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("transfer_dependence", 3, "from_lower_pct", 130.0),
        ("transfer_dependence", 4, "own_pct", -0.1),
        ("transfer_dependence", 5, "region_code", "KZ-99"),
        ("transfer_dependence", 6, "source_id", "elsewhere"),
        ("fourth_level_coverage", 1, "measure", "villages"),
        ("survey", 7, "answer", "perhaps"),
        ("kostanay_indicators", 2, "printed_value", ""),
        ("kostanay_indicators", 2, "source_ref", None),
    ],
)
def test_names_row_and_column(inputs: Inputs, table: str, row: int, column: str, value: object) -> None:
    error = broken(inputs, table, set_cell(row, column, value))
    assert (error.row, error.column) == (row, column)
    assert error.file == str(PATH)


def test_a_key_stands_once(inputs: Inputs) -> None:
    error = broken(inputs, "kostanay_budget", lambda frame: pd.concat([frame, frame.head(1)]))
    assert error.expected == "each component, year once"


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "expected"),
    [
        ("receipt_lines", 0, "amount_kzt_thousand", 34413979.1, "940641554.4"),
        ("kostanay_budget", 0, "share_pct", 70.0, "100"),
        ("transfer_dependence", 0, "total_pct", 97.0, "97.1"),
        ("transfer_dependence", 0, "own_pct", 3.0, "2.9"),
        ("maslikhat", 0, "seats", 28, "39 seats"),
    ],
)
def test_sums_hold(inputs: Inputs, table: str, row: int, column: str, value: float, expected: str) -> None:
    error = broken(inputs, table, set_cell(row, column, value))
    assert error.column == column
    assert expected in error.expected


def test_every_receipt_has_a_total_of_its_own(inputs: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    for column, value in (("place_code", "KZ-71"), ("year", 2022), ("basis", "execution_consolidated")):
        error = broken(inputs, "receipt_lines", set_cell(0, column, value))
        assert error.expected == "a sum of 940641554.4 for KZ-75, 2021, plan_approved"
    second = inputs.table("receipt_lines").head(2).assign(place_code="KZ-71")
    error = broken(inputs, "receipt_lines", lambda frame: pd.concat([frame, second]))
    assert "receipt_lines.py must state for KZ-71, 2021, plan_approved" in error.expected
    known = receipt_lines.totals(inputs) | {
        ("KZ-71", 2021, "plan_approved"): Decimal(str(second["amount_kzt_thousand"].sum()))
    }
    monkeypatch.setattr(receipt_lines, "totals", lambda inputs: known)
    both = pd.concat([inputs.table("receipt_lines"), second], ignore_index=True)
    checks.validate(both, inputs.catalogue.tables["receipt_lines"], inputs, PATH)


def test_conform_names_a_missing_and_an_unknown_column(inputs: Inputs) -> None:
    spec = inputs.catalogue.tables["kostanay_budget"]
    frame = inputs.table("kostanay_budget")
    for changed, column in ((frame.drop(columns="year"), "year"), (frame.assign(extra=1), "extra")):
        with pytest.raises(DataError) as caught:
            checks.conform(changed, spec, inputs.catalogue, PATH)
        assert caught.value.column == column


@pytest.mark.parametrize(("column", "value"), [("count", 1.5), ("count", None), ("is_derived", "maybe")])
def test_conform_does_not_bend_values(inputs: Inputs, column: str, value: object) -> None:
    spec = inputs.catalogue.tables["fourth_level_coverage"]
    frame = inputs.table("fourth_level_coverage").astype({column: object})
    frame.loc[0, column] = value
    with pytest.raises(DataError) as caught:
        checks.conform(frame, spec, inputs.catalogue, PATH)
    assert caught.value.column == column


def test_whole_numbers_that_may_be_missing_stay_whole(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    assert str(survey["count"].dtype) == str(survey["base_n"].dtype) == "Int64"
