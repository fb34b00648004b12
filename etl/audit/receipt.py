"""Chapter 4: Almaty's receipt. Amounts are printed in thousand tenge, per-person figures "in tenge"."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.checks import (
    NOT_PRINTED,
    Check,
    Facts,
    Label,
    compare,
    exact,
    rounded,
    show,
)

FILE = "receipt.csv"
WHERE = "receipt"
MONTHS = 12


def run(facts: Facts) -> list[Check]:
    """All checks of the table before figure 19."""
    return [*_unit(facts), *_cells(facts), *_not_itemised(facts)]


def city_amount(facts: Facts, programme: str = "", subprogramme: str = "") -> Fraction:
    """Thousand tenge."""
    return exact(printed_cell(facts, "amount_printed", programme, subprogramme))


def printed_cell(facts: Facts, column: str, programme: str = "", subprogramme: str = "") -> str:
    return facts.cell(FILE, column, programme_id=programme, subprogramme_id=subprogramme)


def employed_persons(facts: Facts) -> Fraction:
    return exact(facts.statement("employed"))


def _unit(facts: Facts) -> list[Check]:
    """Thousand tenge divided by people are thousand tenge, not tenge."""
    year = city_amount(facts) * 1000 / employed_persons(facts)
    values = {
        "year": rounded(year, 0),
        "month": rounded(year / MONTHS, 0),
        "total": rounded(city_amount(facts), 1),
        "employed": rounded(employed_persons(facts), 0),
    }
    return [
        compare(
            WHERE,
            f"unit/{name}",
            printed_cell(facts, f"{name}_printed"),
            value,
            "receipt-unit",
            kind="unit",
            values=values,
            is_recomputed_in_tables=True,
        )
        for name, value in (("per_year", year), ("per_month", year / MONTHS))
    ]


def _cells(facts: Facts) -> list[Check]:
    """Every share and per-person cell from the amounts, at the printed (thousandfold too small) scale."""
    total, employed = city_amount(facts), employed_persons(facts)
    checks = []
    for programme, subprogramme in facts.cells(FILE, ("programme_id", "subprogramme_id"), "amount_printed"):
        amount = city_amount(facts, programme, subprogramme)
        recomputed = {
            "per_year_printed": amount / employed,
            "per_month_printed": amount / employed / MONTHS,
        }
        if subprogramme:
            recomputed["share_programme_printed"] = amount / city_amount(facts, programme) * 100
            recomputed["share_city_sub_printed"] = amount / total * 100
        elif programme:
            recomputed["share_city_printed"] = amount / total * 100
        for column, value in recomputed.items():
            printed = printed_cell(facts, column, programme, subprogramme)
            item = "/".join(filter(None, (programme, subprogramme, column.removesuffix("_printed"))))
            if printed:
                checks.append(compare(WHERE, item, printed, value))
            else:
                checks.append(
                    Check(
                        WHERE,
                        item,
                        NOT_PRINTED,
                        show(value, 2),
                        False,
                        "receipt-missing-cells",
                        kind="missing",
                        values={
                            "programme": Label("programme", programme),
                            "thousand": rounded(value, 2),
                            "tenge": rounded(value * 1000, 0),
                        },
                    )
                )
    return checks


def _not_itemised(facts: Facts) -> list[Check]:
    rows = facts.cells(FILE, ("programme_id", "subprogramme_id"), "amount_printed")
    total = city_amount(facts)
    programmes = [programme for programme, subprogramme in rows if programme and not subprogramme]
    itemised = sum((city_amount(facts, programme) for programme in programmes), Fraction(0))
    in_table = [
        p for p in programmes if "table" in facts.cell(FILE, "source_ref", programme_id=p, subprogramme_id="")
    ]
    checks = [
        Check(
            WHERE,
            "programmes",
            show(total, 1),
            f"{show(itemised)} ({show(itemised / total * 100, 1)}%)",
            itemised == total,
            "receipt-not-itemised",
            kind="missing",
            is_recomputed_in_tables=True,
            values={
                "itemised_pct": rounded(itemised / total * 100, 1),
                "programmes": len(programmes),
                "rest_pct": rounded((total - itemised) / total * 100, 1),
                "rest": rounded(total - itemised, 1),
            },
        ),
        Check(
            WHERE,
            "education_row",
            str(len(in_table)),
            str(len(programmes)),
            len(in_table) == len(programmes),
            "receipt-missing-cells",
            kind="missing",
            values={"share": rounded(city_amount(facts, "education") / total * 100, 1)},
        ),
    ]
    for programme in programmes:
        amount = city_amount(facts, programme)
        parts = sum((city_amount(facts, p, s) for p, s in rows if p == programme and s), Fraction(0))
        checks.append(
            Check(
                WHERE,
                f"subprogrammes/{programme}",
                show(amount),
                f"{show(parts)} ({show(parts / amount * 100, 1)}%)",
                parts == amount,
                "receipt-subprogrammes",
                kind="missing",
                is_recomputed_in_tables=True,
                row=(Label("programme", programme), rounded((amount - parts) / amount * 100, 1)),
            )
        )
    return checks
