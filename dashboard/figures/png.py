"""The ``.png`` of a chart: its stand-alone SVG rendered by typst, without a browser or system packages."""

from __future__ import annotations

from pathlib import Path

import typst

# Where the set-up puts TrueType fonts (Inter and the title font). Without them typst's built-in fonts
# serve, which have every Kazakh letter and ₸ too. System fonts would make a chart differ between machines.
FONTS = Path(__file__).parent.parent / "static" / "dist"

# The drawing comes in through sys.inputs: nothing of it is read as typst code.
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
_PPI = 96  # px of SVG in an inch


def to_png(svg: str, *, scale: float, fonts: Path = FONTS) -> bytes:
    """PNG of a stand-alone SVG in literal colours (theme "light" or "dark"), ``scale`` times its size in px.

    Same drawing, same fonts, same bytes. Raises ValueError for a scale that is not in 0 < scale <= 4 and for
    markup that is not SVG.
    """
    if not 0 < scale <= 4:
        raise ValueError(f"scale is {scale}; it has to be above 0 and at most 4.")
    paths = [str(fonts)] if fonts.is_dir() else []
    try:
        png: bytes = typst.compile(
            _PAGE,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=paths),
            sys_inputs={"svg": svg},
            format="png",
            ppi=_PPI * scale,
        )
    except typst.TypstError as error:
        raise ValueError(f"the drawing is not SVG that can be rendered: {error}") from error
    return png
