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

from dashboard.xlsx import MIMETYPE

# Kinds that gain nothing from being compressed again.
COMPRESSED = ("image/png", MIMETYPE)
CACHE_BYTES = 48 * 2**20


@dataclass(frozen=True)
class Body:
    """A finished body in the encodings that clients ask for; those of a compressed kind are empty."""

    plain: bytes
    brotli: bytes
    gzip: bytes
    etag: str
    mimetype: str

    @classmethod
    def of(cls, plain: bytes, mimetype: str) -> Body:
        is_compressed = mimetype in COMPRESSED
        return cls(
            plain=plain,
            brotli=b"" if is_compressed else brotli.compress(plain, quality=7),
            gzip=b"" if is_compressed else gzip.compress(plain, 6, mtime=0),
            etag=hashlib.sha256(plain).hexdigest()[:20],
            mimetype=mimetype,
        )

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.plain) + len(self.brotli) + len(self.gzip)


class Cache:
    """The bodies asked for last, up to ``limit`` bytes in all: made-up addresses can't fill the memory."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._used = 0
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """The body for ``key``, made where there is none."""
        with self._lock:
            if (known := self._known(key)) is not None:
                return known
            making = self._making.setdefault(key, threading.Lock())
        # Whoever comes first makes it; the others wait for that one instead of doing the same work at once.
        with making:
            with self._lock:
                if (known := self._known(key)) is not None:
                    return known
            try:
                body = make()
            except BaseException:
                with self._lock:
                    self._making.pop(key, None)
                raise
            with self._lock:
                self._making.pop(key, None)
                self._bodies[key] = body
                self._used += body.size
                while self._used > self._limit and len(self._bodies) > 1:
                    self._used -= self._bodies.popitem(last=False)[1].size
            return body

    def _known(self, key: Hashable) -> Body | None:
        if key in self._bodies:
            self._bodies.move_to_end(key)
        return self._bodies.get(key)


CACHE = Cache()
RARE = Cache(CACHE_BYTES // 8)


def respond(body: Body, *, headers: dict[str, str] | None = None) -> Response:
    """Send a body in the best encoding the client takes; 304 where it has it already."""
    accepted = request.accept_encodings
    if body.brotli and accepted["br"]:
        content, encoding = body.brotli, "br"
    elif body.gzip and accepted["gzip"]:
        content, encoding = body.gzip, "gzip"
    else:
        content, encoding = body.plain, None
    etag = f"{body.etag}-{encoding or 'plain'}"
    response = Response(content, mimetype=body.mimetype)
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers.update(headers or {})
    response.make_conditional(request)
    return response
