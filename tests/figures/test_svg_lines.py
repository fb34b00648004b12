"""Lines: through the points, broken at gaps, cut at the edges."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.svg import to_svg

LAYOUT = {
    "height": 240,
    "margin": {"l": 100, "r": 100, "t": 20, "b": 20},
    "xaxis": {"range": [0, 10]},
    "yaxis": {"range": [0, 10]},
}


def line(x: list[Any], y: list[Any], **extra: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, **extra}


def draw(*traces: dict[str, Any], **layout: Any) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg({"data": list(traces), "layout": LAYOUT | layout}, width=700))


def ways(root: ElementTree.Element) -> list[str]:
    return [path.get("d", "") for path in root.iter("path") if path.get("class") == "line"]


def test_a_line_goes_through_its_points() -> None:
    assert ways(draw(line([0, 5, 10], [0, 10, 5]))) == ["M100 220L350 20L600 120"]


def test_a_missing_value_is_a_gap_and_a_lone_one_no_line() -> None:
    assert ways(draw(line([0, 1, 2, 3, 4, 5, 6], [1, 1, None, 5, None, 2, 2]))) == [
        "M100 200L150 200M350 180L400 180"
    ]
    assert ways(draw(line([0, 1, 2], [1, None, 3]))) == []
    assert ways(draw(line([0, None, 2, 3], [1, 1, 3, 3]))) == ["M200 160L250 160"]


def test_a_line_is_cut_at_the_edges() -> None:
    assert ways(draw(line([0, 5, 10], [5, 15, 5]))) == ["M100 120L225 20M475 20L600 120"]
    assert ways(draw(line([-5, 15], [5, 5]))) == ["M100 120L600 120"]
    assert ways(draw(line([0, 10], [11, 12]))) == []
    assert ways(draw(line([0, 5, 10], [5, 15, 5]), yaxis={"range": [10, 0]})) == [
        "M100 120L225 220M475 220L600 120"
    ]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.none() | st.integers(-30, 30), st.none() | st.integers(-30, 30)), min_size=2, max_size=8
    )
)
def test_no_line_leaves_its_panel(points: list[tuple[int | None, int | None]]) -> None:
    x, y = (list(column) for column in zip(*points, strict=True))
    for way in ways(draw(line(x, y))):
        for corner in way.replace("M", "L").split("L")[1:]:
            across, along = map(float, corner.split())
            assert 99.9 <= across <= 600.1
            assert 19.9 <= along <= 220.1


def test_colour_width_and_dash() -> None:
    styles = [
        {key: path.get(key) for key in ("stroke", "stroke-width", "stroke-dasharray")}
        for path in draw(
            line([0, 1], [0, 1], line={"color": "accent", "width": 4, "dash": "dash"}),
            line([0, 1], [0, 1], marker={"color": "muted"}, line={"dash": "dot", "width": 1}),
            line([0, 1], [0, 1]),
        ).iter("path")
        if path.get("class") == "line"
    ]
    assert styles == [
        {"stroke": "var(--accent)", "stroke-width": "4", "stroke-dasharray": "12,12"},
        {"stroke": "var(--muted)", "stroke-width": "1", "stroke-dasharray": "3,3"},
        {"stroke": "var(--cat-3)", "stroke-width": "2", "stroke-dasharray": None},
    ]


def test_marks_take_the_colour_of_their_line() -> None:
    root = draw(line([0, 1], [0, 1], mode="lines+markers", line={"color": "emphasis"}))
    assert [group.get("fill") for group in root.iter("g") if group.get("class") == "marks"] == [
        "var(--emphasis)"
    ]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"name": "<b>Павлодар</b>", "hovertext": ["2013: 1", "2014: 2"]}, ["Павлодар"]),
        ({"hovertext": "Павлодар, 2013–2014"}, ["Павлодар, 2013–2014"]),
        ({"hovertext": ["Павлодар", ""]}, ["Павлодар"]),
        ({}, []),
        ({"mode": "lines+markers", "hovertext": ["2013: 1", "2014: 2"]}, ["2013: 1", "2014: 2"]),
        ({"mode": "lines+markers", "name": "А", "hovertext": ["2013: 1", ""]}, ["А", "2013: 1", "1: 2"]),
    ],
)
def test_tooltips(extra: dict[str, Any], said: list[str]) -> None:
    assert [title.text for title in draw(line([0, 1], [1, 2], **extra)).iter("title")] == said


def test_an_automatic_range_is_tight_along_a_line_and_free_above_it() -> None:
    tight = draw(line([0, 10], [0, 10]), xaxis={}, yaxis={})
    assert ways(tight) == ["M100 210L600 30"]
    marked = draw(line([0, 10], [0, 10], mode="lines+markers"), xaxis={}, yaxis={})
    assert ways(marked) == ["M128.8 206.2L571.2 33.8"]


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"line": {"dash": "longdash"}}, "longdash"),
        ({"line": {"shape": "spline"}}, r"line\.shape 'spline'"),
        ({"connectgaps": True}, "connectgaps"),
        ({"fill": "tozeroy"}, "tozeroy"),
        ({"stackgroup": "one"}, "stackgroup"),
        ({"line": {"color": "nocolor-9"}}, "nocolor-9"),
    ],
)
def test_lines_that_cannot_be_drawn_are_named(extra: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        draw(line([0, 1], [1, 2], **extra))
