"""The surveys of city residents: one question, its answers by city, and whether the cities differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures.drawing import GAP, TICK_SIZE, Drawing, Figure, layout
from dashboard.figures.svg_text import wrap_label
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

POOLED, NO_CITY = "overall", "all_cities_mean"
ROW = 25  # px for a city
NAMES = 160  # px for the names: headings are bold, and so wider than elsewhere
LINE_SLOTS = 0.36  # rows that half of one more line of a heading takes
SMALL_BASE, TINY_BASE = 100, 30  # people: flagged below the first, not shown below the second
WIDE = 30  # points of per cent: an interval that is wider makes no finding
COLUMNS = [
    "wave", "topic", "question_id", "item", "answer", "city", "pct_printed", "pct", "pct_low", "pct_high", "count",
    "base_n", "base_is_inferred", "is_corrected", "finding_id", "source_id", "source_ref",
]  # fmt: skip
WEIGHTED = ["pct_weighted", "weighted_low", "weighted_high", "base_effective"]


@dataclass(frozen=True)
class Answers:
    """One question of one wave: its rows of `survey`, the answers in their order, the chosen one, its test and pairs.

    `tests` are those of the question ("all_answers") and of its answers; `test` is the chosen answer's, None where the
    cities were not compared.
    """

    rows: pd.DataFrame
    item: str
    answers: tuple[str, ...]
    answer: str
    tests: list[dict[str, Any]]
    pairs: list[dict[str, Any]]

    @property
    def test(self) -> dict[str, Any] | None:
        """The test of the chosen answer."""
        return next((t for t in self.tests if t["answer"] == self.answer and t["test"] != "untested"), None)

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The rows of the chosen answer, a city each, all cities together last."""
        return records(self.rows[self.rows["answer"] == self.answer])

    @property
    def cities(self) -> list[dict[str, Any]]:
        """The rows of the chosen answer for single cities."""
        return [row for row in self.chosen if row["city"] not in (POOLED, NO_CITY)]

    @property
    def found(self) -> list[dict[str, Any]]:
        """The pairs of cities that differ, the largest difference first."""
        differing = [pair for pair in self.pairs if pair["differs"]]
        return sorted(differing, key=lambda pair: -abs(pair["difference_pct"]))


def read_answers(tables: Mapping[str, pd.DataFrame], topic: str, state: State) -> Answers | None:
    """What the state asks of a topic; None where the wave has nothing on it.

    An item or answer that the wave does not have gives way to its first one.
    """
    survey = tables["survey"]
    rows = survey[(survey["wave"] == state["wave"]) & (survey["topic"] == topic)]
    if rows.empty:
        return None
    items = rows["item"].unique().tolist()
    item = state["item"] if state.get("item") in items else items[0]
    rows = rows[rows["item"] == item]
    answers = tuple(rows["answer"].unique())
    answer = state["answer"] if state["answer"] in answers else answers[0]
    question = rows[rows["answer"] == answer]["question_id"].iloc[0]
    key = {"wave": state["wave"], "topic": topic, "item": item, "question_id": question}
    tests = _matching(tables["survey_tests"], key)
    pairs = _matching(tables["survey_pairs"], key | {"answer": answer, "other_wave": state["wave"]})
    return Answers(rows, item, answers, answer, records(tests), records(pairs))


def _matching(frame: pd.DataFrame, key: Mapping[str, str]) -> pd.DataFrame:
    for column, value in key.items():
        frame = frame[frame[column] == value]
    return frame


def plot_survey(topic: str, tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """The answers to one question by city, % of those who answered; the chosen answer stands out."""
    found = read_answers(tables, topic, state)
    wave = words.label("wave", state["wave"])
    if found is None:
        empty = tables["survey"].head(0)[COLUMNS]
        title = words("survey.title.none", topic=words.label("survey_topic", topic))
        return Drawing(title, wave, title, {"data": [], "layout": layout(height=40)}, empty)
    is_weighted = bool(found.rows["base_effective"].notna().any())
    legend: list[tuple[str, ...]] = [(words("survey.legend.chosen", answer=answer_name(found, words)), "accent")]
    if len(found.answers) > 1:
        legend.append((words("survey.legend.others"), "soft"))
    if POOLED in set(found.rows["city"]):
        legend.append((words("survey.row.all"), "ink", "square"))
    return Drawing(
        title=_title(found, words),
        subtitle=words(
            f"survey.subtitle.{_base_kind(found)}",
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


def answer_name(found: Answers, words: Words) -> str:
    """The chosen answer in the reader's words."""
    return words.label("survey_answer", found.answer)


def share(value: float | None, places: int, words: Words) -> str:
    """A share as surveys print it: an asterisk above zero and below half a per cent, a dash for zero."""
    if value is None or pd.isna(value):
        return words("survey.unknown")
    if value == 0:
        return "–"
    return "*" if value < 0.5 else words.percent(value, places)


def estimate(row: Mapping[str, Any]) -> tuple[float, float | None, float | None]:
    """Share and interval, weighted where the wave is."""
    names = ("pct", "pct_low", "pct_high")
    if not pd.isna(row["pct_weighted"]):
        names = ("pct_weighted", "weighted_low", "weighted_high")
    value, low, high = (row[name] for name in names)
    return value, None if pd.isna(low) else low, None if pd.isna(high) else high


def is_tiny(row: Mapping[str, Any]) -> bool:
    """Too few people for a share to be shown."""
    return not pd.isna(row["base_n"]) and row["base_n"] < TINY_BASE


def decimals(row: Mapping[str, Any]) -> int:
    """As many as the source has; of the tables by city, whose second decimal is always 0, one."""
    return int(row["decimals"]) if row["city"] == NO_CITY else min(int(row["decimals"]), 1)


def _base_kind(found: Answers) -> str:
    if found.rows["base_n"].isna().all():
        return "means"
    return "inferred" if found.rows["base_is_inferred"].any() else "counted"


def city_name(row: Mapping[str, Any], words: Words) -> str:
    """The city with its base."""
    if row["city"] == NO_CITY:
        return words("survey.row.means")
    name = words("survey.row.all") if row["city"] == POOLED else words.label("city", row["city"])
    return words("survey.row", city=name, n=words.number(row["base_n"]))


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
            "color": ["ink" if is_lit else "text-2" for is_lit in lit],
            "size": [11 if is_lit else 8 for is_lit in lit],
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
    kind = _base_kind(found)
    notes = [words(f"survey.note.{kind}")]
    small = [
        words.label("city", row["city"])
        for row in rows
        if not pd.isna(row["base_n"]) and row["base_n"] < SMALL_BASE
    ]
    if small:
        notes.append(words("survey.note.small", n=words.number(SMALL_BASE), cities=", ".join(small)))
    wide = [words.label("city", row["city"]) for row in rows if not is_tiny(row) and _width(row) > WIDE]
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
    catalogue = load()
    row = found.chosen[0]
    questionnaire = catalogue.questionnaires[catalogue.waves[row["wave"]].questionnaire]
    question = questionnaire.question(row["question_id"])
    notes = [words("survey.note.multiple")] if question.kind == "multiple" else []
    differing = [
        words.text(reported.differs)
        for reported in question.reported
        if reported.differs and (reported.topic or question.topic) == row["topic"] and row["pct_printed"]
    ]
    notes += differing if _base_kind(found) != "counted" else []
    if question.asked_if and _base_kind(found) == "counted":
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
