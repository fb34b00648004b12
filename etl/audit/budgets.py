"""Chapter 2: transfers (table 8), Kostanay oblast (figures 9 and 10, table 9)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from etl.audit.checks import NOT_PRINTED, Check, Facts, compare, exact, rounded, rounds_to, same, show

KOSTANAY, ALMATY = "KZ-39", "KZ-75"
REPUBLICAN_CITIES = {"KZ-71", "KZ-75", "KZ-79"}
TABLE_8 = "table_8.csv"
# Entries of the list of sources that table 8, its figure and the sentence on business support cite.
TABLE_8_REFERENCE, FIGURE_7_REFERENCE, BUSINESS_SUPPORT_REFERENCE = "[16]", "[15]", "[18]"


def run(facts: Facts) -> list[Check]:
    """All checks of table 8, figures 9 and 10, and table 9."""
    return [*_transfers(facts), *_kostanay_budget(facts), *_kostanay_indicators(facts)]


def _column(facts: Facts, name: str) -> dict[str, Fraction]:
    return {code: exact(printed) for (code,), printed in facts.cells(TABLE_8, ("region_code",), name).items()}


def _transfers(facts: Facts) -> list[Check]:
    lower, republic = _column(facts, "from_lower_printed"), _column(facts, "from_republic_printed")
    total = {code: lower[code] + republic[code] for code in lower}
    order = list(total)
    least = min(republic, key=lambda code: republic[code])
    rank = sorted(republic, key=lambda code: -republic[code]).index(KOSTANAY) + 1
    taking_none = {code for code, share in lower.items() if share == 0}
    stated_least = facts.statement("no_region_independent")
    return [
        *(
            Check("table-8", f"total/{code}", show(share, 1), "≤ 100,0", 0 <= share <= 100, kind="sum")
            for code, share in total.items()
        ),
        *(
            Check(
                "table-8",
                f"order/{code}",
                show(total[code], 1),
                show(total[after], 1),
                total[code] >= total[after],
                kind="claim",
            )
            for code, after in pairwise(order)
        ),
        Check(
            "table-8",
            "withdrawals",
            ", ".join(sorted(REPUBLICAN_CITIES)),
            ", ".join(sorted(taking_none)),
            taking_none == REPUBLICAN_CITIES,
            kind="claim",
        ),
        compare("table-8", "least_dependent", stated_least, min(total.values()), kind="claim"),
        Check(
            "table-8",
            "most_dependent",
            order[0],
            max(total, key=lambda code: total[code]),
            max(total, key=lambda code: total[code]) == KOSTANAY,
            kind="claim",
        ),
        # Year, basis, level and "revenue" are taken from the reference: the table prints none of them.
        *(
            Check("table-8", item, cited, TABLE_8_REFERENCE, False, "table-8-basis", kind="missing")
            for item, cited in (("basis", NOT_PRINTED), ("figure_7_source", FIGURE_7_REFERENCE))
        ),
        Check(
            "table-8",
            "republic_rank",
            "1",
            str(rank),
            rank == 1,
            "table-8-republican",
            kind="method",
            values={
                "rank": rank,
                "kostanay": rounded(republic[KOSTANAY], 1),
                "top": rounded(max(republic.values()), 1),
                "kostanay_lower": rounded(lower[KOSTANAY], 1),
            },
        ),
        Check(
            "table-8",
            "republic_least",
            facts.cell(TABLE_8, "from_republic_printed", region_code=ALMATY),
            show(republic[least], 1),
            least == ALMATY,
            "table-8-republican",
            kind="method",
            values={
                "least": rounded(republic[least], 1),
                "least_lower": rounded(lower[least], 1),
                "least_total": rounded(total[least], 1),
                "almaty": rounded(republic[ALMATY], 1),
            },
        ),
    ]


def _kostanay_budget(facts: Facts) -> list[Check]:
    part = {c: printed for (c,), printed in facts.cells("figure_9.csv", ("component",)).items()}
    lower = exact(facts.cell(TABLE_8, "from_lower_printed", region_code=KOSTANAY))
    republic = exact(facts.cell(TABLE_8, "from_republic_printed", region_code=KOSTANAY))
    own = exact(part["own_revenue"]) + exact(part["fourth_level"])
    names = {
        "republic_transfers": "republic",
        "lower_transfers": "lower",
        "own_revenue": "own",
        "fourth_level": "fourth_level",
    }
    return [
        compare("figure-9", "republic_transfers", part["republic_transfers"], republic, places=1),
        compare("figure-9", "lower_transfers", part["lower_transfers"], lower, places=1),
        compare("figure-9", "dependence", facts.statement("kostanay_dependence"), lower + republic, places=1),
        compare("figure-9", "own_and_fourth", f"{own}%", 100 - lower - republic, places=1),
        Check(
            "figure-9",
            "sum",
            str(sum(map(exact, part.values()))),
            "100",
            sum(map(exact, part.values())) == 100,
            kind="sum",
        ),
        Check(
            "figure-9",
            "own_split",
            f"{part['own_revenue']} + {part['fourth_level']}",
            f"{show(100 - lower - republic, 1)}%",
            False,
            "figure-9-own-split",
            kind="missing",
            values={
                "rest": rounded(100 - lower - republic, 1),
                "own": rounded(exact(part["own_revenue"]), 0),
                "fourth": rounded(exact(part["fourth_level"]), 0),
            },
        ),
        *(
            same("figure-9", f"text/{c}", facts.statement(f"kostanay_{name}"), part[c])
            for c, name in names.items()
        ),
        Check(
            "figure-10",
            "basis",
            NOT_PRINTED,
            BUSINESS_SUPPORT_REFERENCE,
            False,
            "business-support-basis",
            kind="missing",
            values={"share": rounded(exact(facts.statement("business_support")), 0)},
        ),
        same(
            "figure-10",
            "business_support",
            facts.statement("business_support"),
            facts.cell("figure_10.csv", component="business_support"),
        ),
    ]


def _kostanay_indicators(facts: Facts) -> list[Check]:
    cell = {i: printed for (i,), printed in facts.cells("table_9.csv", ("indicator",)).items()}
    unit = {
        i: printed for (i,), printed in facts.cells("table_9.csv", ("indicator",), "unit_printed").items()
    }
    people, active = exact(cell["population"]), exact(cell["economically_active"])
    traders, firms = exact(cell["sole_traders"]), exact(cell["enterprises"])
    in_persons = exact(facts.statement("kostanay_active"))
    share = active / people * 100
    rates = {
        "sole_traders": rounded(traders / people * 1000, 1),
        "enterprises": rounded(firms / people * 1000, 1),
        "sole_traders_active": rounded(traders / active * 100, 1),
        "enterprises_active": rounded(firms / active * 100, 1),
        "sole_traders_printed": rounded(exact(cell["sole_traders_rate"]), 0),
        "enterprises_printed": rounded(exact(cell["enterprises_rate"]), 0),
    }
    units = {
        "population": rounded(people, 0),
        "active": rounded(active, 0),
        "wrong": rounded(people / 1000, 1),
    }
    checks = [
        # The text gives the same number of active people as persons: so the table's "thousand" is too much.
        Check(
            "table-9",
            f"unit/{i}",
            f"{cell[i]} {unit[i]}",
            show(exact(cell[i])),
            not unit[i].startswith("тыс") or active != in_persons,
            "table-9-unit",
            kind="unit",
            values=units,
            is_recomputed_in_tables=True,
        )
        for i in ("population", "economically_active")
    ]
    return [
        *checks,
        same(
            "table-9",
            "text/economically_active",
            facts.statement("kostanay_active"),
            cell["economically_active"],
        ),
        same(
            "table-9",
            "text/sole_traders_rate",
            facts.statement("kostanay_sole_traders_rate"),
            cell["sole_traders_rate"],
        ),
        same(
            "table-9",
            "text/enterprises_rate",
            facts.statement("kostanay_enterprises_rate"),
            cell["enterprises_rate"],
        ),
        compare(
            "table-9",
            "labour_share",
            cell["labour_share_pct"],
            share,
            "table-9-labour-share",
            kind="rounding",
            values={"share": rounded(share, 2)},
            is_recomputed_in_tables=True,
        ),
        compare(
            "table-9",
            "sole_traders_rate",
            cell["sole_traders_rate"],
            traders / people * 1000,
            "table-9-rates",
            places=1,
            kind="method",
            values=rates,
            is_recomputed_in_tables=True,
        ),
        compare(
            "table-9",
            "enterprises_rate",
            cell["enterprises_rate"],
            firms / people * 1000,
            "table-9-rates",
            places=1,
            kind="method",
            values=rates,
            is_recomputed_in_tables=True,
        ),
        # The explanation offered: the printed rates are shares of the active, in each other's row.
        Check(
            "table-9",
            "rates_swapped",
            f"{cell['enterprises_rate']} / {cell['sole_traders_rate']}",
            f"{rates['sole_traders_active']} / {rates['enterprises_active']}".replace(".", ","),
            rounds_to(Fraction(rounded(traders / active * 100, 0)), cell["enterprises_rate"])
            and rounds_to(Fraction(rounded(firms / active * 100, 0)), cell["sole_traders_rate"]),
            kind="claim",
        ),
    ]
