"""The city receipt: how a budget divides among the people it is raised from.

The arithmetic is exact (fractions of whole tenge) until the last step, where the largest remainder gives every line a
whole number of tenge so that lines add up to programmes and programmes to the total, as displayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pandas as pd

from dashboard.figures.drawing import Drawing, bars
from dashboard.i18n import Words
from dashboard.url_state import State

Tables = Mapping[str, pd.DataFrame]

RESIDUAL = "not_itemised"
PERIODS = {"year": 1, "month": 12}
# What a line is divided by: (indicator, source) in the table `population`; the whole city is divided by nothing.
DENOMINATORS = {
    "employed": ("employed", "thesis-2022"),
    "employed_official": ("employed", "bns-population"),
    "resident": ("population_avg", "bns-population"),
}
PER = (*DENOMINATORS, "city")


def apportion(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers nearest to ``parts`` (≥ 0) that add up to their rounded sum: the largest-remainder method."""
    whole = [part.numerator // part.denominator for part in parts]
    total = sum(parts, Fraction(0))
    missing = int(total + Fraction(1, 2)) - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - parts[i], i))
    for index in by_remainder[:missing]:
        whole[index] += 1
    return whole


def divisor(population: pd.DataFrame, lines: pd.DataFrame, per: str) -> int:
    """How many people the lines of a receipt are shared by, in their place and year: 1 for the whole city."""
    if per == "city":
        return 1
    place, year, _ = _budget(lines)
    indicator, source = DENOMINATORS[per]
    here = population[(population["region_code"] == place) & (population["year"] == year)]
    rows = here[(here["indicator"] == indicator) & (here["source_id"] == source)]
    return int(rows["value_persons"].iloc[0])


def _budget(lines: pd.DataFrame) -> tuple[str, int, str]:
    """Place, year and basis of a receipt's lines; ValueError where they are of several budgets."""
    budgets = lines[["place_code", "year", "basis"]].drop_duplicates()
    if len(budgets) != 1:
        raise ValueError(
            f"a receipt is of one budget; these lines are of {len(budgets)}: choose place, year and basis"
        )
    place, year, basis = budgets.iloc[0]
    return str(place), int(year), str(basis)


def build_receipt(lines: pd.DataFrame, people: int, period: str) -> pd.DataFrame:
    """The leaf lines with ``amount_kzt`` (whole tenge per person or city, per year or month) and ``share_pct``.

    ``lines`` are rows of the table `receipt_lines` of one budget; their amounts are thousands of tenge a year.
    """
    _budget(lines)
    exact = [
        Fraction(str(amount)) * 1000 / (people * PERIODS[period]) for amount in lines["amount_kzt_thousand"]
    ]
    total = sum(exact, Fraction(0))
    return lines.assign(
        amount_kzt=apportion(exact),
        share_pct=[float(part / total * 100) for part in exact],
    )


def programmes(receipt: pd.DataFrame, sort: str, words: Words) -> pd.DataFrame:
    """One row a programme: what is displayed of its lines, summed. What is not itemised always comes last."""
    grouped = receipt.groupby("programme_id", sort=False)[
        ["amount_kzt_thousand", "amount_kzt", "share_pct"]
    ].sum()
    grouped = grouped.reset_index()
    grouped["name"] = [words.label("programme", code) for code in grouped["programme_id"]]
    return _ordered(grouped, "programme_id", sort)


def subprogrammes(receipt: pd.DataFrame, programme: str, sort: str, words: Words) -> pd.DataFrame:
    """The lines of one programme, its remainder last."""
    rows = receipt[receipt["programme_id"] == programme].copy()
    rows["name"] = [words.label("subprogramme", code) for code in rows["subprogramme_id"]]
    return _ordered(rows, "subprogramme_id", sort)


def _ordered(rows: pd.DataFrame, column: str, sort: str) -> pd.DataFrame:
    rows = rows.assign(is_last=rows[column] == RESIDUAL)
    if sort == "name":
        keys, ascending = ["is_last", "name"], [True, True]
    elif sort == "amount":
        keys, ascending = ["is_last", "amount_kzt_thousand"], [True, False]
    else:
        keys, ascending = ["is_last"], [True]
    return rows.sort_values(keys, ascending=ascending, kind="stable", ignore_index=True).drop(
        columns="is_last"
    )


def _receipt_of(tables: Tables, state: State) -> pd.DataFrame:
    lines = tables["receipt_lines"]
    return build_receipt(lines, divisor(tables["population"], lines, state["per"]), state["period"])


