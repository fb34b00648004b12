"""The static drawings: by geometry, not by picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.svg import Frame, to_svg
from dashboard.figures.svg_text import text_width

Figure = dict[str, Any]
NAMES = ["Костанайская обл.", "Қызылорда обл.", "Алматы"]


def bar(values: list[Any], **extra: Any) -> Figure:
    return {"type": "bar", "orientation": "h", "y": NAMES[: len(values)], "x": values, **extra}


def figure(*traces: Figure, **layout: Any) -> Figure:
    base = {"height": 240, "margin": {"l": 140, "r": 60, "t": 40, "b": 20}, "font": {"size": 14}}
    return {"data": list(traces), "layout": base | layout}


def tree(markup: str) -> ElementTree.Element:
    for element in (root := ElementTree.fromstring(markup)).iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def rects(markup: str) -> list[dict[str, float]]:
    """Left, top, width and height of the bars, in drawing order."""
    return [
        {name: float(element.get(name, "nan")) for name in ("x", "y", "width", "height")}
        for group in tree(markup).iter("g")
        if group.get("class") == "bars"
        for element in group.iter("rect")
    ]


def texts(markup: str, group: str) -> list[ElementTree.Element]:
    return [
        element
        for found in tree(markup).iter("g")
        if group in found.get("class", "").split()
        for element in found.iter("text")
    ]


def test_bars_are_proportional_and_start_at_zero() -> None:
    drawn = rects(to_svg(figure(bar([10, 20, 40]), xaxis={"range": [0, 50]}), width=700))
    assert [one["x"] for one in drawn] == [140] * 3
    assert [one["width"] for one in drawn] == [100, 200, 400]


def test_thickness_follows_the_gap_and_the_order_follows_the_axis() -> None:
    drawn = rects(to_svg(figure(bar([1, 2, 3]), bargap=0.4), width=700))
    flipped = rects(to_svg(figure(bar([1, 2, 3]), bargap=0.4, yaxis={"autorange": "reversed"}), width=700))
    slot = (240 - 40 - 20) / 3
    assert [one["height"] for one in drawn] == [pytest.approx(slot * 0.6, abs=0.1)] * 3
    assert drawn[0]["y"] > drawn[2]["y"]
    assert flipped[0]["y"] == pytest.approx(40 + slot * 0.2, abs=0.1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=3))
def test_stacked_bars_add_up(parts: list[tuple[int, int]]) -> None:
    upper = max(map(sum, parts)) or 1
    first, second = ([pair[side] for pair in parts] for side in (0, 1))
    drawn = rects(
        to_svg(figure(bar(first), bar(second), barmode="stack", xaxis={"range": [0, upper]}), width=700)
    )
    for index, pair in enumerate(parts):
        low, high = drawn[index], drawn[index + len(parts)]
        assert high["x"] == pytest.approx(low["x"] + low["width"], abs=0.11)
        assert high["x"] + high["width"] == pytest.approx(140 + sum(pair) / upper * 500, abs=0.11)


def test_relative_stacks_losses_on_their_own_side() -> None:
    drawn = rects(
        to_svg(
            figure(bar([4]), bar([-2]), bar([-3]), barmode="relative", xaxis={"range": [-5, 5]}), width=700
        )
    )
    assert [(one["x"], one["width"]) for one in drawn] == [(390, 200), (290, 100), (140, 150)]


def test_standing_groups_stand_side_by_side_on_one_line() -> None:
    traces = [{"type": "bar", "x": ["a", "b"], "y": values} for values in ([1, 2], [3, 4])]
    drawn = rects(to_svg(figure(*traces, bargap=0.2, yaxis={"range": [0, 4]}), width=700))
    assert [one["x"] for one in drawn] == [165, 415, 265, 515]
    assert {one["y"] + one["height"] for one in drawn} == {220}
    assert [one["height"] for one in drawn] == [45, 90, 135, 180]


def test_an_automatic_range_keeps_zero_and_leaves_room() -> None:
    drawn = rects(to_svg(figure(bar([2, 100, 55])), width=700))
    assert [one["x"] for one in drawn] == [140] * 3
    assert drawn[1]["width"] == pytest.approx(500 * 0.95, abs=0.1)


def test_a_base_moves_a_bar() -> None:
    (drawn,) = rects(to_svg(figure(bar([10], base=[20]), xaxis={"range": [0, 50]}), width=700))
    assert (drawn["x"], drawn["width"]) == (340, 100)


def test_missing_values_leave_a_gap() -> None:
    drawn = rects(to_svg(figure(bar([1, None, 3])), width=700))
    assert len(drawn) == 2


def test_outside_labels_stand_beside_the_end_and_inside_labels_within() -> None:
    markup = to_svg(
        figure(
            bar([10, 20, 40], text=["10 %", "20 %", "40 %"], textposition=["outside", "inside", "none"]),
            xaxis={"range": [0, 50]},
        ),
        width=700,
    )
    outside, inside = texts(markup, "bar-labels")
    assert (float(outside.get("x", 0)), outside.get("text-anchor")) == (243, "start")
    assert (float(inside.get("x", 0)), inside.get("text-anchor")) == (337, "end")


def test_tooltips_say_category_and_value() -> None:
    said = bar([1, 2, 3], text=["1 ₸", "", "3 ₸"], hovertext=["", "", "<b>Алматы</b>: три"])
    titles = [title.text for title in tree(to_svg(figure(said), width=700)).iter("title")]
    assert titles == ["Костанайская обл.: 1 ₸", "Қызылорда обл.: 2", "Алматы: три"]
    custom = bar([1], customdata=[["1 000 ₸"]], name="план")
    titles = [
        title.text for title in tree(to_svg(figure(custom, bar([2], name="факт")), width=700)).iter("title")
    ]
    assert titles == ["Костанайская обл., план: 1 000 ₸", "Костанайская обл., факт: 2"]


def test_colours_are_variables_on_a_page_and_values_in_a_file() -> None:
    drawing = figure(bar([1, 2, 3], marker={"color": ["muted", "muted", "accent"]}))
    assert "var(--accent)" in to_svg(drawing, width=700)
    for theme, accent in (("light", "#0B6E82"), ("dark", "#65B7CD")):
        alone = to_svg(drawing, width=700, standalone=True, theme=theme)  # type: ignore[arg-type]
        assert accent in alone
        assert "var(" not in alone


def test_the_picture_names_itself_once() -> None:
    root = tree(to_svg(figure(bar([1])), width=700, title="Вывод", desc="Словами"))
    ids = [element.get("id") for element in root if element.tag in ("title", "desc")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(map(str, ids))
    assert root.get("viewBox") == "0 0 700 240"
    other = tree(to_svg(figure(bar([1])), width=342, title="Вывод", desc="Словами"))
    assert other.get("aria-labelledby") != root.get("aria-labelledby")


def test_a_frame_holds_all_its_words_within_the_width() -> None:
    frame = Frame(
        "Две области из трёх живут в основном на трансферты " * 3, "план, 2021, %", "Источник: " * 30
    )
    root = tree(to_svg(figure(bar([1])), width=342, standalone=True, theme="light", frame=frame))
    words = {}
    for element in root.iter("text"):
        lines = ["".join(span.itertext()) for span in element.iter("tspan")]
        words[element.get("class")] = " ".join([element.text or "", *lines])
        size = float(element.get("font-size", 14))
        assert all(text_width(line, size) <= 342 - 32 for line in lines)
    for given_words, name in ((frame.title, "title"), (frame.subtitle, "subtitle"), (frame.source, "source")):
        assert words[f"frame-{name}"].split() == given_words.split()
    assert float(root.get("height", 0)) > 240 + 100


def test_same_figure_same_markup_and_the_figure_stays_as_it_was() -> None:
    drawing = figure(bar([1, 2, 3], marker={"color": "accent"}), bar([1, 2, 3]), barmode="stack")
    before = repr(drawing)
    assert to_svg(drawing, width=700) == to_svg(drawing, width=700)
    assert repr(drawing) == before


@pytest.mark.parametrize(
    ("drawing", "named"),
    [
        ({"data": [{"type": "pie", "values": [1]}]}, "pie"),
        ({"data": [{"type": "scattergeo"}]}, "scattergeo"),
        (figure(bar([1]), barmode="waterfall"), "waterfall"),
        (figure(bar([1], xaxis="y")), "no x axis"),
        (figure(bar([1], marker={"color": '"/><script>'})), "script"),
        (figure(bar([1]), showlegend=True), "showlegend"),
        (figure(bar([1]), annotations=[{"x": 1, "y": NAMES[0], "text": "a"}]), "annotations"),
        (figure(bar([1]), shapes=[{"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]), "shapes"),
        (figure(bar([1]), xaxis={"title": {"text": "тенге"}}), r"xaxis\.title"),
        (figure(bar([1], xaxis="x2"), xaxis2={"title": {"text": "тенге"}}), r"xaxis2\.title"),
        (figure(bar([1]), xaxis={"type": "log"}), "log"),
        (figure({"type": "scatter", "x": [1], "y": [1]}), "mode None"),
        (figure({"type": "scatter", "mode": "lines+areas", "x": [1], "y": [1]}), "lines\\+areas"),
        (
            figure({"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "star"}}),
            "star",
        ),
    ],
)
def test_what_cannot_be_drawn_is_named(drawing: Figure, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        to_svg(drawing, width=700)


HOSTILE = st.text(st.characters(), max_size=30) | st.sampled_from(
    [
        "</svg><script>",
        "]]>",
        "&amp;&#0;",
        "<b>",
        "<br><br>",
        '" onload="',
        "\x00\ufffe\ud800",
        "<!--",
        "-" * 40,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(HOSTILE, min_size=9, max_size=9))
def test_any_text_gives_well_formed_markup(some: list[str]) -> None:
    drawing = figure(
        {"type": "bar", "orientation": "h", "y": some[:2], "x": [1, 2], "text": some[2:4], "name": some[4]},
        {
            "type": "scatter",
            "mode": "lines+markers+text",
            "y": some[:1],
            "x": [1],
            "text": some[5:6],
            "name": some[6],
        },
        {"type": "scatter", "mode": "lines", "y": some[:2], "x": [1, 2], "name": some[7]},
        yaxis={"type": "category", "ticksuffix": some[8]},
    )
    frame = Frame(some[0], some[1], some[2], ((some[7], "accent"),))
    for options in (
        {"title": some[3], "desc": some[4]},
        {"standalone": True, "theme": "dark", "frame": frame},
    ):
        root = tree(to_svg(drawing, width=342, **options))
        assert root.tag == "svg"
        assert not list(root.iter("script"))
        assert all(not name.startswith("on") for element in root.iter() for name in element.attrib)


def test_ticks_are_round_numbers_in_the_readers_signs() -> None:
    drawing = figure(bar([12_000, 52_000]), xaxis={"range": [0, 60_000], "ticksuffix": " ₸"}, separators=", ")
    ticks = [text.text for text in texts(to_svg(drawing, width=700), "x-ticks")]
    assert ticks == ["0 ₸", "10 000 ₸", "20 000 ₸", "30 000 ₸", "40 000 ₸", "50 000 ₸", "60 000 ₸"]
    drawing = figure(bar([1]), xaxis={"range": [-1, 1], "nticks": 5}, separators=", ")
    assert [text.text for text in texts(to_svg(drawing, width=300), "x-ticks")] == [
        "−1",
        "−0,5",
        "0",
        "0,5",
        "1",
    ]


def test_a_hidden_axis_leaves_nothing() -> None:
    markup = to_svg(figure(bar([1, 2]), xaxis={"visible": False}, yaxis={"visible": False}), width=700)
    assert "ticks" not in markup
    assert "grid" not in markup.replace("var(--grid)", "")


def test_dots_stand_at_their_places() -> None:
    dots = {
        "type": "scatter", "mode": "markers", "x": [0, 1, 2], "y": [0, 0, 1],
        "marker": {"symbol": ["square", "circle", "circle-open"], "size": 8, "color": "accent"},
    }  # fmt: skip
    root = tree(to_svg(figure(dots, xaxis={"range": [0, 2]}, yaxis={"range": [0, 1]}), width=700))
    (group,) = (element for element in root.iter("g") if element.get("class") == "marks")
    square, circle, ring = group
    assert (square.get("x"), square.get("y"), square.get("width")) == ("136", "216", "8")
    assert (circle.get("cx"), circle.get("cy"), circle.get("r")) == ("390", "220", "4")
    assert (ring.get("cx"), ring.get("cy"), ring.get("fill")) == ("640", "40", "none")


def test_symbols_with_corners_stand_around_their_point() -> None:
    symbols = ["diamond", "triangle-up", "triangle-down", "cross", "diamond-open"]
    dots = {
        "type": "scatter", "mode": "markers", "x": [0, 1, 2, 3, 4], "y": [0] * 5,
        "marker": {"symbol": symbols, "size": 10, "color": "accent"},
    }  # fmt: skip
    root = tree(to_svg(figure(dots, xaxis={"range": [0, 4]}, yaxis={"range": [0, 1]}), width=700))
    (group,) = (element for element in root.iter("g") if element.get("class") == "marks")
    ways = [mark.get("d") for mark in group]
    assert ways[0] == "M146.5 220L140 226.5L133.5 220L140 213.5Z"
    assert ways[1] == "M259.2 222.5L270.8 222.5L265 215Z"
    assert ways[2] == "M384.2 217.5L395.8 217.5L390 225Z"
    assert ways[3] and ways[3].count("L") == 11
    assert group[4].get("fill") == "none"


def test_texts_stand_around_their_point() -> None:
    said = {
        "type": "scatter", "mode": "text", "x": [0, 1], "y": [0, 1], "text": ["<b>39</b>", "a<br>b"],
        "textfont": {"size": [20, 10], "color": "ink"},
    }  # fmt: skip
    markup = to_svg(figure(said, xaxis={"range": [0, 2]}, yaxis={"range": [0, 1]}), width=700)
    one, two = texts(markup, "labels")
    assert (one.get("x"), one.get("y"), one.get("font-size")) == ("140", "225", "20")
    assert (two.get("x"), two.get("y")) == ("390", "36")
    with pytest.raises(ValueError, match="top left"):
        to_svg(figure(said | {"textposition": "top left"}), width=700)


def test_texts_keep_clear_of_their_marks() -> None:
    positions = ["middle center", "middle right", "middle left", "top center", "bottom center"]
    said = {
        "type": "scatter", "mode": "markers+text", "x": [1] * 5, "y": [1] * 5, "text": ["a"] * 5,
        "textposition": positions, "textfont": {"size": 20}, "marker": {"size": 16},
    }  # fmt: skip
    markup = to_svg(figure(said, xaxis={"range": [0, 2]}, yaxis={"range": [0, 2]}), width=700)
    placed = [
        (float(text.get("x", 0)) - 390, float(text.get("y", 0)) - 130, text.get("text-anchor"))
        for text in texts(markup, "labels")
    ]
    assert placed == [(0, 5, None), (11, 5, "start"), (-11, 5, "end"), (0, -16, None), (0, 26, None)]


def test_a_text_in_a_colour_of_its_own_keeps_it_against_the_style_sheet() -> None:
    said = {"type": "scatter", "mode": "text", "x": [0, 1], "y": [0, 1], "text": ["a", "b"]}
    said["textfont"] = {"color": ["ink", "paper"]}
    one, two = texts(to_svg(figure(said), width=700), "labels")
    assert (one.get("fill"), one.get("style")) == ("var(--ink)", None)
    assert (two.get("fill"), two.get("style")) == (None, "fill:var(--paper)")
    inside = bar([1, 2], text=["1", "2"], textposition="inside", marker={"color": "accent"})
    assert all(
        text.get("style") == "fill:var(--paper)"
        for text in texts(to_svg(figure(inside), width=700), "bar-labels")
    )


def test_marks_and_texts_out_of_range_and_marks_without_size_are_left_out() -> None:
    dots = {
        "type": "scatter", "mode": "markers+text", "x": [0, 1, 2, 3], "y": [0, 1, 2, 3], "text": list("abcd"),
        "marker": {"size": [8, 0, 8, 8]},
    }  # fmt: skip
    markup = to_svg(figure(dots, xaxis={"range": [0, 2]}, yaxis={"range": [0, 2]}), width=700)
    assert len(list(tree(markup).iter("circle"))) == 2
    assert [text.text for text in texts(markup, "labels")] == ["a", "b", "c"]


def test_a_bar_has_its_own_width() -> None:
    wide = {"type": "bar", "x": [1, 2], "y": [1, 2], "width": [0.5, 1]}
    drawn = rects(to_svg(figure(wide, xaxis={"range": [0, 5]}), width=700))
    assert [(one["x"], one["width"]) for one in drawn] == [(215, 50), (290, 100)]


def test_no_grid_line_lies_on_an_edge() -> None:
    dots = {"type": "scatter", "mode": "markers", "x": [0], "y": [0]}
    markup = to_svg(figure(dots, xaxis={"range": [2, 8], "dtick": 2}, yaxis={"visible": False}), width=700)
    (grid,) = (path.get("d") for path in tree(markup).iter("path") if path.get("class") == "grid")
    assert grid == "M306.7 40V220M473.3 40V220"


@pytest.mark.parametrize(("width", "unit"), [(300, 1), (700, 1.8), (1200, 1.8)])
def test_anchored_axes_have_one_unit(width: int, unit: float) -> None:
    dots = {"type": "scatter", "mode": "markers", "x": [0, 100, 50], "y": [0, 100, 50]}
    axes = {"xaxis": {"range": [0, 100]}, "yaxis": {"range": [0, 100], "scaleanchor": "x"}}
    root = tree(to_svg(figure(dots, **axes), width=width))
    low, high, middle = ((float(mark.get("cx", 0)), float(mark.get("cy", 0))) for mark in root.iter("circle"))
    assert high[0] - low[0] == pytest.approx(100 * unit, abs=0.1)
    assert low[1] - high[1] == pytest.approx(100 * unit, abs=0.1)
    assert middle == pytest.approx((140 + (width - 200) / 2, 40 + 90), abs=0.1)
