# SPDX-License-Identifier: Apache-2.0
"""What keeps a piece of work from an assessor: said of one work, and as conditions by which the database chooses many.

Both say the same of every work; a test holds them against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from cairn.assessment.models import (
    AssessorProfile,
    Conflict,
    ConflictKind,
    Moderation,
    ModerationKind,
    Rating,
    RatingState,
    ResultSeen,
    Submission,
)
from cairn.assessment.selectors.eligibility import is_qualified
from cairn.assessment.selectors.known_results import works_known_to, works_met_on
from cairn.assessment.selectors.policy import policy_for
from cairn.assessment.selectors.rules import load_rules, unqualified_versions
from cairn.assessment.selectors.seeds import for_another, is_for_another
from cairn.foundation.scopes import current_scope
from cairn.organizations.selectors import members_below

DONE: Final = (RatingState.FINAL, RatingState.SET_ASIDE)
"""The states of a rating after which its assessor does not rate the round again."""


class Bar(StrEnum):
    """Why a work is not for an assessor; of several reasons the first counts."""

    OWN = "own"
    KNOWN = "known"
    RELATED = "related"
    SCHOOL = "school"
    UNQUALIFIED = "unqualified"
    RATED = "rated"
    LANGUAGE = "language"


def find_bar(submission: Submission, assessor_id: UUID) -> Bar | None:
    """Return what keeps a work from an assessor, within the scope of its organization."""
    if submission.learner_id == assessor_id:
        return Bar.OWN
    if kind := _conflict_kind(assessor_id, submission.learner_id):
        return Bar.KNOWN if kind == ConflictKind.DECLARED else Bar.RELATED
    if _is_of_same_school(submission, assessor_id):
        return Bar.SCHOOL
    if not is_qualified(assessor_id, submission.version):
        return Bar.UNQUALIFIED
    if _has_judged(submission, assessor_id) or is_for_another(submission, assessor_id):
        return Bar.RATED
    languages = languages_of(assessor_id)
    return Bar.LANGUAGE if languages and submission.language and submission.language not in languages else None


@dataclass(frozen=True, slots=True)
class Reach:
    """What is out of reach of one assessor in one organization, ready to be asked of the database."""

    assessor_id: UUID
    languages: frozenset[str]
    unqualified: tuple[UUID, ...]
    apart_from_school: tuple[UUID, ...]
    schools: tuple[tuple[UUID, str], ...]
    met_on: frozenset[UUID] = frozenset()

    def bars(self) -> dict[Bar, Q]:
        """Return the condition of each reason that can hold at all, the first first."""
        conflicts = Conflict.objects.filter(assessor_id=self.assessor_id, ended_at=None)
        declared = Q(kind=ConflictKind.DECLARED)
        rated = Rating.objects.filter(assessor_id=self.assessor_id, state__in=DONE, round=F("submission__round"))
        bars = {
            Bar.OWN: Q(learner_id=self.assessor_id),
            Bar.KNOWN: Q(learner_id__in=conflicts.filter(declared).values("learner_id")),
            Bar.RELATED: Q(learner_id__in=conflicts.exclude(declared).values("learner_id")),
        }
        if self.schools:
            bars[Bar.SCHOOL] = self._of_schools([school for school, _name in self.schools])
        if self.unqualified:
            bars[Bar.UNQUALIFIED] = Q(version_id__in=self.unqualified)
        overturned = Q(pk__in=_overturned(self.assessor_id).values("submission_id"))
        seen = ResultSeen.objects.filter(person_id=self.assessor_id, round=F("submission__round"))
        known = overturned | Q(pk__in=self.met_on) | Q(pk__in=seen.values("submission_id"))
        bars[Bar.RATED] = Q(pk__in=rated.values("submission_id")) | known | for_another(self.assessor_id)
        if self.languages:
            bars[Bar.LANGUAGE] = ~Q(language__in=["", *sorted(self.languages)])
        return bars

    def cases(self) -> list[When]:
        """Return the reasons as cases that name them."""
        return [When(condition, then=Value(bar.value)) for bar, condition in self.bars().items()]

    def school(self) -> Case:
        """Return an expression for the school that the learner shares with the assessor; the id as a text."""
        cases = [When(self._of_schools([school]), then=Value(str(school))) for school, _name in self.schools]
        return Case(*cases, default=Value(""), output_field=CharField())

    def _of_schools(self, schools: list[UUID]) -> Q:
        mates = members_below(current_scope().organizations).filter(organization_id__in=schools)
        return Q(version__achievement_id__in=self.apart_from_school, learner_id__in=mates.values("person_id"))


def reach_of(assessor_id: UUID) -> Reach:
    """Return what is out of an assessor's reach in the organization of the scope; it asks a fixed number of times."""
    rules = load_rules()
    schools: list[tuple[UUID, str]] = []
    if rules.apart_from_school:
        mine = members_below(current_scope().organizations).filter(person_id=assessor_id)
        schools = list(mine.order_by("organization__name").values_list("organization_id", "organization__name"))
    return Reach(
        assessor_id=assessor_id,
        languages=languages_of(assessor_id),
        unqualified=unqualified_versions(rules, [assessor_id])[assessor_id],
        apart_from_school=rules.apart_from_school,
        schools=tuple(schools),
        met_on=frozenset(works_met_on([assessor_id]).get(assessor_id, ())),
    )


def languages_of(assessor_id: UUID) -> frozenset[str]:
    """Return the languages that an assessor said they rate in; none means every one."""
    row: AssessorProfile | None = AssessorProfile.objects.filter(assessor_id=assessor_id).first()
    return frozenset(row.languages) if row else frozenset()


def _has_judged(submission: Submission, assessor_id: UUID) -> bool:
    """Say whether somebody has rated the round already, has overturned a decision on it, or knows what others gave."""
    rated = Rating.objects.filter(submission=submission, round=submission.round, assessor_id=assessor_id)
    if rated.filter(state__in=DONE).exists() or _overturned(assessor_id).filter(submission=submission).exists():
        return True
    return submission.pk in works_known_to([assessor_id]).get(assessor_id, ())


def _overturned(assessor_id: UUID) -> QuerySet[Moderation]:
    """Return where somebody has decided by levels of their own, as a moderator."""
    found: QuerySet[Moderation] = Moderation.objects.filter(kind=ModerationKind.OVERTURN, by=str(assessor_id))
    return found


def _conflict_kind(assessor_id: UUID, learner_id: UUID) -> str:
    rows = Conflict.objects.filter(assessor_id=assessor_id, learner_id=learner_id, ended_at=None)
    return rows.values_list("kind", flat=True).first() or ""


def _is_of_same_school(submission: Submission, assessor_id: UUID) -> bool:
    if not policy_for(submission.version.achievement_id).excludes_same_school:
        return False
    below = members_below([submission.organization_id])
    mine = below.filter(person_id=assessor_id).values("organization_id")
    return below.filter(person_id=submission.learner_id, organization_id__in=mine).exists()
