"""The words by which decisions name their headline amounts, in Russian and Kazakh, in all the forms seen."""

from __future__ import annotations

from difflib import SequenceMatcher

from etl.decisions.letters import pattern

# Folded letters: no Kazakh letters of their own. Longer names stand before those that they begin with.
_TERMS: tuple[tuple[str, str], ...] = (
    ("revenue_nontax", r"не ?налогов[а-я]+ поступлени[а-я]+"),
    ("revenue_nontax", r"салык(?:тык|тан)? ?(?:емес|тыс)(?: баска)?(?: тусетин)?(?: тусим[а-я]*)?"),
    ("revenue_nontax", r"салыкка жатпайтын тусим[а-я]*"),
    ("revenue_tax", r"налогов[а-я]+ поступлени[а-я]+"),
    ("revenue_tax", r"салык(?:тык|тар|тан)?(?: тусетин)? тусим[а-я]*"),
    ("revenue_capital", r"(?:поступлени[а-я]+ )?от (?:продажи|реализации) основного капитала"),
    ("revenue_capital", r"негизги капитал[а-я]* сат[а-я]+(?: туск?[а-я]*(?: тусим[а-я]*)?)?"),
    ("revenue_special", r"специальн[а-я]+ поступлени[а-я]+"),
    ("revenue_special", r"арн[а-я]{2,6} тусим[а-я]*"),
    ("revenue_transfers", r"поступлени[а-я]+ (?:от )?(?:официальных )?трансферт[а-я]+"),
    ("revenue_transfers", r"полученн[а-я]+ (?:официальн[а-я]+ )?трансферт[а-я]+"),
    ("revenue_transfers", r"(?:алынган )?(?:ресми )?трансферт[а-я]*(?: бойынша)? тус[а-я]+(?: тусим[а-я]*)?"),
    ("revenue_transfers", r"алынган (?:ресми )?трансферт[а-я]*"),
    ("operating_balance", r"операционн[а-я]+ сальдо|операциялык сальдо"),
    ("credits_repaid", r"погашени[а-я]+ (?:бюджетных )?(?:кредитов|займов, выданных)"),
    ("credits_repaid", r"(?:бюджеттик )?(?:кредит|несие)[а-я]* отеу[а-я]*"),
    ("net_lending", r"чист[а-я]+ бюджетн[а-я]+ кредитовани[а-я]+"),
    ("net_lending", r"таза бюджет[а-я]* (?:кредит|несие)[а-я]*(?: беру)?"),
    ("credits", r"бюджетн[а-я]+ кредит[а-я]+"),
    ("credits", r"бюджеттик (?:кредит|несие)(?:тер|лер)[а-я]*"),
    ("financial_assets_balance", r"сальдо по операциям с финансовыми активами"),
    ("financial_assets_balance", r"каржы[а-я]* актив[а-я]*(?: [а-я]+){0,4}? сальдо[а-я]*"),
    ("assets_bought", r"приобретени[а-я]+ финансовых активов"),
    ("assets_bought", r"каржы[а-я]* актив[а-я]* сатып алу[а-я]*"),
    ("assets_sold", r"(?:поступлени[а-я]+ )?от (?:продажи|реализации) финансовых активов(?: государства)?"),
    ("assets_sold", r"(?:мемлекет[а-я]* )?каржы[а-я]* актив[а-я]* сат[а-я]+(?: туск?[а-я]*)?(?: тусим[а-я]*)?"),
    ("financing", r"финансировани[а-я]+ (?:бюджетного )?дефицит[а-я]*(?: бюджета)?"
                  r"(?: ?\(использовани[а-я]+ профицит[а-я]*(?: бюджета)?\))?(?: бюджета)?"),
    ("financing", r"бюджет[а-я]*(?: ?\(профицит[а-я]*\))? (?:тапшылыг|дефицит)[а-я]*(?: ?\(профицит[а-я]*\))?"
                  r" каржыландыру[а-я]*(?: ?\([а-я]+ пайдалану[а-я]*\))?"),
    ("loans_received", r"поступлени[а-я]+ займов|карыздар[а-я]* тусим[а-я]*"),
    ("loans_repaid", r"погашени[а-я]+ займов|карыздар[а-я]* отеу[а-я]*"),
    ("balances_used", r"(?:используем[а-я]+|движение) остатк[а-я]+(?: бюджетных средств)?"),
    ("balances_used", r"бюджет каражат[а-я]* пайд[а-я]+ калдыктар[а-я]*"),
    ("deficit", r"(?:дефицит|профицит)(?: бюджета)?(?: ?\(-\),?)?"
                r"(?:[ ,]*\(?(?:профицит|дефицит)[а-я]*\)?(?: ?\(\+\))?)?(?: бюджета)?"),
    ("deficit", r"бюджет[а-я]* (?:\(профицит[а-я]*\) )?(?:тапшылыг?ы?|дефицити?|профицити?)(?![а-я])"
                r"(?: ?\((?:профицит|дефицит|тапшылы|артыкшылы)[а-я]*\))?"),
    ("expenditure_total", r"затрат[а-я]*|расход(?:ы|ам)|шыгын(?:дар[а-я]*|ы)?|шыгыс(?:тар[а-я]*|ы)?"),
    ("revenue_total", r"доход(?:ы|ам|ов)|кирис(?:тер[а-я]*|и)?"),
)  # fmt: skip
# Of the details only these are stated often enough to check with.
DETAILS = ("operating_balance", "credits", "credits_repaid", "assets_bought", "assets_sold", "financing",
           "loans_received", "loans_repaid", "balances_used")  # fmt: skip
