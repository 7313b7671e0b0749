# SPDX-License-Identifier: Apache-2.0
"""Work that is moved back, locked or hidden: nobody gains a try by it, and nothing breaks or tells too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from cairn.assessment import selectors, services
from cairn.assessment.models import AnchorUse, Decision, Moderation, Rating, Submission, SubmissionState
from cairn.credentials.models import Award
from cairn.credentials.services.earning import award_earned, withdraw_earned
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.factories.anchors import make_anchor, make_anchors, sit
from tests.factories.assessment import (
    FAILING,
    PASSING,
    finish,
    make_decision,
    make_policy,
    make_submission,
    make_submitted,
)
from tests.factories.credentials import School
from tests.factories.people import member, sign_in
from tests.factories.voices import conclude, make_appeal


def _fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.select_related("version", "learner").get(pk=row.pk)
    return found


def _stored() -> tuple[list[Any], ...]:
    with everything("a test looks"):
        return tuple(list(kind.objects.order_by("pk").values()) for kind in (Submission, Decision, Rating, Moderation))


def _moderate(school: School, step: Callable[..., Any], row: Submission, **choices: Any) -> Any:
    owner = member(school.organization, "owner")
    with organization_scope(school.organization.pk):
        return step(_fresh(row), reason="A file was mixed up.", acting=owner.as_actor(), **choices)


def _improve(row: Submission, item: str) -> None:
    learner = row.learner
    with person_scope(learner.pk):
        there = row.evidence.get(item=item, kind="text", ended_round=None)
        services.save_answer(_fresh(row), item, "Better.", expected_revision=there.revision, acting=learner.as_actor())
        declared = services.Declaration(own_work=True)
        services.submit_submission(_fresh(row), acting=learner.as_actor(), declaration=declared)


def test_work_that_is_locked_is_not_withdrawn(school: School) -> None:
    """Whoever is looked into could withdraw, and had every try again, as what is not decided counts as none."""
    row = make_submitted(school.version)
    _moderate(school, services.lock_submission, row)
    before = _stored()
    with person_scope(row.learner_id), pytest.raises(Conflict) as refused:
        services.withdraw_submission(_fresh(row), acting=row.learner.as_actor())
    assert (refused.value.code, _stored()) == ("locked", before)


def test_a_later_round_that_is_opened_again_builds_on_what_it_was_built_on(school: School) -> None:
    """What came back after the round was taken for what had been open in it, and so levels of before were lost."""
    row = make_submitted(school.version)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    _improve(_fresh(row), "a1")
    make_decision(_fresh(row), member(school.organization, "assessor"), FAILING, items_to_improve=["a1", "r1"])
    assert (_fresh(row).round, _fresh(row).items_to_improve) == (3, ["a1", "r1"])
    other = member(school.organization, "assessor")
    opened = _moderate(school, services.reopen_submission, row)
    assert (opened.round, opened.items_to_improve) == (2, ["a1"])
    with organization_scope(school.organization.pk):
        assert services.start_rating(_fresh(row), acting=other.as_actor()).levels == {"insight": "meets"}


@pytest.mark.parametrize(
    ("step", "choices"),
    [(services.reopen_submission, {}), (services.overturn_decision, {"levels": FAILING})],
)
def test_work_is_not_opened_again_beside_other_open_work(
    school: School, step: Callable[..., Any], choices: dict[str, Any]
) -> None:
    """The constraint of the table refused it, and the page of the moderator broke."""
    row = make_submitted(school.version)
    make_decision(row, school.assessor, FAILING, begin_afresh=True)
    again = make_submission(school.version, learner=row.learner)
    assert (again.attempt, _fresh(row).state) == (2, SubmissionState.NOT_PASSED)
    before = _stored()
    with pytest.raises(Conflict) as refused:
        _moderate(school, step, row, **choices)
    assert (refused.value.code, _stored()) == ("begun_again", before)


def test_a_result_can_still_become_a_pass_beside_other_open_work(school: School) -> None:
    row = make_submitted(school.version)
    make_decision(row, school.assessor, FAILING, begin_afresh=True)
    make_submission(school.version, learner=row.learner)
    _moderate(school, services.overturn_decision, row, levels=PASSING)
    assert _fresh(row).state == SubmissionState.PASSED


def test_known_work_of_another_assessor_looks_taken(school: School, client: Client) -> None:
    """Whoever was given the address by a colleague was told that they had rated a work that they had never seen."""
    make_policy(school.version, requires_qualification=True, qualify_anchors=1, drift_anchors=2)
    make_anchors(school.version, 1)
    make_anchors(school.version, 2, AnchorUse.DRIFT)
    sit(school.version, school.assessor)
    services.seed_drift(school.organization)
    make_anchor(school.version, AnchorUse.EXAM)
    other = member(school.organization, "assessor")
    sit(school.version, other)
    with everything("a test looks"):
        seed = Submission.objects.exclude(anchor=None).get()
    before = _stored()
    with organization_scope(school.organization.pk), pytest.raises(Conflict) as refused:
        services.start_rating(seed, acting=other.as_actor())
    assert (refused.value.code, _stored()) == ("already_taken", before)
    real = make_submitted(school.version)
    finish_held = member(school.organization, "assessor")
    make_anchor(school.version, AnchorUse.EXAM)
    sit(school.version, finish_held)
    with organization_scope(school.organization.pk):
        services.start_rating(real, acting=finish_held.as_actor())
    browser = sign_in(client, other)
    pages = [
        browser.get(reverse("bench", args=[school.organization.slug, row.pk])).context["why"] for row in (seed, real)
    ]
    assert pages == ["taken", "taken"]


def test_an_appeal_a_new_rating_and_events_told_twice_leave_one_credential_that_holds(school: School) -> None:
    row = make_submitted(school.version)
    decision = make_decision(row, school.assessor, FAILING)
    with TestCase.captureOnCommitCallbacks(execute=True):
        conclude(make_appeal(decision), member(school.organization, "assessor"), PASSING)
    third = member(school.organization, "assessor")
    with TestCase.captureOnCommitCallbacks(execute=True):
        _moderate(school, services.reopen_submission, row)
    with organization_scope(school.organization.pk):
        assert withdraw_earned(row.pk, reason="Once more.", acting=SYSTEM) is not None
    with TestCase.captureOnCommitCallbacks(execute=True):
        finish(_fresh(row), third, PASSING)
    with organization_scope(school.organization.pk), TestCase.captureOnCommitCallbacks(execute=True):
        award_earned(row.pk, row.version_id, row.learner_id, acting=SYSTEM)
        assert withdraw_earned(row.pk, reason="Late.", acting=SYSTEM) is None
    with everything("a test looks"):
        states = list(Award.objects.order_by("created_at", "pk").values_list("credential__state", flat=True))
    assert sorted(states) == ["revoked", "valid"]
    with organization_scope(school.organization.pk):
        assert [found.outcome for found in selectors.list_decisions(_fresh(row))] == ["award"]
