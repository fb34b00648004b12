"""A document of a decision, from what it is to say and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator

from tests.etl.decisions.layouts import office, pages
from tests.etl.decisions.layouts.annex import annexes
from tests.etl.decisions.layouts.body import Block, body, header
from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Layout, Site
from tests.etl.decisions.layouts.noise import encoded

SUFFIX = {Site.TEXT: ".txt", Site.WORD: ".docx"}
OTHER = {"ru": "kk", "kk": "ru"}


def name(layout: Layout) -> str:
    """A file's name that gives nothing away but the kind of file."""
    return f"document{SUFFIX.get(layout.site, '.html')}"


def blocks(
    facts: Facts, layout: Layout, spoiled: int | None = None, annexed: Facts | None = None
) -> Iterator[Block]:
    yield from header(facts, layout)
    yield from body(facts, layout)
    yield from annexes(annexed or facts, layout, spoiled)


def write(facts: Facts, layout: Layout, spoiled: int | None = None, annexed: Facts | None = None) -> bytes:
    """The document's bytes, the same at every call. ``spoiled``: which leaf of the first annex is printed wrongly;
    ``annexed``: what the annexes say, if not the same."""
    parts = list(blocks(facts, layout, spoiled, annexed))
    if layout.site is Site.WORD:
        return office.docx(parts, layout)

    def page(charset: str) -> str:
        if layout.site is Site.ADILET:
            return pages.adilet(parts, facts, layout, charset)
        if layout.site is Site.UCHET:
            return pages.uchet(parts, facts, layout, charset)
        if layout.site is Site.PRG:
            return pages.prg(parts, layout)
        if layout.site is Site.TEXT:
            return pages.plain(parts, layout)
        other = OTHER[facts.language]
        beside = blocks(
            facts.translated(other), layout, spoiled, annexed.translated(other) if annexed else None
        )
        return pages.compare(parts, list(beside), facts, layout, charset)

    return encoded(page("utf-8"), layout.quirks, page)
