# SPDX-License-Identifier: Apache-2.0
"""A moderator locks, opens again and overturns, each with a reason; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Decision,
    DecisionKind,
    Moderation,
    Outcome,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.credentials.models import AchievementCredential, CredentialState
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.events import deliver_waiting
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, PASSING, finish, make_decision, make_rating, make_submitted
from tests.factories.people import member

_STEPS: list[Callable[..., Any]] = [
    services.lock_submission,
    services.unlock_submission,
    services.reopen_submission,
]


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner", name="Olu Owner")


def _as(school: School, person: Person, step: Callable[..., Any], row: Submission, **choices: Any) -> Any:
    with organization_scope(school.organization.pk):
        return step(row, acting=person.as_actor(), **{"reason": "A file was mixed up.", **choices})


def _fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.get(pk=row.pk)
    return found


def _steps_kept() -> list[tuple[str, str]]:
    with everything("a test looks"):
        return list(Moderation.objects.order_by("at").values_list("kind", "reason"))


def _audited() -> int:
    with everything("a test counts"):
        return AuditEntry.objects.count()


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "learner"])
@pytest.mark.parametrize("step", _STEPS)
def test_only_who_looks_after_the_queue_moderates(school: School, role: str, step: Callable[..., Any]) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    other = member(school.organization, role, name="Other")
    before = _audited()
    with pytest.raises(PermissionDenied):
        _as(school, other, step, row)
    assert (_fresh(row).state, _fresh(row).locked_at) == (SubmissionState.PASSED, None)
    assert (_steps_kept(), _audited()) == ([], before)


def test_a_step_needs_a_reason(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(Invalid) as refused:
        _as(school, owner, services.lock_submission, row, reason="  ")
    assert (refused.value.code, _fresh(row).locked_at, _steps_kept()) == ("reason_missing", None, [])


def test_locked_work_is_neither_rated_nor_written_and_loses_nothing(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels=PASSING)
    _as(school, owner, services.lock_submission, row)
    with organization_scope(school.organization.pk), pytest.raises(Conflict) as refused:
        services.finish_rating(rating, acting=school.assessor.as_actor())
    assert refused.value.code == "rating_closed"
    _as(school, owner, services.unlock_submission, row)
    with organization_scope(school.organization.pk):
        assert Rating.objects.get().levels == PASSING
        assert services.finish_rating(rating, acting=school.assessor.as_actor()) is not None
    assert _steps_kept() == [("lock", "A file was mixed up."), ("unlock", "A file was mixed up.")]


def test_locked_work_can_be_put_back_and_is_not_the_first_to_go_on_with(school: School, owner: Person) -> None:
    row, other = (make_submitted(school.version, learner=person) for person in (school.learner, None))
    rating, second = make_rating(row, school.assessor, levels=PASSING), make_rating(other, school.assessor)
    _as(school, owner, services.lock_submission, row)
    with organization_scope(school.organization.pk):
        queue = selectors.list_queue(school.assessor.pk)
        assert [(line.id, line.is_locked) for line in queue.mine] == [(row.pk, True), (other.pk, False)]
        assert queue.first == queue.mine[1]
        assert selectors.find_held(school.assessor.pk) == other
        services.put_back_rating(second, acting=school.assessor.as_actor())
        assert selectors.list_queue(school.assessor.pk).first is None
        assert selectors.find_held(school.assessor.pk) is None
        services.put_back_rating(rating, acting=school.assessor.as_actor())
        rating.refresh_from_db()
        assert (rating.state, rating.levels, _fresh(row).open_seats) == (RatingState.PUT_BACK, PASSING, 1)


def test_a_learner_cannot_write_in_locked_work(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, FAILING)
    _as(school, owner, services.lock_submission, row)
    with person_scope(school.learner.pk), pytest.raises(Conflict) as refused:
        services.save_answer(row, "a1", "Better.", expected_revision=2, acting=school.learner.as_actor())
    assert refused.value.code == "locked"


def test_work_that_is_opened_again_is_rated_by_somebody_else(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, FAILING)
    other = member(school.organization, "assessor", name="Cy Assessor")
    _as(school, owner, services.reopen_submission, row)
    after = _fresh(row)
    assert (after.state, after.round, after.open_seats) == (SubmissionState.SUBMITTED, 1, 1)
    with pytest.raises(Conflict) as refused:
        make_rating(row, school.assessor)
    assert refused.value.code == "rated"
    decision = finish(row, other, PASSING)
    assert decision is not None
    assert (decision.outcome, decision.sequence) == (Outcome.AWARD, 2)
    with organization_scope(school.organization.pk):
        assert Rating.objects.filter(state=RatingState.SET_ASIDE).count() == 1
        assert Decision.objects.exclude(superseded_at=None).count() == 1


def test_a_pass_that_is_overturned_ends_the_credential(
    school: School, owner: Person, django_capture_on_commit_callbacks: Any
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with django_capture_on_commit_callbacks(execute=True):
        make_decision(row, school.assessor)
    deliver_waiting()
    with everything("a test looks"):
        assert AchievementCredential.objects.get().state == CredentialState.VALID
    with django_capture_on_commit_callbacks(execute=True):
        decision = _as(school, owner, services.overturn_decision, row, levels=FAILING)
    deliver_waiting()
    assert (decision.kind, decision.outcome, decision.sequence) == (DecisionKind.MODERATION, Outcome.RETURN, 2)
    assert _fresh(row).state == SubmissionState.RETURNED
    with everything("a test looks"):
        ended = AchievementCredential.objects.get()
    assert (ended.state, ended.state_reason) == (CredentialState.REVOKED, "A file was mixed up.")


def test_what_was_not_passed_can_be_overturned_by_levels_that_pass(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, FAILING)
    decision = _as(school, owner, services.overturn_decision, row, levels=PASSING)
    assert (decision.outcome, decision.feedback) == (Outcome.AWARD, "A file was mixed up.")
    assert _fresh(row).state == SubmissionState.PASSED


def test_there_is_nothing_to_overturn_before_a_decision(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(Conflict) as refused:
        _as(school, owner, services.overturn_decision, row, levels=PASSING)
    assert (refused.value.code, _fresh(row).state) == ("not_decided", SubmissionState.SUBMITTED)
