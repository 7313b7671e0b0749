# SPDX-License-Identifier: Apache-2.0
"""The letter to whoever masks evidence: that a piece waits. It names nobody and quotes nothing."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.accounts.selectors import primary_email
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import IdentityReport
from cairn.foundation.mail import queue_mail
from cairn.foundation.permissions import Permission
from cairn.organizations.roles import PERMISSIONS, Role
from cairn.organizations.selectors import list_members


def tell_identity_reported(report: IdentityReport) -> None:
    """Write to everybody of the organization who may mask, but for the learner."""
    submission = report.evidence.submission
    organization = submission.organization
    people = {row.person for role in _masking_roles() for row in list_members(organization, role=role)}
    for person in sorted(people, key=lambda one: str(one.pk)):
        address = primary_email(person)
        if not address or person.pk == submission.learner_id:
            continue
        with override(person.language):
            words = {
                "name": submission.version.name,
                "alias": alias_of(submission.pk),
                "link": f"{settings.CAIRN_BASE_URL}/o/{organization.slug}/masking/{report.pk}",
            }
            queue_mail(address, _subject() % words, _letter() % words, organization_id=organization.pk)


def _masking_roles() -> list[Role]:
    return [role for role in Role if Permission.SUBMISSIONS_MANAGE in PERMISSIONS[role]]


def _subject() -> str:
    return _("Somebody can be known by their work for “%(name)s”")


def _letter() -> str:
    return _(
        "An assessor could see who the learner %(alias)s is, in a piece of evidence for “%(name)s”. No assessor sees "
        "this piece until you mask it, or say that nobody can be known by it.\n\n"
        "Look at it, and settle it:\n%(link)s"
    )
