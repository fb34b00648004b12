"""What an act makes of a budget: its texts in two languages as one, its changes applied to what was before."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from catalogue.decisions import AMOUNTS
from etl.decisions.stated import Amounts, Doubt, Stated, Swap, Version, filled, plain_amount, plain_number

# What a total is made of, with which sign. A part that is not stated is not known, except where law had no such part.
_SUMS: dict[str, dict[str, int]] = {
    "revenue_total": {name: 1 for name in AMOUNTS if name.startswith("revenue_") and name != "revenue_total"},
    "deficit": {
        "revenue_total": 1,
        "expenditure_total": -1,
        "net_lending": -1,
        "financial_assets_balance": -1,
    },
}
# How decisions number their amounts. 6) is the financing of the deficit, which is none of them.
_SUB_POINTS: dict[int, tuple[str, ...]] = {
    1: tuple(name for name in AMOUNTS if name.startswith("revenue_")),
    2: ("expenditure_total",),
    3: ("net_lending",),
    4: ("financial_assets_balance",),
    5: ("deficit",),
    6: (),
}
ZERO = Decimal(0)
_MAY_LACK = "revenue_special"  # since the Budget Code of 2025


def next_version(before: Version | None, texts: list[Stated]) -> Version:
    """The version that an act's texts make of the one before."""
    texts = sorted(texts, key=lambda text: text.scope != "full")
    act = texts[0]
    stated, doubts = _one(texts)
    is_base = act.adopted == act.base_date and plain_number(act.act_number) == plain_number(act.base_number)
    if act.scope != "full":
        stated, more = _changed(before, act, stated)
        doubts += more
    return Version(
        kind="adopted" if is_base or act.is_amendment is False else "amended",
        adopted=act.adopted,
        act_number=act.act_number,
        base_number=act.base_number,
        base_date=act.base_date,
        amounts=stated,
        stated=tuple(texts),
        doubts=tuple(doubts),
    )


def _one(texts: list[Stated]) -> tuple[Amounts, list[Doubt]]:
    """What the texts of an act say together: the first one's figures (the Russian text with the fewest doubts), and
    where it is silent another's. Where two disagree, that is a doubt."""
    first, *others = texts
    amounts = filled(first.amounts, {})
    doubts = []
    for text in others:
        code = "copies-differ" if text.language == first.language else "languages-differ"
        for name, own in amounts.items():
            amount = text.amounts.get(name)
            if own is not None and amount is not None and amount != own:
                doubts.append(Doubt(code, name, plain_amount(own), plain_amount(amount)))
        if text.scope == first.scope and _listed(text.swaps) != _listed(first.swaps):
            doubts.append(Doubt(code, "swaps", _listed(first.swaps), _listed(text.swaps)))
        amounts = filled(amounts, text.amounts)
    return amounts, doubts


def _listed(swaps: tuple[Swap, ...]) -> str:
    return "; ".join(sorted(f"{plain_amount(swap.old)} → {plain_amount(swap.new)}" for swap in swaps))


def _changed(before: Version | None, act: Stated, stated: Amounts) -> tuple[Amounts, list[Doubt]]:
    """The figures before, changed as an amendment says that does not state all of them."""
    doubts = [] if before else [Doubt("base-missing", "base_number", f"{act.base_number}", "not read")]
    amounts = filled(before.amounts if before else {}, {})
    for (old, new, where), times in Counter((s.old, s.new, _where(s)) for s in act.swaps).items():
        # All changes are made to what was before, so that none is made to the outcome of another.
        fields = [name for name in where if before and before.amounts[name] == old]
        shown = plain_amount(old), plain_amount(new)
        if where and not fields:
            doubts.append(Doubt("swap-unmatched", " ".join(where) if where != AMOUNTS else "", *shown))
        elif len(fields) > times:  # the same number in several places, not each of which is said to change
            doubts.append(Doubt("swap-ambiguous", " ".join(fields), *shown))
        else:
            amounts |= dict.fromkeys(fields, new)
    amounts = filled(stated, amounts)
    return amounts, doubts + _sums(amounts)


def _where(swap: Swap) -> tuple[str, ...]:
    """The amounts that a swap may mean."""
    return (swap.field,) if swap.field else _SUB_POINTS.get(swap.sub_point or 0, AMOUNTS)


def _sums(amounts: Amounts) -> list[Doubt]:
    """Whether figures that were put together still add up; those that are not all known are not asked."""
    doubts = []
    for total, sign_of in _SUMS.items():
        parts = [amounts[name] for name in sign_of if name != _MAY_LACK or amounts[name] is not None]
        whole = amounts[total]
        if whole is not None and all(part is not None for part in parts):
            found = sum(((amounts[name] or ZERO) * sign for name, sign in sign_of.items()), ZERO)
            if found != whole:
                doubts.append(Doubt("does-not-add-up", total, plain_amount(found), plain_amount(whole)))
    return doubts
