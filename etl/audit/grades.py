"""Chapter 1, table 6: grades of the authorities, and what is concluded from them."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.answers import CITIES, GRADES, TABLE_6_ITEMS, TABLE_7_ITEMS, Survey, grades, mean
from etl.audit.checks import (
    NOT_PRINTED,
    Check,
    Facts,
    Label,
    exact,
    rounded,
    show,
)

ITEMS = {6: TABLE_6_ITEMS, 7: TABLE_7_ITEMS}


def run(facts: Facts) -> list[Check]:
    """All checks of table 6, and of rows that repeat each other in tables 6 and 7."""
    survey = Survey(facts)
    return [*_copies(survey), *_authorities(survey), _feedback_and_activity(survey)]


def _copies(survey: Survey) -> list[Check]:
    """Two rows of one city with the same three cells: possible, yet rare where the base is large."""
    checks = []
    for table, items in ITEMS.items():
        for n, one in enumerate(items):
            for other in items[n + 1 :]:
                for city in CITIES:
                    cells = [survey.cells(grades(table, item), city) for item in (one, other)]
                    first, second = (" / ".join(row) for row in cells)
                    checks.append(
                        Check(
                            f"table-{table}",
                            f"copy/{one}/{other}/{city}",
                            first,
                            second,
                            [*map(exact, cells[0])] != [*map(exact, cells[1])],
                            f"table-{table}-copy",
                            kind="copy",
                            values={
                                "city": Label("city", city),
                                "one": Label("survey_item", one),
                                "other": Label("survey_item", other),
                                **survey.sizes,
                                "n": survey.base(city),
                                **{
                                    grade: rounded(exact(cell), 1)
                                    for grade, cell in zip(GRADES, cells[0], strict=True)
                                },
                            },
                        )
                    )
    return checks


def _authorities(survey: Survey) -> list[Check]:
    """Table 6: where the grades are lowest, whether they fall, and whether cities agree."""
    questions = [grades(6, item) for item in TABLE_6_ITEMS]
    poor = {q.item: survey.pooled(q, "poor") for q in questions}
    series = list(poor.values())
    city_poor = _poor_by_city(survey)
    by_poor = sorted(CITIES, key=lambda city: city_poor[city])
    first = questions[0]
    spread = {city: survey.value(6, city, **first.keys("poor")) for city in CITIES}
    low, high = min(spread.values()), max(spread.values())
    checks = [
        Check(
            "table-6",
            "trend",
            NOT_PRINTED,
            " / ".join(show(share, 1) for share in series),
            series == sorted(series),
            "table-6-trend",
            kind="claim",
            values={**survey.sizes, **{item: rounded(share, 1) for item, share in poor.items()}},
        ),
        Check(
            "table-6",
            "lowest_item",
            "awareness",
            max(poor, key=lambda item: poor[item]),
            max(poor, key=lambda item: poor[item]) == "awareness",
            kind="claim",
        ),
        Check("table-6", "best_city", "pavlodar", by_poor[0], by_poor[0] == "pavlodar", kind="claim"),
        Check("table-6", "worst_city", "almaty", by_poor[-1], by_poor[-1] == "almaty", kind="claim"),
        Check(
            "table-6",
            "equal_cities",
            show(city_poor["aktobe"], 1),
            show(city_poor["shymkent"], 1),
            abs(city_poor["aktobe"] - city_poor["shymkent"]) <= 1,
            tolerance="1,0",
            kind="claim",
        ),
        Check(
            "chapter-1",
            "uniform",
            NOT_PRINTED,
            f"{show(low, 1)}–{show(high, 1)}",
            high - low <= 5,
            "uniform-dissatisfaction",
            "5,0",
            "claim",
            values={
                "low": rounded(low, 1),
                "high": rounded(high, 1),
                "low_city": Label("city", min(spread, key=lambda c: spread[c])),
                "high_city": Label("city", max(spread, key=lambda c: spread[c])),
            },
        ),
    ]
    for q in questions:
        good = {city: survey.one_decimal(survey.printed(6, city, **q.keys("good")), city) for city in CITIES}
        next_worst = min(good[city] for city in CITIES if city != "almaty")
        checks.append(
            Check(
                "table-6",
                f"almaty_good/{q.item}",
                survey.printed(6, "almaty", **q.keys("good")),
                show(next_worst, 1),
                good["almaty"] <= next_worst,
                "table-6-almaty-good",
                kind="claim",
                row=(Label("survey_item", q.item), f"{show(good['almaty'], 1)} > {show(next_worst, 1)}"),
                values=survey.sizes,
            )
        )
    return checks


def _poor_by_city(survey: Survey) -> dict[str, Fraction]:
    """Each city's mean of the four "poor" shares of table 6."""
    return {
        city: mean(survey.value(6, city, **grades(6, item).keys("poor")) for item in TABLE_6_ITEMS)
        for city in CITIES
    }


def _feedback_and_activity(survey: Survey) -> Check:
    """ "The worse the feedback, the stronger the wish to take part", against the thesis's own two figures."""
    poor = _poor_by_city(survey)
    stated = {city: exact(survey.facts.statement(f"activity_{city}")) for city in CITIES}
    worst_first = sorted(CITIES, key=lambda city: -poor[city])
    active_first = sorted(CITIES, key=lambda city: -stated[city])
    return Check(
        "chapter-1",
        "feedback_and_activity",
        NOT_PRINTED,
        " / ".join(show(stated[city], 1) for city in worst_first),
        worst_first == active_first,
        "feedback-and-activity",
        kind="claim",
        values={
            "worst": Label("city", worst_first[0]),
            "best": Label("city", worst_first[-1]),
            "worst_poor": rounded(poor[worst_first[0]], 1),
            "best_poor": rounded(poor[worst_first[-1]], 1),
            "worst_level": rounded(stated[worst_first[0]], 1),
            "best_level": rounded(stated[worst_first[-1]], 1),
        },
    )
