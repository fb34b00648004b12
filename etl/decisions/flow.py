"""Keeps a window of batches under way and hands over what is done: memory does not depend on how many there are.

A document that kills its worker is found by running the batches that were under way one at a time, then by halves: it
alone is given up, and those that were beside it are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from etl.decisions.pool import HOW, Documents, Pool, Read, given_up, read_batch
from etl.decisions.store import Batch
from etl.errors import EtlError

LIVES = (
    2  # how often a document alone may kill its worker before it is given up: the first time may be chance
)
LOOK_AROUND = 30  # seconds without an answer after which it is checked whether one can come


def read_all(pool: Pool, read: Read, batches: Iterator[Documents]) -> Iterator[Batch]:
    """Batches as they are done, in any order. ``batches`` is asked for the next one only when there is room.

    Raises EtlError when the pool is lost.
    """
    under_way: dict[Future[Batch], Documents] = {}
    suspects: list[Documents] = []
    while True:
        while not suspects and len(under_way) < pool.width and (documents := next(batches, None)):
            under_way[pool.submit(read_batch, read, documents)] = documents
        if under_way:
            for future in _done(pool, under_way):
                documents = under_way.pop(future)
                if (batch := _result(pool, future)) is not None:
                    yield batch
                else:
                    suspects.append(documents)
        elif suspects:
            pool.renew()
            while suspects:
                yield from _alone(pool, read, suspects.pop())
        else:
            return


def _alone(pool: Pool, read: Read, documents: Documents, lives: int = LIVES) -> Iterator[Batch]:
    """Reads documents while nothing else is under way, so that it is they who die."""
    future = pool.submit(read_batch, read, documents)
    while not _done(pool, {future: documents}):
        pass
    if (batch := _result(pool, future)) is not None:
        yield batch
        return
    pool.renew()
    if len(documents) > 1:
        middle = len(documents) // 2
        yield from _alone(pool, read, documents[:middle])
        yield from _alone(pool, read, documents[middle:])
    elif lives > 1:
        yield from _alone(pool, read, documents, lives - 1)
    else:
        yield given_up(documents[0])


def _done(pool: Pool, under_way: dict[Future[Batch], Documents]) -> set[Future[Batch]]:
    """Those that are done, none after a while; EtlError if none ever will be."""
    done, _ = wait(under_way, timeout=LOOK_AROUND, return_when=FIRST_COMPLETED)
    if not done:
        pool.check()
    return done


def _result(pool: Pool, future: Future[Batch]) -> Batch | None:
    """None if the worker died of it, or of what ran beside it."""
    try:
        return future.result()
    except pool.died:
        return None
    except pool.lost as error:
        pool.check()
        raise EtlError(f"the cluster gave up: {str(error).splitlines()[:1]}. {HOW}") from error
