"""Transfers both ways: received from above, and withdrawn to the republican budget, where the source shows both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure
from dashboard.figures.finance import (
    MILLION,
    capital,
    country_of,
    dated,
    jump_note,
    listed,
    minus,
    named,
    period,
    period_of,
    place_name,
    rows_of,
    signed_bars,
)
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

HEAD = "head"
BILLION = 1_000  # million tenge
EXACT = 0.01  # million tenge, what rounding in the source may add up to
GROUP = "15"  # functional group of expenditure: transfers
COLUMNS = [
    "transfers_kzt_million", "withdrawals_kzt_million", "net_transfers_kzt_million", "population_persons",
    "net_per_resident_kzt",
]  # fmt: skip
AMOUNTS = ("transfers", "withdrawals", "net_transfers")


def plot_transfer_flows(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Received, withdrawn and the difference: of the regions of a year, or of one chosen region over the years."""
    finance = tables["regional_finance"]
    finance = finance.assign(
        net_per_resident_kzt=finance["net_transfers_kzt_million"] * MILLION / finance["population_persons"]
    )
    regions = rows_of(finance, state["year"])
    both = finance.dropna(subset="net_transfers_kzt_million")
    one = state["region"][0] if len(state["region"]) == 1 else ""
    is_series = bool(one) and one in set(both["region_code"])
    if is_series:
        shown = both[both["region_code"] == one].sort_values("cumulative_to")
    else:
        net = "net_per_resident_kzt" if state["amount"] == HEAD else "net_transfers_kzt_million"
        shown = both[both.index.isin(regions.index)].sort_values(net)
    rows = records(shown)
    names = [
        period_name(row, words) if is_series else place_name(row["region_code"], words, short=True)
        for row in rows
    ]
    when = words("finance.flows.years") if is_series else period_of(regions, words)
    kind = state["amount"]
    return Drawing(
        title=capital(_title(rows, one, is_series, finance, regions, words)),
        subtitle=words(f"finance.subtitle.flows.{kind}", period=when),
        summary=_summary(finance, regions, rows, is_series, state, words),
        figure=_figure(rows, names, state, words) if rows else {"data": [], "layout": {"height": 40}},
        data=named(shown, words, COLUMNS),
        note=" ".join(
            [
                *_notes(finance, regions, state["year"], words),
                *_group_note(
                    tables["functional_execution"], shown if is_series else regions, is_series, words
                ),
                *([jump_note(finance, words)] if is_series and kind == HEAD else []),
            ]
        ),
        legend=(
            (words("finance.flows.received"), "accent"),
            (words("finance.flows.withdrawn"), "emphasis"),
            (words("finance.flows.net"), "ink", "diamond"),
        ),
    )


def period_name(row: Mapping[str, Any], words: Words) -> str:
    """The name of a bar that is a year, or a part of one."""
    year = str(row["year"])
    if row["is_full_year"]:
        return year
    return words.count("transfers.year.part", int(row["cumulative_to"][5:]), year=year)


def _amounts(row: Mapping[str, Any], state: State) -> tuple[float, float, float]:
    """Received, withdrawn, the difference: billions of tenge, or thousands of tenge per resident."""
    divisor = row["population_persons"] / BILLION if state["amount"] == HEAD else BILLION
    received, withdrawn, net = (row[f"{name}_kzt_million"] / divisor for name in AMOUNTS)
    return received, withdrawn, net


def _say(value: float, words: Words) -> str:
    return minus(value, words, 1)


def _sum(received: float, withdrawn: float, net: float, words: Words) -> str:
    """The difference written out, «≈» where the rounded amounts do not give it."""
    is_exact = round(round(received, 1) - round(withdrawn, 1) - round(net, 1), 1) == 0
    return words(
        "finance.flows.sum",
        received=_say(received, words),
        withdrawn=_say(withdrawn, words),
        sign="=" if is_exact else "≈",
        net=_say(net, words),
    )


