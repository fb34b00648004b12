"""The audit: every derived figure of the thesis recomputed, and each mismatch put into words.

`checks` are all figures that were recomputed, matching or not; `findings` are the mismatches, grouped by the
rules of `data/catalogue/findings.yml`. A mismatch that no rule knows is an error: a transcription slip, or a
new finding that someone must look at and describe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.audit import (
    budgets,
    contacts,
    councils,
    fourth_level,
    grades,
    own_grades,
    receipt,
    receipt_text,
    survey,
    text,
)
from etl.audit.checks import Check, Facts, Inputs, Part
from etl.audit.report import checks_frame, findings_frame
from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

PARTS: tuple[Part, ...] = (
    receipt.run,
    receipt_text.run,
    survey.run,
    contacts.run,
    grades.run,
    own_grades.run,
    budgets.run,
    fourth_level.run,
    councils.run,
    text.run,
)

__all__ = ["Check", "Inputs", "collect", "run"]


def collect(inputs: Inputs) -> list[Check]:
    """Every check of every part, matching or not."""
    facts = Facts(inputs)
    return [check for part in PARTS for check in part(facts)]


def run(inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The checks and the findings as the tables `audit_checks` and `audit_findings` hold them.

    Raises DataError for a mismatch without a rule, for a rule that finds nothing, and for texts whose
    placeholders no check fills.
    """
    checks = collect(inputs)
    for check in checks:
        if not check.is_match and check.rule is None:
            raise DataError(
                f"audit {check.where}",
                None,
                check.item,
                check.printed,
                f"{check.recomputed}, as recomputed",
                "Compare the printed value with the original. If the source file is right, this is a new "
                "finding: give the check a rule and describe it in data/catalogue/findings.yml.",
            )
    return checks_frame(checks), findings_frame(checks, inputs.catalogue)
