# SPDX-License-Identifier: Apache-2.0
"""Places in the status lists of an organization.

The order in which indexes are given out follows from a secret seed, so that neighbours in a list say nothing about who
was awarded together. Source: Bitstring Status List 1.0 §5.1, §6.2.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from cairn.credentials.mapping import Place
from cairn.credentials.models import StatusList
from cairn.standards.status import MIN_ENTRIES, allocation_order

PURPOSE: Final = "revocation"
_SEED_BYTES: Final = 32


def hold_places(organization_id: UUID) -> None:
    """Let nobody else of the organization award until the transaction ends, so that what is asked before stays true."""
    if _lock_open(organization_id) is None:
        _begin(organization_id)


def take_places(organization_id: UUID, count: int) -> list[Place]:
    """Take some places; within the transaction of whatever they are for, and in the organization's scope."""
    places: list[Place] = []
    while len(places) < count:
        places.extend(_take_from_open(organization_id, count - len(places)))
    return places


def _take_from_open(organization_id: UUID, wanted: int) -> Iterator[Place]:
    row = _lock_open(organization_id) or _begin(organization_id)
    first, last = row.used, min(row.used + wanted, row.size)
    StatusList.objects.filter(pk=row.pk).update(used=last)
    return (Place(row, index) for index in _order(bytes(row.seed), row.size)[first:last])


def _lock_open(organization_id: UUID) -> StatusList | None:
    """Lock the list that has places left, so that two awards never take the same one."""
    rows = StatusList.objects.select_for_update().filter(organization_id=organization_id, used__lt=F("size"))
    found: StatusList | None = rows.order_by("number").first()
    return found


def _begin(organization_id: UUID) -> StatusList:
    """Begin the next list; where somebody else is faster, take theirs."""
    rows = StatusList.objects.filter(organization_id=organization_id, purpose=PURPOSE)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    begun = StatusList(
        organization_id=organization_id,
        purpose=PURPOSE,
        number=number,
        size=MIN_ENTRIES,
        seed=secrets.token_bytes(_SEED_BYTES),
    )
    with suppress(IntegrityError), transaction.atomic():
        begun.save(force_insert=True)
    locked: StatusList = rows.select_for_update().get(number=number)
    return locked


@lru_cache(maxsize=8)
def _order(seed: bytes, size: int) -> Sequence[int]:
    return allocation_order(seed, size)
