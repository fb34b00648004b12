"""Callbacks. They run on the client (`dashboard/assets`): a page's state is fetched as a view and cached by address."""

from __future__ import annotations

from dash import Dash

from dashboard.callbacks import view


def register(app: Dash) -> None:
    """Attach every callback to ``app``; nothing is registered globally, so a second app works too."""
    view.register(app)
