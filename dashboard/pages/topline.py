"""The topline of a wave: every question with all its answers, to read through, print or take as one file."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from dashboard import settings
from dashboard.charts import WAVE
from dashboard.components import controls
from dashboard.components.page import Page, link
from dashboard.components.survey import disclosure
from dashboard.components.topline import topline_questions
from dashboard.crosstab.files import topline_notes
from dashboard.crosstab.topline import topline
from dashboard.data import build_version
from dashboard.i18n import Words
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
    notes = [*topline_notes(wave.id, words), words("topline.note.signs")]
    if words.lang != questionnaire.original:
        notes.insert(0, words("topline.note.translation", language=words.language(questionnaire.original)))
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
                html.Div(
                    [disclosure(wave.id, words), html.P(_line(wave.id, words), className="chart-line")],
                    className="topline-about",
                ),
            ],
            className="topline",
        )
    ]  # fmt: skip


def _line(wave: str, words: Words) -> str:
    """What a printed sheet needs to be found again."""
    address = settings.SITE_URL + link(words.lang, "topline", f"wave={wave}")
    parts = {
        "chart.source.short": words.text(load().sources[wave].citation),
        "file.version": build_version(),
        "file.address": address,
    }
    return " · ".join(f"{words(key)}: {text}" for key, text in parts.items())


PAGE = Page("topline", _body, _controls, params=(WAVE,), parent="survey")
