"""Lines and small multiples: everything shown, nothing joined over a gap, names in their room at both widths."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.lines import lines, panels
from dashboard.figures.palette import resolve
from dashboard.figures.svg import to_svg
from dashboard.figures.svg_text import text_width

YEARS = list(range(2013, 2026))
WIDTHS = (328, 720)
NAMES = ["Батыс Қазақстан", "Карагандинская", "All local budgets", "Алматы", "ШҚО"]
TITLES = ["Абай", "Алм обл.", "Костанай", "Zhambyl", "Ұлытау"]


def series(*values: list[float | None], **extra: Any) -> list[dict[str, Any]]:
    return [
        {"name": name, "text": name, "values": own} | extra for name, own in zip(NAMES, values, strict=False)
    ]


def some(count: int) -> list[dict[str, Any]]:
    return [
        {"title": f"{TITLES[number % 5]} {number}", "values": [number + year % 7 for year in YEARS]}
        for number in range(count)
    ]


def draw(figure: dict[str, Any], width: int) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(figure, width=width))


def boxes(root: ElementTree.Element, name: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the texts of a group, as wide as they are thought to be."""
    found = []
    for group in root.iter("g"):
        if name not in group.get("class", "").split():
            continue
        for text in group.iter("text"):
            lines = [text.text or "", *("".join(span.itertext()) for span in text.iter("tspan"))]
            size = float(text.get("font-size") or group.get("font-size", 0))
            wide = max(text_width(line, size) for line in lines)
            x, y = float(text.get("x", 0)), float(text.get("y", 0))
            anchor = text.get("text-anchor") or group.get("text-anchor")
            left = {"start": x, "middle": x - wide / 2, "end": x - wide}[str(anchor)]
            found.append((left, y - 0.8 * size, left + wide, y + 1.3 * size * (len(lines) - 1) + 0.2 * size))
    return found


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def traces(figure: dict[str, Any], mode: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["mode"] == mode]


