"""The council room: who sits in the councils, what the project would change, and a check of any composition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from catalogue.loader import load
from dashboard.charts import COUNCIL, COUNCILS, LEVEL, WITH
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.council_numbers import numbers
from dashboard.components.page import Page, link
from dashboard.components.quotas import checker
from dashboard.components.tables import table as reading_table
from dashboard.data import table
from dashboard.figures.composition import NONE, WIKIPEDIA, Council, read_council, shown_councils
from dashboard.figures.maslikhat_quotas import minimums
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import Number, Param, State, to_query

MOST = 999
# Where none is typed, the checker takes the chosen council's.
SEATS = Number("seats", 1, MOST)
GROUPS = tuple(Number(code, 0, MOST) for code in load().labels["quota_group"])


def council_options(words: Words) -> list[tuple[str, str]]:
    """The councils of the table by name, the latest convocation first, and each in the reader's alphabet."""
    councils = {code: read_council(table("maslikhat"), code) for code in COUNCILS}
    terms = list(dict.fromkeys(council.convocation for council in councils.values()))
    options = [(code, _option(council, words)) for code, council in councils.items()]
    return sorted(options, key=lambda option: (terms.index(councils[option[0]].convocation), option[1]))


def _option(council: Council, words: Words) -> str:
    name = council.name(words)
    return words("maslikhat.option.unofficial", council=name) if WIKIPEDIA in council.kinds else name


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
    codes = shown_councils(state)
    return [
        chart_block("maslikhat-parties", state, words),
        numbers(codes, _hint(codes, state, words), words),
        chart_block("maslikhat-occupations", state, words),
        _quotas(words, state),
        _amendments(words),
    ]


def _hint(codes: list[str], state: State, words: Words) -> html.P | None:
    """What to do where one council is shown: those of its place or convocation, a step away; or that one was chosen
    twice."""
    if len(codes) > 1:
        return None
    own = set(codes[0].split("."))
    others = [
        (code, name)
        for code, name in council_options(words)
        if code != codes[0] and own & set(code.split("."))
    ]
    said = "maslikhat.numbers.same" if state["with"] == codes[0] else "maslikhat.numbers.compare"
    parts: list[Any] = [words(said)]
    for code, name in others:
        address = link(words.lang, "maslikhat", to_query(PAGE.params, state | {"with": code}))
        parts += [" " if len(parts) == 1 else " · ", html.A(name, href=address)]
    return html.P(parts) if others else None


def _quotas(words: Words, state: State) -> html.Section:
    """The proposed minimums and the checker: one form, since both are about the chosen level."""
    lowest = minimums(table("maslikhat_quotas"), state["level"])
    council = read_council(table("maslikhat"), state["council"])
    seats = replace(SEATS, default=council.seats)
    checked = state | {SEATS.name: state[SEATS.name] or council.seats}
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
                    html.P(
                        words(
                            "maslikhat.check.help.2",
                            council=council.name(words),
                            seats=words.number(council.seats),
                        ),
                        className="prose",
                    ),
                    checker(lowest, seats, GROUPS, checked, words),
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
