"""Text in drawings: how wide it is, where it breaks, and how it is written as SVG.

There is no font on the server to measure with, so widths come from a table of advance widths of a wide sans
(Inter), in hundredths of the font size: a label that fits here fits in the browser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_ADVANCES = {
    24: "ijlìíîïіїј",
    28: " !',.:I\u00a0\u202f\u2009¡¦·ІЇ‘’",
    32: ";`|",
    36: "()/[\\]frt",
    40: "1",
    44: "-_{}ª°²³гѓғ“”„",
    48: '"^зтs–',
    52: "*?",
    56: "7JLackvxyz¢§àáâãäåçГавклсухчьэяєқўҒүұ•",
    60: "2358EFbdeghnopqu£«»éèêëñòóôõöøùúûüßÈÉЁЕЗбдеийнопрцёңһәө",
    64: "#$&0469BPRSTZЅБВРТУЬЯъ₸",
    68: "+<=>AKVXY~±×÷ÀÁÂÄАКХфҮҰ−€",
    72: "CDÇЄСЦЧЭыҚҺ",
    76: "GHNOQUÑÓÖÜИЙЛНОПмҢӘӨ",
    80: "wДЪж",
    84: "Фшщю",
    88: "m…",
    92: "M©М",
    96: "@ЖШЩ",
    100: "%WЮ—",
    108: "№",
}
_ADVANCE = {character: advance / 100 for advance, characters in _ADVANCES.items() for character in characters}
_TAG = re.compile(r"<(/?)(br|b|strong|i|em|span|sub|sup|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LINE = 1.3  # line height and the distances below are Plotly's, in font sizes
ASCENT, DESCENT, MIDDLE = 0.97, 0.24, 0.35

Line = list[tuple[str, bool]]  # runs of text with "is bold"


def xml(text: object) -> str:
    """Text for XML content or a quoted attribute; characters that XML has no place for are dropped."""
    return html.escape(_UNWRITABLE.sub("", str(text)), quote=True)


def num(value: float) -> str:
    """A coordinate with at most one decimal, without a needless ``.0`` or ``-0``."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def fill(color: object, usual: object) -> str:
    """The attribute that colours a text. A colour other than the ``usual`` one is a style: the site's style sheet, which
    sets all text in ink, gives way to it."""
    return f'fill="{xml(color)}"' if color == usual else f'style="fill:{xml(color)}"'


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimated width in px at a font size in px. Glyphs not in the table count as wide."""
    units = sum(_ADVANCE.get(glyph, 1.0 if glyph >= "\u2e80" else 0.76) for glyph in text)
    return units * size * (1.06 if bold else 1)


def line_width(line: Line, size: float) -> float:
    """Estimated width in px of a line of runs."""
    return sum(text_width(text, size, bold) for text, bold in line)


def parse(text: object) -> list[Line]:
    """Lines of runs from Plotly's small markup: ``<br>`` and ``<b>`` count, its other tags are dropped."""
    lines: list[Line] = [[]]
    bold, start, source = 0, 0, str(text)
    for tag in _TAG.finditer(source):
        _append(lines[-1], source[start : tag.start()], bold > 0)
        start = tag.end()
        name = tag[2].lower()
        if name == "br":
            lines.append([])
        elif name in ("b", "strong"):
            bold += -1 if tag[1] else 1
    _append(lines[-1], source[start:], bold > 0)
    return lines


def plain(text: object) -> str:
    """The text without markup, on one line: for tooltips and names."""
    return " ".join("".join(run for run, _ in line) for line in parse(text)).strip()


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break plain text into lines of at most ``width`` px; a longer word is broken too, nothing is cut."""
    lines, current = [], ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if text_width(joined, size) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        while text_width(word, size) > width and len(word) > 1:
            keep = next(
                n for n in range(len(word) - 1, 0, -1) if n == 1 or text_width(word[:n], size) <= width
            )
            # "жилищно-коммунальное" breaks after its hyphen where it can; no letter is left alone
            keep = word.rfind("-", 0, keep) + 1 or max(min(keep, len(word) - 3), 1)
            lines.append(word[:keep])
            word = word[keep:]
        current = word
    return [*lines, current]


def wrap_label(text: str, width: float, size: float = 14) -> str:
    """A label with ``<br>`` where it must break to fit ``width`` px: for names that Plotly will draw too."""
    return "<br>".join(line for part in parse(text) for line in wrap(plain_line(part), width, size))


def plain_line(line: Line) -> str:
    """The characters of a line."""
    return "".join(text for text, _ in line)


def fit(text: object, width: float, height: float, size: float) -> tuple[list[Line], float]:
    """Lines that fit a box of ``width`` x ``height`` px and the font size to draw them at.

    A label that fits as written keeps its own breaks and its bold. Else its words are wrapped, and the type
    gets smaller, down to 9 px, before a line may leave the height or a word be broken.
    """
    lines = parse(text)
    if max(line_width(line, size) for line in lines) <= width:
        return lines, size
    source, smaller = plain(text), size
    while smaller > 9:
        words = [text_width(word, smaller) for word in source.replace("-", "- ").split(" ")]
        wrapped = wrap(source, width, smaller)
        if max(words, default=0) <= width and len(wrapped) * smaller * LINE <= max(height, 2 * size * LINE):
            break
        smaller -= 1
    return [[(line, False)] for line in wrap(source, width, smaller)], smaller


def text_block(
    lines: Sequence[Line], x: float, y: float, size: float, attributes: str = "", spacing: float = LINE
) -> str:
    """A ``<text>`` whose first baseline is at ``y`` px; ``attributes`` is ready markup (fill, class …)."""
    spans = []
    for number, line in enumerate(lines):
        inner = "".join(
            f'<tspan font-weight="600">{xml(run)}</tspan>' if bold else xml(run) for run, bold in line
        )
        first = number == 0
        spans.append(inner if first else f'<tspan x="{num(x)}" dy="{num(size * spacing)}">{inner}</tspan>')
    return f'<text x="{num(x)}" y="{num(y)}"{" " + attributes if attributes else ""}>{"".join(spans)}</text>'


def _append(line: Line, text: str, bold: bool) -> None:
    text = html.unescape(text)
    if text:
        line.append((text, bold))
