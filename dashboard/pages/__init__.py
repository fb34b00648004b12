"""The pages, in the order of the menu. A page is one module here: layout only."""

from __future__ import annotations

from dashboard.components.page import Page
from dashboard.pages import (
    about,
    audit,
    chart,
    crosstab,
    data,
    decisions,
    home,
    kostanay,
    maslikhat,
    receipt,
    survey,
    topline,
    transfers,
)

PAGES: tuple[Page, ...] = (
    home.PAGE,
    receipt.PAGE,
    decisions.PAGE,
    transfers.PAGE,
    kostanay.PAGE,
    maslikhat.PAGE,
    survey.PAGE,
    crosstab.PAGE,
    topline.PAGE,
    audit.PAGE,
    data.PAGE,
    about.PAGE,
)
CHART_PAGES: tuple[Page, ...] = chart.PAGES
