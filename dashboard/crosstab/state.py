"""What a reader may ask of the surveys: the parameters of the address, made from the catalogue, and their meaning.

Which questions, answers and waves there are is known when the server starts; whether they go together is said by
`read`: a question of another wave, or a break that nobody published, is no slip of the address but has a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.loader import load
from catalogue.survey import Question, Questionnaire, Wave
from dashboard.charts import WAVE, WAVES
from dashboard.crosstab import margins
from dashboard.url_state import Choice, Choices, Param, State

BY_WAVE, NOBODY, EVERYONE = "wave", "none", "all"
ROLES = ("city", "age", "sex")  # what people are grouped by, whatever number the question bears


def _questionnaire(wave: Wave) -> Questionnaire:
    return load().questionnaires[wave.questionnaire]


def _first_question(wave: Wave) -> str:
    """What is shown to who asks for nothing: the first question to everyone that can be crossed by city."""
    questions = [question for question in _questionnaire(wave).questions if not question.role]
    return next(
        (q.id for q in questions if not q.asked_if and (wave.has_responses or margins.reported(q))),
        questions[0].id,
    )


_QUESTIONS = [question for wave in reversed(WAVES) for question in _questionnaire(wave).questions]
_IDS = tuple(dict.fromkeys(question.id for question in _QUESTIONS))
_ANSWERS = tuple(dict.fromkeys(answer.code for question in _QUESTIONS for answer in question.answers))

QUESTION = Choice("question", _IDS, _first_question(WAVES[-1]), is_pinned=True)
BY = Choice("by", tuple(dict.fromkeys((*ROLES, BY_WAVE, NOBODY, *_IDS))), "city")
FILTER = Choice("filter", tuple(dict.fromkeys((EVERYONE, *_IDS))), EVERYONE)
ANSWERS = Choices("answers", _ANSWERS)
PERCENT = Choice("percent", ("column", "row", "total"), "column")
DONT_KNOW = Choice("dk", ("in", "out"), "in")
WEIGHTS = Choice("weights", ("on", "off"), "on")
LETTERS = Choice("letters", ("on", "off"), "on")
INTERVALS = Choice("intervals", ("on", "off"), "on")
PARAMS: tuple[Param, ...] = (
    WAVE, QUESTION, BY, FILTER, ANSWERS, PERCENT, DONT_KNOW, WEIGHTS, LETTERS, INTERVALS,
)  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """A table that can be made. `by` is the question that makes the columns, None for waves and for no columns.

    `only` is the question that filters, by those of its `answers` that are named, or by any where none is.
    """

    wave: Wave
    questionnaire: Questionnaire
    question: Question
    by: Question | None
    is_by_wave: bool
    only: Question | None
    answers: tuple[str, ...]
    is_dont_know_out: bool
    is_weighted: bool

    @property
    def rows(self) -> tuple[str, ...]:
        """The answers that are counted, in the questionnaire's order."""
        return tuple(
            answer.code
            for answer in self.question.answers
            if not (self.is_dont_know_out and answer.is_dont_know)
        )


@dataclass(frozen=True)
class Refusal:
    """Why there is no such table: a key of the reasons that `crosstab.po` words. `code` is what was asked for and does
    not go with the `question`, `other` the question that it stands for, if any does."""

    reason: str
    wave: Wave
    question: Question | None = None
    code: str = ""
    other: Question | None = None


def settle(state: State) -> State:
    """The state without what has no meaning in it: answers of another question, weights of a wave that has none. A
    break goes by its role, which is the same in every questionnaire."""
    wave = load().waves[state["wave"]]
    questionnaire = _questionnaire(wave)
    settled = dict(state)
    only = find(questionnaire, state["filter"])
    codes = [answer.code for answer in only.answers] if only else []
    chosen = tuple(code for code in state["answers"] if code in codes)
    settled["answers"] = () if len(chosen) == len(codes) else chosen
    question = find(questionnaire, state["question"])
    if question is None or not has_dont_know(question):
        settled["dk"] = DONT_KNOW.default
    if not margins.is_weighted(wave.id):
        settled["weights"] = WEIGHTS.default
    by = find(questionnaire, state["by"])
    if by is not None and by.role:
        settled["by"] = by.role
    if by is None:
        settled["percent"] = PERCENT.default
    return settled


