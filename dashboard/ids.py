"""Component ids, in one place: what callbacks, pages and client scripts call things."""

from __future__ import annotations

PAGE = "page"  # everything that Dash draws
CONTROLS = "controls"
MAIN = "main"
POPPED = "popped"  # a store that the client touches when the reader presses Back or Forward


def control(name: str) -> dict[str, str]:
    """A control that sets the address's parameter ``name``."""
    return {"type": "control", "name": name}


def plot(slug: str) -> dict[str, str]:
    """The interactive drawing of a chart."""
    return {"type": "plot", "slug": slug}
