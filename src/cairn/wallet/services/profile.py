# SPDX-License-Identifier: Apache-2.0
"""The public profile, which is there only as long as its owner wants it."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.wallet.access import require_of_age, require_self
from cairn.wallet.models import PublicProfile

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])")


def set_profile(person_id: UUID, *, slug: str, headline: str = "", acting: Actor) -> PublicProfile:
    """Switch a person's public profile on under an address of their choice.

    Raises NotFound, PermissionDenied: minor; Invalid: bad_slug, slug_taken.
    """
    require_self(acting, person_id)
    require_of_age(person_id)
    try:
        return _write(person_id, _checked(slug), headline.strip()[:160], acting)
    except IntegrityError:
        raise Invalid(
            _("Somebody else has this address. Add a number or your town."), code="slug_taken", field="slug"
        ) from None


@transaction.atomic
def switch_profile_off(person_id: UUID, *, acting: Actor) -> None:
    """Take a person's public profile down; its address stays theirs. Raises NotFound."""
    require_self(acting, person_id)
    profile = PublicProfile.objects.filter(pk=person_id, is_on=True).first()
    if profile is not None:
        PublicProfile.objects.filter(pk=person_id).update(is_on=False, changed_at=clock.now())
        audit.record("wallet.profile_off", profile, acting=acting)


@transaction.atomic
def _write(person_id: UUID, slug: str, headline: str, acting: Actor) -> PublicProfile:
    values = {"slug": slug, "headline": headline, "is_on": True, "changed_at": clock.now()}
    profile, _is_new = PublicProfile.objects.update_or_create(person_id=person_id, defaults=values)
    audit.record("wallet.profile_on", profile, acting=acting, slug=slug)
    return profile


def _checked(slug: str) -> str:
    cleaned = slugify(slug)[:60]
    if _SLUG.fullmatch(cleaned) is None:
        sentence = _("Use 3 to 60 letters, digits and hyphens, such as ada-lovelace.")
        raise Invalid(sentence, code="bad_slug", field="slug")
    return cleaned
