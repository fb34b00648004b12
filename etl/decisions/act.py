"""The act itself: its title, number and day, its registration and status, which act it amends, whose maslikhat it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.decisions.dates import Dated, dated
from etl.decisions.gazetteer import PlaceFinder
from etl.decisions.letters import fold, pattern
from etl.decisions.models import Act, Finding
from etl.decisions.names import Council, council
from etl.decisions.scan import Text

# What ends the preamble: the points of the decision follow.
RESOLVED = pattern(r"(?<![а-я])(?:решил[аи]?|шешим (?:кабылдады|етти|кабылдаиды)|шешти|шешеди)(?![а-я]) ?:?")
# At the beginning of a line, or with a capital where lines were lost.
_HEADER_RU = re.compile(r"(?:^|\n|[\"«“])[Рр]ешени[ея]\s|(?<!\w)(?:Решени[ея]|РЕШЕНИ[ЕЯ])\s")
_HEADER_KK = re.compile(r"[ \n,]*шешими?(?![а-я])")
_REGISTERED = pattern(r"зарегистрирован[а-я]*|тиркел[а-я]*|тиркеу")
_AMENDS = pattern(
    r"о внесении (?:изменени|дополнени|поправ)|озгерис[а-я]*[а-я ]* енгизу|толыктыру[а-я]* енгизу"
)
_INSERTS = pattern(r"внести в решени[а-я]+|енгизилсин")
_BUDGET = re.compile("бюджет")
_APPROVES = pattern(r"1\. [^:]{0,400}(?:утвердить|бекитилсин)|утвердить [^:]{0,80}бюджет")
_STATUS = {
    "новыи": "new", "новый": "new", "жана": "new",
    "обновленный": "updated", "жанартылган": "updated",
    "утративший силу": "repealed", "утратило силу": "repealed", "кушин жойган": "repealed", "куши жойылды": "repealed",
    "с истекшим сроком": "expired", "мерзими биткен": "expired",
}  # fmt: skip
_LATER_STATUS = pattern(
    r"(?P<repealed>утратил[оа] силу|куши жойылды)(?! в связи с истечен)"
    r"|(?P<expired>прекра(?:тило|щено) (?:свое )?действие|утратил[оа] силу в связи с истечен"
    r"|мерзими[а-я]* (?:от|бит|аяк)[а-я]+)"
)
# "Пункт 1 – в редакции решения …", "Пункт 1 с изменениями, внесенными …", "1-тармақ жаңа редакцияда".
RESTATED = pattern(
    r"пункт (?P<ru>[0-9]{1,3}) ?,?-? ?(?:в (?:новой )?редакции|с изменени|изложен|внесен)"
    r"|(?P<kk>[0-9]{1,3})[ -]*тармак[а-я]*[ ,-]*(?:жана редакция|озгерис|[а-я ]{0,30}редакцияда)"
    r"|(?P<all>(?:преамбула|решение) (?:в редакции|с изменени))"
)
_RESTATED_BY = pattern(r"(?:в редакции|внесенн[а-я]+) решени[а-я]+ |жана редакцияда[ -]*")
_HEAD_LENGTH, _HEADER_LENGTH, _LONGEST_TITLE = 6000, 700, 900
_POINT = re.compile(r"\d{1,3}[.)] |в соответствии|на основании|рассмотрев|казакстан республикасы")


@dataclass(frozen=True)
class Head:
    """The act with what its beginning says besides: ``header`` is the line that says who adopted it, ``body`` where
    the points begin, ``base`` the passage that names the amended act."""

    act: Act
    header: str
    body: int
    base: str
    council: Council | None
    findings: tuple[Finding, ...]


def read_head(
    text: Text, heading: str | None, language: str, address: str | None, finder: PlaceFinder
) -> Head:
    """The beginning of a decision. ``heading`` is the page's own, if it has one; ``text`` the whole body."""
    resolved = RESOLVED.search(text.folded, 0, _HEAD_LENGTH * 3)
    body = resolved.end() if resolved else 0
    end = resolved.start() if resolved else min(len(text.plain), _HEAD_LENGTH)
    own = _own(text, language, end)
    header_start, header = _header(text, own, language)
    title = _title(text, heading, own[0] if own else None, header_start, body)[:_LONGEST_TITLE]
    amends = bool(_AMENDS.search(fold(title))) if title else None
    inserts = _INSERTS.search(text.folded, body, body + 1500)
    if not amends and inserts and resolved:
        amends = True
    base_text = _amended(text.plain[body : body + 1500]) if amends else ""
    base, findings = _base(title, base_text) if amends else (own and own[0], ())
    registered = _registered(text, own)
    status = _status(text.folded[: max(end, 400)], fold(header))
    act = Act(
        title=title,
        number=own[0].number if own else None,
        adopted=own[0].day if own else None,
        base_number=base.number if base else None,
        base_date=base.day if base else None,
        language=language,
        is_amendment=amends,
        is_consolidated=status == "updated",
        status=status,
        address=address,
        registration=registered.number if registered else None,
        registered=registered.day if registered else None,
    )
    who = _council(text, header, title, body, bool(resolved), language, finder)
    return Head(act, header, body, base_text, who, tuple(findings))


