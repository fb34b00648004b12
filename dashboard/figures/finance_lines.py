"""The share of transfers over the years: chosen regions among all, in one drawing or a panel each.

A line holds whole years of one territory. A year whose borders changed, and the part of a year that is known so far,
are hollow marks beside it: no line joins what is not alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures.drawing import Drawing, Figure
from dashboard.figures.finance import (
    COUNTRY,
    capital,
    country_note,
    listed,
    named,
    period,
    place_name,
    signed,
)
from dashboard.figures.lines import lines, panels
from dashboard.figures.palette import CATEGORIES
from dashboard.i18n import Words
from dashboard.url_state import State

TOP = 100  # per cent: the scale ends there, so that every state shows the same slope for the same change
HEIGHT = 380
PART, BREAK = "circle-open", "diamond-open"
MARK, SMALL_MARK = 7, 5  # px, in one drawing and in a panel
COLUMNS = ["year", "is_full_year", "is_break", "transfer_share_pct"]


def plot_transfer_share_over_time(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Transfers received in the revenue of consolidated budgets, executed, %, over the years there are."""
    data = tables["regional_finance"].dropna(subset="transfer_share_pct")
    years = list(range(int(data["year"].min()), int(data["year"].max()) + 1))
    codes = _ordered(data)
    figure = (_panels if state["view"] == "panels" else _lines)(data, codes, years, state, words)
    part = data[(data["region_code"] != COUNTRY) & ~data["is_full_year"] & ~data["is_break"]]
    notes = [words("finance.time.note")]
    if lacking := _lacking(data, codes, years):
        notes.append(words("finance.time.lacking", places=listed(lacking, words)))
    legend: list[tuple[str, ...]] = [(words("finance.legend.break"), "muted", BREAK)]
    if len(part):
        name = words("finance.legend.part", period=period(part["cumulative_to"].max(), words))
        legend.append((name, "muted", PART))
    return Drawing(
        title=capital(_title(data, state, words)),
        subtitle=words("finance.subtitle.time", first=str(years[0]), last=str(years[-1])),
        summary=_summary(data, state, words),
        figure=figure,
        data=named(data.sort_values(["region_code", "cumulative_to"]), words, COLUMNS),
        note=" ".join([*notes, *country_note(data, words)]),
        legend=tuple(legend),
    )


def _ordered(data: pd.DataFrame) -> list[str]:
    """The regions, the most dependent in their last year first."""
    last = data[data["region_code"] != COUNTRY].sort_values("cumulative_to").groupby("region_code").tail(1)
    ranked = last.sort_values("transfer_share_pct", ascending=False, kind="stable")
    return list(ranked["region_code"])


def _is_alike(row: Mapping[str, Any]) -> bool:
    """Whether a year stands on the line: a whole one, of one territory."""
    return bool(row["is_full_year"] and not row["is_break"])


def _values(data: pd.DataFrame, code: str, years: Sequence[int]) -> list[float | None]:
    """The years that stand on a place's line; None is a gap."""
    own = data[(data["region_code"] == code) & data["is_full_year"] & ~data["is_break"]]
    known = own.set_index("year")["transfer_share_pct"].to_dict()
    return [known.get(year) for year in years]


def _hollow(
    data: pd.DataFrame, code: str, color: str, words: Words, size: int = MARK
) -> list[dict[str, Any]]:
    """The marks beside a place's line: years of mixed territory, a part of a year."""
    own = data[(data["region_code"] == code) & (~data["is_full_year"] | data["is_break"])]
    marks = []
    for symbol, rows in ((BREAK, own[own["is_break"]]), (PART, own[~own["is_break"]])):
        if rows.empty:
            continue
        hover = [
            words(
                f"finance.time.hover.{'break' if symbol == BREAK else 'part'}",
                place=place_name(code, words),
                period=period(to, words),
                value=words.percent(share, 1),
            )
            for to, share in zip(rows["cumulative_to"], rows["transfer_share_pct"], strict=True)
        ]
        marks.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": rows["year"].tolist(),
                "y": rows["transfer_share_pct"].tolist(),
                "marker": {"color": color, "symbol": symbol, "size": size, "line": {"width": 1.5}},
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return marks


def _hover(values: Sequence[float | None], code: str, years: Sequence[int], words: Words) -> list[str]:
    name = place_name(code, words)
    return [
        "" if value is None else f"{name}, {year}: {words.percent(value, 1)}"
        for year, value in zip(years, values, strict=True)
    ]


def _lit(codes: Sequence[str], state: State) -> dict[str, str]:
    """The colour of every place that stands out: each chosen region its own; all budgets together in ink."""
    chosen = [code for code in state["region"] if code in codes]
    if len(chosen) == 1:
        return {chosen[0]: "accent", COUNTRY: "ink"}
    colors = CATEGORIES if len(chosen) <= len(CATEGORIES) else ["accent"] * len(chosen)
    return {**dict(zip(chosen, colors, strict=False)), COUNTRY: "ink"}


