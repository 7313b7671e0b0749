# SPDX-License-Identifier: Apache-2.0
"""Mail reaches a real server, once; what cannot be sent waits with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.core.exceptions import ValidationError
from django.db import transaction
from pytest_django import Settings

from cairn.foundation.mail import queue_mail, send_mail, send_waiting
from cairn.foundation.models import OutgoingMail
from tests.on_postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class Mailbox:
    """Keeps what a server receives."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message."""
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A real SMTP server on a free port, which the settings name."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield box
    server.stop()


def test_a_message_is_sent_after_the_commit(mailbox: Mailbox) -> None:
    with transaction.atomic():
        queue_mail("ada@example.org", "Your badge, Ada — ready", "Good news.\nOpen the link.")
        assert mailbox.received == []
    (message,) = mailbox.received
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Your badge, Ada — ready")
    assert message.get_content().splitlines() == ["Good news.", "Open the link."]
    assert OutgoingMail.objects.get().sent_at is not None


def test_a_message_that_was_sent_is_not_sent_again(mailbox: Mailbox) -> None:
    mail = queue_mail("ada@example.org", "Once", "Only once.")
    send_mail.enqueue(str(mail.pk))
    assert len(mailbox.received) == 1


def test_a_rollback_sends_nothing(mailbox: Mailbox) -> None:
    with transaction.atomic():
        queue_mail("ada@example.org", "Never", "Never.")
        transaction.set_rollback(True)
    assert mailbox.received == []
    assert OutgoingMail.objects.count() == 0


def test_no_header_can_be_smuggled_in(mailbox: Mailbox) -> None:
    queue_mail("ada@example.org", "Hello\r\nBcc: eve@example.org", "Hi.")
    (message,) = mailbox.received
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: eve@example.org"
    with pytest.raises(ValidationError):
        queue_mail("ada@example.org\r\nBcc: eve@example.org", "Hello", "Hi.")
    assert OutgoingMail.objects.count() == 1


def test_a_server_that_does_not_answer_is_tried_again(mailbox: Mailbox, settings: Settings) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    mail = queue_mail("ada@example.org", "Later", "Later.")
    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert mail.problem.startswith("ConnectionRefusedError")
    settings.EMAIL_PORT = port
    assert send_waiting() == 1
    mail.refresh_from_db()
    assert (mail.attempts, mail.problem, len(mailbox.received)) == (2, "", 1)


def test_without_a_server_the_message_is_kept_and_says_why(settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    queue_mail("ada@example.org", "Kept", "Kept.")
    mail = OutgoingMail.objects.get()
    assert (mail.sent_at, mail.attempts, mail.problem) == (None, 0, "No mail server is set (CAIRN_SMTP_HOST).")
