"""The amendments that the thesis proposes: chapter 3, in our own words."""

from __future__ import annotations

import pandas as pd

from catalogue.models import LANGS
from etl.inputs import Inputs
from etl.readers.thesis import SOURCE_ID

UNKNOWN = "unknown"  # nobody has looked up what became of them


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per amendment: where in which law, how it is, what is proposed, what became of it."""
    source = inputs.thesis("amendments.csv")
    catalogue = inputs.catalogue
    texts = {
        f"{name}_{lang}": [
            catalogue.label(f"amendment_{name}", code, lang) for code in source["amendment_id"]
        ]
        for name in ("today", "proposal")
        for lang in LANGS
    }
    return source[["amendment_id", "law", "article", "paragraph"]].assign(
        **texts, amendment_status=UNKNOWN, source_id=SOURCE_ID, source_ref=source["source_ref"]
    )
