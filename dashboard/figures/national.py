"""The state, the republican and all local budgets: what came in and went out, and the balance beside the GDP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, layout
from dashboard.figures.finance import MILLION, NOMINAL, known_notes, minus, prices_words, with_prices
from dashboard.figures.lines import lines
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

LOCAL = "local"
REVENUE, EXPENDITURE, BALANCE = "revenue_total", "expenditure_total", "balance"
TRILLION = 1_000_000  # million tenge
HEIGHT = 320
SMALL = 11  # px of the numbers and years: ten columns stand beside each other on a phone
COLUMNS = ["budget_level", "cumulative_to", "year", "measure", "value_kzt_million"]
LAST = ["is_derived", "source_id", "source_ref"]
# The years of the project's figure 5; its figure 6 names none.
THESIS = (2010, 2020)


def plot_state_budget(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Revenue and expenditure of one level over whole years, trillion tenge, nominal or in prices of a year."""
    table = tables["national_budget"]
    own = table[(table["budget_level"] == state["budget"]) & table["measure"].isin([REVENUE, EXPENDITURE])]
    data = with_prices(own[own["is_full_year"]], tables["price_ratios"], state["prices"])
    ratio = data.get("price_ratio", 1.0)
    data = data.assign(value_kzt_million_real=data["value_kzt_million"] * ratio)
    drawn = data.dropna(subset="value_kzt_million_real")
    years = list(range(int(drawn["year"].min()), int(drawn["year"].max()) + 1))
    values = {
        measure: dict(zip(rows["year"], rows["value_kzt_million_real"], strict=True))
        for measure in (REVENUE, EXPENDITURE)
        for rows in [drawn[drawn["measure"] == measure]]
    }

    def say(value: float) -> str:
        return words.number(value)

    figure = lines(
        [
            {
                "name": words.label("budget_measure", measure),
                "text": words.label("budget_measure", measure),
                "color": color,
                "width": 2.5,
                "values": [_trillion(values[measure].get(year)) for year in years],
                "hover": [_hover(measure, year, values[measure].get(year), words) for year in years],
            }
            for measure, color in ((REVENUE, "accent"), (EXPENDITURE, "emphasis"))
        ],
        years,
        say=say,
        height=HEIGHT,
    )
    level = words.label("budget_level", state["budget"])
    real = [] if state["prices"] == NOMINAL else ["base_year", "price_ratio", "value_kzt_million_real"]
    return Drawing(
        title=_budget_title(values, years, level, words),
        subtitle=words(
            "finance.subtitle.state",
            level=level,
            prices=prices_words(state["prices"], "-12", words),
            first=str(years[0]),
            last=str(years[-1]),
        ),
        summary=_budget_summary(values, years, words),
        figure=figure,
        data=data[[*COLUMNS, *real, *LAST]].sort_values(["year", "measure"]).reset_index(drop=True),
        note=" ".join(_budget_notes(data, state, words)),
    )


def _trillion(value: float | None) -> float | None:
    return None if value is None else value / TRILLION


def _money(value: float, words: Words) -> str:
    return words("finance.trillion", value=words.number(value / TRILLION, 1))


def _hover(measure: str, year: int, value: float | None, words: Words) -> str:
    if value is None:
        return ""
    return f"{words.label('budget_measure', measure)}, {year}: {_money(value, words)}"


def _budget_title(
    values: Mapping[str, Mapping[int, float]], years: list[int], level: str, words: Words
) -> str:
    """In how many years more was spent than came in."""
    both = [year for year in years if year in values[REVENUE] and year in values[EXPENDITURE]]
    n = sum(values[EXPENDITURE][year] > values[REVENUE][year] for year in both)
    kind = "always" if n == len(both) else "never" if not n else "some"
    return words.count(f"finance.state.title.{kind}", len(both), level=level, over=words.number(n))


def _budget_summary(values: Mapping[str, Mapping[int, float]], years: list[int], words: Words) -> str:
    first, last = years[0], years[-1]
    return words(
        "finance.state.summary",
        first=str(first),
        last=str(last),
        revenue_first=_money(values[REVENUE][first], words),
        revenue_last=_money(values[REVENUE][last], words),
        expenditure_first=_money(values[EXPENDITURE][first], words),
        expenditure_last=_money(values[EXPENDITURE][last], words),
    )


