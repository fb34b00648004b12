"""Folders are walked, not listed."""

from __future__ import annotations

from pathlib import Path

from etl.decisions.files import Files


def test_files_are_named_ones_then_those_of_folders_in_order(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.html", "a/x.html", "c.html", ".hidden/y.html", "b/.z.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    named = Path("elsewhere.html")
    files = Files([named], [tmp_path])
    inside = [tmp_path / name for name in ("c.html", "a/x.html", "b/1.html", "b/2.html")]
    assert list(files) == [named, *inside] == list(files)
    assert len(files) == 5 and inside[0] in files and not Files([], [])
