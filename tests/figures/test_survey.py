"""The survey's charts: a row per city and answer, a band for the interval, a title that the test allows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import CHARTS, SURVEY
from dashboard.data import table
from dashboard.figures.survey import plot_survey
from dashboard.figures.survey_answers import read_answers, share
from dashboard.figures.svg import to_svg
from dashboard.i18n import LANGS, words
from dashboard.url_state import defaults

TABLES = {name: table(name) for name in ("survey", "survey_tests", "survey_pairs")}
EN = words("en")
STATES = [
    (slug, {"wave": "thesis-2022", "item": item, "answer": answer})
    for slug, (topic, _, _) in SURVEY.items()
    for item, answer in TABLES["survey"][TABLES["survey"]["topic"] == topic][["item", "answer"]]
    .drop_duplicates()
    .itertuples(index=False)
]


def plot(slug: str, lang: str = "en", tables: dict[str, pd.DataFrame] = TABLES, **state: str) -> Any:
    full = defaults(CHARTS[slug].params) | {"item": SURVEY[slug][1]} | state
    return plot_survey(SURVEY[slug][0], tables, full, words(lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("slug", "state"), STATES)
def test_every_answer_is_drawn_where_it_stands(slug: str, state: dict[str, str], lang: str) -> None:
    drawing = plot(slug, lang, **state)
    band, _, marks = drawing.figure["data"]
    rows = TABLES["survey"]
    rows = rows[(rows["topic"] == SURVEY[slug][0]) & (rows["item"] == state["item"])]
    assert len(drawing.data) == len(rows) == len(marks["x"]) == len(set(marks["y"]))
    assert sorted(marks["x"]) == sorted(rows["pct"])
    for low, width, value in zip(band["base"], band["x"], marks["x"], strict=True):
        assert low - 0.5 <= value <= low + width + 0.5
    assert max(marks["x"]) <= drawing.figure["layout"]["xaxis"]["range"][1]
    lit = [size for size in marks["marker"]["size"] if size > 8]
    assert len(lit) == len(rows[rows["answer"] == state["answer"]])
    for width in (342, 720):
        assert to_svg(drawing.figure, width=width).count("<circle") + to_svg(
            drawing.figure, width=width
        ).count("<rect") > len(rows)


@pytest.mark.parametrize(("slug", "state"), STATES)
def test_a_title_ranks_cities_only_where_the_tests_do(slug: str, state: dict[str, str]) -> None:
    title = plot(slug, **state).title
    found = read_answers(TABLES, SURVEY[slug][0], state)
    assert found is not None
    names = [EN.label("city", row["city"]) for row in found.cities if EN.label("city", row["city"]) in title]
    if found.test is not None and found.test["differs"] and found.found:
        first = found.found[0]
        assert set(names) == {EN.label("city", first["city"]), EN.label("city", first["other_city"])}
    else:
        assert names == []


def test_titles() -> None:
    assert plot("survey-deputy-meetings").title.endswith(
        "“Yes”: the cities do not differ by more than chance can give"
    )
    poor = plot("survey-authority-rating").title
    assert poor == (
        "Taking part in solving problems, “Poor”: Almaty 51.0%, Pavlodar 22.2%; chance rarely gives such a gap"
    )
    # the larger share stands first, whichever city comes first in the table
    fair = plot("survey-authority-rating", answer="satisfactory").title
    assert "“Fair”: Pavlodar 62%, Almaty 38.8%" in fair
    speech = plot("survey-channels", answer="meetings_speech").title
    assert speech.endswith("“Speaking at public meetings”: the cities can't be compared")
    assert plot("survey-satisfaction").title == "Settling personal matters, “High”: 17.85%"


def test_what_the_reader_must_know_stands_in_the_note() -> None:
    note = plot("survey-deputy-meetings").note
    assert "nothing shows that it was one" in note
    assert "Fewer than 100 people: Almaty, Shymkent, Aktobe" in note
    assert "fit no whole number of people" in plot("survey-channels").note
    assert "Only rows of one question can be compared" in plot("survey-channels").note
    assert "how many answered was not published" in plot("survey-satisfaction").note
    assert "margin of error" not in "".join(plot(slug, **state).note for slug, state in STATES)


def test_a_share_is_written_as_surveys_do() -> None:
    assert [share(value, 1, EN) for value in (None, 0.0, 0.2, 0.5, 51.04)] == [
        "n/a",
        "–",
        "*",
        "0.5%",
        "51.0%",
    ]


def changed(city: str, **columns: Any) -> dict[str, pd.DataFrame]:
    survey = TABLES["survey"].copy()
    rows = (survey["topic"] == "deputy_meetings") & (survey["city"] == city)
    for column, value in columns.items():
        survey.loc[rows, column] = value
    return TABLES | {"survey": survey}


def test_shares_on_a_tiny_base_are_not_shown() -> None:
    drawing = plot("survey-deputy-meetings", tables=changed("almaty", base_n=29))
    assert "under 30 people, share not shown" in drawing.summary and "12.2%" not in drawing.summary
    assert len(drawing.figure["data"][2]["x"]) == 8
    assert drawing.figure["data"][1]["text"].count("under 30 people") == 2
    assert "under 30" not in plot("survey-deputy-meetings", tables=changed("almaty", base_n=30)).summary


def test_a_wide_interval_makes_no_finding() -> None:
    drawing = plot("survey-deputy-meetings", tables=changed("almaty", pct_low=1.0, pct_high=32.0))
    assert "too wide to speak of the share itself: Almaty" in drawing.note
    assert "too wide" not in plot("survey-deputy-meetings").note


def test_weighted_and_unweighted_stand_side_by_side() -> None:
    weighted = {"pct_weighted": 20.0, "weighted_low": 10.0, "weighted_high": 35.0, "base_effective": 40.0}
    drawing = plot("survey-deputy-meetings", tables=changed("almaty", **weighted))
    _, _, marks, plain = drawing.figure["data"]
    assert 20.0 in marks["x"] and 12.2 not in marks["x"] and 12.2 in plain["x"]
    assert "Almaty (49) 20.0% [10–35%]" in drawing.summary
    assert {"pct", "pct_weighted", "base_effective"} <= set(drawing.data.columns)


def test_a_wave_without_the_topic_says_so() -> None:
    survey = TABLES["survey"][TABLES["survey"]["topic"] != "channels"]
    drawing = plot("survey-channels", tables=TABLES | {"survey": survey})
    assert drawing.title == "Not asked in this wave: Feedback channels" and drawing.data.empty
    assert to_svg(drawing.figure, width=342)


def test_who_was_asked_is_said_where_it_is_not_everyone() -> None:
    survey = TABLES["survey"][TABLES["survey"]["topic"] == "satisfaction"]
    counted = survey.assign(base_n=80, base_is_inferred=False, city="almaty")
    drawing = plot("survey-satisfaction", tables=TABLES | {"survey": counted})
    assert "Put only to those who answered “How many times a year" in drawing.note
    assert "Once a year, More than once a year" in drawing.note
    assert "Put only" not in plot("survey-satisfaction").note + plot("survey-channels").note
