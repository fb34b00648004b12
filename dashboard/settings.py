"""What the environment may set. Read once, when the process starts."""

from __future__ import annotations

import os

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8050"))
WORKERS = int(os.environ.get("WORKERS", "2"))


def _reachable(host: str) -> str:
    """A host as it stands in an address: this machine for "all of its addresses", brackets around IPv6."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


LOCAL_URL = f"http://{_reachable(HOST)}:{PORT}"

# The public address, without a trailing slash: it stands in embed codes, canonical links and citations. It is never
# taken from the request's Host header, which anyone can forge and which would end up in cached pages.
SITE_URL = os.environ.get("SITE_URL", LOCAL_URL).rstrip("/")
IS_PUBLISHED_UNNAMED = HOST in ("0.0.0.0", "::") and "SITE_URL" not in os.environ
