# SPDX-License-Identifier: Apache-2.0
"""Tenancy raises: no row of an organization is seen outside its scope."""

from __future__ import annotations

import pytest

from cairn.foundation import clock
from cairn.foundation.ids import new_id
from cairn.foundation.models import AuditEntry, StoredFile
from cairn.foundation.scopes import ScopeError, everything, organization_scope, person_scope

pytestmark = pytest.mark.django_db


def _file(name: str, **owner: object) -> StoredFile:
    row = StoredFile(name=name, media_type="text/plain", size=1, sha256="0" * 64, created_at=clock.now(), **owner)
    row.save()
    return row


def test_a_query_outside_any_scope_is_an_error() -> None:
    with pytest.raises(ScopeError):
        StoredFile.objects.count()
    with pytest.raises(ScopeError):
        StoredFile.objects.filter(name="x")


def test_a_scope_shows_its_own_rows_and_no_others() -> None:
    mine, other = new_id(), new_id()
    _file("mine", organization_id=mine)
    _file("other", organization_id=other)
    with organization_scope(mine):
        assert [row.name for row in StoredFile.objects.all()] == ["mine"]
    with organization_scope(mine, other):
        assert sorted(row.name for row in StoredFile.objects.all()) == ["mine", "other"]
    with organization_scope():
        assert StoredFile.objects.count() == 0


def test_a_query_keeps_the_scope_it_was_made_in() -> None:
    mine, other = new_id(), new_id()
    _file("mine", organization_id=mine)
    _file("other", organization_id=other)
    with organization_scope(mine):
        rows = StoredFile.objects.all()
    with organization_scope(other):
        assert [row.name for row in rows] == ["mine"]


def test_a_person_sees_their_own_rows_in_every_organization() -> None:
    person = new_id()
    _file("here", organization_id=new_id(), owner_id=person)
    _file("there", organization_id=new_id(), owner_id=person)
    _file("somebody else's", organization_id=new_id(), owner_id=new_id())
    with person_scope(person):
        assert sorted(row.name for row in StoredFile.objects.all()) == ["here", "there"]


def test_rows_that_are_not_about_a_person_raise_in_a_persons_scope() -> None:
    with person_scope(new_id()), pytest.raises(ScopeError):
        AuditEntry.objects.count()


def test_a_scope_ends_with_its_block_also_where_it_raises() -> None:
    with pytest.raises(ZeroDivisionError), everything("a test"):
        1 / 0  # noqa: B018 - raises, which is the point
    with pytest.raises(ScopeError):
        StoredFile.objects.count()


def test_the_narrower_scope_inside_a_wider_one_holds() -> None:
    mine = new_id()
    _file("mine", organization_id=mine)
    _file("other", organization_id=new_id())
    with everything("a test"):
        with organization_scope(mine):
            assert StoredFile.objects.count() == 1
        assert StoredFile.objects.count() == 2
