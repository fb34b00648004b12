"""Reads a budget decision: bytes in, what it says out. Pure: no files, no network, no clock."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from etl.decisions import annexes, whose
from etl.decisions.act import RESTATED, Head, consolidated, read_head
from etl.decisions.blocks import Block, blocks, unknown
from etl.decisions.check import check
from etl.decisions.document import Block as Passage
from etl.decisions.forms import open_document
from etl.decisions.gazetteer import LAW_ID, PlaceFinder, are_consistent, default, region_of_id
from etl.decisions.labels import resembling
from etl.decisions.languages import by_language
from etl.decisions.letters import fold, pattern
from etl.decisions.models import AMOUNTS, Act, Budget, Finding, Reading
from etl.decisions.scan import Text, statements
from etl.decisions.settle import Settled, plain, settle, stated
from etl.decisions.swaps import swaps

_THOUSANDS = re.compile(r"тыс[.\s]|тысяч|мың|мыӊ|мын\s+те", re.IGNORECASE)
_ANNEX_NUMBERS = pattern(r"приложени[а-я]+ (?:№ ?)?(?P<ru>[0-9]{1,3})|(?P<kk>[0-9]{1,3})[0-9, иже -]{0,14}-? ?косымша")
_MOST_HEADING = 1600


def read_document(content: bytes, name: str, places: PlaceFinder | None = None) -> Reading:
    """What a document says. ``name`` is its file's name; ``places`` finds regions and towns (default: the catalogue's).

    Raises Unreadable, an EtlError, if it is no document of a known form.
    """
    finder = places or default()
    document = open_document(content, name)
    address = document.address
    law_id = LAW_ID.search(address or "") or LAW_ID.search(name)
    parts = by_language(document.blocks, address, name)
    first, *others = [
        _Reader(language, passages, document.title, address, law_id and law_id.group(), finder).read()
        for language, passages in parts
    ]
    act, budgets, findings = first
    for _, beside, _ in others:
        budgets, more = _compared(budgets, beside)
        findings = (*findings, *more)
    return Reading(name, hashlib.sha256(content).hexdigest(), act, budgets, findings)


class _Reader:
    """Reads the text of one language."""

    def __init__(
        self,
        language: str,
        passages: tuple[Passage, ...],
        title: str | None,
        address: str | None,
        law_id: str | None,
        finder: PlaceFinder,
    ) -> None:
        self.language, self.finder, self.law_id = language, finder, law_id
        body, self.annexes = annexes.split(passages)
        self.text = Text.of("\n".join(body))
        own_title = title if title and _speaks(title, language) else None
        self.head = read_head(self.text, own_title, language, address, finder)
        self.lettered = region_of_id(law_id)

    def read(self) -> tuple[Act, tuple[Budget, ...], tuple[Finding, ...]]:
        """The act, its budgets, and the findings about the document as a whole."""
        swapped, masked = swaps(self.text, self.head.body)
        found = statements(self.text, self.head.body, masked)
        parted = blocks(self.text, found, masked, self.head.body)
        is_in_thousands = bool(_THOUSANDS.search(self.text.plain)) or self._tables_in_thousands()
        context, findings = self._context()
        budgets = []
        introduction = ""
        for block in parted:
            introduction, budget = self._budget(block, masked, is_in_thousands, context, introduction)
            budgets.append(budget)
        if swapped:
            if budgets:
                budgets[0] = replace(budgets[0], swaps=swapped)
            else:
                budgets = [self._swapped(context)]
                budgets[0] = self._with_swaps(budgets[0], swapped)
        numbers = [self._annex_numbers(block) for block in parted]
        budgets = self._annexed(budgets, numbers, context) if budgets else self._from_annexes(context)
        act = consolidated(self.head.act, self.text)
        if act.is_amendment is False:
            act = replace(act, base_number=act.number, base_date=act.adopted)
        elif act.base_number is None and act.base_date is None and not self.head.act.is_amendment:
            act = replace(act, base_number=act.number, base_date=act.adopted)
        checked = tuple(replace(budget, findings=(*budget.findings, *check(budget))) for budget in budgets)
        findings += self.head.findings
        if not checked:
            findings += (Finding("no-budget", "document", "no amounts of a budget are found", self.head.act.title[:300]),)
        return act, checked, findings

    def _context(self) -> tuple[whose.Context, tuple[Finding, ...]]:
        head = self.head
        passages = (head.header, head.act.title, head.council.text if head.council else "")
        named = next((code for text in passages if text and (code := self.finder.region(fold(text)))), None)
        region, findings = named or self.lettered, ()
        if named and self.lettered and not are_consistent(named, self.lettered):
            message = "the letter in the act's number is another region's"
            # The line that says who decided is the decision's own word; a region told only by a title may be another's.
            is_blocking = self.finder.region(fold(head.header)) is None
            finding = Finding(
                "region-conflict", "region_code", message, head.header or head.act.title, self.lettered, named, is_blocking
            )
            return self._made(named), (finding,)
        return self._made(region), findings

    def _made(self, region: str | None) -> whose.Context:
        head = self.head
        return whose.Context(
            head.act.title, head.header, head.council, self.language, self.finder, region, f"{head.header} {head.act.title}"
        )

    def _budget(
        self, block: Block, masked: str, is_in_thousands: bool, context: whose.Context, introduction: str
    ) -> tuple[str, Budget]:
        """The sentence that introduces a block, which may hold for the next ones too, and the block's budget."""
        words = self.text.plain[max(block.heading, block.start - _MOST_HEADING) : block.start]
        own = "" if block.is_partial else whose.introduction(words, self.language)
        introduction = own or ("" if block.is_partial else introduction)
        heading = whose.sub_heading(words, self.language)
        belongs = whose.whose(introduction, heading, context)
        years = whose.years(introduction, self.language)
        titled = whose.years(context.title, self.language)
        settled = settle(block, is_in_thousands)
        findings = [*belongs.findings, *settled.findings, *self._unknown(block, masked), *_repeats(block)]
        findings += self._cut(block, settled)
        plan = years.plan or titled.plan
        year = years.budget or titled.budget
        findings += _year_findings(plan, year, introduction)
        if not is_in_thousands and not _has_unit(block):
            message = "no unit is printed anywhere; the amounts are taken for thousands of tenge"
            findings.append(Finding("unit-missing", "revenue_total", message, " ".join(settled.printed.values())[:300]))
        elif not is_in_thousands:
            message = "every amount is printed in tenge, none in thousands: it is taken at its word"
            findings.append(Finding("unit-tenge-throughout", "revenue_total", message, " ".join(settled.printed.values())[:300]))
        region, level = context.region, belongs.level
        if level == "republican_city":
            region = _city_region(belongs.place, context) or region
        is_amendment = self.head.act.is_amendment
        budget = Budget(
            place=belongs.place,
            region_code=region or self.finder.region(fold(belongs.place)),
            budget_year=year,
            plan_years=plan,
            level=level,
            amounts=stated(settled.values),
            findings=tuple(findings),
            scope="partial" if block.is_partial else "full",
            is_restated=None if is_amendment else _is_restated(self.text, block),
            details={name: value for name, value in settled.values.items() if name not in AMOUNTS},
            printed=settled.printed,
        )
        return introduction, budget

    def _unknown(self, block: Block, masked: str) -> list[Finding]:
        found = []
        for words, passage in unknown(self.text, masked, block):
            field = "numbered" if words == "numbered" else resembling(words)
            if field == "numbered":
                message = "a sub-point that is none of a budget's"
                found.append(Finding("statement-unknown", "amounts", message, passage))
            elif field and field not in block.statements:
                message = f"this may be {field}, misspelt"
                found.append(Finding("label-unclear", field, message, passage, is_blocking=field in AMOUNTS))
        return found

    def _cut(self, block: Block, settled: Settled) -> list[Finding]:
        """The text breaks off inside the block, as far as can be seen."""
        is_over = block.is_last and not self.annexes and "deficit" not in block.statements and not block.is_partial
        rest = self.text.folded[block.stop :]
        if settled.is_cut or (is_over and len(rest.strip()) < 400):
            last = list(settled.printed.values())[-1]
            return [Finding("truncated", "document", "the text breaks off here", last, is_blocking=False)]
        return []

    def _tables_in_thousands(self) -> bool:
        return any(
            _THOUSANDS.search(cell) for annex in self.annexes for row in annex.rows[:8] for cell in row if cell
        ) or any(_THOUSANDS.search(text) for annex in self.annexes for text in [*annex.heading, *annex.lines[:30]])

    def _swapped(self, context: whose.Context) -> Budget:
        """The budget of an amendment that only swaps figures: its place and years are the base act's, by the title."""
        passage = context.title or self.head.base
        belongs = whose.whose("", "", context if context.title else replace(context, title=passage))
        years = whose.years(passage, self.language)
        return Budget(
            place=belongs.place,
            region_code=context.region or self.finder.region(fold(belongs.place)),
            budget_year=years.budget,
            plan_years=years.plan,
            level=belongs.level,
            amounts=stated({}),
            findings=belongs.findings,
            scope="swaps",
        )

    def _with_swaps(self, budget: Budget, swapped: tuple) -> Budget:  # type: ignore[type-arg]
        named: dict[str, set] = {}  # type: ignore[type-arg]
        for swap in swapped:
            if swap.field:
                named.setdefault(swap.field, set()).add(swap.new)
        values = {field: new.pop() for field, new in named.items() if len(new) == 1}
        message = "figures are swapped for others; what the budget is then, only the base act tells"
        original = "; ".join(swap.original for swap in swapped[:10])
        finding = Finding("figures-swapped", "amounts", message, original)
        printed = {swap.field: swap.original for swap in swapped if swap.field}
        return replace(
            budget, amounts=stated(values), swaps=swapped, findings=(*budget.findings, finding), printed=printed
        )

    def _annex_numbers(self, block: Block) -> list[int]:
        words = self.text.folded[max(block.heading, block.start - _MOST_HEADING) : block.start]
        return [int(match["ru"] or match["kk"]) for match in _ANNEX_NUMBERS.finditer(words)][-1:]

    def _annexed(self, budgets: list[Budget], numbers: list[list[int]], context: whose.Context) -> list[Budget]:
        if not self.annexes:
            return budgets
        years = {budget.budget_year for budget in budgets}
        found = annexes.budgets(self.annexes, years if None not in years else set(), self.language, self.finder)
        if not found:
            return budgets
        done = []
        for index, budget in enumerate(budgets):
            own = numbers[index] if index < len(numbers) else []
            chosen = annexes.choose(index, budget, len(budgets), own, found)
            if chosen is None:
                message = "none of the annexes is certainly this budget's"
                note = Finding("annex-unmatched", "lines", message, "; ".join(a.annex.title for a in found)[:300], is_blocking=False)
                done.append(replace(budget, findings=(*budget.findings, note)))
                continue
            lines, findings = annexes.attach(budget, chosen)
            findings += _against_annex(budget, chosen)
            done.append(replace(budget, lines=lines, findings=(*budget.findings, *findings)))
        return done

    def _from_annexes(self, context: whose.Context) -> list[Budget]:
        """The budgets of a document that is nothing but annexes: those of the first year."""
        if not self.annexes:
            return []
        found = annexes.budgets(self.annexes, set(), self.language, self.finder)
        years = [item.year for item in found if item.year is not None]
        first = min(years) if years else None
        budgets = []
        for item in found:
            if item.year not in (first, None) or (item.year is None and budgets and first is None):
                continue
            title = item.annex.title
            belongs = whose.whose("", "", replace(context, title=title or context.title))
            lines, findings = annexes.attach(budgets[0] if budgets else None, item)  # type: ignore[arg-type]
            totals = annexes.totals(item)
            note = Finding(
                "from-annex", "amounts", "the text is not at hand; the amounts are the annex's", title, is_blocking=False
            )
            region = context.region or self.finder.region(fold(title)) or self.finder.region(fold(belongs.place))
            more = [] if item.year else [Finding("year-unknown", "budget_year", "no year is named", title)]
            budgets.append(
                Budget(
                    place=belongs.place,
                    region_code=region,
                    budget_year=item.year,
                    plan_years=whose.years(context.title, self.language).plan,
                    level=belongs.level,
                    amounts=stated({field: amount for field, (amount, _) in totals.items()}),
                    lines=lines,
                    findings=(*belongs.findings, note, *more, *findings),
                    printed={field: row for field, (_, row) in totals.items()},
                )
            )
        return budgets


