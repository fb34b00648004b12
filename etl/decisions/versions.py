"""What a place's budget of a year was at a date: an act as adopted, then as every later decision amended it.

Pure: the same documents in any order give the same versions. Nothing is settled silently: where two texts of one act
disagree, or a change does not fit what it changes, the version says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from etl.decisions.amending import next_version
from etl.decisions.stated import Doubt, Stated, Version, agree, filled, plain_number, same_amounts

ActKey = tuple[str, date | str]


def versions(
    budgets: Iterable[Stated], place_id: str, year: int, same_places: Mapping[str, str] | None = None
) -> list[Version]:
    """The versions of a place's budget of a year, in their order: first those of acts that had it as a later year of
    their plan, then those of the year's own act. ``same_places``: Kazakh place ids to Russian ones."""
    names = same_places or {}
    acts: dict[ActKey, list[Stated]] = defaultdict(list)
    for stated in budgets:
        if stated.budget_year == year and names.get(stated.place_id, stated.place_id) == place_id:
            acts[_base(stated)].append(stated)
    chains = sorted((_chain(_ordered(members)) for members in acts.values()), key=_first)
    later = [chain for chain in chains if not _is_own(chain, year)]
    own = [chain for chain in chains if _is_own(chain, year)]
    if len(own) > 1:
        doubt = Doubt("several-acts", "base_number", "one act", ", ".join(f"{c[0].base_number}" for c in own))
        own = [[replace(v, doubts=(*v.doubts, doubt)) for v in chain] for chain in own]
    return [version for chain in (*later, *own) for version in chain]


def _first(chain: list[Version]) -> tuple[date, str, str]:
    version = chain[0]
    day = version.base_date or version.adopted or date.min
    return day, plain_number(version.base_number), version.stated[0].document_id


def _is_own(chain: list[Version], year: int) -> bool:
    """The act's plan begins with the year."""
    plans = [text.plan_years for version in chain for text in version.stated if text.plan_years]
    return not plans or plans[0].startswith(str(year))


def in_force(found: Sequence[Version], on: date) -> Version | None:
    """The last version adopted on or before a date; None before the first one, or if no day is known."""
    return next((v for v in reversed(found) if v.adopted is not None and v.adopted <= on), None)


def same_places(budgets: Collection[Stated]) -> set[tuple[str, str]]:
    """Pairs of a Kazakh and a Russian place id that two texts of one act show to be one place.

    Either both texts have the act's id in the legal database, and the budgets stand at the same position in them and
    have the same figures or are the only ones; or number, day and all figures are the same.
    """
    by_id: dict[tuple[str, int], list[Stated]] = defaultdict(list)
    by_number: dict[tuple[str, date], list[Stated]] = defaultdict(list)
    sizes = Counter(stated.document_id for stated in budgets)
    for stated in budgets:
        by_id[stated.decision_id, stated.position].append(stated)
        if stated.act_number and stated.adopted and any(stated.amounts.values()):
            by_number[plain_number(stated.act_number), stated.adopted].append(stated)
    pairs = set()
    for members in (*by_id.values(), *by_number.values()):
        for kk, ru in product(members, members):
            if (kk.language, ru.language) == ("kk", "ru") and kk.place_id != ru.place_id:
                are_alone = sizes[kk.document_id] == sizes[ru.document_id] == 1
                if same_amounts(kk.amounts, ru.amounts) or (are_alone and kk.decision_id == ru.decision_id):
                    pairs.add((kk.place_id, ru.place_id))
    return pairs


def _base(stated: Stated) -> ActKey:
    """The act that a document adopts or amends; a document that does not tell stands for itself."""
    if stated.base_number is None or stated.base_date is None:
        return ("", stated.decision_id or stated.document_id)
    return (plain_number(stated.base_number), stated.base_date)


def _natural(text: str | None) -> tuple[tuple[int, str], ...]:
    """Orders № 9 before № 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.findall(r"\d+|\D+", plain_number(text))
    )


def _ordered(members: list[Stated]) -> list[Stated]:
    """In an order that depends on nothing but what the documents say."""
    return sorted(
        members,
        key=lambda s: (
            s.adopted is None, s.adopted or date.min, bool(s.is_amendment), _natural(s.act_number), s.language != "ru",
            s.doubts, -sum(amount is not None for amount in s.amounts.values()), s.document_id, s.position,
        ),
    )  # fmt: skip


def _chain(members: list[Stated]) -> list[Version]:
    """The versions of one act. ``members`` are ordered."""
    acts: dict[ActKey, list[Stated]] = defaultdict(list)
    for stated in members:
        if stated.adopted is not None and not _is_snapshot(stated):
            acts[plain_number(stated.act_number), stated.adopted].append(stated)
    chain: list[Version] = []
    for texts in acts.values():
        chain.append(next_version(chain[-1] if chain else None, texts))
    for stated in members:
        if stated.adopted is None or _is_snapshot(stated):
            chain = _with_snapshot(chain, stated)
    return _with_lines(chain)


def _with_lines(chain: list[Version]) -> list[Version]:
    """Where a version has no annexes of its own, the last ones before it still hold."""
    lines_of = None
    found = []
    for version in chain:
        lines_of = next((text for text in version.stated if text.lines), lines_of)
        found.append(replace(version, lines_of=lines_of))
    return found


def _is_snapshot(stated: Stated) -> bool:
    """A consolidated text whose figures a later decision restated, under the day of the act that it restated; also one
    that does not tell whether they were."""
    if not stated.is_consolidated:
        return False
    is_dated = stated.adopted and stated.base_date and stated.adopted > stated.base_date
    is_as_adopted = stated.is_restated is False or (
        stated.is_restated is None and stated.is_amendment is False
    )
    return not is_dated and not is_as_adopted


def _with_snapshot(chain: list[Version], snapshot: Stated) -> list[Version]:
    """A consolidated text confirms the last version with its figures. Where there is none, it is a version of its own,
    the last one, since some day: the decisions that made it so were not read. So is a text without a day, but the first."""
    for index, version in reversed(list(enumerate(chain))):
        if agree(version.amounts, snapshot.amounts):
            amounts = filled(version.amounts, snapshot.amounts)
            confirmed = replace(version, amounts=amounts, stated=(*version.stated, snapshot))
            return [*chain[:index], confirmed, *chain[index + 1 :]]
    code = "undated" if snapshot.adopted is None else "amendments-missing"
    version = Version(
        kind="consolidated",
        adopted=None,
        act_number=snapshot.act_number,
        base_number=snapshot.base_number,
        base_date=snapshot.base_date,
        amounts=filled(snapshot.amounts, {}),
        stated=(snapshot,),
        doubts=(Doubt(code, "adopted"),),
    )
    return [version, *chain] if snapshot.adopted is None else [*chain, version]
