"""The budgets that the text of a decision states, in one language."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from etl.decisions.act import RESTATED, Head
from etl.decisions.blocks import Block, unknown
from etl.decisions.gazetteer import PlaceFinder
from etl.decisions.introductions import introduction, sub_heading, years
from etl.decisions.labels import resembling
from etl.decisions.letters import fold, pattern
from etl.decisions.models import AMOUNTS, Budget, Finding, Swap
from etl.decisions.scan import Text
from etl.decisions.settle import Settled, settle, stated
from etl.decisions.whose import Context, whose

_ANNEX_NUMBER = pattern(
    r"приложени[а-я]+ (?:№ ?)?(?P<ru>[0-9]{1,3})|(?P<kk>[0-9]{1,3})[0-9, иже -]{0,14}-? ?косымша"
)
_MOST_WORDS = 1600  # of what introduces a budget
_REST = 400  # letters after a budget at most, if the text breaks off there: a page's foot


@dataclass(frozen=True)
class Source:
    """A decision's text. ``masked``: folded, without the figures that are swapped for others; ``is_in_thousands``: it
    speaks of thousands of tenge somewhere; ``has_annexes``: the text is over before them."""

    text: Text
    masked: str
    head: Head
    context: Context
    language: str
    finder: PlaceFinder
    is_in_thousands: bool
    has_annexes: bool

    @cached_property
    def footnotes(self) -> tuple[tuple[int, int | None], ...]:
        """Where the text says that a later decision restated a point, and which: None for all of them."""
        return tuple(
            (match.start(), None if match["all"] else int(match["ru"] or match["kk"]))
            for match in RESTATED.finditer(self.text.folded)
        )


def of_blocks(source: Source, blocks: list[Block]) -> tuple[list[Budget], list[int | None]]:
    """A budget for each block, and the number of the annex that its introduction names first."""
    budgets, numbers = [], []
    introduced = ""
    for block in blocks:
        words = source.text.plain[max(block.heading, block.start - _MOST_WORDS) : block.start]
        own = "" if block.is_partial else introduction(words, source.language)
        # One sentence may introduce several budgets, each with a heading of its own.
        introduced = own or ("" if block.is_partial else introduced)
        heading = sub_heading(words, source.language)
        budgets.append(_budget(source, block, introduced, heading))
        found = list(_ANNEX_NUMBER.finditer(fold(words)))
        numbers.append(int(found[-1]["ru"] or found[-1]["kk"]) if found else None)
    return budgets, numbers


def of_swaps(context: Context, swapped: tuple[Swap, ...]) -> Budget:
    """The budget of an amendment that only swaps figures: its place and years are those of the act that it amends. An
    amount is known only where the text names it."""
    belongs = whose("", "", context)
    named: dict[str, set[Decimal]] = {}
    for swap in swapped:
        if swap.field:
            named.setdefault(swap.field, set()).add(swap.new)
    message = "figures are swapped for others; what the budget is then, only the base act tells"
    original = "; ".join(swap.original for swap in swapped[:10])
    planned = years(context.title, context.language)
    return Budget(
        place=belongs.place,
        region_code=context.region or context.finder.region(fold(belongs.place)),
        budget_year=planned.budget,
        plan_years=planned.plan,
        level=belongs.level,
        amounts=stated({field: new.pop() for field, new in named.items() if len(new) == 1}),
        findings=(*belongs.findings, Finding("figures-swapped", "amounts", message, original)),
        scope="swaps",
        swaps=swapped,
        printed={swap.field: swap.original for swap in swapped if swap.field},
    )


def with_swaps(budgets: list[Budget], swapped: tuple[Swap, ...], context: Context) -> list[Budget]:
    """The budgets with what is swapped besides, or the one that only swaps tell of."""
    if not swapped:
        return budgets
    if not budgets:
        return [of_swaps(context, swapped)]
    return [replace(budgets[0], swaps=swapped), *budgets[1:]]


def _budget(source: Source, block: Block, introduced: str, heading: str) -> Budget:
    context = source.context
    belongs = whose(introduced, heading, context)
    own, titled = years(introduced, source.language), years(context.title, source.language)
    plan, year = own.plan or titled.plan, own.budget or titled.budget
    settled = settle(block, source.is_in_thousands, may_be_cut=not source.has_annexes)
    region = context.region or source.finder.region(fold(belongs.place))
    if belongs.level == "republican_city":
        region = _city_region(belongs.place, context) or region
    return Budget(
        place=belongs.place,
        region_code=region,
        budget_year=year,
        plan_years=plan,
        level=belongs.level,
        amounts=stated(settled.values),
        findings=(
            *belongs.findings,
            *settled.findings,
            *_unknown(source, block),
            *_repeats(block),
            *_cut(source, block, settled),
            *_years(plan, year, introduced or context.title),
            *_unit(source, block, settled),
        ),
        scope="partial" if block.is_partial else "full",
        is_restated=_is_restated(source, block),
        details={name: value for name, value in settled.values.items() if name not in AMOUNTS},
        printed=settled.printed,
    )


def _unknown(source: Source, block: Block) -> list[Finding]:
    """What stands among the block's amounts like one of them, under a label that is not known."""
    found = []
    for words, passage in unknown(source.text, source.masked, block):
        if words == "numbered":
            message = "a sub-point that is none of a budget's"
            found.append(Finding("statement-unknown", "amounts", message, passage))
            continue
        field = resembling(words)
        if field and field not in block.statements:
            found.append(Finding("label-unclear", field, f"this may be {field}, misspelt", passage))
    return found


