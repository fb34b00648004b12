"""A gunicorn as `make run` starts it, for browser tests and the benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(app: str, port: int, workers: int, data: Path | None = None) -> subprocess.Popen[bytes]:
    """Start ``app`` ("module:name"), on another data folder where one is given, and wait until it answers.

    RuntimeError with its last words if it does not.
    """
    environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "WORKERS": str(workers)}
    if data:
        environment |= {"MOI_GOROD_DATA": str(data)}
    log = ROOT / ".pytest_cache" / f"server-{port}.log"
    log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", app]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
            return server
        except urllib.error.HTTPError:
            return server
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"{app} did not start: {log.read_text(errors='replace')[-2000:]}")
