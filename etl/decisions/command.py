"""`python -m etl ingest decision`: its arguments. Whatever is slow to import waits until it is asked for."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from catalogue.paths import data_dir
from etl.decisions.files import Files
from etl.errors import EtlError

EXAMPLES = """\
examples:
  python -m etl ingest decision V20NB000549.html --json       what is read, one budget on a line; nothing is loaded
  python -m etl ingest decision V20NB000549.html              read, check and load; a site that runs shows it at once
  python -m etl ingest decision --dir pages/                  every file below it; the same again goes on where it stopped
  python -m etl ingest decision page.html --accept sum-revenue
                                                              load in spite of this finding
  python -m etl ingest decision --address https://adilet.zan.kz/rus/docs/V20NB000549
  python -m etl ingest decision --dir pages/ --scheduler tcp://10.0.0.1:8786

Reads saved pages of the national legal database (HTML or text, Russian or Kazakh) and annexes (.docx, .xlsx). Loads into
data/decisions what adds up; what does not is reported with the text beside it.
Exit status: 0 all is well, 2 something was not loaded or could not be read.
"""
SHOWN = 20  # documents that are reported one by one; of more, only what was not loaded


def add(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `decision` to the kinds of `python -m etl ingest`."""
    decision = kinds.add_parser(
        "decision",
        help="budget decisions of maslikhats, as the legal database publishes them",
        description="Reads budget decisions of maslikhats.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = decision.add_argument_group("which documents")
    which.add_argument("files", type=Path, nargs="*", metavar="FILE", help=".html, .txt, .docx, .xlsx")
    which.add_argument(
        "--dir", type=Path, action="append", default=[], help="every file below it, hidden ones left out"
    )
    which.add_argument(
        "--address", action="append", default=[], metavar="URL",
        help="fetch a page first: one request at a time, saved in data/decisions/documents before it is read",
    )  # fmt: skip
    which.add_argument(
        "--any-host", action="store_true", help="also addresses of other hosts than the known law databases"
    )
    how = decision.add_argument_group("what to do")
    how.add_argument(
        "--json", action="store_true", help="print what is read, a JSON object a budget; load nothing"
    )
    how.add_argument(
        "--accept", action="append", default=[], metavar="CODE",
        help="load budgets in spite of findings with this code; may be given several times",
    )  # fmt: skip
    how.add_argument(
        "--reread", action="store_true", help="read again what an earlier version of the reader read"
    )
    many = decision.add_argument_group("many documents")
    many.add_argument(
        "--workers", type=_count, metavar="N", help="processes (default: as many as there are cores)"
    )
    many.add_argument(
        "--scheduler", metavar="tcp://HOST:PORT", help="read on a Dask cluster (requirements-dask.txt)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs the command; returns the exit status. Raises EtlError."""
    paths = _paths(arguments)
    if not paths:
        raise EtlError(
            "no documents: name files, --dir or --address; see python -m etl ingest decision --help"
        )
    accept = frozenset(arguments.accept)
    if arguments.json:
        return _print_json(paths, accept, arguments.workers)
    from etl.decisions.run import run as load
    from etl.progress import Progress

    if len(paths) <= SHOWN:
        _report(paths, accept)
    summary = load(
        paths,
        data=data_dir(),
        accept=accept,
        scheduler=arguments.scheduler,
        workers=arguments.workers or (1 if len(paths) <= SHOWN else None),
        progress=Progress(),
        reread=arguments.reread,
    )
    print(summary.render())
    return 0 if summary.is_clean else 2


def _paths(arguments: argparse.Namespace) -> Files:
    for folder in arguments.dir:
        if not folder.is_dir():
            raise EtlError(f"{folder}: no such folder")
    fetched: list[Path] = []
    if arguments.address:
        from catalogue.decisions import DOCUMENTS, decisions_dir
        from etl.decisions.fetch import fetch

        fetched += fetch(arguments.address, decisions_dir() / DOCUMENTS, is_any_host=arguments.any_host)
    return Files([*arguments.files, *fetched], arguments.dir)


def _read(paths: Iterable[Path]) -> Iterator[dict[str, object]]:
    """What each document says, one after the other: nothing is kept."""
    from etl.decisions import report
    from etl.decisions.document import BIGGEST, Unreadable
    from etl.decisions.read import read_document

    for path in paths:
        try:
            if (size := path.stat().st_size) > BIGGEST:
                raise Unreadable(str(path), f"{size} bytes; at most {BIGGEST} are read")
            yield from report.records(read_document(path.read_bytes(), path.name))
        except OSError as error:
            yield report.unreadable(path.name, EtlError(f"{path}: {error.strerror or error}"))
        except EtlError as error:
            yield report.unreadable(path.name, error)


def _print_json(paths: Files, accept: frozenset[str], workers: int | None) -> int:
    is_clean = True
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    for text, is_loadable in _texts(paths, accept, workers):
        is_clean &= is_loadable
        print(text)
    sys.stdout.flush()
    return 0 if is_clean else 2


def _texts(paths: Files, accept: frozenset[str], workers: int | None) -> Iterator[tuple[str, bool]]:
    """The JSON of each budget in the order of the documents, and whether it would be loaded."""
    if len(paths) <= SHOWN or workers == 1:
        yield from _encoded(paths, accept)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    remaining = iter(paths)
    count = workers or len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(count) as executor:
        under_way: deque[Future[list[tuple[str, bool]]]] = deque()
        while True:
            # Few at once, however many there are: what is read waits for what was named before it.
            while len(under_way) < 3 * count and (some := list(islice(remaining, SHOWN))):
                under_way.append(executor.submit(_encoded, some, accept))
            if not under_way:
                return
            yield from under_way.popleft().result()


def _encoded(paths: Iterable[Path], accept: frozenset[str]) -> list[tuple[str, bool]]:
    from etl.decisions.report import is_blocked

    return [
        (json.dumps(record, ensure_ascii=False), not is_blocked(record, accept)) for record in _read(paths)
    ]


def _report(paths: Iterable[Path], accept: frozenset[str]) -> None:
    from etl.decisions.report import render

    for record in _read(paths):
        print(render(record, accept))


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r}: write a number of processes, such as 4")
    return int(text)
