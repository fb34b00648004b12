"""``/healthz``: can this process answer with data?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dashboard import data

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 with the data's version, or 503 with what is missing."""
    try:
        data.preload()
        answer, status = jsonify(status="ok", version=data.build_version()), 200
    except data.TablesMissing as error:
        answer, status = jsonify(status="unavailable", reason=str(error)), 503
    answer.headers["Cache-Control"] = "no-store"
    return answer, status
