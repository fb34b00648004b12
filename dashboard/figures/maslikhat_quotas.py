"""The least numbers of seats that the project proposes for groups of people (chapter 3)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.figures.drawing import Drawing, bars
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State


def minimums(data: pd.DataFrame, level: str) -> dict[str, int]:
    """The proposed least number of seats per group in councils of a level, in the order of the source."""
    rows = data[data["council_level"] == level]
    return {row["group"]: int(row["min_seats"]) for row in records(rows)}


def plot_maslikhat_quotas(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """The proposed minimums by group for councils of one level, most seats first."""
    data = tables["maslikhat_quotas"]
    data = data[data["council_level"] == state["level"]]
    data = data.sort_values("min_seats", ascending=False, kind="stable", ignore_index=True)
    names = [words.label("quota_group", code, short=True) for code in data["group"]]
    values = [int(value) for value in data["min_seats"]]
    texts = [words.number(value) for value in values]
    level = words.label("council_level", state["level"])
    return Drawing(
        title=words.count("maslikhat.quotas.title", sum(values)),
        subtitle=words("maslikhat.quotas.subtitle", level=level),
        summary=words(
            "maslikhat.quotas.summary",
            level=level,
            parts="; ".join(
                words("maslikhat.part", name=name, n=text) for name, text in zip(names, texts, strict=True)
            ),
            total=words.number(sum(values)),
        ),
        figure=bars(
            names,
            [
                {
                    "values": values,
                    "color": "accent",
                    "text": texts,
                    "hover": [f"{name}: {text}" for name, text in zip(names, texts, strict=True)],
                }
            ],
            upper=max(values),
        ),
        data=data,
        note=words.count("maslikhat.quotas.note", sum(values), least=words.number(max(values))),
        number=words.count("maslikhat.seats", sum(values)),
    )
