"""Decisions written for tests, in the layouts of real ones, from facts that are known. Annexes and whatever the facts lack
are made up here and stand nowhere else."""

from __future__ import annotations

from tests.etl.decisions.layouts.facts import Facts, Plan, known
from tests.etl.decisions.layouts.layout import Annexes, Form, Layout, Several, Site, layout
from tests.etl.decisions.layouts.quirks import REFUSABLE, Quirk
from tests.etl.decisions.layouts.write import name, write

__all__ = [
    "REFUSABLE",
    "Annexes",
    "Facts",
    "Form",
    "Layout",
    "Plan",
    "Quirk",
    "Several",
    "Site",
    "known",
    "layout",
    "name",
    "write",
]
