"""Pages: ``/{lang}/{page}?state`` as HTML that is complete before any script, and the same state as a view for Dash."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask import Response, abort, render_template, request
from markupsafe import Markup
from plotly.utils import PlotlyJSONEncoder

from dashboard import data, ids, settings
from dashboard.charts import CHARTS
from dashboard.components.chart import PREVIEW, pictures, preview
from dashboard.components.page import Page, link
from dashboard.components.ssr import to_html
from dashboard.i18n import DEFAULT_LANG, LANGS, LANGUAGE_NAMES, Words, words
from dashboard.routes import assets
from dashboard.routes.responses import CACHE, Body, respond
from dashboard.url_state import State, defaults, parse, to_query

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
        self.menu = pages
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
        page, state, query = self._read(lang, name)

        def make() -> Body:
            return Body.of(self._render(page, state, query, words(lang)).encode(), "text/html")

        return respond(CACHE.get(("page", lang, name, query), make))

    def view(self, lang: str, name: str = "") -> Response:
        """A page's state for the client: its components, its drawings, its canonical query."""
        page, state, query = self._read(lang, name)

        def make() -> Body:
            text = words(lang)
            controls, main = page.controls(text, state), page.body(text, state)
            drawings = {slug: _picture(slug, state, text) for slug in _drawn_slugs(main)}
            content = {"query": query, "controls": controls, "main": main, "drawings": drawings}
            return Body.of(_json(content).encode(), "application/json")

        return respond(CACHE.get(("view", lang, name, query), make))

    def _read(self, lang: str, name: str) -> tuple[Page, State, str]:
        if lang not in LANGS or name not in self.by_name:
            abort(404)
        page = self.by_name[name]
        state = parse(page.params, request.args)
        return page, state, to_query(page.params, state)

    def _render(self, page: Page, state: State, query: str, text: Words) -> str:
        drawn = tree(page.controls(text, state), page.body(text, state))
        svgs = {slug: _picture(slug, state, text) for slug in _drawn_slugs(drawn)}
        slug = page.name.removeprefix("chart/") if page.name.startswith("chart/") else ""
        title = text(f"chart.{slug}.name") if slug else text(f"page.{page.key}.title")
        lead = "" if slug else text(f"page.{page.key}.lead")
        menu = [
            {
                "href": link(text.lang, entry.name),
                "text": text(f"page.{entry.key}.menu"),
                "current": entry is page,
            }
            for entry in self.menu
        ]
        boot = (
            _in_script(_json({"layout": drawn, "dependencies": self.dependencies}))
            if page.is_interactive
            else None
        )
        return render_template(
            "page.html",
            words=text,
            lang=text.lang,
            title=title,
            heading=title if page.name else text("page.home.heading"),
            lead=lead,
            description=lead or text("page.home.lead"),
            site_url=settings.SITE_URL,
            canonical=link(text.lang, page.name, query),
            languages=[(lang, link(lang, page.name, query)) for lang in LANGS],
            language_names=LANGUAGE_NAMES,
            menu=menu,
            assets=assets.addresses(),
            version=data.build_version(),
            body=Markup(to_html(drawn, svgs)),
            boot=boot,
            dash_config=_in_script(self.dash_config),
            starter=Markup(STARTER),
        )


def _json(content: Any) -> str:
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def tree(controls: Any, main: Any) -> html.Div:
    """Everything that Dash draws on a page."""
    return html.Div(
        [dcc.Store(id=ids.POPPED), html.Div(controls, id=ids.CONTROLS), html.Div(main, id=ids.MAIN)],
        id=ids.PAGE,
    )


def _in_script(text: str) -> Markup:
    """JSON that can't end the script element it stands in."""
    return Markup(text.replace("</", "<\\/").replace("<!--", "<\\u0021--"))


def _picture(slug: str, state: State, text: Words) -> str:
    if slug.startswith(PREVIEW):
        return preview(slug.removeprefix(PREVIEW), text, bars=5)
    known = CHARTS[slug].params
    # A page may have its own parameters besides the chart's, or none of them: the chart's defaults fill in.
    return pictures(slug, defaults(known) | {p.name: state[p.name] for p in known if p.name in state}, text)


def _drawn_slugs(node: Any) -> list[str]:
    """Slugs of the charts in a tree, in order."""
    if isinstance(node, list | tuple):
        return [slug for child in node for slug in _drawn_slugs(child)]
    if not isinstance(node, Component):
        return []
    own = getattr(node, "data-svg", None)
    return [own] if own else _drawn_slugs(getattr(node, "children", None))
