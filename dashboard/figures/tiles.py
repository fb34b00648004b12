"""A map of tiles: one square a region, where it lies on the map, all of the same size.

Coordinates are px on the narrowest phone; where the screen is wider the axes keep the same px and show more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.figures.drawing import Figure, layout
from dashboard.figures.palette import text_token
from dashboard.figures.svg_text import LINE, text_width, wrap_label

# Column and row of every region, from the north-west. Neighbours on the map are neighbours here where a grid allows.
PLACES = {
    "KZ-59": (2, 0),
    "KZ-27": (0, 1), "KZ-39": (1, 1), "KZ-11": (2, 1), "KZ-71": (3, 1), "KZ-55": (4, 1),
    "KZ-23": (0, 2), "KZ-15": (1, 2), "KZ-62": (2, 2), "KZ-35": (3, 2), "KZ-10": (4, 2), "KZ-63": (5, 2),
    "KZ-47": (0, 3), "KZ-43": (1, 3), "KZ-61": (2, 3), "KZ-31": (3, 3), "KZ-19": (4, 3), "KZ-33": (5, 3),
    "KZ-79": (2, 4), "KZ-75": (4, 4),
    "KZ-YUZ": (2, 3),  # South Kazakhstan, of which Turkestan Region and Shymkent were made in 2018
}  # fmt: skip
COLUMNS, ROWS = 6, 5
PITCH, GAP = 54, 3  # px from one tile to the next, and between them
SIDE = PITCH - GAP
INNER = SIDE - 2  # px for a line of words in a tile
SIZES = (13, 12, 11)  # px of the words, the largest that fits
APART = 9  # px from the middle of a tile to the middles of its two lines
SWATCH, KEY_ABOVE, KEY_SIZE = 14, 14, 11  # px of a class in the key, over the key, of its words
OUTLINE, HOLLOW = 1, 2.5  # px around a tile, and around one without data


Box = tuple[float, float, float, str | None, str]  # middle, top, height, colour, what it says
Word = tuple[float, float, str, int, str]  # middle, middle, text, size, colour


def tiles(cells: Sequence[Mapping[str, Any]], *, key: Sequence[tuple[str | None, str]] = ()) -> Figure:
    """A tile for every cell: its name over its value, the class of the value as colour.

    A cell has ``code`` (of `PLACES`), ``label`` (short, a caller's abbreviation), ``value`` (text), ``color`` (a token that
    text is legible on: palette.SEQUENCE, palette.RISES, "grid"; or None where there is no data: then the tile is hollow
    in a thick outline) and ``hover``. ``key`` explains at most six colours under the map, in the order given: (token or
    None, text). Raises ValueError for an unknown code, two cells in one place, no cell, and words that do not fit a
    tile of 51 px at 11 px.
    """
    if not cells:
        raise ValueError("there is no tile to draw.")
    if len(key) > COLUMNS:
        raise ValueError(f"the key has {len(key)} colours; there is room for {COLUMNS}.")
    _check_places([str(cell["code"]) for cell in cells])
    names = [wrap_label(text, PITCH - 2, KEY_SIZE) for _, text in key]
    under = [KEY_SIZE * LINE * (name.count("<br>") + 1) for name in names]
    height = ROWS * PITCH + round((KEY_ABOVE + SWATCH + max(under) + 2) if key else 0)
    label_size, value_size = (
        _size([str(cell[part]) for cell in cells], is_bold=part == "value") for part in ("label", "value")
    )
    boxes: list[Box] = []
    words: list[Word] = []
    for cell in cells:
        column, row = PLACES[cell["code"]]
        x, y = (column + 0.5) * PITCH, height - (row + 0.5) * PITCH
        ink = text_token(cell["color"] or "paper")
        boxes.append((x, y + SIDE / 2, SIDE, cell["color"], str(cell["hover"])))
        words.append((x, y + APART, str(cell["label"]), label_size, ink))
        words.append((x, y - APART, f"<b>{cell['value']}</b>", value_size, ink))
    for number, ((color, text), name, high) in enumerate(zip(key, names, under, strict=True)):
        x, y = (number + 0.5) * PITCH, height - ROWS * PITCH - KEY_ABOVE
        boxes.append((x, y, SWATCH, color, text))
        words.append((x, y - SWATCH - 2 - high / 2, name, KEY_SIZE, "ink"))
    filled, hollow = ([box for box in boxes if (box[3] is None) is is_hollow] for is_hollow in (False, True))
    traces = [_boxes(filled, "accent", OUTLINE)] if filled else []
    traces += [_boxes(hollow, "muted", HOLLOW)] if hollow else []
    return {
        "data": [*traces, _words(words)],
        "layout": layout(
            height=height + 4,
            barmode="overlay",
            margin={"l": 2, "r": 2, "t": 2, "b": 2},
            xaxis={"range": [0, COLUMNS * PITCH], "visible": False, "fixedrange": True},
            yaxis={"range": [0, height], "visible": False, "fixedrange": True, "scaleanchor": "x"},
        ),
    }


def _check_places(codes: Sequence[str]) -> None:
    taken: dict[tuple[int, int], str] = {}
    for code in codes:
        if code not in PLACES:
            raise ValueError(f"{code!r} has no place on the map of tiles.")
        if (other := taken.setdefault(PLACES[code], code)) != code or codes.count(code) > 1:
            raise ValueError(f"{code} and {other} have the same place on the map of tiles.")


def _size(texts: Sequence[str], *, is_bold: bool) -> int:
    """The largest size at which all texts fit a tile."""
    longest = max(texts, key=lambda text: text_width(text, 1, is_bold))
    fitting = [size for size in SIZES if text_width(longest, size, is_bold) <= INNER]
    if not fitting:
        raise ValueError(f"{longest!r} does not fit a tile of {SIDE} px: say it shorter.")
    return fitting[0]


def _boxes(boxes: Sequence[Box], outline: str, width: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [x for x, *_ in boxes],
        "base": [top - high for _, top, high, *_ in boxes],
        "y": [high for _, _, high, *_ in boxes],
        "width": SIDE,
        "marker": {
            "color": [color or "paper" for *_, color, _ in boxes],
            "line": {"color": outline, "width": width},
        },
        "hovertext": [said for *_, said in boxes],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textposition": "none",
    }


def _words(words: Sequence[Word]) -> dict[str, Any]:
    x, y, texts, sizes, colors = (list(column) for column in zip(*words, strict=True))
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": texts,
        "textfont": {"size": sizes, "color": colors},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
