"""Regional budgets as the charts read them: rows of a year, periods and prices in words, and what the source lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.places import regions
from dashboard.figures.drawing import GAP, TICK_SIZE, Figure, bars
from dashboard.figures.scales import widest
from dashboard.frames import records
from dashboard.i18n import NBSP, Words

COUNTRY = "KZ"  # the line of all local budgets together
MILLION = 1_000_000
THOUSAND = 1_000
NOMINAL = "nominal"
NONE = "none"  # no other year to compare with
MIXED = "emphasis"  # the colour of a year whose figures are of mixed territory
JUMP = 2022  # the year in which the population of the source jumps
ROOMY = 1.1  # times as wide as it should be: what a number may be in a reader's own font

Row = Mapping[str, Any]

# Russian, and the Kazakh letters in their places; English after digits and signs.
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def rows_of(finance: pd.DataFrame, year: str) -> pd.DataFrame:
    """The regions of a year, or of the part of it that the source has."""
    return finance[(finance["year"] == int(year)) & (finance["region_code"] != COUNTRY)]


def country_of(finance: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The line of all local budgets for the period of ``rows``: one row or none."""
    return finance[
        (finance["region_code"] == COUNTRY) & finance["cumulative_to"].isin(rows["cumulative_to"].unique())
    ]


def missing_regions(rows: pd.DataFrame, year: str) -> list[str]:
    """The regions that the country had at the end of a year and ``rows`` have not."""
    there = regions(load(), date(int(year), 12, 31))
    return [code for code in there if code not in set(rows["region_code"])]


def is_part(rows: pd.DataFrame) -> bool:
    """Whether the rows are of a part of a year."""
    return not rows["cumulative_to"].str.endswith("-12").any()


def period(cumulative_to: str, words: Words) -> str:
    """«январь–ноябрь 2025 года» of "2025-11"."""
    names = words.locale.months["stand-alone"]["wide"]
    first, last = (names[int(month)] for month in (1, cumulative_to[5:]))
    is_lower = words.lang != "en"
    first, last = (name.lower() if is_lower else name for name in (first, last))
    return words("finance.period", first=first, last=last, year=cumulative_to[:4])


def period_of(rows: pd.DataFrame, words: Words) -> str:
    """The period of rows that share one."""
    return period(str(rows["cumulative_to"].iloc[0]), words)


def dated(title: str, rows: pd.DataFrame, words: Words) -> str:
    """A title, which says so where its figures are of a part of a year."""
    if is_part(rows):
        title = words("finance.title.part", title=title, period=period_of(rows, words))
    return capital(title)


def capital(text: str) -> str:
    """A sentence that begins with a place: «Область Абай …»."""
    return text[:1].upper() + text[1:]


def place_name(code: str, words: Words, *, short: bool = False) -> str:
    """A region, or all local budgets together."""
    return words("finance.country") if code == COUNTRY else words.place(code, short=short)


def listed(codes: Iterable[str], words: Words) -> str:
    """Places by name, in the reader's alphabet."""
    return ", ".join(sorted((place_name(code, words) for code in codes), key=by_alphabet))


def by_alphabet(name: str) -> list[int]:
    """Where a name stands: Kazakh letters beside those they come after, whatever the case."""
    return [ALPHABET.find(letter) for letter in name.lower()]


def signed(value: float, words: Words, decimals: int = 1) -> str:
    """A number with its sign: «+4,9», «−0,3», «0,0»."""
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + words.number(abs(rounded), decimals)


def minus(value: float, words: Words, decimals: int = 0) -> str:
    """A number with a typographic minus where it is negative."""
    return ("−" if round(value, decimals) < 0 else "") + words.number(abs(round(value, decimals)), decimals)


def price_ratio(prices: pd.DataFrame, cumulative_to: str, base: str) -> float:
    """What to multiply an amount of a period by to put it into prices of ``base``; not a number where it is not known."""
    if base == NOMINAL:
        return 1.0
    found = prices[(prices["cumulative_to"] == cumulative_to) & (prices["base_year"] == int(base))]
    return float(found["price_ratio"].iloc[0]) if len(found) else float("nan")


def with_prices(frame: pd.DataFrame, prices: pd.DataFrame, base: str) -> pd.DataFrame:
    """``frame`` with ``base_year`` and the ``price_ratio`` of each row's period; nominal: neither."""
    if base == NOMINAL:
        return frame
    ratios = {to: price_ratio(prices, to, base) for to in frame["cumulative_to"].unique()}
    return frame.assign(base_year=int(base), price_ratio=frame["cumulative_to"].map(ratios))


def prices_words(base: str, cumulative_to: str, words: Words) -> str:
    """«в ценах 2020 года»; of a part of a year the prices are those of the same months."""
    if base == NOMINAL:
        return words("finance.prices.nominal")
    kind = "year" if cumulative_to.endswith("-12") else "months"
    return words(f"finance.prices.{kind}", year=base)


def country_note(rows: pd.DataFrame, words: Words) -> list[str]:
    """Where all local budgets together stand among ``rows``."""
    return [words("finance.note.kz")] if COUNTRY in set(rows["region_code"]) else []


