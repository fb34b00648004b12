"""Whose budget a passage approves, of which level and for which years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.decisions.gazetteer import PlaceFinder
from etl.decisions.introductions import APPROVES
from etl.decisions.letters import fold, pattern
from etl.decisions.models import Finding
from etl.decisions.names import Council, Name, places

_RU_ENDS = pattern(r" ?на ?[0-9]{4}| согласно| в том числе| соответственно| в следующ|:")
_RU_YEAR = re.compile(r"на(?=\s*\d{4})")
# Words around a budget that name no place.
_GENERIC = re.compile(
    "[а-я]*бюджет[а-я]*|жылдарга|жылга|жылдар|арналган|прилагаем[а-я]+|местн[а-я]+|жергиликти|уточненн[а-я]+"
    "|районн[а-я]+|городск[а-я]+|областн[а-я]+|аудандык|аудан|калалык|кала|облыстык|[^а-я]+"
)
_BARE = (
    ("oblast", pattern(r"областно[а-я]+ бюджет|облыстык бюджет")),
    ("district", pattern(r"районн[а-я]+ бюджет|аудандык бюджет|аудан бюджет")),
    ("city", pattern(r"городско[а-я]+ бюджет|калалык бюджет|кала бюджет")),
)
_SEVERAL_RU = pattern(
    r"бюджет[а-я]* (?P<units>(?:(?:город|сел|посел|аул|сельск|аульн|поселков)[а-я]*(?: округ[а-я]*)?"
    r"(?:,? ?(?:и )?|(?=$)))+)"
)
_SEVERAL_KK = pattern(
    r"(?P<units>(?:(?:калала|ауылда|кентте|ауылдык округте)р[а-я]*(?:,? ?(?:мен |жане )?))+)(?:(?![а-я])|бюджет)"
)
_UNITS_RU = {
    "сел": "сёла",
    "село": "село",
    "села": "сёла",
    "город": "города",
    "посел": "посёлки",
    "аул": "аулы",
}
_OKRUGS_RU = {"сельск": "сельские округа", "аульн": "аульные округа", "поселков": "поселковые округа"}
_UNITS_KK = (
    ("ауылдыкокругт", "ауылдық округтер"),
    ("ауылда", "ауылдар"),
    ("кентте", "кенттер"),
    ("кала", "қалалар"),
)


@dataclass(frozen=True)
class Context:
    """What a decision says as a whole: title, the line of day and number, the maslikhat; ``region`` is the code of the
    region that they name."""

    title: str
    header: str
    council: Council | None
    language: str
    finder: PlaceFinder
    region: str | None
    around: str


@dataclass(frozen=True)
class Whose:
    place: str
    level: str | None
    findings: tuple[Finding, ...] = ()
    is_total: bool = False


def whose(intro: str, heading: str, context: Context) -> Whose:
    """Whose budget it is, by its sub-heading, the sentence that approves it, the title and the maslikhat."""
    language, finder = context.language, context.finder
    if heading:
        named = places(heading, language, finder, context.around)
        if named:
            return _named(named, intro, context)
    phrase = _phrase(intro, language)
    if phrase:
        named = places(phrase, language, finder, context.around)
        several = _several(phrase, named, context)
        if several:
            return several
        if named and _is_all(phrase, named, language):
            return _named(named, phrase, context)
        bare = _bare(phrase, context)
        if bare and not named:
            return bare
        if named or not _is_generic(phrase, language):
            # It names a place in words that are not understood: the title's place may well be another.
            return Whose("", None, (_note("place-unknown", "place", phrase),))
    return _titled(context, bool(phrase))


def _is_all(phrase: str, named: list[Name], language: str) -> bool:
    """Whether the place nearest to the word «бюджет» is understood: "бюджет Озерного с/о Костанайского района" is of
    a place that is not among the named ones."""
    if language == "ru":
        return _is_generic(phrase[: named[0].start], language)
    return _is_generic(phrase[named[-1].end :], language)


def _is_generic(phrase: str, language: str) -> bool:
    """Whether a phrase names no place at all: «бюджет на 2021-2023 годы»."""
    folded = fold(phrase)
    if language == "kk":
        folded = folded.partition("бюджет")[0]
    return not re.search("[а-я]", _GENERIC.sub(" ", folded))


def _phrase(intro: str, language: str) -> str:
    if language == "kk":
        return intro
    folded = fold(intro)
    start = APPROVES.search(folded)
    if start is None:
        return ""
    end = _RU_ENDS.search(folded, start.end())
    phrase = intro[start.end() : end.start() if end else start.end() + 300]
    if end and folded[end.start() : end.end()].strip() == ":":
        return phrase
    # "Бабайкорганна 2025-2027 годы": a space is missing, the preposition is not.
    glued = _RU_YEAR.search(intro, start.end())
    if glued and intro[glued.start() - 1 : glued.start()].isalpha():
        return intro[start.end() : glued.start()]
    return phrase


def _named(named: list[Name], phrase: str, context: Context) -> Whose:
    ordered = named if context.language == "ru" else named[::-1]
    first, rest = ordered[0], ordered[1:]
    if first.level == "fourth":
        return Whose(_below(first.text, rest, context), "fourth")
    if first.level == "city":
        districts = [name for name in rest if name.level == "district"]
        if districts or _is_below_district(context):
            return Whose(_below(first.text, rest, context), "fourth")
        level = _city_level(first.text, context)
        if level is None:
            return Whose(first.text, None, (_note("level-unclear", "level", first.text, blocking=False),))
        return Whose(first.text, level)
    return Whose(first.text, first.level)


def _is_below_district(context: Context) -> bool:
    if context.council:
        return context.council.level == "district"
    named = places(context.title, context.language, context.finder, context.around)
    return any(name.level == "district" for name in named)


def _city_level(text: str, context: Context) -> str | None:
    bare = fold(text).removeprefix("г. ").removesuffix(" каласы")
    if bare in context.finder.cities and context.region in (None, context.finder.cities[bare]):
        return "republican_city"
    if context.council:
        return "city" if context.council.level == "city" else None
    return "city" if dict(_BARE)["city"].search(fold(context.title)) else None


def _below(own: str, rest: list[Name], context: Context) -> str:
    """ "г. Тобыл, Костанайский район": what it lies in is in the passage, in the maslikhat's name or in the title."""
    above = next((name.text for name in rest if name.level in ("district", "city")), None)
    if (
        above is None
        and context.council
        and context.council.level in ("district", "city")
        and context.council.is_named
    ):
        above = context.council.text
    if above is None:
        named = places(context.title, context.language, context.finder, context.around)
        above = next((name.text for name in named if name.level == "district"), None)
        above = above or next((name.text for name in reversed(named) if name.level == "city"), None)
    if above is None and context.council and context.council.level != "oblast":
        above = context.council.text
    return f"{own}, {above}" if above and above != own else own


