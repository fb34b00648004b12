"""Component ids, in one place: what callbacks, pages and client scripts call things."""

from __future__ import annotations

PAGE = "page"  # everything that Dash owns
CONTROLS = "controls"
QUERY = "query"  # a store: the address's query that is shown
POPPED = "popped"  # a store that the client touches when the reader presses Back or Forward


def control(name: str) -> dict[str, str]:
    """A control that sets the address's parameter ``name``."""
    return {"type": "control", "name": name}


def slot(slug: str) -> dict[str, str]:
    """Where the client puts the interactive drawing of a chart."""
    return {"type": "slot", "slug": slug}


def plot(slug: str) -> dict[str, str]:
    """The interactive drawing of a chart."""
    return {"type": "plot", "slug": slug}
