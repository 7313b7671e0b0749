# SPDX-License-Identifier: Apache-2.0
"""Results by group as they are shown, and when new ones may follow: never so that few people can be told. Pure.

Whoever reads two releases can take one from the other. So a release follows only if every group that was shown, and
the hidden ones together, have changed by ten people or more, or by nobody. Source: docs/algorithms/fairness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from cairn.assessment.fairness import (
    LEAST,
    DifferentialSeverity,
    GroupResult,
    differential_severity,
    results_by_group,
)


class Tally(NamedTuple):
    """How many people, and how many of them passed."""

    people: int
    passed: int = 0


_TENS: Final = 10


@dataclass(frozen=True, slots=True)
class Cells:
    """What can be known of one table: each group that is shown, and of those that are hidden their names and the sum.

    The sum is None where it is too small to be known of at all.
    """

    shown: Mapping[str, Tally]
    hidden: frozenset[str] = frozenset()
    rest: Tally | None = None

    def may_be_followed_by(self, later: Mapping[str, Tally], hidden: frozenset[str]) -> bool:
        """Say whether counts of later, some of them hidden, may be shown to whoever has seen these."""
        return all(
            before is None or now == before or abs(now.people - before.people) >= LEAST
            for before, now in self._pairs(later, hidden)
        )

    def _pairs(self, later: Mapping[str, Tally], hidden: frozenset[str]) -> Iterable[tuple[Tally | None, Tally]]:
        """Go through the smallest sets of groups of which the sum can be known both before and after."""
        blocks = [self.hidden | hidden] if self.hidden & hidden else [self.hidden, hidden]
        alone = (self.shown.keys() | later.keys()) - self.hidden - hidden
        for block in (*filter(None, blocks), *({group} for group in alone)):
            yield self._sum_of(block), _sum(later, block)

    def _sum_of(self, block: Iterable[str]) -> Tally | None:
        names = set(block)
        shown = _sum(self.shown, names - self.hidden)
        if not names & self.hidden:
            return shown
        return None if self.rest is None else Tally(shown.people + self.rest.people, shown.passed + self.rest.passed)


@dataclass(frozen=True, slots=True)
class AssessorSeverity:
    """How one assessor rates the groups of a question, up to a day, and the groups of which nothing is said."""

    assessor: str
    through: date
    rows: tuple[DifferentialSeverity, ...]
    hidden: frozenset[str] = frozenset()

    @property
    def cells(self) -> Cells:
        """How many learners each row rests on."""
        shown = {row.group: Tally(row.n_group) for row in self.rows}
        rest = self.rows[0].n_group + self.rows[0].n_others - sum(tally.people for tally in shown.values())
        return Cells(shown, self.hidden, Tally(rest) if self.hidden else None)


@dataclass(frozen=True, slots=True)
class QuestionFairness:
    """What came of one question: the results by group, the sum of what is hidden, and severity that differs.

    The sum is None where nothing is hidden, or where it is so small that it cannot be known.
    """

    question: str
    results: tuple[GroupResult, ...]
    rest: Tally | None = None
    by_assessor: tuple[AssessorSeverity, ...] = ()

    @property
    def cells(self) -> Cells:
        """What can be known of the results."""
        shown = {row.group: Tally(row.decided, row.passed or 0) for row in self.results if row.decided is not None}
        return Cells(shown, frozenset(row.group for row in self.results if row.is_hidden), self.rest)

    @property
    def severity(self) -> tuple[DifferentialSeverity, ...]:
        """How each assessor rates the groups that are shown."""
        shown = self.cells.shown
        return tuple(row for found in self.by_assessor for row in found.rows if row.group in shown)


@dataclass(frozen=True, slots=True)
class Fairness:
    """Decisions by group up to a day: of how many learners, how many of them gave any answer, and what came of it.

    Where a group is hidden, how many answered is rounded down to tens: from the exact number one could subtract.
    """

    through: date
    decided: int
    answered: int
    questions: tuple[QuestionFairness, ...]

    @property
    def hides_groups(self) -> bool:
        """Whether any group is hidden, so that how many answered is not said exactly."""
        return any(question.cells.hidden for question in self.questions)


@dataclass(frozen=True, slots=True)
class Known:
    """What figures are made of: who passed, who answered what, and by assessor how each learner was rated."""

    passed: Mapping[UUID, bool]
    answers: Mapping[str, Mapping[UUID, str]]
    differences: Mapping[str, Mapping[UUID, float]]


def make_figures(known: Known, through: date, *, before: Fairness | None = None) -> Fairness | None:
    """Return the figures that are shown next; None where those from before stay, or where there is nothing to show."""
    earlier = {row.question: row for row in before.questions} if before else {}
    questions = tuple(_question(question, known, through, earlier.get(question)) for question in sorted(known.answers))
    is_worth_it = any(row.cells.shown for row in questions)
    if not is_worth_it or not _may_follow(earlier, {row.question: row for row in questions}, known):
        return None
    answered = len({learner for given in known.answers.values() for learner in given})
    found = Fairness(through, len(known.passed), answered, questions)
    return replace(found, answered=answered // _TENS * _TENS) if found.hides_groups else found


def _may_follow(earlier: Mapping[str, QuestionFairness], later: Mapping[str, QuestionFairness], known: Known) -> bool:
    """Say whether anything has changed, and everything that has changed by enough."""
    if {question: row.cells for question, row in earlier.items()} == {
        question: row.cells for question, row in later.items()
    }:
        return False
    return all(
        row.cells.may_be_followed_by(
            _count(known.answers.get(question, {}), known.passed),
            later[question].cells.hidden if question in later else frozenset(),
        )
        for question, row in earlier.items()
    )


def _question(question: str, known: Known, through: date, before: QuestionFairness | None) -> QuestionFairness:
    given = known.answers[question]
    results = results_by_group((answer, known.passed[learner]) for learner, answer in given.items())
    hidden = frozenset(row.group for row in results if row.is_hidden)
    rest = _sum(_count(given, known.passed), hidden)
    stands = {row.assessor: row for row in before.by_assessor} if before else {}
    by_assessor = (
        _severity(_Rated(assessor, through, _by_group(known, given, assessor)), hidden, stands.get(assessor))
        for assessor in sorted(known.differences.keys() | stands.keys())
    )
    return QuestionFairness(
        question, results, rest if rest.people >= LEAST else None, tuple(row for row in by_assessor if row)
    )


@dataclass(frozen=True, slots=True)
class _Rated:
    """What an assessor gave the learners of each group more than the other, up to a day."""

    assessor: str
    through: date
    rows: tuple[tuple[str, float], ...]


def _severity(rated: _Rated, hidden: frozenset[str], before: AssessorSeverity | None) -> AssessorSeverity | None:
    """Measure an assessor anew; where too few learners have come, what was said before stands, with its day."""
    rows = differential_severity({rated.assessor: rated.rows}, hidden=hidden)
    if not rows:
        return before
    counts = {group: Tally(count) for group, count in Counter(group for group, _gap in rated.rows).items()}
    unsaid = frozenset(counts.keys() - {row.group for row in rows})
    found = AssessorSeverity(rated.assessor, rated.through, rows, unsaid)
    if before is None:
        return found
    is_new = found.cells != before.cells and before.cells.may_be_followed_by(counts, unsaid)
    return found if is_new else before


def _by_group(known: Known, given: Mapping[UUID, str], assessor: str) -> tuple[tuple[str, float], ...]:
    gaps = known.differences.get(assessor, {})
    return tuple((given[learner], gap) for learner, gap in gaps.items() if learner in given)


def _count(given: Mapping[UUID, str], passed: Mapping[UUID, bool]) -> dict[str, Tally]:
    people = Counter(given.values())
    good = Counter(answer for learner, answer in given.items() if passed[learner])
    return {group: Tally(people[group], good[group]) for group in people}


def _sum(tallies: Mapping[str, Tally], groups: Iterable[str]) -> Tally:
    found = [tallies[group] for group in groups if group in tallies]
    return Tally(sum(row.people for row in found), sum(row.passed for row in found))
