"""How many people were asked in each city: inferred from the percentages that were printed."""

from __future__ import annotations

import pandas as pd

from etl.bases import infer_bases
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed

# Table 3 has no cities.
TABLES = (1, 2, 4, 5, 6, 7)
NOT_RESPONDENTS = {"answer": "total_printed", "city": "overall"}


def cells(inputs: Inputs, table: int) -> pd.DataFrame:
    """The cells of a survey table that are shares of respondents: without its printed totals and means."""
    source = inputs.corrected(f"table_{table}.csv")
    for column, code in NOT_RESPONDENTS.items():
        if column in source:
            source = source[source[column] != code]
    return source


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per city: the inferred base, how many printed cells fit it and which do not."""
    printed = pd.concat([cells(inputs, table) for table in TABLES])
    by_city = {str(city): group["printed"].tolist() for city, group in printed.groupby("city", sort=False)}
    statement = inputs.row("statements.csv", statement_id="respondents")
    stated = int(parse_printed(statement["printed_corrected"]).value)
    result = infer_bases(by_city, stated)
    return pd.DataFrame(
        {
            "city": city,
            "base_n": fit.n,
            "cells_total": fit.cells_total,
            "cells_informative": fit.cells_informative,
            "cells_fit": fit.cells_fit,
            "cells_misfit": "; ".join(fit.misfits),
            "candidates": ", ".join(map(str, fit.candidates)),
            "candidates_under_total": ", ".join(map(str, fit.candidates_under_total)),
            "stated_total": stated,
            "inferred_total": result.total,
            "source_id": SOURCE_ID,
            "source_ref": "tables 1, 2, 4-7; " + statement["source_ref"],
        }
        for city, fit in result.bases.items()
    )
