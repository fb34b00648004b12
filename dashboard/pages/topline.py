"""The topline of a wave: every question with all its answers, to read through, print or take as one file."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from dashboard.charts import WAVE
from dashboard.components import controls
from dashboard.components.page import Page, link
from dashboard.components.survey import disclosure
from dashboard.components.topline import topline_questions
from dashboard.crosstab.topline import topline
from dashboard.i18n import LANGUAGE_NAMES, Words
from dashboard.url_state import State


def _controls(words: Words, state: State) -> list[Any]:
    waves = [(code, words.label("wave", code)) for code in reversed(WAVE.allowed)]
    sentence = html.P(
        [
            html.Span(words("topline.control")),
            controls.select(WAVE, state, waves, words("crosstab.control.wave")),
        ],
        className="sentence",
    )
    return [controls.form([sentence], link(words.lang, "topline"), (WAVE,), words)]


def _body(words: Words, state: State) -> list[Any]:
    wave = load().waves[state["wave"]]
    questionnaire = load().questionnaires[wave.questionnaire]
    entries = topline(wave.id)
    heading = words("topline.heading", wave=words.text(wave.title))
    notes = [words("topline.note.total"), words("topline.note.signs")]
    if words.lang != questionnaire.original:
        notes.insert(0, words("topline.note.translation", language=LANGUAGE_NAMES[questionnaire.original]))
    if any(column.is_inferred for entry in entries for column in entry.columns):
        notes.append(words("crosstab.inferred"))
    return [
        html.Div(
            [
                html.H2(heading, className="chart-title"),
                html.P(
                    [
                        html.Button(words("topline.print"), type="button", className="button script-only", id="print"),
                        " ",
                        html.A(words("topline.xlsx"), href=f"/topline.xlsx?lang={words.lang}&wave={wave.id}", download=True),
                        " · ",
                        html.A(words("page.crosstab.title"), href=link(words.lang, "crosstab", f"wave={wave.id}")),
                        " · ",
                        html.A(words("crosstab.link.survey"), href=link(words.lang, "survey", f"wave={wave.id}")),
                    ],
                    className="receipt-actions",
                ),
                html.Ul([html.Li(note) for note in notes], className="crosstab-notes"),
                *topline_questions(entries, wave, questionnaire, words),
                disclosure(wave.id, words),
                html.P(
                    f"{words('chart.source.short')}: {words.text(load().sources[wave.id].citation)}",
                    className="chart-line",
                ),
            ],
            className="topline",
        )
    ]  # fmt: skip


PAGE = Page("topline", _body, _controls, params=(WAVE,), in_menu=False)
