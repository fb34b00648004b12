"""Chapter 1, the survey: bases, sums of answers, and table 1."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.answers import CHANNELS, CITIES, ONE_ANSWER, Survey
from etl.audit.checks import (
    Check,
    Facts,
    Label,
    Value,
    exact,
    in_locale,
    rounded,
    same,
    show,
)
from etl.bases import possible_counts, possible_sums

SPEECHES = {"item": "meetings_speech"}


def run(facts: Facts) -> list[Check]:
    """All checks of the bases, of the sums of answers and of table 1."""
    survey = Survey(facts)
    return [*_bases(survey), *_sums(survey), *_channels(survey)]


def _label(table: int, keys: dict[str, str]) -> tuple[Label, ...]:
    items = {1: CHANNELS, 2: ("frequency",), 4: ("met_deputy",), 5: ("deputies_work",)}.get(
        table, (keys["item"],)
    )
    return Label("city", keys["city"]), *(Label("survey_item", item) for item in items)


def _bases(survey: Survey) -> list[Check]:
    """Every respondent cell must be a whole number of people out of its city's base."""
    bases = survey.bases
    almaty, pavlodar = survey.printed(1, "almaty", **SPEECHES), survey.printed(1, "pavlodar", **SPEECHES)
    swapped: dict[str, Value] = {
        **survey.sizes,
        "almaty": rounded(exact(almaty), 1),
        "pavlodar": rounded(exact(pavlodar), 1),
        "n_almaty": survey.base("almaty"),
        "n_pavlodar": survey.base("pavlodar"),
        "k_almaty": min(possible_counts(pavlodar, survey.base("almaty")), default=0),
        "k_pavlodar": min(possible_counts(almaty, survey.base("pavlodar")), default=0),
    }
    checks: list[Check] = [
        Check(
            "survey-bases",
            "total",
            str(bases.stated_total),
            " + ".join(str(fit.n) for fit in bases.bases.values()) + f" = {bases.total}",
            bases.total == bases.stated_total,
            "survey-bases-total",
            kind="base",
            values={
                **{city: fit.n for city, fit in bases.bases.items()},
                "inferred": bases.total,
                "stated": bases.stated_total,
                "gap": bases.unexplained,
                "fit": sum(fit.cells_fit for fit in bases.bases.values()),
                "cells": sum(fit.cells_total for fit in bases.bases.values()),
            },
        )
    ]
    for table, keys, printed in survey.respondent_cells():
        n = survey.base(keys["city"])
        nearest = Fraction(rounded(exact(printed) * n / 100, 0)) * 100 / n
        is_speech = table == 1 and keys["item"] == SPEECHES["item"]
        checks.append(
            Check(
                f"table-{table}",
                "base/" + "/".join(keys.values()),
                printed,
                show(nearest, 1),
                bool(possible_counts(printed, n)),
                "table-1-swapped-cells" if is_speech else None,
                "0,05" if "," in printed else "0,5",
                "base",
                values=swapped if is_speech else {},
            )
        )
    return checks


def _sums(survey: Survey) -> list[Check]:
    """The answers of one question make 100 %, and whole people make the base."""
    checks = []
    for question in ONE_ANSWER:
        for city in CITIES:
            keys = {"item": question.item, "city": city}
            item = "/".join(filter(None, (question.item, city)))
            total, tolerance = survey.total(question, city), survey.tolerance(question, city)
            label, n = _label(question.table, keys), survey.base(city)
            checks.append(
                Check(
                    question.where,
                    f"sum/{item}",
                    show(total, 1),
                    "100,0",
                    abs(total - 100) <= tolerance,
                    "survey-sums",
                    show(tolerance, 2),
                    "sum",
                    (*label, rounded(total, 1)),
                )
            )
            people = possible_sums(survey.cells(question, city), n)
            nearest = min(people, key=lambda k: abs(k - n), default=0)
            checks.append(
                Check(
                    question.where,
                    f"people/{item}",
                    str(nearest),
                    str(n),
                    n in people,
                    "survey-people",
                    kind="base",
                    row=(*label, f"{nearest} / {n}"),
                    values=survey.sizes,
                )
            )
    return checks


def _channels(survey: Survey) -> list[Check]:
    """Table 1: which channel leads, which is last, and which rows belong to one question."""
    checks = []
    for city in CITIES:
        cell = {
            item: survey.printed(1, city, item=item) for item in (*CHANNELS, "deputies", "meetings_speech")
        }
        value = {item: exact(printed) for item, printed in cell.items()}
        three = sum((value[item] for item in CHANNELS), Fraction(0))
        five = sum(value.values(), Fraction(0))
        place = Label("city", city)
        leader = max(value, key=lambda item: value[item])
        last = min(value, key=lambda item: value[item])
        checks += [
            same(
                "table-1",
                f"text/e_services/{city}",
                survey.facts.statement(f"e_services_{city}"),
                cell["e_services"],
            ),
            Check(
                "table-1",
                f"first/{city}",
                cell["e_services"],
                cell[leader],
                leader == "e_services",
                "table-1-e-services-first",
                kind="claim",
                values={
                    "e_services": rounded(value["e_services"], 1),
                    "officials": rounded(value[leader], 1),
                    **survey.sizes,
                },
            ),
            Check(
                "table-1",
                f"last/{city}",
                cell["deputies"],
                cell[last],
                last == "deputies",
                "table-1-order",
                kind="claim",
                row=(
                    place,
                    Label("channel", last),
                    Label("channel", "deputies"),
                    f"{in_comma(value[last])} < {in_comma(value['deputies'])}",
                ),
                values=survey.sizes,
            ),
            Check(
                "table-1",
                f"meetings/{city}",
                cell["officials"],
                cell["meetings_speech"],
                value["officials"] >= value["meetings_speech"],
                "table-1-order",
                kind="claim",
                row=(
                    place,
                    Label("channel", "meetings_speech"),
                    Label("channel", "officials"),
                    f"{in_comma(value['meetings_speech'])} > {in_comma(value['officials'])}",
                ),
            ),
            Check(
                "table-1",
                f"one_question/{city}",
                show(five, 1),
                show(three, 1),
                abs(five - 100) <= 2,
                "table-1-three-questions",
                "2,0",
                "cross_reference",
                row=(place, rounded(three, 1)),
            ),
            Check(
                "table-1",
                f"deputies_row/{city}",
                cell["deputies"],
                survey.printed(4, city, answer="yes"),
                value["deputies"] != survey.value(4, city, answer="yes"),
                "table-1-deputies-copy",
                kind="copy",
                row=(rounded(value["deputies"], 1),),
            ),
        ]
    return checks


def in_comma(value: Fraction) -> str:
    return in_locale(rounded(value, 1), "ru")
