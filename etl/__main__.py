"""The command line: `python -m etl build | check | audit | ingest`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from catalogue.errors import CatalogueError
from catalogue.paths import data_dir
from etl.errors import EtlError
from etl.ingest import command
from etl.manifest import Manifest

EXAMPLES = """\
examples:
  python -m etl build                 build what changed since the last build (all tables the first time)
  python -m etl build survey          build one table and the tables that it needs
  python -m etl build --force         build everything again; the same input gives the same bytes
  python -m etl check                 look for missing, changed, damaged or outdated files; changes nothing
  python -m etl audit --lang en       print what the audit found in the sources
  python -m etl ingest survey --help  take in the answers to an online form as a survey wave
  python -m etl ingest decision FILE  read a maslikhat's budget decision, so that its place has a receipt

Facts are read from data/sources, tables are written to data/tables. MOI_GOROD_DATA names another data folder.
Exit status: 0 all is well, 2 something is wrong (the message says where and what to do).
"""


def parser() -> argparse.ArgumentParser:
    """The arguments that the command line takes."""
    main = argparse.ArgumentParser(
        prog="python -m etl",
        description="Turns the published facts into checked tables.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the tables that are out of date")
    build.add_argument("tables", nargs="*", metavar="TABLE", help="these and what they need (default: all)")
    build.add_argument("--force", action="store_true", help="build also what is up to date")
    commands.add_parser("check", help="check the source files and the built tables; changes nothing")
    audit = commands.add_parser("audit", help="print the findings about the sources")
    audit.add_argument("--lang", type=_lang, default="ru", help="the language (default: %(default)s)")
    command.add(commands)
    return main


def _lang(code: str) -> str:
    # Slow to import: only where a language is asked for.
    from catalogue.models import LANGS

    if code not in LANGS:
        raise argparse.ArgumentTypeError(f"no language {code!r}; there are: {', '.join(LANGS)}")
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    arguments = parser().parse_args(argv)
    try:
        if arguments.command == "build":
            return _build(arguments.tables, arguments.force)
        if arguments.command == "check":
            return _check()
        if arguments.command == "ingest":
            return command.run(arguments)
        return _audit(arguments.lang)
    except (EtlError, CatalogueError) as error:
        print(f"\nerror\n{error}", file=sys.stderr)
        return 2


def _build(tables: list[str], force: bool) -> int:
    from etl.build import build
    from etl.progress import Progress

    started = time.perf_counter()
    known = Manifest(data_dir()).specs
    unknown = [table for table in tables if table not in known]
    if unknown:
        raise EtlError(f"no table {', '.join(unknown)}; there are: {', '.join(known)}")
    results = build(data_dir(), tables, force, Progress())
    fresh = [result for result in results if result.seconds is not None]
    width = max((len(result.table) for result in results), default=0)
    for result in fresh:
        size = result.size / 1024
        print(f"{result.table:<{width}} {result.rows:>6} rows {size:>8.1f} kB {result.seconds:>6.2f} s")
    kept = len(results) - len(fresh)
    print(
        f"{len(fresh)} built, {kept} up to date; {sum(r.rows for r in results)} rows, "
        f"{sum(r.size for r in results) / 1024:.0f} kB in all; {time.perf_counter() - started:.2f} s"
    )
    return 0


def _check() -> int:
    from etl.check import problems

    found = list(problems(data_dir()))
    for number, problem in enumerate(found, start=1):
        print(f"problem {number}\n{problem}\n", file=sys.stderr)
    if found:
        print(f"{len(found)} problem{'s' if len(found) > 1 else ''}")
    else:
        print("sources and tables are whole, valid and up to date")
    return 2 if found else 0


def _audit(lang: str) -> int:
    from catalogue.loader import load
    from etl.check import read_table

    catalogue = load()
    findings = read_table(Manifest(data_dir()), "audit_findings")
    for row in findings.to_dict("records"):
        severity = catalogue.label("severity", row["severity"], lang)
        corrected = f" ({catalogue.columns['is_corrected'].title[lang]})" if row["is_corrected"] else ""
        print(f"{row[f'where_{lang}']}: {row['printed']} → {row['recomputed']}{corrected}")
        print(f"    {severity}. {row[f'explanation_{lang}']}\n    {row['finding_id']}\n")
    print(f"{catalogue.tables['audit_findings'].title[lang]}: {len(findings)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
