"""The surveys of city residents: one question, its answers by city, and whether the cities differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.survey import NO_CITY, POOLED
from dashboard.figures.drawing import GAP, TICK_SIZE, Drawing, Figure, layout
from dashboard.figures.survey_answers import (
    Answers,
    answer_name,
    base_kind,
    city_name,
    decimals,
    estimate,
    is_tiny,
    read_answers,
    share,
)
from dashboard.figures.svg_text import wrap_label
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State
from stats.intervals import SMALL_BASE, WIDE_INTERVAL

ROW = 25  # px for a city
NAMES = 160  # px for the names: headings are bold, and so wider than elsewhere
LINE_SLOTS = 0.36  # rows that half of one more line of a heading takes
COLUMNS = [
    "wave", "topic", "question_id", "item", "answer", "city", "pct_printed", "pct", "pct_low", "pct_high", "count",
    "base_n", "base_is_inferred", "is_corrected", "finding_id", "source_id", "source_ref",
]  # fmt: skip
WEIGHTED = ["pct_weighted", "weighted_low", "weighted_high", "base_effective"]


def plot_survey(topic: str, tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """The answers to one question by city, % of those who answered; the chosen answer stands out."""
    found = read_answers(tables, topic, state)
    wave = words.label("wave", state["wave"])
    if found is None:
        empty = tables["survey"].head(0)[COLUMNS]
        title = words("survey.title.none", topic=words.label("survey_topic", topic))
        return Drawing(title, wave, title, {"data": [], "layout": layout(height=40)}, empty)
    is_weighted = bool(found.rows["base_effective"].notna().any())
    legend: list[tuple[str, ...]] = [
        (words("survey.legend.chosen", answer=answer_name(found, words)), "accent")
    ]
    if len(found.answers) > 1:
        legend.append((words("survey.legend.others"), "soft"))
    if POOLED in set(found.rows["city"]):
        legend.append((words("survey.row.all"), "ink", "square"))
    return Drawing(
        title=_title(found, words),
        subtitle=words(
            f"survey.subtitle.{base_kind(found)}",
            item=words.label("survey_item", found.item),
            wave=wave,
        ),
        summary=_summary(found, words),
        figure=_figure(found, words),
        data=found.rows[COLUMNS + (WEIGHTED if is_weighted else [])].reset_index(drop=True),
        note=_note(found, words),
        legend=tuple(legend),
        where=_where(found, words),
    )


def _figure(found: Answers, words: Words) -> Figure:
    """A row per answer and city: a band for the interval, a mark for the share; answers are headed in bold."""
    ticks: dict[float, str] = {}
    rows: list[tuple[float, dict[str, Any]]] = []
    place = 0.0
    for answer in found.answers:
        name = words.label("survey_answer", answer, short=True)
        if len(found.rows) > len(found.answers):
            lines = wrap_label(name, NAMES - GAP - 24, TICK_SIZE).split("<br>")
            place += (len(lines) - 1) * LINE_SLOTS
            ticks[place] = "<br>".join(f"<b>{line}</b>" for line in lines)
            place += 1 + (len(lines) - 1) * LINE_SLOTS
        for row in records(found.rows[found.rows["answer"] == answer]):
            rows.append((place, row))
            ticks[place] = name if row["city"] == NO_CITY else city_name(row, words)
            place += 1
    shown = [(place, row, *estimate(row)) for place, row in rows if not is_tiny(row)]
    tiny = [(place, row) for place, row in rows if is_tiny(row)]
    highest = max((high or value for _, _, value, _, high in shown), default=10)
    upper = min(100, max(20, -(-highest // 10) * 10))
    beside = upper / 25  # where there is no band, the label stands beside the mark
    lit = [row["answer"] == found.answer for _, row, *_ in shown]
    hover = [_hover(row, words) for _, row, *_ in shown]
    band = {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, *_ in shown],
        "base": [value if low is None else low for _, _, value, low, _ in shown],
        "x": [0.01 if low is None or high is None else high - low for _, _, _, low, high in shown],
        "marker": {"color": ["accent" if is_lit else "soft" for is_lit in lit]},
        "opacity": 0.7,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textposition": "none",
    }
    # Labels are a trace of their own: the band's opacity would fade them.
    labels = {
        "type": "bar",
        "orientation": "h",
        "y": [place for place, *_ in shown] + [place for place, _ in tiny],
        "base": [value + beside if high is None else high for _, _, value, _, high in shown]
        + [0] * len(tiny),
        "x": [0.01] * (len(shown) + len(tiny)),
        "marker": {"color": "rgba(0,0,0,0)"},
        "text": [share(value, decimals(row), words) for _, row, value, *_ in shown]
        + [words("survey.tiny")] * len(tiny),
        "textposition": "outside",
        "constraintext": "none",
        "textfont": {"size": TICK_SIZE},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "y": [place for place, *_ in shown],
        "x": [value for _, _, value, *_ in shown],
        "marker": {
            "color": [_mark_color(row, is_lit) for (_, row, *_), is_lit in zip(shown, lit, strict=True)],
            "size": [11 if is_lit else 8 for is_lit in lit],
            "opacity": 1,  # of marks of several sizes Plotly draws 0.7 otherwise
            "symbol": ["square" if row["city"] == POOLED else "circle" for _, row, *_ in shown],
        },
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    traces = [band, labels, marks]
    if any(not pd.isna(row["pct_weighted"]) for _, row, *_ in shown):
        traces.append(
            marks
            | {
                "x": [row["pct"] for _, row, *_ in shown],
                "marker": {"color": "ink", "size": 8, "symbol": "circle-open"},
            }
        )
    return {
        "data": traces,
        "layout": layout(
            height=round(ROW * place) + 16,
            barmode="overlay",
            bargap=0.6,
            margin={"l": NAMES, "r": 64, "t": 8, "b": 8},
            xaxis={"range": [0, upper], "visible": False, "fixedrange": True},
            yaxis={
                "range": [place - 0.5, -0.5],
                "tickvals": list(ticks),
                "ticktext": list(ticks.values()),
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticks": "",
                "tickfont": {"size": TICK_SIZE},
                "ticklabelstandoff": GAP,
                "automargin": False,
            },
        ),
    }


def _mark_color(row: Mapping[str, Any], is_lit: bool) -> str:
    """Dark on its band; where there is none, what the band would be."""
    if row["city"] == NO_CITY:
        return "accent" if is_lit else "muted"
    return "ink" if is_lit else "text-2"


def _hover(row: Mapping[str, Any], words: Words) -> str:
    value, low, high = estimate(row)
    place = words("survey.row.means") if row["city"] == NO_CITY else city_name(row, words)
    text = words(
        "survey.hover",
        city=place,
        answer=words.label("survey_answer", row["answer"]),
        value=share(value, decimals(row), words),
    )
    if low is None or high is None:
        return text
    return text + "<br>" + words("survey.interval", low=words.number(low), high=words.percent(high))


def _title(found: Answers, words: Words) -> str:
    """What the test allows to say of the chosen answer."""
    said = {"item": words.label("survey_item", found.item), "answer": answer_name(found, words)}
    if found.test is None:
        only = found.chosen
        if len(only) == 1:
            value = share(estimate(only[0])[0], decimals(only[0]), words)
            return words("survey.title.single", **said, value=value)
        return words("survey.title.untested", **said)
    if not found.test["differs"]:
        return words("survey.title.alike", **said)
    if not found.found:
        return words("survey.title.unpaired", **said)
    first = found.found[0]
    high, low = (first["city"], first["other_city"])[:: 1 if first["difference_pct"] > 0 else -1]
    rows = {row["city"]: row for row in found.cities}
    return words(
        "survey.title.differs",
        **said,
        high=words.label("city", high),
        high_value=share(estimate(rows[high])[0], decimals(rows[high]), words),
        low=words.label("city", low),
        low_value=share(estimate(rows[low])[0], decimals(rows[low]), words),
    )


def _summary(found: Answers, words: Words) -> str:
    """The chosen answer in every city, with interval and base."""
    parts = []
    for row in found.chosen:
        value, low, high = estimate(row)
        if is_tiny(row):
            parts.append(words("survey.summary.tiny", city=city_name(row, words)))
            continue
        text = words(
            "survey.summary.city", city=city_name(row, words), value=share(value, decimals(row), words)
        )
        if low is not None and high is not None:
            text += " " + words("survey.summary.interval", low=words.number(low), high=words.percent(high))
        parts.append(text)
    return words(
        "survey.summary",
        item=words.label("survey_item", found.item),
        answer=answer_name(found, words),
        cities="; ".join(parts),
    )


def _note(found: Answers, words: Words) -> str:
    """What the reader must know of these numbers: bases, intervals, sums."""
    rows = found.cities
    kind = base_kind(found)
    notes = [words(f"survey.note.{kind}")]
    small = [
        words.label("city", row["city"])
        for row in rows
        if not pd.isna(row["base_n"]) and row["base_n"] < SMALL_BASE
    ]
    if small:
        notes.append(words("survey.note.small", n=words.number(SMALL_BASE), cities=", ".join(small)))
    wide = [
        words.label("city", row["city"])
        for row in rows
        if not is_tiny(row) and _width(row) > WIDE_INTERVAL * 100
    ]
    if wide:
        notes.append(words("survey.note.wide", cities=", ".join(wide)))
    notes += _asked(found, words)
    if found.rows["question_id"].nunique() > 1:
        notes.append(words("survey.note.questions"))
    if any(row["fits_base"] is False for row in records(found.rows)):
        notes.append(words("survey.note.misfit"))
    return " ".join(notes)


def _asked(found: Answers, words: Words) -> list[str]:
    """How many answers could be chosen, and who was asked, where that is not one and everyone."""
    row = found.chosen[0]
    questionnaire = load().asked_in(row["wave"])
    question = questionnaire.question(row["question_id"])
    notes = [words("survey.note.multiple")] if question.kind == "multiple" else []
    differing = [
        words.text(reported.differs)
        for reported in question.reported
        if reported.differs and (reported.topic or question.topic) == row["topic"] and row["pct_printed"]
    ]
    notes += differing if base_kind(found) != "counted" else []
    if question.asked_if and base_kind(found) == "counted":
        asked = questionnaire.question(question.asked_if.question)
        answers = ", ".join(words.text(asked.answer(code).text) for code in question.asked_if.answers)
        notes.append(words("survey.note.filtered", question=words.text(asked.text), answers=answers))
    return notes


def _width(row: Mapping[str, Any]) -> float:
    """Of the interval, in points; zero where there is none."""
    _, low, high = estimate(row)
    return 0 if low is None or high is None else high - low


def _where(found: Answers, words: Words) -> str:
    """Where the numbers stand: a table of the project, or a wave's question."""
    row = found.rows.iloc[0]
    if not pd.isna(row["thesis_table"]):
        return ""
    return words(
        "survey.where",
        wave=words.label("wave", row["wave"]),
        question=words.label("survey_question", row["question_id"]),
    )
