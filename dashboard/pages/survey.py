"""The surveys: a topic at a time, with what the numbers allow to say of it."""

from __future__ import annotations

from typing import Any

from dash import html

from catalogue.loader import load
from catalogue.survey import ALL_ANSWERS, POOLED, Claim
from dashboard.charts import CHARTS, SURVEY, WAVE, WAVES, Chart
from dashboard.components import controls
from dashboard.components.chart import chart_block
from dashboard.components.page import Page, link
from dashboard.components.survey import disclosure, wording
from dashboard.components.survey_findings import answers_by_city, claims, do_cities_differ
from dashboard.data import table
from dashboard.figures.survey_answers import Answers, matching, read_answers
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import Choice, State, to_query

CHART_OF = {topic: CHARTS[slug] for slug, (topic, _, _) in SURVEY.items()}
TOPIC = Choice("topic", tuple(CHART_OF), "channels")
AUTO = "auto"  # the topic's own first item or answer: left out of the address


def _every(name: str) -> Choice:
    """What any topic's chart allows for a parameter."""
    params = [
        p for chart in CHART_OF.values() for p in chart.params if isinstance(p, Choice) and p.name == name
    ]
    return Choice(name, (AUTO, *dict.fromkeys(code for param in params for code in param.allowed)), AUTO)


# Another topic is another chart, with its own items and answers.
RESETS = {"topic": ("item", "answer")}
PARAMS = (TOPIC, WAVE, _every("item"), _every("answer"))


def _settle(state: State) -> State:
    """An item or answer that the topic does not have, or shows anyway, is not part of the address."""
    own = {param.name: param for param in CHART_OF[state["topic"]].params}
    settled = dict(state)
    for name in ("item", "answer"):
        param = own.get(name)
        if not isinstance(param, Choice) or state[name] not in param.allowed or state[name] == param.default:
            settled[name] = AUTO
    return settled


def _tables() -> dict[str, Any]:
    return {name: table(name) for name in ("survey", "survey_tests", "survey_pairs")}


def options(chart: Chart, param: Choice, state: State, words: Words) -> list[tuple[str, str]]:
    """The items or answers that a chart's wave has."""
    survey = table("survey")
    rows = survey[(survey["wave"] == state["wave"]) & (survey["topic"] == SURVEY[chart.slug][0])]
    if param.name == "answer" and state.get("item") in set(rows["item"]):
        rows = rows[rows["item"] == state["item"]]
    there = set(rows[param.name])
    return [(code, words.label(f"survey_{param.name}", code)) for code in param.allowed if code in there]


def wave_options(words: Words) -> list[tuple[str, str]]:
    """The waves, the newest first."""
    return [(wave.id, words.text(wave.title)) for wave in reversed(WAVES)]


def _controls(words: Words, state: State) -> list[Any]:
    chart = CHART_OF[state["topic"]]
    own = chart.own(state)
    topics = [(topic, words.label("survey_topic", topic)) for topic in CHART_OF]
    fields = [
        html.Span(words("survey.control.show")),
        controls.select(TOPIC, state, topics, words("survey.control.topic")),
    ]
    for param in chart.params:
        if isinstance(param, Choice) and param is not WAVE:
            label = words(f"survey.control.{param.name}")
            fields.append(controls.select(param, own, options(chart, param, own, words), label))
    fields.append(controls.select(WAVE, state, wave_options(words), words("survey.control.wave")))
    sentence = html.P(fields, className="sentence")
    params = (TOPIC, *chart.params)
    return [controls.form([sentence], link(words.lang, "survey"), params, words, RESETS)]


def _topics(words: Words, state: State) -> html.Nav:
    """The seven topics, each with what the tests of its questions say."""
    items = []
    for topic in CHART_OF:
        address = link(words.lang, "survey", to_query(PARAMS, {"topic": topic, "wave": state["wave"]}))
        here = {"aria-current": "true"} if topic == state["topic"] else {}
        items.append(
            html.Li(
                [
                    html.A(words.label("survey_topic", topic), href=address, **here),
                    html.Span(_topic_said(topic, state["wave"], words)),
                ]
            )
        )
    title = words("survey.topics")
    return html.Nav([html.H2(title), html.Ol(items)], className="survey-topics", **{"aria-label": title})


def _topic_said(topic: str, wave: str, words: Words) -> str:
    """In which of a topic's questions the cities differ; a question that another topic shows is left to it."""
    tests = matching(table("survey_tests"), {"wave": wave, "topic": topic, "answer": ALL_ANSWERS})
    tests = tests[tests["test"] != "untested"].drop_duplicates("item")
    names = {
        verdict: [words.label("survey_item", item) for item in own["item"]]
        for verdict, own in tests.groupby("differs")
    }
    if tests.empty:
        return words("survey.topic.untested")
    if len(names) == 2:
        return words("survey.topic.some", differing="; ".join(names[True]), alike="; ".join(names[False]))
    return words("survey.topic.differs" if True in names else "survey.topic.alike")


def _body(words: Words, state: State) -> list[Any]:
    chart = CHART_OF[state["topic"]]
    own = chart.own(state)
    found = read_answers(_tables(), state["topic"], own)
    parts: list[Any] = [chart_block(chart.slug, own, words)]
    if found:
        parts += [do_cities_differ(found, words), answers_by_city(found, words), *_waves(found, words)]
        parts.append(_wording(found, state["wave"], words))
    said = [
        row
        for row in records(table("survey_claims"))
        if (row["wave"], row["topic"]) == (state["wave"], state["topic"])
    ]
    if state["wave"] in load().claims:
        parts.append(claims(said, {row["claim_id"]: _why(row, words) for row in said}, words))
    return [*parts, _topics(words, state), disclosure(state["wave"], words), _more(words, state)]


