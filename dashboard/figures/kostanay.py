"""Kostanay oblast and its fourth-level (rural) budgets (thesis, chapter 2)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.figures.drawing import Drawing, bars, layout
from dashboard.i18n import Words
from dashboard.url_state import State

Tables = Mapping[str, pd.DataFrame]


def plot_kostanay_budget(tables: Tables, state: State, words: Words) -> Drawing:
    """Where the oblast-level budget of 2021 comes from, %: four printed parts that add up to 100."""
    data = tables["kostanay_budget"]
    dependence = tables["transfer_dependence"]
    kostanay = dependence[dependence["region_code"] == "KZ-39"].iloc[0]
    names = [words.label("kostanay_component", code) for code in data["component"]]
    values = data["share_pct"].tolist()
    texts = [words.percent(value) for value in values]
    top = data.loc[data["component"] == "republic_transfers", "share_pct"].iloc[0]
    colors = ["accent" if code == "republic_transfers" else "muted" for code in data["component"]]
    listed = "; ".join(f"{name} — {text}" for name, text in zip(names, texts, strict=True))
    return Drawing(
        title=words("kostanay.budget.title", value=words.number(top)),
        subtitle=words("kostanay.budget.subtitle"),
        summary=words("kostanay.budget.summary", parts=listed),
        figure=bars(names, [_series(names, values, texts, colors)], upper=100),
        data=data,
        note=words(
            "kostanay.budget.note",
            republic=words.percent(kostanay["from_republic_pct"], 1),
            lower=words.percent(kostanay["from_lower_pct"], 1),
        ),
    )


def plot_kostanay_indicators(tables: Tables, state: State, words: Words) -> Drawing:
    """Businesses per 1,000 residents, recomputed, with the counts they come from in the table."""
    data = tables["kostanay_indicators"]
    data = data[data["indicator"] != "business_support_pct"].reset_index(drop=True)
    rates = data[data["indicator"].isin(["sole_traders_rate", "enterprises_rate"])]
    by_indicator = data.set_index("indicator")["value"]
    printed = data.set_index("indicator")["printed_value"]
    names = [words.label("kostanay_indicator", code) for code in rates["indicator"]]
    values = rates["value"].tolist()
    texts = [words.number(value, 1) for value in values]
    return Drawing(
        title=words(
            "kostanay.indicators.title",
            traders=words.number(by_indicator["sole_traders_rate"], 1),
            enterprises=words.number(by_indicator["enterprises_rate"], 1),
        ),
        subtitle=words("kostanay.indicators.subtitle"),
        summary=words(
            "kostanay.indicators.summary",
            traders=words.number(by_indicator["sole_traders"]),
            enterprises=words.number(by_indicator["enterprises"]),
            population=words.number(by_indicator["population"]),
            traders_rate=words.number(by_indicator["sole_traders_rate"], 1),
            enterprises_rate=words.number(by_indicator["enterprises_rate"], 1),
        ),
        figure=bars(names, [_series(names, values, texts, "accent")], upper=max(values)),
        data=data,
        note=words(
            "kostanay.indicators.note",
            traders=printed["sole_traders_rate"],
            enterprises=printed["enterprises_rate"],
        ),
    )


def plot_kostanay_business_support(tables: Tables, state: State, words: Words) -> Drawing:
    """The one number that figure 10 leaves in the text: 5 % for business support; the rest is not itemised."""
    data = tables["kostanay_indicators"]
    data = data[data["indicator"] == "business_support_pct"].reset_index(drop=True)
    share = float(data["value"].iloc[0])
    names = [words("kostanay.business.share"), words("kostanay.business.rest")]
    texts = [words.percent(share), words.percent(100 - share)]
    return Drawing(
        title=words("kostanay.business.title", value=words.number(share)),
        subtitle=words("kostanay.business.subtitle"),
        summary=words(
            "kostanay.business.summary", value=words.percent(share), rest=words.percent(100 - share)
        ),
        figure=bars(names, [_series(names, [share, 100 - share], texts, ["accent", "soft"])], upper=100),
        data=data,
        note=words("kostanay.business.note"),
    )


def plot_fourth_level_budgets(tables: Tables, state: State, words: Words) -> Drawing:
    """Approved fourth-level budgets of the oblast by year, thousand tenge in the table, billions on the bars."""
    data = tables["fourth_level_budgets"]
    years = [str(year) for year in data["year"]]
    values = (data["total_kzt_thousand"] / 1e6).tolist()
    texts = [words("number.billion_kzt", value=words.number(value, 2)) for value in values]
    change = values[-1] / values[0] * 100 - 100
    facts = {"first": years[0], "last": years[-1], "from_": texts[0], "to": texts[-1]}
    figure = {
        "data": [
            {
                "type": "bar",
                "x": years,
                "y": values,
                "marker": {"color": ["muted"] * (len(values) - 1) + ["accent"]},
                "text": texts,
                "textposition": "outside",
                "cliponaxis": False,
                "hovertext": [f"{year}: {text}" for year, text in zip(years, texts, strict=True)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        ],
        "layout": layout(
            height=300,
            margin={"l": 16, "r": 16, "t": 32, "b": 32},
            xaxis={"type": "category", "fixedrange": True, "showgrid": False, "ticks": ""},
            yaxis={"range": [0, max(values)], "visible": False, "fixedrange": True},
        ),
    }
    return Drawing(
        title=words("kostanay.fourth.title", change=words.percent(abs(change)), **facts),
        subtitle=words("kostanay.fourth.subtitle"),
        summary=words("kostanay.fourth.summary", middle_year=years[1], middle=texts[1], **facts),
        figure=figure,
        data=data,
        note=words("kostanay.fourth.note"),
    )


PER_ROW = 28  # as many marks in a row as a phone can show apart


def plot_fourth_level_coverage(tables: Tables, state: State, words: Words) -> Drawing:
    """A mark per rural district: filled where it has a budget of its own."""
    data = tables["fourth_level_coverage"]
    counts = data.set_index("measure")["count"]
    every, own = int(counts["rural_districts"]), int(counts["with_own_budget"])
    facts = {
        "own": words.number(own),
        "every": words.number(every),
        "share": words.percent(own / every * 100),
    }
    rest = words.number(every - own)
    marks = [(index % PER_ROW, index // PER_ROW) for index in range(every)]

    def dots(name: str, some: list[tuple[int, int]], color: str) -> dict[str, object]:
        return {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": [x for x, _ in some],
            "y": [y for _, y in some],
            "marker": {"symbol": "square", "size": 9, "color": color},
            "hovertext": [name] * len(some),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }

    rows = -(-every // PER_ROW)
    with_own, without = (
        words("kostanay.coverage.own", n=facts["own"]),
        words("kostanay.coverage.rest", n=rest),
    )
    return Drawing(
        title=words("kostanay.coverage.title", **facts),
        subtitle=words("kostanay.coverage.subtitle"),
        summary=words("kostanay.coverage.summary", rest=rest, **facts),
        figure={
            "data": [dots(with_own, marks[:own], "accent"), dots(without, marks[own:], "soft")],
            "layout": layout(
                height=24 * rows + 16,
                margin={"l": 8, "r": 8, "t": 8, "b": 8},
                xaxis={"range": [-0.7, PER_ROW - 0.3], "visible": False, "fixedrange": True},
                yaxis={"range": [rows - 0.4, -0.6], "visible": False, "fixedrange": True},
            ),
        },
        data=data,
        note=words("kostanay.coverage.note"),
        number=words("number.of", n=facts["own"], all=facts["every"]),
        legend=((with_own, "accent"), (without, "soft")),
    )


def _series(names: list[str], values: list[float], texts: list[str], color: object) -> dict[str, object]:
    hover = [f"{name}: {text}" for name, text in zip(names, texts, strict=True)]
    return {"values": values, "color": color, "text": texts, "hover": hover}