@pytest.mark.parametrize(
    "figure",
    [
        lines(series([1.0] * 13, [2.0] * 12 + [None]), YEARS, y_range=(0, 5), y_suffix=" %"),
        lines(series([1.0], dash="dot"), [2021]),
        panels(some(20), YEARS, reference=[5.0] * 13, reference_name="all"),
        panels(some(1), YEARS),
    ],
)
def test_figures_are_valid_for_plotly(figure: dict[str, Any]) -> None:
    go.Figure(resolve(figure, "light"))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.none() | st.integers(-100, 1000), min_size=13, max_size=13).filter(
            lambda values: any(value is not None for value in values)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_names_and_values_have_room_at_both_widths(values: list[list[float | None]]) -> None:
    figure = lines(series(*values), YEARS, y_suffix=" %")
    for width in WIDTHS:
        root = draw(figure, width)
        labels = boxes(root, "labels")
        assert len(labels) == len(values)
        assert not any(overlap(one, other) for one, other in combinations(labels, 2))
        height = figure["layout"]["height"]
        assert all(
            left >= 0 and right <= width and 0 <= top <= bottom <= height
            for left, top, right, bottom in labels
        )
        ticks = boxes(root, "ticks")
        assert all(left >= 0 and right <= width for left, _, right, _ in ticks)
        assert not any(overlap(one, other) for one, other in combinations(ticks, 2))
        # every known value has its mark
        assert len(list(root.iter("circle"))) == sum(value is not None for own in values for value in own)


def test_lines_start_from_zero_unless_told() -> None:
    def ticks(**extra: Any) -> list[str]:
        return lines(series([41.0] * 13), YEARS, **extra)["layout"]["yaxis"]["ticktext"]

    assert ticks() == ["0", "10", "20", "30", "40"]
    assert ticks(y_range=(40, 43), y_suffix=" %") == ["40 %", "41 %", "42 %", "43 %"]
    assert ticks(say=lambda value: f"{value:.1f}".replace(".", ","), y_range=(40, 43))[0] == "40,0"


def test_a_gap_stays_a_gap_and_a_lone_value_a_mark() -> None:
    values: list[float | None] = [1, 2, None, 4, None, None, 5, 6, 7, 8, 9, 10, None]
    for extra in ({}, {"dash": "dash"}):
        figure = lines(series(values, **extra), YEARS)
        (trace,) = traces(figure, "lines+markers")
        assert trace["y"] == values
        root = draw(figure, 328)
        (way,) = (path.get("d", "") for path in root.iter("path") if path.get("stroke-width") == "2")
        assert [piece.count("L") for piece in way.split("M")[1:]] == [1, 5]
        marks = [mark[0].text for mark in root.iter("circle")]
        assert ("Батыс Қазақстан, 2016: 4" in marks) and ("Батыс Қазақстан, 2024: 10" in marks)
        assert len(marks) == (9 if not extra else 2)


def test_a_name_that_moved_is_tied_to_its_line() -> None:
    apart = lines(series([10.0] * 13, [20.0] * 13), YEARS)
    assert traces(apart, "lines") == []
    close = lines(series([10.0] * 13, [10.1] * 13, [30.0] * 13), YEARS)
    leaders = traces(close, "lines")
    assert [(one["x"][0], one["y"][0]) for one in leaders] == [(2025, 10.0), (2025, 10.1)]
    ended = lines(series([10.0] * 12 + [None]), YEARS)
    assert [one["x"][0] for one in traces(ended, "lines")] == [2024]


def test_a_series_without_a_name_or_value_has_none_at_its_end() -> None:
    known = {"values": [1.0] * 13, "color": "muted"}
    figure = lines([known, {"values": [None] * 13, "text": "nothing"}], YEARS)
    assert traces(figure, "text") == []
    assert figure["layout"]["margin"]["r"] == 20


def test_many_names_make_the_drawing_higher() -> None:
    many = [{"text": f"Батыс Қазақстан {number}", "values": [5.0] * 13} for number in range(20)]
    assert lines(many, YEARS)["layout"]["height"] > lines(many[:2], YEARS)["layout"]["height"] == 320


@pytest.mark.parametrize("count", [1, 3, 4, 5, 17, 20, 24])
@pytest.mark.parametrize("width", WIDTHS)
def test_panels_have_room_and_one_scale(count: int, width: int) -> None:
    figure = panels(some(count), YEARS, reference=[3.0] * 13, y_suffix=" %")
    root = draw(figure, width)
    labels = boxes(root, "labels")
    assert len(labels) == count + 2 * min(count, 4)
    height = figure["layout"]["height"]
    assert all(
        left >= 0 and right <= width and 0 <= top <= bottom <= height for left, top, right, bottom in labels
    )
    every = labels + boxes(root, "ticks")
    assert not any(overlap(one, other) for one, other in combinations(every, 2))
    layout = figure["layout"]
    units = {
        round(
            (axis["range"][1] - axis["range"][0]) / ((axis["domain"][1] - axis["domain"][0]) * (height - 4)),
            2,
        )
        for key, axis in layout.items()
        if key.startswith("yaxis")
    }
    assert len(units) == 1


def test_panels_keep_the_order_row_by_row() -> None:
    figure = panels(some(6), YEARS)
    own = traces(figure, "lines+markers")
    assert [(one["xaxis"], one["yaxis"]) for one in own] == [
        ("x", "y"), ("x2", "y"), ("x3", "y"), ("x4", "y"), ("x", "y2"), ("x2", "y2"),
    ]  # fmt: skip
    assert [one["name"] for one in own] == [one["title"] for one in some(6)]
    years = [trace for trace in traces(figure, "text") if trace["text"] == ["2013", "2025"]]
    assert [(one["xaxis"], one["yaxis"]) for one in years] == [
        ("x3", "y"), ("x4", "y"), ("x", "y2"), ("x2", "y2"),
    ]  # fmt: skip


def test_highlighted_panels_stand_out_and_the_reference_lies_behind() -> None:
    plain = some(3)
    assert {one["line"]["color"] for one in traces(panels(plain, YEARS), "lines+markers")} == {"accent"}
    plain[1]["highlight"] = True
    figure = panels(plain, YEARS, reference=[3.0] * 13, reference_name="all")
    drawn = [(trace["mode"], trace["line"]["color"]) for trace in figure["data"] if "line" in trace]
    assert drawn == [
        ("lines", "muted"), ("lines+markers", "text-2"),
        ("lines", "muted"), ("lines+markers", "accent"),
        ("lines", "muted"), ("lines+markers", "text-2"),
    ]  # fmt: skip


def test_long_words_make_fewer_columns() -> None:
    def columns(title: str) -> int:
        figure = panels([one | {"title": title} for one in some(8)], YEARS)
        return sum(key.startswith("xaxis") for key in figure["layout"])

    assert [columns(title) for title in ("Абай", "Карагандинская", "Жизнеобеспечение", "Щ" * 30)] == [
        4,
        3,
        2,
        2,
    ]


def test_a_panel_says_its_lone_values_and_its_last() -> None:
    values: list[float | None] = [None, 3, None, 5, 6, None, *[None] * 7]
    root = draw(panels([{"title": "Абай", "values": values}], YEARS), 328)
    assert [mark[0].text for mark in root.iter("circle")] == ["Абай, 2014: 3", "Абай, 2017: 6"]
    (line,) = (path for path in root.iter("path") if path.get("class") == "line")
    assert line[0].text == "Абай"


@pytest.mark.parametrize(
    ("values", "years", "named"),
    [
        ([1.0, 2.0], [2020, 2021, 2022], "2 values for 3 years"),
        ([1.0, 2.0], [2021, 2020], "increase"),
        ([1.0, 2.0], [2020, 2020], "increase"),
        ([], [], "at least one"),
        ([None, None], [2020, 2021], "no value"),
    ],
)
def test_what_is_not_one_value_a_year_is_named(values: list[Any], years: list[int], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        lines([{"name": "a", "values": values}], years)
    with pytest.raises(ValueError, match=named):
        panels([{"title": "a", "values": values}], years)


def test_a_reference_of_another_length_and_no_panel_at_all_are_named() -> None:
    with pytest.raises(ValueError, match="'all' has 1 values for 13 years"):
        panels(some(1), YEARS, reference=[1.0], reference_name="all")
    with pytest.raises(ValueError, match="no panel"):
        panels([], YEARS)
    with pytest.raises(ValueError, match="longdash"):
        draw(lines(series([1.0] * 13, dash="longdash"), YEARS), 328)
