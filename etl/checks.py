"""Built tables against the catalogue: types, keys, limits and codes; and sums that must hold across rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from catalogue.catalogue import Catalogue
from catalogue.models import Table, TableColumn
from etl.errors import DataError
from etl.inputs import Inputs
from etl.steps import receipt_lines

DTYPES = {"string": "str", "int": "int64", "float": "float64", "bool": "bool"}
REBUILD = (
    "Run `python -m etl build --force`; if it says the same, the step in etl/steps or its source is at fault."
)


def pandas_dtype(dtype: str, nullable: bool) -> str:
    """The pandas type of a catalogue type; whole numbers and truths that may be missing have their own."""
    return {"int": "Int64", "bool": "boolean"}.get(dtype, DTYPES[dtype]) if nullable else DTYPES[dtype]


def pandera_schema(table: Table, catalogue: Catalogue) -> pa.DataFrameSchema:
    """The catalogue's words about a table as a pandera schema: columns, types, key, limits, codes."""
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                pandas_dtype(catalogue.columns[column.name].dtype, column.nullable),
                checks=_checks(table, column, catalogue),
                nullable=column.nullable,
            )
            for column in table.columns
        },
        unique=list(table.key),
        strict=True,
        ordered=True,
        name=table.id,
    )


def _checks(table: Table, column: TableColumn, catalogue: Catalogue) -> list[pa.Check]:
    checks = []
    if column.checks.ge is not None:
        checks.append(pa.Check.ge(column.checks.ge))
    if column.checks.le is not None:
        checks.append(pa.Check.le(column.checks.le))
    if column.checks.isin is not None:
        checks.append(pa.Check.isin(list(column.checks.isin)))
    blank = [""] if column.blank else []
    domains = catalogue.domains(table, column.name)
    if domains:
        checks.append(
            pa.Check.isin([code for domain in domains for code in catalogue.labels[domain]] + blank)
        )
    elif catalogue.columns[column.name].dtype == "string" and not blank:
        checks.append(pa.Check.str_length(min_value=1))
    if column.name == "finding_id":
        checks.append(pa.Check.isin([*catalogue.findings, *blank]))
    if column.name == "source_id":
        checks.append(pa.Check.isin(list(table.sources)))
    return checks


def conform(frame: pd.DataFrame, table: Table, catalogue: Catalogue, path: Path) -> pd.DataFrame:
    """The frame with the table's columns in their order and types; DataError if it can't be."""
    names = [column.name for column in table.columns]
    for name in [*names, *(str(column) for column in frame.columns)]:
        if name not in frame.columns or name not in names:
            problem = "missing from the step" if name in names else "not in the catalogue"
            raise DataError(path, None, name, problem, f"the columns {', '.join(names)}", REBUILD)
    result = frame[names].reset_index(drop=True)
    for column in table.columns:
        kind = catalogue.columns[column.name].dtype
        # By way of the nullable kind, which refuses to cut 1.5 to 1 or to take any text for True.
        strict: Any = pandas_dtype(kind, True)
        dtype: Any = pandas_dtype(kind, column.nullable)
        try:
            result[column.name] = result[column.name].astype(strict).astype(dtype)
        except (TypeError, ValueError) as error:
            raise DataError(
                path, None, column.name, str(error), f"values of type {dtype}", REBUILD
            ) from error
    return result


def validate(frame: pd.DataFrame, table: Table, inputs: Inputs, path: Path) -> None:
    """Raises DataError for the first thing that the table's schema or a sum over its rows does not allow."""
    try:
        pandera_schema(table, inputs.catalogue).validate(frame, lazy=True)
    except SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        row = None if pd.isna(case["index"]) else int(case["index"])
        column = case["column"] if case["schema_context"] == "Column" else str(case["failure_case"])
        raise DataError(
            path, row, column, case["failure_case"], _expected(str(case["check"]), table), REBUILD
        ) from error
    check = CROSS_CHECKS.get(table.id)
    if check:
        check(frame, path, inputs)


def _expected(check: str, table: Table) -> str:
    if "unique" in check:
        return f"each {', '.join(table.key)} once"
    return f"{check} (data/catalogue/tables/{table.id}.yml)"


def _total(values: pd.Series) -> Decimal:
    """The exact sum of numbers as they are written; a float sum would be off in the last digits."""
    return sum((Decimal(str(value)) for value in values), Decimal(0))


def _receipt_lines(frame: pd.DataFrame, path: Path, inputs: Inputs) -> None:
    receipts = frame.groupby(["place_code", "year", "basis"], sort=False)["amount_kzt_thousand"]
    sums: dict[Any, Decimal] = {receipt: _total(amounts) for receipt, amounts in receipts}
    totals: dict[Any, Decimal] = dict(receipt_lines.totals(inputs))
    for receipt in totals | sums:
        if sums.get(receipt) != totals.get(receipt):
            total = totals.get(receipt, "what `totals` in etl/steps/receipt_lines.py must state")
            expected = f"a sum of {total} for {', '.join(map(str, receipt))}"
            raise DataError(
                path, None, "amount_kzt_thousand", sums.get(receipt, "no rows"), expected, REBUILD
            )


def _kostanay_budget(frame: pd.DataFrame, path: Path, inputs: Inputs) -> None:
    total = _total(frame["share_pct"])
    if total != 100:
        raise DataError(path, None, "share_pct", total, "a sum of 100", REBUILD)


def _transfer_dependence(frame: pd.DataFrame, path: Path, inputs: Inputs) -> None:
    for row, region in enumerate(frame.itertuples()):
        parts = _total(pd.Series([region.from_lower_pct, region.from_republic_pct]))
        if Decimal(str(region.total_pct)) != parts:
            raise DataError(
                path,
                row,
                "total_pct",
                region.total_pct,
                f"from_lower_pct + from_republic_pct = {parts}",
                REBUILD,
            )
        if Decimal(str(region.own_pct)) != 100 - parts:
            raise DataError(path, row, "own_pct", region.own_pct, f"100 - total_pct = {100 - parts}", REBUILD)


def _maslikhat(frame: pd.DataFrame, path: Path, inputs: Inputs) -> None:
    for key, rows in frame.groupby(["council", "convocation", "attribute"], sort=False):
        seats, total = int(rows["seats"].sum()), int(rows["seats_total"].iloc[0])
        if seats != total:
            expected = f"{total} seats in all for {', '.join(map(str, key))}"
            raise DataError(path, int(rows.index[0]), "seats", seats, expected, REBUILD)


CROSS_CHECKS = {
    "receipt_lines": _receipt_lines,
    "kostanay_budget": _kostanay_budget,
    "transfer_dependence": _transfer_dependence,
    "maslikhat": _maslikhat,
}
