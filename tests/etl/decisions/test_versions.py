"""What a budget was at a date: as adopted, restated, changed in parts, in two languages, whatever the order of reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.decisions import AMOUNTS
from etl.decisions import models
from etl.decisions.place_ids import place_id
from etl.decisions.stated import Doubt, Stated, Swap, Version
from etl.decisions.versions import in_force, same_places, versions

PLACE, KAZAKH, YEAR = "KZ-39.rayon", "KZ-39.audany", 2021
BASE, BASE_DAY = "549", date(2020, 12, 28)


def amounts(**known: str) -> dict[str, Decimal | None]:
    return dict.fromkeys(AMOUNTS) | {name: Decimal(amount) for name, amount in known.items()}


FIRST = amounts(
    revenue_total="1000", revenue_tax="300", revenue_nontax="10", revenue_capital="20", revenue_transfers="670",
    expenditure_total="1050", net_lending="0", financial_assets_balance="0", deficit="-50",
)  # fmt: skip
SECOND = {
    **FIRST,
    **{
        "revenue_total": Decimal("1100.5"),
        "revenue_tax": Decimal("400.5"),
        "expenditure_total": Decimal("1150.5"),
    },
}


def text(document: str, figures: dict[str, Decimal | None], **also: Any) -> Stated:
    told: dict[str, Any] = {
        "document_id": document, "decision_id": document, "position": 0, "place_id": PLACE, "budget_year": YEAR,
        "language": "ru", "amounts": figures, "act_number": BASE, "adopted": BASE_DAY, "base_number": BASE,
        "base_date": BASE_DAY, "plan_years": "2021-2023", "is_amendment": False,
    }  # fmt: skip
    return Stated(**(told | also))


def amendment(
    document: str, number: str, day: date, figures: dict[str, Decimal | None], **also: Any
) -> Stated:
    return text(document, figures, act_number=number, adopted=day, is_amendment=True, **also)


def swap(old: str, new: str, field: str | None = None) -> Swap:
    return Swap(Decimal(old), Decimal(new), field)


BASE_TEXT = text("base", FIRST, lines=7)
WHOLE = amendment("whole", "№ 12", date(2021, 4, 15), SECOND)
PARTIAL = amendment(
    "partial", "30", date(2021, 7, 1), scope="partial",
    figures=amounts(revenue_total="1200", revenue_transfers="769.5", expenditure_total="1250"),
)  # fmt: skip
SWAPS = amendment(
    "swaps",
    "45",
    date(2021, 11, 9),
    amounts(),
    scope="swaps",
    swaps=(swap("1250", "1260"), swap("-50", "-60")),
)


def of(*stated: Stated) -> list[Version]:
    return versions(stated, PLACE, YEAR)


def codes(version: Version) -> list[str]:
    return [doubt.code for doubt in version.doubts]


def test_the_amounts_are_those_of_a_budget() -> None:
    assert AMOUNTS == models.AMOUNTS


def test_an_act_its_restatement_and_changes_of_parts() -> None:
    adopted, restated, changed, swapped = of(BASE_TEXT, WHOLE, PARTIAL, SWAPS)
    assert [v.kind for v in (adopted, restated, changed, swapped)] == ["adopted", *["amended"] * 3]
    assert adopted.amounts == FIRST and restated.amounts == SECOND
    own = {name: amount for name, amount in PARTIAL.amounts.items() if amount is not None}
    assert changed.amounts == SECOND | own
    assert swapped.amounts == {**changed.amounts, "expenditure_total": Decimal(1260), "deficit": Decimal(-60)}
    assert not any(v.doubts for v in (adopted, restated, changed, swapped))
    assert all(v.lines_of is BASE_TEXT for v in (adopted, restated, changed, swapped))


def test_in_force_is_the_last_one_adopted_by_a_day() -> None:
    found = of(BASE_TEXT, WHOLE, PARTIAL)
    assert in_force(found, date(2020, 12, 27)) is None
    assert in_force(found, BASE_DAY) == found[0]
    assert in_force(found, date(2021, 4, 14)) == found[0]
    assert in_force(found, date(2021, 4, 15)) == found[1]
    assert in_force(found, date(2030, 1, 1)) == found[2]


@given(
    st.permutations([BASE_TEXT, WHOLE, PARTIAL, SWAPS, replace(WHOLE, document_id="whole-kk", language="kk")])
)
def test_the_order_of_reading_does_not_matter(order: list[Stated]) -> None:
    assert of(*order) == of(
        BASE_TEXT, WHOLE, PARTIAL, SWAPS, replace(WHOLE, document_id="whole-kk", language="kk")
    )


_FIGURE = st.one_of(st.none(), st.integers(0, 3).map(Decimal))
_ANY = st.builds(
    text,
    document=st.sampled_from("abcdefgh"),
    figures=st.fixed_dictionaries(dict.fromkeys(AMOUNTS, _FIGURE)),
    act_number=st.sampled_from([None, "1", "549"]),
    adopted=st.sampled_from([None, BASE_DAY, date(2021, 4, 15)]),
    base_number=st.sampled_from([None, "549"]),
    language=st.sampled_from(["ru", "kk"]),
    is_amendment=st.sampled_from([None, True, False]),
    is_consolidated=st.booleans(),
    scope=st.sampled_from(["full", "partial", "swaps"]),
    swaps=st.lists(st.builds(Swap, st.integers(0, 3).map(Decimal), st.integers(0, 3).map(Decimal)), max_size=2).map(tuple),
    plan_years=st.sampled_from([None, "2020-2022", "2021-2023"]),
    lines=st.integers(0, 1),
)  # fmt: skip


_SEVERAL = st.lists(_ANY, max_size=6, unique_by=lambda stated: stated.document_id)


@given(_SEVERAL.flatmap(lambda stated: st.tuples(st.just(stated), st.permutations(stated))))
def test_whatever_the_texts_every_order_gives_the_same(orders: tuple[list[Stated], list[Stated]]) -> None:
    given_order, other = orders
    found = of(*given_order)
    assert found == of(*other)
    told = [text.document_id for version in found for text in version.stated]
    assert sorted(told) == sorted(stated.document_id for stated in given_order), (
        "each text is behind one version"
    )


def test_amendments_of_one_day_go_by_their_numbers() -> None:
    day = date(2021, 5, 5)
    ninth, tenth = (amendment(number, number, day, SECOND) for number in ("9", "10"))
    assert [v.act_number for v in of(tenth, BASE_TEXT, ninth)] == [BASE, "9", "10"]


def test_an_act_comes_before_an_amendment_of_the_same_day() -> None:
    assert [v.kind for v in of(replace(WHOLE, adopted=BASE_DAY), BASE_TEXT)] == ["adopted", "amended"]


def test_two_languages_are_one_version() -> None:
    kazakh = replace(WHOLE, document_id="kk", language="kk", lines=3)
    _, restated = of(BASE_TEXT, kazakh, WHOLE)
    assert [stated.language for stated in restated.stated] == ["ru", "kk"]
    assert not restated.doubts and restated.lines_of == kazakh


def test_languages_that_differ_are_a_doubt_and_silence_is_filled() -> None:
    slip = WHOLE.amounts | {"revenue_tax": Decimal("4005"), "revenue_special": Decimal(7), "deficit": None}  # type: ignore[operator]
    (version,) = of(WHOLE, replace(WHOLE, document_id="kk", language="kk", amounts=slip))
    assert version.doubts == (Doubt("languages-differ", "revenue_tax", "400.5", "4005"),)
    assert version.amounts == SECOND | {"revenue_special": Decimal(7)}


def test_two_copies_are_one_version_and_must_agree() -> None:
    worse = replace(WHOLE, document_id="a", amounts=FIRST, doubts=1)
    (version,) = of(worse, WHOLE)
    assert version.amounts == SECOND and set(codes(version)) == {"copies-differ"}


def test_a_change_without_its_base_states_only_what_it_says() -> None:
    (version,) = of(PARTIAL)
    assert version.amounts == PARTIAL.amounts and codes(version) == ["base-missing"]
    (version,) = of(SWAPS)
    assert version.amounts == amounts() and codes(version) == ["base-missing", *["swap-unmatched"] * 2]


@pytest.mark.parametrize(
    ("swaps", "doubts", "changed"),
    [
        ((swap("999", "1")), ["swap-unmatched"], {}),
        ((swap("0", "5")), ["swap-ambiguous"], {}),
        ((swap("0", "5", "net_lending")), ["does-not-add-up"], {"net_lending": "5"}),
        ((swap("1050", "5", "deficit")), ["swap-unmatched"], {}),
    ],
)
def test_a_swap_needs_the_old_figure_in_one_place(
    swaps: Swap, doubts: list[str], changed: dict[str, str]
) -> None:
    _, version = of(BASE_TEXT, replace(SWAPS, swaps=(swaps,)))
    assert codes(version) == doubts
    assert version.amounts == FIRST | {name: Decimal(amount) for name, amount in changed.items()}


def test_swaps_are_made_at_once_and_alike_ones_in_as_many_places() -> None:
    chained = replace(SWAPS, swaps=(swap("1000", "1050"), swap("1050", "1100")))
    version = of(BASE_TEXT, chained)[1]
    assert (version.amounts["revenue_total"], version.amounts["expenditure_total"]) == (1050, 1100)
    both = replace(SWAPS, swaps=(swap("0", "5"), swap("0", "5")))
    version = of(BASE_TEXT, both)[1]
    assert (version.amounts["net_lending"], version.amounts["financial_assets_balance"]) == (5, 5)


def test_a_swap_may_name_the_sub_point() -> None:
    same = FIRST | {"expenditure_total": FIRST["revenue_total"], "deficit": Decimal(0)}
    second = replace(
        SWAPS,
        swaps=(Swap(Decimal(1000), Decimal(1001), sub_point=2), Swap(Decimal(0), Decimal(9), sub_point=6)),
    )
    version = of(replace(BASE_TEXT, amounts=same), second)[1]
    assert (version.amounts["revenue_total"], version.amounts["expenditure_total"]) == (1000, 1001)
    assert codes(version) == ["does-not-add-up"], "the financing of the deficit is none of the amounts"


def test_figures_put_together_that_do_not_add_up_are_a_doubt() -> None:
    version = of(BASE_TEXT, replace(PARTIAL, amounts=amounts(revenue_total="1001")))[1]
    assert version.doubts == (
        Doubt("does-not-add-up", "revenue_total", "1000", "1001"),
        Doubt("does-not-add-up", "deficit", "-49", "-50"),
    )


def test_a_consolidated_text_confirms_a_version() -> None:
    snapshot = text("snapshot", SECOND, is_consolidated=True, is_amendment=True)
    first, second = of(BASE_TEXT, WHOLE, snapshot)
    assert first.stated == (BASE_TEXT,) and second.stated == (WHOLE, snapshot) and not second.doubts


def test_a_consolidated_text_of_unknown_amendments_is_last_and_without_a_day() -> None:
    snapshot = text("snapshot", SECOND, is_consolidated=True, is_amendment=None)
    first, second = of(snapshot, BASE_TEXT)
    assert (second.kind, second.adopted, codes(second)) == ("consolidated", None, ["amendments-missing"])
    assert in_force([first, second], date(2021, 12, 31)) == first


@pytest.mark.parametrize(
    ("is_restated", "is_amendment", "kind"),
    [
        (False, True, "adopted"),
        (None, False, "adopted"),
        (True, False, "consolidated"),
        (None, None, "consolidated"),
    ],
)
def test_a_consolidated_text_whose_figures_were_not_restated_is_the_act(
    is_restated: bool | None, is_amendment: bool | None, kind: str
) -> None:
    snapshot = text("s", FIRST, is_consolidated=True, is_amendment=is_amendment, is_restated=is_restated)
    (version,) = of(snapshot)
    assert version.kind == kind


def test_a_consolidated_text_under_the_day_of_its_restatement_stands_there() -> None:
    snapshot = amendment("snapshot", "12", date(2021, 4, 15), SECOND, is_consolidated=True)
    assert [(v.kind, v.adopted) for v in of(snapshot, BASE_TEXT)] == [
        ("adopted", BASE_DAY),
        ("amended", snapshot.adopted),
    ]


def test_a_text_without_a_day_is_first_and_never_in_force() -> None:
    undated = replace(WHOLE, adopted=None)
    found = of(BASE_TEXT, undated)
    assert codes(found[0]) == ["undated"] and in_force(found, date(2021, 12, 31)) == found[1]


def test_the_year_s_own_act_comes_after_the_plan_of_earlier_years() -> None:
    day = date(2019, 12, 25)
    earlier = text(
        "e", SECOND, act_number="400", adopted=day, base_number="400", base_date=day, plan_years="2020-2022"
    )
    late = replace(earlier, document_id="l", act_number="600", adopted=date(2020, 12, 29), is_amendment=True)
    found = of(late, BASE_TEXT, earlier)
    assert [v.act_number for v in found] == ["400", "600", BASE]
    assert in_force(found, date(2020, 6, 1)) == found[0] and in_force(found, date(2021, 6, 1)) == found[2]


def test_two_acts_of_one_place_and_year_are_a_doubt() -> None:
    other = replace(BASE_TEXT, document_id="o", act_number="550", base_number="550")
    assert [codes(v) for v in of(BASE_TEXT, other)] == [["several-acts"]] * 2


def test_other_places_and_years_are_left_out() -> None:
    assert of(replace(BASE_TEXT, place_id="KZ-39.other"), replace(BASE_TEXT, budget_year=2022)) == []


def test_a_kazakh_place_is_known_by_the_act_s_id_or_by_all_its_figures() -> None:
    kazakh = replace(BASE_TEXT, document_id="kk", place_id=KAZAKH, language="kk")
    assert same_places([BASE_TEXT, kazakh]) == {(KAZAKH, PLACE)}
    slip = replace(kazakh, amounts=SECOND)
    assert same_places([BASE_TEXT, slip]) == {(KAZAKH, PLACE)}, "one id, one budget"
    assert same_places([BASE_TEXT, replace(slip, decision_id="other")]) == set()
    assert same_places([BASE_TEXT, replace(kazakh, decision_id="other")]) == {(KAZAKH, PLACE)}
    several = [replace(BASE_TEXT, position=1, place_id="KZ-39.b", amounts=SECOND), BASE_TEXT]
    assert same_places(
        [*several, kazakh, replace(kazakh, position=1, place_id="KZ-39.x", amounts=amounts())]
    ) == {(KAZAKH, PLACE)}
    assert len(versions([BASE_TEXT, kazakh], PLACE, YEAR, {KAZAKH: PLACE})) == 1


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Тобыл, Костанайский район", "KZ-39.tobyl-kostanayskiy-rayon"),
        ("  ТОБЫЛ ,  костанайский район", "KZ-39.tobyl-kostanayskiy-rayon"),
        ("Айдарлинский с.о., Карасуский р-н", "KZ-39.aydarlinskiy-okrug-karasuskiy-rayon"),
        ("Айдарлинский сельский округ, Карасуский район", "KZ-39.aydarlinskiy-okrug-karasuskiy-rayon"),
        ("район Бәйтерек", "KZ-39.bayterek-rayon"),
        ("Щучьё", "KZ-39.schuche"),
        ("Қостанай ауданы", "KZ-39.qostanay-rayon"),
        ("Iлияс ауылы", "KZ-39.iliyas-selo"),
        ("станция № 5", "KZ-39.stantsiya-5"),
    ],
)
def test_place_ids_are_plain_and_stable(place: str, expected: str) -> None:
    assert place_id("KZ-39", place) == expected