def _several(phrase: str, named: list[Name], context: Context) -> Whose | None:
    """One total for all villages: «бюджеты сел, сельских округов»."""
    folded = fold(phrase)
    own = [name for name in named if name.level in ("fourth", "city")]
    if context.language == "ru":
        match = _SEVERAL_RU.search(folded)
        if match is None or not re.search("бюджет[ыо]в? ", folded[match.start() : match.start() + 10] + " "):
            return None
        units = _units_ru(match["units"])
    else:
        match = _SEVERAL_KK.search(folded)
        units = _units_kk(match["units"]) if match else ""
    if not units:
        return None
    if own and context.language == "ru":
        words = " ".join(phrase.split())
        units = words[words.find(" ") + 1 :]
    district = next((name.text for name in named if name.level == "district"), None)
    above = district or (context.council.text if context.council else None)
    finding = Finding(
        "total-of-several", "place", "one total for several budgets, not one of them", " ".join(phrase.split()),
        is_blocking=False,
    )  # fmt: skip
    text = units
    if above and above.endswith("ский район"):
        text = f"{units} {above.removesuffix('ий район')}ого района"
    elif above:
        text = f"{units}, {above}"
    return Whose(text, "fourth", (finding,), is_total=True)


def _units_ru(words: str) -> str:
    found = []
    for word in re.findall(r"[а-я]+", words):
        okrug = next((value for key, value in _OKRUGS_RU.items() if word.startswith(key)), None)
        unit = okrug or next(
            (value for key, value in reversed(_UNITS_RU.items()) if word.startswith(key)), None
        )
        if unit:
            found.append(unit)
    return ", ".join(dict.fromkeys(found))


