"""How the web server runs. HOST, PORT and WORKERS come from the environment."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

from dashboard import settings

bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"
workers = settings.WORKERS
# Threads with keep-alive: a browser's few requests share one connection, as they would with HTTP/2.
worker_class = "gthread"
threads = 16
keepalive = 75
# The tables are read once, before the workers part, and their memory is shared.
preload_app = True
timeout = 60
graceful_timeout = 15
# The workers' heartbeat file belongs in memory: on a slow disk a write can block a worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Only a proxy named here is believed about https (X-Forwarded-Proto).
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# The application writes one line a request itself, without personal data.
accesslog = None
loglevel = "warning"


def when_ready(server: Any) -> None:
    """Draws every page once, before the workers part, and prints the address.

    The first reader of a page then waits no longer than the next, and the workers share what was made.
    """
    application = server.app.wsgi()
    if warm := getattr(application, "warm_up", None):
        warm()
    gc.freeze()  # a collection would touch, and so copy, every shared object
    if settings.IS_PUBLISHED_UNNAMED:
        print("SITE_URL is not set: embed codes and links name this machine", file=sys.stderr)
    print(f"\n  Moi Gorod is at {settings.LOCAL_URL}/   (Ctrl+C stops it)\n", flush=True)
