"""The running text: numbering, references, claims without data, and the questionnaire of appendix 1."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from etl.audit.checks import NOT_PRINTED, Check, Facts

# The captions under the figures, in order. The pictures themselves are not in the text that was available.
FIGURES = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 19, 20, 21)
# The figures that show data, and the transcribed file that holds it (15 to 17 are screen shots).
FIGURE_DATA: dict[int, str | None] = {
    1: None, 2: "table_1.csv", 3: "table_2.csv", 4: "table_4.csv", 5: None, 6: None, 7: "table_8.csv",
    9: "figure_9.csv", 10: "figure_10.csv", 11: "maslikhat.csv", 12: "maslikhat.csv", 13: "maslikhat.csv",
    14: "maslikhat.csv", 19: "receipt.csv", 20: "receipt.csv", 21: "receipt.csv",
}  # fmt: skip
# Chapters as headed, and the number under which the conclusion refers to one of them.
COUNCILS_CHAPTER, COUNCILS_CHAPTER_CITED = 3, 5
PLATFORM, PLATFORM_IN_CONCLUSION = "Мой ГОРОД", "Мой ДОМ"
# Questions of the questionnaire and the table that reports them; the rest have no figure in the work.
QUESTION_TABLES = {
    3: 3, 4: 2, 5: 3, 6: 1, 7: 4, 8: 5, 10: 3, 12: 6, 13: 6, 14: 6, 15: 6, 16: 7, 17: 7, 18: 7, 19: 7, 20: 7,
}  # fmt: skip
QUESTIONS = range(1, 21)
AGE_QUESTION = 1
AGE_BANDS = ((16, 25), (26, 35), (36, 45), (45, None))
# Words of the answers, from the lowest: table 7 prints the words of table 6's questions, not of its own.
ASKED_WORDS, PRINTED_WORDS = ("низкая", "средняя", "высокая"), ("плохо", "удовл.", "хорошо")
# Question 19 asks about the authorities; table 7, on respondents, has a row for each of questions 16 to 20.
ABOUT_AUTHORITIES = (12, 13, 14, 15, 19)
# Entries of the list of sources: the publisher named, and the host of the address given.
CITED_HOSTS = {16: ("stat.gov.kz", "adilet.zan.kz"), 24: ("mga.kz", "informburo.kz")}
# What table 9 cites, and the entry of the same list that names the statistics office's page for the oblast.
TABLE_9_CITES, OBLAST_STATISTICS = 17, 19


def run(facts: Facts) -> list[Check]:
    """All checks of the running text and the appendix."""
    return [*_numbering(), *_figures(facts), *_references(), *_questionnaire(facts), *_unsupported()]


def _numbering() -> list[Check]:
    """Every figure number once, from the first to the last."""
    used = Counter(FIGURES)
    return [
        Check(
            "figures",
            f"number/{n}",
            str(used[n]),
            "1",
            used[n] == 1,
            "figure-numbers",
            kind="cross_reference",
        )
        for n in range(1, max(FIGURES) + 1)
    ]


def _figures(facts: Facts) -> list[Check]:
    checks = []
    for figure, file in FIGURE_DATA.items():
        rows = len(facts.table(file)) if file else 0
        checks.append(
            Check(
                "figures",
                f"data/{figure}",
                str(figure),
                str(rows),
                rows > 1,
                "figures-without-data",
                kind="missing",
                row=(figure,),
            )
        )
    return checks


def _references() -> list[Check]:
    return [
        Check(
            "conclusion",
            "chapter",
            str(COUNCILS_CHAPTER_CITED),
            str(COUNCILS_CHAPTER),
            COUNCILS_CHAPTER_CITED == COUNCILS_CHAPTER,
            "conclusion-references",
            kind="cross_reference",
        ),
        Check(
            "conclusion",
            "platform",
            f"«{PLATFORM_IN_CONCLUSION}»",
            f"«{PLATFORM}»",
            PLATFORM_IN_CONCLUSION == PLATFORM,
            "conclusion-references",
            kind="cross_reference",
        ),
        *(
            Check(
                "sources",
                f"host/{n}",
                f"[{n}] {named}",
                given,
                named == given,
                "source-references",
                kind="cross_reference",
            )
            for n, (named, given) in CITED_HOSTS.items()
        ),
        Check(
            "table-9",
            "source",
            f"[{TABLE_9_CITES}]",
            f"[{OBLAST_STATISTICS}]",
            TABLE_9_CITES == OBLAST_STATISTICS,
            "source-references",
            kind="cross_reference",
            values={"cited": TABLE_9_CITES, "statistics": OBLAST_STATISTICS},
        ),
    ]


def _questionnaire(facts: Facts) -> list[Check]:
    table_7 = [question for question, table in QUESTION_TABLES.items() if table == 7]
    about_authorities = [q for q in table_7 if q in ABOUT_AUTHORITIES]
    overlaps = [high for (_, high), (low, _) in pairwise(AGE_BANDS) if high == low]
    age = facts.statement("age_range")
    return [
        *(
            Check(
                "questionnaire",
                f"reported/{q}",
                NOT_PRINTED,
                str(q),
                q in QUESTION_TABLES,
                "questionnaire-unreported",
                kind="missing",
                row=(q,),
            )
            for q in QUESTIONS
            if q != AGE_QUESTION
        ),
        Check(
            "questionnaire",
            "table_7_subject",
            str(len(table_7)),
            str(len(table_7) - len(about_authorities)),
            not about_authorities,
            "questionnaire-authorities",
            kind="cross_reference",
            values={
                "question": about_authorities[0],
                "rows": len(table_7),
                "own": len(table_7) - len(about_authorities),
            },
        ),
        Check(
            "questionnaire",
            "answer_words",
            " / ".join(PRINTED_WORDS),
            " / ".join(ASKED_WORDS),
            PRINTED_WORDS == ASKED_WORDS,
            "questionnaire-words",
            kind="cross_reference",
        ),
        Check(
            "questionnaire",
            "age_bands",
            "36–45 / 45+",
            "36–45 / 46+",
            not overlaps,
            "questionnaire-ages",
            kind="method",
            values={"age": overlaps[0]},
        ),
        Check(
            "chapter-1",
            "mean_age",
            age,
            NOT_PRINTED,
            age.isdigit(),
            "mean-age",
            kind="method",
            values={"band": age},
        ),
    ]


def _unsupported() -> list[Check]:
    """Conclusions on a city's economic level, for which the work gives no figure of any kind."""
    return [
        Check(
            "chapter-1", "economic_level", NOT_PRINTED, NOT_PRINTED, False, "economic-level", kind="missing"
        )
    ]
