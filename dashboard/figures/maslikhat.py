"""Who sits in a council, what is known of occupations, and the minimums that the project proposes (chapter 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures.councils import RESIDUAL, Range, effective_parties, largest_share
from dashboard.figures.drawing import Drawing, Figure, bars, layout
from dashboard.figures.hemicycle import place_seats
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

Tables = Mapping[str, pd.DataFrame]

NONE = "none"  # no second council
LOOKS = 7  # colours for parties; with another symbol each, so that they are told apart without colour too
# Symbols and how large each is drawn for all to look alike.
SYMBOLS = {
    "circle": 1.0, "square": 0.86, "diamond": 0.82, "triangle-up": 1.06, "cross": 0.94, "triangle-down": 1.06,
}  # fmt: skip

HALF = 163  # px from the middle of the drawing to its edge on the narrowest screen it is drawn for
RADIUS, HOLLOW = 148, 64  # px to the outermost row of seats, and the least to the innermost
MARK = 26  # px of a seat at most
FILLED = 0.82  # of the distance between two seats, the mark's part
ABOVE, BELOW, APART = 18, 46, 20  # px over and under the seats of a council, and between two councils


@dataclass(frozen=True)
class Council:
    """One council as the source has it: seats by party, and those whose party it leaves out."""

    place: str
    convocation: str
    seats: int
    parties: dict[str, int]

    @property
    def missing(self) -> int:
        return self.seats - sum(self.parties.values())

    @property
    def largest(self) -> str:
        return max(self.parties, key=lambda party: self.parties[party], default=RESIDUAL)

    @property
    def lead(self) -> int:
        """Seats of the largest party beyond the next, and beyond what the missing ones could add to that."""
        counts = sorted([*self.parties.values(), 0, 0], reverse=True)
        return counts[0] - counts[1] - self.missing

    @property
    def share(self) -> Range:
        return largest_share([*self.parties.values()], self.missing)

    @property
    def effective(self) -> Range:
        return effective_parties([*self.parties.values()], self.missing)

    def name(self, words: Words) -> str:
        """``Almaty, VII convocation``"""
        return f"{words.place(self.place, short=True)}, {words.label('convocation', self.convocation, short=True)}"


def rows_of(data: pd.DataFrame, code: str, attribute: str) -> pd.DataFrame:
    """The rows of a council (``KZ-75.VII``) about one attribute of its deputies."""
    place, _, convocation = code.partition(".")
    is_wanted = (data["council"] == place) & (data["convocation"] == convocation)
    return data[is_wanted & (data["attribute"] == attribute)]


def read_council(data: pd.DataFrame, code: str) -> Council:
    """A council of the table `maslikhat`."""
    rows = rows_of(data, code, "party")
    known = rows[~rows["is_residual"]]
    return Council(
        place=rows["council"].iloc[0],
        convocation=rows["convocation"].iloc[0],
        seats=int(rows["seats_total"].iloc[0]),
        parties={row["category"]: int(row["seats"]) for row in records(known)},
    )


def shown_councils(state: State) -> list[str]:
    """The chosen council, and the one beside it unless it is the same."""
    return list(dict.fromkeys(code for code in (state["council"], state["with"]) if code != NONE))


def say_range(found: Range, words: Words, *, decimals: int, is_percent: bool = False) -> str:
    """A value, or "between … and …" where the seats that the source leaves out decide."""
    factor = 100 if is_percent else 1
    say = words.percent if is_percent else words.number
    high = say(float(found.high * factor), decimals)
    if found.low == found.high:
        return high
    return words("maslikhat.range", low=words.number(float(found.low * factor), decimals), high=high)


def plot_maslikhat_parties(tables: Tables, state: State, words: Words) -> Drawing:
    """A half circle of seats for each chosen council, one mark a seat, by party; hollow where none is named."""
    codes = shown_councils(state)
    councils = [read_council(tables["maslikhat"], code) for code in codes]
    parties = _in_order(councils)
    note = [words("maslikhat.parties.note")]
    note += [
        words.count("maslikhat.parties.missing", one.missing, place=words.place(one.place, short=True))
        for one in councils
        if one.missing
    ]
    first = councils[0]
    data = pd.concat([rows_of(tables["maslikhat"], code, "party") for code in codes], ignore_index=True)
    return Drawing(
        title=_title(councils, words),
        subtitle=words("maslikhat.parties.subtitle", councils=_say_councils(data, words)),
        summary=" ".join(_summary(one, parties, words) for one in councils),
        figure=_half_circles(councils, parties, words),
        data=data,
        note=" ".join(note),
        number=_of(first.parties.get(first.largest, 0), first.seats, words),
        legend=tuple((_legend(party, councils, words), *_look(party)) for party in parties),
    )


def _in_order(councils: Iterable[Council]) -> list[str]:
    """The parties of all councils, most seats first; then what the source leaves out."""
    known = list(load().labels["party"])
    counts: dict[str, int] = {}
    for council in councils:
        for party, seats in council.parties.items():
            counts[party] = counts.get(party, 0) + seats
    ordered = sorted(counts, key=lambda party: (-counts[party], known.index(party)))
    return [*ordered, RESIDUAL] if any(council.missing for council in councils) else ordered


def _look(party: str) -> tuple[str, str]:
    """Colour and symbol of a party: the same on every chart, by its place among the catalogue's parties."""
    if party == RESIDUAL:
        return "muted", "circle-open"
    number = [code for code in load().labels["party"] if code != RESIDUAL].index(party)
    return f"cat-{number % LOOKS + 1}", list(SYMBOLS)[number % len(SYMBOLS)]


