"""How npm is found and run."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from frontend import npm


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; `frontend/` is a folder of its own with a lock file."""
    made: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        made.append(command)
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(npm, "HERE", tmp_path)
    monkeypatch.setattr(npm, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(npm, "NODE", tmp_path / ".node")
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(npm.shutil, "which", lambda name: f"/bin/{name}")
    return made


def test_installs_once_and_again_when_the_lock_changes(calls: list[list[str]]) -> None:
    npm.install()
    npm.install()
    assert calls == [["/bin/npm", "ci", "--omit=dev"]]
    (npm.HERE / "package-lock.json").write_text('{"changed": true}')
    npm.install()
    assert len(calls) == 2


def test_an_install_for_tests_serves_the_site_too(calls: list[list[str]]) -> None:
    npm.install()
    npm.install(dev=True)
    npm.install()
    assert calls == [["/bin/npm", "ci", "--omit=dev"], ["/bin/npm", "ci"]]


def test_without_npm_a_wheel_brings_it(calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm.shutil, "which", lambda name: None)
    npm.install()
    assert "--require-hashes" in calls[0]
    assert calls[0][-1].endswith("requirements-node.txt")
    assert calls[1][0].endswith("bin/node")


def test_failure_says_what_the_tool_said(calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess(
        ["npm"], 1, "", "npm warn old\nnpm error network getaddrinfo ENOTFOUND\n"
    )
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(npm.NpmUnavailableError, match="ENOTFOUND"):
        npm.install()
    assert not (npm.MODULES / ".installed").exists()
