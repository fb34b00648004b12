"""What changed: each functional group against the same months a year before, or against the quarter before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure, bars
from dashboard.figures.receipt_execution import Tables, build_rows, million, no_period, nothing, signed
from dashboard.figures.receipt_periods import Period, amounts, compared, read
from dashboard.frames import records
from dashboard.i18n import Words
from dashboard.url_state import State

COLUMNS = [
    "function_code", "amount_kzt_million", "before_kzt_million", "change_kzt_million", "change_pct", "place_code",
    "budget_period", "against_period", "basis",
]  # fmt: skip
LABELS = 88  # px for amount and per cent at the right
ROW = 40  # px for a group, two lines of labels
NAMED = 3  # groups that the summary names


@dataclass(frozen=True)
class Changes:
    """A period of a place held against another one. ``rows``: `COLUMNS`' first five, ``shown`` and ``before_shown``
    (tenths of a million that add up to their totals) and ``is_fall``; the largest change first."""

    period: Period
    before: Period
    rows: pd.DataFrame


def change_pct(now: float, before: float) -> float | None:
    """Per cent of what was spent before; None where one of the two is below zero or there is nothing to be per cent of."""
    if before <= 0 or now < 0:
        return None
    return float((Fraction(str(now)) / Fraction(str(before)) - 1) * 100)


def read_changes(functional: pd.DataFrame, place: str, period: Period, against: str) -> Changes | None:
    """Nominal changes in million tenge; None where the source has no like period to hold this one against."""
    before = compared(functional, place, period, against)
    found = amounts(functional, place, period)
    earlier = amounts(functional, place, before) if before else None
    if before is None or found is None or earlier is None:
        return None
    now, then = (build_rows(one, Fraction(1), 1, "total") for one in (found, earlier))
    rows = now.merge(then, on="function_code", suffixes=("", "_before"), validate="one_to_one")
    pairs = list(zip(rows["amount_kzt_million"], rows["amount_kzt_million_before"], strict=True))
    rows = pd.DataFrame(
        {
            "function_code": rows["function_code"],
            "amount_kzt_million": rows["amount_kzt_million"],
            "before_kzt_million": rows["amount_kzt_million_before"],
            # the sources' decimals again, without what binary arithmetic leaves
            "change_kzt_million": [round(now - before, 8) for now, before in pairs],
            "change_pct": [change_pct(now, before) for now, before in pairs],
            "shown": rows["shown"],
            "before_shown": rows["shown_before"],
            "is_fall": rows["is_fall"] | rows["is_fall_before"],
        }
    )
    largest = rows["change_kzt_million"].abs().sort_values(ascending=False, kind="stable").index
    return Changes(period, before, rows.loc[largest].reset_index(drop=True))


def percent_text(value: float | None, words: Words) -> str:
    """``+12,3 %``, without decimals from a thousand; '' where there is none to give."""
    if value is None or pd.isna(value):
        return ""
    return signed(round(value, 1), words.percent(round(abs(value), 1), 1 if abs(value) < 1000 else 0))


def plot_receipt_changes(tables: Tables, state: State, words: Words) -> Drawing:
    """Every group's change, the largest first, whichever way it goes."""
    functional, place, period = tables["functional_execution"], state["place"], read(state["to"])
    if amounts(functional, place, period) is None:
        return nothing(no_period(state, words), COLUMNS)
    found = read_changes(functional, place, period, state["against"])
    said = {"place": words.place(place), "when": period.name(words)}
    if found is None:
        return nothing(words(f"receipt.changes.none.{state['against']}", **said), COLUMNS)
    said["before"] = found.before.name(words)
    rows = found.rows
    total, earlier = int(rows["shown"].sum()), int(rows["before_shown"].sum())
    top = records(rows)[0]
    change = signed(total - earlier, million(abs(total - earlier), words))
    against = state["against"] if period.is_quarter else "year"
    share = percent_text(
        change_pct(rows["amount_kzt_million"].sum(), rows["before_kzt_million"].sum()), words
    )
    return Drawing(
        title=words(
            f"receipt.changes.title.{against}",
            **said,
            name=words.label("function", top["function_code"]),
            change=_said(top, words),
        ),
        subtitle=words("receipt.changes.subtitle", **said),
        summary=words(
            "receipt.changes.summary",
            **said,
            change=change,
            share=share,
            lines="; ".join(
                f"{words.label('function', row['function_code'])} {_said(row, words)}"
                for row in records(rows)[:NAMED]
            ),
        ),
        figure=_figure(rows, words),
        data=_data(found, place),
        note=" ".join(_notes(found, against, words)),
        legend=((words("receipt.legend.more"), "accent"), (words("receipt.legend.less"), "emphasis")),
    )


def _amount(row: dict[str, float], words: Words) -> str:
    change = int(row["shown"] - row["before_shown"])
    return signed(change, million(abs(change), words))


def _bare(row: dict[str, float], words: Words) -> str:
    """The change without its unit, which the subtitle says."""
    change = int(row["shown"] - row["before_shown"])
    return signed(change, words.number(Decimal(abs(change)) / 10, 1))


def _said(row: dict[str, float], words: Words) -> str:
    share = percent_text(row["change_pct"], words)
    return f"{_amount(row, words)} ({share})" if share else _amount(row, words)


def _notes(found: Changes, against: str, words: Words) -> list[str]:
    said = [words("receipt.note.nominal")]
    if against == "previous":
        said.append(words("receipt.note.season"))
    said += [
        words("receipt.note.fall", name=words.label("function", code))
        for code in found.rows.loc[found.rows["is_fall"], "function_code"]
    ]
    return said


def _figure(rows: pd.DataFrame, words: Words) -> Figure:
    """Bars to both sides of a line; what they say stands in a column of its own at the right."""
    changes = rows["change_kzt_million"].tolist()
    low, high = min(0.0, *changes), max(0.0, *changes)
    edge = (high - low) / 500 or 1.0  # Plotly draws no label for a bar beyond the range
    texts = ["<br>".join(filter(None, (_bare(row, words), percent_text(row["change_pct"], words))))
             for row in records(rows)]  # fmt: skip
    names = [words.label("function", code, short=True) for code in rows["function_code"]]
    hover = [f"{words.label('function', row['function_code'])}: {_said(row, words)}" for row in records(rows)]
    series = {
        "values": changes,
        "color": ["accent" if one >= 0 else "emphasis" for one in changes],
        "hover": hover,
    }
    figure = bars(names, [series], upper=high, right=LABELS)
    drawn = figure["data"][0]
    labels = {
        "type": "bar",
        "orientation": "h",
        "y": drawn["y"],
        "base": [high] * len(rows),
        "x": [edge / 2] * len(rows),
        "marker": {"color": "rgba(0,0,0,0)"},
        "text": texts,
        "textposition": "outside",
        "constraintext": "none",
        "textfont": {"size": 13},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    figure["data"].append(labels)
    figure["layout"] |= {
        "barmode": "overlay",
        "height": max(figure["layout"]["height"], ROW * len(rows) + 16),
        "xaxis": {
            "range": [low, high + edge],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": "muted",
            "ticks": "",
            "fixedrange": True,
        },
    }
    return figure


def _data(found: Changes, place: str) -> pd.DataFrame:
    return found.rows.assign(
        change_pct=found.rows["change_pct"].astype("Float64").round(2),
        place_code=place,
        budget_period=found.period.code,
        against_period=found.before.code,
        basis="execution_consolidated",
    )[COLUMNS]
