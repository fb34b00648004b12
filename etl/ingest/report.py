"""What `python -m etl ingest survey` tells: what was read, what was left out and why, and what it means for the shares.

Nothing that a respondent typed is shown, but an unknown city where it gives no one away (`rows.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from etl.ingest.export import Column
from etl.ingest.headings import OTHER
from etl.ingest.margins import Weighting
from etl.ingest.personal import by_content
from etl.ingest.rows import Selection, Why
from etl.ingest.survey import Taken
from etl.ingest.text import shown
from etl.ingest.words import DISAGREE, TWO_ANSWERS, UNKNOWN

SMALL, SHOWN = 100, 30  # respondents: a share on fewer is flagged, and is not shown at all
_ROWS = 12  # row numbers named for one remark
_MANY = 20  # one row in so many sent twice is worth a second look
_REASONS = {
    Why.EMPTY: "empty",
    Why.OUTSIDE: "outside the days asked for, or without a time",
    Why.TEST: 'a test of the form (a cell of at most three words says «тест» or "test")',
    Why.TWICE: "sent twice",
    Why.NO_CITY: "no city",
    Why.UNKNOWN_CITY: "no such city",
    Why.NOTHING: "no answer to any question",
    Why.NO_MARGIN: "can't be weighted",
}
_PROBLEMS = {
    UNKNOWN: "no answer of the questionnaire",
    TWO_ANSWERS: "several answers where one was asked for",
    DISAGREE: "different answers in two columns",
}


def render(taken: Taken) -> str:
    """The whole report."""
    blocks = [
        _summary(taken), _rows(taken), _columns(taken), _answers(taken), _bases(taken), _texts(taken),
    ]  # fmt: skip
    if taken.weighting:
        blocks.insert(-1, _weights(taken.weighting))
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block)))


def _summary(taken: Taken) -> Iterator[str]:
    total, kept = len(taken.selection.why), len(taken.selection.taken)
    yield f"{taken.options.wave}: {kept} of {total} rows taken"
    yield f"  file: {taken.options.file}: {taken.export.format}"
    days = taken.times.days(taken.selection.taken)
    if days:
        yield f"  answers came from {days[0]} to {days[1]} (column {_column(taken.times.column)})"
    else:
        yield f"  days of fieldwork are not known. {taken.times.note}".rstrip()
    if taken.options.limits.twice_within is None:
        yield "  answers sent twice were not looked for, as asked"
    elif not taken.times.has_clock:
        yield "  answers sent twice can't be told from people who answered alike: there is no time of day in the file"


def _column(column: Column | None) -> str:
    return column.letter if column else "-"


def _rows(taken: Taken) -> Iterator[str]:
    selection, numbers = taken.selection, taken.export.rows
    for reason in list(Why)[1:]:
        positions = np.flatnonzero(selection.why == reason)
        if not len(positions):
            continue
        kind = "refused" if reason >= Why.NO_CITY else "left out"
        more = f" ({_twice(taken)})" if reason == Why.TWICE else ""
        yield f"{len(positions)} {kind}: {_REASONS[reason]}{more}"
        each = [position for position in positions.tolist() if position in selection.words]
        yield from (f"  row {numbers[position]}: {selection.words[position]}" for position in each)
        if not each:
            yield f"  {_ranges(numbers[positions])}"
        if reason == Why.TWICE and len(positions) * _MANY > len(numbers):
            yield "  so many alike may be people who answer few questions alike: --twice-within off keeps them"
    if selection.count(Why.NO_CITY, Why.UNKNOWN_CITY):
        yield (
            "A new city goes into the questionnaire, as an answer of the question with `role: city`; another spelling "
            "into `also` of its answer."
        )


def _ranges(numbers: NDArray[np.int64]) -> str:
    """Row numbers in words: row 5; rows 5, 7-9."""
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(words)}"


def _twice(taken: Taken) -> str:
    return (
        f"the same answer to every question, and the same name, contact, account and device where the file has "
        f"them, at most {taken.options.limits.twice_within} s after the row before; the first is taken"
    )


def _columns(taken: Taken) -> Iterator[str]:
    columns = taken.columns
    yield "columns"
    for question in taken.questionnaire.questions:
        for column in columns.answers.get(question.id, ()):
            yield f"  {column.letter:>3}  {question.id}: {shown(column.header)}"
        for answer, ticks in columns.ticks.get(question.id, {}).items():
            yield from (f"  {c.letter:>3}  {question.id} = {answer}: {shown(c.header)}" for c in ticks)
    missing = [q.id for q in taken.questionnaire.questions if q.id not in taken.answers]
    if missing:
        yield f"not in the file: {', '.join(missing)}"
    if columns.personal:
        yield "dropped, since they may say who a person is"
        yield from (f"  {column.letter:>3}  {kind}: {_heading(column)}" for column, kind in columns.personal)
    unused = [column for column in columns.unused if column.header.strip() or not column.is_blank.all()]
    if unused:
        yield "not used"
        yield from (f"  {column.letter:>3}  {_heading(column)}" for column in unused)


def _heading(column: Column) -> str:
    """A heading that may be a respondent's cell, in a file without headings, is not shown."""
    return "(not shown)" if by_content(column.header) else shown(column.header) or "(no heading)"


