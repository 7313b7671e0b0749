# SPDX-License-Identifier: Apache-2.0
"""Our letters as somebody else's: to too many, with headers of their own, or read in a copy of the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError

from cairn.assessment.limits import MAX_INVITED_A_DAY, MAX_INVITED_AT_ONCE
from cairn.assessment.services import invite_to_apply
from cairn.foundation import clock
from cairn.foundation.errors import DomainError
from cairn.foundation.mail import queue_mail, send_mail
from cairn.foundation.models import OutgoingMail
from cairn.organizations.services import invite
from cairn.organizations.services.invitations import MOST_A_DAY
from tests.factories.achievements import make_published_version
from tests.factories.credentials import School, make_award
from tests.factories.people import make_organization, make_person, member

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def test_an_organization_that_anybody_can_make_does_not_write_to_everybody(db: None) -> None:
    mallory = make_person("Mallory")
    organization = make_organization("mallory", owner=mallory)
    version = make_published_version(organization)
    batches = MAX_INVITED_A_DAY // MAX_INVITED_AT_ONCE
    with clock.at(NOON):
        for batch in range(batches):
            emails = [f"victim{batch}-{number}@example.org" for number in range(MAX_INVITED_AT_ONCE)]
            invite_to_apply(version, emails, acting=mallory.as_actor())
        with pytest.raises(DomainError) as refused:
            invite_to_apply(version, ["one.more@example.org"], acting=mallory.as_actor())
    assert refused.value.code == "too_many_letters"
    assert OutgoingMail.objects.count() == MAX_INVITED_A_DAY
    with clock.at(NOON + timedelta(days=1, seconds=1)):
        assert invite_to_apply(version, ["one.more@example.org"], acting=mallory.as_actor()) == 1


def test_invitations_have_an_end_too(db: None) -> None:
    mallory = make_person("Mallory")
    organization = make_organization("mallory", owner=mallory)
    with clock.at(NOON):
        for number in range(MOST_A_DAY):
            invite(organization, f"victim{number}@example.org", ["learner"], acting=mallory.as_actor())
        with pytest.raises(DomainError) as refused:
            invite(organization, "one.more@example.org", ["learner"], acting=mallory.as_actor())
    assert refused.value.code == "too_many_letters"
    assert OutgoingMail.objects.count() == MOST_A_DAY


def test_a_copy_of_the_database_opens_nothing_that_a_letter_opens(school: School) -> None:
    """Tokens are stored as digests, and stood in the stored letters in clear."""
    make_award(school.version, email="ada@example.org")
    owner = member(school.organization, "owner").as_actor()
    sent = invite(school.organization, "bo@example.org", ["learner"], acting=owner)
    code = queue_mail("cy@example.org", "Your code", "Type it:\n\n    X7-QQ\n\nThat is all.")
    letters = list(OutgoingMail.objects.all())
    for letter in letters:
        send_mail.func(str(letter.pk))
    delivered = "".join(str(message.body) for message in outbox.outbox)
    assert sent.token in delivered
    assert "    X7-QQ\n" in delivered
    kept = "".join(OutgoingMail.objects.values_list("text", flat=True))
    assert sent.token not in kept
    assert "X7-QQ" not in kept
    assert kept.count("/invitations/…") == kept.count("/claim/…") == 1
    code.refresh_from_db()
    assert code.text == "Type it:\n\n    …\n\nThat is all."


@pytest.mark.parametrize("to", ["a@b.org\nBcc: c@d.org", "a@b.org, c@d.org", "<a@b.org>", "a@b.org\r\n\r\nHello", ""])
def test_an_address_is_one_address(db: None, to: str) -> None:
    with pytest.raises(ValidationError):
        queue_mail(to, "Subject", "Text")
    assert OutgoingMail.objects.count() == 0


def test_a_name_begins_no_header(db: None) -> None:
    letter = queue_mail("a@b.org", "Hello\r\nBcc: c@d.org\r\n\r\nBody", "Text")
    send_mail.func(str(letter.pk))
    [message] = outbox.outbox
    assert message.subject == "Hello Bcc: c@d.org Body"
    assert message.recipients() == ["a@b.org"]
