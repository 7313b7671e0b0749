# SPDX-License-Identifier: Apache-2.0
"""The letter to an assessor who held nothing, when work was handed to them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils.translation import ngettext, override

from cairn.accounts.selectors import primary_emails
from cairn.foundation.mail import queue_mail
from cairn.organizations.models import Organization
from cairn.organizations.selectors import list_members


def tell_handed_out(organization: Organization, counts: Mapping[UUID, int]) -> None:
    """Write to each of these assessors how many works are theirs to rate now."""
    addresses = primary_emails(counts.keys())
    for row in list_members(organization).filter(person_id__in=addresses):
        with override(row.person.language):
            subject, text = _words(organization, counts[row.person_id])
        queue_mail(addresses[row.person_id], subject, text, organization_id=organization.pk)


def _words(organization: Organization, count: int) -> tuple[str, str]:
    facts = {
        "count": count,
        "name": organization.name,
        "link": f"{settings.CAIRN_BASE_URL}/o/{organization.slug}/queue/",
    }
    subject = ngettext("%(count)s work to rate at %(name)s", "%(count)s works to rate at %(name)s", count)
    text = ngettext(
        "%(name)s has handed you %(count)s work to rate. What you cannot rate, you can put back.\n\n%(link)s",
        "%(name)s has handed you %(count)s works to rate. What you cannot rate, you can put back.\n\n%(link)s",
        count,
    )
    return subject % facts, text % facts
