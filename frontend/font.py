"""Small fonts cut from packages' files: the pages' title font in one file instead of four, and those of the pictures."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
LICENCE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org"
)

KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
RUSSIAN = "Ёё" + "".join(map(chr, range(ord("А"), ord("я") + 1)))
LATIN = "".join(map(chr, range(0x20, 0x7F)))
SIGNS = "\u00a0©«»·×‘’“”„–—•…−№₸"
LETTERS = LATIN + RUSSIAN + KAZAKH + SIGNS


@dataclass(frozen=True)
class Font:
    """A weight of a package `@fontsource/<package>`, and the family name that the cut font gets (None: its own)."""

    package: str
    weight: int
    family: str | None = None

    def sources(self, modules: Path) -> list[Path]:
        """The package's files that the font is cut from, one per script."""
        files = modules / "@fontsource" / self.package / "files"
        return [files / f"{self.package}-{script}-{self.weight}-normal.woff2" for script in SCRIPTS]


TITLE = Font("source-serif-4", 600, "Moi Gorod Serif")
# What pictures (.png) are set in. Browsers set the text of pages in the system's font.
PICTURES = {
    "serif.ttf": TITLE,
    "sans-400.ttf": Font("inter", 400),
    "sans-600.ttf": Font("inter", 600),
}


def cut(files: list[Path], family: str | None, flavor: Literal["woff2"] | None) -> bytes:
    """A font with LETTERS, kerning and ligatures. Same files, same bytes. ValueError when a glyph is missing.

    `flavor` None gives TrueType, which renderers of pictures read; woff2 is for browsers.
    """
    from fontTools.merge import Merger
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["kern", "liga"], hinting=False, recalc_timestamp=False, name_IDs=["*"])
    options.drop_tables += ["BASE", "STAT"]  # the merger knows neither
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for file in files:
            font = TTFont(file, recalcTimestamp=False)
            modified = font["head"].modified
            subsetter = Subsetter(options)
            subsetter.populate(text=LETTERS)
            subsetter.subset(font)
            font.flavor = None
            parts.append(str(Path(folder) / f"{file.stem}.ttf"))
            font.save(parts[-1])
        merged = Merger().merge(parts)
    missing = set(map(ord, LETTERS)) - set(merged.getBestCmap())
    if missing:
        raise ValueError(f"{files[0].name} has no glyph for {', '.join(map(chr, sorted(missing)))}")
    # The licence keeps the original's name for the original: a cut font needs one of its own.
    if family:
        for record in merged["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = family.replace(" ", "") if record.nameID == 6 else family
    merged["name"].setName(LICENCE, nameID=13, platformID=3, platEncID=1, langID=0x409)
    merged["head"].created = merged["head"].modified = modified
    merged.recalcTimestamp = False
    merged.flavor = flavor
    out = io.BytesIO()
    merged.save(out)
    return out.getvalue()


def face(address: str) -> str:
    """The @font-face rule. `optional`: titles never jump; a slow first visit reads in the system's serif."""
    return (
        f'@font-face{{font-family:"{TITLE.family}";font-style:normal;font-weight:{TITLE.weight};font-display:optional;'
        f'src:url("{address}") format("woff2");unicode-range:{_ranges()}}}'
    )


def _ranges() -> str:
    """LETTERS as a CSS unicode-range: 'U+20-7E,U+A0,…'."""
    runs: list[list[int]] = []
    for code in sorted(set(map(ord, LETTERS))):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)
