"""From checks to the two published tables: grouping by rule, and the words in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from catalogue.catalogue import Catalogue
from catalogue.models import LANGS
from etl.audit.checks import Check, Label, Value, in_locale
from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

FINDINGS_FILE = "data/catalogue/findings.yml"
CHECK_COLUMNS = ("check_id", "where_code", "item", "printed", "recomputed", "tolerance", "is_match", "kind")
FINDING_COLUMNS = (
    "finding_id", "where", *(f"where_{lang}" for lang in LANGS), "printed", "recomputed", "kind", "severity",
    *(f"explanation_{lang}" for lang in LANGS), "charts", "tables", "is_corrected",
)  # fmt: skip
# A printed sum or a series of cells stays readable; what is longer is in the checks.
SHOWN_AT_MOST = 6
SEVERITIES = ("high", "medium", "low")


def checks_frame(checks: Iterable[Check]) -> pd.DataFrame:
    """One row per recomputed figure."""
    import pandas as pd

    rows = [
        (c.check_id, c.where, c.item, c.printed, c.recomputed, c.tolerance, c.is_match, c.kind)
        for c in checks
    ]
    return pd.DataFrame(rows, columns=list(CHECK_COLUMNS))


def findings_frame(checks: Iterable[Check], catalogue: Catalogue) -> pd.DataFrame:
    """One row per rule with a mismatch, the gravest first, then in the order of the catalogue."""
    import pandas as pd

    by_rule: dict[str, list[Check]] = {}
    for check in checks:
        if check.rule is not None:
            by_rule.setdefault(check.rule, []).append(check)
    for rule in by_rule.keys() - catalogue.findings.keys():
        raise DataError(FINDINGS_FILE, None, rule, "no such rule", "a description of this rule's finding")
    found = [rule for rule in catalogue.findings if any(not c.is_match for c in by_rule.get(rule, ()))]
    for rule in catalogue.findings.keys() - found:
        raise DataError(FINDINGS_FILE, None, rule, "no mismatch", "only rules that find something")
    found.sort(key=lambda rule: SEVERITIES.index(catalogue.findings[rule].severity))
    return pd.DataFrame(
        [_finding(rule, by_rule[rule], catalogue) for rule in found], columns=list(FINDING_COLUMNS)
    )


def _finding(rule: str, checks: list[Check], catalogue: Catalogue) -> tuple[object, ...]:
    text = catalogue.findings[rule]
    wrong = [check for check in checks if not check.is_match]
    corrected = {c.finding for corrections in catalogue.corrections.values() for c in corrections}
    return (
        rule,
        wrong[0].where,
        *(text.where[lang] for lang in LANGS),
        *_pairs(wrong),
        text.kind,
        text.severity,
        *(explain(rule, text.explanation[lang], lang, checks, catalogue) for lang in LANGS),
        ",".join(text.charts),
        ",".join(text.tables),
        rule in corrected or any(check.is_recomputed_in_tables for check in wrong),
    )


def _pairs(checks: Iterable[Check]) -> tuple[str, str]:
    """What is printed and what is recomputed, in the same order; a value common to all stands once."""
    pairs = list(dict.fromkeys((check.printed, check.recomputed) for check in checks))
    columns = [[pair[side] for pair in pairs] for side in (0, 1)]
    shown = [cells[:1] if len(set(cells)) == 1 else cells for cells in columns]
    printed, recomputed = (
        "; ".join(cells[:SHOWN_AT_MOST] + ["…"] * (len(cells) > SHOWN_AT_MOST)) for cells in shown
    )
    return printed, recomputed


def explain(rule: str, template: str, lang: str, checks: Iterable[Check], catalogue: Catalogue) -> str:
    """The explanation with its {placeholders} filled from the rule's checks, numbers as the language has them.

    {list} stands for the rows of the checks that do not match: "label, label: value; …". Raises DataError for
    a placeholder that no check fills.
    """
    values: dict[str, str] = {}
    # Where several checks fill the same placeholder, those that do not match have the last word.
    ordered = sorted(checks, key=lambda check: not check.is_match)
    for check in ordered:
        values |= {name: _in_words(value, lang, catalogue) for name, value in check.values.items()}
    values["list"] = "; ".join(_line(c.row, lang, catalogue) for c in ordered if c.row and not c.is_match)

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        if not values.get(name):
            raise DataError(
                FINDINGS_FILE, None, f"{rule}.explanation.{lang}", match.group(), "a value that a check gives"
            )
        return values[name]

    return re.sub(r"\{(\w+)\}", fill, template)


def _line(row: tuple[Value, ...], lang: str, catalogue: Catalogue) -> str:
    *labels, last = (_in_words(value, lang, catalogue) for value in row)
    return f"{', '.join(labels)}: {last}" if labels else last


def _in_words(value: Value, lang: str, catalogue: Catalogue) -> str:
    if isinstance(value, Label):
        return catalogue.label(value.domain, value.code, lang)
    if isinstance(value, Decimal | int):
        return in_locale(value, lang)
    # Text made by a check is in the source's notation; English writes its decimals with a point.
    return re.sub(r"(?<=\d),(?=\d)", ".", value) if lang == "en" else value
