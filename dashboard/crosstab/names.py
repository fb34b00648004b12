"""What things are called in a cross-tab, on the page and in its files."""

from __future__ import annotations

from catalogue.survey import Question, Questionnaire
from dashboard.crosstab.state import EVERYONE, ROLES, Spec
from dashboard.crosstab.table import Cell, Crosstab
from dashboard.crosstab.verdict import Test
from dashboard.figures import survey_answers
from dashboard.i18n import Words

UNKNOWN, HIDDEN = "?", "×"
LEAST_P = 0.001


def item(question: Question, words: Words) -> str:
    """What a question is about, shortly."""
    return words.label("survey_item", question.item)


def numbered(question: Question, words: Words) -> str:
    """The same with its number in the questionnaire, for lists to choose from."""
    name = item(question, words)
    return f"{question.number}. {name}" if question.number else name


def by_name(spec: Spec, words: Words) -> str:
    """What the columns are made of."""
    if spec.is_by_wave:
        return words("crosstab.by.wave")
    return item(spec.by, words) if spec.by else words("crosstab.by.none")


def column_name(spec: Spec, code: str, words: Words) -> str:
    """A column's heading; that of all people together has no code."""
    if not code:
        return words("crosstab.total")
    if spec.is_by_wave:
        return words.label("wave", code)
    assert spec.by
    # Cities have short names of their own, everything else goes by the words that were asked.
    return words.label("city", code) if spec.by.role == "city" else words.text(spec.by.answer(code).text)


def answer_name(spec: Spec, code: str, words: Words) -> str:
    """A row's heading: the answer as it was worded."""
    if spec.question.role == "city":
        return words.label("city", code)
    return words.text(spec.question.answer(code).text)


def break_option(code: str, question: Question | None, words: Words) -> str:
    """A break or a filter as one chooses it."""
    if code == EVERYONE:
        return words("crosstab.filter.all")
    if question is not None:
        return item(question, words) if code in ROLES else numbered(question, words)
    return words(f"crosstab.role.{code}" if code in ROLES else f"crosstab.by.{code}")


def title(table: Crosstab, words: Words) -> str:
    """The finding, where something was tested; otherwise what is shown."""
    question, verdict = item(table.spec.question, words), table.verdict
    if question == words.text(table.spec.question.text):  # it has no shorter name
        question = words("wording.quoted", text=question)
    if verdict.test and not table.is_compared_in_part:
        return words(f"crosstab.title.{'differs' if verdict.differs else 'alike'}", question=question)
    if table.spec.by is None and not table.spec.is_by_wave:
        return question
    return words("crosstab.title.plain", question=question)


def asked_if(question: Question, questionnaire: Questionnaire, words: Words) -> str:
    """Who was asked, where not everyone was; '' where everyone."""
    if question.asked_if is None:
        return ""
    filtering = questionnaire.question(question.asked_if.question)
    return words(
        "wording.filter",
        number=filtering.number or words.text(filtering.text),
        answers=" / ".join(words.text(filtering.answer(code).text) for code in question.asked_if.answers),
    )


def filter_text(spec: Spec, words: Words) -> str:
    """Who is counted, where not everyone is."""
    if spec.only is None:
        return ""
    question = words.text(spec.only.text)
    if not spec.answers:
        return words("crosstab.filtered.any", question=question)
    answers = " / ".join(words.text(spec.only.answer(code).text) for code in spec.answers)
    return words("crosstab.filtered", question=question, answers=answers)


def share(cell: Cell, is_hidden: bool, words: Words) -> str:
    """A cell's share as it is printed."""
    if is_hidden:
        return HIDDEN
    if cell.pct is None:
        return UNKNOWN
    return survey_answers.share(cell.pct, cell.decimals, words)


def interval(cell: Cell, words: Words) -> str:
    """The ends of the interval in whole per cent; '' where there is none."""
    if cell.low is None or cell.high is None:
        return ""
    low, high = (words.number(round(end)) for end in (cell.low, cell.high))
    return f"{low}–{high}"


def p_value(p: float, words: Words) -> str:
    """``p = 0,042``; what is smaller than a thousandth is said to be."""
    if p < LEAST_P:
        return words("crosstab.p.less", value=words.number(LEAST_P, 3))
    return words("crosstab.p", value=words.number(p, 3))


def verdict_text(table: Crosstab, words: Words) -> str:
    """What the test found, in words, and of which columns; '' where there is nothing to compare."""
    verdict = table.verdict
    if verdict.reason == "one_column":
        return ""
    if verdict.test is None:
        return words(f"crosstab.verdict.{verdict.reason}")
    test = verdict.test
    if test.p_corrected is not None and test.tests is not None:
        chance = words.count("crosstab.p.corrected", test.tests, p=p_value(test.p_corrected, words))
    else:
        chance = p_value(test.p, words)
    found = "alike" if not verdict.differs else "pairs" if verdict.has_letters else "nopairs"
    if table.is_compared_in_part:
        compared = [column for column in table.columns if column.code in verdict.compared]
        columns = [f"{column_name(table.spec, column.code, words)} ({column.letter})" for column in compared]
        sentence = words(f"crosstab.verdict.part.{found}", columns=", ".join(columns), chance=chance)
    else:
        sentence = words(f"crosstab.verdict.{found}", chance=chance)
    if not verdict.has_letters:
        return sentence
    if table.has_letters:
        return f"{sentence} {words('crosstab.verdict.letters')}"
    view = f"{words('crosstab.percent.column')}, {words('crosstab.letters.on')}"
    return f"{sentence} {words('crosstab.verdict.elsewhere', view=view)}"


def test_numbers(test: Test, words: Words) -> list[tuple[str, str]]:
    """The test's numbers, each with its name."""
    found = [
        ("name", words.label("survey_test", test.name)),
        ("statistic", words.number(test.statistic, 2) if test.statistic is not None else ""),
        ("df", words.number(test.df) if test.df is not None else ""),
        ("resamples", words.number(test.resamples) if test.resamples is not None else ""),
        ("p", p_value(test.p, words)),
        (
            "corrected",
            words.count("crosstab.p.corrected", test.tests, p=p_value(test.p_corrected, words))
            if test.p_corrected is not None and test.tests is not None
            else words("crosstab.test.uncorrected"),
        ),
        ("v", words.number(test.cramers_v, 2)),
        ("expected", words.number(test.expected_min, 1)),
        ("cells", words.count("crosstab.test.holm", test.cell_tests)),
        ("software", test.software),
    ]
    return [(words(f"crosstab.test.{name}"), value) for name, value in found if value]
