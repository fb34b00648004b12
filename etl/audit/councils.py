"""Chapter 3: seats in two councils, against what publications say of them, and the proposed quotas."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from etl.audit.checks import NOT_PRINTED, Check, Facts, Label, compare, exact, rounded, same, show
from etl.readers.composition import TOTAL, read_seats

if TYPE_CHECKING:
    import pandas as pd

FILE = "maslikhat.csv"
COUNCILS = {"KZ-75": "almaty", "KZ-71": "nur_sultan"}
CONVOCATION = "VII"
# The one other council of that convocation whose entrepreneurs are published.
OTHER = "KZ-27"
# The thesis writes quotas in words, in the genitive.
NUMBER_WORDS = {"одного": 1, "двух": 2, "трех": 3, "четырех": 4}


def run(facts: Facts) -> list[Check]:
    """All checks of chapter 3."""
    published = read_seats(facts.rows)
    published = published[published["convocation"] == CONVOCATION]
    return [
        *_shares(facts),
        *_seats(facts),
        *_elsewhere(facts, published),
        *_entrepreneurs(facts, published),
        *_quotas(facts),
    ]


def _column(facts: Facts, column: str, attribute: str) -> dict[tuple[str, str], str]:
    cells = facts.cells(FILE, ("council", "attribute", "category"), column)
    return {
        (council, category): printed for (council, a, category), printed in cells.items() if a == attribute
    }


def _shares(facts: Facts) -> list[Check]:
    checks = []
    for attribute in ("party", "occupation"):
        seats = _column(facts, "seats_printed", attribute)
        totals = _column(facts, "seats_total_printed", attribute)
        for (council, category), printed in _column(facts, "share_printed", attribute).items():
            name = COUNCILS[council]
            total = exact(totals[council, category])
            own = seats[council, category]
            # Where only the share is printed, the nearest whole number of seats must reproduce it.
            count = exact(own) if own else Fraction(rounded(exact(printed) * total / 100, 0))
            is_known = (name, category) == ("nur_sultan", "amanat")
            checks += [
                compare(
                    "councils",
                    f"share/{name}/{category}",
                    printed,
                    count / total * 100,
                    "council-rounding" if is_known else None,
                    # Seats taken from the share itself: whether a whole number of them can give it.
                    kind="rounding" if own else "base",
                    values={
                        "share": rounded(count / total * 100, 2),
                        "seats": int(count),
                        "total": int(total),
                    }
                    if is_known
                    else {},
                ),
                same("councils", f"text/{name}/{category}", facts.statement(f"{name}_{category}"), printed),
            ]
    return checks


def _seats(facts: Facts) -> list[Check]:
    seats = _column(facts, "seats_printed", "party")
    totals = _column(facts, "seats_total_printed", "party")
    checks = []
    for code, name in COUNCILS.items():
        added = sum(
            (exact(printed) for (council, _), printed in seats.items() if council == code), Fraction(0)
        )
        total = next(exact(printed) for (council, _), printed in totals.items() if council == code)
        checks.append(
            Check(
                "councils",
                f"seats/{name}",
                show(total),
                " + ".join(p for (council, _), p in seats.items() if council == code) + f" = {show(added)}",
                added == total,
                "council-seats",
                kind="sum",
                values={
                    "added": int(added),
                    "total": int(total),
                    "gap": int(total - added),
                    "share": rounded(added / total * 100, 1),
                    "place": Label("place", code),
                }
                if added != total
                else {},
                is_recomputed_in_tables=True,
            )
        )
    return checks


def _elsewhere(facts: Facts, published: pd.DataFrame) -> list[Check]:
    """Each party's seats as the election commission announced them: the thesis must print the same."""
    printed = _column(facts, "seats_printed", "party")
    totals = _column(facts, "seats_total_printed", "party")
    checks = []
    for code, name in COUNCILS.items():
        rows = published[(published["council"] == code) & (published["attribute"] == "party")]
        total = next(exact(text) for (council, _), text in totals.items() if council == code)
        for party, seats, publication in zip(
            rows["category"], rows["seats"], rows["source_ref"], strict=True
        ):
            own = printed.get((code, party), "")
            checks.append(
                Check(
                    "councils",
                    f"elsewhere/{name}/{party}",
                    own or NOT_PRINTED,
                    show(seats),
                    bool(own) and exact(own) == seats,
                    None if own else "council-missing-party",
                    kind="cross_reference" if own else "missing",
                    values={}
                    if own
                    else {
                        "place": Label("place", code),
                        "party": Label("party", party),
                        "seats": int(seats),
                        "publication": publication,
                        "sum": " + ".join(map(str, rows["seats"])),
                        "total": int(total),
                    },
                    is_recomputed_in_tables=not own,
                )
            )
        checks += [
            Check(
                "councils",
                f"elsewhere/{name}/total",
                show(total),
                show(sum(rows["seats"])),
                total == sum(rows["seats"]),
                kind="cross_reference",
            )
        ]
    return checks


def _entrepreneurs(facts: Facts, published: pd.DataFrame) -> list[Check]:
    """The conclusion says that more than half of the deputies are entrepreneurs."""
    other = published[published["council"] == OTHER].set_index(["attribute", "category"])["seats"]
    other_people, other_seats = int(other["occupation", "entrepreneurs"]), int(other[TOTAL, ""])
    shares = {council: exact(p) for (council, _), p in _column(facts, "share_printed", "occupation").items()}
    totals = {
        council: exact(p) for (council, _), p in _column(facts, "seats_total_printed", "occupation").items()
    }
    people = {council: int(rounded(shares[council] * totals[council] / 100, 0)) for council in COUNCILS}
    pooled = Fraction(sum(people.values()) * 100, int(sum(totals.values())))
    return [
        Check(
            "councils",
            f"more_than_half/{name}",
            f"{show(shares[code], 1)}%",
            "50%",
            shares[code] > 50,
            "council-more-than-half",
            kind="claim",
            values={
                f"{name}_share": rounded(shares[code], 1),
                f"{name}_people": people[code],
                f"{name}_seats": int(totals[code]),
                "pooled": rounded(pooled, 1),
                "other": Label("place", OTHER),
                "other_people": other_people,
                "other_seats": other_seats,
                "other_share": rounded(Fraction(other_people * 100, other_seats), 1),
            },
        )
        for code, name in COUNCILS.items()
    ]


def _quotas(facts: Facts) -> list[Check]:
    words = facts.cells("quotas.csv", ("council_level", "group"), "printed")
    numbers = facts.cells("quotas.csv", ("council_level", "group"), "min_seats_printed")
    return [
        Check(
            "quotas",
            "/".join(key),
            words[key],
            number,
            NUMBER_WORDS.get(words[key]) == int(number),
            kind="cross_reference",
        )
        for key, number in numbers.items()
    ]
