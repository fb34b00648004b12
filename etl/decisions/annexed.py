"""Which annex is whose: the lines of budgets, and the budgets of documents that are nothing but annexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from etl.decisions import tables
from etl.decisions.annexes import Annex
from etl.decisions.gazetteer import PlaceFinder
from etl.decisions.introductions import years
from etl.decisions.labels import KINDS
from etl.decisions.letters import fold
from etl.decisions.lines import assemble
from etl.decisions.models import Budget, Finding
from etl.decisions.names import places
from etl.decisions.settle import plain, stated
from etl.decisions.tables import SECTIONS
from etl.decisions.whose import Context, whose

_COMPARED_WITH_LINES = frozenset({"revenue_total", "expenditure_total"})
_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Budgeted:
    """An annex that is a budget, as it was read; ``names`` are the places of its heading."""

    annex: Annex
    table: tables.Table
    year: int | None
    names: tuple[str, ...]


def attach(
    budgets: Sequence[Budget],
    numbers: Sequence[int | None],
    annexes: Sequence[Annex],
    language: str,
    finder: PlaceFinder,
) -> list[Budget]:
    """The budgets with the lines of their annexes. ``numbers``: which annex each one's introduction names first."""
    own_years = {budget.budget_year for budget in budgets}
    found = _read(annexes, set() if None in own_years else own_years, language, finder)
    if not found:
        return list(budgets)
    done = []
    for index, (budget, number) in enumerate(zip(budgets, numbers, strict=True)):
        chosen = _choose(index, budget, len(budgets), number, found)
        if chosen is None:
            headings = "; ".join(item.annex.title for item in found)[:300]
            message = "none of the annexes is certainly this budget's"
            note = Finding("annex-unmatched", "lines", message, headings, is_blocking=False)
            done.append(replace(budget, findings=(*budget.findings, note)))
            continue
        findings = (*budget.findings, *_unread(chosen), *_against(budget, chosen))
        done.append(replace(budget, lines=assemble(chosen.table.rows), findings=findings))
    return done


def budgets_of(annexes: Sequence[Annex], context: Context) -> list[Budget]:
    """The budgets of a document without a text: those of the first year that its annexes are of."""
    found = _read(annexes, set(), context.language, context.finder)
    known = [item.year for item in found if item.year is not None]
    first = min(known) if known else None
    of_first = [item for item in found if item.year == first]
    # Of annexes that name no year the first is that of the plan's first year.
    chosen = of_first if first is not None else of_first[:1]
    return [_budget(item, context) for item in chosen]


def _budget(item: Budgeted, context: Context) -> Budget:
    title = item.annex.title
    belongs = whose("", "", replace(context, title=title or context.title))
    totals = _totals(item)
    message = "the text is not at hand; the amounts are the annex's"
    findings = [*belongs.findings, Finding("from-annex", "amounts", message, title, is_blocking=False)]
    if item.year is None:
        findings.append(Finding("year-unknown", "budget_year", "no year is named", title))
    regions = (context.region, context.finder.region(fold(title)), context.finder.region(fold(belongs.place)))
    return Budget(
        place=belongs.place,
        region_code=next((code for code in regions if code), None),
        budget_year=item.year,
        plan_years=years(context.title, context.language).plan,
        level=belongs.level,
        amounts=stated({field: amount for field, (amount, _) in totals.items()}),
        lines=assemble(item.table.rows),
        findings=(*findings, *_unread(item)),
        printed={field: row for field, (_, row) in totals.items()},
    )


def _read(
    annexes: Sequence[Annex], wanted: set[int | None], language: str, finder: PlaceFinder
) -> list[Budgeted]:
    """The annexes that are a budget of one of the wanted years (of any if none is named), or of a year that they do not
    say. The others are not even read."""
    kept = []
    for annex in annexes:
        year = annex.year()
        if year is not None and wanted and year not in wanted:
            continue
        table = annex.read()
        if {row.part for row in table.rows} & {"revenue", "expenditure"}:
            names = tuple(name.text for name in places(annex.title, language, finder))
            kept.append(Budgeted(annex, table, year, names))
    return kept


def _choose(
    index: int, own: Budget, count: int, number: int | None, found: Sequence[Budgeted]
) -> Budgeted | None:
    """The annex of a budget: of its year, and by its name, its number or its place among as many."""
    fitting = [item for item in found if item.year in (own.budget_year, None) or own.budget_year is None]
    if count > 1:
        name = own.place.partition(",")[0]
        named = [item for item in fitting if name in item.names]
        if not named and len(fitting) == count:
            return fitting[index]
        fitting = named or fitting
    if len(fitting) > 1:
        numbered = [item for item in fitting if number is not None and item.annex.number == number]
        fitting = numbered or (fitting if count == 1 else [])
    return fitting[0] if fitting else None


def _unread(chosen: Budgeted) -> list[Finding]:
    message, other = "a row of the annex can't be read", "a row of the annex has no code and is left out"
    table = chosen.table
    return [
        *(Finding("annex-row-unreadable", "lines", message, row) for row in table.problems[:_MOST_PROBLEMS]),
        *(
            Finding("annex-row-left-out", "lines", other, row, is_blocking=False)
            for row in table.others[:_MOST_PROBLEMS]
        ),
    ]


def _totals(chosen: Budgeted) -> dict[str, tuple[Decimal, str]]:
    """The headline amounts that an annex states, each with its row."""
    found: dict[str, tuple[Decimal, str]] = {}
    for row in chosen.table.rows:
        field = row.field if row.field in SECTIONS else None
        if row.part == "revenue" and set(row.codes) == {"category"}:
            kind = tables.section(row.name)
            field = kind if kind in KINDS else None
        if field:
            found.setdefault(field, (row.amount, row.original))
    return found


def _against(budget: Budget, chosen: Budgeted) -> list[Finding]:
    """Headline amounts of the text that the annex states otherwise; the two totals are compared with the lines."""
    found = []
    for field, (amount, row) in _totals(chosen).items():
        own = budget.amounts.get(field)
        if field in _COMPARED_WITH_LINES or own is None or own == amount:
            continue
        if field == "deficit" and own == -amount:
            continue  # tables often print a deficit without its sign
        message = "the annex states another amount than the text"
        original = f"{budget.printed.get(field, '')}; {row}"
        found.append(Finding("annex-differs", field, message, original, plain(amount), plain(own)))
    return found
