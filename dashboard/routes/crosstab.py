"""Files of the surveys: a cross-tab in the state of its address, and a whole wave."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from dashboard.charts import WAVE
from dashboard.components.crosstab import reason
from dashboard.crosstab.files import address, crosstab_workbook, file_name, long, topline_workbook
from dashboard.crosstab.state import PARAMS, Refusal, settle
from dashboard.crosstab.table import crosstab
from dashboard.data import build_version
from dashboard.i18n import words
from dashboard.routes.downloads import to_csv
from dashboard.routes.options import LANG
from dashboard.routes.responses import RARE, Body, respond
from dashboard.settings import SITE_URL
from dashboard.url_state import parse, to_query
from dashboard.xlsx import MIMETYPE

crosstabs = Blueprint("crosstabs", __name__)


class _Refused(Exception):
    """There is no such table; the message says why."""


@crosstabs.get("/crosstab.<kind>")
def crosstab_file(kind: str) -> Response:
    """``/crosstab.csv | .xlsx`` with the page's parameters and ``lang``; 404 and the reason where there is no such table."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    text = words(parse((LANG,), request.args)["lang"])
    state = settle(parse(PARAMS, request.args))
    key = ("crosstab", kind, text.lang, to_query(PARAMS, state))

    def make() -> Body:
        table = crosstab(state)
        if isinstance(table, Refusal):
            raise _Refused(reason(table, text))
        if kind == "csv":
            return Body.of(to_csv(long(table, text)), "text/csv")
        return Body.of(crosstab_workbook(table, state, text), MIMETYPE)

    try:
        body = RARE.get(key, make)
    except _Refused as why:
        said = f"{why}\n{SITE_URL}{address(state, text.lang)}\n"
        return Response(said, status=404, mimetype="text/plain")
    return respond(body, headers=_attached(file_name(state, kind)))


@crosstabs.get("/topline.xlsx")
def topline_file() -> Response:
    """``/topline.xlsx?wave=…&lang=…``: every question of a wave."""
    text = words(parse((LANG,), request.args)["lang"])
    wave = parse((WAVE,), request.args)["wave"]
    body = RARE.get(("topline", text.lang, wave), lambda: Body.of(topline_workbook(wave, text), MIMETYPE))
    return respond(body, headers=_attached(f"topline__{wave}__v{build_version()}.xlsx"))


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
    }
