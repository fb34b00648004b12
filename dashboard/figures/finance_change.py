"""How the share of transfers changed between two years, region by region, where the region stayed the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from catalogue.loader import load
from catalogue.places import regions
from dashboard.figures.finance import NONE, listed, place_name, rows_of, signed
from dashboard.i18n import Words
from dashboard.url_state import State

COMPARABLE, BORDERS, MISSING = "comparable", "borders", "missing"
COLUMNS = ["earlier_to", "earlier_share_pct", "transfer_share_pct", "change_pp", "comparability"]


def pair_of(state: State) -> tuple[str, str] | None:
    """The two years to compare, the earlier first; None where only one is chosen."""
    earlier, later = sorted((state["since"], state["year"]))
    return None if NONE in (earlier, later) or earlier == later else (earlier, later)


def changes(finance: pd.DataFrame, earlier: str, later: str) -> pd.DataFrame:
    """One row per region of either year: both shares and their difference in percentage points.

    ``comparability`` says why there is none: ``borders`` where the region was not there in one of the years, or its
    territory changed in or between them; ``missing`` where the source has no figure of a region that was there.
    """
    before, after = (rows_of(finance, year).set_index("region_code") for year in (earlier, later))
    between = finance[finance["year"].between(int(earlier), int(later)) & finance["is_break"]]
    moved = set(between["region_code"])
    rows = []
    for code in sorted({*before.index, *after.index}):
        shares = [float(frame["transfer_share_pct"].get(code, float("nan"))) for frame in (before, after)]
        why = _comparability(code, moved, dict(zip((earlier, later), shares, strict=True)))
        source = after if code in after.index else before
        rows.append(
            {
                "region_code": code,
                "cumulative_to": after["cumulative_to"].iloc[0],
                "earlier_to": before["cumulative_to"].iloc[0],
                "earlier_share_pct": shares[0],
                "transfer_share_pct": shares[1],
                "change_pp": shares[1] - shares[0] if why == COMPARABLE else float("nan"),
                "comparability": why,
                **{name: source.at[code, name] for name in ("basis", "source_id", "source_ref")},
            }
        )
    return pd.DataFrame(rows)


def _comparability(code: str, moved: set[str], shares: dict[str, float]) -> str:
    absent = [year for year, share in shares.items() if pd.isna(share)]
    was_there = all(code in regions(load(), date(int(year), 12, 31)) for year in absent)
    if code in moved or not was_there:
        return BORDERS
    return MISSING if absent else COMPARABLE


def title(frame: pd.DataFrame, state: State, years: tuple[str, str], words: Words) -> str:
    """What changed: in the one chosen region, or in how many of those that can be compared."""
    chosen = frame[frame["region_code"].isin(state["region"])]
    said = {"earlier": years[0], "later": years[1]}
    if len(state["region"]) == 1:
        place = place_name(state["region"][0], words)
        if chosen.empty or chosen["comparability"].iloc[0] != COMPARABLE:
            return words("finance.change.title.none", place=place, **said)
        change = round(float(chosen["change_pp"].iloc[0]), 1)
        way = "fell" if change < 0 else "rose" if change > 0 else "same"
        return words(
            f"finance.change.title.{way}.region", place=place, value=words.number(abs(change), 1), **said
        )
    shown = (chosen if len(chosen) else frame)["change_pp"].dropna().round(1)
    fell, rose = int((shown < 0).sum()), int((shown > 0).sum())
    if shown.empty or fell == rose:
        return words("finance.change.title.neutral", **said)
    way, n = ("fell", fell) if fell > rose else ("rose", rose)
    return words.count(f"finance.change.title.{way}", n, all=words.number(len(shown)), **said)


def summary(frame: pd.DataFrame, words: Words) -> str:
    """The largest fall and the largest rise, and who can't be compared."""
    known = frame.dropna(subset="change_pp").sort_values("change_pp")
    parts = []
    if len(known) > 1:
        low, high = known.iloc[0], known.iloc[-1]
        parts.append(
            words(
                "finance.change.summary",
                first=place_name(low["region_code"], words),
                low=signed(low["change_pp"], words),
                last=place_name(high["region_code"], words),
                high=signed(high["change_pp"], words),
            )
        )
    for why in (BORDERS, MISSING):
        codes = frame.loc[frame["comparability"] == why, "region_code"]
        if len(codes):
            parts.append(words(f"finance.change.{why}", places=listed(codes, words)))
    return " ".join(parts)


def label(row: dict[str, Any], words: Words) -> str:
    """What stands at a region: its change, or why there is none."""
    if row["comparability"] != COMPARABLE:
        return words(f"finance.change.label.{row['comparability']}")
    return signed(row["change_pp"], words)


def notes(frame: pd.DataFrame, words: Words) -> list[str]:
    """That a part of a year is held against a whole one, where it is."""
    months = set(frame["cumulative_to"].str[5:]) | set(frame["earlier_to"].str[5:])
    return [words("finance.note.unequal")] if len(months) > 1 else []
