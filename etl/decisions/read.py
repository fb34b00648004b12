"""Reads a budget decision: bytes in, what it says out. Pure: no files, no network, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.decisions import annexed, annexes, budgets, document
from etl.decisions.act import Head, consolidated, read_head
from etl.decisions.blocks import blocks
from etl.decisions.check import check
from etl.decisions.forms import open_document
from etl.decisions.gazetteer import LAW_ID, PlaceFinder, are_consistent, default, region_of_id
from etl.decisions.languages import by_language
from etl.decisions.letters import fold
from etl.decisions.models import AMOUNTS, Act, Budget, Finding, Reading
from etl.decisions.scan import Text, statements
from etl.decisions.settle import plain
from etl.decisions.swaps import swaps
from etl.decisions.whose import Context

_THOUSANDS = re.compile(r"тыс[.\s]|тысяч|мың|мыӊ|мын\s+те", re.IGNORECASE)
_UNIT_ROWS = 30  # of an annex, in which its unit is looked for


@dataclass(frozen=True)
class _Said:
    """What the text of one language says."""

    act: Act
    budgets: tuple[Budget, ...]
    findings: tuple[Finding, ...]


def read_document(content: bytes, name: str, places: PlaceFinder | None = None) -> Reading:
    """What a document says. ``name`` is its file's name; ``places`` finds regions and towns (default: the catalogue's).

    Of a page in two languages the document's own counts, and the other is held against it. Raises Unreadable, an
    EtlError, if it is no document of a known form.
    """
    finder = places or default()
    opened = open_document(content, name)
    law_id = LAW_ID.search(opened.address or "") or LAW_ID.search(name)
    lettered = region_of_id(law_id.group()) if law_id else None
    own, *others = [
        _read(language, passages, opened, lettered, finder)
        for language, passages in by_language(opened.blocks, opened.address, name)
    ]
    found, findings = own.budgets, own.findings
    for other in others:
        found, more = _compared(found, other.budgets)
        findings = (*findings, *more)
    return Reading(name, hashlib.sha256(content).hexdigest(), own.act, found, findings)


def _read(
    language: str,
    passages: Sequence[document.Block],
    opened: document.Document,
    lettered: str | None,
    finder: PlaceFinder,
) -> _Said:
    body, found_annexes = annexes.split(passages)
    text = Text.of("\n".join(body))
    title = opened.title if opened.title and _is_of(opened.title, language) else None
    head = read_head(text, title, language, opened.address, finder)
    context, findings = _context(head, language, lettered, finder)
    swapped, masked = swaps(text, head.body)
    is_in_thousands = bool(_THOUSANDS.search(text.plain)) or _are_in_thousands(found_annexes)
    source = budgets.Source(
        text, masked, head, context, language, finder, is_in_thousands, bool(found_annexes)
    )
    parted = blocks(text, statements(text, head.body, masked), masked, head.body)
    found, numbers = budgets.of_blocks(source, parted)
    found = budgets.with_swaps(found, swapped, context)
    numbers += [None] * (len(found) - len(numbers))
    if found_annexes and found:
        found = annexed.attach(found, numbers, found_annexes, language, finder)
    elif found_annexes:
        found = annexed.budgets_of(found_annexes, context)
    act = consolidated(head.act, text)
    if not head.act.is_amendment:
        act = replace(act, base_number=act.number, base_date=act.adopted)
    findings += head.findings
    if not found:
        nothing = Finding("no-budget", "document", "no amounts of a budget are found", act.title[:300])
        findings += (nothing,)
    checked = tuple(replace(budget, findings=(*budget.findings, *check(budget))) for budget in found)
    return _Said(act, checked, findings)


def _context(
    head: Head, language: str, lettered: str | None, finder: PlaceFinder
) -> tuple[Context, tuple[Finding, ...]]:
    """What the beginning says of all budgets. The region is the one that the decision itself names, and only where it
    names none that of the letter in the act's number."""
    # An amendment whose title is not at hand names the act that it amends, and by that the budget.
    title = head.act.title or head.base
    passages = (head.header, title, head.council.text if head.council else "")
    named = next((code for text in passages if text and (code := finder.region(fold(text)))), None)
    around = f"{head.header} {title}"
    context = Context(title, head.header, head.council, language, finder, named or lettered, around)
    if not (named and lettered) or are_consistent(named, lettered):
        return context, ()
    # The line that says who decided is the decision's own word; a region told only by a title may be another's.
    is_blocking = finder.region(fold(head.header)) is None
    message = "the letter in the act's number is another region's"
    original = head.header or title
    return context, (
        Finding("region-conflict", "region_code", message, original, lettered, named, is_blocking),
    )


def _are_in_thousands(found: Iterable[annexes.Annex]) -> bool:
    for annex in found:
        texts = [
            *annex.heading,
            *annex.lines[:_UNIT_ROWS],
            *(c for row in annex.rows[:_UNIT_ROWS] for c in row),
        ]
        if any(_THOUSANDS.search(text) for text in texts):
            return True
    return False


def _compared(
    own: tuple[Budget, ...], others: tuple[Budget, ...]
) -> tuple[tuple[Budget, ...], tuple[Finding, ...]]:
    """The budgets of the document's own language, held against the same in the other."""
    if len(own) != len(others):
        message = "the texts in the two languages state different numbers of budgets"
        counts = str(len(others)), str(len(own))
        return own, (Finding("languages-differ", "document", message, "", *counts, is_blocking=False),)
    return tuple(_held_against(*pair) for pair in zip(own, others, strict=True)), ()


def _held_against(own: Budget, other: Budget) -> Budget:
    findings = []
    for name in AMOUNTS:
        here, there = own.amounts.get(name), other.amounts.get(name)
        if here is not None and there is not None and here != there:
            original = f"{own.printed.get(name, '')} / {other.printed.get(name, '')}"
            message = "the text in the other language states another amount"
            findings.append(Finding("languages-differ", name, message, original, plain(there), plain(here)))
    return replace(own, findings=(*own.findings, *findings))


def _is_of(title: str, language: str) -> bool:
    """Whether a page's heading is in this language: of two texts side by side only one is headed by it."""
    is_kazakh = bool(re.search("[әғқңөұүһӘҒҚҢӨҰҮҺ]", title)) and not re.match(r"\W*(?:О|Об)\s", title)
    return is_kazakh == (language == "kk")
