"""The server's drawings against Plotly's own: every line, mark, text, bar, tick and grid line at the same place."""

from __future__ import annotations

import json
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any

import pytest

from dashboard.charts import CHARTS, draw
from dashboard.figures.drawing import FONT, bars, layout
from dashboard.figures.lines import lines, panels
from dashboard.figures.palette import resolve
from dashboard.figures.svg import to_svg
from dashboard.figures.tiles import PLACES, tiles
from dashboard.url_state import defaults

DIST = Path(__file__).parents[2] / "dashboard" / "static" / "dist"
Point = tuple[float, float]
WIDTHS = (328, 720)
NEAR = 1.0  # px; Plotly puts grid lines and bars on whole ones

# What each drawing shows, as lists of numbers: corners of boxes, or points of ways.
READ = """root => {
    const at = root.getBoundingClientRect();
    const boxes = (selector) => [...root.querySelectorAll(selector)]
        .filter((node) => getComputedStyle(node.closest("g")).display !== "none" && node.getBoundingClientRect().width)
        .map((node) => { const box = node.getBoundingClientRect();
            return [box.left - at.left, box.top - at.top, box.right - at.left, box.bottom - at.top] });
    const ways = (selector) => [...root.querySelectorAll(selector)].flatMap((node) => {
        const matrix = node.getScreenCTM();
        return node.getAttribute("d").split("M").filter(Boolean).map((way) => {
            const [start, ...steps] = way.match(/[LHVhv]?[-0-9., ]+/g);
            let [x, y] = start.split(/[ ,]/).map(Number);
            const points = [[x, y], ...steps.map((step) => {
                const [first, second] = step.slice(1).split(/[ ,]/).map(Number);
                if (step[0] === "L") [x, y] = [first, second];
                if (step[0] === "H") x = first;
                if (step[0] === "V") y = first;
                if (step[0] === "h") x += first;
                if (step[0] === "v") y += first;
                return [x, y];
            })];
            return points.flatMap((point) => {
                const {x, y} = new DOMPoint(...point).matrixTransform(matrix);
                return [x - at.left, y - at.top];
            });
        });
    });
    const some = (plotly, ours, read) => read(root.querySelector(".plotly") ? plotly : ours);
    return {
        lines: some(".scatterlayer .js-line", ".line", ways).filter((way) => way.length > 2),
        marks: some(".scatterlayer .point", ".marks > *", boxes),
        texts: some(".scatterlayer .textpoint text", ".labels text", boxes),
        bars: some(".barlayer .point > path", ".bars rect", boxes),
        labels: some(".barlayer .bartext", ".bar-labels text", boxes),
        ticks: some(".xaxislayer-above text, .yaxislayer-above text", ".ticks text", boxes),
        grid: some(".gridlayer path", ".grid", ways),
        zero: some(".zerolinelayer path", ".zero", ways),
    };
}"""


@pytest.fixture(scope="module")
def drawn(browser):
    """A function that draws a figure at a width both ways and returns what the two show, Plotly's first."""
    files = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))["files"]
    page = browser.new_page(viewport={"width": 800, "height": 1200})
    page.set_content(
        f"<!doctype html><style>body {{ margin: 0; font-family: {FONT} }} svg {{ display: block }}</style>"
        '<div id="plotly"></div><div id="server"></div>'
    )
    page.add_script_tag(path=str(DIST / files["plotly.js"]["file"]))

    def both(figure: dict[str, Any], width: int) -> list[dict[str, list[list[float]]]]:
        page.evaluate(
            """async ([figure, width, svg]) => {
                const plotly = document.getElementById("plotly"), server = document.getElementById("server");
                Object.assign(figure.layout, {width});
                await window.Plotly.newPlot(plotly, figure.data, figure.layout, {displayModeBar: false});
                server.innerHTML = svg;
            }""",
            [resolve(figure, "light"), width, to_svg(figure, width=width, theme="light")],
        )
        return [page.locator(f"#{name}").evaluate(READ) for name in ("plotly", "server")]

    yield both
    page.close()