def read(state: State) -> Spec | Refusal:
    """What a settled state asks for, or why that does not exist."""
    wave = load().waves[state["wave"]]
    questionnaire = _questionnaire(wave)
    question = find(questionnaire, state["question"])
    if question is None:
        return Refusal("question", wave, None, state["question"], _anywhere(state["question"]))
    if not wave.has_responses and (reason := margins.missing(wave, question)):
        return Refusal(reason, wave, question)
    only = None if state["filter"] == EVERYONE else find(questionnaire, state["filter"])
    is_by_wave = state["by"] == BY_WAVE
    by = None if is_by_wave or state["by"] == NOBODY else find(questionnaire, state["by"])
    if state["filter"] != EVERYONE and only is None:
        return Refusal("filter", wave, question, state["filter"], _anywhere(state["filter"]))
    if by is None and state["by"] not in (BY_WAVE, NOBODY):
        return Refusal("by", wave, question, state["by"], _anywhere(state["by"]))
    if by is not None and by.id == question.id:
        return Refusal("same", wave, question)
    if not wave.has_responses and only is not None:
        return Refusal("margins", wave, question, state["filter"], only)
    if not wave.has_responses and by is not None and by.role != "city":
        return Refusal("margins", wave, question, state["by"], by)
    if is_by_wave and len(comparable(question, is_filtered=only is not None)) < 2:
        return Refusal("one_wave", wave, question)
    return Spec(
        wave=wave,
        questionnaire=questionnaire,
        question=question,
        by=by,
        is_by_wave=is_by_wave,
        only=only,
        answers=state["answers"],
        is_dont_know_out=state["dk"] == "out",
        is_weighted=state["weights"] == "on" and margins.is_weighted(wave.id),
    )


def find(questionnaire: Questionnaire, code: str) -> Question | None:
    """The question that a break or a filter names: by its id, or by its role."""
    if code in ROLES and (question := questionnaire.with_role(code)):
        return question
    return next((question for question in questionnaire.questions if question.id == code), None)


def has_dont_know(question: Question) -> bool:
    """Whether one can answer that one does not know."""
    return any(answer.is_dont_know for answer in question.answers)


def comparable(question: Question, *, is_filtered: bool) -> list[Wave]:
    """The waves that can stand beside each other: the same question with the same answers, the oldest first."""
    found = []
    for wave in WAVES:
        own = find(_questionnaire(wave), question.id)
        if own is None or [a.code for a in own.answers] != [a.code for a in question.answers]:
            continue
        if wave.has_responses or (not is_filtered and margins.missing(wave, own) is None):
            found.append(wave)
    return found


def offers(wave: Wave) -> list[Question]:
    """The questions that a wave can be crossed by city with."""
    questions = _questionnaire(wave).questions
    if wave.has_responses:
        return [question for question in questions if question.role != "city"]
    return [question for question in questions if margins.missing(wave, question) is None]


def breaks(wave: Wave, question: Question | None) -> list[str]:
    """What a question of the wave can be crossed with."""
    questions = _questionnaire(wave).questions
    own = question.id if question else ""
    is_in_waves = question is not None and len(comparable(question, is_filtered=False)) > 1
    others = [BY_WAVE] if is_in_waves else []
    if not wave.has_responses:
        return ["city", *others, NOBODY]
    roles = [role for role in ROLES if any(q.role == role and q.id != own for q in questions)]
    return [*roles, *others, NOBODY, *(q.id for q in questions if not q.role and q.id != own)]


def _anywhere(code: str) -> Question | None:
    """A question of any wave, to name what the chosen one does not have."""
    return next((question for question in _QUESTIONS if code in (question.id, question.role)), None)
