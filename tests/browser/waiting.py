"""Waiting for what the page does in more than one step: its text comes first, its controls a moment later."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SECONDS = 10


def eventually(read: Callable[[], Any], wanted: Any) -> None:
    """Pass as soon as `read()` gives `wanted`; fail with what it gave last."""
    until = time.monotonic() + SECONDS
    while (found := read()) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    assert found == wanted
