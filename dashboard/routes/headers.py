"""Security headers, request ids and one structured log line a request, without personal data."""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid

from flask import Flask, Response, g, request

from dashboard.routes.closed import OPEN
from dashboard.routes.site import STARTER_HASH

POLICY = {
    "default-src": "'none'",
    "script-src": f"'self' '{STARTER_HASH}'",
    # Plotly and Dash set style attributes and add style elements; styles can't run code.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
EMBED_POLICY = POLICY | {"script-src": "'none'", "connect-src": "'none'", "frame-ancestors": "*"}


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def register(server: Flask) -> None:
    """Attach the headers and the log to every response."""
    log = logging.getLogger("dashboard.access")
    if not log.handlers:
        log.addHandler(logging.StreamHandler(sys.stdout))
        log.setLevel(logging.INFO)
        log.propagate = False

    @server.before_request
    def start() -> None:
        g.request_id = uuid.uuid4().hex[:16]
        g.started = time.perf_counter()

    @server.after_request
    def finish(response: Response) -> Response:
        is_embed = request.path.startswith("/embed/")
        headers = response.headers
        headers["Content-Security-Policy"] = _policy(EMBED_POLICY if is_embed else POLICY)
        if not is_embed:
            headers["X-Frame-Options"] = "DENY"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Strict-Transport-Security"] = "max-age=31536000"
        headers["X-Request-Id"] = g.get("request_id", "")
        if request.environ.get(OPEN):
            return response
        # No address of the client, no user agent, no query (it may hold what a reader typed).
        entry = {
            "request_id": g.get("request_id", ""),
            "method": request.method,
            "path": request.path[:200],
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        }
        log.info(json.dumps(entry, ensure_ascii=False))
        return response
