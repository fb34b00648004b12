"""The words of decisions: labels of amounts, dates, and what stands around them, in Russian and in Kazakh."""

from __future__ import annotations

from datetime import date

from tests.etl.decisions.layouts.layout import Form
from tests.etl.decisions.layouts.quirks import Quirk, chosen

# In the nominative and in the dative (Kazakh: with «бойынша»).
_KINDS = {
    "ru": {
        "revenue_tax": ("налоговые поступления", "налоговым поступлениям"),
        "revenue_nontax": ("неналоговые поступления", "неналоговым поступлениям"),
        "revenue_capital": (
            "поступления от продажи основного капитала",
            "поступлениям от продажи основного капитала",
        ),
        "revenue_special": ("специальные поступления", "специальным поступлениям"),
        "revenue_transfers": ("поступления трансфертов", "поступлениям трансфертов"),
    },
    "kk": {
        kind: (label, f"{label} бойынша")
        for kind, label in {
            "revenue_tax": "салықтық түсімдер",
            "revenue_nontax": "салықтық емес түсімдер",
            "revenue_capital": "негізгі капиталды сатудан түсетін түсімдер",
            "revenue_special": "арнаулы түсімдер",
            "revenue_transfers": "трансферттер түсімі",
        }.items()
    },
}
_OLD_TRANSFERS = {"ru": "полученные официальные трансферты", "kk": "алынған ресми трансферттер"}

LABELS = {
    "ru": {
        "revenue_total": "доходы",
        "expenditure_total": "затраты",
        "net_lending": "чистое бюджетное кредитование",
        "financial_assets_balance": "сальдо по операциям с финансовыми активами",
        "deficit": "дефицит (профицит) бюджета",
        "financing": "финансирование дефицита (использование профицита) бюджета",
        "operating": "операционное сальдо",
        "loans": "бюджетные кредиты",
        "repayment": "погашение бюджетных кредитов",
        "assets_bought": "приобретение финансовых активов",
        "assets_sold": "поступления от продажи финансовых активов государства",
        "borrowed": "поступление займов",
        "repaid": "погашение займов",
        "rest": "используемые остатки бюджетных средств",
        "subventions": "из них объем субвенций",
        "including": "в том числе",
    },
    "kk": {
        "revenue_total": "кірістер",
        "expenditure_total": "шығындар",
        "net_lending": "таза бюджеттік кредиттеу",
        "financial_assets_balance": "қаржы активтерімен операциялар бойынша сальдо",
        "deficit": "бюджет тапшылығы (профициті)",
        "financing": "бюджет тапшылығын қаржыландыру (профицитін пайдалану)",
        "operating": "операциялық сальдо",
        "loans": "бюджеттік кредиттер",
        "repayment": "бюджеттік кредиттерді өтеу",
        "assets_bought": "қаржы активтерін сатып алу",
        "assets_sold": "мемлекеттің қаржы активтерін сатудан түсетін түсімдер",
        "borrowed": "қарыздар түсімі",
        "repaid": "қарыздарды өтеу",
        "rest": "бюджет қаражатының пайдаланылатын қалдықтары",
        "subventions": "оның ішінде субвенция көлемі",
        "including": "оның ішінде",
    },
}

# Other spellings of the same, all of them met with.
SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "ru": {
        "deficit": ("дефицит бюджета (профицит)", "дефицит (профицит)"),
        "including": ("в том числе",),
    },
    "kk": {
        "revenue_capital": ("негізгі капиталды сатудан түскен түсімдер",),
        "revenue_transfers": (
            "трансферттердің түсімдері",
            "трансферттер түсімдері",
            "трансферттердің түсімі",
        ),
        "net_lending": ("таза бюджеттік кредит беру", "таза бюджеттік несиелендіру"),
        "financial_assets_balance": (
            "қаржы активтерімен жасалатын операциялар бойынша сальдо",
            "қаржылық активтермен операциялар бойынша сальдо",
        ),
        "loans": ("бюджеттік несиелер",),
        "repayment": ("бюджеттік несиелерді өтеу",),
        "deficit": ("бюджеттің тапшылығы (профициті)",),
        "including": ("соның ішінде",),
    },
}

_SLIPS = {
    "ru": {
        "revenue_transfers": ("трансфертов", "транофертов"),
        "net_lending": ("кредитование", "кредитоваиие"),
    },
    "kk": {"revenue_transfers": ("трансферт", "транcферг"), "net_lending": ("кредиттеу", "кредиттер")},
}


def label(name: str, language: str, quirks: frozenset[Quirk], spelling: int = 0) -> str:
    """The label of an amount. ``spelling`` picks among equal spellings."""
    text = _spelt(name, LABELS[language].get(name, ""), language, spelling) or _kind(
        name, language, quirks, spelling
    )
    if Quirk.OCR in quirks and name in _SLIPS[language]:
        text = text.replace(*_SLIPS[language][name])
    if Quirk.OCR_NONTAX in quirks and language == "ru":
        text = text.replace("неналогов", "не налогов")
    return text.upper() if Quirk.CAPITALS in quirks else text


def _spelt(name: str, usual: str, language: str, spelling: int) -> str:
    return (usual, *SPELLINGS[language].get(name, ()))[
        spelling % (len(SPELLINGS[language].get(name, ())) + 1)
    ]