def _half_circles(councils: list[Council], parties: list[str], words: Words) -> Figure:
    """Coordinates are px on a phone; where the screen is wider the axes keep the same px and show more."""
    block = ABOVE + RADIUS + BELOW
    height = len(councils) * (block + APART) - APART
    placed = [place_seats(council.seats, RADIUS, HOLLOW) for council in councils]
    size = min(MARK, FILLED * min(nearest for _, nearest in placed))
    marks: dict[str, list[tuple[float, float, str]]] = {party: [] for party in parties}
    texts: list[tuple[float, str, int]] = []
    is_one_term = len({council.convocation for council in councils}) == 1  # the subtitle says which
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
                seats=_of(held[party], council.seats, words),
            )
            marks[party].append((round(x, 2), round(floor + y, 2), said))
        texts += [
            (floor + 12, f"<b>{words.count('maslikhat.seats', council.seats)}</b>", 20),
            (floor - 32, f"<b>{words.place(council.place, short=True) if is_one_term else name}</b>", 15),
        ]
    traces = [_marks(party, marks[party], size) for party in parties]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [0] * len(texts),
            "y": [y for y, _, _ in texts],
            "text": [text for _, text, _ in texts],
            "textfont": {"size": [size for _, _, size in texts], "color": "ink"},
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


def _of(part: int, whole: int, words: Words) -> str:
    return words("number.of", n=words.number(part), all=words.number(whole))


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
            "maslikhat.parties.title",
            one.seats,
            place=words.place(one.place, short=True),
            party=words.label("party", one.largest, short=True),
            seats=words.number(one.parties.get(one.largest, one.missing)),
        )
        for one in councils
    )


def _say_councils(rows: pd.DataFrame, words: Words) -> str:
    """The councils of some rows by name, and their convocation once where it is the same."""
    known = rows.drop_duplicates(["council", "convocation"])
    return "; ".join(
        " · ".join(words.place(place, short=True) for place in group["council"])
        + f", {words.label('convocation', str(term))}"
        for term, group in known.groupby("convocation", sort=False)
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
    )


def _legend(party: str, councils: list[Council], words: Words) -> str:
    """The party and its seats; of those that the source leaves out, also of how many."""

    def counted(council: Council) -> str:
        if party == RESIDUAL:
            return _of(council.missing, council.seats, words)
        return words.number(council.parties.get(party, 0))

    if len(councils) == 1:
        counts = counted(councils[0])
    else:
        counts = ", ".join(f"{words.place(one.place, short=True)} {counted(one)}" for one in councils)
    return f"{words.label('party', party)}: {counts}"


ENTREPRENEURS = "entrepreneurs"


