# SPDX-License-Identifier: Apache-2.0
"""Storing a bundle, adding its people as learners, and taking that back. Both go in steps, as background work."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import IdentifierKind, Person
from cairn.accounts.selectors import get_person
from cairn.accounts.services import add_email, add_identifier, create_person
from cairn.foundation import audit
from cairn.foundation.access import require
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.jobs import start_job
from cairn.foundation.models import Job, JobState, StoredFile
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.integrations.oneroster import selectors
from cairn.integrations.oneroster.matching import Matched
from cairn.integrations.oneroster.people import RosterPerson
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import find_membership
from cairn.organizations.services import add_member, end_membership
from cairn.standards.archives import ArchiveError, read_archive

_ZIP: Final = b"PK\x03\x04"
_OVER: Final = (JobState.DONE, JobState.CANCELLED)


@transaction.atomic
def store_bundle(organization: Organization, uploads: Mapping[str, bytes], *, acting: Actor) -> StoredFile:
    """Keep a bundle as it was brought, a ZIP or its files; nobody is added. Raises PermissionDenied, Invalid."""
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    files = _unpacked(uploads)
    if not files:
        raise Invalid(_("There is no CSV file in it. Bring the ZIP of the export, or all its files."), field="bundle")
    bundle = store_bytes(
        _packed(files),
        name=", ".join(sorted(uploads))[:200],
        media_type="application/zip",
        owner_id=None,
        organization_id=organization.pk,
        notes=[],
    )
    audit.record("roster.brought", bundle, acting=acting, organization_id=organization.pk, sha256=bundle.sha256)
    return bundle


def start_import(organization: Organization, bundle: StoredFile, *, encoding: str, acting: Actor) -> Job:
    """Begin to add the people of a bundle, once. Raises PermissionDenied, Conflict: already_imported."""
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    with organization_scope(organization.pk), transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=bundle.pk)
        if selectors.find_import(bundle) is not None:
            raise Conflict(_("This file was applied before. Bring a new one."), code="already_imported")
        total = len(selectors.read_stored(bundle, encoding=encoding).people)
        audit.record("roster.started", bundle, acting=acting, organization_id=organization.pk, people=total)
        return start_job(
            selectors.IMPORT,
            acting=acting,
            organization_id=organization.pk,
            subject_id=str(bundle.pk),
            total=total,
            encoding=encoding,
        )


def start_undo(organization: Organization, bundle: StoredFile, *, acting: Actor) -> Job:
    """Begin to end the memberships that an import has made. Raises PermissionDenied, Conflict: nothing_to_undo."""
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    with organization_scope(organization.pk), transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=bundle.pk)
        done = selectors.find_import(bundle)
        if done is None or done.state not in _OVER or selectors.find_undo(bundle) is not None:
            raise Conflict(_("There is nothing to take back."), code="nothing_to_undo")
        total = len(selectors.list_added(bundle))
        audit.record("roster.undone", bundle, acting=acting, organization_id=organization.pk, people=total)
        return start_job(
            selectors.UNDO, acting=acting, organization_id=organization.pk, subject_id=str(bundle.pk), total=total
        )


def add_people(organization: Organization, matched: Matched, bundle: StoredFile, *, acting: Actor) -> None:
    """Add people as learners and note whom; what is known of somebody already stays. Within the step of a job."""
    people = [_create(organization, person, acting=acting) for person in matched.new]
    people += [get_person(known.person_id) for known in matched.known]
    added = [str(person.pk) for person in people if _join(organization, person, acting=acting)]
    audit.record(selectors.IMPORTED, bundle, acting=acting, organization_id=organization.pk, added=added)


def take_back(organization: Organization, person_ids: Sequence[UUID], *, acting: Actor) -> None:
    """End the memberships of people who are nothing but learners; their accounts and what they earned stay."""
    for person_id in person_ids:
        row = find_membership(organization, person_id)
        if row is not None and row.ended_at is None and row.roles == [Role.LEARNER.value]:
            end_membership(row, acting=acting)


def _create(organization: Organization, person: RosterPerson, *, acting: Actor) -> Person:
    """Add somebody. The address counts only once they have shown that it is theirs."""
    created = create_person(name=person.name, acting=acting, organization_id=organization.pk)
    kind = IdentifierKind.SOURCED_ID
    add_identifier(created, kind, person.sourced_id, acting=acting, authority_id=organization.pk, is_verified=True)
    if person.email:
        add_email(created, person.email, acting=Actor(ActorKind.IMPORT, acting.id, acting.label))
    return created


def _join(organization: Organization, person: Person, *, acting: Actor) -> bool:
    """Make somebody a learner; return whether that is new. Whoever is here in another role keeps it as it is."""
    row = find_membership(organization, person.pk)
    if row is not None and row.ended_at is None:
        return False
    add_member(organization, person, [Role.LEARNER], acting=acting)
    return True


def _unpacked(uploads: Mapping[str, bytes]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, data in uploads.items():
        for path, content in _contents(name, data):
            if path.lower().endswith(".csv"):
                files[PurePosixPath(path).name] = content
    return files


def _contents(name: str, data: bytes) -> list[tuple[str, bytes]]:
    if not data.startswith(_ZIP):
        return [(name, data)]
    try:
        return [(member.name, member.data) for member in read_archive(data).members]
    except ArchiveError as error:
        raise Invalid(str(error), code="bad_archive", field="bundle") from error


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
