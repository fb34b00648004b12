"""The share of transfers on a map of tiles: a year, or the change between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures import finance_change
from dashboard.figures.drawing import Drawing
from dashboard.figures.finance import (
    dated,
    gaps_note,
    listed,
    missing_regions,
    mixed_note,
    named,
    period,
    period_of,
    place_name,
    rows_of,
)
from dashboard.figures.finance_change import BORDERS, COMPARABLE
from dashboard.figures.palette import SEQUENCE
from dashboard.figures.tiles import PLACES, tiles
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

# Per cent from which a class begins: the same in every year, so that maps can be compared.
CLASSES = (0, 20, 40, 60, 80)
THIRD = 100 / 3
# Percentage points from which a class begins, and its colour: falls in teal, rises in ochre and wine.
STEPS = ((float("-inf"), "seq-4"), (-10, "seq-2"), (-3, "grid"), (3, "emphasis"), (10, "cat-3"))
UNLIKE = "≠"  # on a tile, where a word has no room
FEW = 4  # names that a title can hold
COLUMNS = ["is_break", "transfer_share_pct"]


def plot_transfer_share_map(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Transfers received in the revenue of consolidated budgets, executed: %, or the change in percentage points."""
    pair = finance_change.pair_of(state)
    finance = tables["regional_finance"]
    return _change(finance, pair, state, words) if pair else _share(finance, state, words)


def _share(finance: pd.DataFrame, state: State, words: Words) -> Drawing:
    rows = rows_of(finance, state["year"]).sort_values("transfer_share_pct", ascending=False, kind="stable")
    cells = [
        _cell(
            row["region_code"],
            words.number(row["transfer_share_pct"]) + ("*" if row["is_break"] else ""),
            _class(row["transfer_share_pct"], list(zip(CLASSES, SEQUENCE, strict=True))),
            words.percent(row["transfer_share_pct"], 1),
            words,
        )
        for row in records(rows)
    ]
    lacking = missing_regions(rows, state["year"])
    none = words("finance.map.none")
    empty = words("finance.change.label.missing")
    cells += [_cell(code, empty, None, none, words) for code in lacking]
    key: list[tuple[str | None, str]] = [
        (token, f"{low}–{low + 20}") for low, token in zip(CLASSES, SEQUENCE, strict=True)
    ]
    few = rows[rows["transfer_share_pct"] < THIRD]
    return Drawing(
        title=dated(_title(few, words), rows, words),
        subtitle=words("finance.subtitle.share", period=period_of(rows, words)),
        summary=_summary(rows, words),
        figure=tiles(cells, key=[*key, (None, empty)] if lacking else key),
        data=named(rows, words, COLUMNS),
        note=" ".join(
            [
                words("finance.map.note"),
                *mixed_note(rows, state["year"], words),
                *gaps_note(rows, state["year"], words),
            ]
        ),
    )


def _cell(code: str, value: str, color: str | None, said: str, words: Words) -> dict[str, Any]:
    place = load().places[code]
    label = words.text(place.abbr) if place.abbr else code
    name = place_name(code, words)
    return {"code": code, "label": label, "value": value, "color": color, "hover": f"{name}: {said}"}


def _class(value: float, steps: list[tuple[float, str]]) -> str:
    """The colour of the highest class that a value reaches."""
    return [token for low, token in steps if value >= low][-1]


def _title(few: pd.DataFrame, words: Words) -> str:
    """Where transfers matter little: by name where the names fit."""
    if few.empty:
        return words("finance.map.title.neutral")
    if len(few) > FEW:
        return words.count("finance.map.title.count", len(few))
    return words("finance.map.title", places=listed(few["region_code"], words))


def _summary(rows: pd.DataFrame, words: Words) -> str:
    """How many regions each class holds."""
    classes = []
    for low in CLASSES:
        top = low + 20 if low < CLASSES[-1] else float("inf")
        n = int(((rows["transfer_share_pct"] >= low) & (rows["transfer_share_pct"] < top)).sum())
        if n:
            span = f"{low}–{low + 20}{words.percent(0).lstrip('0')}"
            classes.append(words.count("finance.map.class", n, span=span))
    return words("finance.map.summary", classes="; ".join(classes))


def _change(finance: pd.DataFrame, years: tuple[str, str], state: State, words: Words) -> Drawing:
    data = finance_change.changes(finance, *years)
    later, earlier = (period(data[name].iloc[0], words) for name in ("cumulative_to", "earlier_to"))
    cells = []
    for row in records(_drawable(data)):
        is_known = row["comparability"] == COMPARABLE
        said = finance_change.label(row, words)
        color = _class(round(row["change_pp"], 1), list(STEPS)) if is_known else None
        value = UNLIKE if row["comparability"] == BORDERS else said
        cells.append(_cell(row["region_code"], value, color, said, words))
    key: list[tuple[str | None, str]] = [
        (token, words(f"finance.map.step.{number}")) for number, (_, token) in enumerate(STEPS)
    ]
    key.append((None, words("finance.map.step.none")))
    return Drawing(
        title=dated(finance_change.title(data, state | {"region": ()}, years, words), data, words),
        subtitle=words("finance.subtitle.change", earlier=earlier, later=later),
        summary=finance_change.summary(data, words),
        figure=tiles(cells, key=key),
        data=named(data, words, finance_change.COLUMNS),
        note=" ".join(
            [words("finance.map.note"), words("finance.map.note.change"), *finance_change.notes(data, words)]
        ),
    )


def _drawable(data: pd.DataFrame) -> pd.DataFrame:
    """The rows without a region that has ended where one that came after it has the same place on the map."""
    ended = data["region_code"].map(lambda code: load().places[code].valid_to is not None)
    places = data["region_code"].map(PLACES)
    return data[~(ended & places.duplicated(keep=False))]