def _budget_notes(data: pd.DataFrame, state: State, words: Words) -> list[str]:
    """Sums of quarters, transfers between levels, prices, and years without a price ratio."""
    notes = [words(f"finance.state.note.{state['budget']}"), words("finance.state.note")]
    if state["budget"] == LOCAL:
        notes.append(words("finance.state.balance", chart=words("chart.local-budget-balance-gdp.name")))
        scopes = [f"KZ {row['cumulative_to']} {row['measure']}" for row in records(data)]
        notes += known_notes(scopes, words)
    if data["is_derived"].any():
        notes.append(words("finance.state.derived"))
    if state["prices"] != NOMINAL:
        notes.append(words("finance.prices.note"))
        if unknown := sorted(set(data.loc[data["price_ratio"].isna(), "year"])):
            notes.append(words("finance.state.unpriced", years=", ".join(map(str, unknown))))
    return notes


def plot_local_budget_balance(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Balance of all local budgets of whole years, % of the GDP: below zero is a deficit."""
    table = tables["national_budget"]
    own = table[(table["budget_level"] == LOCAL) & (table["measure"] == BALANCE) & table["is_full_year"]]
    data = own.dropna(subset="share_of_gdp_pct").sort_values("year").reset_index(drop=True)
    rows = records(data)
    values = data["share_of_gdp_pct"].tolist()
    low, high = min([0.0, *values]), max([0.0, *values])
    room = (high - low) * 0.12  # for the numbers over and under the columns
    trace = {
        "type": "bar",
        "x": data["year"].tolist(),
        "y": values,
        "marker": {"color": ["emphasis" if value < 0 else "accent" for value in values]},
        "text": [minus(value, words, 2) for value in values],
        "textposition": "outside",
        "textfont": {"size": SMALL},
        "cliponaxis": False,
        "constraintext": "none",
        "textangle": 0,
        "hovertext": [_balance_hover(row, words) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    figure = {
        "data": [trace],
        "layout": layout(
            height=HEIGHT,
            bargap=0.4,
            margin={"l": 0, "r": 0, "t": 8, "b": 28},
            xaxis={
                "tickvals": data["year"].tolist(),
                "ticktext": [str(year) for year in data["year"]],
                "tickangle": 0,
                "tickfont": {"size": SMALL},
                "ticks": "",
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            yaxis={
                "range": [low - room, high + room],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": True,
                "zerolinecolor": "muted",
                "fixedrange": True,
            },
        ),
    }
    return Drawing(
        title=_balance_title(rows, words),
        subtitle=words("finance.subtitle.balance", first=str(rows[0]["year"]), last=str(rows[-1]["year"])),
        summary=_balance_summary(rows, words),
        figure=figure,
        data=data[[*COLUMNS, "gdp_kzt_million", "share_of_gdp_pct", *LAST]],
        note=words(
            "finance.balance.note",
            earlier=f"{THESIS[0]}–{rows[0]['year'] - 1}",
            later=str(rows[-1]["year"] + 1),
            chart=words("chart.state-budget.name"),
        ),
        legend=((words("finance.balance.deficit"), "emphasis"), (words("finance.balance.surplus"), "accent")),
    )


def _balance_hover(row: Mapping[str, Any], words: Words) -> str:
    return words(
        "finance.balance.hover",
        year=str(row["year"]),
        value=_pct(row["share_of_gdp_pct"], words),
        amount=words(
            "number.billion_kzt", value=minus(row["value_kzt_million"] / (TRILLION / 1000), words, 1)
        ),
        gdp=words.money_billion(row["gdp_kzt_million"] * MILLION, 0),
    )


def _pct(value: float, words: Words) -> str:
    return ("−" if round(value, 2) < 0 else "") + words.percent(abs(round(value, 2)), 2)


def _balance_title(rows: list[dict[str, Any]], words: Words) -> str:
    """How many years ended with a deficit that can be seen at the precision shown, and the largest."""
    minus_rows = [row for row in rows if round(row["share_of_gdp_pct"], 2) < 0]
    if not minus_rows:
        return words("finance.balance.title.neutral")
    worst = min(minus_rows, key=lambda row: row["share_of_gdp_pct"])
    return words.count(
        "finance.balance.title",
        len(minus_rows),
        all=words.number(len(rows)),
        year=str(worst["year"]),
        value=words.percent(abs(round(worst["share_of_gdp_pct"], 2)), 2),
    )


def _balance_summary(rows: list[dict[str, Any]], words: Words) -> str:
    last = rows[-1]
    return words(
        "finance.balance.summary",
        years="; ".join(f"{row['year']} — {_pct(row['share_of_gdp_pct'], words)}" for row in rows),
        last=str(last["year"]),
        amount=words(
            "number.billion_kzt", value=minus(last["value_kzt_million"] / (TRILLION / 1000), words, 1)
        ),
    )