def _figure(rows: list[dict[str, Any]], names: list[str], state: State, words: Words) -> Figure:
    """Received to the right of zero, withdrawn to the left, a mark for the difference."""
    amounts = [_amounts(row, state) for row in rows]
    hover = [
        words(
            f"finance.flows.hover.{state['amount']}",
            name=name,
            received=_say(received, words),
            withdrawn=_say(withdrawn, words),
            net=_say(net, words),
        )
        for name, (received, withdrawn, net) in zip(names, amounts, strict=True)
    ]
    sums = [_sum(*amount, words) for amount in amounts]
    received = [received for received, *_ in amounts]
    figure = signed_bars(names, received, sums, ["accent"] * len(rows), hover)
    bar = figure["data"][0]
    bar["name"] = words("finance.flows.received")
    paid = bar | {
        "name": words("finance.flows.withdrawn"),
        "x": [-withdrawn for _, withdrawn, _ in amounts],
        "marker": {"color": ["emphasis"] * len(rows)},
    }
    net = {
        "type": "scatter",
        "mode": "markers",
        "y": bar["y"],
        "x": [net for *_, net in amounts],
        "marker": {"color": "ink", "symbol": "diamond", "size": 9, "line": {"color": "paper", "width": 1}},
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    figure["data"] += [paid, net]
    figure["layout"]["barmode"] = "relative"
    figure["layout"]["xaxis"]["range"] = [min(paid["x"]), max(received)]
    return figure


def _title(
    rows: list[dict[str, Any]],
    one: str,
    is_series: bool,
    finance: pd.DataFrame,
    regions: pd.DataFrame,
    words: Words,
) -> str:
    """Whose withdrawals are larger than what it received, of those whose are known; of one region, in how many years."""
    if one and not is_series:
        return words("finance.flows.title.none", place=place_name(one, words))
    payers = [row for row in rows if row["net_transfers_kzt_million"] < 0]
    if is_series:
        whole = [row for row in rows if row["is_full_year"]]
        n = sum(row["net_transfers_kzt_million"] < 0 for row in whole)
        if not n:
            return words("finance.flows.title.years.none", place=place_name(one, words))
        return words.count(
            "finance.flows.title.years", len(whole), place=place_name(one, words), gave=words.number(n)
        )
    if not payers:
        return dated(words("finance.flows.title.neutral"), regions, words)
    places = listed([row["region_code"] for row in payers], words)
    if _is_all(finance, regions):
        return dated(words("finance.flows.title", places=places), regions, words)
    return dated(words.count("finance.flows.title.known", len(rows), places=places), regions, words)


def _is_all(finance: pd.DataFrame, regions: pd.DataFrame) -> bool:
    """Whether the withdrawals of ``regions`` that are known are all there were."""
    country = country_of(finance, regions)["withdrawals_kzt_million"].dropna()
    return len(country) == 1 and abs(country.iloc[0] - regions["withdrawals_kzt_million"].sum()) < EXACT


def _summary(
    finance: pd.DataFrame,
    regions: pd.DataFrame,
    rows: list[dict[str, Any]],
    is_series: bool,
    state: State,
    words: Words,
) -> str:
    """Every region of the year, and all local budgets together; of one region its last year. In the unit of the chart."""
    shown = rows[-1:] if is_series else rows
    country = country_of(finance, regions).dropna(subset="net_transfers_kzt_million")
    said = [*shown, *([] if is_series else records(country))]
    parts = []
    for row in said:
        received, withdrawn, net = (_say(amount, words) for amount in _amounts(row, state))
        parts.append(
            words(
                f"finance.flows.summary.{state['amount']}",
                place=place_name(row["region_code"], words),
                period=period(row["cumulative_to"], words),
                received=received,
                withdrawn=withdrawn,
                net=net,
            )
        )
    return " ".join(parts)


def _group_note(functional: pd.DataFrame, shown: pd.DataFrame, is_series: bool, words: Words) -> list[str]:
    """The whole functional group of transfers in the periods ``shown``, of the places where it is known: withdrawals are
    not all of it. Billion tenge."""
    group = functional[functional["function_code"] == GROUP]
    rows = shown.merge(group, on=["region_code", "cumulative_to"], suffixes=("", "_group"))
    parts = []
    for row in records(rows.sort_values(["cumulative_to", "region_code"])):
        name = period_name(row, words) if is_series else place_name(row["region_code"], words)
        withdrawn = row["withdrawals_kzt_million"]
        parts.append(
            words(
                f"finance.flows.group.{'unknown' if pd.isna(withdrawn) else 'known'}",
                name=name,
                all=words.money_billion(row["cumulative_kzt_million"] * MILLION),
                withdrawn="" if pd.isna(withdrawn) else words.money_billion(withdrawn * MILLION),
            )
        )
    if not parts:
        return []
    return [words("finance.flows.group", group=words.label("function", GROUP), parts="; ".join(parts))]


def _notes(finance: pd.DataFrame, regions: pd.DataFrame, year: str, words: Words) -> list[str]:
    """Whose withdrawals the source does not show, which is not zero, and how much of all withdrawals that is."""
    withdrawn = regions.set_index("region_code")["withdrawals_kzt_million"]
    silent = withdrawn.index[withdrawn.isna()]
    notes = [words("finance.flows.note")]
    country = country_of(finance, regions)["withdrawals_kzt_million"].dropna()
    if len(silent):
        notes.append(
            words.count("finance.flows.silent", len(silent), year=year, places=listed(silent, words))
        )
    if country.empty:
        return [*notes, words("finance.flows.country", year=year)]
    total, shown = float(country.iloc[0]), float(withdrawn.sum())
    amounts = {"all": total, "shown": shown, "rest": total - shown}
    said = {name: words.money_billion(amount * MILLION) for name, amount in amounts.items()}
    key = "whole" if _is_all(finance, regions) else "rest"
    return [*notes, words(f"finance.flows.{key}", **said)]
