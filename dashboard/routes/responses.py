"""Responses that are made once: compressed bytes with an ETag, kept in a bounded cache.

Every address has one content per build of the data, so the bytes of a page can be kept and sent again as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import brotli
from flask import Response, request


@dataclass(frozen=True)
class Body:
    """A finished body in the encodings that clients ask for."""

    plain: bytes
    brotli: bytes
    gzip: bytes
    etag: str
    mimetype: str

    @classmethod
    def of(cls, plain: bytes, mimetype: str) -> Body:
        return cls(
            plain=plain,
            brotli=brotli.compress(plain, quality=7),
            gzip=gzip.compress(plain, 6, mtime=0),
            etag=hashlib.sha256(plain).hexdigest()[:20],
            mimetype=mimetype,
        )


class Cache:
    """The last ``size`` bodies. Bounded, so that made-up addresses can't fill the memory."""

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Body]) -> Body:
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        body = make()  # outside the lock: two threads may both make it, neither waits for the other
        with self._lock:
            self._bodies[key] = body
            while len(self._bodies) > self._size:
                self._bodies.popitem(last=False)
        return body


CACHE = Cache()


def respond(
    body: Body, *, status: int = 200, max_age: int = 0, headers: dict[str, str] | None = None
) -> Response:
    """Send a body in the best encoding the client takes; 304 where it has it already."""
    accepted = request.accept_encodings
    if accepted["br"]:
        content, encoding = body.brotli, "br"
    elif accepted["gzip"]:
        content, encoding = body.gzip, "gzip"
    else:
        content, encoding = body.plain, None
    etag = f"{body.etag}-{encoding or 'plain'}"
    response = Response(content, status=status, mimetype=body.mimetype)
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "no-cache"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers.update(headers or {})
    if status == 200:
        response.make_conditional(request)
    return response
