"""Regional budgets per resident: what a region has or spends, in tenge of the year or in prices of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, bars
from dashboard.figures.finance import (
    COUNTRY,
    MILLION,
    NOMINAL,
    THOUSAND,
    chosen_rows,
    country_note,
    country_of,
    dated,
    gaps_note,
    jump_note,
    known_notes,
    listed,
    missing_regions,
    named,
    no_country_note,
    period_of,
    place_name,
    prices_words,
    rank,
    ranked_words,
    rows_of,
    with_prices,
)
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

EXPENDITURE = "expenditure"
RIGHT = 104  # px for a label with its unit
VALUE = "per_resident_kzt"


def plot_revenue_per_head(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Regions by an amount of their consolidated budget, executed, over their mean annual population."""
    finance = per_resident(tables["regional_finance"], tables["price_ratios"], state)
    regions = rows_of(finance, state["year"])
    ranked = regions.dropna(subset=VALUE).sort_values(VALUE, ascending=False, kind="stable")
    line = country_of(finance, regions)
    country = line.dropna(subset=VALUE)
    data = pd.concat([ranked, country]).sort_values(VALUE, ascending=False, kind="stable")
    rows = records(data)
    chosen = state["region"]
    one = {
        "values": data[VALUE].tolist(),
        "text": [thousands(row[VALUE], words) for row in rows],
        "color": [
            "ink"
            if row["region_code"] == COUNTRY
            else "accent"
            if not chosen or row["region_code"] in chosen
            else "soft"
            for row in rows
        ],
        "hover": [f"{place_name(row['region_code'], words)}: {words.money(row[VALUE])}" for row in rows],
    }
    measure = words.label("finance_measure", state["finance"])
    prices = prices_words(state["prices"], str(regions["cumulative_to"].iloc[0]), words)
    amount = f"{state['finance']}_kzt_million"
    priced = [] if state["prices"] == NOMINAL else ["base_year", "price_ratio"]
    return Drawing(
        title=dated(_title(ranked, regions, measure, state, words), regions, words),
        subtitle=words(
            "finance.subtitle.head", measure=measure, prices=prices, period=period_of(regions, words)
        ),
        summary=_summary(ranked, country, _is_whole(ranked, regions, state), state, words),
        figure=bars(
            [place_name(row["region_code"], words, short=True) for row in rows],
            [one],
            upper=float(data[VALUE].max()),
            right=RIGHT,
        ),
        data=named(data, words, [amount, "population_persons", "population_is_sum", *priced, VALUE]),
        note=" ".join([*_notes(regions, line, state, words), jump_note(finance, words)]),
        number=words("finance.times", value=_times(ranked, words)),
    )


def per_resident(finance: pd.DataFrame, prices: pd.DataFrame, state: State) -> pd.DataFrame:
    """``finance`` with the chosen amount per resident, tenge, in the chosen prices; missing where either is."""
    priced = with_prices(finance, prices, state["prices"])
    ratio = priced.get("price_ratio", 1.0)
    amounts = priced[f"{state['finance']}_kzt_million"] * ratio
    return priced.assign(**{VALUE: amounts * MILLION / priced["population_persons"]})


def thousands(value: float, words: Words) -> str:
    """«829 тыс. ₸» of tenge."""
    return words("finance.thousand", value=words.number(value / THOUSAND))


def _title(ranked: pd.DataFrame, regions: pd.DataFrame, measure: str, state: State, words: Words) -> str:
    """How far apart the ends are, or where the one chosen region stands."""
    chosen = ranked[ranked["region_code"].isin(state["region"])]
    if len(state["region"]) == 1:
        place = place_name(state["region"][0], words)
        if chosen.empty:
            return words("finance.title.missing", place=place, year=state["year"])
        value = float(chosen[VALUE].iloc[0])
        return words(
            "finance.head.title.region",
            measure=measure,
            place=place,
            value=thousands(value, words),
            rank=words.number(rank(value, ranked[VALUE])),
            all=words.number(len(ranked)),
        )
    ends = chosen if len(chosen) > 1 else ranked
    first, last = ends.iloc[0], ends.iloc[-1]
    title = words(
        "finance.head.title",
        measure=measure,
        first=place_name(first["region_code"], words),
        last=place_name(last["region_code"], words),
        times=_times(ends, words),
    )
    if len(ends) < len(ranked) or _is_whole(ranked, regions, state):
        return title
    return words.count("finance.head.title.shown", len(ranked), title=title)


def _is_whole(ranked: pd.DataFrame, regions: pd.DataFrame, state: State) -> bool:
    """Whether every region of the year is among ``ranked``."""
    return len(ranked) == len(regions) and not missing_regions(regions, state["year"])


def _times(ranked: pd.DataFrame, words: Words) -> str:
    """How many times as much the first has as the last."""
    return words.number(ranked[VALUE].iloc[0] / ranked[VALUE].iloc[-1], 1)


def _summary(ranked: pd.DataFrame, country: pd.DataFrame, is_whole: bool, state: State, words: Words) -> str:
    first, last = ranked.iloc[0], ranked.iloc[-1]
    parts = [
        words(
            "finance.head.summary" if is_whole else "finance.head.summary.shown",
            all=words.number(len(ranked)),
            first=place_name(first["region_code"], words),
            high=words.money(first[VALUE]),
            last=place_name(last["region_code"], words),
            low=words.money(last[VALUE]),
        )
    ]
    if len(country):
        parts.append(words("finance.share.summary.country", value=words.money(country[VALUE].iloc[0])))
    parts += [
        ranked_words(row, VALUE, words.money(row[VALUE]), ranked, words)
        for row in chosen_rows(ranked, state["region"])
    ]
    return " ".join(parts)


def _notes(regions: pd.DataFrame, line: pd.DataFrame, state: State, words: Words) -> list[str]:
    """Whose people are unknown or added up, how prices were converted, and what expenditure has in it."""
    notes = [words("finance.head.note")]
    rows: list[dict[str, Any]] = records(regions)
    if nobody := [row["region_code"] for row in rows if pd.isna(row["population_persons"])]:
        notes.append(words("finance.head.people", places=listed(nobody, words)))
    if added := [row["region_code"] for row in rows if row["population_is_sum"]]:
        notes.append(words("finance.head.sum", places=listed(added, words)))
    if state["prices"] != NOMINAL:
        notes.append(words("finance.prices.note"))
    country = line.dropna(subset=VALUE)
    if country.empty:
        notes.append(no_country_note(line, regions, words))
    if state["finance"] == EXPENDITURE:
        notes += _withdrawn(pd.concat([country, regions.dropna(subset=VALUE)]), words)
        notes += known_notes([f"{COUNTRY} {to} expenditure_total" for to in line["cumulative_to"]], words)
    return [*notes, *gaps_note(regions, state["year"], words), *country_note(country, words)]


def _withdrawn(rows: pd.DataFrame, words: Words) -> list[str]:
    """How much of expenditure per resident is withdrawn to the republican budget, where the source shows it; the share
    of the amounts themselves, so that prices don't matter."""
    known = rows.dropna(subset="withdrawals_kzt_million")
    parts = [
        words(
            "finance.head.withdrawn.part",
            place=place_name(row["region_code"], words),
            part=thousands(
                row[VALUE] * row["withdrawals_kzt_million"] / row["expenditure_kzt_million"], words
            ),
            all=thousands(row[VALUE], words),
        )
        for row in records(known)
    ]
    return [words("finance.head.withdrawn", parts="; ".join(parts))] if parts else []
