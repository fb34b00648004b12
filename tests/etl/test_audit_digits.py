"""No wrong digit in a derived cell of the sources passes the audit."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from etl import audit
from tests.etl.planted import Planted, file

# The derived cells of the sources: every figure that follows from other figures that are also there.
DERIVED_STATEMENTS = (
    "never_met_deputy", "active_almaty", "active_aktobe", "active_shymkent", "active_pavlodar", "activity_almaty",
    "activity_aktobe", "kostanay_dependence", "kostanay_republic", "kostanay_lower", "with_own_budget_pct",
    "almaty_amanat", "almaty_ak_zhol", "almaty_peoples_party", "almaty_entrepreneurs", "nur_sultan_ak_zhol",
    "nur_sultan_peoples_party", "nur_sultan_entrepreneurs", "per_year", "per_month", "education_share",
    "education_per_month", "preschool_share_programme", "preschool_share_city", "preschool_per_month",
)  # fmt: skip


def derived_cells() -> list[tuple[str, int, str]]:
    cells = [("statements.csv", line, "printed") for line, row in file("statements.csv").iterrows()
             if row["statement_id"] in DERIVED_STATEMENTS]  # fmt: skip
    receipt = file("receipt.csv")
    for column in ("share_city", "share_programme", "share_city_sub", "per_year", "per_month"):
        cells += [("receipt.csv", line, f"{column}_printed") for line in receipt.index
                  if receipt.at[line, f"{column}_printed"]]  # fmt: skip
    for name, column in (("maslikhat.csv", "share_printed"), ("figure_9.csv", "printed")):
        cells += [(name, line, column) for line in file(name).index]
    table_2, table_7 = file("table_2.csv"), file("table_7.csv")
    cells += [
        ("table_2.csv", line, "printed") for line in table_2.index[table_2["answer"] == "total_printed"]
    ]
    cells += [("table_7.csv", line, "printed") for line in table_7.index[table_7["city"] == "overall"]]
    cells += [("fourth_level.csv", line, "printed") for line, row in file("fourth_level.csv").iterrows()
              if row["measure"] == "with_own_budget_pct"]  # fmt: skip
    return [(name, int(str(line)), column) for name, line, column in cells]


@st.composite
def wrong_digits(draw: st.DrawFn) -> Planted:
    name, line, column = draw(st.sampled_from(derived_cells()))
    printed = str(file(name).at[line, column])
    place = draw(st.sampled_from([n for n, sign in enumerate(printed) if sign.isdigit()]))
    digit = draw(st.sampled_from([d for d in "0123456789" if d != printed[place]]))
    return Planted(name, line, column, printed[:place] + digit + printed[place + 1 :])


def failures(planted: Planted) -> set[tuple[str, str]]:
    return {(check.check_id, check.printed) for check in audit.collect(planted) if not check.is_match}


@cache
def known_failures() -> set[tuple[str, str]]:
    return failures(Planted())


@settings(max_examples=60, deadline=None)
@given(wrong_digits())
def test_no_wrong_digit_in_a_derived_cell_passes(planted: Planted) -> None:
    """A planted digit makes some check fail that did not, or fail on another printed value."""
    assert failures(planted) - known_failures(), (
        f"{planted.name} line {planted.line}, {planted.column}: {planted.value}"
    )
