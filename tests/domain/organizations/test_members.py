# SPDX-License-Identifier: Apache-2.0
"""Members and roles: who may give what, and that an owner is always left."""

from __future__ import annotations

import pytest

from cairn.foundation.access import permissions_of
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import ScopeError, organization_scope
from cairn.organizations import selectors, services
from cairn.organizations.models import Membership, Organization
from cairn.organizations.roles import APPOINTED, Role
from cairn.organizations.services.newcomers import add_newcomer, give_new_password
from tests.factories.people import make_member, make_organization, make_person, member

pytestmark = pytest.mark.django_db


def _roles(organization: Organization, person_id: object) -> list[str]:
    found = selectors.find_membership(organization, person_id)  # type: ignore[arg-type]  # an id
    return [] if found is None or found.ended_at else list(found.roles)


def test_roles_stand_once_and_in_order() -> None:
    organization = make_organization()
    row = make_member(organization, "learner", "owner", "learner")
    assert row.roles == ["owner", "learner"]
    assert selectors.roles_of(row) == (Role.OWNER, Role.LEARNER)


@pytest.mark.parametrize("roles", [(), ("king",), ("owner", "king")])
def test_a_member_has_known_roles(roles: tuple[str, ...]) -> None:
    organization, person = make_organization(), make_person()
    with pytest.raises(Invalid) as caught:
        services.add_member(organization, person, roles, acting=SYSTEM)
    assert caught.value.field == "roles"
    assert selectors.find_membership(organization, person.pk) is None


def test_an_ended_membership_is_taken_up_again() -> None:
    organization = make_organization()
    row = make_member(organization, "assessor")
    services.end_membership(row, acting=SYSTEM)
    assert _roles(organization, row.person_id) == []
    again = make_member(organization, "learner", person=row.person)
    assert again.pk == row.pk
    assert _roles(organization, row.person_id) == ["learner"]
    with organization_scope(organization.pk):
        assert Membership.objects.count() == 1


def test_a_second_role_comes_besides_the_first() -> None:
    organization = make_organization()
    row = make_member(organization, "learner")
    make_member(organization, "mentor", person=row.person)
    assert _roles(organization, row.person_id) == ["mentor", "learner"]


@pytest.mark.parametrize("role", sorted(APPOINTED))
def test_a_registrar_makes_nobody_more_than_they_are(role: Role) -> None:
    organization = make_organization()
    registrar = make_member(organization, "registrar")
    acting, somebody = registrar.person.as_actor(), make_person()
    with pytest.raises(PermissionDenied) as caught:
        services.add_member(organization, somebody, (role,), acting=acting)
    assert caught.value.code == "owners_appoint"
    with pytest.raises(PermissionDenied):
        services.change_roles(registrar, (role, "registrar", "owner"), acting=acting)
    with pytest.raises(PermissionDenied):
        services.invite(organization, "x@example.org", (role,), acting=acting)
    assert _roles(organization, somebody.pk) == []
    assert _roles(organization, registrar.person_id) == ["registrar"]
    assert selectors.list_invitations(organization) == []


def test_a_registrar_looks_after_learners() -> None:
    organization = make_organization()
    acting = member(organization, "registrar").as_actor()
    row = services.add_member(organization, make_person(), ("learner",), acting=acting)
    services.change_roles(row, ("mentor", "learner"), acting=acting)
    services.end_membership(row, acting=acting)
    with organization_scope(organization.pk):
        actions = AuditEntry.objects.filter(subject_id=str(row.pk)).order_by("id").values_list("action", flat=True)
        assert list(actions) == ["members.add", "members.change_roles", "members.end"]


def test_a_registrar_does_not_remove_an_owner() -> None:
    organization = make_organization(owner=make_person())
    owner = make_member(organization, "owner")
    acting = member(organization, "registrar").as_actor()
    with pytest.raises(PermissionDenied):
        services.end_membership(owner, acting=acting)
    assert _roles(organization, owner.person_id) == ["owner"]


def test_the_last_owner_stays() -> None:
    organization = make_organization()
    owner = make_member(organization, "owner", "author")
    acting = owner.person.as_actor()
    before = OutboxEvent.objects.count()
    with pytest.raises(Conflict) as leaving:
        services.end_membership(owner, acting=acting)
    with pytest.raises(Conflict) as changing:
        services.change_roles(owner, ("author",), acting=acting)
    assert (leaving.value.code, changing.value.code) == ("last_owner", "last_owner")
    assert _roles(organization, owner.person_id) == ["owner", "author"]
    assert OutboxEvent.objects.count() == before
    make_member(organization, "owner")
    services.end_membership(owner, acting=acting)
    assert _roles(organization, owner.person_id) == []


