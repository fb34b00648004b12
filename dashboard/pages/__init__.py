"""The pages, in the order of the menu. A page is one module here: layout only."""

from __future__ import annotations

from dashboard.components.page import Page
from dashboard.pages import about, audit, chart, data, home, kostanay, receipt, survey, transfers

PAGES: tuple[Page, ...] = (
    home.PAGE,
    receipt.PAGE,
    transfers.PAGE,
    kostanay.PAGE,
    survey.PAGE,
    audit.PAGE,
    data.PAGE,
    about.PAGE,
)
CHART_PAGES: tuple[Page, ...] = chart.PAGES
