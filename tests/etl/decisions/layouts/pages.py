"""Pages and plain text: the blocks of a decision as each site shows them."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable

from tests.etl.decisions.layouts.body import Block
from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Layout, Site
from tests.etl.decisions.layouts.noise import noisy, pieces
from tests.etl.decisions.layouts.quirks import Quirk

ROADS = {"ru": "rus", "kk": "kaz"}
# What stands around a text on the site; the figures in it are none of the decision's.
MENU = {
    "ru": "Главная Поиск Текст Официальная публикация Информация История изменений Ссылки Скачать Прочее",
    "kk": "Басты бет Іздеу Мәтін Ресми жариялануы Ақпарат Өзгерістер тарихы Сілтемелер Жүктеп алу Басқа",
}
FOOT = {
    "ru": "© 2012. РГП на ПХВ «Институт законодательства и правовой информации Республики Казахстан»",
    "kk": "© 2012. Қазақстан Республикасының Заңнама және құқықтық ақпарат институты ШЖҚ РМК",
}
# Links by year and by region: as much of a page again as the text, with figures that are none.
LINKS = "".join(
    f'<li class="menu_item"><a href="/rus/index/docs/dt={year}-{month:02}" title="Документы">{year}.{month:02}</a></li>\n'
    for year in range(2018, 2026)
    for month in range(1, 13)
)
_SPACES = {"\u00a0": "&nbsp;", "\u00ad": "&shy;", "\u2009": "&#8201;", "\n": "<br>\n"}


def escaped(text: str) -> str:
    text = html.escape(text, quote=False)
    for letter, entity in _SPACES.items():
        text = text.replace(letter, entity)
    return text


def marked(text: str, layout: Layout, tag: str = "span") -> str:
    """With its slips, as HTML."""
    text = noisy(text, layout.quirks)
    cut = pieces(text, layout.quirks)
    if len(cut) == 1:
        return escaped(text)
    return "".join(f"<{tag}>{escaped(piece)}</{tag}>" for piece in cut)


def table(block: Block, layout: Layout) -> str:
    """Cells as they are; of steps of headings the sum reaches down over all of them."""
    rows = []
    for row in block.rows:
        cells = "".join(f"<td><p>{marked(cell, layout) or '&nbsp;'}</p></td>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1" cellspacing="0">\n<tbody>{chr(10).join(rows)}</tbody></table>'


def block_html(block: Block, layout: Layout) -> str:
    text = marked(block.text, layout)
    indent = "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; "
    if block.kind == "table":
        return table(block, layout)
    if block.kind == "note":
        return f'<p class="note"><span style="color:#ff0000">{indent}{text}</span></p>'
    if block.kind == "right":
        return f'<table class="appendix"><tr><td>&nbsp;</td><td align="right">{text}</td></tr></table>'
    if block.kind == "heading":
        return f'<p style="text-align:center"><b>{text}</b></p>'
    return f'<p><a name="z1"></a>{indent}{text}</p>'


def article(blocks: Iterable[Block], layout: Layout) -> str:
    """In pages of old the whole text is one paragraph, in lines."""
    parts = []
    for is_text, group in itertools.groupby(blocks, lambda block: block.kind in {"paragraph", "note"}):
        if is_text and layout.is_old:
            parts.append(f"<p>{'<br>'.join(marked(block.text, layout) for block in group)}</p>")
        else:
            parts += [block_html(block, layout) for block in group]
    return "\n".join(parts)


def _heads(blocks: list[Block], layout: Layout) -> dict[str, str]:
    return {
        kind: next((marked(block.text, layout) for block in blocks if block.kind == kind), "")
        for kind in ("title", "status", "decision")
    }


def _rest(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.kind not in {"title", "status", "decision"}]


def adilet(blocks: list[Block], facts: Facts, layout: Layout, charset: str) -> str:
    heads = _heads(blocks, layout)
    road = ROADS[facts.language]
    frame = _frame(heads, article(_rest(blocks), layout))
    return _page(
        facts, f"https://adilet.zan.kz/{road}/docs/{facts.decision_id}", heads["title"], frame, charset
    )


def _frame(heads: dict[str, str], text: str) -> str:
    return (
        f'<div class="container_alpha slogan"><span class="status status_upd">{heads["status"]}</span>'
        f"<h1>{heads['title']}</h1>\n<p>{heads['decision']}</p></div>\n"
        f'<div class="container_gamma text text_upd"><article>\n{text}\n</article></div>'
    )


def _page(facts: Facts, address: str, title: str, body: str, charset: str) -> str:
    language = facts.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="{charset}">'
        f'<title>{title} - ИПС "Әділет"</title>\n<link rel="canonical" href="{address}">'
        "<style>.text p {margin: 0 0 12px} td {width: 1411px}</style>"
        "<script>var total = 11749382; var label = 'доходы – 5 тысяч тенге';</script></head>\n<body>"
        f'<div id="header">{MENU[language]}<ul>{LINKS}</ul></div>\n{body}\n'
        f'<div class="container_omega aftertext">{FOOT[language]}</div></body></html>\n'
    )


def compare(blocks: list[Block], other: list[Block], facts: Facts, layout: Layout, charset: str) -> str:
    """Both languages beside each other; the address's own stands left."""
    heads, beside = _heads(blocks, layout), _heads(other, layout)
    address = f"https://adilet.zan.kz/{ROADS[facts.language]}/docs/{facts.decision_id}/compare"
    if layout.site is Site.COMPARE:
        columns = (
            f'<div class="container_alpha compare_left">{_frame(heads, article(_rest(blocks), layout))}</div>\n'
            f'<div class="container_alpha compare_right">{_frame(beside, article(_rest(other), layout))}</div>'
        )
        return _page(facts, address, heads["title"], columns, charset)
    rows = [
        f"<tr><td>{block_html(left, layout) if left else ''}</td><td>{block_html(right, layout) if right else ''}</td></tr>"
        for left, right in itertools.zip_longest(blocks, other)
    ]
    return _page(
        facts, address, heads["title"], f'<table class="compare">{chr(10).join(rows)}</table>', charset
    )


def uchet(blocks: list[Block], facts: Facts, layout: Layout, charset: str) -> str:
    """The title, the decision, the status in this order, and no mark of where the text begins."""
    heads = _heads(blocks, layout)
    parts = [f"<h1>{heads['title']}</h1>", f"<p>{heads['decision']}.</p>", f"<p>{heads['status']}</p>"]
    address = f"https://zakon.uchet.kz/{ROADS[facts.language]}/docs/{facts.decision_id}"
    return _page(facts, address, heads["title"], "\n".join([*parts, article(_rest(blocks), layout)]), charset)


def prg(blocks: list[Block], layout: Layout) -> str:
    """A fragment: no head, no frame, each paragraph in spans."""
    parts = []
    for block in blocks:
        if block.kind == "table":
            parts.append(table(block, layout))
        elif block.kind != "status":
            parts.append(f'<p class="pj"><span class="s0">{marked(block.text, layout, "span")}</span></p>')
    return "\n".join(parts)


def plain(blocks: list[Block], layout: Layout) -> str:
    """Lines; cells of a table between tabs."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == "table":
            lines += ["\t".join(row) for row in block.rows]
        else:
            lines.append(
                ("" if layout.has(Quirk.SEP_COLUMN) else "      ") + noisy(block.text, layout.quirks)
            )
    return "\n".join(lines) + "\n"