def consolidated(act: Act, text: Text) -> Act:
    """The act with what its footnotes tell: a base act whose points were restated is an amendment by now."""
    if act.is_amendment:
        return act
    if RESTATED.search(text.folded):
        return replace(act, is_amendment=True, is_consolidated=True)
    is_known = act.status != "updated" and (bool(act.title) or bool(_APPROVES.search(text.folded)))
    return replace(act, is_amendment=False if is_known else None)


def _amended(passage: str) -> str:
    """Of the first point of an amendment what names the act that it amends."""
    folded = fold(passage)
    ends = [place for mark in ("(", "следующ", "мынадай", "келеси") if (place := folded.find(mark)) > 0]
    return passage[: min(ends)] if ends else passage


def _own(text: Text, language: str, end: int) -> tuple[Dated, int] | None:
    """Day and number of the act itself, and where its line begins."""
    if language == "kk":
        for found in dated(text.plain, text.folded, 0, end):
            if found.number and _HEADER_KK.match(text.folded, found.end):
                return found, text.folded.rfind("\n", 0, found.start) + 1
        return None
    for match in _HEADER_RU.finditer(text.plain, 0, end):
        for found in dated(text.plain, text.folded, match.start(), min(end, match.start() + _HEADER_LENGTH)):
            if found.number:
                return found, match.start()
            break
    return None


def _header(text: Text, own: tuple[Dated, int] | None, language: str) -> tuple[int | None, str]:
    if own is None:
        return None, ""
    found, start = own
    if language == "kk":
        # The name of the maslikhat may begin lines above where the text is broken into lines.
        lines = 0
        while start > 0 and lines < 3 and not _complete(text.plain[start : found.start]):
            start = text.folded.rfind("\n", 0, start - 1) + 1
            lines += 1
    return start, " ".join(text.plain[start : found.end].split())


def _complete(beginning: str) -> bool:
    return "мәслихат" in beginning.lower()


def _title(text: Text, heading: str | None, own: Dated | None, start: int | None, body: int) -> str:
    """The page's heading if it speaks of a budget, otherwise what stands above the line with day and number."""
    if heading and _BUDGET.search(fold(heading)):
        return " ".join(Text.of(heading).plain.split()).strip()
    if start is None:
        line = text.plain.partition("\n")[0]
        folded = fold(line)
        is_title = _BUDGET.search(folded) and not _POINT.match(folded) and len(line) < _LONGEST_TITLE
        return line.strip() if is_title and (body == 0 or len(line) < body) else ""
    above = [line for line in text.plain[:start].split("\n") if line.strip()]
    above = [line for line in above if fold(line).strip(" .") not in _STATUS and "://" not in line]
    if own is not None and not above:
        quoted = re.match(r'["«“]([^"»”]{10,400})["»”]', text.plain[start : own.start])
        return quoted[1] if quoted else ""
    if heading is None and len(above) > 12:
        above = above[-6:]
    wanted = next((i for i, line in enumerate(above) if _BUDGET.search(fold(line))), None)
    first = next((i for i, line in enumerate(above) if re.match(r"(?:о|об) ", fold(line))), wanted)
    if wanted is None or first is None:
        return ""
    return " ".join(" ".join(above[min(first, wanted) :]).split())


def _base(title: str, body: str) -> tuple[Dated | None, tuple[Finding, ...]]:
    """The act that is amended: from the title, or if that does not say, from the first point."""
    for passage in (title, body):
        found = [item for item in dated(passage, fold(passage)) if item.number]
        if passage is body:
            found = found[:1]
        acts = {(item.number, item.day) for item in found}
        if len(acts) > 1:
            finding = Finding(
                "base-unclear", "base_number", "the title names several acts", title,
                "one act", "; ".join(f"№ {number} of {day}" for number, day in sorted(acts, key=str)),
            )  # fmt: skip
            return None, (finding,)
        if found:
            return found[0], ()
    finding = Finding("base-unknown", "base_number", "the text does not say which act it amends", title)
    return None, (finding,)


def _registered(text: Text, own: tuple[Dated, int] | None) -> Dated | None:
    if own is None:
        return None
    start = own[0].end
    stop = text.folded.find("\n\n", start)
    end = min(start + 350, stop if stop > 0 else len(text.plain))
    if not _REGISTERED.search(text.folded, start, end):
        return None
    return next((item for item in dated(text.plain, text.folded, start, end) if item.number), None)


def _status(head: str, header: str) -> str | None:
    for line in head.split("\n"):
        known = _STATUS.get(line.strip(" ."))
        if known:
            return known
    later = _LATER_STATUS.search(head)
    return later.lastgroup if later else None


def _council(
    text: Text, header: str, title: str, body: int, is_resolved: bool, language: str, finder: PlaceFinder
) -> Council | None:
    """The maslikhat, by the line of day and number, by who «РЕШИЛ», by the title, or by the amended act."""
    own = text.plain[max(0, body - 140) : body] if is_resolved else ""
    by_whom = council(own, language, finder, is_last=True)
    passages = [header, title]
    if body:
        passages.append(text.plain[body : body + 500])
    restated = _RESTATED_BY.search(text.folded)
    if restated:
        passages.append(text.plain[restated.end() : restated.end() + 120])
    named = [found for passage in passages if passage and (found := council(passage, language, finder))]
    if by_whom:
        named.insert(1 if header and named else 0, by_whom)
    return next((found for found in named if found.is_named), named[0] if named else None)
