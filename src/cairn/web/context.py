# SPDX-License-Identifier: Apache-2.0
"""What every template knows about the site, the visitor and the organization at work."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from cairn.organizations.models import Organization
from cairn.web.access import person_of
from cairn.web.work_navigation import ACCOUNT_ITEMS, workplace_of


def site(request: HttpRequest) -> dict[str, object]:
    """Return `demo_mode`, `base_url`, `person`, and `organization` with `workplace` on an organization's page."""
    person = person_of(request)
    organization: Organization | None = getattr(request, "organization", None)
    known: dict[str, object] = {
        "demo_mode": settings.CAIRN_DEMO,
        "demo_role_url": "/demo/",
        "account_items": ACCOUNT_ITEMS,
        "base_url": settings.CAIRN_BASE_URL,
        "person": person,
        "organization": organization,
    }
    if person is not None and organization is not None:
        known["workplace"] = workplace_of(person, organization)
    return known
