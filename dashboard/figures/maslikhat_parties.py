"""Who sits in a council, or in two: a half circle of seats for each, by party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures.composition import (
    INDEPENDENT,
    THESIS,
    WIKIPEDIA,
    Council,
    is_one_term,
    read_council,
    rows_of,
    say_councils,
    say_of,
    say_range,
    say_where,
    shown_councils,
)
from dashboard.figures.councils import RESIDUAL
from dashboard.figures.drawing import Drawing, Figure, layout
from dashboard.figures.hemicycle import place_seats
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

LOOKS = 7  # colours for parties; with another symbol each, so that they are told apart without colour too
# Symbols and how large each is drawn for all to look alike.
SYMBOLS = {
    "circle": 1.0, "square": 0.86, "diamond": 0.82, "triangle-up": 0.98, "cross": 0.94, "triangle-down": 0.98, "x": 0.94,
}  # fmt: skip

HALF = 163  # px from the middle of the drawing to its edge on the narrowest screen it is drawn for
RADIUS, HOLLOW = 148, 64  # px to the outermost row of seats, and the least to the innermost
MARK = 26  # px of a seat at most
FILLED = 0.82  # of the distance between two seats, the mark's part
ABOVE, BELOW, APART = 18, 64, 20  # px over and under the seats of a council, and between two councils


def plot_maslikhat_parties(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """A half circle of seats for each chosen council, one mark a seat, by party; hollow where none is named."""
    codes = shown_councils(state)
    councils = [read_council(tables["maslikhat"], code) for code in codes]
    parties = _in_order(councils)
    first = councils[0]
    data = pd.concat([rows_of(tables["maslikhat"], code, "party") for code in codes], ignore_index=True)
    added = set(data.loc[_is_added(data), "category"])
    return Drawing(
        title=_title(councils, words),
        subtitle=words("maslikhat.parties.subtitle", councils=say_councils(data, words)),
        summary=" ".join(_summary(one, parties, words) for one in councils),
        figure=_half_circles(councils, parties, words),
        data=data,
        note=" ".join(_notes(councils, data, words)),
        number=say_of(first.parties.get(first.largest, 0), first.seats, words),
        legend=tuple((_legend(party, councils, party in added, words), *_look(party)) for party in parties),
        where=say_where(data, words("chart.maslikhat-parties.where"), words),
    )


def _is_added(rows: pd.DataFrame) -> pd.Series[bool]:
    """Rows that the thesis lacks among those that it has."""
    return rows["is_corrected"] & (rows["source_kind"] != THESIS)


def _in_order(councils: Iterable[Council]) -> list[str]:
    """The parties of all councils, most seats first; those of no party; then what the source leaves out."""
    known = list(load().labels["party"])
    counts: dict[str, int] = {}
    for council in councils:
        for party, seats in council.parties.items():
            counts[party] = counts.get(party, 0) + seats
    ordered = sorted(counts, key=lambda party: (party == INDEPENDENT, -counts[party], known.index(party)))
    return [*ordered, RESIDUAL] if any(council.missing for council in councils) else ordered


def _look(party: str) -> tuple[str, str]:
    """Colour and symbol of a party: the same on every chart, by its place among the catalogue's parties."""
    if party == RESIDUAL:
        return "muted", "circle-open"
    number = [code for code in load().labels["party"] if code != RESIDUAL].index(party)
    # From the second round on a colour comes with another symbol than in the first.
    return f"cat-{number % LOOKS + 1}", list(SYMBOLS)[(number + number // LOOKS) % len(SYMBOLS)]


def _half_circles(councils: list[Council], parties: list[str], words: Words) -> Figure:
    """Coordinates are px on a phone; where the screen is wider the axes keep the same px and show more."""
    block = ABOVE + RADIUS + BELOW
    height = len(councils) * (block + APART) - APART
    placed = [place_seats(council.seats, RADIUS, HOLLOW) for council in councils]
    size = min(MARK, FILLED * min(nearest for _, nearest in placed))
    marks: dict[str, list[tuple[float, float, str]]] = {party: [] for party in parties}
    texts: list[tuple[float, str, int, str]] = []
    for index, (council, (places, _)) in enumerate(zip(councils, placed, strict=True)):
        floor = height - index * (block + APART) - ABOVE - RADIUS
        name = council.name(words)
        held = council.parties | {RESIDUAL: council.missing}
        owners = [party for party in parties for _ in range(held.get(party, 0))]
        for (x, y), party in zip(places, owners, strict=True):
            said = words(
                "maslikhat.parties.hover",
                council=name,
                party=words.label("party", party, short=True),
                seats=say_of(held[party], council.seats, words),
            )
            marks[party].append((round(x, 2), round(floor + y, 2), said))
        # Of one convocation only, the subtitle says which.
        title = words.place(council.place, short=True) if is_one_term(councils) else name
        texts += [
            (floor + 12, f"<b>{words.count('maslikhat.seats', council.seats)}</b>", 20, "ink"),
            (floor - 32, f"<b>{title}</b>", 15, "ink"),
            (floor - 52, council.source(words), 12, "text-2"),
        ]
    traces = [_marks(party, marks[party], size) for party in parties]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [0] * len(texts),
            "y": [y for y, *_ in texts],
            "text": [text for _, text, *_ in texts],
            "textfont": {
                "size": [size for _, _, size, _ in texts],
                "color": [color for *_, color in texts],
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    return {
        "data": traces,
        "layout": layout(
            height=height + 8,
            margin={"l": 8, "r": 8, "t": 4, "b": 4},
            xaxis={"range": [-HALF, HALF], "visible": False, "fixedrange": True},
            yaxis={"range": [0, height], "visible": False, "fixedrange": True, "scaleanchor": "x"},
        ),
    }


def _marks(party: str, marks: list[tuple[float, float, str]], size: float) -> dict[str, Any]:
    color, symbol = _look(party)
    is_hollow = symbol.endswith("-open")
    drawn = (size - 1.5) if is_hollow else size * SYMBOLS[symbol]
    marker = {"symbol": symbol, "size": round(drawn, 2), "color": color}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": party,
        "x": [x for x, _, _ in marks],
        "y": [y for _, y, _ in marks],
        "marker": marker | ({"line": {"width": 1.5}} if is_hollow else {}),
        "hovertext": [said for _, _, said in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _title(councils: list[Council], words: Words) -> str:
    """Who holds most; of two councils at once where it is surely the same party."""
    party = councils[0].largest
    if len(councils) > 1 and all(one.largest == party and one.lead > 0 for one in councils):
        first, second = (
            words("maslikhat.parties.of", n=words.number(one.parties[party]), all=words.number(one.seats))
            for one in councils
        )
        label = words.label("party", party, short=True)
        return words("maslikhat.parties.title.both", party=label, first=first, second=second)
    return "; ".join(
        words.count(
            "maslikhat.parties.title.list" if one.is_list else "maslikhat.parties.title",
            seats := sum(one.parties.values()) if one.is_list else one.seats,
            place=words.place(one.place, short=True) if is_one_term(councils) else one.name(words),
            party=words.label("party", one.largest, short=True),
            seats=words.number(one.parties.get(one.largest, seats)),
        )
        for one in councils
    )


def _summary(council: Council, parties: list[str], words: Words) -> str:
    held = council.parties | ({RESIDUAL: council.missing} if council.missing else {})
    named = {party: words.label("party", party, short=True) for party in parties}
    named |= {RESIDUAL: words("maslikhat.parties.left_out")}
    parts = [
        words("maslikhat.part", name=named[party], n=words.number(held[party]))
        for party in parties
        if party in held
    ]
    return words(
        "maslikhat.parties.summary",
        council=council.name(words),
        parts=", ".join(parts),
        share=say_range(council.share, words, decimals=1, is_percent=True),
        parties=say_range(council.effective, words, decimals=2),
        source=council.source(words),
    )


def _legend(party: str, councils: list[Council], is_added: bool, words: Words) -> str:
    """The party and its seats; of those that the source leaves out, also of how many."""

    def counted(council: Council) -> str:
        if party == RESIDUAL:
            return say_of(council.missing, council.seats, words)
        return words.number(council.parties.get(party, 0))

    if len(councils) == 1:
        counts = counted(councils[0])
    else:
        names = [
            words.place(one.place, short=True) if is_one_term(councils) else one.name(words)
            for one in councils
        ]
        counts = "; ".join(
            words("maslikhat.part", name=name, n=counted(one))
            for name, one in zip(names, councils, strict=True)
        )
    text = f"{words.label('party', party)}: {counts}"
    return words("maslikhat.parties.legend.added", text=text) if is_added else text


def _notes(councils: list[Council], data: pd.DataFrame, words: Words) -> list[str]:
    """On what day, what was added, why seats are without a party, and what is not official."""
    notes = []
    for council in councils:
        name = council.name(words)
        rows = data[(data["council"] == council.place) & (data["convocation"] == council.convocation)]
        if THESIS in council.kinds:
            notes.append(words("maslikhat.parties.note", council=name))
        notes += [
            words.count(
                "maslikhat.parties.added",
                row["seats"],
                party=words.label("party", row["category"], short=True),
                printed=", ".join(rows.loc[rows["source_kind"] == THESIS, "seats_printed"]),
                all=words.number(council.seats),
                source=words.label("source_kind", row["source_kind"]),
            )
            for row in records(rows[_is_added(rows)])
        ]
        if council.missing:
            key = "maslikhat.parties.districts" if council.is_list else "maslikhat.parties.missing"
            notes.append(words.count(key, council.missing, place=name))
        if WIKIPEDIA in council.kinds:
            notes.append(words("maslikhat.parties.unofficial", council=name))
    return notes
