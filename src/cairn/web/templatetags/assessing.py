# SPDX-License-Identifier: Apache-2.0
"""The tabs of everything that belongs to assessing, as far as the visitor may open it."""

from __future__ import annotations

from typing import Final

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.web.access import person_of
from cairn.web.components.navigation import NavItem
from cairn.web.templatetags.components import tabs

register = template.Library()

_Place = tuple[Promise, str, Permission]

# Five parts, so that the first row stands on one line of a phone; each is named for the first page that one may open.
_PARTS: Final[tuple[tuple[_Place, ...], ...]] = (
    (
        (_("Queue"), "queue/", Permission.SUBMISSIONS_VIEW),
        (_("Who rates what"), "assigning/", Permission.SUBMISSIONS_MANAGE),
        (_("All work"), "moderation/", Permission.SUBMISSIONS_MANAGE),
        (_("Writers you know"), "queue/known/", Permission.SUBMISSIONS_RATE),
        (_("Names in evidence"), "masking/", Permission.SUBMISSIONS_MANAGE),
    ),
    (
        (_("Assessors"), "assessors/", Permission.SUBMISSIONS_MANAGE),
        (_("Practice"), "training/", Permission.SUBMISSIONS_RATE),
        (_("Conflicts"), "conflicts/", Permission.SUBMISSIONS_MANAGE),
    ),
    ((_("Agreement"), "reliability/", Permission.ACHIEVEMENTS_VIEW),),
    (
        (_("Plan"), "assessment/", Permission.ASSESSMENT_PLAN),
        (_("Known works"), "anchors/", Permission.ASSESSMENT_PLAN),
    ),
    (
        (_("Appeals"), "appeals/", Permission.SUBMISSIONS_MANAGE),
        (_("Complaints"), "complaints/", Permission.SUBMISSIONS_MANAGE),
    ),
)


@register.inclusion_tag("components/assess_tabs.html", takes_context=True)
def assess_tabs(context: Context) -> dict[str, object]:
    """Draw the parts of assessing that the visitor may open, and under them the pages of the part that one is in."""
    organization, person = context["organization"], person_of(context["request"])
    allowed = permissions_of(person.as_actor(), organization.pk) if person else frozenset()
    pages = [found for part in _PARTS if (found := _open_pages(part, f"/o/{organization.slug}", allowed))]
    parts = [NavItem(part[0].label, part[0].url, also=tuple(page.url for page in part)) for part in pages]
    path = context["request"].path
    here = next((part for part in pages if any(page.is_current(path) for page in part)), [])
    return {
        "parts": tabs(context, parts, _("Parts of assessing")) if len(parts) > 1 else None,
        "pages": tabs(context, here, here[0].label) if len(here) > 1 else None,
    }


def _open_pages(part: tuple[_Place, ...], home: str, allowed: frozenset[Permission]) -> list[NavItem]:
    """Return the pages of a part that somebody may open."""
    return [NavItem(label, f"{home}/{page}") for label, page, needed in part if needed in allowed]
