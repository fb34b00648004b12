"""A real server and a real Chromium. In CI a missing browser is a failure; elsewhere the tests say why they skip."""

from __future__ import annotations

import http.server
import threading

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import FLAGS, find, is_required
from tests.serving import free_port, start


def chromium() -> str:
    found = find()
    if found:
        return str(found)
    message = "no Chromium: install Debian's package `chromium` or set CHROMIUM to a browser"
    if is_required():
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def site():
    """The address of a running site."""
    port = free_port()
    server = start("dashboard.app:server", port, workers=1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield instance
        instance.close()


@pytest.fixture
def foreign_page(browser: Browser, site: str):
    """A page of another origin that frames an address of the site and forbids itself everything else."""
    opened = []

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header(
                "Content-Security-Policy", f"default-src 'none'; frame-src {site}; style-src 'unsafe-inline'"
            )
            self.end_headers()
            self.wfile.write(opened[-1].encode())

        def log_message(self, *_: object) -> None:
            pass

    host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    context = browser.new_context()

    def framed(path: str, style: str) -> Page:
        opened.append(
            f'<!doctype html><title>host</title><iframe src="{site}{path}" style="{style}"></iframe>'
        )
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{host.server_port}/")
        return page

    yield framed
    context.close()
    host.shutdown()


class Problems(list):
    """Console errors and failed requests of a page."""


@pytest.fixture
def open_page(browser: Browser, site: str):
    """Open a path in a fresh context; fails the test at its end if the page complained."""
    contexts, problems = [], Problems()

    def opened(path: str, *, live: bool = True, **options) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(site + path)
        if live and options.get("java_script_enabled", True):
            page.wait_for_selector("html.is-live")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert list(problems) == []
