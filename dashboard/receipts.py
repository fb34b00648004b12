"""Which receipts can be asked for: the parameters of the receipt page and of its charts, and what goes with what.

A receipt is of a place on a basis: what was executed in a period, or the plan of 2021 that the thesis sets out for
Almaty. What an address leaves unsaid, and what has no meaning beside the rest, is settled here.
"""

from __future__ import annotations

from functools import cache

from catalogue.loader import load
from dashboard.data import TablesMissing, table
from dashboard.figures import receipt, receipt_execution
from dashboard.figures.receipt_periods import AGAINST, Period, is_from_january, known, read
from dashboard.figures.receipt_shares import STEPS
from dashboard.figures.receipt_sums import divisor
from dashboard.url_state import Choice, Choices, State, Text

AUTO = "auto"  # what the rest of the address makes of it: left out
LATEST = "latest"  # the newest whole year: every address that the page makes says which it is
EXECUTION, PLAN = "execution", "plan"
PLAN_PLACE = "KZ-75"  # the thesis sets out Almaty's
PROGRAMMES = tuple(code for code in load().labels["programme"] if code != receipt.RESIDUAL)


@cache
def periods_of(place: str) -> tuple[Period, ...]:
    """What can be chosen for a place, the newest first."""
    return tuple(known(table("functional_execution"), place))


def _known() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The places whose execution is known by functional group, cities first; the codes of all their periods, the newest
    first; and the newest whole year of the first place."""
    try:
        codes = table("functional_execution")["region_code"].unique()
    except TablesMissing:  # every page says so
        return (PLAN_PLACE,), (), ""
    places = load().places
    ordered = sorted(codes, key=lambda code: (places[code].level == "oblast", code != PLAN_PLACE, code))
    every = {period for place in ordered for period in periods_of(place)}
    newest_first = sorted(every, key=lambda period: (-period.year, -period.months, -period.first))
    return tuple(ordered), tuple(period.code for period in newest_first), _newest(ordered[0])


def _newest(place: str) -> str:
    """The newest whole year of a place."""
    return next(period.code for period in periods_of(place) if period.is_year)


PLACES, PERIODS, NEWEST = _known()

# The charts' own: each stands alone in an address and means the same for ever.
PLACE = Choice("place", PLACES, PLAN_PLACE)
TO = Choice("to", PERIODS, NEWEST, is_pinned=True)
PER_EXECUTED = Choice("per", receipt_execution.PER, "resident")
SPAN = Choice("period", receipt_execution.SPANS, "whole")
SORT = Choice("sort", ("amount", "name", "source"), "amount")
CHANGE_AGAINST = Choice("against", AGAINST, "year")
GROUP = Choice("group", tuple(load().labels["function"]), "04")
STEP = Choice("step", STEPS, "year")
PER = Choice("per", receipt.PER, "employed")
PERIOD = Choice("period", tuple(receipt.PERIODS), "year")
OF = Choice("of", PROGRAMMES, "education")

# The page's: whom to divide by depends on the basis, the newest year on the data.
BASIS = Choice("basis", (AUTO, EXECUTION, PLAN), AUTO)
WHEN = Choice("to", (LATEST, *PERIODS), LATEST)
WHOSE = Choice("per", (AUTO, *dict.fromkeys((*receipt.PER, *receipt_execution.PER))), AUTO)
QUERY = Text("q")
PROGRAMME = Choices("programme", (*PROGRAMMES, receipt.RESIDUAL))
FIGURES = Choice("figures", ("right", "printed"), "right")
ALWAYS = (WHOSE, PERIOD, SORT, QUERY)
ONLY_PLAN = (PROGRAMME, OF, FIGURES)
PLAN_PER = set(receipt.PER) - set(receipt_execution.PER)
ONLY_EXECUTION = (WHEN, CHANGE_AGAINST, STEP, GROUP)
PARAMS = (PLACE, BASIS, *ONLY_EXECUTION, *ALWAYS, *ONLY_PLAN)


def is_plan(state: State) -> bool:
    """Whether a settled state of the page shows the plan."""
    return bool(state["basis"] == PLAN)


def settle(state: State) -> State:
    """The page's state with what has no meaning in it left out.

    An address that names no basis but says what only the plan has (programmes, its denominators) means the plan.
    """
    basis = state["basis"]
    if basis == AUTO:
        is_plans = any(_is_said(state, param) for param in ONLY_PLAN) or state["per"] in PLAN_PER
        is_new = state["place"] != PLACE.default or any(_is_said(state, param) for param in ONLY_EXECUTION)
        basis = PLAN if is_plans and not is_new else EXECUTION
    if basis == PLAN and state["place"] == PLAN_PLACE:
        return _settle_plan(state)
    return _settle_execution(state)


def _is_said(state: State, param: Choice | Choices | Text) -> bool:
    return bool(state[param.name] != param.default)


def _settle_plan(state: State) -> State:
    settled = state | {param.name: param.default for param in ONLY_EXECUTION} | {"basis": PLAN}
    is_own = state["per"] in PER.allowed and state["per"] != PER.default
    return settled | {"per": state["per"] if is_own else AUTO}


def _settle_execution(state: State) -> State:
    settled = state | {param.name: param.default for param in ONLY_PLAN} | {"basis": AUTO}
    settled["to"] = _period(state["place"], state["to"])
    if settled["per"] not in whose(settled) or settled["per"] == own_per(settled):
        settled["per"] = AUTO
    if not has_months(settled):
        settled["period"] = PERIOD.default
    if read(settled["to"]).is_year:
        settled["against"] = CHANGE_AGAINST.default
    return settled


def _period(place: str, code: str) -> str:
    """The period asked for; else the year that it is in; else the newest whole year of the place."""
    codes = [period.code for period in periods_of(place)]
    return next((one for one in (code, code[:4]) if one in codes), _newest(place))


def whose(state: State) -> list[str]:
    """Whom the executed total of the state's place and period can be divided by; residents of the year before only where
    those of the year are not counted yet, or where an address already asks for them."""
    counted = _counted(state["place"], read(state["to"]).year)
    is_extra = "resident" in counted and state["per"] != "resident_2025"
    return [per for per in counted if not (is_extra and per == "resident_2025")]


@cache
def _counted(place: str, year: int) -> tuple[str, ...]:
    """Whom a place's total of a year can be divided by."""
    population = table("population")
    return tuple(per for per in receipt_execution.PER if divisor(population, place, year, per) is not None)


def own_per(state: State) -> str:
    """Whom a receipt is divided by where the address does not say: a resident; where the residents of the year are not
    counted yet nobody."""
    if is_plan(state):
        return PER.default
    return "resident" if "resident" in _counted(state["place"], read(state["to"]).year) else "total"


def has_months(state: State) -> bool:
    """Whether the state's period can be divided by its months: not where its figures begin later than it."""
    period = read(state["to"])
    return period.first > 1 or _is_from_january(state["place"], period.year)


@cache
def _is_from_january(place: str, year: int) -> bool:
    return is_from_january(table("functional_execution"), place, year)


def chart_state(state: State) -> State:
    """A settled state of the page in the words of its charts."""
    per = own_per(state) if state["per"] == AUTO else state["per"]
    if is_plan(state):
        return state | {"per": per}
    return state | {"per": per, "period": "month" if state["period"] == "month" else "whole"}
