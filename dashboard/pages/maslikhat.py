"""The council room: who sits in the councils, what the project would change, and a check of any composition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import html

from catalogue.loader import load
from dashboard.charts import COUNCIL, COUNCILS, LEVEL, WITH
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.components.quotas import checker
from dashboard.components.tables import table as reading_table
from dashboard.data import table
from dashboard.figures.maslikhat import (
    ENTREPRENEURS,
    NONE,
    Council,
    minimums,
    read_council,
    rows_of,
    say_range,
    shown_councils,
)
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import Number, Param, State, to_query

MOST = 999
# Almaty's, the council that is shown at first: what the checker starts with.
ALMATY = 39
SEATS = Number("seats", 1, MOST, default=ALMATY)
GROUPS = tuple(Number(code, 0, MOST) for code in load().labels["quota_group"])
# Councils whose city the survey asked in.
SURVEYED = {"KZ-75": "almaty", "KZ-79": "shymkent"}
SURVEY_WAVE = "thesis-2022"


def council_options(words: Words) -> list[tuple[str, str]]:
    """The councils of the table by name, in the reader's alphabet; of one place the latest first."""
    data = table("maslikhat")
    return sorted(
        ((code, read_council(data, code).name(words)) for code in COUNCILS),
        key=lambda option: option[1].partition(",")[0],
    )


def with_options(words: Words) -> list[tuple[str, str]]:
    """The council beside it, or none."""
    return [(NONE, words("maslikhat.with.none")), *council_options(words)]


def level_options(words: Words) -> list[tuple[str, str]]:
    """The levels of councils that the quotas are proposed for."""
    return [(code, words.label("council_level", code, short=True)) for code in LEVEL.allowed]


def _controls(words: Words, state: State) -> list[Any]:
    fields = [
        html.P(
            [
                html.Span(words("maslikhat.control.show")),
                controls.select(COUNCIL, state, council_options(words), words("maslikhat.control.council")),
                html.Span(words("maslikhat.control.beside")),
                controls.select(WITH, state, with_options(words), words("maslikhat.control.with")),
            ],
            className="sentence",
        ),
        *_kept(PAGE.params[2:], state),
    ]
    return [controls.form(fields, link(words.lang, "maslikhat"), PAGE.params, words)]


def _kept(params: Iterable[Param], state: State) -> list[Any]:
    """What another form of the page holds, so that without JavaScript neither forgets it."""
    return [
        dbc.Input(type="hidden", name=param.name, value=param.write(state[param.name]))
        for param in params
        if state[param.name] != param.default
    ]


def _body(words: Words, state: State) -> list[Any]:
    return [
        chart_block("maslikhat-parties", state, words),
        _numbers(words, state),
        chart_block("maslikhat-occupations", state, words),
        _quotas(words, state),
        _amendments(words),
    ]


def _numbers(words: Words, state: State) -> html.Section:
    """The shown councils side by side, measure by measure, and how the measures are made."""
    data = table("maslikhat")
    codes = shown_councils(state)
    councils = [read_council(data, code) for code in codes]
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
            _hint(codes, state, words),
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
            html.H3(words("maslikhat.how.title")),
            *[html.P(words(f"maslikhat.how.{n}")) for n in (1, 2, 3)],
        ],
        className="prose",
        id="numbers",
    )


def _hint(codes: list[str], state: State, words: Words) -> html.P | None:
    """What to do where one council is shown: the others, a step away; or that one was chosen twice."""
    if len(codes) > 1:
        return None
    others = [(code, name) for code, name in council_options(words) if code != codes[0]]
    said = "maslikhat.numbers.same" if state["with"] == codes[0] else "maslikhat.numbers.compare"
    parts: list[Any] = [words(said)]
    for code, name in others:
        address = link(words.lang, "maslikhat", to_query(PAGE.params, state | {"with": code}))
        parts += [" " if len(parts) == 1 else " · ", html.A(name, href=address)]
    return html.P(parts) if others else None


def _largest(code: str, council: Council, words: Words) -> Any:
    label = words.label("party", council.largest, short=True)
    seats = council.parties.get(council.largest, council.missing)
    return f"{label}, {words.count('maslikhat.seats', seats)}"


def _entrepreneurs(code: str, council: Council, words: Words) -> Any:
    rows = rows_of(table("maslikhat"), code, "occupation")
    known = records(rows[rows["category"] == ENTREPRENEURS])
    if not known:
        return words("maslikhat.numbers.unknown")
    row = known[0]
    return [
        _share(
            row["seats"], row["seats_total"], words.percent(row["seats"] / row["seats_total"] * 100, 1), words
        ),
        *_tag(row["seats_is_inferred"], words),
    ]


