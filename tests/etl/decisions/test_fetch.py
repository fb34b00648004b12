"""Fetching from a server of our own: identified, patient, saved as it came, and never from anywhere else unasked."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from etl.decisions import fetch
from etl.errors import EtlError

PAGE = "<h1>О бюджете</h1>".encode()


class Handler(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[float, str, str]]] = []
    failures = 0

    def do_GET(self) -> None:
        self.seen.append((time.monotonic(), self.path, self.headers["User-Agent"]))
        if self.path == "/busy" and Handler.failures:
            Handler.failures -= 1
            self.send_response(503)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status = 404 if self.path == "/gone" else 200
        self.send_response(status)
        self.send_header(
            "Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=utf-8"
        )
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Handler.seen, Handler.failures = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(addresses: list[str], folder: Path, pause: float = 0.0) -> list[Path]:
    return list(fetch.fetch(addresses, folder, is_any_host=True, pause=pause))


def test_saved_as_it_came_with_where_and_when(site: str, tmp_path: Path) -> None:
    [path] = get([f"{site}/rus/docs/V20NB000549"], tmp_path)
    assert path.read_bytes() == PAGE and path.name.startswith("V20NB000549-") and path.suffix == ".html"
    about = json.loads((tmp_path / f".{path.name}.json").read_text())
    assert about["address"].endswith("V20NB000549") and about["sha256"] == hashlib.sha256(PAGE).hexdigest()


def test_one_at_a_time_identified_with_a_pause(site: str, tmp_path: Path) -> None:
    get([f"{site}/a", f"{site}/b"], tmp_path, pause=0.3)
    (first, _, agent), (second, _, _) = Handler.seen
    assert "MoiGorod" in agent and second - first >= 0.3


def test_waits_as_long_as_the_host_asks(site: str, tmp_path: Path) -> None:
    Handler.failures = 1
    assert get([f"{site}/busy"], tmp_path)
    assert len(Handler.seen) == 2 and Handler.seen[1][0] - Handler.seen[0][0] >= 1


@pytest.mark.parametrize("path, said", [("/gone", "status 404"), ("/picture", "image/png")])
def test_what_is_no_page_is_refused(site: str, tmp_path: Path, path: str, said: str) -> None:
    with pytest.raises(EtlError, match=said):
        get([f"{site}{path}"], tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "adilet.zan.kz/rus/docs/X", "https://adilet.zan.kz.evil.example/x"]
)
def test_foreign_addresses_are_not_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(EtlError):
        list(fetch.fetch([address], tmp_path))


def test_an_address_that_leads_elsewhere_is_not_followed(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "HOSTS", ("127.0.0.1",))
    with pytest.raises(EtlError, match=r"example\.invalid is none of"):
        list(fetch.fetch([f"{site}/away"], tmp_path))


def test_too_much_is_refused(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "BIGGEST", 5)
    with pytest.raises(EtlError, match="no decision"):
        get([f"{site}/a"], tmp_path)
