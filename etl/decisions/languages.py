"""Documents in two languages side by side: the blocks of each, since both are the same act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.decisions.document import Block
from etl.decisions.letters import repair

# A word of Cyrillic letters, with a Kazakh one (or the Latin one in its place) in it or without.
_WORD = re.compile(r"[Ѐ-ӿi]{3,}")
_KAZAKH = re.compile(r"[Ѐ-ӿi]*[әғқңөұүһіӘҒҚҢӨҰҮҺІi][Ѐ-ӿi]*")
_RU_LABEL = re.compile("доходы|затрат|решил", re.IGNORECASE)
_KK_LABEL = re.compile("кіріст|шығын|шешім|шешті", re.IGNORECASE)
# In an address, or in a file's name made of one; not the country's own "kz".
_ROAD = re.compile(r"(?:^|[/_-])(?:(?P<ru>rus?)|(?P<kk>kaz|kk))(?=$|[/_.-])", re.IGNORECASE)
# Kazakh place names occur in Russian text, and Kazakh words without letters of their own in Kazakh text.
_SHARE_KK, _SHARE_RU = 0.6, 0.2
_RUSSIAN_WORD = re.compile(r"(?<![Ѐ-ӿ])(?:по|на|от|и|в|с|к|из|не)(?![Ѐ-ӿ])", re.IGNORECASE)
_RUSSIAN_END = re.compile(r"(?:ого|ому|ской|ский|ния|ние|ции)(?![Ѐ-ӿ])", re.IGNORECASE)
_SAMPLE = 3000


def by_language(
    blocks: Sequence[Block], address: str | None, name: str
) -> list[tuple[str, tuple[Block, ...]]]:
    """The blocks of each language in which the document states a budget; first the document's own language."""
    texts = [_sample(block) for block in blocks]
    kinds = [_kind(text) for text in texts]
    has_ru = any(kind == "ru" and _RU_LABEL.search(text) for kind, text in zip(kinds, texts, strict=True))
    has_kk = any(kind == "kk" and _KK_LABEL.search(text) for kind, text in zip(kinds, texts, strict=True))
    if not (has_ru and has_kk):
        weight = {"ru": 0, "kk": 0}
        for kind, text in zip(kinds, texts, strict=True):
            if kind:
                weight[kind] += len(text)
        language = "kk" if has_kk or (weight["kk"] > weight["ru"] and not has_ru) else "ru"
        return [(language, tuple(blocks))]
    parted: dict[str, list[Block]] = {"ru": [], "kk": []}
    order: list[str] = []
    current = next(kind for kind in kinds if kind)
    for block, kind, text in zip(blocks, kinds, texts, strict=True):
        current = kind or current
        parted[current].append(block)
        if kind and kind not in order and (_RU_LABEL if kind == "ru" else _KK_LABEL).search(text):
            order.append(kind)
    stated = _stated(address) or _stated(name)
    first = stated or order[0]
    return [(language, tuple(parted[language])) for language in (first, "kk" if first == "ru" else "ru")]


def _stated(address: str | None) -> str | None:
    match = _ROAD.search(address or "")
    return match.lastgroup if match else None


def _sample(block: Block) -> str:
    if isinstance(block, str):
        return repair(block[:_SAMPLE])
    return repair(" ".join(cell for row in block.rows[:40] for cell in row)[:_SAMPLE])


def _kind(text: str) -> str | None:
    """The language of a passage, None where it has too few letters to tell."""
    words = _WORD.findall(text)
    if not words:
        return None
    share = sum(1 for word in words if _KAZAKH.fullmatch(word)) / len(words)
    if share > _SHARE_KK:
        return "kk"
    is_russian = (
        share < _SHARE_RU or _RUSSIAN_WORD.search(text) or (share < 0.4 and _RUSSIAN_END.search(text))
    )
    return "ru" if is_russian else "kk"
