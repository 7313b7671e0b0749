# SPDX-License-Identifier: Apache-2.0
"""The audit and the outbox are written with the change, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import DatabaseError, transaction

from cairn.foundation import audit, clock, events
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.events import Event, deliver_waiting, emit, handles
from cairn.foundation.ids import new_id
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import current_scope, everything, organization_scope

WHEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Happened(Event):
    """Something that only this test knows."""

    name: ClassVar[str] = "tests.happened"
    subject: str


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """Handle the event of this test for its length."""
    told: list[str] = []

    @handles(Happened)
    def note(event: Happened) -> None:
        told.append(event.subject)
        if event.subject == "fails once" and told.count("fails once") == 1:
            raise RuntimeError("not yet")

    yield told
    events._handlers.pop(Happened.name)


def _subject() -> OutboxEvent:
    row = OutboxEvent(name="x", payload={}, created_at=WHEN, delivered_at=WHEN)
    row.save()
    return row


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_what_and_when() -> None:
    organization, person, subject = new_id(), new_id(), _subject()
    with clock.at(WHEN), transaction.atomic():
        audit.record(
            "things.rename", subject, acting=Actor.person(person, "Ada"), organization_id=organization, before="a"
        )
    with organization_scope(organization):
        entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor_kind, entry.actor_id, entry.actor_label) == (WHEN, "person", str(person), "Ada")
    assert (entry.action, entry.subject_type, entry.subject_id) == (
        "things.rename",
        "foundation.outboxevent",
        str(subject.pk),
    )
    assert entry.facts == {"before": "a"}


@pytest.mark.django_db
def test_an_entry_is_never_changed_or_removed() -> None:
    with transaction.atomic():
        audit.record("things.make", _subject(), acting=SYSTEM)
    with everything("a test"):
        entry = AuditEntry.objects.get()
        entry.action = "things.other"
        with pytest.raises(TypeError):
            entry.save()
        with pytest.raises(TypeError):
            entry.delete()
        assert AuditEntry.objects.get().action == "things.make"


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_an_error() -> None:
    subject = _subject()
    with pytest.raises(audit.AuditError):
        audit.record("things.make", subject, acting=SYSTEM)
    with everything("a test"):
        assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_after_the_commit_and_not_after_a_rollback(seen: list[str]) -> None:
    with transaction.atomic():
        emit(Happened("kept"), organization_id=None)
        assert seen == []
    assert seen == ["kept"]
    with transaction.atomic():
        emit(Happened("lost"), organization_id=None)
        transaction.set_rollback(True)
    assert seen == ["kept"]
    assert [row.payload for row in OutboxEvent.objects.all()] == [{"subject": "kept"}]


@pytest.mark.django_db(transaction=True)
def test_what_a_handler_did_not_take_is_told_again(seen: list[str]) -> None:
    with clock.at(WHEN), transaction.atomic():
        emit(Happened("fails once"), organization_id=None)
    row = OutboxEvent.objects.get()
    assert (row.delivered_at, row.attempts, row.problem) == (None, 1, "RuntimeError: not yet")
    with clock.at(WHEN + timedelta(seconds=59)):
        assert deliver_waiting() == 0
    with clock.at(WHEN + timedelta(seconds=61)):
        assert deliver_waiting() == 1
        assert deliver_waiting() == 0
    row.refresh_from_db()
    assert (row.delivered_at, row.attempts, row.problem) == (WHEN + timedelta(seconds=61), 2, "")
    assert seen == ["fails once", "fails once"]


@pytest.mark.django_db(transaction=True)
def test_a_handler_works_in_the_scope_of_the_events_organization() -> None:
    scopes: list[frozenset[object]] = []

    @handles(Happened)
    def note(event: Happened) -> None:
        del event
        scopes.append(frozenset(current_scope().organizations))

    organization = new_id()
    with transaction.atomic():
        emit(Happened("scoped"), organization_id=organization)
    events._handlers.pop(Happened.name)
    assert scopes == [frozenset({organization})]


@pytest.mark.django_db(transaction=True)
def test_an_event_that_nobody_handles_is_kept_as_delivered() -> None:
    with clock.at(WHEN), transaction.atomic():
        emit(Happened("nobody"), organization_id=None)
    assert OutboxEvent.objects.get().delivered_at == WHEN


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_to_change_an_entry() -> None:
    with transaction.atomic():
        audit.record("things.make", _subject(), acting=SYSTEM)
    with everything("a test"):
        with pytest.raises(DatabaseError, match="An entry of the audit is never changed"):
            AuditEntry.objects.update(action="things.other")
        assert AuditEntry.objects.get().action == "things.make"
