"""Regions ranked by the share of transfers in their revenue, in a year or as a change between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures import finance_change
from dashboard.figures.drawing import Drawing, bars
from dashboard.figures.finance import (
    COUNTRY,
    chosen_rows,
    country_note,
    country_of,
    dated,
    gaps_note,
    mixed_note,
    named,
    no_country_note,
    period,
    period_of,
    place_name,
    ranked_words,
    rows_of,
    signed_bars,
)
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

HALF = 50
COLUMNS = ["is_break", "revenue_kzt_million", "transfers_kzt_million", "transfer_share_pct"]


def plot_transfer_share_ranking(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Regions by the share of transfers received in the revenue of their consolidated budget, executed, %; or, with
    another year to compare with, by the change of that share in percentage points."""
    pair = finance_change.pair_of(state)
    finance = tables["regional_finance"]
    return _change(finance, pair, state, words) if pair else _share(finance, state, words)


def _share(finance: pd.DataFrame, state: State, words: Words) -> Drawing:
    ranked = rows_of(finance, state["year"]).sort_values("transfer_share_pct", ascending=False, kind="stable")
    line = country_of(finance, ranked)
    country = line.dropna(subset="transfer_share_pct")
    data = pd.concat([ranked, country]).sort_values("transfer_share_pct", ascending=False, kind="stable")
    rows = records(data)
    one = {
        "values": data["transfer_share_pct"].tolist(),
        "text": [words.percent(row["transfer_share_pct"], 1) + "*" * row["is_break"] for row in rows],
        "color": [_color(row, state) for row in rows],
        "hover": [_hover(row, words) for row in rows],
    }
    notes = mixed_note(ranked, state["year"], words) + gaps_note(ranked, state["year"], words)
    if country.empty:
        notes.append(no_country_note(line, ranked, words))
    notes += country_note(data, words)
    above = int((ranked["transfer_share_pct"] > HALF).sum())
    return Drawing(
        title=dated(_title(ranked, above, state, words), ranked, words),
        subtitle=words("finance.subtitle.share", period=period_of(ranked, words)),
        summary=_summary(ranked, country, state, words),
        figure=bars([place_name(row["region_code"], words, short=True) for row in rows], [one], upper=100),
        data=named(data, words, COLUMNS),
        note=" ".join(notes),
        number=words("number.of", n=words.number(above), all=words.number(len(ranked))),
        legend=() if state["region"] else ((words("finance.legend.half"), "accent"),),
    )


def _color(row: dict[str, Any], state: State) -> str:
    """The chosen regions, or those that live mainly on transfers, stand out; all budgets together are the measure."""
    if row["region_code"] == COUNTRY:
        return "ink"
    is_lit = row["region_code"] in state["region"] if state["region"] else row["transfer_share_pct"] > HALF
    return "accent" if is_lit else "soft"


def _hover(row: dict[str, Any], words: Words) -> str:
    return words(
        "finance.hover.share",
        place=place_name(row["region_code"], words),
        value=words.percent(row["transfer_share_pct"], 1),
        transfers=words.money_billion(row["transfers_kzt_million"] * 10**6),
        revenue=words.money_billion(row["revenue_kzt_million"] * 10**6),
    )


def _title(ranked: pd.DataFrame, above: int, state: State, words: Words) -> str:
    chosen = ranked[ranked["region_code"].isin(state["region"])]
    if len(state["region"]) == 1:
        place = place_name(state["region"][0], words)
        if chosen.empty:
            return words("finance.title.missing", place=place, year=state["year"])
        value = words.percent(chosen["transfer_share_pct"].iloc[0], 1)
        return words("finance.share.title.region", place=place, value=value)
    if len(chosen) > 1:
        first, last = chosen.iloc[0], chosen.iloc[-1]
        return words(
            "finance.share.title.chosen",
            first=place_name(first["region_code"], words),
            high=words.percent(first["transfer_share_pct"], 1),
            last=place_name(last["region_code"], words),
            low=words.percent(last["transfer_share_pct"], 1),
        )
    if not above:
        return words("finance.share.title.neutral")
    return words.count("finance.share.title", above, all=words.number(len(ranked)))


def _summary(ranked: pd.DataFrame, country: pd.DataFrame, state: State, words: Words) -> str:
    first, last = ranked.iloc[0], ranked.iloc[-1]
    parts = [
        words(
            "finance.share.summary",
            first=place_name(first["region_code"], words),
            high=words.percent(first["transfer_share_pct"], 1),
            last=place_name(last["region_code"], words),
            low=words.percent(last["transfer_share_pct"], 1),
        )
    ]
    if len(country):
        value = words.percent(country["transfer_share_pct"].iloc[0], 1)
        parts.append(words("finance.share.summary.country", value=value))
    parts += [
        ranked_words(row, "transfer_share_pct", words.percent(row["transfer_share_pct"], 1), ranked, words)
        for row in chosen_rows(ranked, state["region"])
    ]
    return " ".join(parts)


def _change(finance: pd.DataFrame, years: tuple[str, str], state: State, words: Words) -> Drawing:
    # Those that can't be compared stand last.
    data = finance_change.changes(finance, *years).sort_values(
        "change_pp", ascending=False, kind="stable", na_position="last"
    )
    rows = records(data)
    later, earlier = (period(rows[0][name], words) for name in ("cumulative_to", "earlier_to"))
    chosen = state["region"]
    colors = ["accent" if not chosen or row["region_code"] in chosen else "soft" for row in rows]
    figure = signed_bars(
        [place_name(row["region_code"], words, short=True) for row in rows],
        [None if pd.isna(row["change_pp"]) else row["change_pp"] for row in rows],
        [finance_change.label(row, words) for row in rows],
        colors,
        [f"{place_name(row['region_code'], words)}: {finance_change.label(row, words)}" for row in rows],
    )
    return Drawing(
        title=dated(finance_change.title(data, state, years, words), data, words),
        subtitle=words("finance.subtitle.change", earlier=earlier, later=later),
        summary=finance_change.summary(data, words),
        figure=figure,
        data=named(data, words, finance_change.COLUMNS),
        note=" ".join([words("finance.change.note"), *finance_change.notes(data, words)]),
    )
