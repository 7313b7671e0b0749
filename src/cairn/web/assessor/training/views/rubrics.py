# SPDX-License-Identifier: Apache-2.0
"""The rubrics that an assessor trains for, and one of them: standing, works to practice on, and the last sitting."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.achievements.translate import in_language
from cairn.assessment import selectors
from cairn.assessment.meeting_calendar import criterion_of
from cairn.assessment.models import AnchorUse, CalibrationMeeting, QualificationState
from cairn.assessment.selectors import RubricLine
from cairn.assessment.selectors.meetings import meetings_ahead_of, version_of_meeting
from cairn.assessment.services import RENEWAL
from cairn.foundation import clock
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.training import presenting
from cairn.web.assessor.training.places import get_rubric_version
from cairn.web.components.tables import Column

_COLUMNS: Final = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("You")),
    Column(gettext_lazy("Works to practice on"), numeric=True),
    Column(gettext_lazy("What you can do"), hidden=True),
)
_DRIFT: Final = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Known works"), numeric=True),
    Column(gettext_lazy("Agreed levels")),
    Column(gettext_lazy("Mean difference in levels")),
)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_rubrics(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show every rubric that there is to train for, and the assessor's own drift."""
    person_id = UUID(acting_from(request).id)
    lines = selectors.list_rubrics(person_id)
    names = {line.version.achievement_id: line.version.name for line in reversed(lines)}
    drift = [
        (names[row.achievement_id], presenting.say_drift(row.drift))
        for row in selectors.list_drift(person_id)
        if row.achievement_id in names
    ]
    context = {
        "organization": organization,
        "finding": _say_finding(lines),
        "lines": [(line, presenting.say_standing(line)) for line in lines],
        "columns": _COLUMNS,
        "drift": drift,
        "drift_columns": _DRIFT,
        "meetings": [_describe_meeting(row) for row in meetings_ahead_of(person_id)],
    }
    return render(request, "assessor/training/rubrics.html", context)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_rubric(request: HttpRequest, organization: Organization, version_id: UUID) -> HttpResponse:
    """Show how an assessor stands with one rubric, and what there is to do."""
    version = get_rubric_version(version_id)
    line = selectors.get_rubric(version, UUID(acting_from(request).id))
    practiced = selectors.list_practiced(version, UUID(acting_from(request).id))
    works = selectors.anchors_for(version, AnchorUse.TRAINING)
    offered = set(line.offer.anchors) if line.offer else set()
    context = {
        "organization": organization,
        "line": line,
        "standing": presenting.say_standing(line),
        "works": [
            (
                work,
                presenting.say_near(presenting.add_up([practiced[work.pk]])) if work.pk in practiced else "",
                str(work.pk) in offered,
            )
            for work in works
        ],
        "terms": presenting.say_terms(line.policy),
        **_sitting(line),
    }
    return render(request, "assessor/training/rubric.html", context)


def _sitting(line: RubricLine) -> dict[str, Any]:
    """Return what can be done about the sitting, and what the last one came to."""
    row = line.qualification
    wanted = max(line.policy.qualify_anchors, 1)
    rated = selectors.list_last_sitting(row) if row else []
    renews_at = row.expires_at - RENEWAL if row and line.is_qualified and row.expires_at else None
    is_early = renews_at is not None and renews_at > clock.now()
    return {
        "is_sitting": line.is_sitting,
        "rated": len(rated) if line.is_sitting else 0,
        "wanted": wanted,
        "renews_at": renews_at if is_early else None,
        "lacks": max(wanted - line.for_sittings, 0),
        "may_begin": not (line.is_sitting or is_early) and line.for_sittings >= wanted,
        "has_ended": row is not None
        and row.state in (QualificationState.ENDED, QualificationState.QUALIFIED)
        and not line.is_qualified,
        "result": presenting.say_result(row, line.policy)
        if row and row.exact_percent is not None and not line.is_sitting
        else "",
        "results": [] if line.is_sitting else [presenting.describe_rated(rating) for rating in rated],
    }


def _describe_meeting(meeting: CalibrationMeeting) -> tuple[CalibrationMeeting, str, str]:
    """Return a meeting with the name of its credential and of its criterion, in the reader's language."""
    definition = in_language(version_of_meeting(meeting).definition, get_language() or "en")
    return meeting, definition.name, criterion_of(meeting, definition)


def _say_finding(lines: list[RubricLine]) -> str:
    asked = [line for line in lines if line.is_asked]
    missing = [line for line in asked if not line.is_qualified]
    if not lines:
        return _("There is nothing to train for")
    if not asked:
        return _("You may rate everything, and practice if you like")
    if not missing:
        return _("You are qualified for every rubric that asks for it")
    words = {"missing": len(missing), "count": len(asked)}
    return (
        ngettext(
            "You are not qualified yet for the one rubric that asks for it",
            "You are not qualified yet for %(missing)s of %(count)s rubrics",
            len(asked),
        )
        % words
    )
