# SPDX-License-Identifier: Apache-2.0
"""Where rubrics are, and what every page about them shows around them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion, SavedRubric
from cairn.achievements.rubrics import RubricDocument, rubric_digest
from cairn.organizations.models import Organization
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.studio.places import home_of as studio_of
from cairn.web.issuer.studio.places import rubrics_of
from cairn.web.public.catalog.presenting import RubricView, name_language, view_rubric


def page_of(organization: Organization, rubric_id: UUID) -> str:
    """Return the address of a kept rubric."""
    return f"{rubrics_of(organization)}{rubric_id}/"


def crumbs_of(organization: Organization, *, below: bool = True) -> tuple[NavItem, ...]:
    """Return the way back up from a page about rubrics."""
    studio = NavItem(_("Author"), studio_of(organization))
    return (studio, NavItem(_("Rubrics"), rubrics_of(organization))) if below else (studio,)


def view_of(document: RubricDocument) -> RubricView:
    """Prepare a rubric by itself, in the reader's language as far as it is translated."""
    shown = document.in_language(get_language() or "en")
    return view_rubric(shown.rubric, shown.language, shown.name)


def languages_of(document: RubricDocument) -> str:
    """Name the languages in which a rubric can be read."""
    return ", ".join(name_language(tag) for tag in document.languages)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a rubric is used: in which version of it, and whether its words were changed there."""

    version: AchievementVersion
    number: str
    is_changed: bool


def use_of(version: AchievementVersion, kept: dict[str, SavedRubric]) -> Use:
    """Say how an achievement uses a rubric, given the versions of it by number."""
    rubric = version.definition.rubric
    number = rubric.source.version if rubric.source else ""
    row = kept.get(number)
    return Use(version, number, row is None or row.digest != rubric_digest(rubric))
