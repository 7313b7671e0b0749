# SPDX-License-Identifier: Apache-2.0
"""Status lists as they are published: the rows of credentials say which bits are set, and a stale list is signed anew.

Source: Bitstring Status List 1.0 §2.2, §3.1.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.credentials.addresses import status_list_url
from cairn.credentials.models import AchievementCredential, CredentialState, StatusList
from cairn.credentials.selectors import find_status_list
from cairn.credentials.signing import issuance_of
from cairn.foundation import clock
from cairn.foundation.errors import NotFound
from cairn.foundation.scopes import organization_scope
from cairn.organizations.mapping import did_of
from cairn.organizations.signing import signer_for
from cairn.standards.proofs.verification import CLOCK_SKEW
from cairn.standards.status import Bitstring, build_status_list_credential
from cairn.standards.types import JsonObject
from cairn.standards.vc.issue import sign_credential

SIGNED_AGAIN_AFTER: Final = timedelta(days=1)
HOLDS_FOR: Final = timedelta(days=30)
_ACTIVE_KEY: Final = "active"


def publish_status_list(list_id: UUID) -> bytes:
    """Return a list as a signed credential, signed anew where something in it, its key or its day has changed.

    Raises NotFound: no_such_list; Conflict: no_signing_key.
    """
    row = find_status_list(list_id)
    if row is None:
        raise NotFound(_("There is no status list at this address."), code="no_such_list")
    if _is_fresh(row):
        return bytes(row.document)
    with organization_scope(row.organization_id), transaction.atomic():
        locked: StatusList = (
            StatusList.objects.select_for_update(of=("self",)).select_related("organization", "key").get(pk=row.pk)
        )
        # Whoever waited here for somebody else to sign takes what they signed.
        return bytes(locked.document) if _is_fresh(locked) else _sign(locked)


def _is_fresh(row: StatusList) -> bool:
    if row.is_stale or row.signed_at is None or row.key is None or row.key.state != _ACTIVE_KEY:
        return False
    return clock.now() - row.signed_at < SIGNED_AGAIN_AFTER


def _sign(row: StatusList) -> bytes:
    signer = signer_for(row.organization)
    now = clock.now().replace(microsecond=0)
    document = sign_credential(_compose(row, now), issuance_of(signer))
    row.document = document
    row.signed_at, row.key, row.is_stale = now, signer.key, False
    row.save(update_fields=["document", "signed_at", "key", "is_stale"])
    return document


def _compose(row: StatusList, now: datetime) -> JsonObject:
    return build_status_list_credential(
        status_list_url(row.pk),
        did_of(row.organization),
        _bits(row),
        purpose=row.purpose,
        # Whoever took the time before asking, or whose clock is slow, must not find a list of the future.
        valid_from=now - CLOCK_SKEW,
        valid_until=now + HOLDS_FOR,
    )


def _bits(row: StatusList) -> Bitstring:
    """Set the bit of every credential that does not hold now; a suspended one gets its bit cleared again in time."""
    bits = Bitstring.empty(row.size)
    ended = AchievementCredential.objects.filter(status_list=row).exclude(state=CredentialState.VALID)
    for index in ended.values_list("status_index", flat=True):
        bits[index] = 1
    return bits
