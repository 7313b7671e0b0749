# SPDX-License-Identifier: Apache-2.0
"""What waits for a person in an organization, for each of their roles, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.models import VersionState
from cairn.achievements.selectors import list_latest
from cairn.assessment.selectors import (
    count_appeals_by_organization,
    count_complaints_by_organization,
    count_identity_reports,
    count_named_files,
    count_queue,
    count_requests_by_organization,
)
from cairn.credentials.models import BatchState
from cairn.credentials.selectors import list_batches
from cairn.foundation import clock
from cairn.foundation.permissions import Permission
from cairn.organizations import selectors
from cairn.organizations.models import KeyState, Organization
from cairn.organizations.roles import Role

_KEY_AGE: Final = timedelta(days=365)
_SOON: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that needs a person: how it stands, what it is, why, and the page where it is done."""

    state: str
    title: str
    detail: str
    url: str
    action: str
    tone: str = "note"
    icon: str = ""


_Finder: TypeAlias = Callable[[Organization], Iterator[Waiting]]


def list_waiting(
    organization: Organization, allowed: frozenset[Permission], person_id: UUID | None
) -> tuple[Waiting, ...]:
    """Return what waits for somebody who may do these things; read it in the organization's scope."""
    asked = _to_observe(organization, person_id) if Permission.SUBMISSIONS_OBSERVE in allowed and person_id else ()
    return (*asked, *(item for permission, find in _FINDERS if permission in allowed for item in find(organization)))


def _to_observe(organization: Organization, person_id: UUID) -> Iterator[Waiting]:
    count = count_requests_by_organization(person_id).get(organization.pk, 0)
    if count:
        yield Waiting(
            state=_("Waits for you"),
            title=ngettext("One learner asks what you saw", "%(total)s learners ask what you saw", count)
            % {"total": count},
            detail=_("You say what you saw. You give no marks and see no work."),
            url=f"/o/{organization.slug}/observations/",
            action=_("Say what you saw"),
            icon="clock",
        )


def _to_rate(organization: Organization) -> Iterator[Waiting]:
    count = count_queue()
    if count:
        yield Waiting(
            state=_("In the queue"),
            title=ngettext("Rate %(count)d work", "Rate %(count)d works", count) % {"count": count},
            detail=_("Learners wait for an answer. The one that is due first stands first."),
            url=f"/o/{organization.slug}/queue/",
            action=_("Open the queue"),
            icon="clock",
        )


def _to_mask(organization: Organization) -> Iterator[Waiting]:
    count = count_identity_reports()
    if count:
        yield Waiting(
            state=_("Kept from assessors"),
            title=ngettext("Mask %(count)d piece of evidence", "Mask %(count)d pieces of evidence", count)
            % {"count": count},
            detail=_("An assessor could see who a learner is. The rating waits for it."),
            url=f"/o/{organization.slug}/masking/",
            action=_("Look at it"),
        )


def _to_copy(organization: Organization) -> Iterator[Waiting]:
    count = count_named_files()
    if count:
        yield Waiting(
            state=_("Names on pages"),
            title=ngettext("Mask a name in %(count)d file", "Mask names in %(count)d files", count) % {"count": count},
            detail=_("Whoever rates it as it is will know whose work it is, and the credential says so."),
            url=f"/o/{organization.slug}/masking/",
            action=_("Look at it"),
            tone="open",
            icon="file",
        )


def _to_answer(organization: Organization) -> Iterator[Waiting]:
    count = count_complaints_by_organization().get(organization.pk, 0)
    if count:
        yield Waiting(
            state=_("To answer"),
            title=ngettext("%(count)s complaint waits for an answer", "%(count)s complaints wait for an answer", count)
            % {"count": count},
            detail=_("About anything but levels. Whoever rated the work does not answer; each person was told a day."),
            url=f"/o/{organization.slug}/complaints/",
            action=_("Read and answer"),
        )


