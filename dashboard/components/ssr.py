"""Dash components to HTML, on the server.

The page that is sent is already drawn. Only the components we use are known here: anything else is an error in the
tests, not a hole in the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
ATTRIBUTES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "n_clicks": None, "colSpan": "colspan",
              "rowSpan": "rowspan", "children": None, "disable_n_clicks": None, "key": None, "srcDoc": "srcdoc",
              "autoComplete": "autocomplete", "dateTime": "datetime", "hrefLang": "hreflang"}  # fmt: skip


def element_id(identity: str | Mapping[str, str]) -> str:
    """The DOM id that Dash gives a component (pattern ids become JSON with sorted keys)."""
    return (
        identity if isinstance(identity, str) else json.dumps(identity, sort_keys=True, separators=(",", ":"))
    )


def to_html(node: Any, svgs: Mapping[str, str]) -> str:
    """HTML of a tree; elements with ``data-svg`` get the drawing of that slug from ``svgs`` (trusted markup)."""
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, list | tuple):
        return "".join(to_html(child, svgs) for child in node)
    if not isinstance(node, Component):
        raise TypeError(f"can't draw {type(node).__name__} on the server")
    props = {name: getattr(node, name) for name in node._prop_names if hasattr(node, name)}
    props |= {name: value for name, value in vars(node).items() if name.startswith(("data-", "aria-"))}
    if node._namespace == "dash_core_components" and node._type == "Store":
        return ""
    if node._namespace == "dash_bootstrap_components":
        return FIELDS[node._type](props)
    if node._namespace != "dash_html_components":
        raise TypeError(f"can't draw {node._namespace}.{node._type} on the server")
    tag = node._type.lower()
    start = f"<{tag}{_attributes(props)}>"
    if tag in VOID:
        return start
    inner = svgs[props["data-svg"]] if "data-svg" in props else to_html(props.get("children"), svgs)
    return f"{start}{inner}</{tag}>"


def _attributes(props: Mapping[str, Any]) -> str:
    parts = []
    for name, value in props.items():
        attribute = ATTRIBUTES.get(name, name)
        if attribute is None or value is None or value is False:
            continue
        if name == "id":
            value = element_id(value)
        elif name == "style":
            value = ";".join(f"{_kebab(key)}:{entry}" for key, entry in value.items())
        parts.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"')
    return "".join(parts)


def _kebab(name: str) -> str:
    if name.startswith("--"):
        return name
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _input(props: Mapping[str, Any]) -> str:
    known = {
        "id",
        "name",
        "type",
        "value",
        "placeholder",
        "autocomplete",
        "maxlength",
        "inputmode",
        "pattern",
    }
    kept = {
        name: value for name, value in props.items() if name in known or name.startswith(("data-", "aria-"))
    }
    return f'<input class="form-control {props.get("className", "")}"{_attributes(kept)}>'


def _select(props: Mapping[str, Any]) -> str:
    options = "".join(
        f'<option value="{escape(str(o["value"]))}"{" selected" if o["value"] == props.get("value") else ""}>'
        f"{escape(str(o['label']), quote=False)}</option>"
        for o in props["options"]
    )
    kept = {name: value for name, value in props.items() if name in {"id", "name"}}
    return f'<select class="form-select {props.get("className", "")}"{_attributes(kept)}>{options}</select>'


def _checks(kind: str, props: Mapping[str, Any]) -> str:
    chosen = props.get("value")
    chosen = chosen if isinstance(chosen, list) else [chosen]
    group = element_id(props["id"])
    items = []
    for option in props["options"]:
        value = str(option["value"])
        own = escape(f"_dbcprivate_{kind}_{group}_input_{value}")
        checked = " checked" if option["value"] in chosen else ""
        items.append(
            f'<div class="form-check"><input type="{kind}" class="form-check-input" id="{own}"'
            f' name="{escape(props["name"])}" value="{escape(value)}"{checked}>'
            f'<label class="form-check-label" for="{own}">{escape(str(option["label"]), quote=False)}</label></div>'
        )
    return f'<div id="{escape(group)}" class="{props.get("className", "")}">{"".join(items)}</div>'


FIELDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "Input": _input,
    "Select": _select,
    "RadioItems": lambda props: _checks("radio", props),
    "Checklist": lambda props: _checks("checkbox", props),
}
