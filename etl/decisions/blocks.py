"""Parts the statements of a decision by budget: one point for each village, sub-headings, or parts of an amended point."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from etl.decisions.letters import pattern
from etl.decisions.models import AMOUNTS
from etl.decisions.scan import Statement, Text

# Where another point begins: a numbered paragraph, a point that is amended, a sub-heading, a footnote.
_BREAK = pattern(
    r'(?:^|\n)[ "]*(?P<own>[0-9]{1,3})\.(?![0-9]) ?(?=["а-я0-9])'
    r'|[.;:"] ?(?P<inline>[0-9]{1,3})\. ?(?=утвердить|установить|учесть|внести|настоящ|определить|предусмотреть|приложени'
    r"|контроль|[0-9]{4}(?: ?- ?[0-9]{4})? жыл|осы шешим)"
    r"|(?<![а-я])пункт[а-я]* (?P<ru>[0-9]{1,3})|(?P<kk>[0-9]{1,3}) ?-? ?тармак(?!ш)"
    r"|\n ?по (?P<about>[^\n:;]{3,90}):|\n(?! ?(?:оны|соны)н ишинде)(?P<kk_about>[^\n:;0-9]{3,90}) бойынша ?:(?![-( ]*[0-9])"
    r"|(?:^|\n)(?:сноска|ескерту)\."
)
# An amendment that restates only parts of a point names its sub-points or lines.
_PARTIAL = pattern(r"подпункт|тармакша|строк[уие]|абзац")
_NOT_STATED = pattern(r"[а-я ]{0,40}(?:исключ|алып таст|утратил|изложи|редакци|тармакш|абзац|дополнить)")
_ENUMERATED = pattern(
    r'(?<![0-9,/.])(?P<number>[0-9]{1,2})\) ?"?(?P<words>[а-я][^0-9;]{3,120}?)[ :]*(?:-|:|равн|[0-9])'
)
_STATED = pattern(r"(?P<words>[а-я][а-я ()]{7,110}?)[ :]*(?:[ \n]-|:|[ ])[-( )]*[0-9][0-9 ]*")
_LONGEST_GAP = 1500
_NEAR = 50  # breaks above a budget in which its point's number is looked for


@dataclass
class Block:
    """The statements of one budget. ``heading`` is where the words that introduce it begin, ``end`` where its point does.

    ``point`` is the number of the point, if it has one; ``repeats`` are statements of what was stated before otherwise.
    """

    heading: int
    start: int
    end: int = 0
    point: int | None = None
    is_partial: bool = False
    is_last: bool = False
    statements: dict[str, Statement] = field(default_factory=dict)
    repeats: list[Statement] = field(default_factory=list)

    @property
    def stop(self) -> int:
        """The end of the last statement."""
        return max(statement.end for statement in self.statements.values())


def blocks(text: Text, found: list[Statement], masked: str, start: int) -> list[Block]:
    """The budgets that these statements belong to, in their order."""
    if not found:
        return []
    last = found[-1].end
    breaks = list(_BREAK.finditer(masked, max(0, start - 1), last))
    after = _BREAK.search(masked, last)
    breaks += [after] if after else []
    starts = [match.start() for match in breaks]
    parts: list[Block] = []
    previous = start
    for statement in found:
        current = parts[-1] if parts else None
        index = bisect_left(starts, statement.start)
        broken = index > 0 and starts[index - 1] >= previous
        is_total = statement.field == "revenue_total"
        if current is None or broken or (is_total and "revenue_total" in current.statements):
            number = _point(breaks, index)
            block = Block(heading=previous, start=statement.start, point=number)
            if not is_total and not (current and not broken):
                block.is_partial = True
            parts.append(block)
            current = block
        if statement.field in current.statements:
            _repeat(current, statement)
        else:
            current.statements[statement.field] = statement
        previous = statement.end
    kept = _kept(parts, masked, start, starts)
    for index, block in enumerate(kept):
        following = bisect_left(starts, block.stop)
        limit = kept[index + 1].start if index + 1 < len(kept) else len(masked)
        block.end = min(starts[following], limit) if following < len(starts) else limit
        block.is_last = following == len(starts)
    return kept


def _point(breaks: list[re.Match[str]], index: int) -> int | None:
    """The number that the nearest break before this one's place gives."""
    for match in (breaks[place] for place in range(index - 1, max(-1, index - _NEAR), -1)):
        number = match["own"] or match["inline"] or match["ru"] or match["kk"]
        if number:
            return int(number)
    return None


def _repeat(block: Block, statement: Statement) -> None:
    first = block.statements[statement.field].amount
    second = statement.amount
    if (first.sizes, first.sign, first.scale) != (second.sizes, second.sign, second.scale):
        block.repeats.append(statement)


def _kept(parts: list[Block], masked: str, start: int, breaks: list[int]) -> list[Block]:
    """Without what only looks like a budget; parts of one amended point joined."""
    kept: list[Block] = []
    for block in parts:
        if not any(name in AMOUNTS for name in block.statements):
            continue
        if "revenue_total" in block.statements:
            block.is_partial = bool(
                _PARTIAL.search(masked, max(block.heading, block.start - 160), block.start)
            )
            kept.append(block)
            continue
        words = masked[block.heading : block.start]
        is_beginning = not kept and not any(start <= place < block.start for place in breaks)
        if not is_beginning and not _PARTIAL.search(words):
            continue
        before = kept[-1] if kept else None
        is_same = before is not None and before.is_partial and before.point == block.point
        if before is not None and is_same and not set(before.statements) & set(block.statements):
            before.statements |= block.statements
        else:
            kept.append(block)
    return kept


def unknown(text: Text, masked: str, block: Block) -> list[tuple[str, str]]:
    """Statements inside a block by labels that are not known: what they say, and the passage."""
    found = []
    ordered = sorted([*block.statements.values(), *block.repeats], key=lambda item: item.start)
    ends = [item.end for item in ordered]
    starts = [item.start for item in ordered[1:]] + [min(block.end, block.stop + _LONGEST_GAP)]
    for begin, end in zip(ends, starts, strict=True):
        gap = masked[begin:end]
        if len(gap) < 8:
            continue
        for match in _ENUMERATED.finditer(gap):
            around = gap[max(0, match.start() - 40) : match.start()]
            if not _NOT_STATED.match(match["words"]) and not _PARTIAL.search(around):
                found.append(("numbered", _passage(text, begin, match)))
        for match in _STATED.finditer(gap):
            found.append((" ".join(match["words"].split()), _passage(text, begin, match)))
    return found


def _passage(text: Text, begin: int, match: re.Match[str]) -> str:
    return " ".join(text.plain[begin + match.start() : begin + match.end()].split())