def _answers(taken: Taken) -> Iterator[str]:
    positions = taken.selection.taken
    lines = []
    for question, answers in taken.answers.items():
        for problem, words in _PROBLEMS.items():
            found = positions[answers.problems[positions] == problem]
            if len(found):
                lines.append(f"  {question}: {len(found)} left out: {words}{_which(taken, found)}")
        others = positions[answers.has([OTHER])[positions]]
        if len(others):
            lines.append(f"  {question}: {len(others)} answered something else; their words are not kept")
        out = taken.cleared.get(question)
        if out is not None and out[positions].any():
            rule = taken.questionnaire.question(question).asked_if
            assert rule is not None
            found = positions[out[positions]]
            asked = f"asked only of those who answered {rule.question} with {', '.join(rule.answers)}"
            lines.append(f"  {question}: {len(found)} cleared: {asked}{_which(taken, found)}")
    for question in taken.unchecked:
        rule = taken.questionnaire.question(question).asked_if
        decides = rule.question if rule else ""
        lines.append(
            f"  {question}: who was to be asked can't be checked, since {decides} is not in the file"
        )
    if lines:
        yield "answers"
        yield from lines


def _which(taken: Taken, positions: NDArray[np.int64]) -> str:
    more = f" and {len(positions) - _ROWS} more" if len(positions) > _ROWS else ""
    return f" ({_ranges(taken.export.rows[positions[:_ROWS]])}{more})"


def _bases(taken: Taken) -> Iterator[str]:
    """How many people stand behind the shares: by city, and where a question has too few."""
    city = taken.questionnaire.with_role("city")
    if city is None or not len(taken.selection.taken):
        return
    homes = taken.answers[city.id].of(taken.selection.taken)
    people = {answer.code: homes.has([answer.code]) for answer in city.answers}
    yield "respondents"
    for code, there in people.items():
        if there.any():
            yield f"  {code}: {there.sum()}{_size(int(there.sum()))}"
    few = []
    for question, answers in taken.answers.items():
        given = ~answers.of(taken.selection.taken).is_empty
        bases = {code: int((given & there).sum()) for code, there in people.items() if there.any()}
        few += [
            f"  {question} in {code}: {base}"
            for code, base in bases.items()
            if 0 < base < SHOWN <= people[code].sum()
        ]
    if few:
        yield f"fewer than {SHOWN} answered: not shown"
        yield from few


def _size(base: int) -> str:
    if base < SHOWN:
        return f"  (fewer than {SHOWN}: shares are not shown)"
    return f"  (fewer than {SMALL}: flagged)" if base < SMALL else ""


def _weights(weighting: Weighting) -> Iterator[str]:
    weights = weighting.weights
    yield "weights"
    yield (
        f"  design effect {weighting.design_effect:.2f}: {len(weights)} respondents are as precise as "
        f"{weighting.effective_base:.0f} unweighted ones; weights from {weights.min():.3g} to {weights.max():.3g}, mean 1"
    )
    for questions, shares in weighting.shares.items():
        names = [", ".join(share.categories) for share in shares]
        width = max(map(len, [*names, " x ".join(questions)]))
        yield f"  {' x '.join(questions):<{width}}  unweighted  weighted  target"
        for name, share in zip(names, shares, strict=True):
            yield f"  {name:<{width}}  {share.unweighted:>10.1%}  {share.weighted:>8.1%}  {share.target:>6.1%}"


def _texts(taken: Taken) -> Iterator[str]:
    about = taken.about
    same = [key for key, text in about.texts.items() if text.lacks]
    if same:
        yield f"the same words in several languages, since nothing is translated: {', '.join(same)}"
    unknown = [key for key in ("publisher", "licence", "citation") if getattr(about, key) is None]
    if unknown:
        yield f"shown as not stated: {', '.join(unknown)} (give them with --about)"
    if taken.folder is None:
        return
    if taken.options.dry_run:
        yield f"nothing was written to {taken.folder}, as asked"
    else:
        yield f"written to {taken.folder}. Next: python -m etl build"


def hopeless(selection: Selection) -> str:
    """Why nothing was written."""
    kept = len(selection.taken)
    if not kept:
        return "No row could be taken, so nothing was written. The reasons stand above."
    return (
        f"{selection.refused} rows were refused and {kept} could be taken: more than half, so nothing was written. "
        "The reasons stand above."
    )
