"""Chapter 1, table 7: its column "Overall", the "level of activity", and what the text says of both."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.answers import CITIES, GRADES, TABLE_7_ITEMS, Survey, grades, mean
from etl.audit.checks import (
    NOT_PRINTED,
    Check,
    Facts,
    Label,
    compare,
    exact,
    half_unit,
    rounded,
    rounds_to,
    show,
)


def run(facts: Facts) -> list[Check]:
    """All checks of table 7's last column and of the levels derived from the table."""
    survey = Survey(facts)
    return [*_overall(survey), *_activity(survey), *_own_grades(survey)]


def _overall(survey: Survey) -> list[Check]:
    """Table 7's last column: a mean of four percentages, and in one cell of three."""
    checks = []
    for item in TABLE_7_ITEMS:
        question = grades(7, item)
        printed = {a: survey.printed(7, "overall", **question.keys(a)) for a in GRADES}
        row = (Label("survey_item", item), " / ".join(show(survey.pooled(question, a), 1) for a in GRADES))
        for answer in GRADES:
            mean, pooled = survey.mean_share(question, answer), survey.pooled(question, answer)
            is_known = (item, answer) == ("participation", "poor")
            cells = [survey.value(7, city, **question.keys(answer)) for city in CITIES]
            without_pavlodar = sum(cells[:-1], Fraction(0)) / 3
            checks += [
                compare(
                    "table-7",
                    f"overall/{item}/{answer}",
                    printed[answer],
                    mean,
                    "table-7-overall-without-pavlodar" if is_known else None,
                    values={
                        **survey.sizes,
                        "printed": rounded(exact(printed[answer]), 2),
                        "four": rounded(mean, 2),
                        "three": rounded(without_pavlodar, 2),
                        "pooled": rounded(pooled, 1),
                    }
                    if is_known
                    else {},
                ),
                Check(
                    "table-7",
                    f"pooled/{item}/{answer}",
                    printed[answer],
                    show(pooled, 1),
                    abs(pooled - exact(printed[answer])) <= Fraction(1, 20),
                    "table-7-unweighted",
                    "0,05",
                    "method",
                    row if answer == GRADES[0] else (),
                    survey.sizes,
                ),
            ]
        total = sum(map(exact, printed.values()), Fraction(0))
        tolerance = sum((survey.tolerance(question, city) for city in CITIES), Fraction(0)) / len(CITIES)
        tolerance += sum(map(half_unit, printed.values()), Fraction(0))
        checks.append(
            Check(
                "table-7",
                f"overall_sum/{item}",
                show(total, 2),
                "100,00",
                abs(total - 100) <= tolerance,
                "survey-sums",
                show(tolerance, 2),
                "sum",
                (Label("city", "overall"), Label("survey_item", item), rounded(total, 2)),
            )
        )
    return checks


def _level(survey: Survey, city: str) -> Fraction:
    """The thesis's "activity": half the share who did not answer "poor", averaged over the five rows."""
    cells = [
        survey.printed(7, city, **grades(7, item).keys(answer))
        for item in TABLE_7_ITEMS
        for answer in GRADES[1:]
    ]
    return mean(survey.one_decimal(cell, city) for cell in cells)


def _activity(survey: Survey) -> list[Check]:
    levels = {city: _level(survey, city) for city in CITIES}
    stated = {city: survey.facts.statement(f"activity_{city}") for city in CITIES}
    known = {"pavlodar", "shymkent"}
    values = {**survey.sizes, **{city: rounded(level, 2) for city, level in levels.items()}}
    order = sorted(CITIES, key=lambda city: -exact(stated[city]))
    activity = grades(7, "activity")
    good = survey.pooled(activity, "good")
    return [
        *(
            compare(
                "chapter-1",
                f"activity/{city}",
                stated[city],
                level,
                "activity-levels" if city in known else None,
                places=2,
                values=values,
            )
            for city, level in levels.items()
        ),
        Check(
            "chapter-1",
            "activity_order",
            " > ".join(order),
            " > ".join(sorted(CITIES, key=lambda city: -levels[city])),
            order == sorted(CITIES, key=lambda city: -levels[city]),
            kind="claim",
        ),
        Check(
            "chapter-1",
            "activity_meaning",
            stated["pavlodar"],
            f"{show(good, 1)}%",
            rounds_to(good, stated["pavlodar"]),
            "activity-method",
            kind="method",
            values={
                **survey.sizes,
                "good": rounded(good, 1),
                "most": rounded(max(map(exact, stated.values())), 0),
            },
        ),
    ]


def _own_grades(survey: Survey) -> list[Check]:
    """Table 7's text: competence graded high, openness and constructiveness low."""
    questions = {item: grades(7, item) for item in TABLE_7_ITEMS}
    good = {item: survey.pooled(q, "good") for item, q in questions.items()}
    poor = {item: survey.pooled(q, "poor") for item, q in questions.items()}
    ranked = sorted(good, key=lambda item: -good[item])
    return [
        Check(
            "table-7",
            "competence_high",
            "competence",
            min(poor, key=lambda item: poor[item]),
            "competence" in ranked[:2],
            kind="claim",
        ),
        Check(
            "table-7",
            "openness_low",
            NOT_PRINTED,
            f"{show(good['openness'], 1)}%",
            ranked.index("openness") > 2,
            "table-7-openness",
            kind="claim",
            values={
                **survey.sizes,
                "openness": rounded(good["openness"], 1),
                "competence": rounded(good["competence"], 1),
                "poor": rounded(poor["openness"], 1),
            },
        ),
    ]