def _against_annex(budget: Budget, chosen: annexes.Budgeted) -> list[Finding]:
    """Headline amounts of the text that the annex states otherwise; the two totals are compared with the lines."""
    found = []
    for field, (amount, row) in annexes.totals(chosen).items():
        own = budget.amounts.get(field)
        if field in ("revenue_total", "expenditure_total") or own is None or own == amount:
            continue
        if field == "deficit" and own == -amount:
            continue
        message = "the annex states another amount than the text"
        original = f"{budget.printed.get(field, '')}; {row}"
        found.append(Finding("annex-differs", field, message, original, plain(amount), plain(own)))
    return found


def _compared(budgets: tuple[Budget, ...], beside: tuple[Budget, ...]) -> tuple[tuple[Budget, ...], tuple[Finding, ...]]:
    """The budgets of the document's own language, held against the same in the other."""
    if len(budgets) != len(beside):
        message = "the texts in the two languages state different numbers of budgets"
        found = Finding("languages-differ", "document", message, "", str(len(budgets)), str(len(beside)), is_blocking=False)
        return budgets, (found,) if beside else ()
    done = []
    for own, other in zip(budgets, beside, strict=True):
        findings = []
        for name in AMOUNTS:
            here, there = own.amounts.get(name), other.amounts.get(name)
            if here is not None and there is not None and here != there:
                original = f"{own.printed.get(name, '')} / {other.printed.get(name, '')}"
                message = "the text in the other language states another amount"
                findings.append(Finding("languages-differ", name, message, original, plain(there), plain(here)))
        done.append(replace(own, findings=(*own.findings, *findings)))
    return tuple(done), ()


