# SPDX-License-Identifier: Apache-2.0
"""Organizations: made by anybody, edited by their owners, under a parent only where the parent says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cairn.foundation.actors import SYSTEM, Actor, ActorKind
from cairn.foundation.errors import Conflict, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import organization_scope
from cairn.organizations import selectors, services
from cairn.organizations.models import Organization
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db


def test_whoever_makes_an_organization_owns_it() -> None:
    person = make_person()
    organization = services.create_organization(
        slug="port-ellery", name="Port Ellery", kind="college", hue=246, acting=person.as_actor()
    )
    place = selectors.list_workplaces(person.pk)[0]
    assert (place.organization, place.roles) == (organization, ("owner",))
    assert len(selectors.list_keys(organization)) == 1
    assert OutboxEvent.objects.filter(name="organizations.created").count() == 1
    assert selectors.get_organization("port-ellery") == organization
    assert selectors.find_organization(organization.pk) == organization


def test_a_link_makes_no_organization() -> None:
    with pytest.raises(PermissionDenied):
        services.create_organization(slug="x", name="X", acting=Actor(ActorKind.LINK, "1", "A link"))
    assert Organization.objects.count() == 0


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A", "a b", "a/b", "a.b", "ä", "x" * 61])
def test_a_slug_is_plain(slug: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_organization(slug=slug, name="X", acting=SYSTEM)
    assert caught.value.field == "slug"
    assert Organization.objects.count() == 0


def test_a_slug_is_given_once() -> None:
    make_organization("port-ellery")
    with pytest.raises(Conflict) as caught:
        services.create_organization(slug="port-ellery", name="X", acting=SYSTEM)
    assert caught.value.code == "slug_taken"
    assert Organization.objects.count() == 1


def test_a_parent_takes_children_only_from_its_owners() -> None:
    owner, stranger = make_person(), make_person()
    district = make_organization("district", owner=owner)
    with pytest.raises(PermissionDenied):
        services.create_organization(slug="fake", name="Fake", parent=district, acting=stranger.as_actor())
    assert selectors.list_children(district) == []
    school = services.create_organization(slug="school", name="School", parent=district, acting=owner.as_actor())
    assert selectors.list_children(district) == [school]
    with pytest.raises(Invalid):
        services.create_organization(slug="class", name="Class", parent=school, acting=owner.as_actor())


def test_an_edit_says_what_it_has_changed() -> None:
    organization = make_organization(owner=(owner := make_person()))
    services.edit_profile(organization, motto="Start small.", hue=None, country="US", acting=owner.as_actor())
    organization.refresh_from_db()
    assert (organization.motto, organization.country) == ("Start small.", "US")
    with organization_scope(organization.pk):
        entry = AuditEntry.objects.get(action="organizations.edit")
    assert entry.facts == {"changed": ["country", "motto"]}


def test_an_edit_of_nothing_writes_nothing() -> None:
    organization = make_organization(motto="Same")
    services.edit_profile(organization, motto="Same", acting=SYSTEM)
    with organization_scope(organization.pk):
        assert not AuditEntry.objects.filter(action="organizations.edit").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("kind", "circus"),
        ("country", "usa"),
        ("country", "us"),
        ("hue", 360),
        ("hue", -1),
        ("url", "not a link"),
        ("url", "javascript:alert(1)"),
        ("email", "nobody"),
        ("languages", ["klingon language"]),
        ("languages", "en"),
        ("motto", "x" * 161),
    ],
)
def test_what_cannot_be_meant_is_refused(field: str, value: object) -> None:
    organization = make_organization()
    edit: Callable[..., Organization] = services.edit_profile
    before = Organization.objects.filter(pk=organization.pk).values().get()
    with pytest.raises(Invalid) as caught:
        edit(organization, acting=SYSTEM, **{field: value})
    assert caught.value.field == field
    assert Organization.objects.filter(pk=organization.pk).values().get() == before


@pytest.mark.parametrize("role", ["author", "registrar", "issuer", "learner"])
def test_only_owners_edit(role: str) -> None:
    organization = make_organization(motto="Before")
    with pytest.raises(PermissionDenied):
        services.edit_profile(organization, motto="After", acting=member(organization, role).as_actor())
    organization.refresh_from_db()
    assert organization.motto == "Before"


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        selectors.get_organization("nowhere")


def test_the_audit_is_read_by_kind_actor_and_subject() -> None:
    owner = make_person("Patrice")
    organization = make_organization(owner=owner)
    services.edit_profile(organization, motto="New", acting=owner.as_actor())

    def actions(**wanted: object) -> list[str]:
        rows = selectors.list_audit(organization, selectors.AuditFilter(**wanted))  # type: ignore[arg-type]
        return [row.action for row in rows]

    assert actions() == ["organizations.edit", "members.add", "keys.make", "organizations.create"]
    assert actions(nouns=("keys", "members")) == ["members.add", "keys.make"]
    assert actions(actor="patr") == ["organizations.edit"]
    assert actions(subject_id=str(organization.pk)) == ["organizations.edit", "organizations.create"]
