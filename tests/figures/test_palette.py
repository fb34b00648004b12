"""The colours keep their contrasts and can be told apart."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.figures.palette import (
    CATEGORIES,
    PALETTE,
    RISES,
    SEQUENCE,
    color,
    contrast,
    luminance,
    resolve,
    text_on,
    text_token,
)

STYLE = Path(__file__).parents[2] / "dashboard" / "assets" / "00-palette.css"


def on_paper() -> dict[str, str]:
    """The colours of a printed page: site.css sets paper and ink, the palette's own sheet the steps."""
    (block,) = re.findall(r"@media print \{(.*?)\n\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    return {"paper": "#FFFFFF", "ink": "#000000", **dict(re.findall(r"--([a-z0-9-]+): (#\w{6});", block))}


def lightness(hex_color: str) -> float:
    """CIE L*, 0 … 100: what is left of a colour in grey print."""
    return 116 * float(luminance(hex_color) ** (1 / 3)) - 16


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrasts(theme: str) -> None:
    colors = PALETTE[theme]
    for token in ("ink", "text-2", "muted", "accent" if theme == "light" else "emphasis"):
        assert contrast(colors[token], colors["paper"]) >= 4.5, token
    for token in ("accent", "emphasis", "muted", "soft", *CATEGORIES):
        assert contrast(colors[token], colors["paper"]) >= 3, token


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_categories_differ_in_grey(theme: str) -> None:
    greys = sorted(lightness(PALETTE[theme][token]) for token in CATEGORIES)
    assert min(after - before for before, after in pairwise(greys)) >= 3


def test_themes_have_the_same_tokens() -> None:
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)


def test_resolve_replaces_colours_only_and_copies() -> None:
    figure = {
        "data": [
            {"type": "bar", "y": ["accent"], "name": "ink", "marker": {"color": ["accent", "#abc", "muted"]}}
        ],
        "layout": {"font": {"color": "ink"}, "paper_bgcolor": "rgba(0,0,0,0)", "colorway": ["cat-1"]},
    }
    resolved = resolve(figure, "light")
    assert resolved["data"][0]["marker"]["color"] == ["#0B6E82", "#abc", "#66707A"]
    assert resolved["data"][0]["y"] == ["accent"]
    assert resolved["data"][0]["name"] == "ink"
    assert resolved["layout"]["colorway"] == ["#0B6E82"]
    assert figure["layout"]["font"] == {"color": "ink"}  # type: ignore[index]
    assert resolve(figure, "css")["layout"]["font"]["color"] == "var(--ink)"


@pytest.mark.parametrize(
    "value", ["#0B6E82", "teal", "rgba(1, 2, 3, .5)", "hsl(120 50% 50%)", "var(--brand-2)"]
)
def test_other_colours_pass(value: str) -> None:
    assert color(value, "css") == value


@pytest.mark.parametrize("value", ["", '"red', "url(#a)", "red;", "accent-9", "expression(1)", "#12345"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="CSS colour"):
        color(value, "light")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_marks_is_readable(theme: str) -> None:
    for token in ("accent", "emphasis", "muted", "grid", *CATEGORIES):
        mark = PALETTE[theme][token]
        assert contrast(text_on(mark, theme), mark) >= 3.9  # type: ignore[arg-type]
    assert text_on("var(--accent)", "css") == "var(--paper)"


@pytest.mark.parametrize("medium", ["light", "dark", "print"])
def test_the_steps_go_from_paper_to_ink_and_differ_in_grey(medium: str) -> None:
    colors = on_paper() if medium == "print" else PALETTE[medium]
    greys = [lightness(colors[token]) for token in ("paper", *SEQUENCE, "ink")]
    falling = greys if greys[0] > greys[-1] else greys[::-1]
    assert all(before - after >= 5 for before, after in pairwise(falling))
    assert all(abs(after - before) >= 10 for before, after in pairwise(greys[1:-1]))
    for fall, rise in RISES.items():
        assert lightness(colors[fall]) == pytest.approx(lightness(colors[rise]), abs=1.5)


@pytest.mark.parametrize("medium", ["light", "dark", "print"])
def test_text_is_legible_on_every_step_with_one_token_for_all(medium: str) -> None:
    colors = on_paper() if medium == "print" else PALETTE[medium]
    for token in (*SEQUENCE, *RISES.values()):
        assert contrast(colors[token], colors[text_token(token)]) >= 4.5, token
    assert [text_token(token) for token in SEQUENCE] == ["ink", "ink", "ink", "paper", "paper"]
    assert text_token("paper") == "ink"
