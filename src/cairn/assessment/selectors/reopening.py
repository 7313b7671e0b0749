# SPDX-License-Identifier: Apache-2.0
"""Whether the last decided round of a work can be given to other assessors: what stands against it, who is left."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models import (
    WAITING,
    AssessorProfile,
    Conflict,
    Evidence,
    Moderation,
    ModerationKind,
    Rating,
    ResultSeen,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors.appeals import has_begun_again, has_passed_again
from cairn.assessment.selectors.bars import DONE
from cairn.assessment.selectors.crowd import list_assessors
from cairn.assessment.selectors.known_results import works_met_on
from cairn.assessment.selectors.rules import Rules, load_rules, unqualified_versions
from cairn.foundation.scopes import organization_scope
from cairn.organizations.selectors import members_below


class ReopenBar(StrEnum):
    """Why a work is not given to other assessors; of several the first counts."""

    PASSED_AGAIN = "passed_again"
    BEGUN_AGAIN = "begun_again"
    LOCKED = "locked"
    NOBODY_LEFT = "nobody_left"

    @property
    def words(self) -> Promise:
        """What is said of it, and what to do."""
        return _WORDS[self]


_WORDS: Final[dict[ReopenBar, Promise]] = {
    ReopenBar.PASSED_AGAIN: _(
        "The learner has passed this credential with other work, and it is given once. Leave this result as it is, or "
        "overturn the other one first."
    ),
    ReopenBar.BEGUN_AGAIN: _(
        "The learner has begun this credential again, and one piece of work is open at a time. Wait for that result, "
        "or overturn this one by levels that pass: the newer work is closed then."
    ),
    ReopenBar.LOCKED: _("This work is locked, so nobody could rate it. Unlock it first."),
    ReopenBar.NOBODY_LEFT: _(
        "Too few assessors are left who may rate this work. Bring in somebody who has not rated it and does not know "
        "the learner, or overturn the decision."
    ),
}


def find_reopen_bar(submission: Submission, round_number: int, *, seats: int = 1) -> ReopenBar | None:
    """Return what keeps a decided round from other assessors, of whom so many are to rate it; within the scope."""
    beside = find_beside(submission)
    if beside is not None:
        return beside
    if submission.locked_at is not None:
        return ReopenBar.LOCKED
    return ReopenBar.NOBODY_LEFT if len(list_eligible(submission, round_number)) < seats else None


def find_beside(submission: Submission) -> ReopenBar | None:
    """Return what other work of the learner on the same version stands against opening this one again."""
    if has_passed_again(submission):
        return ReopenBar.PASSED_AGAIN
    return ReopenBar.BEGUN_AGAIN if has_begun_again(submission) else None


def list_eligible(submission: Submission, round_number: int) -> frozenset[UUID]:
    """Return who may rate a round of a work, as `find_bar` says it of each; it asks a fixed number of times."""
    people = frozenset(list_assessors(submission.organization))
    rules = load_rules()
    return (
        people
        - _related(submission, rules)
        - _judges(submission, round_number, people)
        - _unqualified(submission, rules, people)
        - _of_other_languages(submission)
    )


def find_reopening(submission: Submission) -> Moderation | None:
    """Return the step by which a round waits again that was decided before; None where it waits for another reason."""
    if submission.state not in WAITING or submission.state == SubmissionState.APPEALED:
        return None
    with organization_scope(submission.organization_id):
        if submission.decisions.filter(round__gte=submission.round, superseded_at=None).exists():
            return None
        steps = Moderation.objects.filter(submission=submission, kind=ModerationKind.REOPEN, round=submission.round)
        step: Moderation | None = steps.order_by("-at").first()
    return step


def list_begun(submission: Submission) -> list[Evidence]:
    """Return what a learner had begun to hand in for the round after one that was opened again, to be read."""
    rows = submission.evidence.select_related("file").filter(round__gt=submission.round, ended_round=None)
    return [piece for piece in rows if piece.text or piece.link or piece.file_id]


def items_begun_in(submission: Submission, round_number: int) -> frozenset[str]:
    """Return the items in which a learner has changed something for a round."""
    rows = submission.evidence.values_list("item", "round", "ended_round")
    return frozenset(item for item, came, ended in rows if (came == round_number) != (ended == round_number))


def _related(submission: Submission, rules: Rules) -> set[UUID]:
    """Return whoever has to do with the learner."""
    conflicts = Conflict.objects.filter(learner_id=submission.learner_id, ended_at=None)
    related = {submission.learner_id, *conflicts.values_list("assessor_id", flat=True)}
    if submission.version.achievement_id in rules.apart_from_school:
        below = members_below([submission.organization_id])
        schools = below.filter(person_id=submission.learner_id).values("organization_id")
        related.update(below.filter(organization_id__in=schools).values_list("person_id", flat=True))
    return related


def _judges(submission: Submission, round_number: int, people: frozenset[UUID]) -> set[UUID]:
    """Return whoever has rated the round, has overturned a decision on the work, or knows what others gave."""
    rated = Rating.objects.filter(submission=submission, round=round_number, state__in=DONE)
    seen = ResultSeen.objects.filter(submission=submission, round=round_number)
    overturned = Moderation.objects.filter(submission=submission, kind=ModerationKind.OVERTURN)
    by = set(overturned.values_list("by", flat=True))
    return {
        *rated.values_list("assessor_id", flat=True),
        *seen.values_list("person_id", flat=True),
        *(person for person in people if str(person) in by),
        *(person for person, works in works_met_on(people).items() if submission.pk in works),
    }


def _unqualified(submission: Submission, rules: Rules, people: frozenset[UUID]) -> set[UUID]:
    found = unqualified_versions(rules, people)
    return {person for person, versions in found.items() if submission.version_id in versions}


def _of_other_languages(submission: Submission) -> set[UUID]:
    rows = AssessorProfile.objects.exclude(languages=[]).values_list("assessor_id", "languages")
    return {person for person, known in rows if submission.language and submission.language not in known}
