"""The cache of finished bodies: bounded, made once, also when many ask at the same time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.routes.responses import Body, Cache


def body(text: str) -> Body:
    return Body.of(text.encode(), "text/plain")


def test_many_at_once_make_it_once():
    cache, made = Cache(), []

    def make() -> Body:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return body("x")

    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: cache.get("key", make), range(16)))
    assert len(made) == 1
    assert all(one is bodies[0] for one in bodies)


def test_a_failure_is_not_kept_and_blocks_nobody():
    cache = Cache()
    with pytest.raises(RuntimeError):
        cache.get("key", lambda: (_ for _ in ()).throw(RuntimeError("no")))
    assert cache.get("key", lambda: body("y")).plain == b"y"


def test_made_up_addresses_cannot_fill_the_memory():
    cache = Cache(limit=5000)
    for number in range(200):
        cache.get(number, lambda number=number: body(f"{number}" * 200))
    assert sum(kept.size for kept in cache._bodies.values()) <= 5000
    assert cache.get(199, lambda: body("made again")).plain != b"made again"


def test_pictures_are_not_compressed_again():
    picture = Body.of(b"\x89PNG" + bytes(1000), "image/png")
    assert picture.size == len(picture.plain)
