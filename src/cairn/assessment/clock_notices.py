# SPDX-License-Identifier: Apache-2.0
"""Letters about clocks that run out: to whoever holds the work, and to whoever looks after the queue. No names."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Submission
from cairn.foundation.mail import queue_mail
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


def tell_due_soon(submission: Submission, assessor: Person) -> None:
    """Remind an assessor of a work that is due soon."""
    with override(assessor.language):
        _send(assessor, submission, _reminder(), f"queue/{submission.pk}/")


def tell_holder(submission: Submission, assessor: Person, *, until: datetime) -> None:
    """Tell an assessor that what they hold is late, and after which day it goes back if they do not go on."""
    with override(assessor.language):
        _send(assessor, submission, _held_late(), f"queue/{submission.pk}/", until=until)


def tell_taken_back(submission: Submission, assessor: Person) -> None:
    """Tell an assessor that a work went back to the queue."""
    with override(assessor.language):
        _send(assessor, submission, _taken_back(), "queue/")


def tell_late(submission: Submission) -> None:
    """Tell the owners of an organization that a learner waits longer than was promised."""
    for row in list_members(submission.organization, role=Role.OWNER):
        with override(row.person.language):
            _send(row.person, submission, _late(), "queue/")


def _send(
    person: Person, submission: Submission, letter: tuple[str, str], place: str, *, until: datetime | None = None
) -> None:
    address = primary_email(person)
    if not address:
        return
    words = {
        "name": submission.version.name,
        "alias": alias_of(submission.pk),
        "day": _day(submission.due_at),
        "until": _day(until),
        "link": f"{settings.CAIRN_BASE_URL}/o/{submission.organization.slug}/{place}",
    }
    subject, text = letter
    queue_mail(address, subject % words, text % words, organization_id=submission.organization_id)


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localdate(moment)) if moment else ""


def _reminder() -> tuple[str, str]:
    return _("Due on %(day)s: a work for “%(name)s”"), _(
        "The work of learner %(alias)s for “%(name)s” is yours to rate, and it is due on %(day)s.\n\n"
        "Go on where you left off, or put it back so that somebody else can:\n%(link)s"
    )


def _held_late() -> tuple[str, str]:
    return _("Late: a work for “%(name)s” that you hold"), _(
        "The work of learner %(alias)s for “%(name)s” is yours to rate, and it was due on %(day)s. "
        "If you add nothing to your rating until the end of %(until)s, the work goes back to the queue.\n\n"
        "Go on where you left off, or put it back so that somebody else can:\n%(link)s"
    )


def _taken_back() -> tuple[str, str]:
    return _("Back in the queue: a work for “%(name)s”"), _(
        "The work of learner %(alias)s for “%(name)s” was due on %(day)s, so it went back to the queue. "
        "What you typed is kept. You can take it again as long as nobody else has:\n%(link)s"
    )


def _late() -> tuple[str, str]:
    return _("Late: a learner waits for “%(name)s”"), _(
        "The work of learner %(alias)s for “%(name)s” was due on %(day)s and is not decided yet. "
        "Hand it to an assessor who has time:\n%(link)s"
    )
