# SPDX-License-Identifier: Apache-2.0
"""The outbox: what happened is stored with the change itself, and told to its handlers after the commit.

A handler runs as the system, in the scope of the event's organization, in a transaction of its own, at least once: it
must be able to run twice. Lower floors emit; higher floors handle.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import ClassVar, Final, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks import task

from cairn.foundation import clock
from cairn.foundation.models import OutboxEvent
from cairn.foundation.scopes import organization_scope

_LOG: Final = logging.getLogger(__name__)
_E = TypeVar("_E", bound="Event")
MAX_ATTEMPTS: Final = 8
_LATE: Final = timedelta(minutes=1)
_TOGETHER: Final = 100


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened; every field of a subclass is a text, a number or None, and ids are texts."""

    name: ClassVar[str]


_handlers: defaultdict[str, list[Callable[[Event], None]]] = defaultdict(list)
_types: dict[str, type[Event]] = {}


def handles(event_type: type[_E]) -> Callable[[Callable[[_E], None]], Callable[[_E], None]]:
    """Register a handler of a kind of event; import its module in `AppConfig.ready`."""

    def register(handler: Callable[[_E], None]) -> Callable[[_E], None]:
        _types[event_type.name] = event_type
        _handlers[event_type.name].append(handler)  # type: ignore[arg-type]  # keyed by the type it takes
        return handler

    return register


def emit(event: Event, *, organization_id: UUID | None) -> None:
    """Store an event with the change that caused it; it is told after the commit."""
    row = OutboxEvent(name=event.name, payload=asdict(event), organization_id=organization_id, created_at=clock.now())
    row.save(force_insert=True)
    if event.name in _handlers:
        transaction.on_commit(partial(_enqueue, row.pk))
    else:
        OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=row.created_at)


def emit_all(events: Sequence[Event], *, organization_id: UUID | None) -> None:
    """Store many events of one kind at once; one task tells them."""
    if not events:
        return
    now, is_handled = clock.now(), events[0].name in _handlers
    rows = OutboxEvent.objects.bulk_create(
        OutboxEvent(
            name=event.name,
            payload=asdict(event),
            organization_id=organization_id,
            created_at=now,
            delivered_at=None if is_handled else now,
        )
        for event in events
    )
    if is_handled:
        transaction.on_commit(partial(_enqueue_all, [row.pk for row in rows]))


def _enqueue(row_id: int) -> None:
    deliver_event.enqueue(row_id)


def _enqueue_all(row_ids: list[int]) -> None:
    deliver_events.enqueue(row_ids)


@task()
def deliver_events(row_ids: list[int]) -> None:
    """Tell many events to their handlers, a hundred in a transaction; where one of them fails, each by itself."""
    for first in range(0, len(row_ids), _TOGETHER):
        part = row_ids[first : first + _TOGETHER]
        try:
            _deliver(part)
        except Exception:  # noqa: BLE001 - each is tried by itself, and says then what is wrong with it
            for row_id in part:
                deliver_event.func(row_id)


@task()
def deliver_event(row_id: int) -> None:
    """Tell one event to its handlers; what fails is tried again by `deliver_waiting`."""
    try:
        _deliver([row_id])
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the event is kept and tried again
        OutboxEvent.objects.filter(pk=row_id).update(problem=f"{type(error).__name__}: {error}")
        _LOG.exception("An event could not be handled.", extra={"outbox_event": row_id})


def _deliver(row_ids: Sequence[int]) -> None:
    rows = OutboxEvent.objects.filter(pk__in=row_ids)
    rows.update(attempts=F("attempts") + 1)
    with transaction.atomic():
        for row in rows.select_for_update().filter(delivered_at=None).order_by("pk"):
            _tell(row)
        rows.filter(delivered_at=None).update(delivered_at=clock.now(), problem="")


def _tell(row: OutboxEvent) -> None:
    event = _types[row.name](**row.payload)
    with organization_scope(row.organization_id) if row.organization_id else nullcontext():
        for handler in _handlers[row.name]:
            handler(event)


def deliver_waiting() -> int:
    """Tell again what was not taken a minute ago; returns how many were tried. Called by the periodic work."""
    waiting = OutboxEvent.objects.filter(
        delivered_at=None, attempts__lt=MAX_ATTEMPTS, created_at__lt=clock.now() - _LATE
    ).values_list("pk", flat=True)
    ids = list(waiting.order_by("pk")[:500])
    for row_id in ids:
        deliver_event.enqueue(row_id)
    return len(ids)
