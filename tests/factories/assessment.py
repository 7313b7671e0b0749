# SPDX-License-Identifier: Apache-2.0
"""Work to test with, at every stage: begun, handed in, held by an assessor, decided; all through the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import services
from cairn.assessment.models import AssessmentPolicy, Decision, Rating, Submission
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope, person_scope
from tests.factories.people import make_person

ANSWERS: Final = {
    "q1": "Grade 6 math, 28 students.",
    "a1": "Six tasks, each with its goal.",
    "r1": "I would ask for a drawing first.",
}
PASSING: Final = {"plan": "exceeds", "insight": "meets"}
FAILING: Final = {"plan": "not_yet", "insight": "meets"}


def make_submission(
    version: AchievementVersion, *, learner: Person | None = None, answers: Mapping[str, str] | None = None
) -> Submission:
    """Make work that is begun; without answers it is as the factory of achievements asks for it, complete."""
    person = learner or make_person()
    row = services.start_submission(version, learner=person, acting=person.as_actor())
    with person_scope(person.pk):
        for item, text in (ANSWERS if answers is None else answers).items():
            services.save_answer(row, item, text, expected_revision=0, acting=person.as_actor())
    return row


def make_submitted(
    version: AchievementVersion, *, learner: Person | None = None, answers: Mapping[str, str] | None = None
) -> Submission:
    """Make work that is handed in."""
    row = make_submission(version, learner=learner, answers=answers)
    with person_scope(row.learner_id):
        return services.submit_submission(
            row, acting=row.learner.as_actor(), declaration=services.Declaration(own_work=True)
        )


def make_policy(version: AchievementVersion, **terms: Any) -> AssessmentPolicy:
    """State how the work for an achievement is assessed; `terms` are the columns of the policy."""
    with organization_scope(version.organization_id):
        row: AssessmentPolicy = AssessmentPolicy.objects.create(
            organization_id=version.organization_id,
            achievement_id=version.achievement_id,
            changed_at=clock.now(),
            **terms,
        )
    return row


def finish(submission: Submission, assessor: Person, levels: Mapping[str, str], **choices: Any) -> Decision | None:
    """Rate a round as one of its assessors; None where others are still to rate."""
    rating = make_rating(submission, assessor, levels=dict(levels), feedback=f"{assessor.name} has read it.")
    with organization_scope(submission.organization_id):
        return services.finish_rating(rating, acting=assessor.as_actor(), **choices)


def make_rating(submission: Submission, assessor: Person, **draft: Any) -> Rating:
    """Make a rating in progress; `draft` are the members of a RatingDraft."""
    with organization_scope(submission.organization_id):
        rating = services.start_rating(submission, acting=assessor.as_actor())
        if not draft:
            return rating
        return services.save_rating(
            rating,
            services.RatingDraft(**draft),
            expected_revision=rating.revision,
            acting=assessor.as_actor(),
        )


def make_decision(
    submission: Submission,
    assessor: Person,
    levels: Mapping[str, str] = PASSING,
    *,
    feedback: str = "Well planned. Show what came of it.",
    **choices: Any,
) -> Decision:
    """Make a decision about work that is handed in; `choices` are those of `finish_rating`."""
    rating = make_rating(submission, assessor, levels=dict(levels), feedback=feedback)
    with organization_scope(submission.organization_id):
        decision = services.finish_rating(rating, acting=assessor.as_actor(), **choices)
    assert decision is not None
    return decision
