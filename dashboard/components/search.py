"""What a reader's typing is compared with."""

from __future__ import annotations


def fold(text: str) -> str:
    """Lower case, one plain space for any run of spaces (figures are written with no-break ones)."""
    return " ".join(text.split()).casefold()
