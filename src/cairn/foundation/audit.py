# SPDX-License-Identifier: Apache-2.0
"""The audit: one row for every change, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from cairn.foundation import clock
from cairn.foundation.actors import Actor
from cairn.foundation.models import AuditEntry

_LABEL = AuditEntry._meta.get_field("actor_label").max_length  # noqa: SLF001 - Django's public way to a field's limits


class AuditError(RuntimeError):
    """A mistake of the program: a change was to be audited outside its transaction."""


def record(
    action: str, subject: models.Model, *, acting: Actor, organization_id: UUID | None = None, **facts: object
) -> None:
    """Write that `acting` did `action` (`noun.verb`) to `subject`; `facts` are JSON, and never secrets or evidence.

    Raises AuditError outside a transaction.
    """
    record_all(action, [subject], acting=acting, organization_id=organization_id, **facts)


def record_all(
    action: str,
    subjects: Sequence[models.Model],
    *,
    acting: Actor,
    organization_id: UUID | None = None,
    **facts: object,
) -> None:
    """Write the same of many subjects, a row for each. Raises AuditError outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise AuditError(f"{action} was to be audited outside a transaction.")
    known = {"at": clock.now(), "organization_id": organization_id, "facts": facts}
    rows = [_entry(action, subject, acting, **known) for subject in subjects]
    AuditEntry._base_manager.bulk_create(rows)  # noqa: SLF001 - an entry is written in every scope


def _entry(action: str, subject: models.Model, acting: Actor, **known: object) -> AuditEntry:
    return AuditEntry(
        actor_kind=acting.kind.value,
        actor_id=acting.id,
        actor_label=acting.label[:_LABEL],
        action=action,
        subject_type=subject._meta.label_lower,  # noqa: SLF001 - Django's public way to a model's name
        subject_id=str(subject.pk),
        **known,
    )


def facts_since(action: str, moment: datetime) -> list[dict[str, Any]]:
    """Return the facts of every time that something was done since a moment, within the scope of the moment."""
    return list(AuditEntry.objects.filter(action=action, at__gt=moment).values_list("facts", flat=True))


def list_entries(subject: models.Model) -> models.QuerySet[AuditEntry]:
    """Return what was done to a subject, newest first, within the scope of the moment."""
    rows: models.QuerySet[AuditEntry] = AuditEntry.objects.filter(
        subject_type=subject._meta.label_lower,  # noqa: SLF001 - see above
        subject_id=str(subject.pk),
    )
    return rows.order_by("-id")
