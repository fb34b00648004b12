"""The survey's tables: shares, people, intervals, tests, pairs and claims, by value and by what must always hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from catalogue import loader
from catalogue.loader import load
from catalogue.survey import NO_CITY, POOLED
from etl.build import build
from etl.errors import DataError
from etl.inputs import Inputs
from etl.survey_counts import groups, readings
from stats.tests import compare
from tests.waves import WAVE, made_up, write_wave

KEY = ["topic", "item", "answer"]


def row(frame: pd.DataFrame, **key: str) -> dict[str, Any]:
    for column, value in key.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, key
    return frame.iloc[0].to_dict()


def test_people_behind_the_printed_shares(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    met = survey[(survey["topic"] == "deputy_meetings") & (survey["answer"] == "yes")].set_index("city")
    assert met["count"].to_dict() == {"almaty": 6, "shymkent": 6, "aktobe": 7, "pavlodar": 17, POOLED: 36}
    assert met["base_n"].to_dict() == {
        "almaty": 49,
        "shymkent": 84,
        "aktobe": 60,
        "pavlodar": 185,
        POOLED: 378,
    }
    poor = survey[(survey["topic"] == "authority_rating") & (survey["item"] == "participation")]
    poor = poor[poor["answer"] == "poor"].set_index("city")
    assert [round(poor.at["pavlodar", end]) for end in ("pct_low", "pct_high")] == [17, 29]
    assert [round(poor.at["almaty", end], 1) for end in ("pct_low", "pct_high")] == [37.5, 64.4]


def test_totals_are_people_not_means(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    total = row(survey, topic="own_participation", item="participation", answer="poor", city=POOLED)
    assert (total["count"], total["base_n"], total["pct"], total["pct_printed"]) == (87, 378, 23.0, "42,47%")
    for key, rows in survey.groupby(KEY):
        rows = rows.set_index("city")
        cities = rows.drop([POOLED, NO_CITY], errors="ignore")
        if POOLED in rows.index and rows["count"].notna().all():
            assert rows.at[POOLED, "count"] == cities["count"].sum(), key
            assert rows.at[POOLED, "base_n"] == cities["base_n"].sum() == 378
        if POOLED in rows.index:
            assert cities["pct"].min() - 1 <= rows.at[POOLED, "pct"] <= cities["pct"].max() + 1


def test_no_total_where_a_cell_fits_no_count(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    speeches = survey[survey["answer"] == "meetings_speech"].set_index("city")
    assert POOLED not in speeches.index
    assert speeches["pct_low"].isna().to_dict() == {
        "pavlodar": True, "shymkent": False, "aktobe": False, "almaty": True,
    }  # fmt: skip


def test_intervals_hold_their_share(inputs: Inputs) -> None:
    survey = inputs.table("survey").dropna(subset=["pct_low"])
    assert len(survey) == 162 and POOLED not in set(survey["city"])
    # a share is printed rounded: half a point of a whole percentage
    assert (survey["pct_low"] <= survey["pct"] + 0.5).all() and (
        survey["pct"] - 0.5 <= survey["pct_high"]
    ).all()
    assert inputs.table("survey")["pct_weighted"].isna().all()


def test_cells_add_up_to_their_bases_where_the_audit_does_not_object(inputs: Inputs) -> None:
    objected = {("appeal_frequency", "pavlodar"), ("authority_rating", "pavlodar"), ("channels", "pavlodar"),
                ("own_participation", "almaty")}  # fmt: skip
    for group in groups(inputs):
        if not group.is_exclusive:
            continue
        for city, base, ways in zip(group.cities, group.bases, group.ways, strict=True):
            assert ways
            if (group.topic, city) not in objected:
                assert {sum(way) for way in ways} == {base}, (group.item, city)


def test_counts_that_the_other_answers_settle(inputs: Inputs) -> None:
    survey = inputs.table("survey")
    # 91 % of 185 is 168 or 169; 17 said yes
    no = row(survey, topic="deputy_meetings", answer="no", city="pavlodar")
    assert (no["count"], bool(no["count_is_inferred"])) == (168, True)
    fair = row(survey, topic="authority_rating", item="participation", answer="satisfactory", city="pavlodar")
    assert fair["count"] == 115
    # nothing adds up to 185 here: 142 and 143 stay open
    never = row(survey, topic="appeal_frequency", answer="never", city="pavlodar")
    assert pd.isna(never["count"])


def test_readings_put_the_likeliest_first() -> None:
    rows = pd.DataFrame(
        {
            "pct_printed": ["62%", "22,20%", "15,70%"],
            "count": pd.array([None, 41, 29], "Int64"),
            "base_n": 185,
        }
    )
    assert readings(rows, True) == [(115, 41, 29)]
    assert set(readings(rows, False)) == {(114, 41, 29), (115, 41, 29)}
    misfit = rows.assign(pct_printed=["62%", "22,4%", "15,70%"], count=pd.array([None, None, 29], "Int64"))
    assert readings(misfit, True) == []


def test_what_differs_and_what_does_not(inputs: Inputs) -> None:
    tests = inputs.table("survey_tests")
    poor = row(tests, topic="authority_rating", item="participation", answer="poor")
    assert (poor["test"], poor["df"], poor["differs"]) == ("chi_square", 3, True)
    assert poor["p"] == pytest.approx(3e-5, rel=0.2) and poor["cramers_v"] == pytest.approx(0.25, abs=0.01)
    met = row(tests, topic="deputy_meetings", answer="yes")
    assert (met["test"], met["resamples"], met["differs"]) == ("permutation", 9999, False)
    assert met["p"] == pytest.approx(0.72, abs=0.01)
    # "yes" and "no" are one comparison
    assert met["p"] == met["p_adjusted"] == row(tests, topic="deputy_meetings", answer="no")["p"]
    assert row(tests, answer="meetings_speech")["test"] == "untested"
    assert "satisfaction" not in set(tests["topic"])


def test_corrections_only_raise_p_and_the_question_is_asked_first(inputs: Inputs) -> None:
    tests = inputs.table("survey_tests").dropna(subset=["p"])
    pairs = inputs.table("survey_pairs")
    for frame in (tests, pairs):
        assert (frame["p_adjusted"] >= frame["p"] - 1e-12).all()
        assert not (frame["differs"] & (frame["p_adjusted"] >= 0.05)).any()
    whole = tests[tests["answer"] == "all_answers"].set_index(["topic", "question_id"])["differs"]
    answers = tests[tests["answer"] != "all_answers"].set_index(["topic", "question_id", "answer"])["differs"]
    for topic, question, _ in answers[answers].index:
        assert whole.loc[(topic, question)]
    for pair in pairs[pairs["differs"]].itertuples():
        assert answers.loc[(pair.topic, pair.question_id, pair.answer)]
    assert set(tests.loc[tests["answer"] == "all_answers", "tests_in_family"]) == {13}


def test_pairs_are_those_of_the_cities(inputs: Inputs) -> None:
    pairs = inputs.table("survey_pairs")
    group = pairs[(pairs["topic"] == "authority_rating") & (pairs["item"] == "participation")]
    group = group[group["answer"] == "poor"]
    cities = ("almaty", "shymkent", "aktobe", "pavlodar")
    assert set(zip(group["city"], group["other_city"], strict=True)) == set(itertools.combinations(cities, 2))
    largest = row(group, city="almaty", other_city="pavlodar")
    assert largest["difference_pct"] == pytest.approx(2500 / 49 - 4100 / 185)
    assert largest["tests_in_family"] == 18 and largest["differs"]
    assert largest["difference_low"] < largest["difference_pct"] < largest["difference_high"]
    assert largest["p"] == pytest.approx(compare([[25, 41], [24, 144]]).p)


def test_the_most_cautious_reading_is_kept(inputs: Inputs) -> None:
    tests = inputs.table("survey_tests")
    several = 0
    for group in groups(inputs):
        for index, answer in enumerate(group.answers):
            possible = [compare(table).p for table in group.tables_of(index)]
            several += len(set(possible)) > 1
            if possible:
                found = row(tests, **group.names, answer=answer)
                assert found["p"] == max(possible)
    assert several


VERDICTS = {
    "e-services-first": "partly",
    "deputies-last": "untestable",
    "almaty-most-active": "not_supported",
    "personal-matters-better": "untestable",
    "never-met-deputy": "not_contradicted",
    "pavlodar-grades-highest": "partly",
    "almaty-grades-lowest": "not_supported",
    "aktobe-shymkent-equal": "not_contradicted",
    "awareness-lowest": "untestable",
    "one-level-of-dissatisfaction": "contradicted",
    "activity-pavlodar-first": "not_supported",
    "competence-high": "untestable",
}


def test_claims(inputs: Inputs) -> None:
    claims = inputs.table("survey_claims").set_index("claim_id")
    assert claims["verdict"].to_dict() == VERDICTS
    assert claims.loc["pavlodar-grades-highest", ["comparisons", "comparisons_held"]].tolist() == [12, 9]
    # "lowest" needs every other city; Almaty is below Pavlodar alone
    assert claims.at["almaty-grades-lowest", "comparisons_by_name"].endswith(
        "almaty>aktobe 0/4; almaty>pavlodar 4/4"
    )
    # e-services against officials, exact and corrected: 30 to 11 and 37 to 17, not 43 to 30 nor 74 to 80
    leads = set(claims.at["e-services-first", "comparisons_by_name"].split("; "))
    assert leads == {"almaty 1/1", "aktobe 1/1", "shymkent 0/1", "pavlodar 0/1"}


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("  value: 90\n", "  value: 70\n", "contradicted"),
        (
            "[[almaty, pavlodar], [shymkent, pavlodar], [aktobe, pavlodar]]",
            "[[pavlodar, almaty]]",
            "contradicted",
        ),
        (
            "[[almaty, pavlodar], [shymkent, pavlodar], [aktobe, pavlodar]]",
            "[[almaty, pavlodar]]",
            "supported",
        ),
        ("[[aktobe, shymkent]]", "[[almaty, pavlodar]]", "contradicted"),
    ],
)
def test_a_verdict_follows_the_numbers(
    data: Path, replace: Callable[..., None], old: str, new: str, verdict: str
) -> None:
    before = pd.read_parquet(data / "tables/survey_claims.parquet").set_index("claim_id")["verdict"]
    replace("sources/thesis-2022/claims.yml", old, new)
    build(data, ["survey_claims"])
    after = pd.read_parquet(data / "tables/survey_claims.parquet").set_index("claim_id")["verdict"]
    changed = after[after != before]
    assert changed.tolist() == [verdict]


def test_a_claim_on_what_was_not_compared_is_named(data: Path, replace: Callable[..., None]) -> None:
    replace("sources/thesis-2022/claims.yml", "[[aktobe, shymkent]]", "[[aktobe, semey]]")
    with pytest.raises(DataError, match="semey") as caught:
        build(data, ["survey_claims"])
    assert caught.value.column == "aktobe-shymkent-equal"


@pytest.fixture
def wave(data: Path) -> pd.DataFrame:
    """A second wave of random answers, built beside the project's."""
    people = made_up()
    write_wave(data, people)
    loader._load.cache_clear()
    build(data)
    return people


