# SPDX-License-Identifier: Apache-2.0
"""A meeting of assessors: its page for whoever looks after submissions and for those invited, and its calendar file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.selectors import get_person, names_of
from cairn.achievements.translate import in_language
from cairn.assessment import services
from cairn.assessment.meeting_calendar import FILE_NAME, calendar_file
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors.meetings import get_meeting, version_of_meeting
from cairn.foundation import clock
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.standards.icalendar import MEDIA_TYPE
from cairn.web.access import acting_from, organization_page
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.reliability.meeting_forms import CloseForm, SlotForm
from cairn.web.issuer.reliability.meeting_page import describe_meeting
from cairn.web.refusals import say_at_field


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_safe
def show(request: HttpRequest, organization: Organization, meeting_id: UUID) -> HttpResponse:
    """Show when and where, the works on the table, and afterwards what was agreed; nobody's name but to managers."""
    meeting = get_meeting(meeting_id, acting=acting_from(request))
    context = {
        "page": describe_meeting(meeting, acting=acting_from(request)),
        "crumbs": _crumbs(organization, meeting)[:2],
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "issuer/reliability/meeting.html", context)


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_safe
def calendar(request: HttpRequest, _organization: Organization, meeting_id: UUID) -> HttpResponse:
    """Give the meeting as a file for a calendar; one that was called off is taken out by it."""
    acting = acting_from(request)
    meeting = get_meeting(meeting_id, acting=acting)
    definition = in_language(version_of_meeting(meeting).definition, get_language() or "en")
    method = "CANCEL" if meeting.cancelled_at else "PUBLISH"
    return HttpResponse(
        calendar_file(meeting, definition, reader=get_person(UUID(acting.id))),
        content_type=f"{MEDIA_TYPE}; charset=utf-8; method={method}",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, organization: Organization, meeting_id: UUID) -> HttpResponse:
    """Give a meeting another time or place."""
    meeting = get_meeting(meeting_id, acting=acting_from(request))
    local = timezone.localtime(meeting.at)
    now = {"day": local.date(), "time": local.time(), "minutes": meeting.minutes, "place": meeting.place}
    form = SlotForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "day"):
            services.move_meeting(meeting, form.slot, acting=acting_from(request))
            messages.success(request, _("The meeting has moved. Everybody who is invited gets a letter."))
            return redirect("meeting", organization.slug, meeting.pk)
    context = {"form": form, "meeting": meeting, "zone": timezone.get_current_timezone_name()}
    context["crumbs"] = _crumbs(organization, meeting)
    return render(request, "issuer/reliability/move.html", context, status=400 if form.errors else 200)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def cancel(request: HttpRequest, organization: Organization, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off."""
    meeting = get_meeting(meeting_id, acting=acting_from(request))
    services.cancel_meeting(meeting, acting=acting_from(request))
    messages.success(request, _("The meeting is called off. Everybody who was invited gets a letter."))
    return redirect("reliability_of", organization.slug, meeting.achievement_id)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, organization: Organization, meeting_id: UUID) -> HttpResponse:
    """Say who came, and what was agreed."""
    meeting = get_meeting(meeting_id, acting=acting_from(request))
    names = dict(sorted(names_of(meeting.invited).items(), key=lambda item: item[1].casefold()))
    form = CloseForm(names, request.POST or None, initial={"came": meeting.invited})
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "agreed"):
            services.close_meeting(
                meeting, came=form.came_ids, agreed=form.cleaned_data["agreed"], acting=acting_from(request)
            )
            messages.success(request, _("Kept. Everybody who was invited is told where to read it."))
            return redirect("meeting", organization.slug, meeting.pk)
    has_begun = clock.now() >= meeting.at
    context = {"form": form, "meeting": meeting, "has_begun": has_begun, "crumbs": _crumbs(organization, meeting)}
    return render(request, "issuer/reliability/close.html", context, status=400 if form.errors else 200)


def _crumbs(organization: Organization, meeting: CalibrationMeeting) -> tuple[NavItem, ...]:
    home = f"/o/{organization.slug}/reliability/"
    name = version_of_meeting(meeting).name
    return (
        NavItem(_("Agreement"), home),
        NavItem(name, f"{home}{meeting.achievement_id}"),
        NavItem(_("Meeting"), f"/o/{organization.slug}/meetings/{meeting.pk}/"),
    )
