"""What can be chosen on the transfers page and in its charts: years, regions, prices, measures.

The years are those of the table, so that next year's figures need no line here.
"""

from __future__ import annotations

from datetime import date

from catalogue.loader import load
from catalogue.places import regions
from dashboard.data import TablesMissing, table
from dashboard.figures import transfers
from dashboard.figures.finance import COUNTRY, NOMINAL, NONE
from dashboard.figures.flows import HEAD
from dashboard.figures.inequality import INDICES
from dashboard.url_state import Choice, Choices


def _years() -> tuple[tuple[str, ...], str]:
    """The years that the table has regions for, and the latest whole one; none where the tables are missing."""
    try:
        finance = table("regional_finance")
    except TablesMissing:  # every page says so
        return (), ""
    rows = finance[finance["region_code"] != COUNTRY]
    whole = rows.loc[rows["is_full_year"], "year"]
    return tuple(str(year) for year in sorted(rows["year"].unique())), str(whole.max())


def _regions() -> tuple[str, ...]:
    """The regions of today, and those that ended after the first year there is."""
    first = date(int(YEARS[0]), 12, 31) if YEARS else None
    return tuple(sorted({*regions(load()), *(regions(load(), first) if first else ())}))


YEARS, LATEST = _years()
REGIONS = _regions()

# Pinned: an address that was shared keeps its year after the next one is there.
YEAR = Choice("year", YEARS, LATEST, is_pinned=True)
SINCE = Choice("since", (NONE, *YEARS), NONE)
PRICES = Choice("prices", (NOMINAL, *YEARS), NOMINAL)
REGION = Choices("region", REGIONS)
MEASURE = Choice("measure", tuple(transfers.MEASURES), "total")
VIEW = Choice("view", ("lines", "panels"), "lines")
AMOUNT = Choice("amount", ("total", HEAD), "total")
FINANCE = Choice("finance", tuple(load().labels["finance_measure"]), "own_revenue")
INDEX = Choice("index", INDICES, "gini")
DIVISION = Choice("division", tuple(load().labels["division"]), "since_2013")
WEIGHTING = Choice("weighting", tuple(load().labels["weighting"]), "regions")
BUDGET = Choice("budget", tuple(load().labels["budget_level"]), "state")
