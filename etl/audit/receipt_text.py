"""Chapter 4, text: how the receipt is calculated, and its total and its employed against official figures."""

from __future__ import annotations

from etl.audit.checks import (
    NOT_PRINTED,
    Check,
    Facts,
    compare,
    exact,
    rounded,
    rounds_to,
    same,
    show,
)
from etl.audit.receipt import WHERE, city_amount, employed_persons, printed_cell
from etl.readers.thesis import RECEIPT_PLACE, RECEIPT_YEAR


def run(facts: Facts) -> list[Check]:
    """All checks of chapter 4's text: the calculation's steps, and figures that have an official twin."""
    return [*_steps(facts), *_repeats(facts), *_outside_sources(facts)]


def _steps(facts: Facts) -> list[Check]:
    """The steps of the calculation as the text describes them, done with the numbers that the text gives."""
    year, month = exact(facts.statement("per_year")), exact(facts.statement("per_month"))
    education = exact(facts.statement("education_share")) / 100
    preschool = exact(facts.statement("preschool_share_city")) / 100
    steps = (
        ("education_per_year", year * education),
        ("education_per_month", month * education),
        ("preschool_per_year", year * preschool),
        ("preschool_per_month", month * preschool),
    )
    products = {name: rounded(value, 1 if "month" in name else 0) for name, value in steps}
    return [
        *(
            compare(
                WHERE,
                f"steps/{name}",
                facts.statement(name),
                value,
                "receipt-rounded-steps",
                kind="rounding",
                values=products,
            )
            for name, value in steps
        ),
        *(
            compare(
                WHERE,
                f"steps/{name}/divided",
                facts.statement(name),
                value / education,
                "receipt-division",
                kind="method",
                values={
                    "year_divided": rounded(year / education, 0),
                    "month_divided": rounded(month / education, 0),
                },
            )
            for name, value in (("education_per_year", year), ("education_per_month", month))
        ),
        compare(
            WHERE, "steps/per_month", facts.statement("per_month"), year / exact(facts.statement("months"))
        ),
        same(
            WHERE,
            "steps/per_year_again",
            facts.statement("per_year_again"),
            facts.statement("per_year"),
            "receipt-year-twice",
            year=rounded(year, 0),
        ),
        _spending_over(facts),
    ]


def _spending_over(facts: Facts) -> Check:
    """The amount that spending is said to exceed: as grouped it has a digit too few, completed it is too much."""
    printed = facts.statement("spending_over")
    groups = printed.split()
    is_grouped = all(len(group) == 3 for group in groups[1:])
    return Check(
        WHERE,
        "spending_over",
        printed,
        show(city_amount(facts), 1),
        is_grouped and exact(printed) < city_amount(facts),
        "receipt-spending-over",
        kind="unit",
        values={
            "digits": rounded(exact(printed), 0),
            "meant": rounded(exact(printed) * 10, 0),
            "total": rounded(city_amount(facts), 1),
        },
    )


def _repeats(facts: Facts) -> list[Check]:
    """Figures of the text that the table prints as well."""
    pairs = (
        ("spending_total", "amount_printed", "", ""),
        ("per_year", "per_year_printed", "", ""),
        ("per_month", "per_month_printed", "", ""),
        ("education_amount", "amount_printed", "education", ""),
        ("education_share", "share_city_printed", "education", ""),
        ("education_per_year", "per_year_printed", "education", ""),
        ("education_per_month", "per_month_printed", "education", ""),
        ("preschool_amount", "amount_printed", "education", "preschool"),
        ("preschool_share_programme", "share_programme_printed", "education", "preschool"),
        ("preschool_share_city", "share_city_sub_printed", "education", "preschool"),
        ("preschool_per_year", "per_year_printed", "education", "preschool"),
        ("preschool_per_month", "per_month_printed", "education", "preschool"),
    )
    return [
        same(WHERE, f"repeats/{name}", facts.statement(name), printed_cell(facts, *cell))
        for name, *cell in pairs
    ]


def _outside_sources(facts: Facts) -> list[Check]:
    """Plan against execution, employed against the official number, spending against own revenue."""
    employed = facts.official(
        "bns-population",
        "population_employed.csv",
        "value_persons",
        indicator="employed",
        region_code=RECEIPT_PLACE,
        year=RECEIPT_YEAR,
    )
    executed = facts.official(
        "minfin-bulletin",
        "regional_execution.csv",
        "value_kzt_million",
        measure="expenditure_total",
        region_code=RECEIPT_PLACE,
        cumulative_to=f"{RECEIPT_YEAR}-12",
    )
    total = city_amount(facts)
    transfers = facts.cell("table_8.csv", "from_republic_printed", region_code=RECEIPT_PLACE)
    return [
        Check(
            WHERE,
            "employed",
            facts.statement("employed"),
            show(employed),
            employed == employed_persons(facts),
            "receipt-employed",
            kind="missing",
            values={
                "official": rounded(employed, 0),
                "printed": rounded(employed_persons(facts), 0),
                "per_year": rounded(total * 1000 / employed, 0),
                "gap_pct": rounded((employed / employed_persons(facts) - 1) * 100, 1),
            },
        ),
        Check(
            WHERE,
            "execution",
            show(total / 1000, 1),
            show(executed, 1),
            rounds_to(executed, show(total / 1000, 1)),
            "receipt-plan",
            "0,05",
            "method",
            values={
                "plan": rounded(total / 1000, 1),
                "executed": rounded(executed, 1),
            },
        ),
        Check(
            WHERE,
            "own_revenue",
            NOT_PRINTED,
            f"{show(100 - exact(transfers), 1)}% + {show(exact(transfers), 1)}%",
            exact(transfers) == 0,
            "receipt-taxes",
            kind="method",
            values={"transfers": rounded(exact(transfers), 1)},
        ),
    ]