def plot_maslikhat_occupations(tables: Tables, state: State, words: Words) -> Drawing:
    """Entrepreneurs among the deputies of every council that the source speaks of; the rest is not published."""
    data = tables["maslikhat"]
    data = data[data["attribute"] == "occupation"]
    data = data.assign(exact=data["seats"] / data["seats_total"])
    known = data[data["category"] == ENTREPRENEURS].sort_values("exact", ascending=False, kind="stable")
    councils = [f"{row['council']}.{row['convocation']}" for row in records(known)]
    order = [code for code in load().labels["occupation"] if code in set(data["category"])]
    order = [ENTREPRENEURS, *(code for code in order if code not in (ENTREPRENEURS, RESIDUAL)), RESIDUAL]
    is_one_term = known["convocation"].nunique() == 1
    names = [
        words.place(row["council"], short=True)
        + ("" if is_one_term else f", {words.label('convocation', row['convocation'], short=True)}")
        for row in records(known)
    ]
    counts = [_of(row["seats"], row["seats_total"], words) for row in records(known)]
    series = []
    for number, category in enumerate(order):
        by_council = {
            f"{row['council']}.{row['convocation']}": row
            for row in records(data[data["category"] == category])
        }
        rows = [by_council.get(code) for code in councils]
        label = words.label("occupation", category)
        series.append(
            {
                "name": label,
                "values": [row["exact"] * 100 if row else 0 for row in rows],
                "color": {0: "accent", len(order) - 1: "soft"}.get(number, f"cat-{number % LOOKS + 1}"),
                "hover": [
                    f"{name}: {label} — {_of(row['seats'], row['seats_total'], words)}" if row else ""
                    for name, row in zip(names, rows, strict=True)
                ],
            }
        )
    series[-1]["text"] = counts
    figure = bars(names, series, upper=100, right=100)
    figure["layout"]["height"] += 24
    figure["layout"]["margin"]["b"] += 24
    figure["layout"]["xaxis"] |= {
        "visible": True, "showgrid": True, "gridcolor": "ink", "zeroline": False, "ticks": "",
        "tickvals": [50], "ticktext": [words("maslikhat.half")], "tickfont": {"size": 13},
    }  # fmt: skip
    note = [words("maslikhat.occupations.note")]
    note += [
        words(
            "maslikhat.occupations.inferred",
            place=words.place(row["council"], short=True),
            printed=words.percent(row["share_pct"], 1),
            n=words.number(row["seats"]),
        )
        for row in records(known)
        if row["seats_is_inferred"]
    ]
    parts = [
        words(
            "maslikhat.occupations.part",
            place=name,
            seats=count,
            share=words.percent(row["exact"] * 100, 1),
        )
        for name, count, row in zip(names, counts, records(known), strict=True)
    ]
    return Drawing(
        title=_occupation_title(known, words),
        subtitle=words("maslikhat.occupations.subtitle", councils=_say_councils(known, words)),
        summary=words("maslikhat.occupations.summary", parts="; ".join(parts)),
        figure=figure,
        data=data.drop(columns="exact").reset_index(drop=True),
        note=" ".join(note),
        number=counts[0],
        legend=tuple(
            (words.label("occupation", code), str(one["color"]))
            for code, one in zip(order, series, strict=True)
        ),
    )


NAMED = 3  # councils that a title can name


def _occupation_title(known: pd.DataFrame, words: Words) -> str:
    """Each council and whether it is more than half; of many councils, how many are."""
    over = int((known["seats"] * 2 > known["seats_total"]).sum())
    if len(known) > NAMED:
        return words("maslikhat.occupations.title.many", n=words.number(over), all=words.number(len(known)))
    parts = [
        words(
            f"maslikhat.occupations.{_against_half(row)}",
            place=words.place(row["council"], short=True),
            share=words.percent(row["exact"] * 100, 1),
        )
        for row in records(known)
    ]
    return words("maslikhat.occupations.title", parts="; ".join(parts))


def _against_half(row: dict[str, Any]) -> str:
    twice, every = row["seats"] * 2, row["seats_total"]
    return "over" if twice > every else "under" if twice < every else "half"


def minimums(data: pd.DataFrame, level: str) -> dict[str, int]:
    """The proposed least number of seats per group in councils of a level, in the order of the source."""
    rows = data[data["council_level"] == level]
    return {row["group"]: int(row["min_seats"]) for row in records(rows)}


def plot_maslikhat_quotas(tables: Tables, state: State, words: Words) -> Drawing:
    """The proposed minimums by group for councils of one level, most seats first."""
    data = tables["maslikhat_quotas"]
    data = data[data["council_level"] == state["level"]]
    data = data.sort_values("min_seats", ascending=False, kind="stable", ignore_index=True)
    names = [words.label("quota_group", code, short=True) for code in data["group"]]
    values = [int(value) for value in data["min_seats"]]
    texts = [words.number(value) for value in values]
    level = words.label("council_level", state["level"])
    return Drawing(
        title=words.count("maslikhat.quotas.title", sum(values)),
        subtitle=words("maslikhat.quotas.subtitle", level=level),
        summary=words(
            "maslikhat.quotas.summary",
            level=level,
            parts="; ".join(
                words("maslikhat.part", name=name, n=text) for name, text in zip(names, texts, strict=True)
            ),
            total=words.number(sum(values)),
        ),
        figure=bars(
            names,
            [
                {
                    "values": values,
                    "color": "accent",
                    "text": texts,
                    "hover": [f"{name}: {text}" for name, text in zip(names, texts, strict=True)],
                }
            ],
            upper=max(values),
        ),
        data=data,
        note=words.count("maslikhat.quotas.note", sum(values), least=words.number(max(values))),
        number=words.count("maslikhat.seats", sum(values)),
    )
