"""Hypothesis draws decisions and layouts."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from etl.decisions.models import Reading
from etl.decisions.read import read_document
from tests.etl.decisions.layouts.facts import Facts
from tests.etl.decisions.layouts.layout import Annexes, Form, Layout, Several, Site
from tests.etl.decisions.layouts.madeup import made_up
from tests.etl.decisions.layouts.quirks import Quirk, tidy
from tests.etl.decisions.layouts.write import name, write

PROFILE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

quirks = st.sets(st.sampled_from(Quirk), max_size=12).map(tidy)
sites = st.sampled_from(Site)


@st.composite
def layouts(draw: st.DrawFn, forms: bool = True) -> Layout:
    return Layout(
        site=draw(sites),
        form=draw(st.sampled_from([None, Form.CONSOLIDATED, Form.UPDATED])) if forms else None,
        several=draw(st.sampled_from(Several)),
        annexes=draw(st.sampled_from(Annexes)),
        names_place=draw(st.booleans()),
        inverted=draw(st.booleans()),
        is_old=draw(st.booleans()),
        has_subgroups=draw(st.booleans()),
        has_subprogrammes=draw(st.booleans()),
        is_stepped=draw(st.booleans()),
        wording=draw(st.integers(0, 11)),
        quirks=draw(quirks),
    )


@st.composite
def decisions(draw: st.DrawFn) -> Facts:
    language = draw(st.sampled_from(["ru", "kk"]))
    return made_up(
        random.Random(draw(st.integers(0, 10**6))), language, draw(st.sampled_from([1, 1, 1, 2, 3]))
    )


def read(facts: Facts, layout: Layout, **spoilt: object) -> Reading:
    return read_document(write(facts, layout, **spoilt), name(layout))  # type: ignore[arg-type]