def _wording(found: Answers, wave: str, words: Words) -> html.Section:
    questionnaire = load().asked_in(wave)
    ids = list(dict.fromkeys(found.rows["question_id"]))
    return html.Section(
        [
            html.H2(words("survey.wording.title")),
            *[wording(questionnaire.question(question_id), wave, words) for question_id in ids],
        ],
        className="prose",
    )


def _why(row: dict[str, Any], words: Words) -> list[Any]:
    """The comparisons behind a verdict, in words, and what the audit doubts."""
    claim = next(claim for claim in load().claims[row["wave"]] if claim.id == row["claim_id"])
    parts: list[Any] = [_comparisons(row, claim, words)]
    if claim.findings:
        parts += [" ", words("survey.claims.caveat"), " "]
        findings = {found["finding_id"]: found for found in records(table("audit_findings"))}
        parts += [
            html.A(findings[name][f"where_{words.lang}"], href=link(words.lang, "audit") + f"#{name}")
            for name in claim.findings
        ]
    return parts


def _comparisons(row: dict[str, Any], claim: Claim, words: Words) -> str:
    if claim.kind == "untestable":
        return words.text(claim.reason)
    if claim.kind == "level":
        return _level(row["wave"], claim, words)
    held, every = row["comparisons_held"], row["comparisons"]
    by_name = dict(entry.rsplit(" ", 1) for entry in row["comparisons_by_name"].split("; "))
    answers = ", ".join(
        words("survey.legend.chosen", answer=words.label("survey_answer", answer)) for answer in claim.answers
    )
    if claim.kind == "leads":
        yes, no = (
            [words.label("city", city) for city in by_name if by_name[city][0] == sign] for sign in "10"
        )
        return words("survey.claims.held.leads", yes=", ".join(yes) or "–", no=", ".join(no) or "–")
    if claim.kind == "order":
        if not held:
            return words("survey.claims.held.none", answers=answers)
        pairs = [_pair_said(pair, ratio, words) for pair, ratio in by_name.items()]
        return words("survey.claims.held.order", answers=answers, pairs="; ".join(pairs))
    if held == every:
        return words("survey.claims.held.equal", all=words.number(every))
    return words(
        "survey.claims.held.differ", answers=answers, n=words.number(every - held), all=words.number(every)
    )


def _pair_said(pair: str, ratio: str, words: Words) -> str:
    high, low = (words.label("city", city) for city in pair.split(">"))
    held, every = ratio.split("/")
    return words("survey.claims.pair", high=high, low=low, n=held, all=every)


def _level(wave: str, claim: Claim, words: Words) -> str:
    survey = table("survey")
    key = {
        "wave": wave,
        "topic": claim.topic,
        "item": claim.items[0],
        "answer": claim.answers[0],
        "city": POOLED,
    }
    for name, value in key.items():
        survey = survey[survey[name] == value]
    row = records(survey)[0]
    return words("survey.claims.held.level", value=words.percent(row["pct"], row["decimals"]))


def _waves(found: Answers, words: Words) -> list[Any]:
    """The same answer in earlier waves, where the question was asked before."""
    wave = found.rows["wave"].iloc[0]
    pairs = table("survey_pairs")
    pairs = pairs[(pairs["wave"] == wave) & (pairs["other_wave"] != wave)]
    pairs = pairs[(pairs["item"] == found.item) & (pairs["answer"] == found.answer)]
    lines = []
    for pair in records(pairs):
        key = "survey.waves.differs" if pair["differs"] else "survey.waves.alike"
        lines.append(
            words(
                key,
                answer=words.label("survey_answer", found.answer),
                city=words.label("city", pair["city"]),
                older=words.label("wave", pair["other_wave"]),
                newer=words.label("wave", wave),
                gap=words("survey.points", n=_signed(pair["difference_pct"], words)),
                low_end=words.number(pair["difference_low"], 1),
                high_end=words.number(pair["difference_high"], 1),
            )
        )
    if not lines:
        return []
    return [
        html.Section(
            [html.H2(words("survey.waves.title")), html.Ul([html.Li(line) for line in lines])],
            className="prose",
        )
    ]


def _signed(value: float, words: Words) -> str:
    return ("+" if value > 0 else "−") + words.number(abs(value), 1)


def _more(words: Words, state: State) -> html.Section:
    wave = to_query((WAVE,), state)
    links = {"crosstab": link(words.lang, "crosstab", wave), "topline": link(words.lang, "topline", wave)}
    return html.Section(
        [
            html.H2(words("survey.more.title")),
            html.Ul(
                [
                    *[
                        html.Li(html.A(words(f"survey.more.{name}"), href=address))
                        for name, address in links.items()
                    ],
                    html.Li(html.A(words("survey.more.bases"), href=link(words.lang, "audit") + "#bases")),
                    html.Li(words("survey.more.wave")),
                ]
            ),
        ],
        className="prose survey-more",
    )


PAGE = Page("survey", _body, _controls, params=PARAMS, settle=_settle)
