# SPDX-License-Identifier: Apache-2.0
"""What real modules decided, in the database, in bulk: who passed, who did not, and what learners are.

A learner in several terms of a module has as many tries; of what a learner is, the last term of all modules counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import Decision, GroupAnswer, Outcome, Submission, SubmissionState
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization
from tests.real.oulad import PASSED, WITHDRAWN, Enrolment, Oulad, begins_on
from tests.real.world import four_levels, make_learners, store

COLUMNS: Final = {
    "gender": "gender",
    "age": "age_band",
    "disability": "disability",
    "imd_band": "imd_band",
    "region": "region",
    "highest_education": "highest_education",
}
"""The question under which each column of the file is stored; the first three are asked by the platform itself."""
_ANSWERS: Final = {"gender": {"F": "woman", "M": "man"}, "disability": {"Y": "yes", "N": "no"}}


@dataclass(frozen=True, slots=True)
class DecidedModule:
    """One module as an achievement, with a work for each enrolment, and its learners by number."""

    organization: Organization
    version: AchievementVersion
    learners: Mapping[str, Person]
    works: Mapping[tuple[str, str], Submission]


def answer_of(question: str, value: str) -> str:
    """Return the answer that a value of the file stands for."""
    return _ANSWERS.get(question, {}).get(value, value)


def make_module(data: Oulad, module: str) -> DecidedModule:
    """Make everybody who ever took a module, what was decided on them, and what they answered."""
    rows = sorted((row for row in data.enrolments if row.module == module), key=lambda row: row.presentation)
    with everything("a test makes many"):
        organization = make_organization("open-university")
        version = make_published_version(organization, four_levels(f"Module {module}"))
        learners = make_learners(row.learner for row in rows)
        tries: defaultdict[str, int] = defaultdict(int)
        works = {}
        for row in sorted(rows, key=lambda row: begins_on(row.presentation)):
            tries[row.learner] += 1
            works[row.learner, row.presentation] = _work(version, learners[row.learner], row, tries[row.learner])
        store(list(works.values()))
        store([_decision(works[row.learner, row.presentation], row) for row in rows if row.result != WITHDRAWN])
        _answer(learners, data.last_enrolments())
    return DecidedModule(organization, version, learners, works)


def _work(version: AchievementVersion, learner: Person, row: Enrolment, attempt: int) -> Submission:
    moment = datetime.combine(begins_on(row.presentation) + timedelta(days=250), time(12), UTC)
    states = {WITHDRAWN: SubmissionState.WITHDRAWN, "Fail": SubmissionState.NOT_PASSED}
    return Submission(
        organization_id=version.organization_id,
        version=version,
        learner=learner,
        attempt=attempt,
        state=states.get(row.result, SubmissionState.PASSED),
        created_at=moment,
        changed_at=moment,
        submitted_at=moment,
        language="en",
    )


def _decision(work: Submission, row: Enrolment) -> Decision:
    return Decision(
        organization_id=work.organization_id,
        submission=work,
        round=1,
        outcome=Outcome.AWARD if row.result in PASSED else Outcome.DECLINE,
        decided_at=work.changed_at,
    )


def _answer(learners: Mapping[str, Person], known: Mapping[str, Enrolment]) -> None:
    given_at = datetime(2015, 1, 1, tzinfo=UTC)
    store(
        [
            GroupAnswer(person=person, question=question, answer=answer, given_at=given_at)
            for number, person in learners.items()
            for question, column in COLUMNS.items()
            if (answer := answer_of(question, getattr(known[number], column)))
        ]
    )
