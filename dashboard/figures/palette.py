"""The colours of the figures, kept in one place, and the step that turns colour tokens into colours.

A figure says what a colour is for ("accent", "muted", "cat-3"); the theme says what it looks like. The
categories are told apart with the three common colour-vision deficiencies and, by lightness, in grey print. The
sequence goes from near paper to near ink in both themes: less to more. For falls and rises, its steps 2 and 4 have
twins in ochre, as light as they are. Text is legible on all of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

Theme = Literal["css", "light", "dark"]

PALETTE: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#FBFAF7",
        "ink": "#17212B",
        "text-2": "#4A545E",
        "grid": "#D9D5CC",
        "accent": "#0B6E82",
        "emphasis": "#B7791F",
        "muted": "#66707A",
        "soft": "#868E96",
        "cat-1": "#0B6E82",
        "cat-2": "#B7791F",
        "cat-3": "#64213A",
        "cat-4": "#0A82BE",
        "cat-5": "#866E53",
        "cat-6": "#3F407D",
        "cat-7": "#863E4B",
        "seq-1": "#CAEAF3",
        "seq-2": "#8DC9D9",
        "seq-3": "#53A5BA",
        "seq-4": "#0B6E82",
        "seq-5": "#03414D",
        "rise-2": "#E6B774",
        "rise-4": "#835B18",
    },
    "dark": {
        "paper": "#12181F",
        "ink": "#F1EFEA",
        "text-2": "#B4BCC4",
        "grid": "#2C353E",
        "accent": "#65B7CD",
        "emphasis": "#FFCB6B",
        "muted": "#98A2AC",
        "soft": "#66717C",
        "cat-1": "#65B7CD",
        "cat-2": "#FFCB6B",
        "cat-3": "#A55B73",
        "cat-4": "#91D1FD",
        "cat-5": "#D4BA9C",
        "cat-6": "#7A7FC1",
        "cat-7": "#D0808D",
        "seq-1": "#163138",
        "seq-2": "#224C57",
        "seq-3": "#2D6776",
        "seq-4": "#65B7CD",
        "seq-5": "#9FE0F2",
        "rise-2": "#544325",
        "rise-4": "#D3A042",
    },
}
CATEGORIES = [f"cat-{number}" for number in range(1, 8)]
SEQUENCE = [f"seq-{number}" for number in range(1, 6)]  # the lighter ones need an outline on paper
RISES = {"seq-2": "rise-2", "seq-4": "rise-4"}  # step of a fall: that of a rise as large

_COLOR = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}){1,2}|[a-zA-Z]{3,24}|(?:rgb|hsl)a?\([0-9.,%/\s]{1,40}\)|var\(--[a-z0-9-]+\)"
)


def color(value: str, theme: Theme) -> str:
    """The colour of a token in a theme ("css" gives ``var(--token)``); any other valid CSS colour as it is.

    Raises ValueError for text that is neither, so that nothing else can reach the markup.
    """
    if value in PALETTE["light"]:
        return f"var(--{value})" if theme == "css" else PALETTE[theme][value]
    if not _COLOR.fullmatch(value):
        raise ValueError(
            f"{value!r} is neither a colour token ({', '.join(PALETTE['light'])}) nor a CSS colour."
        )
    return value


def resolve(figure: Mapping[str, Any], theme: Theme) -> dict[str, Any]:
    """A deep copy of a figure with colours in place of tokens: for Plotly pass "light" or "dark".

    Only the values of keys that hold colours are read, so a category may well be called "accent". Raises
    ValueError for an invalid colour.
    """
    copied: dict[str, Any] = _resolve(figure, "", theme)
    return copied


def _resolve(node: Any, key: str, theme: Theme) -> Any:
    if isinstance(node, Mapping):
        return {name: _resolve(value, name, theme) for name, value in node.items()}
    if isinstance(node, list | tuple):
        return [_resolve(value, key, theme) for value in node]
    if isinstance(node, str) and (key.endswith("color") or key == "colorway"):
        return color(node, theme)
    return node


def luminance(hex_color: str) -> float:
    """Relative luminance (0 black … 1 white) of ``#RRGGBB``, as WCAG 2 defines it."""
    parts = [int(hex_color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio (1 … 21) of two ``#RRGGBB`` colours, as WCAG 2 defines it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def text_on(mark: str, theme: Theme) -> str:
    """The colour of text in a mark (a resolved colour): paper or ink, whichever stands out more."""
    token = mark[6:-1] if mark.startswith("var(--") else ""
    known: Literal["light", "dark"] = "dark" if theme == "dark" else "light"
    literal = PALETTE[known].get(token, mark)
    if not re.fullmatch("#[0-9a-fA-F]{6}", literal):
        return color("ink", theme)
    best = max(("paper", "ink"), key=lambda name: contrast(literal, PALETTE[known][name]))
    return color(best, theme)


def text_token(mark: str) -> str:
    """The token of text in a mark of a colour token, for figures that serve both themes: "paper" or "ink", whichever
    stands out more where it stands out less."""
    return max(
        ("paper", "ink"),
        key=lambda name: min(contrast(colors[mark], colors[name]) for colors in PALETTE.values()),
    )
