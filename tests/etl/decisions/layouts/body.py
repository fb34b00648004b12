"""The text of a decision: header, points, notes, and what stands around them, as blocks that each site renders its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tests.etl.decisions.layouts import titles
from tests.etl.decisions.layouts.amounts import digits
from tests.etl.decisions.layouts.facts import Facts, Plan
from tests.etl.decisions.layouts.figures import ended, figure_lines
from tests.etl.decisions.layouts.layout import Form, Layout, Several
from tests.etl.decisions.layouts.quirks import Quirk
from tests.etl.decisions.layouts.shown import form
from tests.etl.decisions.layouts.words import CHAIRMAN, IN_FORCE, PREAMBLE, STATUS, TRAPS, day


@dataclass(frozen=True)
class Block:
    """``kind``: title, status, decision, note, paragraph, right (a heading at the right), heading, table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def quotes(layout: Layout) -> tuple[str, str]:
    if layout.has(Quirk.ANGLES) or layout.is_old:
        return "«", "»"
    return '"', '"'


def header(facts: Facts, layout: Layout) -> Iterator[Block]:
    yield Block("title", titles.title(facts, layout, quotes(layout)))
    yield Block("status", STATUS[form(facts, layout)][facts.language])
    yield Block("decision", titles.adopted(facts, layout))
    if layout.is_old or form(facts, layout) is Form.SWAPS:
        yield Block(
            "note",
            {
                "ru": "Примечание РЦПИ.<br>В тексте документа сохранена пунктуация и орфография оригинала.",
                "kk": "РҚАО ескертпесі.<br>Мәтінде авторлық орфография және пунктуация сақталған.",
            }[facts.language].replace("<br>", " "),
        )
    else:
        yield Block(
            "note",
            {
                "ru": f"Сноска. Вводится в действие с 01.01.{facts.year} в соответствии с пунктом 5 настоящего решения.",
                "kk": f"Ескерту. 01.01.{facts.year} бастап қолданысқа енгізіледі – осы шешімнің 5-тармағымен.",
            }[facts.language],
        )


def body(facts: Facts, layout: Layout) -> Iterator[Block]:
    """The points. Of a text that is not whole the last line that it shows is the end."""
    who = titles.council(facts, layout)
    yield Block("paragraph", PREAMBLE[facts.language].format(council=who))
    kind = form(facts, layout)
    if kind in {Form.RESTATED, Form.POINTS, Form.SWAPS}:
        yield from _amending(facts, layout, kind)
        number = 2
    else:
        yield from _points(facts, layout)
        if kind is Form.CONSOLIDATED:
            yield Block("note", _restated(facts, layout))
        number = 2 if layout.several is Several.HEADINGS else len(facts.plans) + 1
    if not facts.is_whole:
        return
    if layout.has(Quirk.TRAPS):
        numbers = {f"n{i}": number + i for i in range(1, 4)}
        for text in TRAPS[facts.language]:
            yield Block("paragraph", text.format(n=number, year=facts.year, **numbers))
        number += 4
    yield Block("paragraph", IN_FORCE[facts.language].format(n=number, year=facts.year))
    yield Block("paragraph", CHAIRMAN[facts.language])


def _points(facts: Facts, layout: Layout) -> Iterator[Block]:
    """The budgets, a point or a heading each."""
    headings = layout.several is Several.HEADINGS and len(facts.plans) > 1
    for index, plan in enumerate(facts.plans):
        if not headings:
            yield Block("paragraph", titles.approves(plan.place, facts, layout, index + 1, 3 * index + 1))
        else:
            if index == 0:
                yield Block("paragraph", _approves_all(facts, layout))
            yield Block("paragraph", titles.heading(plan.place, facts.language))
        lines = [line for part in figure_lines(plan, facts, layout, index).values() for line in part]
        for text in ended(lines, layout):
            yield Block("paragraph", text)


def _approves_all(facts: Facts, layout: Layout) -> str:
    when = titles.years(facts.plan_years, facts.language)
    unit = titles.named_unit(facts.language, layout)
    last = 3 * len(facts.plans)
    if facts.language == "ru":
        return (
            f"1. Утвердить бюджеты города и сельских округов {when} согласно приложениям 1 - {last}, в том числе на"
            f" {facts.year} год по городу и каждому сельскому округу в следующих объемах{unit}:"
        )
    return (
        f"1. {when} қала және ауылдық округтер бюджеттері 1 - {last}-қосымшаларға сәйкес, оның ішінде {facts.year} жылға"
        f" қала және әр ауылдық округ бойынша мынадай көлемдерде{unit} бекітілсін:"
    )


def _restated(facts: Facts, layout: Layout) -> str:
    """The note that a point is no longer the original one."""
    when = facts.adopted + timedelta(days=200)
    who = titles.council(facts, layout, "genitive")
    printed, begins = f"{when:%d.%m.%Y}", f"01.01.{facts.year}"
    if facts.language == "ru":
        return (
            f"Сноска. Пункт 1 – в редакции решения {who} от {printed} № 69 (вводится в действие с {begins})."
        )
    return f"Ескерту. 1-тармақ жаңа редакцияда – {who} {printed} № 69 шешімімен ({begins} бастап қолданысқа енгізіледі)."


