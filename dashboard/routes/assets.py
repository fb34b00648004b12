"""Front-end files: hashed names, compressed beforehand, cached for ever.

They are built by ``python -m frontend.build`` into ``dashboard/static/dist`` with a manifest of logical names.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_file

DIST = Path(__file__).parents[1] / "static" / "dist"
IMMUTABLE = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class AssetsMissing(RuntimeError):
    """The front end was not built; the message says what to run."""


@cache
def manifest() -> dict[str, str]:
    """Logical name ('app.js') → file name with its hash."""
    try:
        entries = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        raise AssetsMissing(f"{DIST} is missing: run `make run` or `python -m frontend.build`") from None
    return {name: entry["file"] for name, entry in entries.items()}


@cache
def addresses() -> dict[str, str]:
    """What templates link to."""
    files = manifest()
    return {
        "app": f"/static/{files['app.js']}",
        "plotly": f"/static/{files['plotly.js']}",
        "css": f"/static/{files['site.css']}",
        "icon": f"/static/{files['icon.svg']}",
        "serif": f"/static/{files['serif.woff2']}" if "serif.woff2" in files else "",
    }


def register(server: Flask) -> None:
    """``/static/<hashed file>``"""

    @server.get("/static/<name>")
    def static_file(name: str) -> Response:
        if name not in set(manifest().values()):
            abort(404)
        path, encoding = DIST / name, None
        for token, suffix in ENCODINGS:
            if request.accept_encodings[token] and (DIST / (name + suffix)).exists():
                path, encoding = DIST / (name + suffix), token
                break
        response = send_file(path, mimetype=TYPES[Path(name).suffix], conditional=True)
        response.headers["Cache-Control"] = IMMUTABLE
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response
