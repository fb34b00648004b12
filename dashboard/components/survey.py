"""What belongs beside any result of a survey: the exact words that were asked, and who asked whom and how."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from catalogue.survey import DISCLOSURE, Question, Questionnaire
from dashboard.components.chart import details
from dashboard.crosstab.names import asked_if
from dashboard.i18n import Words


def wording(question: Question, wave: str, words: Words) -> html.Div:
    """A question as it was put: its words and answers, who was asked, and where the published table differs from it.

    In another language than it was asked in it is marked as a translation, with the original below.
    """
    questionnaire = load().asked_in(wave)
    number = f"{question.number}. " if question.number else ""
    is_translated = words.lang != questionnaire.original
    parts: list[Any] = [
        html.P([number, *quoted(question, questionnaire, words)], className="wording-question")
    ]
    if is_translated:
        original = question.text[questionnaire.original]
        language = words.language(questionnaire.original)
        parts.append(
            html.P(
                [
                    words("wording.original", language=language),
                    " ",
                    html.Span(original, lang=questionnaire.original),
                ],
                className="chart-note",
            )
        )
    answers = " · ".join(words.text(answer.text) for answer in question.answers)
    several = f" {words('wording.several')}" if question.kind == "multiple" else ""
    parts.append(html.P([words("wording.answers"), " ", answers, several and "." + several]))
    if filtered := asked_if(question, questionnaire, words):
        parts.append(html.P(filtered))
    parts += [
        html.P(
            [
                html.Span(words("wording.differs", table=words.number(reported.table)), className="tag"),
                " ",
                words.text(reported.differs),
            ]
        )
        for reported in question.reported
        if reported.differs and not load().waves[wave].has_responses
    ]
    return html.Div(parts, className="wording")


def quoted(question: Question, questionnaire: Questionnaire, words: Words) -> list[Any]:
    """The question's words in quotation marks; those of a translation marked as such."""
    text = words("wording.quoted", text=words.text(question.text))
    if words.lang == questionnaire.original:
        return [text]
    return [text, " ", html.Span(words("wording.translation"), className="tag")]


def disclosure(wave: str, words: Words) -> html.Details:
    """What AAPOR asks every survey to tell, with "not stated" where the source does not."""
    told = load().waves[wave].disclosure
    items: list[Any] = []
    for name in DISCLOSURE:
        items.append(html.Dt(words.label("disclosure", name)))
        items.append(
            html.Dd(words.text(told[name]) if name in told else words("disclosure.missing"),
                    className="" if name in told else "is-missing")
        )  # fmt: skip
    return details(
        words("disclosure.title"),
        [html.P(words("disclosure.why"), className="chart-note"), html.Dl(items, className="facts")],
        "disclosure",
    )
