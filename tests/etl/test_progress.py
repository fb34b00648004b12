"""A bar on a terminal, plain lines in a log."""

from __future__ import annotations

import io

from etl.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_plain_lines() -> None:
    log = io.StringIO()
    progress = Progress(log)
    for name in ("survey", "population"):
        progress.step(name, 2)
    progress.finish()
    assert log.getvalue() == "1/2 survey\n2/2 population\n"


def test_a_terminal_gets_one_line_that_is_cleared_at_the_end() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.step("survey", 2)
    progress.step("population", 2)
    progress.finish()
    shown = terminal.getvalue()
    assert "\n" not in shown
    assert shown.endswith("\r\x1b[K")
    assert f"[{'#' * 12}{'.' * 12}] 1/2 survey" in shown


def test_quiet_shows_nothing() -> None:
    log = io.StringIO()
    progress = Progress(log, quiet=True)
    progress.step("survey", 1)
    progress.finish()
    assert log.getvalue() == ""