def test_a_new_wave_is_counted_from_people(data: Path, wave: pd.DataFrame) -> None:
    survey = pd.read_parquet(data / "tables/survey.parquet")
    survey = survey[survey["wave"] == WAVE]
    assert len(survey) == 5 * sum(
        len(q.answers) for q in load(data).questionnaires["thesis-2022"].questions[1:]
    )
    for cell in survey.to_dict("records"):
        people = wave if cell["city"] == POOLED else wave[wave["city"] == cell["city"]]
        asked = people[people[cell["question_id"]] != ""]
        assert (cell["base_n"], cell["count"]) == (
            len(asked),
            int((asked[cell["question_id"]] == cell["answer"]).sum()),
        )
        assert cell["pct"] == pytest.approx(cell["count"] * 100 / cell["base_n"])
        assert not cell["base_is_inferred"] and not cell["count_is_inferred"] and not cell["pct_printed"]
    # the table says "of all respondents", the questionnaire asks only those who made contact
    assert survey.loc[survey["topic"] == "satisfaction", "base_n"].max() < len(wave)


def test_a_new_wave_is_tested_and_compared(data: Path, wave: pd.DataFrame) -> None:
    tests = pd.read_parquet(data / "tables/survey_tests.parquet")
    tests = tests[tests["wave"] == WAVE]
    met = row(tests, topic="deputy_meetings", answer="yes")
    table = pd.crosstab(wave["q7"], wave["city"])
    assert met["p"] == pytest.approx(compare(table.to_numpy()).p)
    pairs = pd.read_parquet(data / "tables/survey_pairs.parquet")
    older = pairs[(pairs["wave"] == WAVE) & (pairs["other_wave"] == "thesis-2022")]
    assert (older["city"] == older["other_city"]).all()
    # the same questions with the same answers: not those whose words the project's table changes
    assert {"q4", "q7", "q8", "q12", "q15"} <= set(older["question_id"]) and "q16" not in set(
        older["question_id"]
    )
    change = row(older, city="almaty", question_id="q7", answer="yes")
    now = wave[wave["city"] == "almaty"]["q7"].eq("yes").mean()
    assert change["difference_pct"] == pytest.approx((now - 6 / 49) * 100)
    assert change["tests_in_family"] == 4


