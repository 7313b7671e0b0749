# SPDX-License-Identifier: Apache-2.0
"""Invitations: a letter, a link, a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase

from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import OutgoingMail
from cairn.organizations import selectors, services
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db


def test_the_letter_holds_the_link_and_the_database_does_not() -> None:
    organization = make_organization(name="Port Ellery", owner=(owner := make_person("Patrice")))
    with TestCase.captureOnCommitCallbacks(execute=True):
        sent = services.invite(organization, " New@Example.org ", ("assessor",), acting=owner.as_actor())
    letter = mail.outbox[-1]
    assert letter.to == ["new@example.org"]
    assert letter.subject == "Port Ellery invites you"
    assert "Patrice invites you to Port Ellery." in letter.body
    assert f"http://localhost:8000/invitations/{sent.token}\n" in letter.body
    assert sent.token not in sent.invitation.token_digest
    assert OutgoingMail.objects.get().organization_id == organization.pk


def test_a_known_reader_gets_the_letter_in_their_language() -> None:
    reader = make_person(email="reader@example.org")
    reader.language = "es"
    reader.save()
    services.invite(make_organization(name="Port Ellery"), "reader@example.org", ("learner",), acting=SYSTEM)
    assert OutgoingMail.objects.get().to == "reader@example.org"


def test_accepting_makes_a_member_once() -> None:
    organization, person = make_organization(), make_person()
    sent = services.invite(organization, "x@example.org", ("author", "learner"), acting=SYSTEM)
    row = services.accept_invitation(sent.token, person=person, acting=person.as_actor())
    assert row.roles == ["author", "learner"]
    assert selectors.list_invitations(organization) == []
    other = make_person()
    with pytest.raises(Conflict) as caught:
        services.accept_invitation(sent.token, person=other, acting=other.as_actor())
    assert caught.value.code == "invitation_used"
    assert selectors.find_membership(organization, other.pk) is None


def test_nobody_accepts_for_somebody_else() -> None:
    organization, person, other = make_organization(), make_person(), make_person()
    sent = services.invite(organization, "x@example.org", ("owner",), acting=SYSTEM)
    with pytest.raises(PermissionDenied):
        services.accept_invitation(sent.token, person=person, acting=other.as_actor())
    assert selectors.find_membership(organization, person.pk) is None
    assert len(selectors.list_invitations(organization)) == 1


def test_an_invitation_runs_out() -> None:
    organization, person = make_organization(), make_person()
    sent = services.invite(organization, "x@example.org", ("learner",), acting=SYSTEM)
    with clock.at(clock.now() + timedelta(days=14, seconds=1)):
        with pytest.raises(DomainError) as caught:
            services.accept_invitation(sent.token, person=person, acting=person.as_actor())
        assert selectors.list_invitations(organization) == []
    assert (caught.value.kind, caught.value.code) == (ErrorKind.GONE, "invitation_over")
    assert selectors.find_membership(organization, person.pk) is None


def test_a_withdrawn_invitation_leads_nowhere() -> None:
    organization, person = make_organization(), make_person()
    sent = services.invite(organization, "x@example.org", ("learner",), acting=SYSTEM)
    services.withdraw_invitation(sent.invitation, acting=SYSTEM)
    services.withdraw_invitation(sent.invitation, acting=SYSTEM)
    with pytest.raises(DomainError) as caught:
        services.accept_invitation(sent.token, person=person, acting=person.as_actor())
    assert caught.value.code == "invitation_over"
    assert selectors.find_membership(organization, person.pk) is None


def test_an_accepted_invitation_cannot_be_withdrawn() -> None:
    person = make_person()
    sent = services.invite(make_organization(), "x@example.org", ("learner",), acting=SYSTEM)
    services.accept_invitation(sent.token, person=person, acting=person.as_actor())
    with pytest.raises(Conflict) as caught:
        services.withdraw_invitation(sent.invitation, acting=SYSTEM)
    assert caught.value.code == "invitation_used"


def test_a_second_letter_ends_the_first() -> None:
    organization, person = make_organization(), make_person()
    first = services.invite(organization, "x@example.org", ("learner",), acting=SYSTEM)
    second = services.invite(organization, "X@example.org", ("mentor",), acting=SYSTEM)
    assert selectors.list_invitations(organization) == [second.invitation]
    with pytest.raises(DomainError):
        services.accept_invitation(first.token, person=person, acting=person.as_actor())


def test_whoever_is_a_member_is_not_invited_to_what_they_have() -> None:
    organization = make_organization()
    member(organization, "learner", person=make_person(email="ada@example.org"))
    with pytest.raises(Conflict) as caught:
        services.invite(organization, "ADA@example.org", ("learner",), acting=SYSTEM)
    assert caught.value.code == "already_member"
    services.invite(organization, "ada@example.org", ("assessor",), acting=SYSTEM)
    assert len(selectors.list_invitations(organization)) == 1


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "learner"])
def test_who_does_not_look_after_members_invites_nobody(role: str) -> None:
    organization = make_organization()
    acting = member(organization, role).as_actor()
    sent = services.invite(organization, "x@example.org", ("learner",), acting=SYSTEM)
    mails = OutgoingMail.objects.count()
    with pytest.raises(PermissionDenied):
        services.invite(organization, "y@example.org", ("learner",), acting=acting)
    with pytest.raises(PermissionDenied):
        services.withdraw_invitation(sent.invitation, acting=acting)
    assert selectors.list_invitations(organization) == [sent.invitation]
    assert OutgoingMail.objects.count() == mails


def test_a_wrong_address_is_refused() -> None:
    organization = make_organization()
    with pytest.raises(Invalid) as caught:
        services.invite(organization, "nobody", ("learner",), acting=SYSTEM)
    assert caught.value.field == "email"
    assert OutgoingMail.objects.count() == 0


def test_a_made_up_link_finds_nothing() -> None:
    with pytest.raises(NotFound):
        selectors.get_invitation_by_token("made-up")
