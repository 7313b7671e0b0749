# SPDX-License-Identifier: Apache-2.0
"""Which credentials have known works, and the works of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version, get_achievement, list_published
from cairn.assessment import selectors
from cairn.assessment.models import AnchorUse
from cairn.assessment.policy import DEFAULT, Policy
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import organization_page
from cairn.web.components.tables import Column

_A_PAGE: Final = 50
_COLUMNS: Final = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("To practice on"), numeric=True),
    Column(gettext_lazy("To qualify with"), numeric=True),
    Column(gettext_lazy("To watch drift"), numeric=True),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """One credential: how many known works its rubric of today has for each use, and how many are asked for."""

    version: AchievementVersion
    policy: Policy
    training: int
    exam: int
    drift: int

    @property
    def lacks(self) -> int:
        """How many works are missing for one sitting, where qualification is asked for."""
        wanted = max(self.policy.qualify_anchors, 1) if self.policy.requires_qualification else 0
        return max(wanted - self.exam, 0)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_safe
def show_credentials(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show every credential that is rated, with its known works."""
    lines = _lines([version for version in list_published() if version.stored.get("rubric", {}).get("criteria")])
    context = {
        "organization": organization,
        "finding": _say_finding(lines),
        "page": Paginator(lines, _A_PAGE).get_page(request.GET.get("page")),
        "columns": _COLUMNS,
    }
    return render(request, "issuer/anchors/credentials.html", context)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_safe
def show_works(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show the known works of one credential: those of the rubric of today, then earlier and retired ones."""
    version = current_version(get_achievement(achievement_id).pk)
    if version is None:
        raise NotFound(_("This credential is not published yet, so it has no known works."), code="not_published")
    digest = rubric_digest(version.definition.rubric)
    works = sorted(selectors.list_anchors(achievement_id), key=lambda work: AnchorUse.values.index(work.use))
    context = {
        "organization": organization,
        "version": version,
        "line": _lines([version])[0],
        "works": [work for work in works if not work.is_retired and work.rubric_digest == digest],
        "earlier": [work for work in works if not work.is_retired and work.rubric_digest != digest],
        "retired": [work for work in works if work.is_retired],
    }
    return render(request, "issuer/anchors/works.html", context)


def _lines(versions: list[AchievementVersion]) -> list[CredentialLine]:
    achievements = {version.achievement_id for version in versions}
    policies, counts = selectors.policies_for(achievements), selectors.count_anchors(achievements)

    def line_of(version: AchievementVersion) -> CredentialLine:
        key = (version.achievement_id, rubric_digest(version.definition.rubric))
        return CredentialLine(
            version=version,
            policy=policies.get(version.achievement_id, DEFAULT),
            training=counts.get((*key, AnchorUse.TRAINING), 0),
            exam=counts.get((*key, AnchorUse.EXAM), 0),
            drift=counts.get((*key, AnchorUse.DRIFT), 0),
        )

    return [line_of(version) for version in versions]


def _say_finding(lines: list[CredentialLine]) -> str:
    lacking = sum(line.lacks > 0 for line in lines)
    if lacking:
        return ngettext(
            "For one credential nobody can qualify: known works are missing",
            "For %(count)s credentials nobody can qualify: known works are missing",
            lacking,
        ) % {"count": lacking}
    total = sum(line.training + line.exam + line.drift for line in lines)
    if not total:
        return _("There are no known works yet")
    return ngettext("One known work is in use", "%(count)s known works are in use", total) % {"count": total}
