"""Chapter 3: seats in two councils, and the proposed quotas."""

from __future__ import annotations

from fractions import Fraction

from etl.audit.checks import Check, Facts, Label, compare, exact, rounded, same, show

FILE = "maslikhat.csv"
COUNCILS = {"KZ-75": "almaty", "KZ-71": "nur_sultan"}
# The thesis writes quotas in words, in the genitive.
NUMBER_WORDS = {"одного": 1, "двух": 2, "трех": 3, "четырех": 4}


def run(facts: Facts) -> list[Check]:
    """All checks of chapter 3."""
    return [*_shares(facts), *_seats(facts), *_entrepreneurs(facts), *_quotas(facts)]


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


def _entrepreneurs(facts: Facts) -> list[Check]:
    """The conclusion says that more than half of the deputies are entrepreneurs."""
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
