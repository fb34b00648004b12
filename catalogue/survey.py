"""What surveys are described by: the questionnaire that was asked, and the wave in which it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from catalogue.models import Label, Model

# What AAPOR asks every survey to disclose, in its order. A wave that leaves one out did not state it.
DISCLOSURE = (
    "sponsor",
    "conductor",
    "fieldwork",
    "mode",
    "population",
    "recruitment",
    "sample_size",
    "languages",
    "weighting",
    "processing",
    "limits",
    "contact",
)


# Codes of `city` that are no cities: everyone's people together, and a table that has no cities.
POOLED, NO_CITY = "overall", "all_cities_mean"
ALL_ANSWERS = "all_answers"  # the code of `answer` for a question as a whole


class Answer(Model):
    """An option of a question as the questionnaire words it. `also` are other spellings that exports use."""

    code: str
    text: Label
    also: tuple[str, ...] = ()
    is_dont_know: bool = False


class Filter(Model):
    """Who is asked: those who gave one of `answers` to `question`."""

    question: str
    answers: tuple[str, ...] = Field(min_length=1)


class Reported(Model):
    """Where a publication prints a question: a table, the item there, and the answers that it prints for it.

    `topic` is there where the table shows the question among others than the questionnaire does. `answers` maps the
    table's codes to the questionnaire's; `differs` says where the words, the options or the people asked are not
    those of the questionnaire.
    """

    table: int
    topic: str | None = None
    item: str
    answers: dict[str, str]
    differs: Label | None = None


class Question(Model):
    """A question: `kind` single (one answer), scale (one of an ordered few) or multiple (any number).

    `topic` and `item` are codes under which results are shown; `role` marks what respondents are grouped by.
    `headers` are other headings under which exports carry it. `number` is None for what the questionnaire
    does not number, such as the city of a form.
    """

    id: str
    number: int | None
    kind: Literal["single", "scale", "multiple"]
    topic: str
    item: str
    text: Label
    answers: tuple[Answer, ...] = Field(min_length=2)
    asked_if: Filter | None = None
    role: Literal["city", "age", "sex"] | None = None
    headers: tuple[str, ...] = ()
    reported: tuple[Reported, ...] = ()

    def answer(self, code: str) -> Answer:
        """The option with this code; KeyError if there is none."""
        for answer in self.answers:
            if answer.code == code:
                return answer
        raise KeyError(code)


class Questionnaire(Model):
    """A questionnaire. `original` is the language it was asked in; the other two are translations."""

    id: str
    title: Label
    original: Literal["ru", "kk", "en"]
    source_ref: str
    questions: tuple[Question, ...] = Field(min_length=1)

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def with_role(self, role: str) -> Question | None:
        """The question that tells a respondent's city, age or sex, if there is one."""
        return next((question for question in self.questions if question.role == role), None)


class Wave(Model):
    """One round of a survey. Its id is its source's.

    `questionnaire` is the source whose `questionnaire.yml` was asked. `has_responses`: its respondents are in
    `responses.csv` of its folder; if not, only margins were published. `weighting` says which margins the weights
    in that file were raked to and who published them. `disclosure` holds what is known of `DISCLOSURE`.
    """

    id: str
    questionnaire: str
    title: Label
    year: int
    has_responses: bool = False
    weighting: Label | None = None
    disclosure: dict[str, Label]


class Claim(Model):
    """What a publication says of its survey, in our words, and what would have to hold for it.

    `kind` order: in the one answer, the first city of each pair has the larger share. equal: no pair differs. uniform:
    no city differs. level: the share of everyone is about `value`, per cent. leads: in every city more of the same
    people gave the first answer than the second. untestable: `reason` says why. `findings` are those of the audit that
    cast doubt on the numbers themselves.
    """

    id: str
    topic: str
    kind: Literal["order", "equal", "uniform", "level", "leads", "untestable"]
    items: tuple[str, ...] = Field(min_length=1)
    answers: tuple[str, ...] = Field(min_length=1)
    pairs: tuple[tuple[str, str], ...] = ()
    value: float | None = None
    source_ref: str
    text: Label
    reason: Label | None = None
    findings: tuple[str, ...] = ()


def options(questionnaires: Iterable[Questionnaire], topic: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items and the answers that results on a topic may have, as printed and as asked, each in order."""
    items: list[str] = []
    answers: list[str] = []
    for question in (q for questionnaire in questionnaires for q in questionnaire.questions):
        for reported in question.reported:
            if (reported.topic or question.topic) == topic:
                items.append(reported.item)
                answers += reported.answers
        if question.topic == topic:
            items.append(question.item)
            answers += [answer.code for answer in question.answers]
    return tuple(dict.fromkeys(items)), tuple(dict.fromkeys(answers))