def _lines(
    data: pd.DataFrame, codes: Sequence[str], years: Sequence[int], state: State, words: Words
) -> Figure:
    """All regions in grey, the chosen ones and all budgets together in colour and named at their ends."""
    lit = _lit(codes, state)
    order = [*(code for code in codes if code not in lit), COUNTRY, *(c for c in lit if c != COUNTRY)]
    # Without a choice the ends of the range are named too: they say what the grey lines are.
    named_grey = () if state["region"] else (codes[0], codes[-1])
    series = []
    for code in order:
        values = _values(data, code, years)
        is_lit = code in lit
        series.append(
            {
                "name": place_name(code, words),
                "values": values,
                "hover": _hover(values, code, years, words),
                "color": lit.get(code, "soft"),
                "width": 2.5 if is_lit else 1,
                "text": place_name(code, words, short=True) if is_lit or code in named_grey else None,
            }
        )
    figure = lines(series, years, y_range=(0, TOP), y_suffix=_suffix(words), height=HEIGHT)
    for trace, code in zip(figure["data"], order, strict=False):
        if code not in lit:
            # Of a grey line only what has no neighbours needs a mark.
            trace["marker"]["size"] = _lone(trace["y"])
    figure["data"] += [mark for code in order for mark in _hollow(data, code, lit.get(code, "soft"), words)]
    return figure


def _panels(
    data: pd.DataFrame, codes: Sequence[str], years: Sequence[int], state: State, words: Words
) -> Figure:
    """A panel a region, the most dependent first; all budgets together dotted behind each."""
    lit = _lit(codes, state)
    shown = []
    for code in codes:
        values = _values(data, code, years)
        if any(value is not None for value in values):
            shown.append((code, values))
    figure = panels(
        [
            {
                "title": place_name(code, words, short=True),
                "values": values,
                "highlight": code in lit,
                "hover": _hover(values, code, years, words),
            }
            for code, values in shown
        ],
        years,
        reference=_values(data, COUNTRY, years),
        reference_name=words("finance.country"),
        y_range=(0, TOP),
        y_suffix=_suffix(words),
    )
    own = [trace for trace in figure["data"] if trace["mode"] == "lines+markers"]
    for (code, _), trace in zip(shown, own, strict=True):
        axes = {"xaxis": trace["xaxis"], "yaxis": trace["yaxis"]}
        marks = _hollow(data, code, trace["line"]["color"], words, SMALL_MARK)
        figure["data"] += [mark | axes for mark in marks]
    return figure


def _lone(values: Sequence[float | None]) -> list[int]:
    """Sizes of marks: none where a value has a neighbour to be joined with."""
    around = [None, *values, None]
    return [
        5 if value is not None and around[index] is None and around[index + 2] is None else 0
        for index, value in enumerate(values)
    ]


def _suffix(words: Words) -> str:
    """What stands behind a number of per cent in this language."""
    return words.percent(0).lstrip("0")


def _lacking(data: pd.DataFrame, codes: Sequence[str], years: Sequence[int]) -> list[str]:
    """The regions of today whose first year here is later than the year they were formed."""
    places = load().places
    first = data.groupby("region_code")["year"].min().to_dict()
    begun = {code: day.year for code in codes if (day := places[code].valid_from) is not None}
    return [code for code, year in begun.items() if first[code] > max(year, years[0])]


def _alike(data: pd.DataFrame, code: str) -> pd.DataFrame:
    """A place's years on its line, the first to the last; those after the last break, where there is one."""
    own = data[data["region_code"] == code].sort_values("cumulative_to")
    breaks = own.loc[own["is_break"], "year"]
    own = own[own["is_full_year"] & ~own["is_break"]]
    return own[own["year"] > breaks.max()] if len(breaks) else own


def _title(data: pd.DataFrame, state: State, words: Words) -> str:
    """Of the one chosen region, or of all budgets together, from the first to the last year of one territory."""
    if len(state["region"]) > 1:
        return words("finance.time.title.neutral")
    code = state["region"][0] if state["region"] else COUNTRY
    alike = _alike(data, code)
    if len(alike) < 2:
        return words("finance.time.title.short", place=place_name(code, words))
    first, last = alike.iloc[0], alike.iloc[-1]
    change = round(last["transfer_share_pct"], 1) - round(first["transfer_share_pct"], 1)
    way = "fell" if change < 0 else "rose" if change > 0 else "same"
    if len(alike) == 2:
        way = "two"  # a single step is no trend
    return words(
        f"finance.time.title.{way if state['region'] else 'all'}",
        place=place_name(code, words),
        first=words.percent(first["transfer_share_pct"], 1),
        last=words.percent(last["transfer_share_pct"], 1),
        earlier=str(first["year"]),
        later=str(last["year"]),
    )


def _summary(data: pd.DataFrame, state: State, words: Words) -> str:
    """First and last year of the chosen regions and of all budgets together: the same ones, where they share any two."""
    alike = {code: _alike(data, code) for code in (*state["region"], COUNTRY)}
    alike = {code: rows for code, rows in alike.items() if len(rows) > 1}
    common = set.intersection(*(set(rows["year"]) for rows in alike.values()))
    parts = []
    for code, rows in alike.items():
        rows = rows[rows["year"].isin(common)] if len(common) > 1 else rows
        first, last = rows.iloc[0], rows.iloc[-1]
        parts.append(
            words(
                "finance.time.summary",
                place=place_name(code, words),
                first=words.percent(first["transfer_share_pct"], 1),
                last=words.percent(last["transfer_share_pct"], 1),
                earlier=str(first["year"]),
                later=str(last["year"]),
                change=signed(last["transfer_share_pct"] - first["transfer_share_pct"], words),
            )
        )
    return " ".join(parts)