def _kind(name: str, language: str, quirks: frozenset[Quirk], spelling: int) -> str:
    form = chosen(quirks, "LABELS")
    nominative, dative = _KINDS[language][name]
    if name == "revenue_transfers" and form is Quirk.LABELS_OLD:
        return _OLD_TRANSFERS[language]
    if language == "kk":
        nominative = _spelt(name, nominative, language, spelling)
        dative = f"{nominative} бойынша"
    mixed = form is Quirk.LABELS_MIXED and name in {"revenue_tax", "revenue_nontax"}
    return dative if form is Quirk.LABELS_DATIVE or mixed else nominative


MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),  # noqa: SIM905
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),  # noqa: SIM905
}
_FRONT = {"сәуір", "шілде"}


def day(when: date, language: str, case: str = "") -> str:
    """«15 ноября 2021 года»; Kazakh «2021 жылғы 15 қарашадағы», with ``case`` "on" «2021 жылғы 15 қарашада»."""
    month = MONTHS[language][when.month - 1]
    if language == "ru":
        return f"{when.day} {month} {when.year} года"
    ending = "те" if month == "қыркүйек" else "де" if month in _FRONT else "да"
    attribute = "" if case == "on" else "гі" if ending in {"те", "де"} else "ғы"
    return f"{when.year} жылғы {when.day} {month}{ending}{attribute}"


STATUS = {
    Form.ORIGINAL: {"ru": "Новый", "kk": "Жаңа"},
    Form.RESTATED: {"ru": "С истёкшим сроком", "kk": "Мерзімі біткен"},
    Form.POINTS: {"ru": "Новый", "kk": "Жаңа"},
    Form.SWAPS: {"ru": "Утративший силу", "kk": "Күшін жойған"},
    Form.CONSOLIDATED: {"ru": "Обновленный", "kk": "Жаңартылған"},
    Form.UPDATED: {"ru": "Обновленный", "kk": "Жаңартылған"},
}

RESOLVED = {"ru": "РЕШИЛ", "kk": "ШЕШІМ ҚАБЫЛДАДЫ"}

PREAMBLE = {
    "ru": (
        "В соответствии со статьей 75 Бюджетного кодекса Республики Казахстан от 4 декабря 2008 года, подпунктом 1) пункта 1"
        ' статьи 6 Закона Республики Казахстан от 23 января 2001 года "О местном государственном управлении и самоуправлении'
        ' в Республике Казахстан" {council} РЕШИЛ:'
    ),
    "kk": (
        'Қазақстан Республикасының 2008 жылғы 4 желтоқсандағы Бюджет кодексінің 75-бабына, "Қазақстан Республикасындағы'
        ' жергілікті мемлекеттік басқару және өзін-өзі басқару туралы" Қазақстан Республикасының 2001 жылғы 23 қаңтардағы'
        " Заңының 6-бабы 1-тармағының 1) тармақшасына сәйкес {council} ШЕШІМ ҚАБЫЛДАДЫ:"
    ),
}

# Points with sums that are none of the budget's headline amounts. The last lines begin like those that are.
TRAPS = {
    "ru": (
        "{n}. Установить на {year} год норматив распределения общей суммы поступлений:",
        "1) индивидуальный подоходный налог – 100 процентов;",
        "2) социальный налог – 100 процентов.",
        "{n1}. Учесть, что в бюджете на {year} год предусмотрены объемы субвенций, передаваемых из областного бюджета, в"
        " сумме 1 217 461 тысяч тенге, и бюджетные изъятия в сумме 56 103,0 тысячи тенге.",
        "{n2}. Утвердить резерв местного исполнительного органа на {year} год в сумме 78 000,0 тысяч тенге.",
        "{n3}. Учесть, что в бюджете на {year} год предусмотрены целевые трансферты, в том числе:",
        "поступления целевых текущих трансфертов из областного бюджета – 5 120,0 тысяч тенге;",
        "затраты на средний ремонт дорог – 150 000,0 тысяч тенге;",
        "погашение бюджетных кредитов – 18 442,0 тысячи тенге.",
    ),
    "kk": (
        "{n}. {year} жылға арналған түсімдердің жалпы сомасын бөлу нормативі белгіленсін:",
        "1) жеке табыс салығы – 100 пайыз;",
        "2) әлеуметтік салық – 100 пайыз.",
        "{n1}. {year} жылға арналған бюджетте облыстық бюджеттен берілетін субвенциялар көлемі 1 217 461 мың теңге сомасында"
        " көзделгені ескерілсін.",
        "{n2}. Жергілікті атқарушы органның {year} жылға арналған резерві 78 000,0 мың теңге сомасында бекітілсін.",
        "{n3}. {year} жылға арналған бюджетте нысаналы трансферттер көзделгені ескерілсін, оның ішінде:",
        "облыстық бюджеттен нысаналы ағымдағы трансферттер түсімі – 5 120,0 мың теңге;",
        "жолдарды орташа жөндеуге шығындар – 150 000,0 мың теңге.",
    ),
}

IN_FORCE = {
    "ru": "{n}. Настоящее решение вводится в действие с 1 января {year} года.",
    "kk": "{n}. Осы шешім {year} жылғы 1 қаңтардан бастап қолданысқа енгізіледі.",
}
CHAIRMAN = {"ru": "Председатель маслихата", "kk": "Мәслихат төрағасы"}
