# SPDX-License-Identifier: Apache-2.0
"""Letters to assessors about qualification, in their language: reached, ending soon, ended; and offers to practice."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.assessment.models import EndedReason, Qualification, Recalibration
from cairn.foundation.mail import queue_mail


def tell_qualified(row: Qualification, version: AchievementVersion) -> None:
    """Write that somebody can rate by a rubric now, and until when."""
    with override(row.assessor.language):
        subject = _("You are qualified to rate “%(name)s”")
        text = _(
            "You agree with the known works for “%(name)s” of %(issuer)s, so you can rate what learners hand in.\n\n"
            "This holds until %(day)s. We write to you 30 days before it ends.\n\nYour page:\n%(link)s"
        )
        _send(row.assessor, version, subject, text, row)


def tell_ends_soon(row: Qualification, version: AchievementVersion) -> None:
    """Write that a qualification ends within 30 days."""
    with override(row.assessor.language):
        subject = _("Until %(day)s: your qualification to rate “%(name)s”")
        text = _(
            "Your qualification to rate “%(name)s” of %(issuer)s ends on %(day)s. Rate a few known works again before "
            "that day, and it goes on without a break:\n%(link)s"
        )
        _send(row.assessor, version, subject, text, row)


def tell_ended(row: Qualification, version: AchievementVersion) -> None:
    """Write that a qualification has ended, why, and what happens to work that is still held."""
    with override(row.assessor.language):
        subject = _("Ended: your qualification to rate “%(name)s”")
        why = (
            _("The rubric of “%(name)s” changed, and all work under the earlier one is decided.")
            if row.ended_reason == EndedReason.RUBRIC
            else _("Your qualification to rate “%(name)s” of %(issuer)s had its time.")
        )
        then = _(
            "Finish the works that you hold: nothing changes for them. To take new ones, rate a few known works again:"
            "\n%(link)s"
        )
        _send(row.assessor, version, subject, f"{why}\n\n{then}", row)


def tell_recalibration(row: Recalibration, version: AchievementVersion) -> None:
    """Write that there are works to practice on again, and that nothing is taken away."""
    with override(row.assessor.language):
        subject = _("Works to practice on for “%(name)s”")
        text = _(
            "Assessors of “%(name)s” at %(issuer)s do not agree as closely as they did, so we picked the known works "
            "where the difference is largest. Rate them again and read the reasons. It takes nothing away from you, "
            "and you can go on rating:\n%(link)s"
        )
        _send(row.assessor, version, subject, text)


def _send(
    person: Person, version: AchievementVersion, subject: str, text: str, row: Qualification | None = None
) -> None:
    address = primary_email(person)
    if not address:
        return
    ends = row.expires_at if row else None
    words = {
        "name": in_language(version.definition, person.language).name,
        "issuer": version.organization.name,
        "day": date_format(timezone.localdate(ends)) if ends else "",
        "link": f"{settings.CAIRN_BASE_URL}/o/{version.organization.slug}/training/{version.pk}/",
    }
    queue_mail(address, subject % words, text % words, organization_id=version.organization_id)