def _to_hear(organization: Organization) -> Iterator[Waiting]:
    count = count_appeals_by_organization().get(organization.pk, 0)
    if count:
        yield Waiting(
            state=_("Appeal"),
            title=ngettext("%(count)s appeal waits", "%(count)s appeals wait", count) % {"count": count},
            detail=_(
                "The work is in the queue, for an assessor who has not rated it. Nobody there knows that it is an "
                "appeal."
            ),
            url=f"/o/{organization.slug}/appeals/",
            action=_("See the deadlines"),
            tone="open",
            icon="clock",
        )


def _to_publish(organization: Organization) -> Iterator[Waiting]:
    drafts = list_latest().filter(state=VersionState.DRAFT).order_by("-changed_at")
    for draft in drafts[:3]:
        yield Waiting(
            state=_("Draft"),
            title=_("Finish “%(name)s”") % {"name": draft.name or _("a draft without a name")},
            detail=_("Last changed by %(who)s.") % {"who": draft.changed_by},
            url=f"/o/{organization.slug}/studio/{draft.achievement_id}/",
            action=_("Go on writing"),
            tone="open",
            icon="pencil",
        )


def _to_award(organization: Organization) -> Iterator[Waiting]:
    for batch in list_batches().filter(state=BatchState.CHECKED)[:3]:
        yield Waiting(
            state=_("Checked"),
            title=_("Award “%(name)s” from a table") % {"name": batch.version.name},
            detail=ngettext("%(count)d row is good.", "%(count)d rows are good.", batch.rows_good)
            % {"count": batch.rows_good},
            url=f"/o/{organization.slug}/awards/",
            action=_("Look at the table"),
        )


def _to_welcome(organization: Organization) -> Iterator[Waiting]:
    soon = clock.now() + _SOON
    count = sum(row.expires_at < soon for row in selectors.list_invitations(organization))
    if count:
        yield Waiting(
            state=_("Ends within 3 days"),
            title=ngettext("%(count)d invitation is not answered", "%(count)d invitations are not answered", count)
            % {"count": count},
            detail=_("Send it again, or ask whether the letter arrived."),
            url=f"/o/{organization.slug}/people",
            action=_("See who was invited"),
            tone="open",
            icon="mail",
        )


def _to_introduce(organization: Organization) -> Iterator[Waiting]:
    if not organization.description:
        yield Waiting(
            state=_("Empty"),
            title=_("Say who you are"),
            detail=_("Your public page says nothing yet. People who check a credential look there."),
            url=f"/o/{organization.slug}/settings",
            action=_("Write two sentences"),
            tone="open",
            icon="pencil",
        )
    if selectors.count_members(organization, Role.OWNER) == 1:
        yield Waiting(
            state=_("One owner"),
            title=_("Find a second owner"),
            detail=_("If the only owner leaves or falls ill, nobody can look after keys and people."),
            url=f"/o/{organization.slug}/people",
            action=_("Choose somebody"),
            tone="open",
            icon="person",
        )


def _to_renew(organization: Organization) -> Iterator[Waiting]:
    old = clock.now() - _KEY_AGE
    for key in selectors.list_keys(organization):
        if key.state == KeyState.ACTIVE and key.created_at < old:
            yield Waiting(
                state=_("Over a year old"),
                title=_("Change the signing key"),
                detail=_("What the old key has signed stays good, and nothing has to be signed again."),
                url=f"/o/{organization.slug}/keys",
                action=_("See the keys"),
                icon="key",
            )


_FINDERS: Final[tuple[tuple[Permission, _Finder], ...]] = (
    (Permission.SUBMISSIONS_RATE, _to_rate),
    (Permission.SUBMISSIONS_MANAGE, _to_answer),
    (Permission.SUBMISSIONS_MANAGE, _to_mask),
    (Permission.SUBMISSIONS_MANAGE, _to_copy),
    (Permission.SUBMISSIONS_MANAGE, _to_hear),
    (Permission.AWARDS_ISSUE, _to_award),
    (Permission.KEYS_MANAGE, _to_renew),
    (Permission.MEMBERS_MANAGE, _to_welcome),
    (Permission.ACHIEVEMENTS_EDIT, _to_publish),
    (Permission.ORGANIZATION_EDIT, _to_introduce),
)
