# SPDX-License-Identifier: Apache-2.0
"""Requests that may come twice: the second one gets what the first one got."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cairn.foundation import clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.models import IdempotencyKey


def run_once(key: str, work: Callable[[], str], *, acting: Actor, purpose: str, fingerprint: str = "") -> str:
    """Do some work once for a key of an actor, and return its result: a short text, usually an id.

    `fingerprint` stands for what was asked; the same key with another one is refused. Work that raises leaves no trace.
    Raises Conflict: idempotency_key_reused.
    """
    found = _find(key, acting, purpose)
    if found is None:
        try:
            with transaction.atomic():
                return _first(key, work, acting=acting, purpose=purpose, fingerprint=fingerprint)
        except IntegrityError:
            found = _find(key, acting, purpose)
            if found is None:
                raise
    if found.fingerprint != fingerprint:
        raise Conflict(
            _("This form was used before, for something else. Open the page again and send it once more."),
            code="idempotency_key_reused",
        )
    return found.result


def _first(key: str, work: Callable[[], str], *, acting: Actor, purpose: str, fingerprint: str) -> str:
    row = IdempotencyKey(actor_id=acting.id, purpose=purpose, key=key, fingerprint=fingerprint, created_at=clock.now())
    row.save(force_insert=True)
    row.result = work()
    row.save(update_fields=["result"])
    return row.result


def _find(key: str, acting: Actor, purpose: str) -> IdempotencyKey | None:
    return IdempotencyKey.objects.filter(actor_id=acting.id, purpose=purpose, key=key).first()
