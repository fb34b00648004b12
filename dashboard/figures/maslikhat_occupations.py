"""What is known of the deputies' occupations: entrepreneurs against half of the council, and the others where published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from catalogue.loader import load
from dashboard.figures.composition import say_councils, say_of, say_where
from dashboard.figures.councils import RESIDUAL
from dashboard.figures.drawing import Drawing, Figure, bars
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

ENTREPRENEURS = "entrepreneurs"
LOOKS = 7  # colours for occupations
NAMED = 3  # councils that a title can name

Row = dict[str, Any]


def plot_maslikhat_occupations(tables: Mapping[str, pd.DataFrame], state: State, words: Words) -> Drawing:
    """Deputies by occupation in every council that a source speaks of, most entrepreneurs first."""
    data = tables["maslikhat"]
    data = data[data["attribute"] == "occupation"]
    data = data.assign(exact=data["seats"] / data["seats_total"])
    known = data[data["category"] == ENTREPRENEURS].sort_values("exact", ascending=False, kind="stable")
    councils = records(known)
    names = _names(known, words)
    counts = [say_of(row["seats"], row["seats_total"], words) for row in councils]
    order = [code for code in load().labels["occupation"] if code in set(data["category"])]
    order = [ENTREPRENEURS, *(code for code in order if code not in (ENTREPRENEURS, RESIDUAL)), RESIDUAL]
    series = [
        _series(category, index, len(order), data, councils, names, words)
        for index, category in enumerate(order)
    ]
    series[-1]["text"] = counts
    parts = [
        words(
            "maslikhat.occupations.part",
            place=name,
            seats=count,
            share=words.percent(row["exact"] * 100, 1),
        )
        for name, count, row in zip(names, counts, councils, strict=True)
    ]
    return Drawing(
        title=_title(known, words),
        subtitle=words("maslikhat.occupations.subtitle", councils=say_councils(known, words)),
        summary=" ".join(
            [
                words("maslikhat.occupations.summary", parts="; ".join(parts)),
                *_others(data, councils, names, words),
            ]
        ),
        figure=_figure(names, series, words),
        data=data.drop(columns="exact").reset_index(drop=True),
        note=" ".join(_notes(councils, names, words)),
        number=counts[0],
        legend=tuple(
            (words.label("occupation", code), str(one["color"]))
            for code, one in zip(order, series, strict=True)
        ),
        where=say_where(data, words("chart.maslikhat-occupations.where"), words),
    )


def _names(known: pd.DataFrame, words: Words) -> list[str]:
    """The councils by place, with the convocation where it is not the same for all."""
    one_term = known["convocation"].nunique() == 1
    return [
        words.place(row["council"], short=True)
        + ("" if one_term else f", {words.label('convocation', row['convocation'], short=True)}")
        for row in records(known)
    ]


def _of(data: pd.DataFrame, council: Row) -> pd.DataFrame:
    return data[(data["council"] == council["council"]) & (data["convocation"] == council["convocation"])]


def _series(
    category: str,
    index: int,
    last: int,
    data: pd.DataFrame,
    councils: list[Row],
    names: list[str],
    words: Words,
) -> dict[str, Any]:
    """One occupation in every council, % of its seats; 0 where nothing is said of it."""
    label = words.label("occupation", category)
    values, hover = [], []
    for council, name in zip(councils, names, strict=True):
        rows = records(_of(data, council).query("category == @category"))
        values.append(rows[0]["exact"] * 100 if rows else 0)
        said = say_of(rows[0]["seats"], rows[0]["seats_total"], words) if rows else ""
        hover.append(
            words("maslikhat.occupations.hover", place=name, occupation=label, seats=said) if rows else ""
        )
    color = {0: "accent", last - 1: "soft"}.get(index, f"cat-{index % LOOKS + 1}")
    return {"name": label, "values": values, "color": color, "hover": hover}


def _figure(names: list[str], series: list[dict[str, Any]], words: Words) -> Figure:
    """Whole councils as stacked bars, with half of the seats marked below."""
    figure = bars(names, series, upper=100, right=100)
    figure["layout"]["height"] += 24
    figure["layout"]["margin"]["b"] += 24
    figure["layout"]["xaxis"] |= {
        "visible": True, "showgrid": True, "gridcolor": "ink", "zeroline": False, "ticks": "",
        "tickvals": [50], "ticktext": [words("maslikhat.half")], "tickfont": {"size": 13},
    }  # fmt: skip
    return figure


def _others(data: pd.DataFrame, councils: list[Row], names: list[str], words: Words) -> list[str]:
    """The other occupations of the councils where they are published."""
    said = []
    for council, name in zip(councils, names, strict=True):
        rows = _of(data, council)
        rows = rows[(rows["category"] != ENTREPRENEURS) & ~rows["is_residual"]]
        rows = rows.sort_values("seats", ascending=False, kind="stable")
        parts = [
            words(
                "maslikhat.part",
                name=words.label("occupation", row["category"]),
                n=words.number(row["seats"]),
            )
            for row in records(rows)
        ]
        if parts:
            said.append(words("maslikhat.occupations.others", place=name, parts=", ".join(parts)))
    return said


def _notes(councils: list[Row], names: list[str], words: Words) -> list[str]:
    notes = [words("maslikhat.occupations.note")]
    notes += [
        words(
            "maslikhat.occupations.inferred",
            place=name,
            printed=words.percent(row["share_pct"], 1),
            n=words.number(row["seats"]),
        )
        for row, name in zip(councils, names, strict=True)
        if row["seats_is_inferred"]
    ]
    sources = [
        words("maslikhat.part", name=name, n=words.label("source_kind", row["source_kind"], short=True))
        for row, name in zip(councils, names, strict=True)
    ]
    return [*notes, words("maslikhat.occupations.sources", parts="; ".join(sources))]


def _title(known: pd.DataFrame, words: Words) -> str:
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


def _against_half(row: Row) -> str:
    twice, every = row["seats"] * 2, row["seats_total"]
    return "over" if twice > every else "under" if twice < every else "half"