KINDS = ("revenue_tax", "revenue_nontax", "revenue_capital", "revenue_special", "revenue_transfers")

_FIELDS = tuple(field for field, _ in _TERMS)
LABEL = pattern(
    "(?<![а-я])(?:"
    + "|".join(f"(?P<t{i}>{term})" for i, (_, term) in enumerate(_TERMS))
    + ")(?![а-я])(?: бойынша)?"
)
# The beginnings of all these: looking for a few letters first is several times as fast.
_STEMS = (
    "нал не?нал салык поступ от+п от+р негиз спец арн получ трансф алын ресми опер погаш бюдж кредит несие чист таза сальдо "
    "карж приобр мемл финанс карыз использ движ дефиц профиц затр расх шыг доход кирис"
)
MAY_BEGIN = pattern("(?<![а-я])(?:" + "|".join(_STEMS.split()).replace("+", " ").replace("?", " ?") + ")")


def field_of(group: str) -> str:
    """The field of a match of LABEL, by the name of its outer group."""
    return _FIELDS[int(group[1:])]


_KNOWN = {
    "налоговые поступления": "revenue_tax", "налоговым поступлениям": "revenue_tax",
    "неналоговые поступления": "revenue_nontax", "неналоговым поступлениям": "revenue_nontax",
    "поступления от продажи основного капитала": "revenue_capital",
    "поступлениям от продажи основного капитала": "revenue_capital",
    "специальные поступления": "revenue_special", "поступления трансфертов": "revenue_transfers",
    "поступлениям трансфертов": "revenue_transfers", "чистое бюджетное кредитование": "net_lending",
    "сальдо по операциям с финансовыми активами": "financial_assets_balance", "затраты": "expenditure_total",
    "дефицит (профицит) бюджета": "deficit", "доходы": "revenue_total",
    "салыктык тусимдер": "revenue_tax", "салыктык емес тусимдер": "revenue_nontax",
    "негизги капиталды сатудан тусетин тусимдер": "revenue_capital", "арнаулы тусимдер": "revenue_special",
    "трансферттер тусими": "revenue_transfers", "трансферттердин тусимдери": "revenue_transfers",
    "таза бюджеттик кредиттеу": "net_lending", "шыгындар": "expenditure_total", "киристер": "revenue_total",
    "каржы активтеримен операциялар бойынша сальдо": "financial_assets_balance",
    "бюджет тапшылыгы (профицити)": "deficit",
}  # fmt: skip
_ALIKE_ENOUGH = 0.84


def resembling(words: str) -> str | None:
    """The headline amount whose label these folded words nearly are: "поступления транофертов"."""
    words = words.strip()
    tails = [words[-len(known) - 2 :] for known in _KNOWN]
    best, field = _ALIKE_ENOUGH, None
    for tail, (known, name) in zip(tails, _KNOWN.items(), strict=True):
        if abs(len(tail) - len(known)) > 4:
            continue
        matcher = SequenceMatcher(None, tail, known)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
            best, field = matcher.ratio(), name
    return field
