# SPDX-License-Identifier: Apache-2.0
"""What becomes of a credential: revoked, on hold, renewed, corrected, claimed; and what its status list says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn.accounts.events import EmailVerified
from cairn.accounts.services import add_email
from cairn.credentials.handlers import attach_what_was_awarded_before
from cairn.credentials.models import Award, AwardReason, AwardState, CredentialState
from cairn.credentials.services import (
    claim,
    issue_award,
    publish_status_list,
    reinstate,
    reissue,
    renew,
    revoke,
    suspend,
)
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM, Actor, ActorKind
from cairn.foundation.errors import Conflict, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import OutboxEvent, OutgoingMail
from cairn.organizations.services.keys import revoke_signing_key, rotate_signing_key
from tests.domain.credentials.checking import codes, judge
from tests.factories.credentials import School, make_award, reload
from tests.factories.people import make_person

LINK = Actor(ActorKind.LINK, "link", "Holder of the link")


def token_of(row: Award) -> str:
    """Return the secret of the newest link that was mailed."""
    mail = OutgoingMail.objects.filter(text__contains="/claim/").latest("created_at")
    return mail.text.split("/claim/")[1].split()[0]


def test_a_revoked_credential_is_refused_and_its_holder_told_why(school: School) -> None:
    row = make_award(school.version)
    revoke(row, reason="Issued  in error", acting=school.acting)
    assert codes(reload(row).credential.document) >= {"revoked"}
    mail = OutgoingMail.objects.latest("created_at")
    assert (mail.to, mail.subject) == ("ada@example.org", "“Retrieval practice” was revoked")
    assert "Issued in error" in mail.text
    event = OutboxEvent.objects.get(name="credentials.status_changed")
    assert event.payload == {"award_id": str(row.pk), "state": "revoked", "reason": "Issued in error"}


def test_revocation_is_final(school: School) -> None:
    row = make_award(school.version)
    revoke(row, reason="Error", acting=school.acting)
    for verb in (reinstate, suspend, revoke):
        with pytest.raises(Conflict):
            verb(row, reason="Changed our mind", acting=school.acting)
    assert reload(row).credential.state == CredentialState.REVOKED


def test_a_hold_can_be_lifted(school: School) -> None:
    row = make_award(school.version)
    suspend(row, reason="Under review", acting=school.acting)
    assert judge(reload(row).credential.document).verdict.value == "not_verified"
    reinstate(row, reason="Review done", acting=school.acting)
    assert judge(reload(row).credential.document).verdict.value == "verified"


@pytest.mark.parametrize("verb", [revoke, suspend, reinstate])
def test_whoever_may_not_changes_nothing(school: School, verb: object) -> None:
    row = make_award(school.version)
    with pytest.raises(PermissionDenied):
        verb(row, reason="Because", acting=school.assessor.as_actor())  # type: ignore[operator]  # parametrized
    assert reload(row).credential.state == CredentialState.VALID


def test_a_reason_is_needed(school: School) -> None:
    row = make_award(school.version)
    with pytest.raises(Invalid) as refused:
        revoke(row, reason="  ", acting=school.acting)
    assert refused.value.field == "reason"
    assert reload(row).credential.state == CredentialState.VALID


def test_a_list_is_signed_again_only_where_something_changed(school: School) -> None:
    row = make_award(school.version)
    list_id = row.credential.status_list_id
    first = publish_status_list(list_id)
    assert publish_status_list(list_id) == first
    revoke(row, reason="Error", acting=school.acting)
    second = publish_status_list(list_id)
    assert second != first
    with clock.at(clock.now() + timedelta(days=2)):
        assert publish_status_list(list_id) != second


def test_a_list_follows_the_key(school: School) -> None:
    row = make_award(school.version)
    first = publish_status_list(row.credential.status_list_id)
    rotate_signing_key(school.organization, acting=SYSTEM, reason="Yearly")
    assert publish_status_list(row.credential.status_list_id) != first
    assert judge(row.credential.document).verdict.value == "verified"


def test_a_renewal_begins_today_and_leaves_the_old_one(school: School) -> None:
    row = make_award(school.version)
    with clock.at(clock.now() + timedelta(days=400)):
        newer = renew(row, reason="Another three years", acting=school.acting)
        issue_award(newer, acting=SYSTEM)
        assert (newer.reason, newer.replaces_id) == (AwardReason.RENEWAL, row.pk)
        assert str(newer.valid_until) > str(row.valid_until)
        assert judge(reload(newer).credential.document).verdict.value == "verified"
        assert judge(reload(row).credential.document).verdict.value == "verified"
    with pytest.raises(Conflict) as refused:
        renew(row, reason="Twice", acting=school.acting)
    assert refused.value.code == "already_replaced"


def test_a_corrected_credential_ends_the_old_one_once_it_is_there(school: School) -> None:
    row = make_award(school.version, name="Ada Exampel")
    newer = reissue(row, reason="Name misspelled", acting=school.acting, name="Ada Example")
    assert reload(row).credential.state == CredentialState.VALID
    issue_award(newer, acting=SYSTEM)
    assert reload(row).credential.state == CredentialState.REVOKED
    assert reload(newer).recipient_name == "Ada Example"
    assert judge(reload(newer).credential.document).verdict.value == "verified"


def test_after_a_lost_key_a_credential_is_issued_again_by_the_new_one(school: School) -> None:
    row = make_award(school.version)
    assert row.credential.key is not None
    revoke_signing_key(row.credential.key, acting=SYSTEM, reason="Lost")
    assert judge(row.credential.document).verdict.value == "not_verified"
    newer = reissue(row, reason="New key", acting=school.acting)
    issue_award(newer, acting=SYSTEM)
    assert judge(reload(newer).credential.document).verdict.value == "verified"


def test_a_claim_without_an_account_is_noted_once(school: School) -> None:
    row = make_award(school.version)
    token = token_of(row)
    claim(token, acting=LINK)
    first = reload(row).claimed_at
    claim(token, acting=LINK)
    assert (reload(row).claimed_at, reload(row).person_id) == (first, None)
    assert token not in str(Award._base_manager.filter(pk=row.pk).values().get())


def test_a_claim_with_an_account_puts_it_there(school: School) -> None:
    row, person = make_award(school.version), make_person()
    claim(token_of(row), acting=person.as_actor())
    assert reload(row).person_id == person.pk
    last = OutboxEvent.objects.filter(name="credentials.issued").latest("pk")
    assert last.payload == {"award_id": str(row.pk), "person_id": str(person.pk)}


def test_a_second_person_cannot_take_it_away(school: School) -> None:
    row, first, second = make_award(school.version), make_person(), make_person()
    token = token_of(row)
    claim(token, acting=first.as_actor())
    with pytest.raises(NotFound):
        claim(token, acting=second.as_actor())
    assert reload(row).person_id == first.pk


def test_a_wrong_link_takes_nothing(school: School) -> None:
    row = make_award(school.version)
    with pytest.raises(NotFound):
        claim("not-a-token", acting=LINK)
    assert reload(row).claimed_at is None


def test_whoever_verifies_the_address_gets_what_was_awarded_to_it(school: School) -> None:
    row, person = make_award(school.version, email="Late@example.org"), make_person(email="")
    add_email(person, "late@example.org", acting=SYSTEM, is_verified=True)
    attach_what_was_awarded_before(EmailVerified(str(person.pk), "late@example.org"))
    assert reload(row).person_id == person.pk
    assert reload(row).state == AwardState.ISSUED


def test_somebody_with_an_account_is_known_by_a_verified_address(school: School) -> None:
    person = make_person(email="known@example.org")
    row = make_award(school.version, email="Known@example.org")
    assert row.person_id == person.pk
    assert "/claim/" not in OutgoingMail.objects.get().text
