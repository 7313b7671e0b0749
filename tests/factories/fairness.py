# SPDX-License-Identifier: Apache-2.0
"""Results by group, to test with: learners who were decided on and say what they are, and a month that ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors, services
from cairn.assessment.fairness_figures import Fairness
from cairn.assessment.models import GroupAnswer, Submission
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import organization_scope
from tests.factories.assessment import FAILING, PASSING, make_decision, make_submitted
from tests.factories.people import make_person

JANUARY: Final = datetime(2027, 1, 15, 12, tzinfo=UTC)
FEBRUARY: Final = datetime(2027, 2, 15, 12, tzinfo=UTC)
MARCH: Final = datetime(2027, 3, 15, 12, tzinfo=UTC)


def decide_on(
    version: AchievementVersion, assessor: Person, *, count: int = 1, passes: bool = True, **answers: str
) -> list[Submission]:
    """Make learners with these answers, and a decision on each; returns the works."""
    works = []
    for _number in range(count):
        learner = make_person()
        levels = PASSING if passes else FAILING
        works.append(make_submitted(version, learner=learner))
        make_decision(works[-1], assessor, levels)
        for question, answer in answers.items():
            GroupAnswer.objects.create(person=learner, question=question, answer=answer, given_at=clock.now())
    return works


def release(version: AchievementVersion, now: datetime) -> Fairness | None:
    """Let the periodic work come by at a moment, and return what is shown then."""
    with organization_scope(version.organization_id):
        with clock.at(now):
            services.release_fairness(version.achievement, acting=SYSTEM)
        return selectors.find_fairness(version.achievement_id)
