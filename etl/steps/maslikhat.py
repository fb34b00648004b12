"""Who sits in the councils: the thesis's two (chapter 3), and those that publications speak of.

Where both speak of one council, the thesis's rows stay as they are, and a group that it leaves out is added from the
publication in place of a part of the rest, marked as corrected. Whether the two agree is the audit's question.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from etl.inputs import Inputs
from etl.readers import composition
from etl.readers.thesis import SOURCE_ID, parse_printed

GROUP = ("council", "convocation", "attribute")
ADDED = "council-missing-party"  # the finding about groups that the thesis leaves out

Row = dict[Hashable, Any]


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per council, convocation, attribute and category: seats and their share of the council, per cent.

    Where only a share is printed, seats are the whole number nearest to it, marked as inferred. Seats that no
    source accounts for are a row of their own, so that every attribute adds up to the council; of a council whose
    party lists alone are published, that row is its single-mandate districts.
    """
    thesis = [_printed(row) for row in inputs.corrected("maslikhat.csv").to_dict("records")]
    published = composition.read_seats(inputs.official).to_dict("records")
    totals = {(row["council"], row["convocation"]): row for row in thesis}
    for row in published:
        if row["attribute"] == composition.TOTAL:
            totals[row["council"], row["convocation"]] = row | {"seats_total": row["seats"]}
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in [*thesis, *_published(published, totals)]:
        known = groups.setdefault(tuple(row[name] for name in GROUP), [])
        if all(row["category"] != other["category"] for other in known):
            if known and known[0]["source_id"] == SOURCE_ID != row["source_id"]:
                row |= {"is_corrected": True, "finding_id": ADDED}
            known.append(row)
    return pd.DataFrame(
        [row for key, known in groups.items() for row in _closed(known, totals[key[0], key[1]])]
    )


def _closed(known: list[Row], total: Row) -> Iterator[Row]:
    """The rows of a group, and the seats that they leave out as one more."""
    yield from known
    seats = known[0]["seats_total"]
    rest = seats - sum(row["seats"] for row in known)
    if not rest:
        return
    is_list = known[0]["council_part"] == "party_list"
    # That there are seats for districts follows from the total: whoever states it is the source of the row.
    yield {
        **known[0],
        **_publication(total if is_list else known[0]),
        "category": "not_in_source",
        "council_part": "districts" if is_list else "whole",
        "seats": rest,
        "seats_is_inferred": any(row["seats_is_inferred"] for row in known),
        "seats_printed": "",
        "share_pct": _share(rest, seats),
        "share_printed": "",
        "is_residual": True,
        "is_corrected": False,
        "finding_id": "",
    }


def _printed(row: Row) -> Row:
    """A row of the thesis, as printed and corrected."""
    total = int(parse_printed(row["seats_total_printed_corrected"]).value)
    share = parse_printed(row["share_printed_corrected"]).value
    inferred = row["seats_printed_corrected"] == ""
    seats = (
        round(share * total / 100) if inferred else int(parse_printed(row["seats_printed_corrected"]).value)
    )
    return {
        **{name: row[name] for name in GROUP},
        "category": row["category"],
        "council_part": "whole",
        "seats": seats,
        "seats_total": total,
        "seats_is_inferred": inferred,
        "seats_printed": row["seats_printed"],
        "share_pct": float(share),
        "share_printed": row["share_printed"],
        "is_residual": False,
        "is_corrected": row["is_corrected"],
        "finding_id": row["finding_id"],
        "source_kind": "thesis",
        "source_date": "",
        "source_url": "",
        "source_id": SOURCE_ID,
        "source_ref": row["source_ref"],
    }


def _published(rows: list[Row], totals: dict[tuple[str, str], Row]) -> Iterator[Row]:
    """The rows of publications; a KeyError for a council whose number of seats no source states."""
    for row in rows:
        if row["attribute"] == composition.TOTAL:
            continue
        total = totals[row["council"], row["convocation"]]["seats_total"]
        yield {
            **{name: row[name] for name in GROUP},
            "category": row["category"],
            "council_part": row["council_part"],
            "seats": row["seats"],
            "seats_total": total,
            "seats_is_inferred": False,
            "seats_printed": "",
            "share_pct": _share(row["seats"], total),
            "share_printed": "",
            "is_residual": False,
            "is_corrected": False,
            "finding_id": "",
            **_publication(row),
        }


def _publication(row: Row) -> Row:
    """Who says it: the columns in which publications differ."""
    return {name: row[name] for name in (*composition.PUBLICATION, "source_id", "source_ref")}


def _share(seats: int, total: int) -> float:
    """A share to the two decimals that the thesis uses for its own, a half rounded up as there."""
    return float((Decimal(seats * 100) / total).quantize(Decimal("0.01"), ROUND_HALF_UP))
