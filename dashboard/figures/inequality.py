"""How far regions differ per resident over the years: one index, one weighting, one amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing
from dashboard.figures.lines import lines
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

INDICES = ("gini", "cv", "theil")
DECIMALS = 2
HEIGHT = 300


def plot_regional_inequality(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """The chosen index of an amount per resident, year by year; years that lack regions are hollow, off the line."""
    table, index = tables["regional_inequality"], state["index"]
    is_chosen = (table["measure"] == state["finance"]) & (table["weighting"] == state["weighting"])
    data = table[is_chosen].sort_values("year").reset_index(drop=True)
    rows = records(data)
    years = list(range(rows[0]["year"], rows[-1]["year"] + 1))
    whole = {row["year"]: row[index] for row in rows if row["is_complete"]}
    measure = words.label("finance_measure", state["finance"])
    name = words(f"finance.index.{index}")

    def say(value: float) -> str:
        return words.number(value, DECIMALS)

    hover = {row["year"]: _hover(row, index, words) for row in rows}
    series = {
        "name": name,
        "values": [whole.get(year) for year in years],
        "hover": [hover.get(year, "") for year in years],
        "width": 2.5,
    }
    top = max(row[index] for row in rows)
    figure = lines([series], years, y_range=(0, top * 1.08), say=say, height=HEIGHT)
    lacking = [row for row in rows if not row["is_complete"]]
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row["year"] for row in lacking],
            "y": [row[index] for row in lacking],
            "marker": {"color": "muted", "symbol": "circle-open", "size": 8, "line": {"width": 1.5}},
            "hovertext": [hover[row["year"]] for row in lacking],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }
    )
    return Drawing(
        title=_title(rows, index, name, measure, words),
        subtitle=words(
            "finance.subtitle.inequality",
            index=name,
            measure=measure,
            weighting=words(f"finance.weighting.{state['weighting']}"),
        ),
        summary=_summary(rows, index, words),
        figure=figure,
        data=data[
            ["year", "measure", "weighting", "regions", "is_complete", "mean_kzt", *INDICES, "source_id", "source_ref"]
        ],
        note=words(
            "finance.inequality.note",
            years=", ".join(
                words.count("finance.inequality.lacking", row["regions"], year=str(row["year"]))
                for row in lacking
            ),
        ),
        legend=((name, "accent", "circle"), (words("finance.legend.lacking"), "muted", "circle-open")),
    )  # fmt: skip


def _hover(row: Mapping[str, Any], index: str, words: Words) -> str:
    return words.count(
        "finance.inequality.hover",
        row["regions"],
        year=str(row["year"]),
        value=words.number(row[index], 3),
    )


def _ends(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first and the last year that has every region."""
    whole = [row for row in rows if row["is_complete"]]
    return whole[0], whole[-1]


def _title(rows: list[dict[str, Any]], index: str, name: str, measure: str, words: Words) -> str:
    first, last = _ends(rows)
    early, late = round(first[index], DECIMALS), round(last[index], DECIMALS)
    way = "fell" if late < early else "rose" if late > early else "same"
    return words(
        f"finance.inequality.title.{way}",
        measure=measure,
        index=name,
        first=words.number(early, DECIMALS),
        last=words.number(late, DECIMALS),
        earlier=words.count("finance.inequality.year", first["regions"], year=str(first["year"])),
        later=words.count("finance.inequality.year", last["regions"], year=str(last["year"])),
    )


def _summary(rows: list[dict[str, Any]], index: str, words: Words) -> str:
    """Both ends, and the extremes between them."""
    whole = [row for row in rows if row["is_complete"]]
    most, least = max(whole, key=lambda row: row[index]), min(whole, key=lambda row: row[index])
    return words(
        "finance.inequality.summary",
        high=words.number(most[index], 3),
        high_year=str(most["year"]),
        low=words.number(least[index], 3),
        low_year=str(least["year"]),
        last=words.number(whole[-1][index], 3),
        last_year=str(whole[-1]["year"]),
        mean=words.money(whole[-1]["mean_kzt"]),
    )
