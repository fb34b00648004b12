"""The city receipt: a city's budget as the source itemises it (Almaty's, by the thesis), closed to its total."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from catalogue.models import LANGS
from etl.errors import DataError
from etl.inputs import Inputs
from etl.readers.thesis import RECEIPT_BASIS, RECEIPT_PLACE, RECEIPT_YEAR, SOURCE_ID, parse_printed

FILE = "receipt.csv"
REST = "not_itemised"
REST_REF = "derived: total less the itemised lines"


def totals(inputs: Inputs) -> dict[tuple[str, int, str], Decimal]:
    """What the rows of each receipt add up to, thousand tenge, by place, year and basis."""
    city = inputs.row(FILE, programme_id="", subprogramme_id="")
    total = parse_printed(city["amount_printed_corrected"]).value
    return {(RECEIPT_PLACE, RECEIPT_YEAR, RECEIPT_BASIS): total}


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per line with no lines below it, thousand tenge; the rows add up to the city's total exactly.

    What a programme, or the city, does not itemise is a row of its own (`is_residual`). Raises DataError
    where itemised lines exceed their total.
    """
    source = inputs.corrected(FILE)
    _check_codes(inputs, source)
    (total,) = totals(inputs).values()
    amounts = {
        (programme, sub): parse_printed(text).value
        for programme, sub, text in zip(
            source["programme_id"], source["subprogramme_id"], source["amount_printed_corrected"], strict=True
        )
    }
    references = dict(zip(amounts, source["source_ref"], strict=True))
    programmes = [programme for programme, sub in amounts if programme and not sub]
    lines: list[tuple[str, str, Decimal, str]] = []
    for programme in programmes:
        parts = [(key, amount) for key, amount in amounts.items() if key[0] == programme and key[1]]
        lines += [(*key, amount, references[key]) for key, amount in parts]
        rest = _rest(inputs, amounts[programme, ""], [amount for _, amount in parts], programme)
        lines.append((programme, REST, rest, REST_REF))
    rest = _rest(inputs, total, [amounts[programme, ""] for programme in programmes], "the city")
    lines.append((REST, REST, rest, REST_REF))
    # What is itemised in full leaves nothing: a row of 0 would say that something is not itemised.
    return pd.DataFrame([_row(inputs, *line) for line in lines if line[1] != REST or line[2]])


def _check_codes(inputs: Inputs, source: pd.DataFrame) -> None:
    for domain in ("programme", "subprogramme"):
        known = inputs.catalogue.labels[domain]
        for line, code in source[f"{domain}_id"].items():
            if code and code not in known:
                expected = f"a code that data/catalogue/labels.yml names under {domain}: {', '.join(known)}"
                raise DataError(inputs.path(FILE), int(str(line)), f"{domain}_id", code, expected)


def _rest(inputs: Inputs, total: Decimal, parts: list[Decimal], where: str) -> Decimal:
    if sum(parts) > total:
        expected = f"at most {total}, the total of {where}"
        raise DataError(inputs.path(FILE), None, "amount_printed", sum(parts), expected)
    return total - sum(parts)


def _row(inputs: Inputs, programme: str, sub: str, amount: Decimal, reference: str) -> dict[str, object]:
    label = inputs.catalogue.label
    return {
        "place_code": RECEIPT_PLACE,
        "year": RECEIPT_YEAR,
        "basis": RECEIPT_BASIS,
        "programme_id": programme,
        "subprogramme_id": sub,
        "amount_kzt_thousand": float(amount),
        "is_residual": sub == REST,
        **{f"programme_name_{lang}": label("programme", programme, lang) for lang in LANGS},
        **{f"subprogramme_name_{lang}": label("subprogramme", sub, lang) for lang in LANGS},
        "source_id": SOURCE_ID,
        "source_ref": reference,
    }
