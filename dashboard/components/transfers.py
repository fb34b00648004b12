"""Choices that belong to one chart of a page with many: links that keep the rest of the page's state."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.page import link
from dashboard.i18n import Words
from dashboard.url_state import Choice, Param, State, to_query

Options = Sequence[tuple[str, str]]


def choice_links(
    param: Choice,
    options: Options,
    label: str,
    state: State,
    params: Sequence[Param],
    anchor: str,
    words: Words,
) -> html.Div:
    """What one chart can show, side by side; the chosen one is marked. They lead back to the section, ``#anchor``."""
    items = []
    for code, text in options:
        query = to_query(params, state | {param.name: code})
        here = {"aria-current": "true"} if code == state[param.name] else {}
        items.append(html.A(text, href=f"{link(words.lang, 'transfers', query)}#{anchor}", **here))
    return html.Div(
        [html.Span(f"{label}: ", className="label"), *[part for item in items for part in (item, " ")]],
        className="segments choice-links",
        role="group",
        **{"aria-label": label},
    )
