"""The registry of charts: each is declared here once.

Pages, embeds, downloads, the no-JavaScript view and the tests all read these declarations. To add a chart: one figure
function, one entry here, its words in the three languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import parse_qsl

import pandas as pd

from catalogue.loader import load
from catalogue.models import LANGS, Source
from catalogue.survey import options
from dashboard.data import TablesMissing, table
from dashboard.figures import (
    finance_lines,
    finance_map,
    flows,
    inequality,
    kostanay,
    maslikhat_occupations,
    maslikhat_parties,
    maslikhat_quotas,
    national,
    per_head,
    plan_execution,
    ranking,
    receipt,
    receipt_changes,
    receipt_groups,
    receipt_shares,
    survey,
    transfers,
)
from dashboard.figures.composition import NONE
from dashboard.figures.drawing import Drawing
from dashboard.i18n import Words, words
from dashboard.receipts import (
    CHANGE_AGAINST,
    GROUP,
    OF,
    PER,
    PER_EXECUTED,
    PERIOD,
    PLACE,
    PLAN,
    SORT,
    SPAN,
    STEP,
    TO,
)
from dashboard.transfers import (
    AMOUNT,
    BUDGET,
    DIVISION,
    FINANCE,
    INDEX,
    MEASURE,
    PRICES,
    REGION,
    SINCE,
    VIEW,
    WEIGHTING,
    YEAR,
)
from dashboard.url_state import Choice, Param, State, defaults, parse, to_query


def _councils() -> tuple[str, ...]:
    """The councils of the table as ``KZ-75.VII``, latest convocation first; none where the tables are missing."""
    try:
        data = table("maslikhat")
    except TablesMissing:  # every page says so
        return ()
    order = list(load().labels["convocation"])
    pairs = set(zip(data["council"], data["convocation"], strict=True))
    ordered = sorted(pairs, key=lambda pair: (-order.index(pair[1]), pair[0]))
    return tuple(f"{council}.{convocation}" for council, convocation in ordered)


COUNCILS = _councils()

# The oldest first; the newest is shown to who does not choose, and every address that we make says which it is.
WAVES = sorted(load().waves.values(), key=lambda wave: (wave.year, wave.id))
WAVE = Choice("wave", tuple(wave.id for wave in WAVES), WAVES[-1].id, is_pinned=True)
# slug → topic, and the item and answer that are shown first
SURVEY = {
    "survey-channels": ("channels", "channel", "e_services"),
    "survey-appeal-frequency": ("appeal_frequency", "frequency", "never"),
    "survey-satisfaction": ("satisfaction", "personal_issues", "high"),
    "survey-deputy-meetings": ("deputy_meetings", "met_deputy", "yes"),
    "survey-deputy-rating": ("deputy_rating", "deputies_work", "low"),
    "survey-authority-rating": ("authority_rating", "participation", "poor"),
    "survey-own-participation": ("own_participation", "competence", "good"),
}
# Defaults that stay when councils are added: an address means the same for ever.
COUNCIL = Choice("council", COUNCILS, "KZ-75.VII")
WITH = Choice("with", (NONE, *COUNCILS), NONE)
LEVEL = Choice("level", tuple(load().labels["council_level"]), "oblast_or_republican_city")


@dataclass(frozen=True)
class Chart:
    """A chart: its address (``slug``, never changed), the page that shows it, the tables it reads, what a reader may
    choose, the budget basis, its unit, and where it stands in the thesis (a text key ``chart.<slug>.where``).
    ``page_query`` is the page's state that shows it, where that is not the page's first; ``unused`` are sources of its
    tables that it takes nothing from."""

    slug: str
    page: str
    tables: tuple[str, ...]
    plot: Callable[[Mapping[str, pd.DataFrame], State, Words], Drawing]
    basis: str
    unit: str
    params: tuple[Param, ...] = ()
    page_query: str = ""
    unused: tuple[str, ...] = ()

    def sources(self, state: State) -> list[Source]:
        """Everyone whose figures the chart shows in this state, each once: of a survey, the chosen wave's; of councils,
        those who speak of the chosen ones."""
        catalogue = load()
        ids = {source for name in self.tables for source in catalogue.tables[name].sources}
        if "wave" in state:
            ids = {state["wave"]}
        if "council" in state:
            ids = set(draw(self.slug, state, LANGS[0]).data["source_id"])
        return [catalogue.sources[source] for source in sorted(ids - set(self.unused))]

    def own(self, state: State) -> State:
        """The chart's part of a page's state; a page may have its own parameters besides, or none of the chart's, or
        values that only another of its charts knows."""
        return defaults(self.params) | {
            param.name: state[param.name]
            for param in self.params
            if param.name in state and (not isinstance(param, Choice) or state[param.name] in param.allowed)
        }

    def where(self, drawing: Drawing, words: Words) -> str:
        """Where the figures stand in their source."""
        return drawing.where or words(f"chart.{self.slug}.where")


def _survey_charts() -> list[Chart]:
    """A chart for each topic of the surveys; items and answers are those of all questionnaires."""
    charts: list[Chart] = []
    for slug, (topic, item, answer) in SURVEY.items():
        items, answers = options(load().questionnaires.values(), topic)
        params: list[Param] = [WAVE, Choice("answer", answers, answer)]
        if len(items) > 1:
            params.insert(1, Choice("item", items, item))
        plot = partial(survey.plot_survey, topic)
        tables = ("survey", "survey_tests", "survey_pairs")
        query = f"topic={topic}" if charts else ""
        charts.append(Chart(slug, "survey", tables, plot, "survey", "pct", tuple(params), query))
    return charts


CHARTS = {
    chart.slug: chart
    for chart in (
        *_survey_charts(),
        Chart("transfer-dependence", "transfers", ("transfer_dependence",), transfers.plot_transfer_dependence,
              "plan_oblast_level", "pct", (MEASURE, REGION)),
        Chart("transfer-share-ranking", "transfers", ("regional_finance",), ranking.plot_transfer_share_ranking,
              "execution_consolidated", "pct", (YEAR, SINCE, REGION)),
        Chart("transfer-share-over-time", "transfers", ("regional_finance",),
              finance_lines.plot_transfer_share_over_time, "execution_consolidated", "pct", (VIEW, REGION)),
        Chart("transfer-share-map", "transfers", ("regional_finance",), finance_map.plot_transfer_share_map,
              "execution_consolidated", "pct", (YEAR, SINCE)),
        Chart("transfer-flows", "transfers", ("regional_finance", "functional_execution"), flows.plot_transfer_flows,
              "execution_consolidated", "kzt_million", (YEAR, AMOUNT, REGION)),
        Chart("plan-vs-execution-2021", "transfers", ("transfer_dependence", "regional_finance"),
              plan_execution.plot_plan_vs_execution, "plan_and_execution", "pct", (REGION,)),
        Chart("revenue-per-head", "transfers", ("regional_finance", "price_ratios"), per_head.plot_revenue_per_head,
              "execution_consolidated", "kzt", (FINANCE, YEAR, PRICES, REGION)),
        Chart("regional-inequality", "transfers", ("regional_inequality", "regional_finance"),
              inequality.plot_regional_inequality, "execution_consolidated", "ratio",
              (FINANCE, INDEX, WEIGHTING, DIVISION)),
        Chart("state-budget", "transfers", ("national_budget", "price_ratios"), national.plot_state_budget,
              "execution_level", "kzt_million", (BUDGET, PRICES)),
        Chart("local-budget-balance-gdp", "transfers", ("national_budget",), national.plot_local_budget_balance,
              "execution_consolidated", "pct"),
        Chart("kostanay-budget", "kostanay", ("kostanay_budget", "transfer_dependence"), kostanay.plot_kostanay_budget,
              "plan_oblast_level", "pct"),
        Chart("kostanay-indicators", "kostanay", ("kostanay_indicators",), kostanay.plot_kostanay_indicators,
              "statistics", "per_1000"),
        Chart("kostanay-business-support", "kostanay", ("kostanay_indicators",),
              kostanay.plot_kostanay_business_support, "plan_oblast_level", "pct"),
        Chart("fourth-level-budgets", "kostanay", ("fourth_level_budgets",), kostanay.plot_fourth_level_budgets,
              "plan_approved", "kzt_thousand"),
        Chart("fourth-level-coverage", "kostanay", ("fourth_level_coverage",), kostanay.plot_fourth_level_coverage,
              "statistics", "count"),
        Chart("maslikhat-parties", "maslikhat", ("maslikhat",), maslikhat_parties.plot_maslikhat_parties,
              "composition", "seats", (COUNCIL, WITH)),
        Chart("maslikhat-occupations", "maslikhat", ("maslikhat",),
              maslikhat_occupations.plot_maslikhat_occupations, "composition", "seats"),
        Chart("maslikhat-quotas", "maslikhat", ("maslikhat_quotas",), maslikhat_quotas.plot_maslikhat_quotas,
              "proposal", "seats", (LEVEL,)),
        Chart("city-spending", "receipt", ("receipt_lines",), receipt.plot_city_spending,
              "plan_approved", "kzt", (), f"basis={PLAN}"),
        Chart("receipt-programmes", "receipt", ("receipt_lines", "population"), receipt.plot_receipt_programmes,
              "plan_approved", "kzt", (PER, PERIOD, SORT), f"basis={PLAN}"),
        Chart("receipt-subprogrammes", "receipt", ("receipt_lines", "population"),
              receipt.plot_receipt_subprogrammes, "plan_approved", "kzt", (OF, PER, PERIOD, SORT), f"basis={PLAN}"),
        Chart("receipt-execution", "receipt", ("functional_execution", "population"),
              receipt_groups.plot_receipt_execution, "execution_consolidated", "kzt",
              (PLACE, TO, PER_EXECUTED, SPAN, SORT), unused=("thesis-2022",)),
        Chart("receipt-changes", "receipt", ("functional_execution",), receipt_changes.plot_receipt_changes,
              "execution_consolidated", "kzt_million", (PLACE, TO, CHANGE_AGAINST)),
        Chart("receipt-share-over-time", "receipt", ("functional_execution",),
              receipt_shares.plot_receipt_share_over_time, "execution_consolidated", "pct", (PLACE, STEP, GROUP)),
    )
}  # fmt: skip


def draw(slug: str, state: State, lang: str) -> Drawing:
    """The chart in this state and language; the last few hundred are kept."""
    chart = CHARTS[slug]
    return _draw(slug, to_query(chart.params, state), lang)


@lru_cache(maxsize=512)
def _draw(slug: str, query: str, lang: str) -> Drawing:
    chart = CHARTS[slug]
    state = parse(chart.params, dict(parse_qsl(query)))
    return chart.plot({name: table(name) for name in chart.tables}, state, words(lang))
