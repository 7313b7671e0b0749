# SPDX-License-Identifier: Apache-2.0
"""The list of what is rated by a rubric: how agreement stands on each, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import list_published
from cairn.assessment import selectors
from cairn.assessment.selectors import ReliabilityStanding, StandingState
from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.public.reliability.presenting import chart_of, say_estimate
from cairn.web.public.reliability.words import FIGURE_WORDS, say_state

_COLUMNS: Final = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Agreement, 0 to 1 (likely range)")),
    Column(gettext_lazy("Works"), numeric=True),
    Column(gettext_lazy("State")),
)
_TONES: Final = {
    StandingState.ESTABLISHED: "good",
    StandingState.BELOW_FLOOR: "note",
    StandingState.NOT_ESTABLISHED: "open",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One achievement and how the agreement on its rubric stands."""

    version: AchievementVersion
    standing: ReliabilityStanding
    chart: SafeString | str
    value: str

    @property
    def tone(self) -> str:
        """How the state feels."""
        return _TONES[self.standing.state]

    @property
    def state(self) -> str:
        """The state in words."""
        return say_state(self.standing)

    @property
    def figure(self) -> str:
        """What the figure is called."""
        return str(FIGURE_WORDS[self.standing.coefficient].name)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def show_all(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List every rubric in use, those that need work first."""
    versions = {row.achievement_id: row for row in list_published() if row.definition.rubric.criteria}
    digests = {key: rubric_digest(row.definition.rubric) for key, row in versions.items()}
    standings = selectors.reliability_standings(digests)
    lines = sorted((_line(versions[key], standings[key]) for key in versions), key=_urgency)
    context = {
        "lines": lines,
        "columns": _COLUMNS,
        "finding": _finding(lines),
        "may_plan": Permission.ASSESSMENT_PLAN in permissions_of(acting_from(request), organization.pk),
    }
    return render(request, "issuer/reliability/list.html", context)


def _line(version: AchievementVersion, standing: ReliabilityStanding) -> Line:
    estimate = standing.estimate
    return Line(
        version,
        standing,
        chart_of(estimate, float(standing.floor)) if estimate else "",
        say_estimate(estimate, floor=float(standing.floor)) if estimate else "",
    )


def _urgency(line: Line) -> tuple[bool, int, str]:
    order = (StandingState.BELOW_FLOOR, StandingState.NOT_ESTABLISHED, StandingState.ESTABLISHED)
    return line.standing.brake is None, order.index(line.standing.state), line.version.name


def _finding(lines: list[Line]) -> str:
    if not lines:
        return _("Nothing is rated by a rubric yet")
    low = sum(line.standing.state is StandingState.BELOW_FLOOR for line in lines)
    good = sum(line.standing.state is StandingState.ESTABLISHED for line in lines)
    if low:
        return ngettext(
            "On %(count)s rubric assessors may agree too seldom",
            "On %(count)s rubrics assessors may agree too seldom",
            low,
        ) % {"count": low}
    return ngettext(
        "Agreement is established on %(good)s of %(count)s rubric",
        "Agreement is established on %(good)s of %(count)s rubrics",
        len(lines),
    ) % {"good": good, "count": len(lines)}
