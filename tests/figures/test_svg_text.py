"""Words in drawings: they break where they may and stay in their room."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.svg import to_svg
from dashboard.figures.svg_text import text_width, wrap, wrap_label


@settings(deadline=None)
@given(st.text("абвгдежзиклмнопрстуфхцчшщыэюяқңғүұһәө -WМ", max_size=120), st.integers(40, 200))
def test_names_stay_in_their_margin_and_lose_no_letter(name: str, margin: int) -> None:
    drawing = {
        "data": [{"type": "bar", "orientation": "h", "y": [name, "b"], "x": [1, 2]}],
        "layout": {
            "height": 240,
            "margin": {"l": margin, "r": 60, "t": 0, "b": 0},
            "font": {"size": 14},
            "yaxis": {"type": "category"},
        },
    }
    root = ElementTree.fromstring(to_svg(drawing, width=700))
    (ticks,) = (group for group in root.iter("g") if group.get("class") == "ticks y-ticks")
    label = ticks[0]
    lines = [label.text or "", *("".join(span.itertext()) for span in label.iter("tspan"))]
    size = float(label.get("font-size", 14))
    assert all(float(label.get("x", 0)) - text_width(line, size) >= 0 for line in lines)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_long_names_break_at_words_and_hyphens() -> None:
    name = "Жилищно-коммунальное хозяйство и энергосбережение"
    assert wrap_label(name, 130) == "Жилищно-<br>коммунальное<br>хозяйство и<br>энергосбереже<br>ние"
    assert wrap("Алматы", 130, 14) == ["Алматы"]
