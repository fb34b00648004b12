"""The system's Chromium for the browser tests. `python -m tests.chromium` installs it where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium; Ubuntu, where that\n"
    "package is a snap: install Google Chrome's .deb), or name one: CHROMIUM=/path/to/chromium make test"
)


FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


def find() -> str | None:
    """The path of a Chromium that starts, or None: the one that CHROMIUM names, else one on PATH."""
    named = os.environ.get("CHROMIUM")
    for path in [named] if named else filter(None, map(shutil.which, NAMES)):
        try:
            # Ubuntu's package is a script that only says to install the snap: so try, don't just look.
            if subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0:
                return path
        except (OSError, subprocess.TimeoutExpired):
            continue
    return None


def is_required() -> bool:
    """Whether a missing browser is a failure (in CI) and not a skip."""
    return os.environ.get("CI", "").lower() in ("1", "true")


def install() -> None:
    """Asks apt-get for Chromium, as root or through a sudo that needs no password; elsewhere does nothing."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return
    print("installing Chromium", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run([*sudo, *quiet, *step], stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if not find() and not os.environ.get("CHROMIUM"):
        install()
    path = find()
    print(f"browser tests: {path}" if path else ADVICE, file=sys.stdout if path else sys.stderr)
    return 1 if not path and is_required() else 0


if __name__ == "__main__":
    sys.exit(main())
