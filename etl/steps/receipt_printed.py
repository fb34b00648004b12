"""What one employed resident pays for, as the thesis prints it and as its own amounts give it."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import RECEIPT_PLACE, RECEIPT_YEAR, SOURCE_ID, parse_printed

FILE = "receipt.csv"
MONTHS = 12


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per programme, subprogramme and the whole city (both ids empty), tenge per employed resident.

    `per_year_kzt` and `per_month_kzt` are recomputed from the amounts (thousand tenge) and the number of
    employed that the thesis divides by. Raises DataError if a correction of a printed amount disagrees.
    """
    source = inputs.corrected(FILE)
    people = inputs.table("population")
    employed = int(people.loc[people["source_id"] == SOURCE_ID, "value_persons"].iloc[0])
    per_year = [
        Fraction(parse_printed(text).value) * 1000 / employed for text in source["amount_printed_corrected"]
    ]
    per_month = [amount / MONTHS for amount in per_year]
    for column, amounts in (("per_year", per_year), ("per_month", per_month)):
        for amount, (line, row) in zip(amounts, source.iterrows(), strict=True):
            corrected = row[f"{column}_printed_corrected"]
            if corrected != row[f"{column}_printed"] and parse_printed(corrected).value != round(amount):
                path, expected = (
                    inputs.path(FILE),
                    f"{round(amount)}, as the amounts give, in data/corrections",
                )
                raise DataError(path, int(str(line)), f"{column}_printed", corrected, expected)
    return pd.DataFrame(
        {
            "place_code": RECEIPT_PLACE,
            "year": RECEIPT_YEAR,
            "programme_id": source["programme_id"],
            "subprogramme_id": source["subprogramme_id"],
            "per_year_printed": source["per_year_printed"],
            "per_month_printed": source["per_month_printed"],
            "per_year_kzt_printed": [float(parse_printed(text).value) for text in source["per_year_printed"]],
            "per_year_kzt": [round(float(amount), 2) for amount in per_year],
            "per_month_kzt": [round(float(amount), 2) for amount in per_month],
            "source_id": SOURCE_ID,
            "source_ref": source["source_ref"],
        }
    )
