"""Corrections stand beside what is printed, rest on the source's own numbers, and stop when their ground is gone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from catalogue import loader
from catalogue.errors import CatalogueError
from catalogue.loader import load
from catalogue.models import Correction
from catalogue.paths import ROOT
from etl.build import build
from etl.check import problems
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import FILES, parse_printed

CORRECTIONS = load(ROOT / "data").corrections["thesis-2022"]


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda c: c.id)
def test_is_applied_beside_the_printed_value(inputs: Inputs, correction: Correction) -> None:
    frame = inputs.corrected(correction.file)
    row = inputs.row(correction.file, **correction.match)
    column = correction.column
    assert row[column] == correction.printed
    assert row[f"{column}_corrected"] == correction.corrected
    assert row["is_corrected"]
    assert row["finding_id"] == correction.finding
    assert set(frame.columns) >= set(inputs.thesis(correction.file).columns)


def test_nothing_else_is_changed(inputs: Inputs) -> None:
    touched = sum(int(inputs.corrected(file)["is_corrected"].sum()) for file in FILES)
    rows = {(c.file, tuple(sorted(c.match.items()))) for c in CORRECTIONS}
    assert touched == len(rows)


def test_corrected_numbers_follow_from_the_source(inputs: Inputs) -> None:
    """Recomputed here from other cells of the thesis, to the precision of the correction."""

    def number(file: str, column: str = "printed", **keys: str) -> Decimal:
        return parse_printed(
            inputs.thesis(file).set_index(list(keys)).loc[tuple(keys.values()), column]
        ).value

    population = number("table_9.csv", indicator="population")
    active = number("table_9.csv", indicator="economically_active")
    city = number("receipt.csv", "amount_printed", programme_id="", subprogramme_id="")
    employed = number("statements.csv", statement_id="employed")
    expected = {
        "table-9-labour-share": active / population * 100,
        "table-9-sole-traders-rate": number("table_9.csv", indicator="sole_traders") / population * 1000,
        "table-9-enterprises-rate": number("table_9.csv", indicator="enterprises") / population * 1000,
        "nur-sultan-amanat-share": Decimal(26) / 31 * 100,
        "receipt-per-year-unit": city * 1000 / employed,
        "receipt-per-month-unit": city * 1000 / employed / 12,
    }
    numeric = {c.id: parse_printed(c.corrected) for c in CORRECTIONS if not c.corrected.isalpha()}
    assert numeric.keys() == expected.keys()
    for name, printed in numeric.items():
        assert printed.value == round(expected[name], printed.decimals), name


def test_a_changed_cell_stops_the_build(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_9.csv", "3,00%", "4,06%")
    before = {path.name: path.read_bytes() for path in (data / "tables").glob("*.parquet")}
    with pytest.raises(DataError, match=r"table-9-sole-traders-rate.*lost its ground") as caught:
        build(data)
    assert (caught.value.row, caught.value.column, caught.value.value) == (7, "printed", "4,06%")
    assert {path.name: path.read_bytes() for path in (data / "tables").glob("*.parquet")} == before


def test_a_row_that_is_gone_stops_the_build(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/table_9.csv", "enterprises_rate,", "firms_rate,")
    with pytest.raises(DataError, match="exactly one row for correction 'table-9-enterprises-rate'"):
        build(data, ["kostanay_indicators"])


def test_an_unknown_column_stops_the_build(data: Path, replace: Callable[..., None]) -> None:
    replace("corrections/thesis-2022.yml", "column: share_printed", "column: share")
    with pytest.raises(DataError, match="used by correction 'nur-sultan-amanat-share'"):
        build(data, ["maslikhat"])


OFFICIAL = """\
- id: employed-official
  file: population_employed.csv
  match: {region_code: KZ-75, year: '2021', indicator: employed}
  column: value_persons
  printed: "982774"
  corrected: "982775"
  reason: {ru: "Так.", kk: "Солай.", en: "So."}
  finding: receipt-unit
"""


def correct_official(data: Path, old: str = "", new: str = "") -> None:
    (data / "corrections/bns-population.yml").write_text(OFFICIAL.replace(old, new), encoding="utf-8")
    loader._load.cache_clear()


def test_any_source_can_be_corrected(data: Path) -> None:
    correct_official(data)
    build(data, ["population"])
    people = pd.read_parquet(data / "tables/population.parquet").query(
        "region_code == 'KZ-75' and year == 2021"
    )
    assert people.set_index(["indicator", "source_id"])["value_persons"].to_dict() == {
        ("employed", "thesis-2022"): 935_000,
        ("population_avg", "bns-population"): 2_005_788,
        ("employed", "bns-population"): 982_775,
    }


def test_a_lost_ground_of_any_source_is_found(data: Path) -> None:
    correct_official(data, '"982774"', '"982,774"')
    with pytest.raises(DataError, match=r"employed-official.*lost its ground") as caught:
        build(data, ["kostanay_budget"])
    lines = (data / "sources/bns-population/population_employed.csv").read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, 1) if line.startswith("KZ-75,2021,employed"))
    assert (caught.value.row, caught.value.column, caught.value.value) == (row, "value_persons", "982774")
    assert str(caught.value) in map(str, problems(data))


def test_what_no_reader_would_correct_is_refused(data: Path) -> None:
    reference = "element 102798, employed population"
    correct_official(
        data, 'column: value_persons\n  printed: "982774"', f'column: source_ref\n  printed: "{reference}"'
    )
    with pytest.raises(
        DataError, match="a correction of region_code, year, indicator, value_persons"
    ) as caught:
        build(data, ["population"])
    assert caught.value.column == "source_ref"


def test_a_file_that_no_table_reads_cannot_be_corrected(data: Path) -> None:
    correct_official(data, "population_employed.csv", "population.csv")
    with pytest.raises(CatalogueError, match="no table reads bns-population/population") as caught:
        build(data)
    assert caught.value.key == "employed-official.file"
