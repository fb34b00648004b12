"""A run may be cut short anywhere, be given things twice or in another order: the same rows, and each of them once."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalogue.decisions import BUDGETS, DATASETS, JOURNAL, LINES, VERSIONS, decisions_dir, parts, state
from etl.decisions import merge as merging
from etl.decisions import run as running
from etl.decisions.journal import Journal
from etl.decisions.run import Summary
from etl.errors import EtlError
from etl.progress import Progress
from tests.etl.decisions import made_up
from tests.etl.decisions.inspected import digest, journal, rows, threads, unnamed
from tests.etl.decisions.made_up import decision, write

COUNT = 60
Run = Callable[..., Summary]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs over documents in threads, ten a batch, into a data folder of the test's own."""
    monkeypatch.setattr(running, "pool", threads)
    monkeypatch.setattr(running, "BATCH_DOCUMENTS", 10)

    def go(paths: list[Path], data: Path = tmp_path / "data", **options: Any) -> Summary:
        return running.run(paths, data=data, read=made_up.read, **options)

    return go


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write(tmp_path / "in", [decision(number) for number in range(COUNT)])


def test_every_document_is_read_once_into_its_partition(run: Run, data: Path, paths: list[Path]) -> None:
    summary = run(paths)
    assert (summary.given, summary.taken, summary.budgets, summary.known) == (COUNT, COUNT, COUNT, 0)
    budgets = rows(data, BUDGETS)
    assert [row["document"] for row in sorted(budgets, key=lambda row: row["document"])] == [
        p.name for p in paths
    ]
    assert len({(row["region_code"], row["budget_year"]) for row in budgets}) == 12
    assert len(rows(data, LINES)) == sum(row["lines"] for row in budgets) == 15 * (3 + 4 + 5 + 6)
    seventh = next(row for row in budgets if row["document"] == "00007.json")
    assert (
        seventh["revenue_total_kzt_thousand"] == Decimal("1007.5")
        and seventh["revenue_tax_kzt_thousand"] is None
    )
    assert seventh["place_id"] == "KZ-55.0-rayon" and seventh["decision_id"] == seventh["document_id"]
    assert {len(parts(decisions_dir(data), dataset)) for dataset in DATASETS} == {12}, "one file a partition"
    assert unnamed(data) == set()


