"""Chapter 1, tables 2 to 4: who makes contact and how satisfied they are, against the text."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.answers import CITIES, CONTACTS, MET_DEPUTY, Survey
from etl.audit.checks import (
    Check,
    Facts,
    Label,
    compare,
    exact,
    rounded,
    rounds_to,
    same,
    show,
)

TABLE_3_ITEMS = ("personal_issues", "remarks", "information")
OPINIONS = ("high", "medium", "low")


def run(facts: Facts) -> list[Check]:
    """All checks of tables 2 to 4 and of the passages that lean on them."""
    survey = Survey(facts)
    return [*_contacts(survey), *_satisfaction(survey), *_purposes(survey), *_deputies(survey)]


def _contacts(survey: Survey) -> list[Check]:
    """Table 2: its total, the text that repeats it, and the "40 %" of the text."""
    checks = []
    for city in CITIES:
        printed = survey.printed(2, city, answer="total_printed")
        once, more = (survey.value(2, city, answer=answer) for answer in ("once", "more_than_once"))
        checks += [
            compare(
                "table-2",
                f"total/{city}",
                printed,
                once + more,
                "table-2-total",
                places=1,
                values={
                    **survey.sizes,
                    city: rounded(once + more, 1),
                    f"{city}_people": rounded(
                        100 - Fraction(survey.counts(CONTACTS, city)["never"] * 100, survey.base(city)), 1
                    ),
                },
            ),
            # That it is a mean is what makes the total a wrong one, not a misprint.
            Check(
                "table-2",
                f"total_is_mean/{city}",
                printed,
                show(_mean_of_shown(survey, city), 2),
                rounds_to(_mean_of_shown(survey, city), printed),
                tolerance="0,005",
            ),
            same("table-2", f"text/{city}", survey.facts.statement(f"active_{city}"), printed),
        ]
    order = sorted(CITIES, key=lambda city: -survey.value(2, city, answer="total_printed"))
    right = sorted(CITIES, key=lambda city: survey.counts(CONTACTS, city)["never"] / survey.base(city))
    contacted = survey.pooled(CONTACTS, "once", "more_than_once")
    stated = survey.facts.statement("contacted")
    return [
        *checks,
        Check("table-2", "order", " > ".join(order), " > ".join(right), order == right, kind="claim"),
        Check(
            "chapter-1",
            "contacted",
            stated,
            f"{show(contacted, 1)}%",
            rounds_to(contacted, stated),
            "contacted-40",
            "0,5",
            "claim",
            values={**survey.sizes, "pooled": rounded(contacted, 1), "stated": rounded(exact(stated), 0)},
        ),
    ]


def _mean_of_shown(survey: Survey, city: str) -> Fraction:
    """Aktobe's 18 % is 18.3 before rounding, and its printed mean was taken before rounding."""
    cells = [survey.printed(2, city, answer=answer) for answer in ("once", "more_than_once")]
    return sum((survey.one_decimal(cell, city) for cell in cells), Fraction(0)) / 2


def _satisfaction(survey: Survey) -> list[Check]:
    """Table 3 and the "level of satisfaction" that the text derives from the same answers."""
    cell = {
        (i, a): survey.facts.cell("table_3.csv", item=i, answer=a)
        for i in TABLE_3_ITEMS
        for a in (*OPINIONS, "dont_know")
    }
    value = {key: exact(printed) for key, printed in cell.items()}
    checks = []
    for item in TABLE_3_ITEMS:
        total = sum((value[item, a] for a in (*OPINIONS, "dont_know")), Fraction(0))
        # Means of four cells of one decimal: 0.05 for each of four answers, and the print's own half unit.
        tolerance = Fraction(22, 100)
        checks.append(
            Check(
                "table-3",
                f"sum/{item}",
                show(total, 2),
                "100,00",
                abs(total - 100) <= tolerance,
                "table-3-sums",
                show(tolerance, 2),
                "sum",
                (Label("survey_item", item), rounded(total, 2)),
            )
        )
    fours = {key: rounded(share * 4, 1) for key, share in value.items()}
    are_means = all(abs(Fraction(four) / 4 - value[key]) <= Fraction(1, 200) for key, four in fours.items())
    first = ("personal_issues", "high")
    checks.append(
        Check(
            "table-3",
            "mean_of_cities",
            cell[first],
            f"{show(fours[first], 1)} / 4",
            not are_means,
            "table-3-unweighted",
            "0,005",
            "method",
            values={
                "cell": rounded(value[first], 2),
                "four": fours[first],
                "cells": len(cell),
                **survey.sizes,
            },
        )
    )
    for item, prefix, rule in (
        ("personal_issues", "satisfied", None),
        ("remarks", "satisfied_social", "table-3-remarks-cell"),
    ):
        printed = [survey.facts.statement(f"{prefix}_{city}") for city in CITIES]
        levels = list(map(exact, printed))
        level = sum(levels, Fraction(0)) / len(CITIES)
        opinions = sum((value[item, a] for a in OPINIONS), Fraction(0))
        values = {
            f"{item}_level": rounded(level, 2),
            f"{item}_satisfied": rounded(value[item, "high"] + value[item, "medium"], 1),
        }
        checks += [
            # Each printed level has half a hundredth of rounding, each cell of table 3 as well.
            Check(
                "table-3",
                f"thirds/{item}",
                show(level, 2),
                show(opinions / 3, 2),
                abs(level - opinions / 3) <= Fraction(1, 100),
                rule,
                "0,01",
                values={
                    "level": rounded(level, 2),
                    "thirds": rounded(opinions / 3, 2),
                    "without": rounded((100 - value[item, "dont_know"]) / 3, 2),
                    "gap": rounded(3 * level - opinions, 1),
                },
            ),
            Check(
                "chapter-1",
                f"level/{item}",
                " / ".join(printed),
                show(value[item, "high"] + value[item, "medium"], 2),
                level == value[item, "high"] + value[item, "medium"],
                "satisfaction-level",
                "0,01",
                "method",
                values=values,
            ),
        ]
    return checks


def _purposes(survey: Survey) -> list[Check]:
    """Three purposes of contact in the text; one of them can be compared with table 2."""
    stated = [survey.facts.statement(f"purpose_{name}") for name in ("personal", "public", "information")]
    total = sum(map(exact, stated), Fraction(0))
    public = survey.pooled(CONTACTS, "once", "more_than_once")
    once = (
        sum(
            (survey.one_decimal(survey.printed(2, city, answer="once"), city) for city in CITIES), Fraction(0)
        )
        / 4
    )
    is_once = rounds_to(once, stated[1])
    return [
        Check(
            "chapter-1",
            "purposes_sum",
            show(total, 2),
            "100",
            total == 100,
            "purposes-sum",
            kind="sum",
            values={"total": rounded(total, 2), "rest": rounded(100 - total, 2)},
        ),
        Check(
            "chapter-1",
            "purpose_public",
            stated[1],
            f"{show(public, 1)}%",
            not is_once,
            "purposes-once",
            "0,05",
            "method",
            values={
                **survey.sizes,
                "stated": rounded(exact(stated[1]), 1),
                "once": rounded(once, 1),
                "pooled": rounded(public, 1),
            },
        ),
    ]


def _deputies(survey: Survey) -> list[Check]:
    stated = survey.facts.statement("never_met_deputy")
    never = survey.pooled(MET_DEPUTY, "no")
    return [compare("conclusion", "never_met_deputy", stated, never, places=1, kind="claim")]
