"""What the environment may set. Read once, when the process starts."""

from __future__ import annotations

import os

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8050"))

# The public address, without a trailing slash: it stands in embed codes, canonical links and citations. It is never
# taken from the request's Host header, which anyone can forge and which would end up in cached pages.
SITE_URL = os.environ.get("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
