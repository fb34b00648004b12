"""One small title font cut from the package's files, so that a page asks for one file instead of four."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

FAMILY = "Moi Gorod Serif"
WEIGHT = 600
PACKAGE = "@fontsource/source-serif-4"
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
LICENCE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org"
)

KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
RUSSIAN = "Ёё" + "".join(map(chr, range(ord("А"), ord("я") + 1)))
LATIN = "".join(map(chr, range(0x20, 0x7F)))
SIGNS = "\u00a0©«»·×‘’“”„–—•…−№₸"
LETTERS = LATIN + RUSSIAN + KAZAKH + SIGNS


def sources(modules: Path) -> list[Path]:
    """The package's files that the font is cut from, one per script."""
    files = modules / PACKAGE / "files"
    return [files / f"source-serif-4-{script}-{WEIGHT}-normal.woff2" for script in SCRIPTS]


def cut(files: list[Path]) -> bytes:
    """A woff2 with LETTERS, kerning and ligatures. Same files, same bytes. ValueError when one is missing."""
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
        raise ValueError(f"{PACKAGE} has no glyph for {', '.join(map(chr, sorted(missing)))}")
    # The licence keeps the original's name for the original: a cut font needs one of its own.
    for record in merged["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    merged["name"].setName(LICENCE, nameID=13, platformID=3, platEncID=1, langID=0x409)
    merged["head"].created = merged["head"].modified = modified
    merged.recalcTimestamp = False
    merged.flavor = "woff2"
    out = io.BytesIO()
    merged.save(out)
    return out.getvalue()


def face(address: str) -> str:
    """The @font-face rule. `optional`: titles never jump; a slow first visit reads in the system's serif."""
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{WEIGHT};font-display:optional;'
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
