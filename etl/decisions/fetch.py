"""Fetches pages politely: one at a time, identified, with a pause between them, and saved before anyone reads them."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from etl.errors import EtlError
from etl.write import write_atomic

AGENT = "MoiGorod/1.0 (reads budget decisions of local councils; one request at a time)"
# Hosts and their subdomains where decisions are published.
HOSTS = ("adilet.zan.kz", "zan.kz", "zakon.uchet.kz", "prg.kz", "online.zakon.kz", "zakon.kz")
PAUSE = 2.0  # seconds between two requests
TIMEOUT = Timeout(connect=10, read=60)  # seconds; reading: to wait for more of the answer
BIGGEST = 20 * 2**20  # bytes
REDIRECTS = 3
KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx"}  # fmt: skip


def fetch(
    addresses: Iterable[str], folder: Path, *, is_any_host: bool = False, pause: float = PAUSE
) -> Iterator[Path]:
    """Saves each address below ``folder`` and yields the file: ``<law id or last part>-<digest>.html``, and hidden beside it
    ``.json`` with address, day and SHA-256.

    Raises EtlError for a foreign host, an answer that is no page, and a host that does not answer after several tries with
    growing pauses (it may name the pause itself by Retry-After).
    """
    retries = Retry(total=5, backoff_factor=2, status_forcelist=(429, 500, 502, 503, 504))
    last = float("-inf")
    with PoolManager(headers={"User-Agent": AGENT}, retries=retries, timeout=TIMEOUT) as web:
        for address in addresses:
            _check(address, is_any_host)
            time.sleep(max(0.0, last + pause - time.monotonic()))
            content, suffix = _get(web, address, is_any_host)
            last = time.monotonic()
            yield _save(address, content, suffix, folder)


def _check(address: str, is_any_host: bool) -> None:
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        raise EtlError(f"{address}: write an address such as https://adilet.zan.kz/rus/docs/V20NB000549")
    if not is_any_host and not any(host == known or host.endswith(f".{known}") for known in HOSTS):
        raise EtlError(f"{address}: {host} is none of {', '.join(HOSTS)}; --any-host takes it nevertheless")


def _get(web: PoolManager, address: str, is_any_host: bool) -> tuple[bytes, str]:
    """The content of an address or of where it leads to, which is checked before it is asked."""
    here = address
    try:
        for _ in range(REDIRECTS + 1):
            with web.request("GET", here, preload_content=False, redirect=False) as answer:
                if answer.status == 200:
                    return _content(address, answer)
                there = answer.get_redirect_location()
                if not there:
                    raise EtlError(f"{address}: answered with status {answer.status}")
                here = urljoin(here, there)
                _check(here, is_any_host)
    except HTTPError as error:
        advice = "try again later, or save the page by hand and name the file"
        raise EtlError(f"{address}: {error}; {advice}") from error
    raise EtlError(f"{address}: led on more than {REDIRECTS} times")


def _content(address: str, answer: BaseHTTPResponse) -> tuple[bytes, str]:
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind not in KINDS:
        raise EtlError(
            f"{address}: answered with {kind or 'an unnamed kind of file'}, not with a page or an annex"
        )
    content = b""
    for chunk in answer.stream(2**16):
        content += chunk
        if len(content) > BIGGEST:
            raise EtlError(f"{address}: more than {BIGGEST // 2**20} MB: no decision")
    return content, KINDS[kind]


def _save(address: str, content: bytes, suffix: str, folder: Path) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    law_id = re.search(r"[VGEM]\d{2}[A-Z]{1,2}[0-9A-Z]{6,9}", address)
    stem = (
        law_id.group()
        if law_id
        else re.sub(r"[^\w.-]+", "-", urlsplit(address).path).strip("-")[-60:] or "page"
    )
    path = folder / f"{stem}-{digest[:12]}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    about = {"address": address, "retrieved": datetime.now(UTC).date().isoformat(), "sha256": digest}
    write_atomic(path, content)
    write_atomic(
        path.with_name(f".{path.name}.json"), json.dumps(about, ensure_ascii=False, indent=1).encode() + b"\n"
    )
    return path
