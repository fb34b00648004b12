"""Pictures without a browser: right size, same bytes, letters drawn."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest

from dashboard.figures.png import to_png
from dashboard.figures.svg import Frame, to_svg

FIGURE = {
    "data": [
        {
            "type": "bar",
            "orientation": "h",
            "y": ["Қостанай", "Ұлытау"],
            "x": [67, 26],
            "text": ["67 ₸", "26 ₸"],
        }
    ],
    "layout": {"height": 120, "margin": {"l": 120, "r": 60, "t": 10, "b": 10}, "font": {"size": 14}},
}
DRAWING = to_svg(
    FIGURE, width=480, standalone=True, theme="light", frame=Frame("Қостанай 67 теңге алады", "2021, %", "ҚР")
)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("scale", [1, 2, 1.5])
def test_size_is_that_of_the_drawing_times_the_scale(scale: float) -> None:
    height = float(DRAWING.partition('height="')[2].partition('"')[0])
    width, tall = size_of(to_png(DRAWING, scale=scale))
    assert width == 480 * scale
    assert tall == pytest.approx(height * scale, abs=1)


def test_same_drawing_same_bytes() -> None:
    assert to_png(DRAWING, scale=2) == to_png(DRAWING, scale=2)


def test_quick_enough_for_a_request() -> None:
    to_png(DRAWING, scale=2)
    other = DRAWING.replace("2021", "2022")
    start = time.perf_counter()
    to_png(other, scale=2)
    assert time.perf_counter() - start < 0.3


@pytest.mark.parametrize("letter", "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸Ж")
def test_every_letter_is_in_the_built_in_fonts(letter: str, tmp_path: Path) -> None:
    def drawn(text: str) -> bytes:
        opening = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        markup = f'{opening}<text x="5" y="30">{text}</text></svg>'
        return to_png(markup, scale=1, fonts=tmp_path)

    missing, blank = drawn("\U000f1234"), drawn(" ")
    assert drawn(letter) not in (missing, blank)


@pytest.mark.parametrize("scale", [0, -1, 4.1, float("nan")])
def test_a_scale_out_of_range_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        to_png(DRAWING, scale=scale)


def test_what_is_not_svg_is_refused() -> None:
    with pytest.raises(ValueError, match="not SVG"):
        to_png('#read("/etc/passwd")', scale=1)