def test_neither_order_nor_workers_nor_batches_change_the_rows(
    run: Run, data: Path, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(paths)
    monkeypatch.setattr(running, "BATCH_DOCUMENTS", 7)
    shuffled = random.Random(1).sample(paths, len(paths))
    run(iter(shuffled), data=tmp_path / "other", workers=5)  # type: ignore[arg-type]
    assert digest(tmp_path / "other") == digest(data)


def test_what_is_known_is_not_read_again(run: Run, data: Path, paths: list[Path]) -> None:
    run(paths)
    before = digest(data), state(decisions_dir(data))
    summary = run(paths)
    assert (summary.known, summary.read) == (COUNT, 0)
    assert (digest(data), state(decisions_dir(data))) == before


def test_the_same_content_counts_once_under_its_first_name(run: Run, data: Path, paths: list[Path]) -> None:
    copies = [path.with_name(f"copy-{path.name}") for path in paths[:25]]
    for path, copy in zip(paths, copies, strict=False):
        copy.write_bytes(path.read_bytes())
    summary = run([paths[0], *paths, *copies, *paths[:3]])
    assert (summary.taken, summary.known) == (COUNT, 29)
    assert len(rows(data, BUDGETS)) == COUNT
    assert {row["document"] for row in rows(data, BUDGETS)} == {path.name for path in paths}


def test_more_documents_are_added_and_many_files_become_one(
    run: Run, data: Path, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MOST_PARTS", 2)
    monkeypatch.setattr(merging, "PIECE", 2)
    counts = []
    for start in range(0, COUNT, 12):
        run(paths[start : start + 12])
        counts.append(len(parts(decisions_dir(data), LINES)) // 12)
    assert counts == [1, 2, 1, 2, 1]
    assert unnamed(data) == set()
    run(paths, data=tmp_path / "other")
    assert digest(data) == digest(tmp_path / "other")


class Killed(BaseException):
    """Stands for a process that ends here and now."""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_run_that_is_cut_short_between_batches_goes_on(
    run: Run, data: Path, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    commit = Journal.commit
    done: list[int] = []

    def cut(journal: Journal, batch: Any) -> None:
        if len(done) == after:
            # Its files are written, its transaction is not.
            monkeypatch.setattr(Journal, "_transaction", killed)
        done.append(1)
        commit(journal, batch)

    monkeypatch.setattr(Journal, "commit", cut)
    transaction = Journal._transaction
    with pytest.raises(Killed):
        run(paths)
    monkeypatch.setattr(Journal, "_transaction", transaction)
    monkeypatch.setattr(Journal, "commit", commit)
    (decisions_dir(data) / "spool" / ".torn.tmp").write_bytes(b"half a file")
    assert rows(data, BUDGETS) == [], "nothing shows before it is whole"
    summary = run(paths)
    assert (summary.known, summary.read) == (10 * after, COUNT - 10 * after)
    assert unnamed(data) == set()
    run(paths, data=tmp_path / "other")
    assert digest(data) == digest(tmp_path / "other")


def killed(*_: object, **__: object) -> Any:
    raise Killed


@pytest.mark.parametrize("where", ["before the commit", "after the commit"])
def test_a_merge_that_is_cut_short_goes_on(
    run: Run, data: Path, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(merging, "MOST_PARTS", 1)
    run(paths[:20])
    before = digest(data)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        if where == "before the commit":
            patch.setattr(Journal, "commit_merge", killed)
        else:
            patch.setattr(Path, "unlink", killed)
        run(paths)
    assert (digest(data) == before) == (where == "before the commit")
    assert unnamed(data) != set()
    assert run(paths).known == COUNT
    assert unnamed(data) == set()
    run(paths, data=tmp_path / "other")
    assert digest(data) == digest(tmp_path / "other")


def test_a_refused_budget_is_in_the_journal_until_its_findings_are_accepted(
    run: Run, data: Path, tmp_path: Path
) -> None:
    told = decision(1)
    told["budgets"].append(told["budgets"][0] | {"place": "Село", "findings": ["odd", "late"]})
    worse = decision(2, findings=["scan"])
    paths = write(tmp_path / "in", [told, worse])
    summary = run(paths)
    assert (summary.partly, summary.refused, summary.budgets, summary.is_clean) == (1, 1, 1, False)
    assert summary.blocked == {"odd": 1, "late": 1, "scan": 1}
    first = journal(data)["00000.json"]
    assert (first["status"], first["blocked"]) == ("partly", "late odd")
    finding = json.loads(first["findings"])[0]
    assert (finding["code"], finding["place"], finding["year"]) == ("odd", "Село", "2018")

    assert run(paths, accept=frozenset({"odd"})).read == 1, "one of two: read again and still refused"
    assert len(rows(data, BUDGETS)) == 1
    assert run(paths, accept=frozenset({"odd"})).read == 0
    summary = run(paths, accept=frozenset({"odd", "late", "scan"}))
    assert (summary.taken, summary.is_clean) == (2, True)
    budgets = rows(data, BUDGETS)
    assert sorted(row["place"] for row in budgets) == ["Район 1", "Район 2", "Село"]
    assert {f["code"] for row in budgets for f in row["findings"]} == {"odd", "late", "scan"}
    assert len(rows(data, LINES)) == sum(row["lines"] for row in budgets), "none twice"
    assert unnamed(data) == set()


def test_what_another_reader_read_is_replaced_only_when_asked(
    run: Run, data: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(paths)
    before = digest(data)
    monkeypatch.setattr(running, "reader_version", lambda: "new")
    monkeypatch.setattr("etl.decisions.rows.reader_version", lambda: "new")
    assert run(paths).read == 0
    assert run(paths, reread=True).taken == COUNT
    assert digest(data) == before and unnamed(data) == set()
    assert {told["reading"] for told in journal(data).values()} == {2}
    assert run(paths, reread=True).read == 0


def test_a_document_that_says_something_else_now_leaves_nothing_of_before(
    run: Run, data: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as another year, when the reader was wrong."""
    run(paths[:1])
    (before,) = parts(decisions_dir(data), BUDGETS)
    monkeypatch.setattr(running, "reader_version", lambda: "new")
    monkeypatch.setattr("etl.decisions.rows.reader_version", lambda: "new")

    def corrected(content: bytes, name: str) -> Any:
        return made_up.read(content.replace(b'"year": 2018', b'"year": 2019'), name)

    running.run(paths[:1], data=data, read=corrected, reread=True)
    for dataset in DATASETS:
        assert [part.budget_year for part in parts(decisions_dir(data), dataset)] == [2019]
    assert not (decisions_dir(data) / before.path).exists()


def test_what_the_reader_does_wrong_touches_one_document(run: Run, data: Path, tmp_path: Path) -> None:
    paths = write(
        tmp_path / "in",
        [decision(1), decision(2, fail="bug"), decision(3, fail="unreadable"), decision(4, budgets=[])],
    )
    summary = run([*paths, tmp_path / "nothing.html", tmp_path])
    assert (summary.taken, summary.refused, summary.empty, summary.given) == (1, 2, 1, 6)
    assert summary.unreadable == 2
    assert {Path(name).name for name, _ in summary.named} == {
        "00001.json",
        "00002.json",
        "nothing.html",
        tmp_path.name,
    }
    assert summary.blocked == {"reader-failed": 1, "unreadable": 1}
    text = summary.render()
    for part in (
        "No such file",
        "00001.json: reader-failed: ZeroDivisionError: bug",
        "1 taken",
        "2 not readable",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        ({"region": None}, "region-code-unknown"),
        ({"year": None}, "budget-year-unknown"),
        ({"place": ""}, "place-unknown"),
        ({"amounts": {"deficit": "1.0001"}}, "no-amount"),
        ({"amounts": {"deficit": "NaN"}}, "no-amount"),
        ({"amounts": {"deficit": "1e15"}}, "no-amount"),
    ],
)
def test_what_has_no_place_in_the_dataset_is_refused_for_good(
    run: Run, data: Path, tmp_path: Path, budget: dict[str, Any], code: str
) -> None:
    told = decision(1)
    told["budgets"][0] |= budget
    paths = write(tmp_path / "in", [told, decision(2)])
    assert run(paths, accept=frozenset({code})).blocked == {code: 1}
    assert run(paths, accept=frozenset({code})).read == 0
    assert len(rows(data, BUDGETS)) == 1


def test_amounts_are_exact(run: Run, data: Path, tmp_path: Path) -> None:
    told = decision(1)
    told["budgets"][0]["amounts"] = {
        "revenue_total": "999999999999999.999",
        "deficit": "-0.001",
        "net_lending": "0.0",
    }
    run(write(tmp_path / "in", [told]))
    (row,) = rows(data, VERSIONS)
    assert row["revenue_total_kzt_thousand"] == Decimal("999999999999999.999")
    assert row["deficit_kzt_thousand"] == Decimal("-0.001") and row["net_lending_kzt_thousand"] == 0


def test_a_document_that_is_too_large_is_not_opened(
    run: Run, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BIGGEST", 10)
    assert run(paths[:2]).unreadable == 2


def test_a_large_batch_is_parted_by_its_bytes(
    run: Run, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    commit = Journal.commit

    def counted(journal: Journal, batch: Any) -> None:
        sizes.append(len(batch.outcomes))
        commit(journal, batch)

    monkeypatch.setattr(Journal, "commit", counted)
    monkeypatch.setattr(running, "BATCH_BYTES", 3 * paths[0].stat().st_size)
    run(paths[:9])
    assert max(sizes) <= 4 and sum(sizes) == 9


def test_a_place_has_one_name_in_both_languages_also_where_one_was_read_first(
    run: Run, data: Path, tmp_path: Path
) -> None:
    """What two texts of 2019 show holds for 2018, of which there is only the Kazakh text."""
    address = "https://adilet.zan.kz/{}/docs/V19N0000001"
    russian, kazakh = decision(4), decision(4, language="kk", address=address.format("kaz"))
    russian["address"] = address.format("rus")
    kazakh["budgets"][0] |= {"place": "Аудан"}
    earlier = decision(1, language="kk")
    earlier["budgets"][0] |= {"place": "Аудан"}
    paths = write(tmp_path / "in", [earlier, russian, kazakh])
    run(paths[:1])
    assert [row["place_id"] for row in rows(data, VERSIONS)] == ["KZ-55.audan"]
    run(paths)
    found = {row["budget_year"]: row for row in rows(data, VERSIONS)}
    assert {row["place_id"] for row in found.values()} == {"KZ-55.4-rayon"}
    assert (found[2019]["place_ru"], found[2019]["place_kk"]) == ("Район 4", "Аудан")
    assert found[2019]["kind"] == "adopted" and len(found[2019]["texts"]) == 2
    run(paths[::-1], data=tmp_path / "other")
    assert digest(tmp_path / "other") == digest(data)


def test_progress_is_shown(run: Run, paths: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    run(paths, progress=Progress())
    assert f"{COUNT}/{COUNT} documents" in capsys.readouterr().err


def test_a_journal_of_another_version_or_a_damaged_one_is_named(
    run: Run, data: Path, paths: list[Path]
) -> None:
    import sqlite3

    run(paths[:1])
    path = decisions_dir(data) / JOURNAL
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(EtlError, match="format 99"):
        run(paths)
    path.write_bytes(b"no database " * 100)
    with pytest.raises(EtlError, match="damaged"):
        run(paths)
