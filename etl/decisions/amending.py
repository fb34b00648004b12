"""What an act makes of a budget: its texts in two languages as one, its changes applied to what was before."""

from __future__ import annotations

from catalogue.decisions import AMOUNTS
from etl.decisions.stated import Amounts, Doubt, Stated, Version, plain_number

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
_MAY_LACK = "revenue_special"  # since the Budget Code of 2025


def next_version(before: Version | None, texts: list[Stated]) -> Version:
    """The version that an act's texts make of the one before."""
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
    amounts = {name: first.amounts.get(name) for name in AMOUNTS}
    doubts = []
    for text in others:
        code = "copies-differ" if text.language == first.language else "languages-differ"
        for name in AMOUNTS:
            amount, own = text.amounts.get(name), amounts[name]
            if own is None:
                amounts[name] = amount
            elif amount is not None and amount != own:
                doubts.append(Doubt(code, name, str(own), str(amount)))
        if set(text.swaps) != set(first.swaps):
            doubts.append(Doubt(code, "swaps", str(len(first.swaps)), str(len(text.swaps))))
    return amounts, doubts


def _changed(before: Version | None, act: Stated, stated: Amounts) -> tuple[Amounts, list[Doubt]]:
    """The figures before, changed as an amendment says that does not state all of them."""
    doubts = [] if before else [Doubt("base-missing", "base_number", f"{act.base_number}", "not read")]
    amounts = dict(before.amounts) if before else dict.fromkeys(AMOUNTS)
    for swap in act.swaps:
        fields = [name for name in AMOUNTS if before and before.amounts.get(name) == swap.old]
        fields = [name for name in fields if swap.field in (None, name)]
        # The same number may stand in several places, and each of them may be changed alike.
        alike = sum(1 for other in act.swaps if (other.old, other.new) == (swap.old, swap.new))
        if not fields:
            doubts.append(Doubt("swap-unmatched", swap.field or "", str(swap.old), str(swap.new)))
        elif len(fields) > alike:
            doubts.append(Doubt("swap-ambiguous", " ".join(fields), str(swap.old), str(swap.new)))
        else:
            amounts |= dict.fromkeys(fields, swap.new)
    amounts |= {name: amount for name, amount in stated.items() if amount is not None}
    return amounts, doubts + _sums(amounts)


def _sums(amounts: Amounts) -> list[Doubt]:
    """Whether figures that were put together still add up; those that are not all known are not asked."""
    doubts = []
    for total, sign_of in _SUMS.items():
        parts = [amounts[name] for name in sign_of if name != _MAY_LACK or amounts[name] is not None]
        whole = amounts[total]
        if whole is not None and all(part is not None for part in parts):
            found = sum((amounts[name] or 0) * sign for name, sign in sign_of.items())
            if found != whole:
                doubts.append(Doubt("does-not-add-up", total, str(found), str(whole)))
    return doubts
