"""How decisions are named: their titles, the line that says who adopted them, and the sentences that approve a budget."""

from __future__ import annotations

from datetime import date, timedelta

from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Form, Layout
from tests.etl.decisions.layouts.places import Place
from tests.etl.decisions.layouts.quirks import Quirk
from tests.etl.decisions.layouts.shown import form
from tests.etl.decisions.layouts.words import day


def years(plan_years: str, language: str, dash: str = "-") -> str:
    """«на 2021-2023 годы», «на 2009 год»."""
    if "-" in plan_years:
        plan_years = plan_years.replace("-", dash)
        return f"на {plan_years} годы" if language == "ru" else f"{plan_years} жылдарға арналған"
    return f"на {plan_years} год" if language == "ru" else f"{plan_years} жылға арналған"


def council(facts: Facts, layout: Layout, case: str = "nominative") -> str:
    who = facts.council.inverted if layout.inverted else facts.council.name
    return str(getattr(who, case)[facts.language])


def region(facts: Facts, case: str) -> str:
    return str(getattr(facts.council.region.name, case)[facts.language])


_BARE = {
    "ru": {"oblast": "областной бюджет", "district": "районный бюджет", "city": "городской бюджет"},
    "kk": {"oblast": "облыстық бюджет", "district": "аудандық бюджет", "city": "қалалық бюджет"},
}
_ABOUT = {"oblast": "Об областном бюджете", "district": "О районном бюджете", "city": "О городском бюджете"}


def budget(place: Place, plan_years: str, language: str, layout: Layout) -> str:
    """What is approved: «районный бюджет Костанайского района на 2021-2023 годы»."""
    when = years(plan_years, language, ("-", " - ", " – ", "–")[layout.wording % 4])
    bare = _BARE[language].get(place.level, "")
    if language == "ru":
        of = place.name.genitive["ru"]
        if place.level == "oblast" or (bare and not layout.names_place):
            return f"{bare} {when}"
        plural = "бюджеты" if "," in of else "бюджет"
        return f"{'районный ' if place.level == 'district' else ''}{plural} {of} {when}"
    of = place.name.genitive["kk"]
    if place.level == "oblast" or (bare and not layout.names_place):
        return f"{when} {bare}"
    adjective = "аудандық " if place.level == "district" else ""
    return f"{when} {of} {adjective}бюджеті" if layout.inverted else f"{of} {when} {adjective}бюджеті"


def about(facts: Facts, layout: Layout) -> str:
    """The title of the decision that approves the budget."""
    when = years(facts.plan_years, facts.language)
    first = facts.plans[0].place
    area = facts.council.area.genitive[facts.language]
    if facts.language == "kk":
        if len(facts.plans) > 1:
            return f"{area} ауылдары мен ауылдық округтерінің {when} бюджеттері туралы"
        return f"{budget(first, facts.plan_years, 'kk', layout)} туралы"
    if len(facts.plans) > 1:
        return f"О бюджетах сел и сельских округов {area} {when}"
    of = first.name.genitive["ru"]
    if first.level in _ABOUT and (first.level == "oblast" or not layout.names_place):
        return f"{_ABOUT[first.level]} {when}"
    if first.level == "district":
        return f"О районном бюджете {of} {when}"
    if "," in of:
        return f"О бюджетах {of} {when}"
    return f"Об утверждении бюджета {of} {when}" if layout.inverted else f"О бюджете {of} {when}"


def amended(facts: Facts, layout: Layout, quote: tuple[str, str]) -> str:
    """The decision that is amended, as its amendments name it, in the genitive (Kazakh: the dative)."""
    assert facts.base
    number, when = facts.base
    named = f"{quote[0]}{about(facts, layout)}{quote[1]}"
    if facts.language == "ru":
        who = council(facts, layout, "genitive")
        return f"{who} от {day(when, 'ru')} № {number} {named}"
    who = council(facts, layout, "genitive")
    return f"{who} {day(when, 'kk')} № {number} {named} шешіміне"


