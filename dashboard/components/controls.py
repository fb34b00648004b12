"""Controls: a plain GET form, so that they work before and without JavaScript; Dash makes them instant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.ssr import element_id
from dashboard.i18n import Words
from dashboard.url_state import Choice, Choices, Param, State, is_pinned

Options = Sequence[tuple[str, str]]


def select(param: Choice, state: State, options: Options, label: str) -> html.Span:
    """A drop-down that stands in a sentence; ``label`` is for screen readers."""
    field = dbc.Select(
        id=ids.control(param.name),
        name=param.name,
        value=state[param.name],
        options=[{"value": code, "label": text} for code, text in options],
    )
    return html.Span([_hidden_label(param.name, label), field], className="field")


def text(param: Param, state: State, label: str) -> html.Span:
    """A text field; what is typed filters on the client and stands in the address."""
    field = dbc.Input(
        id=ids.control(param.name),
        name=param.name,
        type="search",
        value=state[param.name],
        placeholder=label,
        maxlength=80,
        autocomplete="off",
    )
    return html.Span([_hidden_label(param.name, label), field], className="field field-text")


def checks(param: Choices, state: State, options: Options, label: str) -> html.Fieldset:
    """Boxes to tick; none ticked means all."""
    boxes = dbc.Checklist(
        id=ids.control(param.name),
        name=param.name,
        value=list(state[param.name]),
        options=[{"value": code, "label": text} for code, text in options],
        className="checks",
    )
    return html.Fieldset([html.Legend(label), boxes], className="field-checks")


def radios(param: Choice, state: State, options: Options, label: str) -> html.Fieldset:
    """A few choices side by side."""
    boxes = dbc.RadioItems(
        id=ids.control(param.name),
        name=param.name,
        value=state[param.name],
        options=[{"value": code, "label": text} for code, text in options],
        className="segments",
    )
    return html.Fieldset([html.Legend(label, className="visually-hidden"), boxes], className="field-radios")


def form(
    children: Any,
    action: str,
    params: Iterable[Param],
    words: Words,
    resets: Mapping[str, Sequence[str]] | None = None,
) -> html.Form:
    """The form around a page's controls. Its button is for readers without JavaScript.

    ``resets`` names parameters that choose other charts, for which the page is loaded anew, and what has no meaning
    then: {"topic": ["item", "answer"]}.
    """
    defaults = {param.name: param.default for param in params if not is_pinned(param)}
    return html.Form(
        [*children, html.Button(words("controls.show"), type="submit", className="button no-script")],
        action=action,
        method="get",
        className="controls",
        autoComplete="off",  # what the address says stands in the fields, also after a reload
        **{"data-defaults": json.dumps(defaults, ensure_ascii=False)},
        **({"data-resets": json.dumps(resets)} if resets else {}),
    )


def _hidden_label(name: str, label: str) -> html.Label:
    return html.Label(label, htmlFor=element_id(ids.control(name)), className="visually-hidden")
