"""``/healthz``: can this process answer with data?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dashboard import data
from dashboard.charts import CHARTS

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 with the data's version, or 503 with what is missing."""
    try:
        for name in {name for chart in CHARTS.values() for name in chart.tables}:
            data.table(name)
        return jsonify(status="ok", version=data.build_version()), 200
    except data.TablesMissing as error:
        return jsonify(status="unavailable", reason=str(error)), 503
