"""How far regions differ in what they have per resident, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from catalogue.catalogue import Catalogue
from catalogue.places import population_regions, regions
from etl.inputs import Inputs
from stats import inequality

MEASURES = ("own_revenue", "revenue", "tax", "transfers", "expenditure")
AMOUNTS = [f"{measure}_kzt_million" for measure in MEASURES]
MILLION = 1_000_000
SINCE = 2013  # the first year there is: its territories are those that every later year can be put back into
THEN, MERGED = "then", "since_2013"


def build(inputs: Inputs) -> pd.DataFrame:
    """One row per year, division, measure and weighting.

    ``then`` is the regions of each whole year whose territory is known; ``is_complete`` is false where one is missing: the
    figure is then of the others, not of the country. ``since_2013`` is the territories of 2013, later regions added up
    into them: only years in which that gives every one of them.
    """
    finance = inputs.table("regional_finance")
    finance = finance[(finance["region_code"] != "KZ") & finance["cumulative_to"].str.endswith("-12")]
    return pd.DataFrame([*_then(finance, inputs.catalogue), *_merged(finance, inputs)])


def _then(finance: pd.DataFrame, catalogue: Catalogue) -> Iterator[dict[str, object]]:
    known = finance[finance["is_full_year"] & finance["population_persons"].notna()]
    for year, there in known.groupby("year"):
        is_complete = set(there["region_code"]) == set(regions(catalogue, date(int(str(year)), 12, 31)))
        ref = f"{year}: amounts of {len(there)} regions over their mean population"
        yield from _rows(int(str(year)), THEN, there, is_complete, ref)


def _merged(finance: pd.DataFrame, inputs: Inputs) -> Iterator[dict[str, object]]:
    """Amounts and people of the territories of 2013. A year's regions of mixed territory (2018: Turkestan Region and
    Shymkent) are whole together, so it matters only that all parts are there."""
    catalogue = inputs.catalogue
    people = inputs.table("population").query("indicator == 'population_avg'")
    persons = people.set_index(["region_code", "year"])["value_persons"].to_dict()
    territories = {
        code: population_regions(catalogue, code, SINCE) for code in regions(catalogue, date(SINCE, 12, 31))
    }
    for year, there in finance.groupby("year"):
        number = int(str(year))
        parts = {code: set(population_regions(catalogue, code, number)) for code in there["region_code"]}
        rows = []
        for code, territory in territories.items():
            own = [region for region, lies in parts.items() if lies and lies <= set(territory)]
            if set().union(*(parts[region] for region in own)) != set(territory):
                break
            sums = there.loc[there["region_code"].isin(own), AMOUNTS].sum(skipna=False)
            rows.append(
                {
                    "region_code": code,
                    "population_persons": sum(persons[part, number] for part in territory),
                    **sums.to_dict(),
                }
            )
        else:
            ref = f"{year}: amounts of the {len(rows)} territories of {SINCE} over their mean population"
            yield from _rows(number, MERGED, pd.DataFrame(rows), True, ref)


def _rows(
    year: int, division: str, there: pd.DataFrame, is_complete: bool, ref: str
) -> Iterator[dict[str, object]]:
    """Every measure and weighting of one year's territories."""
    people = there["population_persons"]
    for measure in MEASURES:
        per_head = there[f"{measure}_kzt_million"] * MILLION / people
        for weighting, weights in (("regions", None), ("residents", people)):
            yield {
                "year": year,
                "division": division,
                "measure": measure,
                "weighting": weighting,
                "regions": len(there),
                "is_complete": is_complete,
                "mean_kzt": inequality.mean(per_head, weights),
                "cv": inequality.variation(per_head, weights),
                "gini": inequality.gini(per_head, weights),
                "theil": inequality.theil(per_head, weights),
                "source_id": "minfin-bulletin",
                "source_ref": ref,
            }
