"""The receipt of a plan: how an approved budget divides among the people it is raised from, by programme and subprogramme.

Lines add up to programmes and programmes to the total, as displayed (see receipt_sums.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from dashboard.figures.drawing import Drawing, Figure, bars
from dashboard.figures.receipt_sums import apportion, divisor
from dashboard.i18n import Words
from dashboard.url_state import State

Tables = Mapping[str, pd.DataFrame]

RESIDUAL = "not_itemised"
PERIODS = {"year": 1, "month": 12}
PER = ("employed", "employed_official", "resident", "city")


def people_of(population: pd.DataFrame, lines: pd.DataFrame, per: str) -> Fraction:
    """How many people the lines of a receipt are shared by, in their place and year: 1 for the whole city."""
    place, year, _ = _budget(lines)
    people = divisor(population, place, year, per)
    if people is None:
        raise ValueError(f"nobody says how many people {place} had in {year} ({per})")
    return people


def _budget(lines: pd.DataFrame) -> tuple[str, int, str]:
    """Place, year and basis of a receipt's lines; ValueError where they are of several budgets."""
    budgets = lines[["place_code", "year", "basis"]].drop_duplicates()
    if len(budgets) != 1:
        raise ValueError(
            f"a receipt is of one budget; these lines are of {len(budgets)}: choose place, year and basis"
        )
    place, year, basis = budgets.iloc[0]
    return str(place), int(year), str(basis)


def build_receipt(lines: pd.DataFrame, people: Fraction | int, period: str) -> pd.DataFrame:
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
    grouped = grouped.reset_index().round({"amount_kzt_thousand": 1})
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
    return build_receipt(lines, people_of(tables["population"], lines, state["per"]), state["period"])


def _subtitle(tables: Tables, state: State, words: Words) -> str:
    """Whose share, of how many people, for how long."""
    per = words(f"receipt.per.{state['per']}")
    if state["per"] != "city":
        people = people_of(tables["population"], tables["receipt_lines"], state["per"])
        per = words("receipt.head.shared", per=per, people=words.number(int(people)))
    return words("receipt.chart.subtitle", per=per, period=words(f"receipt.period.{state['period']}"))


def _rows(rows: pd.DataFrame, tables: Tables, state: State) -> pd.DataFrame:
    """What a reader takes away: the rows with the place, year and share they are of."""
    lines = tables["receipt_lines"]
    place, year, basis = _budget(lines)
    columns = [name for name in ("programme_id", "subprogramme_id") if name in rows]
    kept = rows[[*columns, "amount_kzt_thousand", "amount_kzt", "share_pct"]]
    about = {
        "place_code": place,
        "year": year,
        "basis": basis,
        "per": state["per"],
        "people": int(people_of(tables["population"], lines, state["per"])),
        "period": state["period"],
    }
    return kept.round({"share_pct": 4}).assign(**about)[[*list(about), *kept.columns]]


def _billions(rows: pd.DataFrame) -> list[Fraction]:
    """Amounts in tenths of a billion tenge, whole ones that add up to their total."""
    tenths = [Fraction(str(amount)) / 10**5 for amount in rows["amount_kzt_thousand"]]
    return [Fraction(tenth, 10) for tenth in apportion(tenths)]


def _draw(rows: pd.DataFrame, column: str, state: State, words: Words) -> Figure:
    domain = column.removesuffix("_id")
    names = [words.label(domain, code, short=True) for code in rows[column]]
    values = rows["amount_kzt"].tolist()
    if state["per"] == "city":
        texts = [
            words("number.billion_kzt", value=words.number(float(value), 1)) for value in _billions(rows)
        ]
    else:
        texts = [words.money(value) for value in values]
    shares = [words.percent(share, 1) for share in rows["share_pct"]]
    hover = [f"{name}: {text} ({share})" for name, text, share in zip(names, texts, shares, strict=True)]
    colors = ["soft" if code == RESIDUAL else "accent" for code in rows[column]]
    series = [{"values": values, "color": colors, "text": texts, "hover": hover}]
    return bars(names, series, upper=max(values, default=1) or 1, right=104)


def plot_city_spending(tables: Tables, state: State, words: Words) -> Drawing:
    """The whole city's approved spending by programme (thesis, figure 19)."""
    whole = {"per": "city", "period": "year"}
    rows = programmes(build_receipt(tables["receipt_lines"], 1, "year"), "amount", words)
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
        figure=_draw(rows, "programme_id", whole, words),
        data=rows[["programme_id", "amount_kzt_thousand", "share_pct"]].round({"share_pct": 4}),
        note=words("receipt.note.plan"),
    )


def plot_receipt_programmes(tables: Tables, state: State, words: Words) -> Drawing:
    """What one person's share of the budget goes to, by programme (thesis, figures 19–21)."""
    rows = programmes(_receipt_of(tables, state), state["sort"], words)
    named = rows[rows["programme_id"] != RESIDUAL]
    top = named.sort_values("amount_kzt_thousand").iloc[-1]
    total = words.money(rows["amount_kzt"].sum())
    return Drawing(
        title=words(
            "receipt.programmes.title", name=top["name"], amount=words.money(top["amount_kzt"]), total=total
        ),
        subtitle=_subtitle(tables, state, words),
        summary=words("receipt.programmes.summary", lines=_listed(rows, words), total=total),
        figure=_draw(rows, "programme_id", state, words),
        data=_rows(rows, tables, state),
        note=words("receipt.note.plan"),
        number=total,
    )


def plot_receipt_subprogrammes(tables: Tables, state: State, words: Words) -> Drawing:
    """One programme opened to its subprogrammes, shares of the programme (thesis, figures 18–21)."""
    rows = subprogrammes(_receipt_of(tables, state), state["of"], state["sort"], words)
    whole = rows["amount_kzt_thousand"].sum()
    rows = rows.assign(share_pct=rows["amount_kzt_thousand"] / whole * 100)
    itemised = 100 - rows.loc[rows["subprogramme_id"] == RESIDUAL, "share_pct"].sum()
    name = words.label("programme", state["of"])
    total = words.money(rows["amount_kzt"].sum())
    return Drawing(
        title=words("receipt.sub.title", name=name, share=words.percent(itemised, 1)),
        subtitle=_subtitle(tables, state, words),
        summary=words("receipt.sub.summary", name=name, total=total, lines=_listed(rows, words)),
        figure=_draw(rows, "subprogramme_id", state, words),
        data=_rows(rows, tables, state),
        note=words("receipt.note.plan"),
    )


def _listed(rows: pd.DataFrame, words: Words) -> str:
    pairs = zip(rows["name"], rows["amount_kzt"], strict=True)
    return "; ".join(f"{name} — {words.money(amount)}" for name, amount in pairs)