def differing(plotly: dict[str, Any], server: dict[str, Any]) -> dict[str, Any]:
    """Kinds of which the two do not show the same, with what only one of them has."""
    found = {}
    for kind, theirs in plotly.items():
        is_same = run_alike if kind == "lines" else is_near
        ours, missing = list(server[kind]), []
        for one in theirs:
            twin = next((other for other in ours if is_same(one, other)), None)
            ours.remove(twin) if twin else missing.append(one)
        if ours or missing:
            found[kind] = {"plotly": missing, "server": ours}
    return found


def is_near(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def run_alike(one: list[float], other: list[float]) -> bool:
    """Whether two ways have the same ends, and each goes by all corners of the other: Plotly leaves out some that lie
    on the way anyway."""
    ends = [way[:2] + way[-2:] for way in (one, other)]
    return is_near(*ends) and all(goes_by(way, corners) for way, corners in ((one, other), (other, one)))


def goes_by(way: list[float], corners: list[float]) -> bool:
    points = list(zip(way[::2], way[1::2], strict=True))
    return all(
        min(distance(corner, start, end) for start, end in pairwise(points)) <= NEAR
        for corner in zip(corners[::2], corners[1::2], strict=True)
    )


def distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from a stretch."""
    length = dist(start, end) or 1
    along = sum((p - s) * (e - s) for p, s, e in zip(point, start, end, strict=True)) / length**2
    share = min(max(along, 0), 1)
    return dist(point, [s + share * (e - s) for s, e in zip(start, end, strict=True)])


YEARS = list(range(2013, 2026))
GAPS = [3, 5, 4, None, 6, 7, 8, None, None, 9, 12, 11, 10.5]
POSITIONS = ["middle center", "middle right", "middle left", "top center", "bottom center"]
HALVES = {"domain": [0, 0.45]}, {"domain": [0.55, 1]}


def figure(*traces: dict[str, Any], **extra: Any) -> dict[str, Any]:
    margin = {"l": 60, "r": 60, "t": 20, "b": 40}
    # labels that overlap are turned by Plotly and wrapped by the server: not what is compared here
    across = {"xaxis": {"dtick": 6, "tick0": 2013, **extra.pop("xaxis", {})}}
    return {"data": list(traces), "layout": layout(height=400, margin=margin) | across | extra}


def scatter(mode: str, values: list[Any], **extra: Any) -> dict[str, Any]:
    x = YEARS[: len(values)]
    return {"type": "scatter", "mode": mode, "x": x, "y": values, "cliponaxis": False} | extra


def scaled(factor: float) -> list[float | None]:
    return [value and value * factor for value in GAPS]


def texts(**extra: Any) -> dict[str, Any]:
    words = ["one", "two<br>lines", "<b>bold</b>", "four", "below<br>it"]
    return {"text": words, "textposition": POSITIONS, "textfont": {"size": [10, 12, 14, 16, 18]}} | extra


def two(**second: Any) -> tuple[dict[str, Any], ...]:
    return scatter("lines+markers", GAPS), scatter("lines+markers", scaled(3), **second)


APART = {"xaxis": "x2", "yaxis": "y2"}
AXES = {
    "xaxis": HALVES[0],
    "xaxis2": {**HALVES[1], "dtick": 6, "tick0": 2013, "anchor": "y2"},
    "yaxis": HALVES[1],
    "yaxis2": {**HALVES[0], "anchor": "x2"},
}


def standing(names: str, values: list[float], **extra: Any) -> dict[str, Any]:
    return {"type": "bar", "x": list(names), "y": values} | extra


def matching(**stated: Any) -> dict[str, Any]:
    return AXES | {
        "xaxis2": AXES["xaxis2"] | {"matches": "x"},
        "yaxis": AXES["yaxis"] | stated,
        "yaxis2": AXES["yaxis2"] | {"matches": "y"},
    }


FIGURES = {
    "lines": figure(scatter("lines", GAPS), scatter("lines", scaled(0.5), line={"dash": "dash", "width": 4})),
    "lines and marks": figure(scatter("lines+markers", GAPS, marker={"size": 9})),
    "lines and texts": figure(scatter("lines+text", GAPS[5:10], **texts())),
    "lines, marks and texts": figure(scatter("lines+markers+text", GAPS[:5], **texts(marker={"size": 14}))),
    "texts": figure(scatter("text", [0, 1, 2, 3, 4], **texts())),
    "marks and texts": figure(scatter("markers+text", [0, 1, 2, 3, 4], **texts(marker={"size": 14}))),
    "round steps": figure(scatter("markers", [0, 1]), xaxis={"range": [-1, 1], "nticks": 4, "dtick": None}),
    "two panels": figure(*two(**APART), **AXES),
    "without anchors": figure(*two(**APART), **{key: {**axis, "anchor": None} for key, axis in AXES.items()}),
    "a shared axis": figure(*two(xaxis="x2"), xaxis=HALVES[0], xaxis2=AXES["xaxis2"] | {"anchor": "y"}),
    "matching axes": figure(*two(**APART), **matching()),
    "matching a stated range": figure(*two(**APART), **matching(range=[-10, 50])),
    "matching a reversed axis": figure(*two(**APART), **matching(autorange="reversed")),
    "matching axes of other lengths": figure(*two(**APART), **matching(domain=[0.7, 1])),
    "hidden parts": figure(
        *two(**APART),
        **(
            AXES
            | {"xaxis": {**HALVES[0], "visible": False}, "yaxis2": {**HALVES[0], "showticklabels": False}}
        ),
    ),
    "other sides": figure(
        *two(**APART),
        **(AXES | {"xaxis2": AXES["xaxis2"] | {"side": "top"}, "yaxis2": AXES["yaxis2"] | {"side": "right"}}),
    ),
    "bars in panels": figure(
        standing("abc", [1, 2, 3]),
        standing("bcd", [4, 2, 3], **APART),
        standing("bcd", [1, 2, 3], **APART),
        **AXES | {"xaxis": {**HALVES[0], "dtick": None}, "xaxis2": {**HALVES[1], "anchor": "y2"}},
    ),
    "bars of a width": figure(
        {"type": "bar", "x": [1, 2, 5], "y": [3, 2, 1], "width": [0.5, 1.5, 3]},
    ),
    "bars helper": bars(["a", "b"], [{"values": [3, 5], "color": "accent", "text": ["3", "5"]}], upper=6),
    "lines helper": lines(
        [
            {"name": name, "text": name, "values": scaled(factor), "dash": dash}
            for name, factor, dash in (
                ("Алматы", 1, "solid"),
                ("Батыс Қазақстан", 1.05, "dot"),
                ("a", 3, "dash"),
            )
        ],
        YEARS,
        y_suffix=" %",
    ),
    "panels helper": panels(
        [{"title": f"Алм обл. {number}", "values": scaled(number)} for number in range(1, 22)],
        YEARS,
        reference=scaled(9),
    ),
    "tiles helper": tiles(
        [
            {"code": code, "label": "Абай", "value": "12,3 %", "color": color, "hover": ""}
            for code, color in zip(sorted(PLACES)[:-1], ["seq-1", None] * 10, strict=True)
        ],
        key=[("seq-1", "0–20 %"), (None, "нет<br>данных")],
    ),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", FIGURES)
def test_plotly_draws_where_the_server_did(drawn, name, width):
    plotly, server = drawn(FIGURES[name], width)
    assert differing(plotly, server) == {}
    assert any(server.values())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("slug", CHARTS)
def test_no_chart_changes_when_plotly_takes_over(drawn, slug, width):
    """Names at the axes and in bars depend on the fonts of this machine; Plotly leaves out labels of bars that end
    outside the range."""
    plotly, server = drawn(draw(slug, defaults(CHARTS[slug].params), "ru").figure, width)
    found = differing(plotly, server)
    assert {kind: found[kind] for kind in ("lines", "marks", "texts") if kind in found} == {}
    assert len(plotly["labels"]) == len(server["labels"])
