"""A page in one state, drawn: HTML for reading, and the few parts that Dash brings to life in it.

Dash owns the controls and the interactive charts, nothing else: text, tables, the receipt and the pictures are HTML
from the server and stay so. That keeps the first paint and every change of a control small.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.charts import CHARTS
from dashboard.components.chart import PREVIEW, graph, pictures, preview
from dashboard.components.page import Page
from dashboard.components.ssr import to_html
from dashboard.i18n import Words
from dashboard.url_state import State


@dataclass(frozen=True)
class Drawn:
    """``main`` and ``controls_html`` are HTML; ``controls`` and ``graphs`` (by slug) are Dash components.

    ``offer`` stands for what the controls let a reader choose, whatever is chosen: where it changes from one state to
    the next (the answers to filter by are those of the question), the client puts the new controls in place.
    """

    main: str
    controls: list[Any]
    controls_html: str
    graphs: dict[str, dcc.Graph]
    offer: str

    @property
    def layout(self) -> html.Div:
        """What Dash starts with: the controls, and an empty place for each chart, which the client moves into it."""
        slots = [html.Div(id=ids.slot(slug), className="chart-plot") for slug in self.graphs]
        return layout(self.controls, slots)


def layout(controls: list[Any], slots: list[Any]) -> html.Div:
    """Everything that Dash owns on a page."""
    return html.Div(
        [
            dcc.Store(id=ids.QUERY),
            dcc.Store(id=ids.POPPED),
            html.Div(controls, id=ids.CONTROLS),
            html.Div(slots, hidden=True),
        ],
        id=ids.PAGE,
    )


def draw_page(page: Page, state: State, words: Words) -> Drawn:
    """Draw ``page`` in ``state``."""
    controls, main = page.controls(words, state), page.body(words, state)
    slugs = _marked(main, "data-svg")
    return Drawn(
        main=to_html(main, {slug: _picture(slug, state, words) for slug in slugs}),
        controls=controls,
        controls_html=to_html(controls, {}),
        graphs={
            slug: graph(slug, CHARTS[slug].own(state), words.lang) for slug in _marked(main, "data-plot")
        },
        offer=hashlib.sha256(json.dumps(_offered(controls)).encode()).hexdigest()[:12],
    )


def _picture(slug: str, state: State, words: Words) -> str:
    if slug.startswith(PREVIEW):
        return preview(slug.removeprefix(PREVIEW), words, bars=7)
    return pictures(slug, CHARTS[slug].own(state), words)


def _offered(node: Any) -> list[Any]:
    """The id and the options of every field in a tree, in order."""
    if isinstance(node, list | tuple):
        return [field for child in node for field in _offered(child)]
    if not isinstance(node, Component):
        return []
    own = [[node.id, getattr(node, "options", None)]] if hasattr(node, "id") else []
    return own + _offered(getattr(node, "children", None))


def _marked(node: Any, attribute: str) -> list[str]:
    """The values of a data attribute in a tree, in order."""
    if isinstance(node, list | tuple):
        return [value for child in node for value in _marked(child, attribute)]
    if not isinstance(node, Component):
        return []
    own = getattr(node, attribute, None)
    return [own] if own else _marked(getattr(node, "children", None), attribute)