def test_the_old_wave_does_not_change_with_a_new_one(data: Path, inputs: Inputs) -> None:
    before = {name: inputs.table(name) for name in ("survey", "survey_tests", "survey_pairs")}
    write_wave(data, made_up())
    loader._load.cache_clear()
    build(data)
    for name, frame in before.items():
        after = pd.read_parquet(data / f"tables/{name}.parquet")
        own = after[after["wave"] == "thesis-2022"].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, frame)


def test_weights_stand_beside_what_was_counted(data: Path) -> None:
    people = made_up({"almaty": 60, "aktobe": 60})
    people.insert(1, "weight", [0.5 if city == "almaty" else 1.5 for city in people["city"]])
    # within a city all weigh alike: the weighted share is the plain one, and the effective base the base
    write_wave(data, people)
    loader._load.cache_clear()
    build(data)
    survey = pd.read_parquet(data / "tables/survey.parquet")
    survey = survey[survey["wave"] == WAVE].set_index(["topic", "item", "answer", "city"])
    key = ("deputy_meetings", "met_deputy", "yes")
    for city in ("almaty", "aktobe"):
        own = survey.loc[(*key, city)]
        assert own["pct_weighted"] == pytest.approx(own["pct"]) and own["base_effective"] == pytest.approx(60)
    everyone = survey.loc[(*key, POOLED)]
    expected = (
        0.5 * survey.loc[(*key, "almaty"), "count"] + 1.5 * survey.loc[(*key, "aktobe"), "count"]
    ) / 120
    assert everyone["pct_weighted"] == pytest.approx(expected * 100)
    # Kish: 120^2 / (60 * 0.25 + 60 * 2.25) = 96
    assert everyone["base_effective"] == pytest.approx(96)
    assert everyone["weighted_low"] < everyone["pct_weighted"] < everyone["weighted_high"]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("q7", "perhaps", "one code of no, yes"),
        ("q7", "yes|no", "one code of no, yes"),
        ("city", "semey", "one code of"),
        ("respondent", "1", "each respondent once"),
    ],
)
def test_a_wrong_answer_is_named(data: Path, column: str, value: str, message: str) -> None:
    people = made_up({"almaty": 40, "aktobe": 40}).astype({"respondent": "str"})
    people.loc[5, column] = value
    write_wave(data, people)
    loader._load.cache_clear()
    with pytest.raises(DataError, match=message) as caught:
        build(data)
    assert (caught.value.row, caught.value.column, caught.value.value) == (7, column, value)


