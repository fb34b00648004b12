"""Errors in the reader's language: what happened, what is allowed, what to do."""

from __future__ import annotations

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from dashboard.components.page import link
from dashboard.data import TablesMissing
from dashboard.i18n import DEFAULT_LANG, LANGS, Words, words
from dashboard.routes import assets
from dashboard.url_state import InvalidValue


def _reader() -> Words:
    """The language of the address, else of the query, else the browser's."""
    parts = [part for part in request.path.split("/") if part]
    candidates = [*parts[:2], request.args.get("lang", "")]
    for candidate in candidates:
        if candidate in LANGS:
            return words(candidate)
    return words(str(request.accept_languages.best_match(LANGS, DEFAULT_LANG)))


def _shown(text: str) -> str:
    """Text from outside as it may be repeated: no invisible or direction-turning characters, not too long."""
    return "".join(c if c.isprintable() else " " for c in text)[:80]


def _page(status: int, key: str, back: str = "", allowed: tuple[str, ...] = (), **values: str) -> Response:
    text = _reader()
    content = render_template(
        "error.html",
        words=text,
        lang=text.lang,
        heading=text(f"error.{key}.title"),
        text=text(f"error.{key}.text", **values),
        allowed=allowed,
        back=back or link(text.lang),
        back_text=text("error.back" if back else "error.home"),
        assets=assets.addresses(),
    )
    return Response(content, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def register(server: Flask) -> None:
    """Handlers for 400, 404 and everything else."""

    @server.errorhandler(InvalidValue)
    def invalid(error: InvalidValue) -> Response:
        # The page without parameters always works: that is where the link leads.
        return _page(400, "400", request.path, error.allowed, name=error.name, value=_shown(error.value))

    @server.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.code in (301, 302, 304, 308):
            return error.get_response()  # type: ignore[return-value]
        if error.code == 404:
            return _page(404, "404", path=_shown(request.path))
        response = _page(error.code or 500, "http", code=str(error.code))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    @server.errorhandler(TablesMissing)
    def missing(error: TablesMissing) -> Response:
        server.logger.error("tables missing: %s", error)
        return _page(503, "503")

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        server.logger.exception("unhandled error", exc_info=error)
        return _page(500, "500", request=g.get("request_id", ""))