def _repeats(block: Block) -> list[Finding]:
    message = "the same is stated twice, and differently"
    found = []
    for item in block.repeats:
        original = f"{block.statements[item.field].original}; {item.original}"
        is_blocking = item.field in AMOUNTS
        found.append(Finding("stated-twice", item.field, message, original, is_blocking=is_blocking))
    return found


def _cut(source: Source, block: Block, settled: Settled) -> list[Finding]:
    """The text breaks off inside the block, as far as can be seen."""
    folded = source.text.folded
    if block.is_partial:
        is_over = block.is_last and not folded.rstrip().endswith((".", ";", '"'))
    else:
        is_over = block.is_last and not source.has_annexes and "deficit" not in block.statements
    if settled.is_cut or (is_over and len(folded[block.stop :].strip()) < _REST):
        last = max(block.statements.values(), key=lambda statement: statement.end)
        return [
            Finding("truncated", "document", "the text breaks off here", last.original, is_blocking=False)
        ]
    return []


def _years(plan: str | None, year: int | None, passage: str) -> list[Finding]:
    if year is None:
        message = "the text does not say for which year"
        return [Finding("year-unknown", "budget_year", message, passage[:300])]
    first, _, last = (plan or str(year)).partition("-")
    span = int(last or first) - int(first)
    if 0 <= year - int(first) <= span <= 5:
        return []
    message = "the year is not among those of the plan"
    return [Finding("year-outside-plan", "budget_year", message, passage[:300], plan or "", str(year))]


def _unit(source: Source, block: Block, settled: Settled) -> list[Finding]:
    if source.is_in_thousands:
        return []
    original = "; ".join(settled.printed.values())[:300]
    units = {s.amount.scale for s in block.statements.values() if any(s.amount.sizes)}
    if units - {0, None}:
        return []
    if 0 in units:
        message = "every amount is printed in tenge, none in thousands: it is taken at its word"
        return [Finding("unit-tenge-throughout", "revenue_total", message, original)]
    message = "no unit is printed anywhere; the amounts are taken for thousands of tenge"
    return [Finding("unit-missing", "revenue_total", message, original)]


def _is_restated(source: Source, block: Block) -> bool | None:
    """Whether a footnote around the block says so of its point; None where the text is known to be consolidated only."""
    act = source.head.act
    if act.is_amendment:
        return None
    around = source.footnotes[bisect_left(source.footnotes, (block.heading, -1)) :]
    if any(
        number in (None, block.point) or (block.point is None and place >= block.stop)
        for place, number in around
    ):
        return True
    return None if act.status == "updated" else False


def _city_region(place: str, context: Context) -> str | None:
    bare = re.sub("^г\\. | каласы$", "", fold(place))
    return context.finder.cities.get(bare)
