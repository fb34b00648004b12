"""The words before a budget's amounts: the sentence that approves it, a sub-heading, the years."""

from __future__ import annotations

from dataclasses import dataclass

from etl.decisions.letters import fold, pattern

# A year with no digit beside it: of «20211» nobody knows which one is too much.
_Y = r"(?<![0-9])(?P<{}>(?:19|20)[0-9]{{2}})(?![0-9])"
_FIRST, _LAST, _ONLY, _YEAR = (_Y.format(name) for name in ("first", "last", "only", "year"))
_PLAN_RU = pattern(rf"на ?{_FIRST}(?: ?- ?{_LAST})? ?г(?:оды?|ода|г?\.)")
_PLAN_KK = pattern(rf"{_FIRST} ?- ?{_LAST}[ -]*ж(?:ыл|\.)|{_ONLY} ?жылга")
_YEAR_RU = pattern(rf"(?:в том числе|а также|из них)[^0-9]{{0,40}}?на ?{_YEAR} ?г")
_YEAR_KK = pattern(rf"(?:ишинде|ишинен)[^0-9]{{0,20}}{_YEAR} ?ж")
APPROVES = pattern(r"(?:утверд|утвержд)[а-я]+ ")
_ABOUT_RU = pattern(r"по (?=город|сел|пос[е]л|аул|[а-я-]+(?:ому|ему) |сельск|станци)")
_ABOUT_KK = pattern(
    r"(?:^|\n|;|\.)(?! ?(?:оны|соны)н ишинде)(?P<about>[^\n:;]{3,90}?) бойынша ?:(?![-( ]*[0-9])"
)


@dataclass(frozen=True)
class Years:
    plan: str | None
    budget: int | None


def years(passage: str, language: str) -> Years:
    """ "на 2021-2023 годы …, в том числе на 2021 год" → "2021-2023", 2021."""
    folded = fold(passage)
    match = (_PLAN_KK if language == "kk" else _PLAN_RU).search(folded)
    explicit = (_YEAR_KK if language == "kk" else _YEAR_RU).search(folded)
    plan, first = None, None
    # «…, в том числе на 2021 год» names a year of the plan, not the plan.
    if match and not (explicit and match.start() >= explicit.start()):
        groups = match.groupdict()
        first = groups["first"] or groups.get("only")
        plan = f"{first}-{groups['last']}" if groups["last"] else first
    year = explicit["year"] if explicit else first
    return Years(plan, int(year) if year else None)


def introduction(passage: str, language: str) -> str:
    """Of what stands before a budget's amounts the sentence that approves it; "" if none does."""
    folded = fold(passage)
    if language == "ru":
        found = list(APPROVES.finditer(folded))
        return passage[found[-1].start() :] if found else ""
    end = folded.rfind("бекит")
    if end < 0:
        return ""
    start = max(
        folded.rfind(mark, 0, end)
        for mark in ('"', "жазылсын:", "мазмундалсын:", "баяндалсын:", "ды:", "ти:")
    )
    return passage[max(start, folded.rfind("\n", 0, max(start, 0)), end - 700, 0) :]


def sub_heading(passage: str, language: str) -> str:
    """«По городу Жанатас:» after the sentence that approves, "" if there is none."""
    folded = fold(passage)
    end = max(folded.rfind("объем"), folded.rfind("утвер"), folded.rfind("бекит"))
    rest = passage[max(end, 0) :]
    colon = rest.find(":") if end >= 0 else -1
    after = rest[colon + 1 :] if colon >= 0 else (passage if end < 0 else "")
    folded = fold(after)
    if language == "kk":
        found = list(_ABOUT_KK.finditer("\n" + folded.lstrip()))
        offset = len(after) - len(after.lstrip())
        return after.lstrip()[max(found[-1].start() - 1, 0) :] if found and offset >= 0 else ""
    matches = list(_ABOUT_RU.finditer(folded))
    return after[matches[-1].start() :] if matches else ""
