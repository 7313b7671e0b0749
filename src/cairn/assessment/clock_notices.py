# SPDX-License-Identifier: Apache-2.0
"""Letters about clocks that run out: to whoever holds the work, and to whoever looks after the queue. No names."""

from __future__ import annotations

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


def tell_assessor(submission: Submission, assessor: Person, *, is_taken_back: bool) -> None:
    """Remind an assessor of a work that is due soon, or say that it went back to the queue."""
    with override(assessor.language):
        subject, text = _taken_back() if is_taken_back else _reminder()
        _send(assessor, submission, subject, text, "queue/" if is_taken_back else f"queue/{submission.pk}/")


def tell_late(submission: Submission) -> None:
    """Tell the owners of an organization that a learner waits longer than was promised."""
    for row in list_members(submission.organization, role=Role.OWNER):
        with override(row.person.language):
            _send(row.person, submission, *_late(), "queue/")


def _send(person: Person, submission: Submission, subject: str, text: str, place: str) -> None:
    address = primary_email(person)
    if not address or submission.due_at is None:
        return
    words = {
        "name": submission.version.name,
        "alias": alias_of(submission.pk),
        "day": date_format(timezone.localdate(submission.due_at)),
        "link": f"{settings.CAIRN_BASE_URL}/o/{submission.organization.slug}/{place}",
    }
    queue_mail(address, subject % words, text % words, organization_id=submission.organization_id)


def _reminder() -> tuple[str, str]:
    return _("Due on %(day)s: a work for “%(name)s”"), _(
        "The work of learner %(alias)s for “%(name)s” is yours to rate, and it is due on %(day)s.\n\n"
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
