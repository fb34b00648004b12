"""Budgets as maslikhats adopt them: find a town, district or village; its receipt, its versions, where it is written."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from dash import html

from catalogue.loader import load
from dashboard import decisions
from dashboard.components import controls, decision
from dashboard.components.chart import details
from dashboard.components.page import Page, link
from dashboard.components.search import fold, is_match
from dashboard.components.tables import data_table
from dashboard.data import table
from dashboard.i18n import Words
from dashboard.url_state import Code, InvalidValue, State, Text, to_query

QUERY = Text("q")
PLACE = Code("place", r"KZ(-[A-Z0-9]+)?(\.[a-z0-9-]+)*", "KZ-39.kostanay")
YEAR = Code("year", r"[12]\d{3}", "2026")
VERSION = Code("version", r"[1-9]\d{0,3}", "1")
PARAMS = (PLACE, YEAR, VERSION, QUERY)
LISTED = 60  # places that are shown at once; of more the regions are opened one by one
MOST = 400  # places of one region on a page; more want a word to search for


def _settle(state: State) -> State:
    """Names the newest year and version where the address leaves them out; raises InvalidValue for unknown ones."""
    if not state["place"]:
        return state | {"year": "", "version": ""}
    places = {place.place_id: place for place in decisions.places()}
    place = places.get(state["place"])
    if place is None:
        raise InvalidValue("place", state["place"], get_close_matches(state["place"], places, n=5))
    years = [str(year) for year in place.years]
    if state["year"] and state["year"] not in years:
        raise InvalidValue("year", state["year"], years)
    year = state["year"] or years[-1]
    known = len(decisions.versions(place.place_id, int(year)))
    if state["version"] and int(state["version"]) > known:
        raise InvalidValue("version", state["version"], [f"1..{known}"])
    return state | {"year": year, "version": state["version"] or str(known)}


def _controls(words: Words, state: State) -> list[Any]:
    field = html.P(controls.text(QUERY, state, words("decisions.find")), className="sentence")
    return [controls.form([field], link(words.lang, "decisions"), (QUERY,), words)]


def _body(words: Words, state: State) -> list[Any]:
    if state["place"] and not state["q"]:
        return [_back(words), *_budget(words, state)]
    return [*_places(words, state["q"]), _by_hand(words, state["q"]), _how(words)]


def _back(words: Words) -> html.P:
    return html.P(html.A(words("decisions.all"), href=link(words.lang, "decisions")))


def _budget(words: Words, state: State) -> list[Any]:
    place = next(one for one in decisions.places() if one.place_id == state["place"])
    year = int(state["year"])
    versions = decisions.versions(place.place_id, year)
    chosen = versions[int(state["version"]) - 1]

    def address(**changed: str) -> str:
        return link(words.lang, "decisions", to_query(PARAMS, {"place": place.place_id, **changed}))

    years = [(str(one), address(year=str(one)), one == year) for one in place.years]
    numbered = [
        (
            decision.version_name(version, words),
            address(year=state["year"], version=str(number)),
            version is chosen,
        )
        for number, version in enumerate(versions, 1)
    ]
    lines = decisions.lines_of(chosen) if chosen.lines_of else None
    return [
        html.H2(decision.place_name(place, words), className="chart-title"),
        html.P(f"{words.place(place.region_code)} · {words('decisions.basis')}", className="chart-subtitle"),
        decision.steps(words("decisions.years"), years),
        decision.steps(words("decisions.versions"), numbered),
        *decision.budget(
            place,
            chosen,
            lines,
            decisions.texts(chosen),
            address(year=state["year"], version=state["version"]),
            words,
        ),
    ]


def _places(words: Words, query: str) -> list[Any]:
    found = [place for place in decisions.places() if is_match(query, _searched(place))]
    if not found:
        return [html.P(words("decisions.none" if query else "decisions.empty", query=query))]
    parts: dict[str, list[Any]] = {}
    for place in found:
        name = decision.place_name(place, words)
        address = link(words.lang, "decisions", f"place={place.place_id}")
        item = html.Li([html.A(name, href=address), f", {decision.span(place.years)}"])
        parts.setdefault(place.region_code, []).append(item)
    is_open = bool(query) or len(found) <= LISTED
    listed = [_region(code, items, is_open, words) for code, items in parts.items()]
    count = html.P(words.count("decisions.count", len(found)), className="chart-line shown-count")
    return [count, html.Div(listed, className="decision-places")]


def _region(code: str, items: list[Any], is_open: bool, words: Words) -> html.Details:
    """The places of a region; of very many the first, the rest by searching."""
    more = len(items) - MOST
    shown = [html.Ul(items[:MOST])] + (
        [html.P(words("decisions.more", n=words.number(more)))] if more > 0 else []
    )
    return details(
        f"{words.place(code)}: {words.count('decisions.count', len(items))}", shown, "region", is_open=is_open
    )


def _searched(place: decisions.Place) -> str:
    region = load().places[place.region_code].names
    names = [place.name_ru, place.name_kk, place.place_id, region.ru, region.kk, region.en]
    return fold(" ".join(name for name in names if name))


def _how(words: Words) -> html.Section:
    """How a city adds its own."""
    return html.Section(
        [
            html.H2(words("decisions.add.title")),
            html.P(words("decisions.add.how")),
            html.Pre(html.Code("python -m etl ingest decision FILE.html"), className="code", tabIndex="0"),
        ],
        className="prose",
    )


def _by_hand(words: Words, query: str) -> html.Section:
    """The headline amounts of decisions that were read by hand: a table of what is known without any ingest."""
    known = table("budget_decisions")
    region = known["region_code"].map(
        lambda code: " ".join(load().places[code].names.model_dump(include={"ru", "kk", "en"}).values())
    )
    searched = (known["place_name"] + " " + region).map(fold)
    rows = known[[is_match(query, text) for text in searched]]
    columns = ["place_name", "year", "revenue_total_kzt_thousand", "revenue_transfers_kzt_thousand",
               "expenditure_total_kzt_thousand", "region_code"]  # fmt: skip
    title = words("decisions.hand.title")
    content = (
        data_table(rows[columns], title, ("budget_decisions",), words)
        if len(rows)
        else html.P(words("decisions.none", query=query))
    )
    return html.Section(
        [
            html.H2(title),
            html.P(words("decisions.hand.what"), className="prose"),
            content,
            html.P(html.A(words("decisions.hand.all"), href=link(words.lang, "data") + "#budget_decisions")),
        ]
    )


PAGE = Page(
    "decisions",
    _body,
    _controls,
    params=PARAMS,
    parent="receipt",
    is_warm=False,
    settle=_settle,
    stamp=decisions.stamp,
)
