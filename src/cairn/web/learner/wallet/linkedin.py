# SPDX-License-Identifier: Apache-2.0
"""Adding a credential to a LinkedIn profile, by the address that it documents. Nothing is sent from here."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from cairn.credentials.addresses import credential_url
from cairn.credentials.models import AchievementCredential

_ADD: Final = "https://www.linkedin.com/profile/add"


def add_to_profile_url(credential: AchievementCredential) -> str:
    """Return the address that opens LinkedIn's form with the facts filled in; the holder looks at it and saves."""
    award = credential.award
    awarded = timezone.localdate(award.awarded_on)
    facts: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.version.name,
        "organizationName": credential.organization.name,
        "issueYear": awarded.year,
        "issueMonth": awarded.month,
        "certUrl": credential_url(credential.pk),
        "certId": str(credential.pk),
    }
    if award.valid_until is not None:
        ends = timezone.localdate(award.valid_until)
        facts |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    return f"{_ADD}?{urlencode(facts)}"
