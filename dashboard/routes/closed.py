"""Dash's own addresses are closed: pages bring along what they would answer, and their errors are not for strangers."""

from __future__ import annotations

from flask import Flask, abort, request

PREFIXES = ("/_", "/assets/")
OPEN = "moi_gorod.open"  # in the WSGI environment, where no request from outside can put it: we ask ourselves


def register(server: Flask) -> None:
    """404 for everything below `PREFIXES`."""

    @server.before_request
    def close() -> None:
        if request.path.startswith(PREFIXES) and not request.environ.get(OPEN):
            abort(404)
