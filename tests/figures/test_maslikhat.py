"""Councils: the arithmetic by hand and by trying everything; the half circles by their geometry."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from itertools import combinations
from math import cos, dist, hypot, pi, sin

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.loader import load
from dashboard.figures.composition import Council, say_publication, say_range
from dashboard.figures.councils import (
    RESIDUAL,
    Range,
    check_quotas,
    effective_parties,
    largest_share,
    share_tenths,
)
from dashboard.figures.hemicycle import place_seats
from dashboard.figures.maslikhat_occupations import plot_maslikhat_occupations
from dashboard.figures.maslikhat_parties import plot_maslikhat_parties
from dashboard.figures.maslikhat_quotas import plot_maslikhat_quotas
from dashboard.figures.svg import to_svg
from dashboard.i18n import LANGS, words

WIDTHS = (342, 720, 800)


# --- how concentrated the seats are


def test_effective_number_of_parties_by_hand() -> None:
    # Almaty: 29, 4, 3 and three seats unknown. All three at the largest: 39² / (32² + 4² + 3²); each at a party of its
    # own: 39² / (29² + 4² + 3² + 3·1²).
    assert effective_parties([29, 4, 3], 3) == Range(Fraction(1521, 1049), Fraction(1521, 869))
    # Nur-Sultan: 31² / (26² + 3² + 2²), nothing unknown.
    assert effective_parties([26, 3, 2], 0) == Range(Fraction(961, 689), Fraction(961, 689))
    assert effective_parties([10, 10, 10], 0) == Range(Fraction(3), Fraction(3))
    assert effective_parties([], 4) == Range(Fraction(1), Fraction(4))


def test_largest_share_by_hand() -> None:
    assert largest_share([29, 4, 3], 3) == Range(Fraction(29, 39), Fraction(32, 39))
    assert largest_share([26, 3, 2], 0) == Range(Fraction(26, 31), Fraction(26, 31))
    assert largest_share([], 4) == Range(Fraction(1, 4), Fraction(1))


def every_way(seats: list[int], missing: int) -> list[list[int]]:
    """Every way to give the missing seats to the parties or to new ones, one by one."""
    ways = [seats]
    for _ in range(missing):
        ways = [
            [*way[:index], count + 1, *way[index + 1 :]]
            for way in ways
            for index, count in enumerate([*way, 0])
        ]
    return ways


@given(st.lists(st.integers(1, 40), max_size=4), st.integers(0, 4))
def test_ranges_are_the_extremes_of_every_way(seats: list[int], missing: int) -> None:
    total = sum(seats) + missing
    if not total:
        return
    ways = every_way(seats, missing)
    effective = [Fraction(total**2, sum(count**2 for count in way)) for way in ways]
    shares = [Fraction(max(way), total) for way in ways]
    assert effective_parties(seats, missing) == (min(effective), max(effective))
    assert largest_share(seats, missing) == (min(shares), max(shares))


def test_a_range_is_said_as_a_range_and_a_value_as_a_value() -> None:
    almaty = Council("KZ-75", "VII", 39, {"amanat": 29, "ak_zhol": 4, "peoples_party": 3})
    assert say_range(almaty.share, words("en"), decimals=1, is_percent=True) == "between 74.4 and 82.1%"
    assert say_range(almaty.effective, words("ru"), decimals=2) == "от 1,45 до 1,75"
    assert say_range(Range(Fraction(3, 2), Fraction(3, 2)), words("kk"), decimals=2) == "1,50"


def test_deputies_of_no_party_are_no_bloc() -> None:
    # 10 of 20 are self-nominated: the largest party has 6, and the squares are 6² + 4² + 10·1².
    council = Council("KZ-75", "VIII", 20, {"amanat": 6, "ak_zhol": 4, "self_nominated": 10})
    assert council.largest == "amanat" and council.lead == 2
    assert council.share == Range(Fraction(6, 20), Fraction(6, 20))
    assert council.effective == Range(Fraction(400, 62), Fraction(400, 62))


def test_a_lead_is_sure_only_beyond_the_missing_seats() -> None:
    assert Council("KZ-75", "VII", 39, {"amanat": 29, "ak_zhol": 4}).lead == 29 - 4 - 6
    assert Council("KZ-75", "VII", 10, {"amanat": 4, "ak_zhol": 3}).lead < 0
    assert Council("KZ-75", "VII", 10, {}).lead < 0


# --- the proposed minimums

MINIMUMS = {"education": 4, "pensioners": 3, "media": 2, "health": 4}


def test_quotas_by_hand() -> None:
    verdicts = check_quotas(MINIMUMS, 39, {"education": 3, "pensioners": 5, "media": 0, "health": None})
    assert [(v.group, v.status, v.short) for v in verdicts] == [
        ("education", "missed", 1),
        ("pensioners", "met", 0),
        ("media", "missed", 2),
        ("health", "unknown", 0),
    ]


def test_a_group_larger_than_the_council_is_neither_met_nor_missed() -> None:
    (verdict,) = check_quotas({"health": 4}, 3, {"health": 5})
    assert (verdict.status, verdict.short) == ("over", 0)
    (verdict,) = check_quotas({"health": 4}, 3, {"health": 3})
    assert (verdict.status, verdict.short) == ("missed", 1)


@given(
    st.dictionaries(st.sampled_from(sorted(MINIMUMS)), st.none() | st.integers(0, 999)), st.integers(1, 999)
)
def test_what_is_not_given_is_never_missed(given_: dict[str, int | None], seats: int) -> None:
    verdicts = check_quotas(MINIMUMS, seats, given_)
    assert [verdict.group for verdict in verdicts] == list(MINIMUMS)
    for verdict in verdicts:
        count = given_.get(verdict.group)
        if count is None:
            assert (verdict.status, verdict.short) == ("unknown", 0)
        else:
            assert verdict.short == (max(verdict.minimum - count, 0) if count <= seats else 0)
            assert (verdict.status == "missed") == (verdict.short > 0)


@given(st.integers(0, 999), st.integers(1, 999))
def test_tenths_of_a_per_cent_round_halves_up(part: int, whole: int) -> None:
    exact = Fraction(part * 1000, whole)
    assert share_tenths(part, whole) == (exact + Fraction(1, 2)) // 1
    assert share_tenths(13, 80) == 163


# --- the half circles


@pytest.mark.parametrize("count", [1, 2, 3, 5, 10, 11, 15, 20, 31, 39, 42, 50, 77, 98, 120])
def test_every_seat_has_a_place_of_its_own(count: int) -> None:
    places, nearest = place_seats(count, 148, 64)
    assert len(places) == count
    assert all(64 - 1e-6 <= hypot(*place) <= 148 + 1e-6 and place[1] >= -1e-6 for place in places)
    if count > 1:
        apart = min(dist(one, other) for one, other in combinations(places, 2))
        assert nearest == pytest.approx(apart)
        assert apart > 9, "room for a mark"
    # Symmetric, and from left to right.
    assert sum(x for x, _ in places) == pytest.approx(0, abs=1e-6)
    angles = [round(-x / hypot(x, y), 6) for x, y in places]
    assert angles == sorted(angles, reverse=True)


@given(st.integers(1, 150))
def test_more_seats_never_get_more_room(count: int) -> None:
    assert place_seats(count + 1, 148, 64)[1] <= place_seats(count, 148, 64)[1] + 1e-6


def rows(
    council: str,
    seats: dict[str, int],
    attribute: str = "party",
    convocation: str = "VII",
    kind: str = "thesis",
    part: str = "whole",
) -> list[dict[str, object]]:
    total = sum(seats.values())
    return [
        {
            "council": council,
            "convocation": convocation,
            "attribute": attribute,
            "category": category,
            "council_part": "districts" if part == "party_list" and category == RESIDUAL else part,
            "seats": count,
            "seats_total": total,
            "seats_is_inferred": False,
            "seats_printed": str(count) if kind == "thesis" else "",
            "share_pct": round(count / total * 100, 2),
            "share_printed": "",
            "is_residual": category == RESIDUAL,
            "is_corrected": False,
            "source_kind": kind,
            "source_date": "" if kind == "thesis" else "2023-03-30",
            "source_url": "",
            "source_ref": "A table" if kind == "thesis" else f"A report on {council}",
        }
        for category, count in seats.items()
    ]


def added(council: str, party: str, count: int, total: int) -> list[dict[str, object]]:
    """A row that the thesis lacks."""
    (row,) = rows(council, {party: count}, kind="news_commission")
    return [row | {"seats_total": total, "is_corrected": True}]


TABLE = pd.DataFrame(
    [
        *rows("KZ-75", {"amanat": 29, "ak_zhol": 4, "peoples_party": 3, RESIDUAL: 3}),
        *rows("KZ-71", {"amanat": 26, "ak_zhol": 3, "peoples_party": 2}),
        *rows("KZ-39", {"ak_zhol": 9, "amanat": 2}),
        *rows("KZ-75", {"entrepreneurs": 26, RESIDUAL: 13}, "occupation"),
        *rows("KZ-71", {"entrepreneurs": 15, RESIDUAL: 16}, "occupation"),
    ]
)
# Councils as publications have them: with deputies of no party; from party lists alone; and with a row that is added.
ALMATY_8 = {"amanat": 24, "respublica": 5, "peoples_party": 3, "baytaq": 3, "ak_zhol": 2, "self_nominated": 5}
PUBLISHED = pd.DataFrame(
    [
        *rows("KZ-75", ALMATY_8, convocation="VIII", kind="state_agency"),
        *rows("KZ-39", {"amanat": 9, "ak_zhol": 3, RESIDUAL: 12}, "party", "VIII", "wikipedia", "party_list"),
        *[
            row | {"seats_total": 39}
            for row in rows("KZ-75", {"amanat": 29, "ak_zhol": 4, "peoples_party": 3})
        ],
        *added("KZ-75", "auyl", 3, 39),
    ]
)
STATES = {
    "one": {"council": "KZ-75.VII", "with": "none"},
    "two": {"council": "KZ-75.VII", "with": "KZ-71.VII"},
    "other": {"council": "KZ-39.VII", "with": "KZ-75.VII"},
    "twice": {"council": "KZ-71.VII", "with": "KZ-71.VII"},
}


def parties(state: str, lang: str = "en"):
    return plot_maslikhat_parties({"maslikhat": TABLE}, STATES[state], words(lang))


def published(council: str, other: str = "none", lang: str = "en"):
    return plot_maslikhat_parties({"maslikhat": PUBLISHED}, {"council": council, "with": other}, words(lang))


def outlines(markup: str) -> list[list[tuple[float, float]]]:
    """The corners of every mark, px; of a round one, points around it."""
    found = []
    for group in ElementTree.fromstring(markup).iter("g"):
        for mark in group if group.get("class") == "marks" else ():
            if mark.tag == "path":
                found.append([tuple(map(float, at.split())) for at in mark.get("d", "")[1:-1].split("L")])
            elif mark.tag == "rect":
                x, y, side = (float(mark.get(name, "nan")) for name in ("x", "y", "width"))
                found.append([(x + a, y + b) for a in (0, side) for b in (0, side)])
            else:
                x, y, r = (float(mark.get(name, "nan")) for name in ("cx", "cy", "r"))
                found.append([(x + r * cos(a * pi / 18), y + r * sin(a * pi / 18)) for a in range(36)])
    return found


def marks(markup: str) -> list[tuple[float, float, float]]:
    """Centre and circumscribed radius of every seat, in px, with its outline."""
    found = []
    for group in ElementTree.fromstring(markup).iter("g"):
        if group.get("class") != "marks":
            continue
        for mark in group:
            line = float(mark.get("stroke-width", 0)) / 2
            if mark.tag == "circle":
                x, y, r = (float(mark.get(name, "nan")) for name in ("cx", "cy", "r"))
            elif mark.tag == "rect":
                side = float(mark.get("width", "nan"))
                x, y = (float(mark.get(name, "nan")) + side / 2 for name in ("x", "y"))
                r = side / 2**0.5
            else:
                corners = [tuple(map(float, at.split())) for at in mark.get("d", "")[1:-1].split("L")]
                x, y = (
                    (min(c[axis] for c in corners) + max(c[axis] for c in corners)) / 2 for axis in (0, 1)
                )
                r = max(dist((x, y), corner) for corner in corners)
            found.append((x, y, r + line))
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("state", "seats"), [("one", 39), ("two", 70), ("other", 50), ("twice", 31)])
def test_a_mark_for_every_seat_apart_from_each_other_and_from_the_edges(
    state: str, seats: int, width: int
) -> None:
    figure = parties(state).figure
    drawn = marks(to_svg(figure, width=width))
    assert len(drawn) == seats
    for one, other in combinations(drawn, 2):
        assert dist(one[:2], other[:2]) >= one[2] + other[2] - 0.2, "two seats overlap"
    height = figure["layout"]["height"]
    for x, y, r in drawn:
        assert r - 0.1 <= x <= width - r + 0.1 and r - 0.1 <= y <= height - r + 0.1, "a seat is cut off"


@pytest.mark.parametrize("width", WIDTHS)
def test_seven_symbols_stand_apart_too(width: int) -> None:
    drawn = outlines(to_svg(published("KZ-75.VIII").figure, width=width))
    assert len(drawn) == 42
    for one, other in combinations(drawn, 2):
        assert min(dist(a, b) for a in one for b in other) > 1.5, "two seats touch"


@pytest.mark.parametrize("width", WIDTHS)
def test_half_circles_are_round_at_every_width(width: int) -> None:
    """The outermost seats stand as high as they stand apart from the middle."""
    drawn = marks(to_svg(parties("one").figure, width=width))
    across = max(x for x, _, _ in drawn) - min(x for x, _, _ in drawn)
    up = max(y for _, y, _ in drawn) - min(y for _, y, _ in drawn)
    assert across == pytest.approx(296, abs=0.5)
    assert up == pytest.approx(across / 2, abs=2)


def test_seats_that_the_source_leaves_out_are_hollow_and_named() -> None:
    drawing = parties("one")
    hollow = drawing.figure["data"][-2]
    assert (hollow["name"], hollow["marker"]["symbol"], len(hollow["x"])) == (RESIDUAL, "circle-open", 3)
    assert drawing.legend[-1] == ("Not stated in the source: 3 of 39", "muted", "circle-open")
    assert "to which party 3 deputies belong" in drawing.note
    assert "only the parties of those elected from party lists" not in drawing.note
    assert all("Not stated in the source, 3 of 39" in said for said in hollow["hovertext"])


def test_a_party_looks_the_same_everywhere_and_no_two_alike() -> None:
    def looks(state: str) -> dict[str, tuple[str, str]]:
        return {
            trace["name"]: (trace["marker"]["color"], trace["marker"]["symbol"])
            for trace in parties(state).figure["data"]
            if trace["mode"] == "markers"
        }

    assert looks("one").items() <= (looks("other") | looks("two")).items()
    for state in STATES:
        colors, symbols = zip(*looks(state).values(), strict=True)
        assert len(set(colors)) == len(colors) and len(set(symbols)) == len(symbols)


def test_seats_of_districts_are_hollow_and_the_note_says_why() -> None:
    drawing = published("KZ-39.VIII")
    assert drawing.title == "Amanat holds 9 of the 12 seats filled from party lists in Kostanay"
    hollow = drawing.figure["data"][-2]
    assert (hollow["marker"]["symbol"], len(hollow["x"])) == ("circle-open", 12)
    assert "12 more deputies were elected in single-mandate districts" in drawing.note
    assert "between 37.5 and 87.5%" in drawing.summary
    both = published("KZ-75.VII", "KZ-39.VIII").title
    assert both == (
        "Amanat holds 29 of 39 seats in Almaty, VII convocation; "
        "Amanat holds 9 of the 12 seats filled from party lists in Kostanay, VIII convocation"
    )


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ru", "не официальный источник"), ("kk", "ресми дереккөз емес"), ("en", "not an official")],
)
def test_what_is_not_official_says_so(lang: str, text: str) -> None:
    drawing = published("KZ-39.VIII", lang=lang)
    assert text in drawing.summary and text in drawing.note
    assert any(text in said for said in drawing.figure["data"][-1]["text"]), "also in the picture"
    assert text not in published("KZ-75.VIII", lang=lang).note


def test_a_row_that_is_added_is_marked_and_what_is_printed_stands_beside_it() -> None:
    drawing = published("KZ-75.VII")
    assert drawing.title == "Amanat holds 29 of 39 seats in Almaty"
    assert [text for text, *_ in drawing.legend][2:] == [
        "People's Party of Kazakhstan: 3",
        "Auyl People's Democratic Patriotic Party: 3 (added: left out by the project)",
    ]
    assert "it prints 29, 4, 3 of 39. Its 3 seats are added from another source" in drawing.note
    assert "effective number of parties: 1.74" in drawing.summary
    assert drawing.where.endswith("figures 11 and 13; A report on KZ-75, March 30, 2023")


def test_dates_are_as_exact_as_the_publication() -> None:
    assert say_publication("A", "2023-03", words("ru")) == "A, март 2023\u202fг."
    assert say_publication("A", "2021-01-14", words("en")) == "A, January 14, 2021"
    assert say_publication("A", "", words("kk")) == "A"


def test_titles_say_the_finding() -> None:
    assert parties("one").title == "Amanat holds 29 of 39 seats in Almaty"
    assert parties("one", "ru").title == "Алматы: «Аманат» занимает 29 из 39 мест"
    assert parties("twice", "ru").title == "Астана (Нур-Султан): «Аманат» занимает 26 из 31 места"
    assert parties("one", "kk").title == "Алматы: 39 орынның 29 орнын «Аманат» партиясы иеленген"
    assert parties("two").title == "Amanat holds the most seats in both councils: 29 of 39 and 26 of 31"
    assert parties("other").title == (
        "Ak Zhol holds 9 of 11 seats in Kostanay; Amanat holds 29 of 39 seats in Almaty"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_counts_are_said_in_words(lang: str) -> None:
    drawing = parties("two", lang)
    for count in (
        "29",
        "26",
        "74",
        "82",
        "1,45" if lang != "en" else "1.45",
        "1,39" if lang != "en" else "1.39",
    ):
        assert count in drawing.summary
    assert len(drawing.data) == 7
    assert list(drawing.data.columns) == list(TABLE.columns)


def test_entrepreneurs_against_half() -> None:
    drawing = plot_maslikhat_occupations({"maslikhat": TABLE}, {}, words("en"))
    assert drawing.title == (
        "Entrepreneurs among the deputies: Almaty 66.7%, more than half; "
        "Astana (Nur-Sultan) 48.4%, less than half"
    )
    known, rest = drawing.figure["data"]
    assert [round(value, 1) for value in known["x"]] == [66.7, 48.4]
    assert [sum(pair) for pair in zip(known["x"], rest["x"], strict=True)] == pytest.approx([100, 100])
    assert rest["text"] == ["26 of 39", "15 of 31"]
    many = pd.concat([TABLE, *(pd.DataFrame(rows(place, {"entrepreneurs": 5, RESIDUAL: 5}, "occupation"))
                               for place in ("KZ-39", "KZ-79"))])  # fmt: skip
    title = plot_maslikhat_occupations({"maslikhat": many}, {}, words("en")).title
    assert title == "Councils where entrepreneurs are more than half of the deputies: 1 of 4"


def test_other_occupations_are_said_where_they_are_published() -> None:
    table = pd.DataFrame(
        [
            *rows("KZ-75", {"entrepreneurs": 26, RESIDUAL: 13}, "occupation"),
            *rows(
                "KZ-27",
                {"entrepreneurs": 14, "media": 2, "agriculture": 5},
                "occupation",
                kind="news_council",
            ),
        ]
    )
    drawing = plot_maslikhat_occupations({"maslikhat": table}, {}, words("en"))
    assert "West Kazakhstan, the others: Agriculture 5, Media 2." in drawing.summary
    assert [trace["name"] for trace in drawing.figure["data"]] == [
        "Entrepreneurs", "Agriculture", "Media", "Not stated in the source",
    ]  # fmt: skip
    whole = [sum(parts) for parts in zip(*(trace["x"] for trace in drawing.figure["data"]), strict=True)]
    assert whole == pytest.approx([100, 100])
    assert "West Kazakhstan press, from the council" in drawing.note


def test_quotas_add_up() -> None:
    table = pd.DataFrame(
        {"council_level": ["city"] * 3 + ["district"], "group": ["media", "education", "health", "media"],
         "min_seats": [2, 3, 1, 1]}
    )  # fmt: skip
    drawing = plot_maslikhat_quotas({"maslikhat_quotas": table}, {"level": "city"}, words("ru"))
    assert drawing.title == "Предложенные минимумы в сумме дают 6 мест"
    assert drawing.data["group"].tolist() == ["education", "media", "health"]
    assert "не меньше 3" in drawing.note


def test_a_new_party_needs_no_code() -> None:
    known = [party for party in load().labels["party"] if party != RESIDUAL]
    table = pd.DataFrame(rows("KZ-75", dict.fromkeys(known, 2) | {RESIDUAL: 1}))
    drawing = plot_maslikhat_parties({"maslikhat": table}, STATES["one"], words("ru"))
    assert len(drawing.legend) == len(known) + 1