def test_a_city_of_its_own_needs_only_the_questionnaire(data: Path, replace: Callable[..., None]) -> None:
    file = "sources/thesis-2022/questionnaire.yml"
    city = '      - {code: pavlodar, text: {ru: "Павлодар", kk: "Павлодар", en: "Pavlodar"}}\n'
    replace(file, city, city + '      - {code: semey, text: {ru: "Семей", kk: "Семей", en: "Semey"}}\n')
    write_wave(data, made_up({"almaty": 50, "semey": 50}))
    loader._load.cache_clear()
    build(data)
    survey = pd.read_parquet(data / "tables/survey.parquet")
    assert set(survey.loc[survey["wave"] == WAVE, "city"]) == {"almaty", "semey", POOLED}
    assert load(data).label("city", "semey", "kk") == "Семей"


def test_another_questionnaire_brings_its_own_questions(data: Path) -> None:
    write_wave(
        data,
        pd.DataFrame(
            {"respondent": range(1, 81), "town": ["a", "b"] * 40, "trust": ["yes", "no", "no", "no"] * 20}
        ),
    )
    folder = data / "sources" / WAVE
    text = {"ru": "Доверяете ли Вы акиму?", "kk": "Әкімге сенесіз бе?", "en": "Do you trust the akim?"}
    town = {"ru": "Город", "kk": "Қала", "en": "Town"}
    questionnaire = {
        "id": WAVE, "title": text, "original": "ru", "source_ref": "form",
        "questions": [
            {"id": "town", "number": None, "kind": "single", "topic": "about_respondent", "item": "city", "role": "city",
             "text": town, "answers": [{"code": code, "text": {"ru": code, "kk": code, "en": code}} for code in "ab"]},
            {"id": "trust", "number": 1, "kind": "single", "topic": "other", "item": "trust", "text": text,
             "answers": [{"code": "yes", "text": town}, {"code": "no", "text": town}]},
        ],
    }  # fmt: skip
    (folder / "questionnaire.yml").write_text(
        yaml.safe_dump(questionnaire, allow_unicode=True), encoding="utf-8"
    )
    wave = folder / "wave.yml"
    wave.write_text(
        wave.read_text("utf-8").replace("questionnaire: thesis-2022", f"questionnaire: {WAVE}"),
        encoding="utf-8",
    )
    loader._load.cache_clear()
    build(data)
    survey = pd.read_parquet(data / "tables/survey.parquet")
    own = survey[(survey["wave"] == WAVE) & (survey["answer"] == "yes")].set_index("city")["count"].to_dict()
    assert own == {"a": 20, "b": 0, POOLED: 20}
    assert load(data).label("survey_item", "trust", "en") == "Do you trust the akim?"