def _met(code: str, council: Council, words: Words) -> Any:
    """How many of the people asked in the city have met a deputy."""
    survey = table("survey")
    rows = survey[
        (survey["item"] == "met_deputy")
        & (survey["answer"] == "yes")
        & (survey["city"] == SURVEYED.get(council.place))
    ]
    if "wave" in rows:
        rows = rows[rows["wave"] == SURVEY_WAVE]
    if rows.empty:
        return words("maslikhat.numbers.not_asked")
    row = rows.iloc[0]
    share = words.percent(row["pct"], int(row["decimals"] > 0))
    # A share that no whole number of people gives has no count.
    said = share if pd.isna(row["count"]) else _share(row["count"], row["base_n"], share, words)
    return [said, *_tag(row["base_is_inferred"], words)]


def _share(part: int, whole: int, share: str, words: Words) -> str:
    return f"{words('number.of', n=words.number(part), all=words.number(whole))} ({share})"


def _tag(is_inferred: bool, words: Words) -> list[Any]:
    return [" ", html.Span(words("inferred"), className="tag")] if is_inferred else []


def _left_out(code: str, council: Council, words: Words) -> str:
    return words("number.of", n=words.number(council.missing), all=words.number(council.seats))


MEASURES: dict[str, Callable[[str, Council, Words], Any]] = {
    "seats": lambda code, council, words: words.number(council.seats),
    "largest": _largest,
    "share": lambda code, council, words: say_range(council.share, words, decimals=1, is_percent=True),
    "effective": lambda code, council, words: say_range(council.effective, words, decimals=2),
    "left_out": _left_out,
    "entrepreneurs": _entrepreneurs,
    "met": _met,
}


def _quotas(words: Words, state: State) -> html.Section:
    """The proposed minimums and the checker: one form, since both are about the chosen level."""
    lowest = minimums(table("maslikhat_quotas"), state["level"])
    levels = dbc.RadioItems(
        id="quota-level",
        name=LEVEL.name,
        value=state["level"],
        options=[{"value": code, "label": text} for code, text in level_options(words)],
        className="segments",
    )
    return html.Section(
        [
            html.H2(words("maslikhat.quotas.section")),
            html.P(words("maslikhat.quotas.lead"), className="prose"),
            html.Form(
                [
                    *_kept([COUNCIL, WITH, *[p for p in GROUPS if p.name not in lowest]], state),
                    html.Fieldset(
                        [html.Legend(words("maslikhat.control.level")), levels], className="field-radios"
                    ),
                    chart_block("maslikhat-quotas", state, words, level=3),
                    html.H3(words("maslikhat.check.title")),
                    html.P(words("maslikhat.check.help.1"), className="prose"),
                    html.P(words("maslikhat.check.help.2", seats=words.number(ALMATY)), className="prose"),
                    checker(lowest, SEATS, GROUPS, state, words),
                    html.P(words("maslikhat.check.overlap"), className="prose chart-note"),
                ],
                action=link(words.lang, "maslikhat") + "#quotas",
                method="get",
                className="quotas",
                autoComplete="off",
                **{"data-level": LEVEL.default},
            ),
        ],
        id="quotas",
    )


def _amendments(words: Words) -> html.Section:
    """What the project would change in the laws, in our own words."""
    head = [
        html.Th(words(f"maslikhat.amendments.{name}"), scope="col")
        for name in ("where", "today", "proposal", "status")
    ]
    amendments = table("maslikhat_amendments")
    laws = "; ".join(words.label("law", law) for law in amendments["law"].unique())
    rows = []
    for row in records(amendments):
        kind = "paragraph" if row["paragraph"] else "article"
        place = words(
            f"maslikhat.amendments.place.{kind}", article=row["article"], paragraph=row["paragraph"]
        )
        rows.append(
            html.Tr(
                [
                    html.Th(
                        [
                            html.B(place),
                            html.Br(),
                            html.Span(words.label("law", row["law"], short=True), className="law"),
                        ],
                        scope="row",
                    ),
                    html.Td(row[f"today_{words.lang}"]),
                    html.Td(row[f"proposal_{words.lang}"]),
                    html.Td(words.label("amendment_status", row["amendment_status"])),
                ]
            )
        )
    return html.Section(
        [
            html.H2(words("maslikhat.amendments.title")),
            html.P(words("maslikhat.amendments.lead"), className="prose"),
            reading_table(head, rows, words("maslikhat.amendments.title"), "amendments stack"),
            html.P(words("maslikhat.amendments.laws", laws=laws), className="prose chart-note"),
            html.P(html.A(words("maslikhat.amendments.csv"), href="/data/maslikhat_amendments.csv"), className="chart-line"),
        ],
        id="amendments",
    )  # fmt: skip


PAGE = Page("maslikhat", _body, _controls, params=(COUNCIL, WITH, LEVEL, SEATS, *GROUPS))
