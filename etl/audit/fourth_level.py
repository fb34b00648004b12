"""Chapter 2: the fourth level of the budget in Kostanay oblast."""

from __future__ import annotations

from itertools import pairwise

from etl.audit.checks import NOT_PRINTED, Check, Facts, compare, exact, rounded, same, show


def run(facts: Facts) -> list[Check]:
    """All checks of the fourth level."""
    totals = {
        year: exact(printed)
        for (measure, year), printed in facts.cells("fourth_level.csv", ("measure", "year")).items()
        if measure == "total_kzt_thousand"
    }
    districts, own, pct = (
        facts.cell("fourth_level.csv", measure=m)
        for m in ("rural_districts", "with_own_budget", "with_own_budget_pct")
    )
    share = exact(own) / exact(districts) * 100
    years = sorted(totals)
    period = facts.statement("fourth_level_period")
    falls = [(1 - totals[after] / totals[before]) * 100 for before, after in pairwise(years)]
    return [
        *(
            same(
                "fourth-level",
                f"text/{year}",
                facts.statement(f"fourth_level_{year}"),
                facts.cell("fourth_level.csv", measure="total_kzt_thousand", year=year),
            )
            for year in years
        ),
        *(
            same(
                "fourth-level",
                f"text/{name}",
                facts.statement(name),
                facts.cell("fourth_level.csv", measure=name),
            )
            for name in ("rural_districts", "with_own_budget", "with_own_budget_pct")
        ),
        compare("fourth-level", "share", pct, share, places=1),
        Check(
            "fourth-level",
            "period",
            period,
            f"{years[0]}–{years[-1]}",
            period[-4:] == years[-1],
            "fourth-level-period",
            kind="cross_reference",
            values={"first": rounded(falls[0], 1), "second": rounded(falls[1], 1), "years": len(years)},
        ),
        Check(
            "fourth-level",
            "own_taxes",
            "90%",
            NOT_PRINTED,
            False,
            "fourth-level-own-taxes",
            kind="claim",
            values={
                "lower": rounded(exact(facts.statement("kostanay_lower")), 0),
                "republic": rounded(exact(facts.statement("kostanay_republic")), 0),
            },
        ),
        Check(
            "fourth-level",
            "coverage",
            NOT_PRINTED,
            f"{show(share, 1)}%",
            share > 50,
            "fourth-level-coverage",
            kind="claim",
            values={
                "own": rounded(exact(own), 0),
                "districts": rounded(exact(districts), 0),
                "share": rounded(share, 1),
            },
        ),
    ]
