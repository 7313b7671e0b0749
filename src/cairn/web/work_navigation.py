# SPDX-License-Identifier: Apache-2.0
"""The menus of people: of an organization's pages, what the person may open there; and their own."""

from __future__ import annotations

from collections.abc import Iterable
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

_PLACES: Final[tuple[tuple[Promise, str, Permission], ...]] = (
    (pgettext_lazy("what one does here", "Author"), "studio/", Permission.ACHIEVEMENTS_VIEW),
    (_("Assess"), "queue/", Permission.SUBMISSIONS_VIEW),
    (_("Award"), "awards/", Permission.AWARDS_VIEW),
    (_("People"), "people", Permission.MEMBERS_VIEW),
    (_("Settings"), "settings", Permission.ORGANIZATION_EDIT),
)

ACCOUNT_ITEMS: Final = (
    NavItem(_("What waits for me"), "/home"),
    NavItem(_("What I hold"), "/my/"),
    NavItem(_("My work"), "/my/work/"),
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
    items = tuple(NavItem(label, f"{home}/{place}") for label, place, permission in _PLACES if permission in allowed)
    return Workplace(name=organization.short_name or organization.name, url=f"{home}/", items=items)
