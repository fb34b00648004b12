"""Who sits in two councils: text of chapter 3 and figures 11-14, closed to the full number of seats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID, parse_printed

GROUP = ["council", "convocation", "attribute"]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per council, attribute and category: seats and their share, per cent.

    Where only a share is printed, seats are the whole number nearest to it, marked as inferred. Seats that
    the source does not account for are a row of their own, so that every attribute adds up to the council.
    """
    rows: list[dict[str, Any]] = []
    for _, group in inputs.corrected("maslikhat.csv").groupby(GROUP, sort=False):
        known = [_row(row) for _, row in group.iterrows()]
        rows += known
        rest = known[0]["seats_total"] - sum(row["seats"] for row in known)
        if rest:
            rows.append(
                {
                    **known[0],
                    "category": "not_in_source",
                    "seats": rest,
                    "seats_is_inferred": any(row["seats_is_inferred"] for row in known),
                    "share_pct": _share(rest, known[0]["seats_total"]),
                    "share_printed": "",
                    "is_residual": True,
                    "is_corrected": False,
                    "finding_id": "",
                }
            )
    return pd.DataFrame(rows)


def _row(row: pd.Series) -> dict[str, Any]:
    total = int(parse_printed(row["seats_total_printed_corrected"]).value)
    share = parse_printed(row["share_printed_corrected"]).value
    inferred = row["seats_printed_corrected"] == ""
    seats = (
        round(share * total / 100) if inferred else int(parse_printed(row["seats_printed_corrected"]).value)
    )
    return {
        **{name: row[name] for name in GROUP},
        "category": row["category"],
        "seats": seats,
        "seats_total": total,
        "seats_is_inferred": inferred,
        "share_pct": float(share),
        "share_printed": row["share_printed"],
        "is_residual": False,
        "is_corrected": row["is_corrected"],
        "finding_id": row["finding_id"],
        "source_id": SOURCE_ID,
        "source_ref": row["source_ref"],
    }


def _share(seats: int, total: int) -> float:
    """A share to the two decimals that the thesis uses for its own."""
    return float(round(Decimal(seats * 100) / total, 2))
