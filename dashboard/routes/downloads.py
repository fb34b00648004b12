"""Files: a chart's rows and pictures in its present state, and whole tables."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pandas as pd
from flask import Blueprint, Response, abort, redirect, request, send_file
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.loader import load
from dashboard import data, settings
from dashboard.charts import CHARTS, Chart, draw
from dashboard.components.chart import chart_address
from dashboard.figures.drawing import Drawing
from dashboard.figures.palette import Theme
from dashboard.figures.png import to_png
from dashboard.figures.svg import Frame, to_svg
from dashboard.i18n import Words, words
from dashboard.routes.options import LANG
from dashboard.routes.responses import CACHE, Body, respond
from dashboard.routes.workbook import chart_workbook
from dashboard.url_state import Choice, State, parse, to_query
from dashboard.xlsx import MIMETYPE

THEME = Choice("theme", ("light", "dark"), "light")
PICTURE_WIDTH = 800

downloads = Blueprint("downloads", __name__)


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8, commas, LF. Text that a spreadsheet would run as a formula is made inert with an apostrophe."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [_inert(value) for value in safe[name]]
    return safe.to_csv(index=False, lineterminator="\n").encode()


def _inert(value: Any) -> Any:
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def _metadata(chart: Chart, drawing: Drawing, state: State, text: Words) -> dict[str, Any]:
    """What the columns mean, who said it, and how to cite it."""
    columns = load().columns
    return {
        "chart": {
            "title": drawing.title,
            "subtitle": drawing.subtitle,
            "note": drawing.note,
            "citation": "; ".join(text.text(source.citation) for source in chart.sources(state)),
            "originalChartUrl": settings.SITE_URL + chart_address(chart, state, text.lang),
            "selection": dict(state),
        },
        "columns": {
            name: {
                "titleShort": text.text(columns[name].title),
                "descriptionShort": text.text(columns[name].description),
                "unit": text.label("unit", unit) if (unit := columns[name].unit) else "",
                "type": columns[name].dtype,
            }
            for name in drawing.data.columns
        },
        "version": data.build_version(),
    }


@downloads.get("/chart/<slug>.<kind>")
def chart_file(slug: str, kind: str) -> Response:
    """``/chart/{slug}.csv | .xlsx | .json | .metadata.json | .svg | .png`` with the chart's own parameters."""
    if slug.endswith(".metadata") and kind == "json":
        slug, kind = slug.removesuffix(".metadata"), "metadata.json"
    if slug not in CHARTS or kind not in MAKERS:
        abort(404)
    chart = CHARTS[slug]
    options = parse((LANG, THEME), request.args)
    state = parse(chart.params, request.args)
    text = words(options["lang"])
    key = ("file", slug, kind, options["lang"], options["theme"], to_query(chart.params, state))
    body = CACHE.get(
        key, lambda: MAKERS[kind](chart, draw(slug, state, text.lang), state, text, options["theme"])
    )
    # A file says what it is of: the choices that differ from the default, and the version.
    chosen = re.sub(r"[^a-zA-Z0-9~-]+", "-", to_query(chart.params, state)).strip("-")
    name = "__".join(filter(None, (slug, chosen, f"v{data.build_version()}"))) + f".{kind}"
    headers = {"Access-Control-Allow-Origin": "*"}
    if kind in ("csv", "xlsx", "svg", "png"):
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return respond(body, headers=headers)


def _csv(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    return Body.of(to_csv(drawing.data), "text/csv")


def _json(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    return Body.of(drawing.data.to_json(orient="records", force_ascii=False).encode(), "application/json")


def _metadata_json(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    content = _metadata(chart, drawing, state, text)
    return Body.of(json.dumps(content, ensure_ascii=False, indent=1).encode(), "application/json")


def _standalone(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> str:
    source = text(
        "picture.source",
        note=drawing.note,
        source=text("chart.source.short"),
        where=chart.where(drawing, text),
        site=text("site.name"),
        address=settings.SITE_URL + chart_address(chart, state, text.lang),
        version=data.build_version(),
    ).strip()
    frame = Frame(title=drawing.title, subtitle=drawing.subtitle, source=source, legend=drawing.legend)
    return to_svg(
        drawing.figure,
        width=PICTURE_WIDTH,
        title=drawing.title,
        desc=drawing.summary,
        standalone=True,
        theme=theme,
        frame=frame,
    )


def _xlsx(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    return Body.of(chart_workbook(chart, drawing, state, text), MIMETYPE)


def _svg(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    return Body.of(_standalone(chart, drawing, state, text, theme).encode(), "image/svg+xml")


def _png(chart: Chart, drawing: Drawing, state: State, text: Words, theme: Theme) -> Body:
    return Body.of(to_png(_standalone(chart, drawing, state, text, theme), scale=2), "image/png")


MAKERS = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "metadata.json": _metadata_json,
    "svg": _svg,
    "png": _png,
}


# Tables that another one took in: an address that was shared still leads to the figures.
SUCCESSORS = {"execution_totals": "budget_execution"}


@downloads.get("/data/<name>.<kind>")
def table_file(name: str, kind: str) -> Response | WsgiResponse:
    """``/data/{table}.csv | .parquet``: a whole table as built."""
    if name in SUCCESSORS:
        return redirect(f"/data/{SUCCESSORS[name]}.{kind}", 301)
    if name not in data.public_tables() or kind not in ("csv", "parquet"):
        abort(404)
    disposition = {
        "Content-Disposition": f'attachment; filename="{name}__v{data.table_version(name)}.{kind}"'
    }
    headers = disposition | {"Access-Control-Allow-Origin": "*"}
    if kind == "parquet":
        content = io.BytesIO(data.parquet(name))
        response = send_file(
            content, mimetype="application/vnd.apache.parquet", etag=f"{name}-{data.table_version(name)}"
        )
        response.headers.update(headers)
        return response
    body = CACHE.get(("table", name), lambda: Body.of(to_csv(data.table(name)), "text/csv"))
    return respond(body, headers=headers)
