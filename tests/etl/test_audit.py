"""The audit's main findings by value, its rules and its texts."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pandas as pd
import pytest

from catalogue.models import LANGS
from etl import audit
from etl.audit.checks import Check, in_locale, rounded, rounds_to
from etl.audit.report import explain
from etl.errors import DataError
from etl.readers import thesis
from tests.etl.planted import Planted, file, real

CHARTS = {
    "transfer-dependence", "kostanay-budget", "kostanay-indicators", "kostanay-business-support",
    "fourth-level-budgets", "fourth-level-coverage", "city-spending", "receipt-programmes",
    "receipt-subprogrammes", "survey-channels", "survey-appeal-frequency", "survey-satisfaction",
    "survey-deputy-meetings", "survey-deputy-rating", "survey-authority-rating", "survey-own-participation",
    "maslikhat-parties", "maslikhat-occupations",
}  # fmt: skip


@cache
def result() -> tuple[pd.DataFrame, pd.DataFrame]:
    return audit.run(Planted())


@cache
def checks() -> dict[str, Check]:
    return {check.check_id: check for check in audit.collect(Planted())}


def finding(rule: str) -> pd.Series:
    return result()[1].set_index("finding_id").loc[rule]


@pytest.mark.parametrize(
    ("check_id", "printed", "recomputed"),
    [
        ("receipt/unit/per_year", "1006", "1 006 034"),
        ("receipt/unit/per_month", "84", "83 836"),
        ("receipt/steps/per_year_again", "1003", "1006"),
        ("receipt/steps/education_per_year/divided", "229", "4 374"),
        ("receipt/steps/preschool_per_year", "37", "40"),
        ("receipt/programmes", "940 641 554,4", "407 493 069 (43,3%)"),
        ("receipt/employed", "935 000", "982 774"),
        ("receipt/execution", "940 641,6", "938 826,7"),
        ("receipt/agriculture/per_month", "—", "0,71"),
        ("survey-bases/total", "400", "49 + 84 + 60 + 185 = 378"),
        ("table-1/first/pavlodar", "40%", "43,2%"),
        ("table-1/last/aktobe", "12%", "10,00%"),
        ("table-1/one_question/almaty", "134,8", "99,9"),
        ("table-2/total/almaty", "20,40%", "40,8"),
        ("table-2/total/shymkent", "12,50%", "25,0"),
        ("table-2/total/aktobe", "15,80%", "31,3"),
        ("table-2/total/pavlodar", "11,05%", "22,1"),
        ("table-2/sum/pavlodar", "99,1", "100,0"),
        ("table-3/sum/personal_issues", "101,13", "100,00"),
        ("table-3/sum/remarks", "97,99", "100,00"),
        ("table-3/thirds/remarks", "16,69", "16,02"),
        ("table-6/people/agreement/pavlodar", "186", "185"),
        ("table-7/people/constructiveness/almaty", "48", "49"),
        ("table-7/overall/participation/poor", "42,47%", "32,65"),
        ("table-7/pooled/participation/poor", "42,47%", "23,0"),
        ("table-7/overall_sum/participation", "109,85", "100,00"),
        ("chapter-1/contacted", "40%", "26,7%"),
        ("chapter-1/purposes_sum", "70,88", "100"),
        ("chapter-1/activity/pavlodar", "43%", "44,52"),
        ("chapter-1/activity/shymkent", "38,48%", "38,47"),
        ("table-8/republic_rank", "1", "3"),
        ("table-8/republic_least", "18,00%", "12,8"),
        ("table-9/labour_share", "56,00%", "56,47"),
        ("table-9/sole_traders_rate", "3,00%", "40,6"),
        ("table-9/enterprises_rate", "7,00%", "15,9"),
        ("fourth-level/period", "2019—2020", "2019–2021"),
        ("councils/seats/almaty", "39", "29 + 4 + 3 = 36"),
        ("councils/elsewhere/almaty/auyl", "—", "3"),
        ("councils/share/nur_sultan/amanat", "83,8%", "83,9"),
        ("councils/more_than_half/nur_sultan", "48,4%", "50%"),
        ("figures/number/19", "2", "1"),
        ("conclusion/chapter", "5", "3"),
    ],
)
def test_what_does_not_hold(check_id: str, printed: str, recomputed: str) -> None:
    check = checks()[check_id]
    # Thousands stand apart by a no-break space.
    shown = [text.replace("\N{NO-BREAK SPACE}", " ") for text in (check.printed, check.recomputed)]
    assert shown == [printed, recomputed]
    assert not check.is_match


@pytest.mark.parametrize(
    "check_id",
    [
        "receipt/education/share_city",
        "receipt/culture/tourism/share_city_sub",
        "receipt/health/patient_travel/per_month",
        "table-2/total_is_mean/aktobe",
        "table-3/sum/information",
        "table-3/thirds/personal_issues",
        "table-7/overall/activity/poor",
        "chapter-1/activity/almaty",
        "chapter-1/activity/aktobe",
        "conclusion/never_met_deputy",
        "table-8/withdrawals",
        "figure-9/dependence",
        "fourth-level/share",
        "table-9/rates_swapped",
        "councils/share/almaty/entrepreneurs",
        "councils/seats/nur_sultan",
        "councils/elsewhere/almaty/amanat",
        "councils/elsewhere/almaty/total",
        "councils/elsewhere/nur_sultan/amanat",
        "councils/elsewhere/nur_sultan/total",
    ],
)
def test_what_holds(check_id: str) -> None:
    assert checks()[check_id].is_match


def test_every_per_person_cell_is_right_at_the_printed_scale() -> None:
    cells = [c for c in checks().values() if re.fullmatch(r"receipt/\w+/(\w+/)?per_(year|month)", c.check_id)]
    assert len(cells) > 60
    assert [c.check_id for c in cells if not c.is_match and c.rule != "receipt-unit"] == [
        "receipt/agriculture/per_month"
    ]


def test_the_table_of_checks() -> None:
    frame = result()[0]
    assert list(frame.columns) == [
        "check_id", "where_code", "item", "printed", "recomputed", "tolerance", "is_match", "kind",
    ]  # fmt: skip
    assert frame["check_id"].is_unique
    assert len(frame) > 700
    assert frame["is_match"].mean() > 0.8
    assert not frame.isna().any().any()
    assert (frame[["printed", "recomputed", "tolerance"]] != "").all().all()


def test_every_mismatch_belongs_to_a_finding_of_its_kind() -> None:
    catalogue = real().catalogue
    for check in checks().values():
        if not check.is_match:
            assert check.rule in catalogue.findings, check.check_id
        if check.rule is not None:
            assert check.kind == catalogue.findings[check.rule].kind, check.check_id


INFERRED = {"ru": "выведенн", "kk": "есептеп шығарылған", "en": "inferred"}


@pytest.mark.parametrize("lang", LANGS)
def test_texts_that_lean_on_the_bases_say_that_they_are_inferred(lang: str) -> None:
    leaning = {c.rule for c in checks().values() if c.rule and "inferred" in c.values}
    assert len(leaning) >= 15
    for rule in leaning:
        assert INFERRED[lang] in finding(str(rule))[f"explanation_{lang}"], rule


def test_a_check_holds_as_its_kind_says() -> None:
    def numbers(text: str) -> list[Fraction]:
        found = re.findall(r"\d+(?:,\d+)?", re.sub(r"(?<=\d)\s(?=\d)", "", text))
        return [Fraction(number.replace(",", ".")) for number in found]

    for check in checks().values():
        printed, found = numbers(check.printed), numbers(check.recomputed)
        if check.kind == "copy":
            assert check.is_match == (printed != found), check.check_id
        elif check.kind == "cross_reference" and check.is_match and check.where != "quotas":
            assert printed == found, check.check_id
        elif check.kind in {"arithmetic", "rounding", "unit"} and check.is_match:
            # What is shown is itself rounded, so it may stand off by up to half a unit more.
            tolerance = numbers(check.tolerance)[0] + Fraction(1, 2)
            assert abs(printed[0] - found[0]) <= tolerance, check.check_id


def test_every_rule_finds_something() -> None:
    found = result()[1]
    assert set(found["finding_id"]) == set(real().catalogue.findings)
    assert 35 <= len(found) <= 65


def test_the_gravest_findings_come_first() -> None:
    order = result()[1]["severity"].map(["high", "medium", "low"].index)
    assert order.is_monotonic_increasing


def test_findings_name_known_charts_tables_and_words() -> None:
    catalogue = real().catalogue
    for row in result()[1].itertuples():
        assert set(filter(None, str(row.charts).split(","))) <= CHARTS
        assert set(filter(None, str(row.tables).split(","))) <= catalogue.tables.keys()
        assert str(row.kind) in catalogue.labels["finding_kind"]
        assert str(row.severity) in catalogue.labels["severity"]


def test_findings_say_which_figures_the_tables_correct() -> None:
    found = result()[1]
    assert set(found.loc[found["is_corrected"], "finding_id"]) >= {
        "receipt-unit", "table-9-unit", "table-9-rates", "table-9-labour-share", "council-rounding",
    }  # fmt: skip
    assert finding("council-missing-party")["is_corrected"]
    assert not finding("table-6-copy")["is_corrected"]


@pytest.mark.parametrize("lang", LANGS)
def test_texts_are_whole(lang: str) -> None:
    found = result()[1]
    for column in (f"where_{lang}", f"explanation_{lang}"):
        for text in found[column]:
            assert not re.search(r"[{}]|None|Decimal|  ", text), text
    for text in found[f"explanation_{lang}"]:
        assert text.endswith("."), text
        # Numbers with decimals: a comma in Russian and Kazakh, a point in English.
        assert not re.search(r"\d\.\d" if lang != "en" else r"\d,\d(?!\d\d)", text), text


def test_texts_show_the_numbers() -> None:
    unit = finding("receipt-unit")
    assert "1 006 034 ₸" in unit["explanation_ru"].replace("\N{NO-BREAK SPACE}", " ")
    assert "1,006,034 ₸" in unit["explanation_en"]
    swapped = finding("table-1-swapped-cells")
    assert "11 of Almaty's 49" in swapped["explanation_en"]
    assert "42 of Pavlodar's 185" in swapped["explanation_en"]
    assert "Алматы: 48 / 49" not in swapped["explanation_ru"]
    assert "Алматы, Конструктивность предложений: 48 / 49" in finding("survey-people")["explanation_ru"]
    assert "“Awareness of people's opinions”" in finding("table-6-copy")["explanation_en"]
    assert "29 + 4 + 3 + 3 = 39" in finding("council-missing-party")["explanation_kk"]
    assert "14 of 31 (45.2%)" in finding("council-more-than-half")["explanation_en"]


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("1", 1, "1,0"), ("-2.5", 0, "-3"), ("0.0449", 2, "0,04"), ("1234567", 0, "1 234 567")],
)
def test_rounding_and_notation(value: str, places: int, shown: str) -> None:
    assert in_locale(rounded(Fraction(value), places), "ru").replace("\N{NO-BREAK SPACE}", " ") == shown


def test_rounding_is_half_up_as_printed() -> None:
    assert rounds_to(Fraction("31.375"), "31,38%")
    assert not rounds_to(Fraction("31.375"), "31,37%")


def test_a_mismatch_without_a_rule_stops_the_build() -> None:
    line = int(file("receipt.csv").query("subprogramme_id == 'tourism'").index[0])
    with pytest.raises(DataError, match="culture/tourism/per_year"):
        audit.run(Planted("receipt.csv", line, "per_year_printed", "2,294"))


def test_a_text_that_no_check_fills_is_an_error() -> None:
    with pytest.raises(DataError, match=r"\{nothing\}"):
        explain("receipt-unit", "{nothing}", "en", [], real().catalogue)


def test_the_files_that_the_audit_reads_are_all_the_sources_have() -> None:
    read: set[str] = set()

    class Watched(Planted):
        def thesis(self, name: str) -> pd.DataFrame:
            read.add(name)
            return super().thesis(name)

    audit.collect(Watched())
    # The proposed amendments are words: nothing in them can be recomputed.
    assert read == set(thesis.FILES) - {"amendments.csv"}
