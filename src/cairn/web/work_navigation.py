# SPDX-License-Identifier: Apache-2.0
"""The menus of people: of an organization's pages, what the person may open there; and their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.accounts.models import Person
from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.organizations.roles import permissions_for
from cairn.organizations.selectors import PlaceOfWork
from cairn.web.components.navigation import NavItem, Workplace


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of an organization: its word, the pages to begin with (the first that somebody may open), and more."""

    label: Promise
    doors: tuple[tuple[str, Permission], ...]
    also: tuple[str, ...] = ()

    def as_item(self, home: str, allowed: frozenset[Permission]) -> NavItem | None:
        """Return the place as an item of a menu, or None where somebody may open nothing of it."""
        door = next((page for page, needed in self.doors if needed in allowed), None)
        also = tuple(f"{home}/{page}" for page in (*dict(self.doors), *self.also))
        return None if door is None else NavItem(self.label, f"{home}/{door}", also=also)


_PLACES: Final = (
    _Place(
        pgettext_lazy("what one does here", "Author"),
        (("studio/", Permission.ACHIEVEMENTS_VIEW),),
        ("rubrics", "invite"),
    ),
    _Place(
        _("Assess"),
        (
            ("queue/", Permission.SUBMISSIONS_VIEW),
            ("assessment/", Permission.ASSESSMENT_PLAN),
            ("reliability/", Permission.REPORTS_VIEW),
        ),
        (
            "training",
            "meetings",
            "anchors",
            "assessors",
            "assigning",
            "conflicts",
            "masking",
            "moderation",
            "appeals",
            "complaints",
        ),
    ),
    _Place(_("Observe"), (("observations/", Permission.SUBMISSIONS_OBSERVE),)),
    _Place(_("Award"), (("awards/", Permission.AWARDS_VIEW),)),
    _Place(_("People"), (("people", Permission.MEMBERS_VIEW),)),
    _Place(_("Settings"), (("settings", Permission.ORGANIZATION_EDIT),)),
)

ACCOUNT_ITEMS: Final = (
    NavItem(_("What waits for me"), "/home"),
    NavItem(_("What I hold"), "/my/"),
    NavItem(_("My work"), "/my/work/"),
    NavItem(_("My evidence"), "/my/evidence/"),
    NavItem(_("Links I gave away"), "/my/links/"),
    NavItem(_("My account"), "/my/account/"),
)


def workplace_of(person: Person, organization: Organization) -> Workplace:
    """Return the organization as the place where a person works, with the pages that they may open."""
    return _workplace(organization, permissions_of(person.as_actor(), organization.pk))


def list_places(places: Iterable[PlaceOfWork]) -> list[Workplace]:
    """Return the organizations where somebody may open a page, without asking the database again."""
    found = (_workplace(place.organization, permissions_for(place.roles)) for place in places)
    return [workplace for workplace in found if workplace.items]


def _workplace(organization: Organization, allowed: frozenset[Permission]) -> Workplace:
    home = f"/o/{organization.slug}"
    items = tuple(item for place in _PLACES if (item := place.as_item(home, allowed)))
    return Workplace(name=organization.short_name or organization.name, url=f"{home}/", items=items)
