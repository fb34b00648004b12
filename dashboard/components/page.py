"""What a page is: declared by each module of `dashboard.pages`, drawn by `dashboard.routes.site`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from dashboard.i18n import Words
from dashboard.url_state import Param, State

Part = Callable[[Words, State], Any]


def _nothing(words: Words, state: State) -> list[Any]:
    return []


def _as_it_is(state: State) -> State:
    return state


def _never_changes() -> Hashable:
    return None


@dataclass(frozen=True)
class Page:
    """One page in three languages.

    ``name`` is its address below ``/{lang}/`` ('' for home). Its words are ``page.<name>.title`` and ``….lead``
    (``home`` for home). ``controls`` and ``body`` return Dash components for a state; both are pure. ``settle`` lets fall
    what has no meaning beside the rest of the state. ``parent`` is the page of the menu that it belongs
    to; a page without one is in the menu itself. ``is_warm``: drawn before the first reader asks and kept among the
    pages; false where there are too many states, or what they need is heavy. ``stamp`` changes when what the page shows
    may change while the site runs.
    """

    name: str
    body: Part
    controls: Part = _nothing
    params: tuple[Param, ...] = ()
    is_interactive: bool = True
    parent: str = ""
    is_warm: bool = True
    settle: Callable[[State], State] = _as_it_is
    stamp: Callable[[], Hashable] = _never_changes

    @property
    def key(self) -> str:
        return self.name or "home"


def link(lang: str, page: str = "", query: str = "") -> str:
    """The address of a page."""
    return f"/{lang}/{page}" + (f"?{query}" if query else "")