def _speaks(title: str, language: str) -> bool:
    is_kazakh = bool(re.search("[әғқңөұүһӘҒҚҢӨҰҮҺ]", title)) and not re.match(r"\W*(?:О|Об)\s", title)
    return is_kazakh == (language == "kk")


def _has_unit(block: Block) -> bool:
    return any(statement.amount.scale == 0 and any(statement.amount.sizes) for statement in block.statements.values())


def _repeats(block: Block) -> list[Finding]:
    message = "the same is stated twice, and differently"
    return [
        Finding(
            "stated-twice", item.field, message, f"{block.statements[item.field].original}; {item.original}",
            is_blocking=item.field in AMOUNTS,
        )
        for item in block.repeats
    ]  # fmt: skip


def _year_findings(plan: str | None, year: int | None, introduction: str) -> list[Finding]:
    if year is None:
        return [Finding("year-unknown", "budget_year", "the text does not say for which year", introduction[:300])]
    first, _, last = (plan or str(year)).partition("-")
    if not int(first) <= year <= int(last or first) or (last and not 0 < int(last) - int(first) <= 5):
        message = "the year is not among those of the plan"
        return [Finding("year-outside-plan", "budget_year", message, introduction[:300], plan or "", str(year))]
    return []


def _is_restated(text: Text, block: Block) -> bool:
    """Whether a footnote after the block says so of its point."""
    for match in RESTATED.finditer(text.folded, block.stop):
        number = match["ru"] or match["kk"]
        if match["all"] or block.point is None or (number and int(number) == block.point):
            return True
    return False


def _city_region(place: str, context: whose.Context) -> str | None:
    bare = fold(place).removeprefix("г. ").removesuffix(" каласы")
    return context.finder.cities.get(bare)


__all__ = ["Head", "read_document"]
