"""Panels: where they lie, whose axes are theirs, which share a range."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from dashboard.figures.svg import to_svg

DOTS = {"type": "scatter", "mode": "markers", "x": [0, 10], "y": [0, 10]}
SIDES = {"xaxis": {"domain": [0, 0.4], "range": [0, 10]}, "xaxis2": {"domain": [0.6, 1], "range": [0, 10]}}


def draw(*traces: dict[str, Any], **layout: Any) -> ElementTree.Element:
    base = {"height": 240, "margin": {"l": 100, "r": 100, "t": 20, "b": 20}}
    return ElementTree.fromstring(to_svg({"data": list(traces), "layout": base | layout}, width=700))


def dots(root: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(dot.get("cx", 0)), float(dot.get("cy", 0))) for dot in root.iter("circle")]


def texts(root: ElementTree.Element, name: str) -> list[tuple[float, float, str]]:
    return [
        (float(text.get("x", 0)), float(text.get("y", 0)), text.text or "")
        for group in root.iter("g")
        if name in group.get("class", "").split()
        for text in group.iter("text")
    ]


def test_panels_lie_where_their_domains_say() -> None:
    root = draw(
        DOTS, DOTS | {"xaxis": "x2", "yaxis": "y2"}, **SIDES,
        yaxis={"domain": [0.5, 1], "range": [0, 10]}, yaxis2={"domain": [0, 0.25], "range": [0, 20], "anchor": "x2"},
    )  # fmt: skip
    assert dots(root) == [(100, 120), (300, 20), (400, 220), (600, 195)]


def test_panels_may_share_an_axis_and_draw_its_grid_in_each() -> None:
    root = draw(DOTS, DOTS | {"xaxis": "x2"}, **SIDES, yaxis={"range": [0, 10], "dtick": 5})
    assert dots(root) == [(100, 220), (300, 20), (400, 220), (600, 20)]
    grids = [path.get("d", "") for path in root.iter("path") if path.get("class") == "grid"]
    assert [way for way in grids if "H" in way] == ["M100 120H300", "M400 120H600"]
    assert [text for _, _, text in texts(root, "y-ticks")] == ["0", "5", "10"]


def test_tick_labels_stand_at_the_anchor() -> None:
    below = {"domain": [0, 0.4], "range": [0, 10], "dtick": 10}
    above = {"domain": [0.6, 1], "range": [0, 10], "dtick": 10}
    traces = (DOTS, DOTS | {"xaxis": "x2", "yaxis": "y2"})
    axes = {"xaxis": below, "xaxis2": above, "yaxis": above, "yaxis2": below}
    near = texts(
        draw(*traces, **(axes | {"xaxis2": above | {"anchor": "y2"}, "yaxis2": below | {"anchor": "x2"}})),
        "ticks",
    )
    assert [(x, y) for x, y, text in near if text == "10"] == [
        (300, 113),
        (600, 233),
        (99, 24.2),
        (399, 144.2),
    ]
    # Without an anchor: at the first axis.
    far = texts(draw(*traces, **axes), "ticks")
    assert [(x, y) for x, y, text in far if text == "10"] == [(300, 113), (600, 113), (99, 24.2), (99, 144.2)]
    hidden = axes | {"xaxis2": above | {"showticklabels": False}, "yaxis2": below | {"visible": False}}
    assert len(texts(draw(*traces, **hidden), "ticks")) == 4


def test_axes_that_match_have_one_range() -> None:
    apart = {"yaxis": {"domain": [0.5, 1]}, "yaxis2": {"domain": [0, 0.5], "matches": "y"}}
    low = DOTS | {"y": [0, 5], "yaxis": "y2"}
    (_, (_, top), _, (_, half)) = dots(draw(DOTS, low, **apart))
    (_, (_, alone), _, (_, full)) = dots(draw(DOTS, low, **(apart | {"yaxis2": {"domain": [0, 0.5]}})))
    assert (top, full) == (alone, alone + 100)
    assert half > full
    # The stated range is that of the axis that the others match.
    stated = apart | {"yaxis": {"domain": [0.5, 1], "range": [0, 10]}}
    assert dots(draw(DOTS, low, **stated))[1::2] == [(571.2, 20), (571.2, 170)]


def test_names_are_shared_where_axes_match() -> None:
    bars = [
        {"type": "bar", "x": ["a", "b"], "y": [1, 2]},
        {"type": "bar", "x": ["b", "c"], "y": [1, 2], "xaxis": "x2"},
    ]
    sides = {"xaxis": {"domain": [0, 0.4]}, "xaxis2": {"domain": [0.6, 1]}}
    own = texts(draw(*bars, **sides), "x-ticks")
    assert [text for _, _, text in own] == ["a", "b", "b", "c"]
    shared = texts(draw(*bars, **(sides | {"xaxis2": {"domain": [0.6, 1], "matches": "x"}})), "x-ticks")
    assert [text for _, _, text in shared] == ["a", "b", "c"] * 2


def test_bars_stand_side_by_side_in_their_own_panel_only() -> None:
    bars = [
        {"type": "bar", "x": ["a"], "y": [1], "xaxis": axis, "marker": {"color": "accent"}}
        for axis in ("x", "x2", "x2")
    ]
    root = draw(*bars, xaxis={"domain": [0, 0.4]}, xaxis2={"domain": [0.6, 1]}, bargap=0)
    assert [float(rect.get("width", 0)) for rect in root.iter("rect")] == [200, 100, 100]


@pytest.mark.parametrize(
    ("traces", "layout", "named"),
    [
        ([DOTS | {"yaxis": "y2"}, DOTS], {"yaxis2": {"overlaying": "y"}}, "over another"),
        ([DOTS], {"xaxis": {"anchor": "free"}}, "free"),
        ([DOTS], {"xaxis": {"anchor": "y3"}}, "y3"),
        ([DOTS], {"xaxis2": {}}, "x2 has no traces"),
        ([DOTS | {"xaxis": "xaxis2"}], {}, "xaxis2"),
        ([DOTS | {"xaxis": "y"}], {}, "no x axis"),
        ([DOTS], {"xaxis": {"matches": "x2"}}, "can't match 'x2'"),
        ([DOTS], {"xaxis": {"matches": "y"}}, "can't match 'y'"),
        ([DOTS], {"xaxis": {"matches": "x"}}, "can't match 'x'"),
        ([DOTS], {"yaxis": {"type": "date"}}, "date"),
    ],
)
def test_axes_that_cannot_be_drawn_are_named(
    traces: list[dict[str, Any]], layout: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        draw(*traces, **layout)