def test_anybody_may_leave_and_nobody_sends_others_away() -> None:
    organization = make_organization(owner=make_person())
    assessor, learner = make_member(organization, "assessor"), make_member(organization, "learner")
    with pytest.raises(PermissionDenied):
        services.end_membership(learner, acting=assessor.person.as_actor())
    assert _roles(organization, learner.person_id) == ["learner"]
    services.end_membership(learner, acting=learner.person.as_actor())
    assert _roles(organization, learner.person_id) == []
    with pytest.raises(NotFound):
        services.end_membership(learner, acting=learner.person.as_actor())


def test_an_owner_above_looks_after_people_and_neither_rates_nor_awards() -> None:
    owner = make_person()
    district = make_organization(owner=owner)
    school = make_organization(parent=district)
    allowed = permissions_of(owner.as_actor(), school.pk)
    assert Permission.MEMBERS_APPOINT in allowed
    assert {Permission.SUBMISSIONS_RATE, Permission.AWARDS_ISSUE, Permission.KEYS_MANAGE} & allowed == set()
    assert permissions_of(member(school, "owner").as_actor(), district.pk) == frozenset()


def test_whoever_left_or_is_closed_may_nothing() -> None:
    organization = make_organization(owner=make_person())
    row = make_member(organization, "owner")
    services.end_membership(row, acting=SYSTEM)
    assert permissions_of(row.person.as_actor(), organization.pk) == frozenset()


def test_members_are_found_by_name_address_and_role() -> None:
    organization, other = make_organization(), make_organization()
    ada = make_member(organization, "owner", "assessor", person=make_person("Ada Brandt", "ada@example.org"))
    ben = make_member(organization, "learner", person=make_person("Ben", "b@example.net", username="stone.ben"))
    make_member(other, "assessor", name="Ada Elsewhere")

    def found(**wanted: str) -> list[Membership]:
        return list(selectors.list_members(organization, **wanted))

    assert found() == [ada, ben]
    assert found(search="brandt") == [ada]
    assert found(search="EXAMPLE.NET") == [ben]
    assert found(search="stone.") == [ben]
    assert found(role="assessor") == [ada]
    assert found(role="learner", search="ada") == []
    assert selectors.count_members(organization, "owner") == 1


def test_members_are_not_seen_outside_a_scope() -> None:
    make_organization(owner=make_person())
    with pytest.raises(ScopeError):
        Membership.objects.count()


def test_a_person_sees_where_they_belong() -> None:
    person = make_person()
    college = make_organization(name="College", owner=person)
    school = make_organization(name="A School")
    member(school, "learner", person=person)
    gone = make_member(make_organization(), "learner", person=person)
    services.end_membership(gone, acting=SYSTEM)
    places = selectors.list_workplaces(person.pk)
    assert [(organization.name, roles) for organization, roles in places] == [
        ("A School", (Role.LEARNER,)),
        ("College", (Role.OWNER,)),
    ]
    assert [place.is_work for place in places] == [False, True]
    assert places[1].organization == college


def test_a_newcomer_signs_in_by_name() -> None:
    school = make_organization()
    registrar = member(school, "registrar").as_actor()
    newcomer = add_newcomer(school, name="Maya", username="maya.q", acting=registrar)
    assert newcomer.person.check_password(newcomer.password)
    assert len(newcomer.password) == 19
    assert newcomer.password not in repr(newcomer)
    assert _roles(school, newcomer.person.pk) == ["learner"]
    helped = give_new_password(school, newcomer.person, acting=registrar)
    assert helped.password != newcomer.password
    assert helped.person.check_password(helped.password)


def test_another_school_helps_nobody_back_in() -> None:
    school, other = make_organization(), make_organization()
    newcomer = add_newcomer(school, name="Maya", username="maya.q", acting=SYSTEM)
    stranger = member(other, "registrar").as_actor()
    with pytest.raises(NotFound):
        give_new_password(other, newcomer.person, acting=stranger)
    member(other, "learner", person=newcomer.person)
    with pytest.raises(PermissionDenied) as caught:
        give_new_password(other, newcomer.person, acting=stranger)
    assert caught.value.code == "not_yours"
    newcomer.person.refresh_from_db()
    assert newcomer.person.check_password(newcomer.password)


def test_somebody_with_a_role_needs_an_address() -> None:
    school, other = make_organization(), make_organization()
    newcomer = add_newcomer(school, name="Maya", username="maya.q", acting=SYSTEM)
    member(other, "issuer", person=newcomer.person)
    with pytest.raises(PermissionDenied) as caught:
        give_new_password(school, newcomer.person, acting=member(school, "registrar").as_actor())
    assert caught.value.code == "works_elsewhere"
    newcomer.person.refresh_from_db()
    assert newcomer.person.check_password(newcomer.password)