def known_notes(scopes: Iterable[str], words: Words) -> list[str]:
    """Where the regions are known not to add up to the line of all local budgets, and by how much."""
    wanted = set(scopes)
    return [
        words.text(item.reason)
        for item in load().known_differences
        if item.reconciliation == "regions_to_country" and item.scope in wanted
    ]


def no_country_note(line: pd.DataFrame, rows: pd.DataFrame, words: Words) -> str:
    """Why all local budgets together are not among ``rows``: the source has no such ``line``, or it lacks revenue."""
    return words(
        "finance.note.country" if line.empty else "finance.note.country.revenue",
        period=period_of(rows, words),
    )


def jump_note(finance: pd.DataFrame, words: Words) -> str:
    """That the series of population is not continuous, in the figures of ``finance`` themselves.

    Growth of the country and of the regions of unchanged territory, %, in ``JUMP`` and in the other years.
    """
    whole = finance[finance["is_full_year"] & ~finance["is_break"]]
    people = whole.pivot(index="year", columns="region_code", values="population_persons")
    growth = (people / people.shift() - 1) * 100
    of_country = growth[COUNTRY].dropna().to_dict()
    others = [grown for year, grown in of_country.items() if year != JUMP]
    of_regions = growth.T[JUMP].drop(COUNTRY).dropna().sort_values()
    return words(
        "finance.head.jump",
        earlier=str(JUMP - 1),
        later=str(JUMP),
        growth=words.percent(of_country[JUMP], 1),
        low=words.number(min(others), 1),
        high=words.percent(max(others), 1),
        least=_grew(of_regions.index[0], of_regions.iloc[0], words),
        most=_grew(of_regions.index[-1], of_regions.iloc[-1], words),
    )


def _grew(code: str, change: float, words: Words) -> str:
    unit = words.percent(0).lstrip("0")
    return f"{place_name(code, words)} ({signed(change, words)}{unit})"


def gaps_note(rows: pd.DataFrame, year: str, words: Words) -> list[str]:
    """What the reader must know of a year: regions that the source lacks, and that it is not whole."""
    notes = []
    if lacking := missing_regions(rows, year):
        notes.append(words("finance.note.missing", year=year, places=listed(lacking, words)))
    if is_part(rows):
        notes.append(words("finance.note.part", period=period_of(rows, words)))
    return notes


def mixed_note(rows: pd.DataFrame, year: str, words: Words) -> list[str]:
    """Whose borders changed within the year: their numbers bear an asterisk."""
    mixed = rows.loc[rows["is_break"], "region_code"]
    return [words("finance.note.mixed", year=year, places=listed(mixed, words))] if len(mixed) else []


def named(frame: pd.DataFrame, words: Words, columns: Sequence[str]) -> pd.DataFrame:
    """The rows for reading and downloads: a place's name beside its code, then ``columns``, then who said it."""
    names = [place_name(code, words) for code in frame["region_code"]]
    kept = ["region_code", "region_name", "cumulative_to", *columns, "basis", "source_id", "source_ref"]
    return frame.assign(region_name=names)[kept].reset_index(drop=True)


def rank(value: float, values: pd.Series[float]) -> int:
    """The place of a value from the largest down; equal ones share it."""
    return int((values > value).sum()) + 1


def ranked_words(row: Row, column: str, value: str, ranked: pd.DataFrame, words: Words) -> str:
    """A region's ``value`` (in words) and its rank by ``column``."""
    return capital(
        words(
            "transfers.summary.chosen",
            place=place_name(row["region_code"], words),
            value=value,
            rank=words.number(rank(row[column], ranked[column])),
            all=words.number(len(ranked)),
        )
    )


def absent_note(data: pd.DataFrame, chosen: Iterable[str], words: Words) -> list[str]:
    """Which chosen regions the project's table does not have."""
    absent = [code for code in chosen if code not in set(data["region_code"])]
    return [words("transfers.absent", places=listed(absent, words))] if absent else []


def chosen_rows(frame: pd.DataFrame, chosen: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of the regions that a reader chose."""
    return records(frame[frame["region_code"].isin(list(chosen))])


def signed_bars(
    names: Sequence[str],
    values: Sequence[float | None],
    texts: Sequence[str],
    colors: Sequence[str],
    hover: Sequence[str],
) -> Figure:
    """Bars to both sides of zero. Their numbers stand on the right, of a bar to the left beside zero, where on a phone
    there is room; where there is no value, only the text."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    bar = {"values": list(values), "color": list(colors), "hover": list(hover)}
    right = ceil(widest(texts, TICK_SIZE) * ROOMY) + GAP
    figure = bars(list(names), [bar], upper=high if high > low else 1.0, right=right)
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "text",
            "y": figure["data"][0]["y"],
            "x": [max(value or 0.0, 0.0) for value in values],
            "text": [f"{NBSP}{text}".replace("<br>", f"<br>{NBSP}") for text in texts],
            "textposition": "middle right",
            "textfont": {"size": TICK_SIZE, "color": "ink"},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    figure["layout"]["yaxis"]["type"] = "category"  # years are names here
    figure["layout"]["xaxis"] = {
        "range": [low, high if high > low else 1.0],
        "fixedrange": True,
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": "text-2",
        "ticks": "",
    }
    return figure