def title(facts: Facts, layout: Layout, quote: tuple[str, str] = ('"', '"')) -> str:
    if form(facts, layout) not in {Form.RESTATED, Form.POINTS, Form.SWAPS}:
        return about(facts, layout)
    if facts.language == "ru":
        return f"О внесении изменений в решение {amended(facts, layout, quote)}"
    return f"{amended(facts, layout, quote)} өзгерістер енгізу туралы"


def adopted(facts: Facts, layout: Layout) -> str:
    """«Решение маслихата Костанайского района Костанайской области от … года № … . Зарегистрировано …»."""
    who = council(facts, layout, "genitive")
    is_oblast = facts.plans[0].place.level == "oblast"
    sign = "N" if layout.is_old else "№"
    registered = facts.adopted + timedelta(days=10)
    is_registered = facts.adopted < date(2021, 7, 1)
    if facts.language == "ru":
        where = "" if is_oblast else f" {region(facts, 'genitive')}"
        text = f"Решение {who}{where} от {day(facts.adopted, 'ru')} {sign} {facts.number}"
        if is_registered:
            text += (
                f". Зарегистрировано Департаментом юстиции {region(facts, 'genitive')}"
                f" {day(registered, 'ru')} {sign} 9676"
            )
        return text
    where = "" if is_oblast else f"{region(facts, 'nominative')} "
    text = f"{where}{who} {day(facts.adopted, 'kk')} {sign} {facts.number} шешімі"
    if is_registered:
        when = day(registered, "kk", "on")
        text += f". {region(facts, 'genitive')} Әділет департаментінде {when} {sign} 9676 болып тіркелді"
    return text


def annex_numbers(first: int, language: str, layout: Layout, single: bool) -> str:
    """«приложениям 1, 2 и 3», «1, 2 және 3-қосымшаларға»; of a plan for one year only the first."""
    if single:
        return f"приложению {first}" if language == "ru" else f"{first}-қосымшаға"
    one, two, three = first, first + 1, first + 2
    if layout.has(Quirk.COMMAS_LOST):
        start = f"{one}{two}"
    else:
        start = f"{one}, {two}"
    return f"приложениям {start} и {three}" if language == "ru" else f"{start} және {three}-қосымшаларға"


def named_unit(language: str, layout: Layout) -> str:
    """What the introduction says of the unit where the amounts don't."""
    return {"ru": " (тысяч тенге)", "kk": " (мың теңге)"}[language] if layout.has(Quirk.UNIT_NONE) else ""


def approves(place: Place, facts: Facts, layout: Layout, number: int | None, first_annex: int = 1) -> str:
    """The sentence that introduces the amounts."""
    single = "-" not in facts.plan_years
    annexes = annex_numbers(first_annex, facts.language, layout, single)
    what = budget(place, facts.plan_years, facts.language, layout)
    head = f"{number}. " if number else ""
    unit = named_unit(facts.language, layout)
    if facts.language == "ru":
        volumes = "объҰмах" if layout.has(Quirk.OCR) else "объемах"
        respectively = (" соответственно", " к настоящему решению соответственно", "")[layout.wording % 3]
        year = "" if single else f"{respectively}, в том числе на {facts.year} год"
        return f"{head}Утвердить {what} согласно {annexes}{year} в следующих {volumes}{unit}:"
    of_which, volumes = (("оның ішінде", "мынадай көлемдерде"), ("соның ішінде", "келесі көлемде"))[
        layout.wording % 2
    ]
    year = "" if single else f" {of_which} {facts.year} жылға"
    return f"{head}{what} тиісінше {annexes} сәйкес,{year} {volumes}{unit} бекітілсін:"


def heading(place: Place, language: str) -> str:
    """«По городу Жанатас:» — where one point holds several budgets."""
    name = place.name.nominative[language]
    if language == "kk":
        return f"{name} бойынша:"
    for nominative, dative in (("город ", "городу "), ("поселок ", "поселку "), ("село ", "селу ")):
        if name.startswith(nominative):
            return f"По {dative}{name.removeprefix(nominative)}:"
    if name.startswith("сельский округ "):
        return f"По сельскому округу {name.removeprefix('сельский округ ')}:"
    return f"По {name.removesuffix('ий сельский округ')}ому сельскому округу:"
