"""Cross-tabs of a million made-up respondents: from the address to the finished page, tests included.

    python -m bench.crosstab [--people 1000000] [--runs 5]

The respondents are written to a folder that is removed at the end, in the layout that `python -m etl build` gives them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from catalogue.paths import ROOT
from catalogue.survey import Questionnaire
from etl.build import build
from tests.waves import WAVE, made_up, write_wave

TABLES = {
    "question by city": "question=q7&by=city",
    "question by question": "question=q12&by=q20",
    "without weights": "question=q8&by=age&weights=off",
    "without don't know": "question=q8&by=age&dk=out",
    "filtered": "question=q12&by=q20&filter=q7&answers=yes",
    "by row": "question=q12&by=q20&percent=row",
}


def write_respondents(path: Path, questionnaire: Questionnaire, people: int) -> int:
    """Everyone answers everything, by chance; people of the first city a little otherwise. Returns the rows."""
    chance = np.random.default_rng(1)
    weight = pa.array(chance.uniform(0.5, 2, people))
    respondent = pa.array(np.arange(1, people + 1))
    home = chance.integers(0, 4, people)
    parts = []
    for question in questionnaire.questions:
        codes = [answer.code for answer in question.answers]
        given = home if question.role == "city" else chance.integers(0, len(codes), people)
        if question.role != "city":
            given = np.where((home == 0) & (chance.random(people) < 0.02), 0, given)
        answer = pa.DictionaryArray.from_arrays(pa.array(given, pa.int32()), pa.array(codes)).cast(
            pa.string()
        )
        same = {"wave": WAVE, "question_id": question.id, "source_id": WAVE, "source_ref": "responses.csv"}
        columns = {name: pa.array([text] * people) for name, text in same.items()}
        columns |= {"respondent": respondent, "answer": answer, "weight": weight}
        order = ("wave", "respondent", "question_id", "answer", "weight", "source_id", "source_ref")
        parts.append(pa.table({name: columns[name] for name in order}))
    table = pa.concat_tables(parts)
    pq.write_table(table, path, compression="zstd", compression_level=9, version="2.6")
    return int(table.num_rows)


def prepare(folder: Path, people: int) -> None:
    """The project's data with a large wave, which the site of this process reads from now on."""
    data = folder / "data"
    for part in ("sources", "catalogue", "corrections"):
        shutil.copytree(ROOT / "data" / part, data / part)
    few = made_up()
    write_wave(data, few.assign(weight=np.linspace(0.5, 2, len(few))))
    build(data)
    os.environ["MOI_GOROD_DATA"] = str(data)
    from catalogue.loader import load

    path = data / "tables" / "survey_responses.parquet"
    rows = write_respondents(path, load().questionnaires["thesis-2022"], people)
    print(f"{people:,} people, {rows:,} rows, {path.stat().st_size / 2**20:,.0f} MB, {os.cpu_count()} cores")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.crosstab", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), arguments.people)
        # Only now: the site reads its data where the environment says when it is imported.
        from dashboard.components.ssr import to_html
        from dashboard.crosstab.state import PARAMS, settle
        from dashboard.crosstab.table import Crosstab, crosstab
        from dashboard.i18n import words
        from dashboard.pages.crosstab import PAGE
        from dashboard.url_state import parse

        for name, query in TABLES.items():
            arguments_of = dict(part.split("=") for part in query.split("&"))
            state = settle(parse(PARAMS, arguments_of | {"wave": WAVE}))
            took, table_took = [], []
            for _ in range(arguments.runs):
                started = time.perf_counter()
                table = crosstab(state)
                table_took.append(time.perf_counter() - started)
                started = time.perf_counter()
                to_html(PAGE.body(words("ru"), state), {})
                took.append(time.perf_counter() - started)
            assert isinstance(table, Crosstab)
            test = table.verdict.test
            print(
                f"{name:22} first {table_took[0]:6.3f} s   then {statistics.median(table_took[1:]):6.3f} s   "
                f"page {statistics.median(took):6.3f} s   {len(table.rows)} × {len(table.columns)}, "
                f"{test.name if test else table.verdict.reason}"
            )


if __name__ == "__main__":
    main()
