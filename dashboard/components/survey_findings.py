"""What the tests of a survey allow to say: in plain words first, with the statistics one click away."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from catalogue.survey import NO_CITY, POOLED
from dashboard.components.chart import details
from dashboard.components.page import link
from dashboard.components.tables import table
from dashboard.figures.survey_answers import (
    Answers,
    answer_name,
    city_name,
    decimals,
    estimate,
    is_tiny,
    share,
)
from dashboard.frames import records
from dashboard.i18n import Words
from stats.intervals import SMALL_BASE
from stats.tests import ALPHA

BORDERLINE = 0.03  # a corrected p above this would not survive a stricter correction


def do_cities_differ(found: Answers, words: Words) -> html.Section:
    """The chosen answer: do the cities differ at all, which ones, how much; and how sure that is."""
    return html.Section(
        [html.H2(words("survey.differ.title")), *_verdict(found, words)],
        className="prose survey-verdict",
        id="differ",
    )


def _verdict(found: Answers, words: Words) -> list[Any]:
    answer = answer_name(found, words)
    if found.test is None:
        return [html.P(_untested(found, words))]
    parts: list[Any] = []
    whole = found.tests[0]
    if found.test["differs"]:
        said = {"often": _often(found.test["p"], words), "corrected": _often(found.test["p_adjusted"], words)}
        parts.append(html.P(words("survey.differ.yes", answer=answer, **said)))
        if max(whole["p_adjusted"], found.test["p_adjusted"]) > BORDERLINE:
            parts.append(html.P(words("survey.differ.borderline")))
        if found.found:
            parts.append(html.P(words("survey.differ.pairs")))
            parts.append(html.Ul([html.Li(_pair(pair, words)) for pair in found.found]))
        else:
            parts.append(html.P(words("survey.differ.nopairs")))
        parts.append(html.P(words("survey.differ.size", v=words.number(found.test["cramers_v"], 2))))
    elif whole["differs"]:
        p = p_value(whole["p_adjusted"], words)
        parts.append(html.P(words("survey.differ.alike.whole", answer=answer, p=p)))
    else:
        alone = found.test["p_adjusted"] < ALPHA
        parts.append(
            html.P(words("survey.differ.alike.question" if alone else "survey.differ.alike", answer=answer))
        )
    is_inferred = bool(found.rows["base_is_inferred"].any())
    if is_inferred:
        parts.append(
            html.P(
                [words("survey.differ.sample"), " ", words("survey.differ.printed")], className="chart-note"
            )
        )
    return [*parts, details(words("survey.details"), _statistics(found, words), "statistics")]


def _untested(found: Answers, words: Words) -> str:
    if found.rows["base_n"].isna().all():
        return words("survey.differ.untested.base")
    misfits = [words.label("city", row["city"]) for row in found.cities if row["fits_base"] is False]
    if misfits:
        return words("survey.differ.untested.misfit", cities=", ".join(misfits))
    return words("survey.differ.untested.one")


def _often(p: float, words: Words) -> str:
    """A p value as a share of samples."""
    return words("survey.often.less") if p < 0.001 else words.percent(p * 100, 1)


def _pair(pair: dict[str, Any], words: Words) -> str:
    cities, sign = (pair["city"], pair["other_city"]), 1
    ends = (pair["difference_low"], pair["difference_high"])
    if pair["difference_pct"] < 0:
        cities, sign, ends = cities[::-1], -1, ends[::-1]
    return words(
        "survey.differ.pair",
        high=words.label("city", cities[0]),
        low=words.label("city", cities[1]),
        gap=words("survey.points", n=words.number(sign * pair["difference_pct"], 1)),
        low_end=words.number(sign * ends[0], 1),
        high_end=words.number(sign * ends[1], 1),
    )


def p_value(p: float | None, words: Words) -> str:
    """Three decimals; what is smaller is said to be."""
    if p is None or pd.isna(p):
        return "–"
    if p < 0.001:
        return words("survey.p.less", p=words.number(0.001, 3))
    return words.number(p, 3)


def _statistics(found: Answers, words: Words) -> list[Any]:
    """Every number behind the verdict."""
    names = ("answer", "test", "statistic", "df", "p", "p_adjusted", "family", "v", "expected", "verdict")
    rows = [
        html.Tr(
            [
                html.Th(words.label("survey_answer", row["answer"]), scope="row"),
                html.Td(words.label("survey_test", row["test"])),
                html.Td(_number(row["statistic"], 2, words), className="number"),
                html.Td(_number(row["df"], 0, words), className="number"),
                html.Td(p_value(row["p"], words), className="number"),
                html.Td(p_value(row["p_adjusted"], words), className="number"),
                html.Td(words.number(row["tests_in_family"]), className="number"),
                html.Td(_number(row["cramers_v"], 2, words), className="number"),
                html.Td(_number(row["expected_min"], 1, words), className="number"),
                html.Td(words("yes" if row["differs"] else "no")),
            ]
        )
        for row in found.tests
    ]
    assert found.test
    question = found.tests[0]
    return [
        table(_head(names, words), rows, words("survey.details.caption")),
        html.P(words("survey.details.pairs", answer=answer_name(found, words)), className="panel-title"),
        _pairs(found, words),
        html.P(
            words(
                "survey.details.method",
                questions=words.number(question["tests_in_family"]),
                software=found.test["software"],
            )
        ),
    ]


def _pairs(found: Answers, words: Words) -> html.Div:
    names = ("pair", "difference", "interval", "p", "p_adjusted", "family", "verdict")
    rows = [
        html.Tr(
            [
                html.Th(
                    f"{words.label('city', pair['city'])} – {words.label('city', pair['other_city'])}",
                    scope="row",
                ),
                html.Td(words.number(pair["difference_pct"], 1), className="number"),
                html.Td(
                    f"{words.number(pair['difference_low'], 1)} … {words.number(pair['difference_high'], 1)}",
                    className="number",
                ),
                html.Td(p_value(pair["p"], words), className="number"),
                html.Td(p_value(pair["p_adjusted"], words), className="number"),
                html.Td(words.number(pair["tests_in_family"]), className="number"),
                html.Td(words("yes" if pair["differs"] else "no")),
            ]
        )
        for pair in found.pairs
    ]
    return table(_head(names, words), rows, words("survey.details.pairs", answer=answer_name(found, words)))


def _head(names: tuple[str, ...], words: Words) -> list[html.Th]:
    return [html.Th(words(f"survey.column.{name}"), scope="col") for name in names]


def _number(value: Any, places: int, words: Words) -> str:
    return "–" if value is None or pd.isna(value) else words.number(value, places)


def answers_by_city(found: Answers, words: Words) -> html.Section:
    """All answers of the question, a column per city with its base, all cities together last; and how that is counted."""
    columns = list(dict.fromkeys(found.rows["city"]))
    head = [html.Th(words("survey.column.answer"), scope="col")]
    for city in columns:
        row = records(found.rows[found.rows["city"] == city])[0]
        head.append(html.Th(_city_head(row, words), scope="col"))
    cells = {(row["answer"], row["city"]): row for row in records(found.rows)}
    rows = [
        html.Tr(
            [
                html.Th(words.label("survey_answer", answer), scope="row"),
                *[_cell(cells.get((answer, city)), words) for city in columns],
            ],
            className="is-chosen" if answer == found.answer else "",
        )
        for answer in found.answers
    ]
    return html.Section(
        [
            html.H2(words("survey.table.title")),
            table(head, rows, words("survey.table.title"), "survey"),
            *_totals(found, words),
        ]
    )


def _city_head(row: dict[str, Any], words: Words) -> Any:
    if row["city"] == NO_CITY:
        return words("survey.row.means")
    parts: list[Any] = [city_name(row, words)]
    if row["base_is_inferred"]:
        parts += [" ", html.A(words("inferred"), href=link(words.lang, "audit") + "#bases", className="tag")]
    if row["base_n"] < SMALL_BASE:
        parts += [" ", html.Span(words("survey.table.small"), className="tag")]
    return parts


def _cell(row: dict[str, Any] | None, words: Words) -> html.Td:
    if row is None:
        return html.Td(words("survey.unknown"), className="number")
    if is_tiny(row):
        return html.Td(words("survey.tiny"), className="number")
    value, low, high = estimate(row)
    parts: list[Any] = [html.Span(share(value, decimals(row), words), className="share")]
    if low is not None and high is not None:
        parts.append(html.Span(f"[{words.number(low)}–{words.number(high)}]", className="interval"))
    if not pd.isna(row["count"]):
        parts.append(html.Span(words.count("crosstab.people", int(row["count"])), className="people"))
    if row["is_corrected"] or (row["city"] == POOLED and row["pct_printed"]):
        parts.append(
            html.Span(
                words("survey.table.printed", printed=words.figures(row["pct_printed"])), className="people"
            )
        )
    return html.Td(parts, className="number")


def _totals(found: Answers, words: Words) -> list[Any]:
    """Why the total is counted in people, where a mean of percentages would say something else."""
    pooled = next((row for row in found.chosen if row["city"] == POOLED), None)
    if pooled is None or not found.rows["base_is_inferred"].any():
        return []
    bases = [int(row["base_n"]) for row in found.cities]
    mean = sum(row["pct"] for row in found.cities) / len(found.cities)
    text = words(
        "survey.total.text",
        large=words.number(max(bases)),
        small=words.number(min(bases)),
        mean=words.percent(mean, 1),
        pooled=share(pooled["pct"], int(pooled["decimals"]), words),
    )
    if pooled["pct_printed"]:
        text += " " + words("survey.total.printed", printed=words.figures(pooled["pct_printed"]))
    return [html.P(text, className="chart-note")]


def claims(rows: list[dict[str, Any]], evidence: dict[str, Any], words: Words) -> html.Section:
    """What the publication says on a topic, and what the numbers support. `evidence`: claim → why."""
    head = [
        html.Th(words(f"survey.claims.column.{name}"), scope="col") for name in ("claim", "verdict", "why")
    ]
    body = [
        html.Tr(
            [
                html.Th(row[f"claim_{words.lang}"], scope="row"),
                html.Td(
                    html.Span(
                        words.label("survey_verdict", row["verdict"]),
                        className=f"tag verdict-{row['verdict']}",
                    )
                ),
                html.Td(evidence[row["claim_id"]]),
            ]
        )
        for row in rows
    ]
    title = words("survey.claims.title")
    content = table(head, body, title, "stack") if body else html.P(words("survey.claims.none"))
    return html.Section([html.H2(title), content], id="claims")
