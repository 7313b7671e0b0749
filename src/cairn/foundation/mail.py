# SPDX-License-Identifier: Apache-2.0
"""Mail: stored with the change that causes it, sent by the worker after the commit, tried again where it fails."""

from __future__ import annotations

import re
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import F
from django_tasks import task

from cairn.foundation import clock
from cairn.foundation.models import OutgoingMail

MAX_ATTEMPTS: Final = 6
# What follows `/claim/` and its like in an address, and a code, which stands alone in a line.
_SECRET: Final = re.compile(r"(/(?:claim|invitations|attest|s)/|^ {4})\S+", re.MULTILINE)


def queue_mail(to: str, subject: str, text: str, *, organization_id: UUID | None = None) -> OutgoingMail:
    """Store a message and send it after the commit. Raises ValidationError where `to` is not one address."""
    validate_email(to)
    mail = OutgoingMail(
        to=to,
        # A line break would begin a header of its own.
        subject=" ".join(subject.split())[:300],
        text=text,
        organization_id=organization_id,
        created_at=clock.now(),
    )
    mail.save(force_insert=True)
    transaction.on_commit(partial(_enqueue, str(mail.pk)))
    return mail


def _enqueue(mail_id: str) -> None:
    send_mail.enqueue(mail_id)


@task()
def send_mail(mail_id: str) -> None:
    """Hand one message to the mail server. Where none is set up, the message stays stored and is shown as unsent."""
    mail = OutgoingMail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    if not settings.EMAIL_HOST and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        OutgoingMail.objects.filter(pk=mail_id).update(problem="No mail server is set (CAIRN_SMTP_HOST).")
        return
    OutgoingMail.objects.filter(pk=mail_id).update(attempts=F("attempts") + 1)
    try:
        EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except OSError as error:
        OutgoingMail.objects.filter(pk=mail_id).update(problem=f"{type(error).__name__}: {error}")
    else:
        sent = {"sent_at": clock.now(), "problem": "", "text": _without_secrets(mail.text)}
        OutgoingMail.objects.filter(pk=mail_id).update(**sent)


def _without_secrets(text: str) -> str:
    """Return what is kept of a message that is on its way: its links and codes are for whoever reads the mail alone."""
    return _SECRET.sub(r"\1…", text)


def list_mail() -> models.QuerySet[OutgoingMail]:
    """Return every message, the newest first; for whoever runs the server, or a demonstration of it."""
    return OutgoingMail.objects.order_by("-created_at", "-pk")


def find_mail(mail_id: UUID) -> OutgoingMail | None:
    """Return one message."""
    return OutgoingMail.objects.filter(pk=mail_id).first()


def send_waiting() -> int:
    """Try again what could not be sent; returns how many. Called by the periodic work."""
    waiting = OutgoingMail.objects.filter(sent_at=None, attempts__range=(1, MAX_ATTEMPTS - 1))
    ids = [str(pk) for pk in waiting.order_by("created_at").values_list("pk", flat=True)[:200]]
    for mail_id in ids:
        send_mail.enqueue(mail_id)
    return len(ids)
