# SPDX-License-Identifier: Apache-2.0
"""The tables of the foundation. Nothing but the services of the foundation writes them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.foundation.ids import new_id
from cairn.foundation.scopes import ScopedModel


class AuditEntry(ScopedModel):
    """Who did what to what, when: written in the transaction of the change, never changed, never removed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    organization_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    scope_person: ClassVar[str] = ""

    class Meta:
        """Read by organization, newest first, and by subject."""

        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the entry once. Raises TypeError where it is there already."""
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse. Raises TypeError."""
        raise TypeError("An audit entry is never removed.")


class OutboxEvent(models.Model):
    """An event on its way to its handlers: stored with the change that caused it, delivered at least once."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    organization_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        """What still waits is found without reading what was delivered."""

        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(delivered_at=None), name="outbox_waiting"),
        ]


class IdempotencyKey(models.Model):
    """What a request that may come twice has led to, so that the second one gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    actor_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """The constraint, not a check, stops the second one."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor_id", "purpose", "key"], name="idempotency_key_once"),
        ]


class StoredFile(ScopedModel):
    """A file that was inspected, cleaned and hashed before it was stored; its bytes lie under their digest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    notes = models.JSONField(default=list)

    scope_person: ClassVar[str] = "owner_id"


class JobState(models.TextChoices):
    """Where a piece of background work stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by a problem")
    CANCELLED = "cancelled", _("Cancelled")


class Job(ScopedModel):
    """Background work that can be watched, left and resumed: it advances in steps, each a transaction."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    started_by_id = models.CharField(max_length=64)
    started_by_label = models.CharField(max_length=200)
    started_by_kind = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


class OutgoingMail(models.Model):
    """A message to somebody: stored with the change that caused it, sent by the worker, kept as a record."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization_id = models.UUIDField(null=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