def _subtitle(state: State, words: Words) -> str:
    return words(
        "receipt.chart.subtitle",
        per=words(f"receipt.per.{state['per']}"),
        period=words(f"receipt.period.{state['period']}"),
    )


def _draw(rows: pd.DataFrame, column: str, money: bool, words: Words) -> dict[str, object]:
    domain = column.removesuffix("_id")
    names = [words.label(domain, code, short=True) for code in rows[column]]
    values = rows["amount_kzt"].tolist()
    texts = [words.money(value) for value in values]
    if not money:
        texts = [words.money_billion(value * 1000) for value in rows["amount_kzt_thousand"]]
    shares = [words.percent(share, 1) for share in rows["share_pct"]]
    hover = [f"{name}: {text} ({share})" for name, text, share in zip(names, texts, shares, strict=True)]
    colors = ["soft" if code == RESIDUAL else "accent" for code in rows[column]]
    series = [{"values": values, "color": colors, "text": texts, "hover": hover}]
    return bars(names, series, upper=max(values, default=1) or 1, right=104)


def plot_city_spending(tables: Tables, state: State, words: Words) -> Drawing:
    """The whole city's approved spending by programme (thesis, figure 19)."""
    receipt = _receipt_of(tables, {"per": "city", "period": "year"})
    rows = programmes(receipt, "amount", words)
    residual = rows[rows["programme_id"] == RESIDUAL].iloc[0]
    top = rows.iloc[0]
    total = words.money_billion(rows["amount_kzt_thousand"].sum() * 1000)
    return Drawing(
        title=words("receipt.city.title", share=words.percent(residual["share_pct"], 1), total=total),
        subtitle=words("receipt.city.subtitle"),
        summary=words(
            "receipt.city.summary",
            total=total,
            name=top["name"],
            amount=words.money_billion(top["amount_kzt_thousand"] * 1000),
            share=words.percent(top["share_pct"], 1),
            rest=words.percent(residual["share_pct"], 1),
        ),
        figure=_draw(rows, "programme_id", money=False, words=words),
        data=rows.drop(columns="name"),
        note=words("receipt.note.plan"),
    )


def plot_receipt_programmes(tables: Tables, state: State, words: Words) -> Drawing:
    """What one person's share of the budget goes to, by programme (thesis, figures 19–21)."""
    rows = programmes(_receipt_of(tables, state), state["sort"], words)
    named = rows[rows["programme_id"] != RESIDUAL]
    top = named.sort_values("amount_kzt_thousand").iloc[-1]
    total = words.money(rows["amount_kzt"].sum())
    facts = {"name": top["name"], "amount": words.money(top["amount_kzt"]), "total": total}
    return Drawing(
        title=words("receipt.programmes.title", **facts),
        subtitle=_subtitle(state, words),
        summary=words(
            "receipt.programmes.summary",
            lines="; ".join(
                f"{name} — {words.money(kzt)}"
                for name, kzt in zip(rows["name"], rows["amount_kzt"], strict=True)
            ),
            total=total,
        ),
        figure=_draw(rows, "programme_id", money=state["per"] != "city", words=words),
        data=rows.drop(columns="name"),
        note=words("receipt.note.plan"),
        number=total,
    )


def plot_receipt_subprogrammes(tables: Tables, state: State, words: Words) -> Drawing:
    """One programme opened to its subprogrammes (thesis, figures 18–21)."""
    programme = state["of"]
    rows = subprogrammes(_receipt_of(tables, state), programme, state["sort"], words)
    residual = rows[rows["subprogramme_id"] == RESIDUAL]
    open_share = 100 - residual["share_pct"].sum() / rows["share_pct"].sum() * 100
    total = words.money(rows["amount_kzt"].sum())
    name = words.label("programme", programme)
    return Drawing(
        title=words("receipt.sub.title", name=name, share=words.percent(open_share, 1)),
        subtitle=_subtitle(state, words),
        summary=words(
            "receipt.sub.summary",
            name=name,
            total=total,
            lines="; ".join(
                f"{n} — {words.money(kzt)}" for n, kzt in zip(rows["name"], rows["amount_kzt"], strict=True)
            ),
        ),
        figure=_draw(rows, "subprogramme_id", money=state["per"] != "city", words=words),
        data=rows[["programme_id", "subprogramme_id", "amount_kzt_thousand", "amount_kzt", "share_pct"]],
        note=words("receipt.note.plan"),
    )
