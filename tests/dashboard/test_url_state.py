"""Any state → address → the same state; any address → a state or a clear refusal."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages import CHART_PAGES, PAGES
from dashboard.url_state import (
    Choice,
    Choices,
    Code,
    InvalidValue,
    Number,
    Text,
    defaults,
    is_pinned,
    parse,
    to_query,
    without_typed,
)

ASCII = st.characters(codec="ascii")
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
        elif isinstance(param, Number):
            numbers = st.integers(param.least, param.most)
            fields[param.name] = st.just(param.default) | numbers
        elif isinstance(param, Code):
            fields[param.name] = st.just("") | st.from_regex(
                param.pattern, fullmatch=True, alphabet=ASCII
            ).filter(lambda code: code == code.strip() and len(code) <= 160)
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
    pinned = [param for param in page.params if is_pinned(param)]
    assert to_query(page.params, defaults(page.params)) == to_query(pinned, defaults(pinned))
    assert parse(page.params, {}) == defaults(page.params)


def test_a_code_has_its_shape():
    code = Code("place", r"KZ(-[0-9]+)?", "KZ-39")
    assert code.read([" KZ-75 "]) == "KZ-75"
    for value in ("KZ-", "kz-75", "KZ-75\n<b>", "KZ-" + "7" * 200):
        with pytest.raises(InvalidValue, match="allowed: KZ-39"):
            code.read([value])


def test_a_pinned_parameter_is_always_said():
    params = (Choice("a", ("x", "y"), "x", is_pinned=True), Choice("b", ("x", "y"), "x"))
    assert to_query(params, {"a": "x", "b": "x"}) == "a=x"


def test_unknown_parameters_are_ignored_and_empty_ones_absent():
    params = (Choice("a", ("x", "y"), "x"),)
    assert parse(params, {"utm_source": "mail", "a": ""}) == {"a": "x"}


def test_an_impossible_value_says_what_is_allowed():
    with pytest.raises(InvalidValue) as caught:
        parse((Choice("a", ("x", "y"), "x"),), {"a": "z"})
    assert caught.value.allowed == ("x", "y")


COUNT = Number("count", 0, 999)


@pytest.mark.parametrize("value", ["-1", "1000", "2.5", "2,5", "1e2", "٣", "²", "x", "0x1", "9" * 90, "1 0"])
def test_a_number_out_of_range_or_none_at_all_says_what_is_allowed(value):
    with pytest.raises(InvalidValue) as caught:
        parse((COUNT,), {"count": value})
    assert caught.value.allowed == ("0..999",)


def test_zero_is_a_number_and_nothing_is_none():
    assert parse((COUNT,), {"count": "0"}) == {"count": 0}
    assert parse((COUNT,), {"count": "007 "}) == {"count": 7}
    assert parse((COUNT,), {"count": " "}) == parse((COUNT,), {}) == {"count": None}
    assert to_query((COUNT,), {"count": 0}) == "count=0"
    assert to_query((COUNT,), {"count": None}) == ""


def test_what_is_typed_can_be_left_out():
    params = (COUNT, Text("q"), Choice("a", ("x", "y"), "x"))
    assert without_typed(params, {"count": 3, "q": "b", "a": "y"}) == {"count": None, "q": "", "a": "y"}


def test_text_is_cleaned():
    assert Text("q").read(["  a\x00 \n b\u202e "]) == "a b"
    assert len(Text("q").read(["x" * 500])) == 80