def _amending(facts: Facts, layout: Layout, kind: Form) -> Iterator[Block]:
    quote = quotes(layout)
    base = titles.amended(facts, layout, quote)
    if facts.language == "ru":
        yield Block(
            "paragraph",
            f"1. Внести в решение {base} (зарегистрировано в Реестре государственной регистрации нормативных правовых"
            " актов под № 9681) следующие изменения:",
        )
    else:
        yield Block(
            "paragraph",
            f"1. {base.removesuffix(' шешіміне')} (Нормативтік құқықтық актілерді мемлекеттік тіркеу тізілімінде № 9681"
            " болып тіркелген) шешіміне мынадай өзгерістер енгізілсін:",
        )
    yield from {Form.RESTATED: _whole, Form.POINTS: _parts, Form.SWAPS: _swaps}[kind](facts, layout)
    if facts.is_whole:
        text = {
            "ru": "приложение 1 к указанному решению изложить в новой редакции согласно приложению к настоящему решению.",
            "kk": "көрсетілген шешімнің 1-қосымшасы осы шешімнің қосымшасына сәйкес жаңа редакцияда жазылсын.",
        }
        yield Block("paragraph", text[facts.language])


def _whole(facts: Facts, layout: Layout) -> Iterator[Block]:
    """«пункт 1 изложить в новой редакции: "1. Утвердить … "»."""
    numbers = ", ".join(str(i + 1) for i in range(len(facts.plans)))
    if facts.language == "ru":
        points = "пункт 1" if len(facts.plans) == 1 else f"пункты {numbers}"
        yield Block("paragraph", f"{points} указанного решения изложить в новой редакции:")
    else:
        points = "1-тармағы" if len(facts.plans) == 1 else f"{numbers}-тармақтары"
        yield Block("paragraph", f"көрсетілген шешімнің {points} жаңа редакцияда жазылсын:")
    left, right = ("", "") if layout.has(Quirk.QUOTES_NONE) else quotes(layout)
    blocks = list(_points(facts, layout))
    closing = "." if facts.is_whole else ""
    last = blocks[-1].text.removesuffix(".")
    blocks[-1] = Block("paragraph", f"{last}{closing}{right};" if facts.is_whole else last)
    yield Block("paragraph", left + blocks[0].text)
    yield from blocks[1:]


def _parts(facts: Facts, layout: Layout) -> Iterator[Block]:
    """«подпункты 1), 2) изложить в следующей редакции»: some of the amounts."""
    left, right = quotes(layout)
    found = figure_lines(facts.plans[0], facts, layout)
    yield Block("paragraph", {"ru": "в пункте 1:", "kk": "1-тармақта:"}[facts.language])
    for names, points in (
        (("revenue_total", "expenditure_total"), "1), 2)"),
        (("deficit", "financing"), "5), 6)"),
    ):
        lines = [line for name in names for line in found.get(name, ())]
        if not lines:
            continue
        text = {
            "ru": f"подпункты {points} изложить в следующей редакции:",
            "kk": f"{points} тармақшалар мынадай редакцияда жазылсын:",
        }
        yield Block("paragraph", text[facts.language])
        done = ended(lines, layout, f"{right};")
        yield Block("paragraph", left + done[0])
        yield from (Block("paragraph", line) for line in done[1:])


def _swaps(facts: Facts, layout: Layout) -> Iterator[Block]:
    """«цифры "2 775 514" заменить цифрами "2 856 950"»: what it was is made up."""
    left, right = quotes(layout)
    yield Block("paragraph", {"ru": "в пункте 1:", "kk": "1-тармақта:"}[facts.language])
    for point, names in enumerate(SWAPPED, start=1):
        where = {"ru": f"в подпункте {point}):", "kk": f"{point}) тармақшада:"}
        yield Block("paragraph", where[facts.language])
        for pair in swapped(facts.plans[0], names):
            was, now = (f"{left}{digits(value, layout.quirks)}{right}" for value in pair)
            if facts.language == "ru":
                yield Block("paragraph", f"цифры {was} заменить цифрами {now};")
            else:
                yield Block("paragraph", f"{was} деген сандар {now} деген сандармен ауыстырылсын;")


# What Form.SWAPS swaps, by sub-point.
SWAPPED = (("revenue_total", "revenue_tax", "revenue_transfers"), ("expenditure_total",))


def swapped(plan: Plan, names: tuple[str, ...] = SWAPPED[0] + SWAPPED[1]) -> list[tuple[Decimal, Decimal]]:
    """The figures that were, which are made up, and those that take their places."""
    new = [value for name in names if (value := plan.amounts[name])]
    return [((value * Decimal("0.93")).quantize(Decimal("0.1")), value) for value in new]


def signed(facts: Facts) -> str:
    """Who the annex belongs to: «от 15 ноября 2021 года № 71»."""
    if facts.language == "ru":
        return f"от {day(facts.adopted, 'ru')} № {facts.number}"
    return f"{day(facts.adopted, 'kk')} № {facts.number}"
