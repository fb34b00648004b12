"""Shows how far a build is: one line that rewrites itself on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from typing import TextIO

WIDTH = 24


class Progress:
    """Counts steps. `quiet` shows nothing."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.count = 0

    def step(self, name: str, total: int) -> None:
        """The step `name`, one of `total`, begins."""
        self.count += 1
        if self.quiet:
            return
        place = f"{self.count:>{len(str(total))}}/{total}"
        if self.stream.isatty():
            filled = WIDTH * self.count // total
            self.stream.write(f"\r\x1b[K[{'#' * filled}{'.' * (WIDTH - filled)}] {place} {name}")
        else:
            self.stream.write(f"{place} {name}\n")
        self.stream.flush()

    def finish(self) -> None:
        """All steps are done: leave a clean line behind."""
        if not self.quiet and self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()
