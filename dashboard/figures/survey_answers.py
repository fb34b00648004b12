"""A question of a survey by city as the tables have it, and how its shares are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalogue.survey import NO_CITY, POOLED
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State
from stats.intervals import TINY_BASE

STAR, NOTHING = "*", "–"
STAR_BELOW = 0.5  # per cent: what is above zero and below this would round to nothing
DECIMALS = 1  # of a share that is counted from people


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
    tests = matching(tables["survey_tests"], key)
    pairs = matching(tables["survey_pairs"], key | {"answer": answer, "other_wave": state["wave"]})
    return Answers(rows, item, answers, answer, records(tests), records(pairs))


def matching(frame: pd.DataFrame, key: Mapping[str, str]) -> pd.DataFrame:
    for column, value in key.items():
        frame = frame[frame[column] == value]
    return frame


def answer_name(found: Answers, words: Words) -> str:
    """The chosen answer in the reader's words."""
    return words.label("survey_answer", found.answer)


def share(value: float | None, places: int, words: Words) -> str:
    """A share as surveys print it: an asterisk above zero and below half a per cent, a dash for zero."""
    if value is None or pd.isna(value):
        return words("survey.unknown")
    if value == 0:
        return NOTHING
    return STAR if value < STAR_BELOW else words.percent(value, places)


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
    return int(row["decimals"]) if row["city"] == NO_CITY else min(int(row["decimals"]), DECIMALS)


def base_kind(found: Answers) -> str:
    if found.rows["base_n"].isna().all():
        return "means"
    return "inferred" if found.rows["base_is_inferred"].any() else "counted"


def city_name(row: Mapping[str, Any], words: Words) -> str:
    """The city with its base."""
    if row["city"] == NO_CITY:
        return words("survey.row.means")
    name = words("survey.row.all") if row["city"] == POOLED else words.label("city", row["city"])
    return words("survey.row", city=name, n=words.number(row["base_n"]))
