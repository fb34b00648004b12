"""Opening an export: what kind of file it is, and a clear word about files that can't be read."""

from __future__ import annotations

from pathlib import Path

from etl.errors import DataError
from etl.ingest.export import Export

BIGGEST = 2 * 1024**3  # bytes; a million respondents with twenty answers in words are a fifth of it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_CSV = "Open it in a spreadsheet and save it as .xlsx or as CSV (UTF-8)."


def read(path: Path, sheet: str | None = None) -> Export:
    """The export in a CSV or XLSX file (what it is, its content says, not its name); of XLSX one sheet, the first.

    Raises DataError for whatever else it is: missing, empty, damaged, locked by a password, an old .xls.
    """
    content = _beginning(path)
    if content.startswith(b"PK"):
        from etl.ingest import sheets

        return sheets.read(path, sheet)
    if sheet is not None:
        raise DataError(
            path, None, None, "no XLSX file", "XLSX, since a sheet is named", "Leave --sheet out."
        )
    from etl.ingest import tables

    return tables.read(path)


def _beginning(path: Path) -> bytes:
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise DataError(
            path, None, None, found, "an export of a form", "Give the path of a CSV or XLSX file."
        )
    size = path.stat().st_size
    if size == 0:
        raise DataError(
            path, None, None, "an empty file", "a heading and respondents", "Export the form again."
        )
    if size > BIGGEST:
        advice = "Export fewer columns, or part the file by city and take the parts as waves."
        raise DataError(path, None, None, f"{size} bytes", f"at most {BIGGEST} bytes", advice)
    with path.open("rb") as file:
        content = file.read(1024)
        if content.startswith(_OLE):
            # A locked workbook is wrapped in the container of the old format.
            is_locked = "EncryptedPackage".encode("utf-16-le") in file.read(16 * 1024**2)
            found = "a workbook with a password" if is_locked else "the old format .xls"
            advice = "Remove the password and save it again." if is_locked else _AS_CSV
            raise DataError(path, None, None, found, "CSV or XLSX", advice)
    if content.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise DataError(path, None, None, "a web page (HTML or XML)", "CSV or XLSX", _AS_CSV)
    return content