def _units_kk(words: str) -> str:
    found = []
    for word in re.split(r",|мен |жане ", words):
        packed = "".join(word.split())
        unit = next((value for key, value in _UNITS_KK if packed.startswith(key)), None)
        if unit:
            found.append(unit)
    return ", ".join(dict.fromkeys(found))


def _bare(phrase: str, context: Context) -> Whose | None:
    """«районный бюджет»: whose, the maslikhat says or the title."""
    folded = fold(phrase)
    for level, words in _BARE:
        if words.search(folded):
            return _of_level(level, context)
    return None


def _of_level(level: str, context: Context) -> Whose:
    titled = [
        name
        for name in places(context.title, context.language, context.finder, context.around)
        if name.level == level
    ]
    if titled:
        place = titled[0].text
    elif context.council and context.council.level == level:
        place = context.council.text
    else:
        stated = places(context.header, context.language, context.finder, context.around)
        place = next((name.text for name in stated if name.level == level), "")
    if not place:
        return Whose("", level, (_note("place-unknown", "place", context.title),))
    if level == "city":
        return Whose(place, _city_level(place, context) or "city")
    return Whose(place, level)


def _titled(context: Context, is_introduced: bool) -> Whose:
    """By the title alone: certain only if it speaks of one budget."""
    title = context.title
    quoted = re.search(r"[\"«“](.{8,})[\"»”]?", title, re.DOTALL)
    inner = quoted[1] if quoted and "бюджет" in fold(quoted[1]) else title
    named = places(inner, context.language, context.finder, context.around)
    own = [name for name in named if name.level in ("fourth", "city")]
    folded = fold(inner)
    is_plural = bool(re.search(r"бюджета?х|бюджетте?р|бюджетов|бюджетт?ери", folded))
    if is_plural or (_SEVERAL_KK if context.language == "kk" else _SEVERAL_RU).search(folded):
        if own and not is_introduced and context.language == "ru":
            # The text's first budget without its introduction: the title names this place first.
            first = _named([own[0], *[name for name in named if name.level == "district"]], inner, context)
            note = _note("place-by-order", "place", title, found=first.place)
            return Whose(first.place, first.level, (*first.findings, note))
        return Whose("", "fourth", (_note("place-unknown", "place", title),))
    for level, words in _BARE:
        if words.search(folded) and not own:
            return _of_level(level, context)
    if named:
        return _named(named, inner, context)
    if context.council and context.council.level != "fourth":
        who = context.council
        return Whose(
            who.text, who.level, (_note("place-by-council", "place", context.header, found=who.text),)
        )
    return Whose("", None, (_note("place-unknown", "place", title),))


def _note(code: str, field: str, original: str, found: str = "", blocking: bool = True) -> Finding:
    message = {
        "place-unknown": "the text does not say whose budget this is",
        "place-by-order": "the sentence that names the place is missing; the title names this place first",
        "place-by-council": "only the maslikhat tells whose budget this is",
        "level-unclear": "the text does not say whether the town is a city of its own or one of a district",
    }[code]
    return Finding(code, field, message, " ".join(original.split()), found=found, is_blocking=blocking)
