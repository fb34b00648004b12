"""Pages of law databases as a browser or a program saved them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from etl.decisions.document import Block, Document, Table, Unreadable, holds_amounts
from etl.decisions.letters import clean

# Comments are no text; a page has no business with the network.
_OPTIONS = {"encoding": "utf-8", "no_network": True, "remove_comments": True, "remove_pis": True}
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "aside", "select", "option", "button", "textarea", "svg",
     "iframe", "object", "head", "form")
)  # fmt: skip
_BREAKING = frozenset(
    ("address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table",
     "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S{8,300}) -->")
_CANONICAL = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_WIDEST, _LONGEST = 40, 300  # columns that a cell can span, rows
_MOST_COLUMNS = 100
_SMALL_FORM = 2000  # letters: old sites put a whole page into one, and then it is no form


def read(text: str, name: str) -> Document:
    """The document in a page. Raises Unreadable if nothing can be made of it."""
    parser = etree.HTMLParser(**_OPTIONS)
    try:
        root = etree.fromstring(clean(text).encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(name, f"a damaged page ({type(error).__name__})") from error
    if root is None:
        raise Unreadable(name, "a page without content")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable(name, "a page of too many layers")
    saved = _SAVED.search(text[:4000])
    stated = (str(value) for query in _CANONICAL for value in root.xpath(query))
    address = next((value for value in stated if value.startswith("http")), saved and saved[1])
    return Document(tuple(_blocks(root)), _heading(root), address)


def _heading(root: etree._Element) -> str | None:
    for element in root.iter("h1"):
        text = _cell(element)
        if text:
            return text
    return None


def _blocks(root: etree._Element) -> Iterator[Block]:
    """Paragraphs and tables in the order of the page. A table that is only a frame for text is walked through."""
    buffer: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED and _is_skipped(element):
                walk.skip_subtree()
                continue
            if tag in _BREAKING:
                yield from _flush(buffer)
            if tag == "table" and (table := _table(element)) is not None:
                yield table
                walk.skip_subtree()
                continue
            if element.text:
                buffer.append(element.text)
        else:
            if tag in _BREAKING:
                yield from _flush(buffer)
            if element.tail:
                buffer.append(element.tail)
    yield from _flush(buffer)


def _is_skipped(element: etree._Element) -> bool:
    return element.tag != "form" or len("".join(element.itertext())) < _SMALL_FORM


def _flush(buffer: list[str]) -> Iterator[str]:
    if buffer:
        text = _squeeze("".join(buffer))
        buffer.clear()
        if text:
            yield text


def _table(element: etree._Element) -> Table | None:
    """A table of amounts; None for one that holds other tables or only text."""
    if element.find(".//table") is not None:
        return None
    rows: list[tuple[str, ...]] = []
    below: dict[int, int] = {}
    for row in element.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append("")
            if len(cells) > _MOST_COLUMNS:
                break
            width = _span(cell, "colspan", _WIDEST)
            height = _span(cell, "rowspan", _LONGEST)
            if height > 1:
                reach = range(len(cells), min(len(cells) + width, _MOST_COLUMNS))
                below.update(dict.fromkeys(reach, height - 1))
            cells.append(_cell(cell))
            cells.extend("" for _ in range(width - 1))
        for column in [column for column, left in below.items() if left and column >= len(cells)]:
            below[column] -= 1
        rows.append(tuple(cells))
    return Table(tuple(row for row in rows if any(row))) if holds_amounts(rows) else None


def _span(cell: etree._Element, kind: str, most: int) -> int:
    value = cell.get(kind)
    if value is None:
        return 1
    value = value.strip()
    is_count = value.isascii() and value.isdigit() and len(value) < 7
    return max(1, min(int(value), most)) if is_count else 1


def _cell(cell: etree._Element) -> str:
    children = len(cell)
    if not children:
        return _squeeze(cell.text or "")
    if children == 1 and not len(cell[0]):
        only = cell[0]
        between = " " if only.tag in _BREAKING else ""
        return _squeeze(f"{cell.text or ''}{between}{only.text or ''}{between}{only.tail or ''}")
    parts = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in _BREAKING:
            parts.append(" ")
        text = element.text if event == "start" else element.tail if element is not cell else None
        if text:
            parts.append(text)
    return _squeeze("".join(parts))


def _squeeze(text: str) -> str:
    return clean(" ".join(text.split()))
