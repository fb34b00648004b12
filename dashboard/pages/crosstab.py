"""Cross-tabs of the surveys: any question by anything else that was asked, as far as there are answers."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from catalogue.survey import Question, Wave
from dashboard.charts import WAVE
from dashboard.components import controls
from dashboard.components.crosstab import crosstab_block, limits_block, refusal_block
from dashboard.components.page import Page, link
from dashboard.crosstab import margins, names
from dashboard.crosstab.state import (
    ANSWERS,
    BY,
    DONT_KNOW,
    EVERYONE,
    FILTER,
    INTERVALS,
    LETTERS,
    PARAMS,
    PERCENT,
    QUESTION,
    WEIGHTS,
    Refusal,
    breaks,
    find,
    has_dont_know,
    offers,
    settle,
)
from dashboard.crosstab.table import crosstab
from dashboard.i18n import Words
from dashboard.url_state import Choice, State

# What a wave without respondents can't be crossed by, and the reasons in their order.
REASONS = ("unreported", "partial", "no_cities")


def _controls(words: Words, state: State) -> list[Any]:
    wave = load().waves[state["wave"]]
    questionnaire = load().questionnaires[wave.questionnaire]
    question = find(questionnaire, state["question"])
    waves = [(code, words.label("wave", code)) for code in reversed(WAVE.allowed)]
    chosen: list[tuple[str, Choice, list[tuple[str, str]]]] = [
        ("question", QUESTION, _questions(wave, state, words)),
        ("break", BY, _breaks(wave, question, state, words)),
        ("wave", WAVE, waves),
    ]
    if find(questionnaire, state["by"]):
        chosen.append(("percent", PERCENT, _words("percent", PERCENT, words)))
    sentence = [_pair(name, param, state, own, words) for name, param, own in chosen]
    more = [
        *_filter(wave, state, words),
        html.P(_switches(wave, question, state, words), className="sentence"),
    ]
    is_changed = any(state[p.name] != p.default for p in (FILTER, DONT_KNOW, WEIGHTS, LETTERS, INTERVALS))
    fields = [
        html.P(sentence, className="sentence"),
        html.Details(
            [html.Summary(words(f"crosstab.control.{'more' if wave.has_responses else 'view'}")), *more],
            open=is_changed,
            className="panel-filter",
        ),
    ]
    return [controls.form(fields, link(words.lang, "crosstab"), PARAMS, words)]


def _pair(name: str, param: Choice, state: State, own: list[tuple[str, str]], words: Words) -> html.Span:
    """A control with its word before it, which stay together where the line breaks."""
    label = words(f"crosstab.control.{name}")
    return html.Span([html.Span(f"{label}:"), controls.select(param, state, own, label)], className="pair")


def _questions(wave: Wave, state: State, words: Words) -> list[tuple[str, str]]:
    """What the wave offers, and what is shown if that is something else."""
    there = {question.id: names.numbered(question, words) for question in offers(wave)}
    if state["question"] not in there:
        there[state["question"]] = words("crosstab.control.none", what=_named(wave, state["question"], words))
    return list(there.items())


def _breaks(wave: Wave, question: Question | None, state: State, words: Words) -> list[tuple[str, str]]:
    questionnaire = load().questionnaires[wave.questionnaire]
    there = {
        code: names.break_option(code, find(questionnaire, code), words) for code in breaks(wave, question)
    }
    if state["by"] not in there:
        there[state["by"]] = words("crosstab.control.none", what=_named(wave, state["by"], words))
    return list(there.items())


def _named(wave: Wave, code: str, words: Words) -> str:
    own = find(load().questionnaires[wave.questionnaire], code)
    if own is None:
        questionnaires = load().questionnaires.values()
        own = next((q for one in questionnaires for q in one.questions if code in (q.id, q.role)), None)
    return names.break_option(code, own, words)


def _words(name: str, param: Choice, words: Words) -> list[tuple[str, str]]:
    return [(code, words(f"crosstab.{name}.{code}")) for code in param.allowed]


def _filter(wave: Wave, state: State, words: Words) -> list[Any]:
    """Whom to count: where there are respondents, those who gave certain answers to a question."""
    questionnaire = load().questionnaires[wave.questionnaire]
    only = find(questionnaire, state["filter"])
    if not wave.has_responses and state["filter"] == EVERYONE:
        return []
    codes = [EVERYONE, *(question.id for question in questionnaire.questions if wave.has_responses)]
    if state["filter"] not in codes:
        codes.append(state["filter"])
    options = [
        (code, names.break_option(code, find(questionnaire, code), words))
        if code == EVERYONE or find(questionnaire, code)
        else (code, _named(wave, code, words))
        for code in codes
    ]
    fields: list[Any] = [html.P(_pair("filter", FILTER, state, options, words), className="sentence")]
    if only is not None:
        answers = [(answer.code, words.text(answer.text)) for answer in only.answers]
        fields.append(controls.checks(ANSWERS, state, answers, words("crosstab.control.answers")))
    return fields


def _switches(wave: Wave, question: Question | None, state: State, words: Words) -> list[Any]:
    """What the table shows, each on or off."""
    shown = [("letters", LETTERS, True), ("intervals", INTERVALS, True)]
    has_weights = margins.is_weighted(wave.id)
    asks = question is not None and has_dont_know(question)
    shown = [("dk", DONT_KNOW, asks), ("weights", WEIGHTS, has_weights), *shown]
    return [
        controls.select(param, state, _words(name, param, words), words(f"crosstab.control.{name}"))
        for name, param, is_there in shown
        if is_there
    ]


def _body(words: Words, state: State) -> list[Any]:
    found = crosstab(state)
    wave = load().waves[state["wave"]]
    if isinstance(found, Refusal):
        block = refusal_block(found, state, words)
        is_about_wave = found.reason in (*REASONS, "margins")
    else:
        block, is_about_wave = crosstab_block(found, state, words), False
    if wave.has_responses:
        return [block]
    return [block, limits_block(_missing(wave, words), words, is_open=is_about_wave)]


def _missing(wave: Wave, words: Words) -> list[tuple[str, list[str]]]:
    """The questions that can't be crossed, by reason."""
    by_reason: dict[str, list[str]] = {reason: [] for reason in REASONS}
    for question in load().questionnaires[wave.questionnaire].questions:
        reason = margins.missing(wave, question)
        if reason and question.role != "city":
            by_reason[reason].append(names.numbered(question, words))
    return [(reason, questions) for reason, questions in by_reason.items() if questions]


# Too many tables to draw beforehand, and the tests need libraries that most readers never do.
PAGE = Page("crosstab", _body, _controls, params=PARAMS, settle=settle, parent="survey", is_warm=False)
