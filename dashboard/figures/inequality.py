"""How far regions differ per resident over the years: one index, one weighting, one amount, one division."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.places import population_regions, regions
from dashboard.figures.drawing import Drawing, Figure
from dashboard.figures.finance import COUNTRY, jump_note, known_notes
from dashboard.figures.lines import lines
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

INDICES = ("gini", "cv", "theil")
DECIMALS = 3
MOVED = 0.005  # of an index: less is «about the same»
THEN = "then"
SINCE = 2013  # the year of the other division
HEIGHT = 300

Row = dict[str, Any]


def plot_regional_inequality(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """The chosen index of an amount per resident, year by year; years that lack regions are hollow, off the line."""
    table, index = tables["regional_inequality"], state["index"]
    is_chosen = (
        (table["measure"] == state["finance"])
        & (table["weighting"] == state["weighting"])
        & (table["division"] == state["division"])
    )
    data = table[is_chosen].sort_values("year").reset_index(drop=True)
    rows = records(data)
    whole = [row for row in rows if row["is_complete"]]
    lacking = [row for row in rows if not row["is_complete"]]
    measure = words.label("finance_measure", state["finance"])
    name = words(f"finance.index.{index}")
    hollow = ((words("finance.legend.lacking"), "muted", "circle-open"),) if lacking else ()
    return Drawing(
        title=_title(whole, state, measure, name, words),
        subtitle=words(
            f"finance.subtitle.inequality.{state['division']}",
            index=name,
            measure=measure,
            weighting=words(f"finance.weighting.{state['weighting']}"),
        ),
        summary=_summary(whole, state, words),
        figure=_figure(rows, lacking, index, name, words),
        data=data[
            [
                "year", "division", "measure", "weighting", "regions", "is_complete", "mean_kzt", *INDICES,
                "source_id", "source_ref",
            ]
        ],
        note=" ".join(_notes(rows, lacking, tables["regional_finance"], state, words)),
        legend=((name, "accent", "circle"), *hollow),
    )  # fmt: skip


def _figure(rows: list[Row], lacking: list[Row], index: str, name: str, words: Words) -> Figure:
    """A line over the years that have every region, hollow marks for the others."""
    years = list(range(rows[0]["year"], rows[-1]["year"] + 1))
    values = {row["year"]: row[index] for row in rows if row["is_complete"]}
    hover = {row["year"]: _hover(row, index, words) for row in rows}
    series = {
        "name": name,
        "values": [values.get(year) for year in years],
        "hover": [hover.get(year, "") for year in years],
        "width": 2.5,
    }
    top = max(row[index] for row in rows)

    def say(value: float) -> str:
        return words.number(value, 2)

    figure = lines([series], years, y_range=(0, top * 1.08), say=say, height=HEIGHT)
    if lacking:
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
    return figure


def _hover(row: Row, index: str, words: Words) -> str:
    return words.count(
        "finance.inequality.hover",
        row["regions"],
        year=str(row["year"]),
        value=words.number(row[index], DECIMALS),
    )


def _way(first: float, last: float) -> str:
    """Whether an index fell, rose or stayed about the same, by what is shown of it."""
    change = round(round(last, DECIMALS) - round(first, DECIMALS), DECIMALS)
    return "fell" if change <= -MOVED else "rose" if change >= MOVED else "same"


def _title(whole: list[Row], state: State, measure: str, name: str, words: Words) -> str:
    """From the first to the last year of the same territories; where the regions themselves change, the last year."""
    first, last, index = whole[0], whole[-1], state["index"]
    said = {"measure": measure, "index": name, "last": words.number(last[index], DECIMALS)}
    if state["division"] == THEN:
        return words.count("finance.inequality.title.then", last["regions"], year=str(last["year"]), **said)
    return words(
        f"finance.inequality.title.{_way(first[index], last[index])}",
        first=words.number(first[index], DECIMALS),
        earlier=str(first["year"]),
        later=str(last["year"]),
        **said,
    )


def _summary(whole: list[Row], state: State, words: Words) -> str:
    """The extremes and the last year; where the other indices go another way, so."""
    index = state["index"]
    most, least = max(whole, key=lambda row: row[index]), min(whole, key=lambda row: row[index])
    text = words(
        "finance.inequality.summary",
        high=words.number(most[index], DECIMALS),
        high_year=str(most["year"]),
        low=words.number(least[index], DECIMALS),
        low_year=str(least["year"]),
        last=words.number(whole[-1][index], DECIMALS),
        last_year=str(whole[-1]["year"]),
        mean=words.money(whole[-1]["mean_kzt"]),
    )
    first, last = whole[0], whole[-1]
    if state["division"] == THEN or len({_way(first[name], last[name]) for name in INDICES}) == 1:
        return text
    changes = "; ".join(
        words(
            "finance.inequality.change",
            index=words(f"finance.index.{name}"),
            first=words.number(first[name], DECIMALS),
            last=words.number(last[name], DECIMALS),
        )
        for name in INDICES
    )
    depends = words(
        "finance.inequality.depends",
        earlier=str(first["year"]),
        later=str(last["year"]),
        changes=changes,
    )
    return f"{text} {depends}"


def _notes(
    rows: list[Row], lacking: list[Row], finance: pd.DataFrame, state: State, words: Words
) -> list[str]:
    """Which years lack regions, what the territories are, and what else stands between the years."""
    if state["division"] == THEN:
        years = ", ".join(
            words.count("finance.inequality.lacking", row["regions"], year=str(row["year"]))
            for row in lacking
        )
        notes = [words("finance.inequality.note.then", years=years)]
    else:
        there = {row["year"] for row in rows}
        absent = [year for year in range(min(there), max(there) + 1) if year not in there]
        notes = [
            words(
                "finance.inequality.note.since_2013",
                groups="; ".join(_merged(words)),
                years=", ".join(map(str, absent)),
            )
        ]
    scopes = [f"{COUNTRY} {row['year']}-12 {state['finance']}_total" for row in rows]
    return [*notes, jump_note(finance, words), *known_notes(scopes, words)]


def _merged(words: Words) -> list[str]:
    """The territories of the first year that are several regions today: their parts by name."""
    territories = [population_regions(load(), code, SINCE) for code in regions(load(), date(SINCE, 12, 31))]
    return [" + ".join(words.place(part) for part in parts) for parts in territories if len(parts) > 1]
