"""What we measure against, with the same facts: a static page with hand-made SVG (the floor) and a plain Dash page."""

from __future__ import annotations

import html
import json

import pandas as pd
from flask import Flask

from dashboard.data import table
from dashboard.i18n import words

CSS = "body{font:16px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:960px}table{width:100%}"


def rows() -> pd.DataFrame:
    """Regions, the two shares and their sum, highest first."""
    data = table("transfer_dependence").sort_values("total_pct", ascending=False, ignore_index=True)
    return data.assign(name=[words("ru").place(code) for code in data["region_code"]])


def floor() -> Flask:
    """One page: title, select, SVG bars, table, and a few lines of script that filter them."""
    server = Flask("floor")
    data = rows()
    bars = "".join(
        f'<text x="192" y="{index * 26 + 14}" text-anchor="end">{html.escape(row.name)}</text>'
        f'<rect x="200" y="{index * 26}" width="{row.from_republic_pct * 7:.1f}" height="20" fill="#636efa"/>'
        f'<rect x="{200 + row.from_republic_pct * 7:.1f}" y="{index * 26}" width="{row.from_lower_pct * 7:.1f}" '
        'height="20" fill="#ef553b"/>'
        for index, row in enumerate(data.itertuples(index=False))
    )
    body = "".join(
        f"<tr><td>{html.escape(row.name)}</td><td>{row.from_republic_pct}</td><td>{row.from_lower_pct}</td></tr>"
        for row in data.itertuples(index=False)
    )
    page = (
        f'<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>x</title><link rel="icon" href="data:,"><style>{CSS}</style><h1>Трансферты</h1>'
        f'<svg viewBox="0 0 920 {26 * len(data)}" font-size="13"><g class="bars">{bars}</g></svg>'
        f"<table><tbody>{body}</tbody></table>"
        f'<script type="application/json">{json.dumps(data["name"].tolist(), ensure_ascii=False)}</script>'
    )

    @server.get("/")
    def index() -> str:
        return page

    return server


def plain_dash() -> Flask:
    """The same as a typical developer writes it: px.bar, dcc.Dropdown, DataTable, a server callback."""
    import plotly.express as px
    from dash import Dash, Input, Output, dash_table, dcc
    from dash import html as h

    data = rows()[["name", "from_republic_pct", "from_lower_pct"]]
    every = "Все регионы"
    app = Dash("plain")
    app.layout = h.Div(
        [
            h.H1("Трансферты"),
            dcc.Dropdown([every, *data["name"]], every, id="region", clearable=False),
            dcc.Graph(id="chart"),
            dash_table.DataTable(id="table", columns=[{"name": c, "id": c} for c in data.columns]),
        ]
    )

    @app.callback(Output("chart", "figure"), Output("table", "data"), Input("region", "value"))
    def update(region: str):
        shown = data if region == every else data[data["name"] == region]
        figure = px.bar(
            shown, y="name", x=["from_republic_pct", "from_lower_pct"], orientation="h", height=600
        )
        figure.update_yaxes(autorange="reversed")
        return figure, shown.to_dict("records")

    return app.server
