"""A reader finds a line by the words she has, in her language and spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.search import fold, is_match, searchable

LIGHTING = searchable("subprogramme", "street_lighting")


@pytest.mark.parametrize(
    "typed",
    [
        "освещение",
        "ОСВЕЩЕНИЯ",
        "уличное освещение",
        "фонари",
        "жарықтандыру",
        "жарыктандыру",
        "street lighting",
        "",
    ],
)
def test_street_lighting_is_found(typed):
    assert is_match(typed, LIGHTING)


@pytest.mark.parametrize("typed", ["здравоохранение", "освещение школы", "zzzz"])
def test_other_words_do_not_find_it(typed):
    assert not is_match(typed, LIGHTING)


@pytest.mark.parametrize("typed", ["1 006 034", "1006034", "1\u00a0006\u00a0034"])
def test_numbers_are_found_however_they_are_spaced(typed):
    assert is_match(typed, fold("это 1\u00a0006\u00a0034\u00a0₸ в год"))


@given(st.text(max_size=60))
def test_a_text_finds_itself(text):
    assert is_match(text, fold(text))
