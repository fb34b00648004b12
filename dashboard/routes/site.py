"""Pages: ``/{lang}/{page}?state`` as HTML that is complete before any script, and the same state as a view for Dash."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from flask import Response, abort, render_template, request
from markupsafe import Markup
from plotly.utils import PlotlyJSONEncoder

from dashboard import data, settings
from dashboard.components.drawn import draw_page
from dashboard.components.page import Page, link
from dashboard.i18n import DEFAULT_LANG, LANGS, LANGUAGE_NAMES, Words, words
from dashboard.routes import assets
from dashboard.routes.responses import CACHE, RARE, Body, Cache, respond
from dashboard.url_state import State, parse, to_query, without_typed

# The only inline script: it waits for the first paint, so that reading never waits for scripts.
STARTER = (
    "var me=document.currentScript.dataset;"
    # The renderer would put the full plotly.js here; dcc.Graph reads it when the first chart is drawn.
    "Object.defineProperty(window,'_dashPlotlyJSURL',{get:function(){return me.plotly},set:function(){}});"
    "requestAnimationFrame(function(){setTimeout(function(){var s=document.createElement('script');"
    "s.src=me.app;document.body.appendChild(s)},0)})"
)
STARTER_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STARTER.encode()).digest()).decode()


class Site:
    """Answers every page address. ``boot`` is what Dash's renderer would otherwise fetch: its config, its callbacks."""

    def __init__(self, pages: tuple[Page, ...], chart_pages: tuple[Page, ...]) -> None:
        self.menu = [page for page in pages if not page.parent]
        self.by_name = {page.name: page for page in (*pages, *chart_pages)}
        self.dash_config = ""
        self.dependencies: Any = []

    def page(self, path: str) -> Response:
        """``/{lang}/{page}?state`` as HTML; ``/`` redirects to the reader's language."""
        if not path:
            lang = request.accept_languages.best_match(LANGS, DEFAULT_LANG)
            response = Response(status=302, headers={"Location": link(str(lang)), "Vary": "Accept-Language"})
            response.headers["Cache-Control"] = "no-cache"
            return response
        lang, _, name = path.partition("/")
        query = request.query_string.decode(errors="replace")
        if lang in LANGS and path == lang:
            return Response(status=301, headers={"Location": link(lang, "", query)})
        if lang in LANGS and name.endswith("/") and name.rstrip("/") in self.by_name:
            return Response(status=301, headers={"Location": link(lang, name.rstrip("/"), query)})
        page, state, query, is_rare = self._read(lang, name)

        def make() -> Body:
            return Body.of(self._render(page, state, query, words(lang)).encode(), "text/html")

        return respond(self._cache(is_rare).get(("page", lang, name, query, page.stamp()), make))

    def view(self, lang: str, name: str) -> Response:
        """A page's state for the client: its canonical query, HTML to read, and what Dash draws in it."""
        page, state, query, is_rare = self._read(lang, name)

        def make() -> Body:
            drawn = draw_page(page, state, words(lang))
            content = {
                "query": query,
                "offer": drawn.offer,
                "controls": drawn.controls,
                "main": drawn.main,
                "graphs": drawn.graphs,
            }
            return Body.of(_json(content).encode(), "application/json")

        return respond(self._cache(is_rare).get(("view", lang, name, query, page.stamp()), make))

    def _read(self, lang: str, name: str) -> tuple[Page, State, str, bool]:
        """The page, its state, the state's query, and whether few will ask for it: something typed is in it, or the
        page has more states than anyone can count."""
        if lang not in LANGS or name not in self.by_name:
            abort(404)
        page = self.by_name[name]
        state = page.settle(parse(page.params, request.args))
        query = to_query(page.params, state)
        is_typed = without_typed(page.params, state) != state
        return page, state, query, is_typed or not page.is_warm

    def _cache(self, is_rare: bool) -> Cache:
        """Rare addresses have a small cache of their own, so that they can't push out the pages."""
        return RARE if is_rare else CACHE

    def _render(self, page: Page, state: State, query: str, text: Words) -> str:
        drawn = draw_page(page, state, text)
        untyped = without_typed(page.params, state)
        slug = page.name.removeprefix("chart/") if page.name.startswith("chart/") else ""
        title = text(f"chart.{slug}.name") if slug else text(f"page.{page.key}.title")
        lead = "" if slug else text(f"page.{page.key}.lead")
        menu = [
            {
                "href": link(text.lang, entry.name),
                "text": text(f"page.{entry.key}.menu"),
                "current": entry.name in (page.name, page.parent or page.name),
            }
            for entry in self.menu
        ]
        boot = {
            "layout": drawn.layout,
            "dependencies": self.dependencies,
            "graphs": drawn.graphs,
            "offer": drawn.offer,
        }
        return render_template(
            "page.html",
            words=text,
            lang=text.lang,
            title=title,
            heading=title if page.name else text("page.home.heading"),
            lead=lead,
            description=lead or text("page.home.lead"),
            site_url=settings.SITE_URL,
            canonical=link(text.lang, page.name, to_query(page.params, untyped)),
            typed=untyped != state,
            languages=[(lang, link(lang, page.name, query)) for lang in LANGS],
            language_names=LANGUAGE_NAMES,
            menu=menu,
            assets=assets.addresses(),
            version=data.build_version(),
            controls=Markup(drawn.controls_html),
            body=Markup(drawn.main),
            boot=_in_script(_json(boot)) if page.is_interactive else None,
            dash_config=_in_script(self.dash_config),
            starter=Markup(STARTER),
        )


def _json(content: Any) -> str:
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _in_script(text: str) -> Markup:
    """JSON with no character that could mean something to the HTML around it."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
