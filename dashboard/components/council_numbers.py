"""The chosen councils side by side, measure by measure; who says so; and how the measures are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.page import link
from dashboard.components.tables import table as reading_table
from dashboard.data import table
from dashboard.figures.composition import (
    PUBLICATION,
    Council,
    read_council,
    rows_of,
    say_of,
    say_publication,
    say_range,
)
from dashboard.figures.maslikhat_occupations import ENTREPRENEURS
from dashboard.frames import records
from dashboard.i18n import Words

# Councils whose city the survey asked in while they sat.
SURVEYED = {"KZ-75.VII": "almaty", "KZ-79.VII": "shymkent"}
SURVEY_WAVE = "thesis-2022"


def numbers(codes: Sequence[str], hint: html.P | None, words: Words) -> html.Section:
    """A table with a column per council of ``codes``; ``hint`` says what else there is to compare with."""
    councils = [read_council(table("maslikhat"), code) for code in codes]
    head = [
        html.Th(words("maslikhat.numbers.measure"), scope="col"),
        *[html.Th(council.name(words), scope="col") for council in councils],
    ]
    rows = [
        html.Tr(
            [
                html.Th(words(f"maslikhat.numbers.{name}"), scope="row"),
                *[
                    html.Td(measure(code, council, words))
                    for code, council in zip(codes, councils, strict=True)
                ],
            ]
        )
        for name, measure in MEASURES.items()
    ]
    return html.Section(
        [
            html.H2(words("maslikhat.numbers.title")),
            hint,
            reading_table(head, rows, words("maslikhat.numbers.title"), "council-numbers"),
            html.P(
                [
                    words("maslikhat.numbers.survey"),
                    " ",
                    html.A(words("maslikhat.numbers.survey.link"), href=link(words.lang, "survey")),
                    " · ",
                    html.A(words("maslikhat.numbers.bases.link"), href=link(words.lang, "audit") + "#bases"),
                ],
                className="chart-note",
            ),
            html.H3(words("maslikhat.sources.title")),
            html.P(words("maslikhat.sources.lead")),
            html.Ul(
                [
                    html.Li(_sources(code, council, words))
                    for code, council in zip(codes, councils, strict=True)
                ]
            ),
            html.P(
                html.A(words("maslikhat.numbers.csv"), href="/data/maslikhat_indicators.csv"),
                className="chart-note",
            ),
            html.H3(words("maslikhat.how.title")),
            *[html.P(words(f"maslikhat.how.{n}")) for n in (1, 2, 3, 4)],
        ],
        className="prose",
        id="numbers",
    )


def _sources(code: str, council: Council, words: Words) -> list[Any]:
    """Every publication that says something of the council, with the kind of source that it is."""
    data = pd.concat([_of(table(name), code) for name in ("maslikhat", "maslikhat_indicators")])
    said: list[Any] = [html.B(council.name(words)), ": "]
    for index, row in enumerate(records(data.drop_duplicates(PUBLICATION))):
        kind = words.label("source_kind", row["source_kind"])
        said.append("; " if index else "")
        if not row["source_url"]:
            said.append(kind)
            continue
        title = say_publication(row["source_ref"], row["source_date"], words)
        said += [html.A(title, href=row["source_url"], rel="noopener"), f" ({kind})"]
    return said


def _of(data: pd.DataFrame, code: str) -> pd.DataFrame:
    place, _, convocation = code.rpartition(".")
    return data[(data["council"] == place) & (data["convocation"] == convocation)]


def _largest(code: str, council: Council, words: Words) -> Any:
    label = words.label("party", council.largest, short=True)
    seats = words.count("maslikhat.seats", council.parties.get(council.largest, council.missing))
    is_sure = council.lead > 0 or not council.missing
    return words(f"maslikhat.numbers.largest.{'sure' if is_sure else 'known'}", party=label, seats=seats)


def _people(attribute: str, category: str) -> Callable[[str, Council, Words], Any]:
    """How many deputies belong to a category, and which share of the council they are."""

    def measure(code: str, council: Council, words: Words) -> Any:
        rows = rows_of(table("maslikhat"), code, attribute)
        known = records(rows[rows["category"] == category])
        if not known:
            return words("maslikhat.numbers.unknown")
        part, whole = known[0]["seats"], known[0]["seats_total"]
        share = words.percent(part / whole * 100, 1)
        return [_share(part, whole, share, words), *_tag(known[0]["seats_is_inferred"], words)]

    return measure


def _indicators(code: str) -> dict[str, float]:
    """What else is published of a council as a whole, by indicator."""
    rows = _of(table("maslikhat_indicators"), code)
    return {row["indicator"]: row["value"] for row in records(rows[rows["category"] == ""])}


def _age(code: str, council: Council, words: Words) -> str:
    """The mean age and the range, as far as they are published."""
    known = _indicators(code)
    parts = []
    if "age_mean" in known:
        parts.append(words("maslikhat.numbers.age.mean", n=words.number(known["age_mean"])))
    if {"age_min", "age_max"} <= known.keys():
        low, high = (words.number(known[name]) for name in ("age_min", "age_max"))
        parts.append(words("maslikhat.range", low=low, high=high))
    return ", ".join(parts) or words("maslikhat.numbers.unknown")


def _voted(code: str, council: Council, words: Words) -> str:
    """How many voted, and which share of the lists of voters where both are published."""
    known = _indicators(code)
    if "voted" not in known:
        return words("maslikhat.numbers.unknown")
    if "on_lists" not in known:
        return words.number(known["voted"])
    share = words.percent(known["voted"] / known["on_lists"] * 100, 1)
    return _share(int(known["voted"]), int(known["on_lists"]), share, words)


def _met(code: str, council: Council, words: Words) -> Any:
    """How many of the people asked in the city have met a deputy."""
    if code not in SURVEYED:
        is_later = f"{council.place}.VII" in SURVEYED
        return words(f"maslikhat.numbers.{'asked_before' if is_later else 'not_asked'}")
    survey = table("survey")
    rows = survey[
        (survey["item"] == "met_deputy")
        & (survey["answer"] == "yes")
        & (survey["city"] == SURVEYED[code])
        & (survey["wave"] == SURVEY_WAVE)
    ]
    row = rows.iloc[0]
    share = words.percent(row["pct"], int(row["decimals"] > 0))
    # A share that no whole number of people gives has no count.
    said = share if pd.isna(row["count"]) else _share(row["count"], row["base_n"], share, words)
    return [said, *_tag(row["base_is_inferred"], words)]


def _share(part: int, whole: int, share: str, words: Words) -> str:
    return f"{say_of(part, whole, words)} ({share})"


def _tag(is_inferred: bool, words: Words) -> list[Any]:
    return [" ", html.Span(words("inferred"), className="tag")] if is_inferred else []


MEASURES: dict[str, Callable[[str, Council, Words], Any]] = {
    "seats": lambda code, council, words: words.number(council.seats),
    "largest": _largest,
    "share": lambda code, council, words: say_range(council.share, words, decimals=1, is_percent=True),
    "effective": lambda code, council, words: say_range(council.effective, words, decimals=2),
    "left_out": lambda code, council, words: say_of(council.missing, council.seats, words),
    "entrepreneurs": _people("occupation", ENTREPRENEURS),
    "women": _people("gender", "women"),
    "age": _age,
    "voted": _voted,
    "met": _met,
}
