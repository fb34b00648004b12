"""`python -m etl ingest`: its kinds and their arguments. Whatever is slow to import waits until it is asked for."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from catalogue.paths import data_dir
from etl.decisions import command as decisions
from etl.errors import EtlError

EXAMPLES = """\
examples:
  python -m etl ingest survey --template about > about.yml
  python -m etl ingest survey form.csv --questionnaire thesis-2022 --wave moigorod-2027 --about about.yml
  python -m etl ingest survey form.xlsx --questionnaire thesis-2022 --wave almaty-2027 --city almaty --dry-run
  python -m etl ingest survey form.csv --questionnaire q.yml --wave moigorod-2027 --column q5=F --column q10=K
  python -m etl ingest survey form.csv --questionnaire thesis-2022 --wave moigorod-2027 \\
      --margins city.csv --margins age-sex.csv --margins-source "Bureau of National Statistics, population by city, 2027"

Reads what Google Forms, Microsoft Forms, Yandex Forms, SurveyMonkey and KoboToolbox export: CSV or XLSX, a row per
respondent, the questions as headings. Writes responses.csv, wave.yml and source.yml into data/sources/WAVE; then
`python -m etl build` makes the tables. Names, contacts, times and free text are never stored and never shown.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `ingest` and its kinds to those of `python -m etl`."""
    ingest = commands.add_parser("ingest", help="take in a survey wave, or budget decisions")
    kinds = ingest.add_subparsers(dest="kind", required=True, metavar="KIND")
    decisions.add(kinds)
    survey = kinds.add_parser(
        "survey",
        help="respondents of an online form, as a wave",
        description="Makes a survey wave of an online form's export.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_to = survey.add_argument
    add_to("file", type=Path, nargs="?", metavar="FILE", help="the export: CSV or XLSX")
    add_to("--template", choices=["about"], help="print a file to fill in for --about, and stop")
    what = survey.add_argument_group("what it is")
    what.add_argument(
        "--questionnaire", metavar="Q", help="id of a questionnaire, or path of a YAML file like it"
    )
    what.add_argument("--wave", metavar="ID", help="id of the new wave, such as moigorod-2027")
    what.add_argument(
        "--about", type=Path, metavar="FILE", help="YAML: title, publisher, licence, disclosure"
    )
    what.add_argument("--year", type=int, help="year of the wave (default: from --about, or from the times)")
    what.add_argument(
        "--city", metavar="CODE", help="the city of all respondents, if the file has no such column"
    )
    read = survey.add_argument_group("how to read it")
    read.add_argument(
        "--column", action="append", default=[], type=_column, metavar="Q=COLUMN",
        help="which column holds a question, by heading or letter; may be given several times",
    )  # fmt: skip
    read.add_argument("--sheet", metavar="NAME", help="the sheet of an XLSX file (default: the first)")
    read.add_argument(
        "--separator", metavar="TEXT",
        help="what stands between several answers in a cell; \\n is a new line (default: any of ; , | and \\n)",
    )  # fmt: skip
    read.add_argument("--dates", choices=["dmy", "mdy"], help="what comes first in 03/04/2027: day or month")
    rows = survey.add_argument_group("which rows to take (empty ones and tests never are)")
    rows.add_argument("--from", type=_day, dest="first", metavar="DATE", help="from this day on")
    rows.add_argument("--to", type=_day, dest="last", metavar="DATE", help="up to this day")
    rows.add_argument(
        "--twice-within", type=_seconds, default=60, metavar="SECONDS",
        help="the same answers within so many seconds are one person's (default: %(default)s; off: keep them)",
    )  # fmt: skip
    weights = survey.add_argument_group("weights")
    weights.add_argument(
        "--margins", action="append", default=[], type=Path, metavar="FILE",
        help="targets to rake to: columns such as city,age,target; may be given several times",
    )  # fmt: skip
    weights.add_argument("--margins-source", metavar="TEXT", help="who published the targets, what and when")
    write = survey.add_argument_group("what to write")
    write.add_argument("--replace", action="store_true", help="put it in the place of a wave taken in before")
    write.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    write.add_argument(
        "--date",
        type=_day,
        metavar="DATE",
        help="the day on which it was retrieved (default: today)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs the command; returns the exit status. Raises EtlError or CatalogueError."""
    if arguments.kind == "decision":
        return decisions.run(arguments)
    if arguments.template:
        from etl.ingest.about import TEMPLATE

        print(TEMPLATE, end="")
        return 0
    missing = [name for name in ("file", "questionnaire", "wave") if getattr(arguments, name) is None]
    if missing:
        names = ", ".join("FILE" if name == "file" else f"--{name}" for name in missing)
        raise EtlError(f"missing: {names}; see python -m etl ingest survey --help")
    if bool(arguments.margins) != bool((arguments.margins_source or "").strip()):
        raise EtlError(
            "--margins and --margins-source go together: weights are shown with who published their targets, as in "
            '--margins-source "Bureau of National Statistics, population by city, 2027"'
        )
    from etl.ingest import report
    from etl.ingest.rows import Limits
    from etl.ingest.survey import Options, ingest

    options = Options(
        file=arguments.file,
        questionnaire=arguments.questionnaire,
        wave=arguments.wave,
        city=arguments.city,
        year=arguments.year,
        about=arguments.about,
        margins=tuple(arguments.margins),
        margins_source=arguments.margins_source,
        named=tuple(arguments.column),
        sheet=arguments.sheet,
        separator=arguments.separator and arguments.separator.replace("\\n", "\n").replace("\\t", "\t"),
        date_order=arguments.dates,
        limits=Limits(arguments.first, arguments.last, arguments.twice_within),
        replace=arguments.replace,
        dry_run=arguments.dry_run,
        retrieved=arguments.date or date.today(),
    )
    try:
        taken = ingest(options, data_dir())
    except OSError as error:
        raise EtlError(f"{error.filename or options.file}: {error.strerror or error}") from error
    print(report.render(taken))
    if taken.folder is None:
        sys.stdout.flush()
        raise EtlError(report.hopeless(taken.selection))
    return 0


def _column(text: str) -> tuple[str, str]:
    question, equals, column = text.partition("=")
    if not equals or not question.strip() or not column.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: write a question and its column, as in q5=F")
    return question.strip(), column.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: write a day as 2027-03-01") from None


def _seconds(text: str) -> int | None:
    if text == "off":
        return None
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r}: write seconds, such as 60, or off")
    return int(text)
