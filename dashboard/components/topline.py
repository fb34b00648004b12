"""The questions of a wave, one after another, each with a compact table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from catalogue.survey import Questionnaire, Wave
from dashboard.components.crosstab import answers_table
from dashboard.components.page import link
from dashboard.crosstab.files import topline_head
from dashboard.crosstab.names import asked_if
from dashboard.crosstab.topline import Entry
from dashboard.i18n import Words


def topline_questions(
    entries: Sequence[Entry], wave: Wave, questionnaire: Questionnaire, words: Words
) -> list[html.Section]:
    """What was asked, of whom, and what was answered; or why that is not known."""
    return [_question(entry, wave, questionnaire, words) for entry in entries]


def _question(entry: Entry, wave: Wave, questionnaire: Questionnaire, words: Words) -> html.Section:
    question = entry.question
    number = f"{question.number}. " if question.number else ""
    asked = f"{number}{words.text(question.text)}"
    parts: list[Any] = [html.H3(asked, id=f"question-{question.id}")]
    if filtered := asked_if(question, questionnaire, words):
        parts.append(html.P(filtered, className="chart-note"))
    if question.kind == "multiple":
        parts.append(html.P(words("crosstab.note.multiple"), className="chart-note"))
    if entry.reason:
        parts.append(html.P(words(f"topline.{entry.reason}"), className="chart-note"))
    if not entry.columns:
        answers = " · ".join(words.text(answer.text) for answer in question.answers)
        parts.append(html.P(f"{words('wording.answers')} {answers}", className="chart-note"))
    else:
        heads = [topline_head(column.code, words) for column in entry.columns]
        rows = [words.text(question.answer(code).text) for code in entry.rows]
        parts.append(answers_table(entry.columns, heads, rows, asked, words))
    parts += [
        html.P(words.text(reported.differs), className="chart-note")
        for reported in question.reported
        if reported.differs and not wave.has_responses
    ]
    if entry.columns and not entry.reason:
        query = f"wave={wave.id}&question={question.id}"
        parts.append(
            html.P(
                html.A(words("topline.cross"), href=link(words.lang, "crosstab", query)),
                className="chart-line",
            )
        )
    return html.Section(parts, className="topline-question")
