# SPDX-License-Identifier: Apache-2.0
"""What waits for somebody: their own work first, then that of the organizations where they have a role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.models import VersionState
from cairn.achievements.selectors import list_latest
from cairn.assessment.models import Submission, SubmissionState
from cairn.assessment.selectors import (
    count_appeals_by_organization,
    count_complaints_by_organization,
    count_queue_by_organization,
    count_requests_by_organization,
)
from cairn.credentials.models import BatchState
from cairn.credentials.selectors import list_batches
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations.roles import permissions_for
from cairn.organizations.selectors import PlaceOfWork
from cairn.web.components.marks import Tone, Words


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: how it stands, what it is, a line about it, and the button that leads there."""

    tone: Tone
    state: Words
    title: str
    detail: str
    action: Words
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class _Duty:
    """Work of an organization: who it is for, how much there is, and how it is said."""

    permission: Permission
    count: Callable[[], dict[UUID, int]]
    tell: Callable[[PlaceOfWork, int], Task]


def list_own_tasks(work: list[Submission]) -> Iterator[Task]:
    """Go through what waits in somebody's own work, what came back first."""
    by_state = {SubmissionState.RETURNED: _improve, SubmissionState.DRAFT: _go_on}
    for state, tell in by_state.items():
        yield from (tell(row) for row in work if row.state == state)


def list_duties(places: list[PlaceOfWork]) -> Iterator[Task]:
    """Go through what waits in the organizations; how many queries it takes does not depend on how many there are."""
    for duty in _DUTIES:
        mine = [place for place in places if duty.permission in permissions_for(place.roles)]
        if mine:
            with organization_scope(*(place.organization.pk for place in mine)):
                counts = duty.count()
            yield from (
                duty.tell(place, counts[place.organization.pk]) for place in mine if place.organization.pk in counts
            )


def list_requests(places: list[PlaceOfWork], person_id: UUID) -> Iterator[Task]:
    """Go through where learners ask somebody what they saw."""
    mine = [place for place in places if Permission.SUBMISSIONS_OBSERVE in permissions_for(place.roles)]
    if mine:
        with organization_scope(*(place.organization.pk for place in mine)):
            counts = count_requests_by_organization(person_id)
        yield from (_observe(place, counts[place.organization.pk]) for place in mine if place.organization.pk in counts)


def _improve(row: Submission) -> Task:
    count = len(row.items_to_improve)
    parts = ngettext(
        "%(count)s part to improve; the rest stands.", "%(count)s parts to improve; the rest stands.", count
    )
    return Task(
        Tone.NOTE, _("Sent back with advice"), row.version.name, parts % {"count": count}, _("Read the advice"),
        f"/my/work/{row.pk}/",
    )  # fmt: skip


def _go_on(row: Submission) -> Task:
    detail = _("What you wrote is saved. Go on where you stopped.")
    return Task(Tone.OPEN, _("In progress"), row.version.name, detail, _("Go on"), f"/my/work/{row.pk}/", "pencil")


def _rate(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("%(count)s work waits to be rated", "%(count)s works wait to be rated", count) % {"count": count}
    detail = _("At %(name)s. What is due first stands on top.") % {"name": place.organization.name}
    return Task(
        Tone.NOTE, _("To rate"), title, detail, _("Open the queue"), f"/o/{place.organization.slug}/queue/", "clock"
    )


def _observe(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("One learner asks what you saw", "%(total)s learners ask what you saw", count) % {"total": count}
    detail = _("You say what you saw. You give no marks and see no work.")
    url = f"/o/{place.organization.slug}/observations/"
    return Task(Tone.NOTE, _("Waits for you"), title, detail, _("Say what you saw"), url, "clock")


def _follow_appeals(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("%(count)s appeal waits", "%(count)s appeals wait", count) % {"count": count}
    detail = _("At %(name)s. An assessor who has not rated the work rates it anew.") % {"name": place.organization.name}
    return Task(
        Tone.OPEN, _("Appeal"), title, detail, _("See the deadlines"), f"/o/{place.organization.slug}/appeals/", "clock"
    )


def _answer(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("%(count)s complaint waits for an answer", "%(count)s complaints wait for an answer", count) % {
        "count": count
    }
    detail = _("At %(name)s. Each person was told a day.") % {"name": place.organization.name}
    return Task(
        Tone.NOTE, _("To answer"), title, detail, _("Read and answer"), f"/o/{place.organization.slug}/complaints/"
    )


def _award(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("%(count)s table waits to be awarded", "%(count)s tables wait to be awarded", count) % {
        "count": count
    }
    detail = _("At %(name)s. Every row is checked; nothing is signed yet.") % {"name": place.organization.name}
    return Task(
        Tone.OPEN, _("To award"), title, detail, _("Look at the rows"), f"/o/{place.organization.slug}/awards/", "file"
    )


def _author(place: PlaceOfWork, count: int) -> Task:
    title = ngettext("%(count)s draft is open", "%(count)s drafts are open", count) % {"count": count}
    detail = _("At %(name)s.") % {"name": place.organization.name}
    return Task(
        Tone.OPEN, _("Draft"), title, detail, _("Open the studio"), f"/o/{place.organization.slug}/studio/", "pencil"
    )


def _count_tables() -> dict[UUID, int]:
    rows = list_batches().filter(state=BatchState.CHECKED).order_by()
    return dict(Counter(rows.values_list("organization_id", flat=True)))


def _count_drafts() -> dict[UUID, int]:
    rows = list_latest().filter(state=VersionState.DRAFT).order_by()
    return dict(Counter(rows.values_list("organization_id", flat=True)))


_DUTIES: Final = (
    _Duty(Permission.SUBMISSIONS_RATE, count_queue_by_organization, _rate),
    _Duty(Permission.SUBMISSIONS_MANAGE, count_complaints_by_organization, _answer),
    _Duty(Permission.SUBMISSIONS_MANAGE, count_appeals_by_organization, _follow_appeals),
    _Duty(Permission.AWARDS_ISSUE, _count_tables, _award),
    _Duty(Permission.ACHIEVEMENTS_EDIT, _count_drafts, _author),
)
