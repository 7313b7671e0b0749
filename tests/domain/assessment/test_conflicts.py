# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest keep works from assessors, and nobody tells an assessor whose work it was."""

from __future__ import annotations

import pytest

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Conflict, ConflictKind, Rating, RatingState, SubmissionState
from cairn.foundation import clock
from cairn.foundation.errors import Conflict as Refused
from cairn.foundation.errors import DomainError, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import make_decision, make_rating, make_submitted
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db


def test_a_writer_one_knows_is_given_to_another_assessor(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels={"plan": "meets"})
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        services.declare_conflict(rating, acting=acting)
        rating.refresh_from_db()
        row.refresh_from_db()
        assert (rating.state, rating.levels) == (RatingState.PUT_BACK, {"plan": "meets"})
        assert (row.state, row.open_seats) == (SubmissionState.SUBMITTED, 1)
        queue = selectors.list_queue(school.assessor.pk)
        assert (queue.waiting, queue.hidden.known, queue.hidden.total) == ((), 1, 1)
        with pytest.raises(PermissionDenied) as refused:
            services.start_rating(row, acting=acting)
        assert refused.value.code == "conflict"
        (declared,) = selectors.list_declared(school.assessor.pk)
        assert (declared.alias, declared.name) == (alias_of(row.pk), "Retrieval practice")
        facts = AuditEntry.objects.get(action="conflict.declare").facts
    assert facts == {"kind": "declared"}


def test_where_it_was_declared_tells_of_no_other_work_of_the_writer(school: School) -> None:
    first, second = (
        make_submitted(version, learner=school.learner)
        for version in (school.version, make_published_version(school.organization, name="Another"))
    )
    rating = make_rating(first, school.assessor)
    make_rating(second, school.assessor)
    with organization_scope(school.organization.pk):
        services.declare_conflict(rating, acting=school.assessor.as_actor())
        declared = selectors.list_declared(school.assessor.pk)
    assert [(known.alias, known.name) for known in declared] == [(alias_of(first.pk), "Retrieval practice")]


def test_a_conflict_that_was_declared_can_be_ended(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        conflict = services.declare_conflict(make_rating(row, school.assessor), acting=acting)
        with pytest.raises(PermissionDenied):
            services.end_conflict(conflict, acting=member(school.organization, "assessor").as_actor())
        assert len(selectors.list_declared(school.assessor.pk)) == 1
        services.end_conflict(conflict, acting=acting)
        assert selectors.list_declared(school.assessor.pk) == []
        assert services.start_rating(row, acting=acting).state == RatingState.DRAFT


def test_who_said_that_they_know_a_writer_is_not_blind_any_more(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    other = make_submitted(make_published_version(school.organization, name="Another"), learner=school.learner)
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        conflict = services.declare_conflict(make_rating(row, school.assessor), acting=acting)
        services.end_conflict(conflict, acting=acting)
    blind = [make_decision(work, school.assessor).is_blind for work in (row, other, make_submitted(school.version))]
    assert blind == [False, False, True]


@pytest.mark.parametrize("kind", ["tutor", "witness", "watched"])
def test_a_conflict_that_has_ended_tells_who_has_seen_a_learner(school: School, kind: str) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with organization_scope(school.organization.pk):
        Conflict.objects.create(
            organization=school.organization,
            assessor=school.assessor,
            learner=school.learner,
            kind=kind,
            declared_at=clock.now(),
            ended_at=clock.now(),
        )
    assert make_decision(row, school.assessor).is_blind is (kind == "tutor")


def test_an_organization_keeps_two_people_apart(school: School) -> None:
    rating = make_rating(make_submitted(school.version, learner=school.learner), school.assessor)
    owner = member(school.organization, "owner").as_actor()
    pair = (school.assessor.pk, school.learner.pk)
    with organization_scope(school.organization.pk):
        row = services.enter_conflict(school.organization, pair, ConflictKind.TUTOR, note="Term 2", acting=owner)
        rating.refresh_from_db()
        assert rating.state == RatingState.PUT_BACK
        assert [known.pk for known in selectors.list_conflicts()] == [row.pk]
        assert (selectors.count_entered(school.assessor.pk), selectors.list_declared(school.assessor.pk)) == (1, [])
        with pytest.raises(Refused) as refused:
            services.enter_conflict(school.organization, pair, ConflictKind.RELATIVE, acting=owner)
        assert refused.value.code == "known_already"
        with pytest.raises(PermissionDenied):
            services.end_conflict(row, acting=school.assessor.as_actor())
        services.end_conflict(row, acting=owner)
        assert not selectors.list_conflicts().exists()


@pytest.mark.parametrize(
    ("first", "second", "kind", "code"),
    [
        ("assessor", "stranger", ConflictKind.TUTOR, "not_a_learner"),
        ("learner", "learner", ConflictKind.TUTOR, "same_person"),
        ("learner", "assessor", ConflictKind.TUTOR, "not_an_assessor"),
        ("assessor", "learner", ConflictKind.SAME_SCHOOL, "no_such_kind"),
    ],
)
def test_what_is_no_conflict_is_not_entered(
    school: School, first: str, second: str, kind: ConflictKind, code: str
) -> None:
    make_submitted(school.version, learner=school.learner)
    people = {"assessor": school.assessor, "learner": school.learner, "stranger": make_person()}
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        with pytest.raises(DomainError) as refused:
            services.enter_conflict(school.organization, (people[first].pk, people[second].pk), kind, acting=owner)
        assert (refused.value.code, Conflict.objects.count()) == (code, 0)


def test_an_assessor_enters_no_conflict_of_others(school: School) -> None:
    make_submitted(school.version, learner=school.learner)
    pair = (school.assessor.pk, school.learner.pk)
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied):
            services.enter_conflict(school.organization, pair, ConflictKind.TUTOR, acting=school.assessor.as_actor())
        assert not Conflict.objects.exists()


def test_conflicts_of_another_organization_are_not_there(school: School) -> None:
    rating = make_rating(make_submitted(school.version, learner=school.learner), school.assessor)
    with organization_scope(school.organization.pk):
        conflict = services.declare_conflict(rating, acting=school.assessor.as_actor())
    with organization_scope(make_organization().pk):
        assert selectors.list_declared(school.assessor.pk) == []
        with pytest.raises(NotFound):
            selectors.get_conflict(conflict.pk)


def test_both_works_of_a_writer_go_back(school: School) -> None:
    first = make_rating(make_submitted(school.version, learner=school.learner), school.assessor)
    from_another = make_rating(make_submitted(school.version), school.assessor)
    with organization_scope(school.organization.pk):
        services.declare_conflict(first, acting=school.assessor.as_actor())
        states = dict(Rating.objects.values_list("pk", "state"))
    assert states == {first.pk: RatingState.PUT_BACK, from_another.pk: RatingState.DRAFT}
