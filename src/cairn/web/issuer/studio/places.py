# SPDX-License-Identifier: Apache-2.0
"""Where things are in the studio, and what every page about one achievement shows around it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.readiness import Finding, find_problems
from cairn.achievements.selectors import current_version, find_draft
from cairn.foundation.errors import NotFound
from cairn.organizations.models import Organization
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.studio.sections import TABS


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, also where it is blank; None where nothing was sent."""
    return request.POST if request.method == "POST" else None


def home_of(organization: Organization) -> str:
    """Return the address of an organization's studio."""
    return f"/o/{organization.slug}/studio/"


def rubrics_of(organization: Organization) -> str:
    """Return the address of an organization's rubrics."""
    return f"/o/{organization.slug}/rubrics/"


def page_of(organization: Organization, achievement_id: UUID, place: str = "") -> str:
    """Return the address of a page about one achievement."""
    return f"{home_of(organization)}{achievement_id}/{place}"


def get_draft(achievement_id: UUID) -> AchievementVersion:
    """Return the draft of an achievement. Raises NotFound: no_draft."""
    draft = find_draft(achievement_id)
    if draft is None:
        raise NotFound(_("There is no draft of this credential. Begin the next version first."), code="no_draft")
    return draft


def get_latest(achievement_id: UUID) -> AchievementVersion:
    """Return the draft, or else the latest published version. Raises NotFound."""
    return find_draft(achievement_id) or current_version(achievement_id) or get_draft(achievement_id)


def crumbs_of(organization: Organization, version: AchievementVersion) -> tuple[NavItem, ...]:
    """Return the way back up from a page about one achievement."""
    home = NavItem(_("Author"), home_of(organization))
    return (home, NavItem(version.name, page_of(organization, version.achievement_id)))


@dataclass(frozen=True, slots=True)
class Findings:
    """What a draft still lacks, as the pages show it: those of one tab first."""

    all: tuple[Finding, ...]
    here: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]

    @property
    def blocking(self) -> int:
        """How many stop publishing."""
        return sum(finding.blocks for finding in self.all)

    @property
    def advising(self) -> int:
        """How many are advice."""
        return len(self.all) - self.blocking


def findings_of(version: AchievementVersion, section: str = "") -> Findings:
    """Return what a draft still lacks."""
    found = find_problems(version.definition)
    here = tuple(finding for finding in found if finding.section == section)
    return Findings(found, here, tuple(finding for finding in found if finding.section != section))


def tabs_of(organization: Organization, version: AchievementVersion, findings: Findings) -> tuple[NavItem, ...]:
    """Return the tabs of the editor; one in which nothing is left to fix carries a tick."""
    open_sections = {finding.section for finding in findings.all if finding.blocks}
    return tuple(
        NavItem(
            tab.label,
            page_of(organization, version.achievement_id, f"edit/{tab.slug}"),
            icon="tick" if tab.section and tab.section not in open_sections else "",
        )
        for tab in TABS.values()
    )
