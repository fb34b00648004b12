"""The map of tiles: a place for every region, legible words, and no data told apart without colour."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.palette import RISES, SEQUENCE, resolve
from dashboard.figures.svg import to_svg
from dashboard.figures.svg_text import text_width
from dashboard.figures.tiles import COLUMNS, PLACES, ROWS, tiles

NOW = sorted(set(PLACES) - {"KZ-YUZ"})
# Regions with a common border that a grid of squares can show; who lies where is checked by them.
BORDERS = [
    ("KZ-59", "KZ-11"), ("KZ-39", "KZ-11"), ("KZ-11", "KZ-71"), ("KZ-39", "KZ-15"), ("KZ-27", "KZ-23"),
    ("KZ-23", "KZ-47"), ("KZ-23", "KZ-15"), ("KZ-15", "KZ-62"), ("KZ-15", "KZ-43"), ("KZ-62", "KZ-35"),
    ("KZ-62", "KZ-61"), ("KZ-35", "KZ-10"), ("KZ-35", "KZ-31"), ("KZ-55", "KZ-10"), ("KZ-10", "KZ-63"),
    ("KZ-43", "KZ-61"), ("KZ-61", "KZ-31"), ("KZ-61", "KZ-79"), ("KZ-31", "KZ-19"), ("KZ-19", "KZ-33"),
    ("KZ-19", "KZ-75"),
]  # fmt: skip


def cell(code: str, **extra: Any) -> dict[str, Any]:
    return {"code": code, "label": "Абай", "value": "12,3 %", "color": "seq-3", "hover": code} | extra


def draw(figure: dict[str, Any], width: int) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(figure, width=width))


def rects(root: ElementTree.Element) -> dict[str, list[float]]:
    """Left, top, width and height of the tiles, by what they say."""
    return {
        str(rect[0].text): [float(rect.get(name, 0)) for name in ("x", "y", "width", "height")]
        for rect in root.iter("rect")
    }


def test_every_region_of_today_has_a_place_of_its_own() -> None:
    assert len(NOW) == 20
    assert len({PLACES[code] for code in NOW}) == 20
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in PLACES.values())
    assert PLACES["KZ-YUZ"] == PLACES["KZ-61"]


@pytest.mark.parametrize(("one", "other"), BORDERS)
def test_neighbours_are_neighbours(one: str, other: str) -> None:
    (x, y), (to_x, to_y) = PLACES[one], PLACES[other]
    assert abs(x - to_x) + abs(y - to_y) == 1


def test_west_is_left_and_north_is_up() -> None:
    (west, _), (east, _) = PLACES["KZ-47"], PLACES["KZ-63"]
    (_, north), (_, south) = PLACES["KZ-59"], PLACES["KZ-79"]
    assert west == 0 and east == COLUMNS - 1
    assert north == 0 and south == ROWS - 1


@pytest.mark.parametrize(("width", "side"), [(288, 44.7), (328, 51), (720, 51)])
def test_tiles_are_squares_that_do_not_touch(width: int, side: float) -> None:
    drawn = rects(draw(tiles([cell(code) for code in NOW]), width))
    assert len(drawn) == 20
    for left, top, wide, high in drawn.values():
        assert wide == pytest.approx(side, abs=0.1)
        assert high == pytest.approx(side, abs=0.1)
        assert left >= 0 and left + wide <= width and top >= 0
    for one, other in combinations(drawn.values(), 2):
        assert abs(one[0] - other[0]) >= side + 2 or abs(one[1] - other[1]) >= side + 2
    assert drawn["KZ-27"][0] < drawn["KZ-39"][0]
    assert drawn["KZ-59"][1] < drawn["KZ-11"][1]


def test_words_stand_in_their_tile_and_are_large_enough() -> None:
    cells = [cell(code, label="Алм обл.", value="−12,3 %") for code in NOW]
    root = draw(tiles(cells), 328)
    (group,) = (one for one in root.iter("g") if one.get("class") == "labels")
    texts = list(group.iter("text"))
    boxes = list(rects(root).values())
    for index, text in enumerate(texts):
        left, top, wide, high = boxes[index // 2]
        size = float(text.get("font-size", 0))
        half = text_width("".join(text.itertext()), size, bold=index % 2 == 1) / 2
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        assert size >= 11
        assert left <= x - half and x + half <= left + wide
        assert top <= y - size and y <= top + high


def test_words_are_ink_or_paper_whatever_the_style_sheet_says() -> None:
    root = draw(tiles([cell("KZ-10", color="seq-1"), cell("KZ-11", color="seq-5")]), 328)
    (group,) = (one for one in root.iter("g") if one.get("class") == "labels")
    painted = [text.get("fill") or text.get("style") for text in group.iter("text")]
    assert painted == ["var(--ink)"] * 2 + ["fill:var(--paper)"] * 2


def test_no_data_is_a_hollow_tile_in_a_thick_outline() -> None:
    figure = tiles([cell("KZ-10"), cell("KZ-11", color=None, value="—")])
    filled, hollow, _ = figure["data"]
    assert (filled["hovertext"], hollow["hovertext"]) == (["KZ-10"], ["KZ-11"])
    assert hollow["marker"]["color"] == ["paper"]
    assert hollow["marker"]["line"]["width"] > 2 * filled["marker"]["line"]["width"]
    (only,) = tiles([cell("KZ-11", color=None)])["data"][:-1]
    assert only["marker"]["line"]["color"] == "muted"


def test_a_key_stands_under_the_map() -> None:
    key = [*((token, f"от {number}0 до {number}9 %") for number, token in enumerate(SEQUENCE)), (None, "нет")]
    figure = tiles([cell(code) for code in NOW], key=key)
    drawn = rects(draw(figure, 328))
    lowest = max(top + high for said, (_, top, _, high) in drawn.items() if said.startswith("KZ"))
    assert all(drawn[text][1] > lowest for _, text in key)
    assert len({drawn[text][0] for _, text in key}) == 6
    assert figure["layout"]["height"] > tiles([cell("KZ-10")])["layout"]["height"]


@pytest.mark.parametrize("color", [*SEQUENCE, *RISES.values(), "grid", None])
def test_figures_are_valid_for_plotly(color: str | None) -> None:
    for theme in ("light", "dark"):
        go.Figure(resolve(tiles([cell("KZ-YUZ", color=color)], key=[(color, "a")]), theme))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "key", "named"),
    [
        ([], [], "no tile"),
        ([cell("KZ-99")], [], "KZ-99"),
        ([cell("KZ-61"), cell("KZ-YUZ")], [], "KZ-YUZ and KZ-61"),
        ([cell("KZ-61"), cell("KZ-61")], [], "same place"),
        ([cell("KZ-61", label="Карагандинская")], [], "'Карагандинская' does not fit"),
        ([cell("KZ-61", value="1 234 567")], [], "1 234 567"),
        ([cell("KZ-61")], [("seq-1", "a")] * 7, "7 colours"),
    ],
)
def test_what_cannot_be_drawn_is_named(
    cells: list[dict[str, Any]], key: list[tuple[str | None, str]], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        tiles(cells, key=key)
