"""Any state → address → the same state; any address → a state or a clear refusal."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages import CHART_PAGES, PAGES
from dashboard.url_state import Choice, Choices, InvalidValue, Text, defaults, parse, to_query

ALL_PAGES = (*PAGES, *CHART_PAGES)


def states(params):
    """A strategy for the states of a page."""
    fields = {}
    for param in params:
        if isinstance(param, Choice):
            fields[param.name] = st.sampled_from(param.allowed)
        elif isinstance(param, Choices):
            fields[param.name] = st.sets(st.sampled_from(param.allowed)).map(
                lambda chosen, p=param: tuple(code for code in p.allowed if code in chosen)
            )
        else:
            fields[param.name] = st.text(max_size=200).map(lambda text, p=param: p.read([text]))
    return st.fixed_dictionaries(fields)


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.key)
@given(data=st.data())
def test_round_trip(page, data):
    state = data.draw(states(page.params))
    assert parse(page.params, dict(parse_qsl(to_query(page.params, state)))) == state


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.key)
def test_defaults_are_left_out(page):
    assert to_query(page.params, defaults(page.params)) == ""
    assert parse(page.params, {}) == defaults(page.params)


def test_unknown_parameters_are_ignored_and_empty_ones_absent():
    params = (Choice("a", ("x", "y"), "x"),)
    assert parse(params, {"utm_source": "mail", "a": ""}) == {"a": "x"}


def test_an_impossible_value_says_what_is_allowed():
    with pytest.raises(InvalidValue) as caught:
        parse((Choice("a", ("x", "y"), "x"),), {"a": "z"})
    assert caught.value.allowed == ("x", "y")


def test_text_is_cleaned():
    assert Text("q").read(["  a\x00 \n b\u202e "]) == "a b"
    assert len(Text("q").read(["x" * 500])) == 80
