# SPDX-License-Identifier: Apache-2.0
"""Taking the brake off in writing, and bringing in double ratings from before."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_achievement
from cairn.assessment import selectors, services
from cairn.assessment.earlier import MAX_BYTES, read_double_ratings
from cairn.assessment.services.brakes import MAX_REASON
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.navigation import NavItem
from cairn.web.forms import DropField
from cairn.web.public.reliability.views import asked_version
from cairn.web.refusals import say_at_field


class ReleaseForm(forms.Form):
    """Why the brake comes off."""

    reason = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Why one assessor may decide again"),
        help_text=gettext_lazy("Everybody can read it on the public page."),
    )


class EarlierForm(forms.Form):
    """A table of double ratings."""

    table = DropField(
        max_bytes=MAX_BYTES,
        accept=".csv",
        label=gettext_lazy("The table (CSV)"),
        help_text=gettext_lazy("Columns: work, rater_a, rater_b, criterion, level_a, level_b and, if known, rated_on."),
    )


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Take the brake off before agreement is established."""
    achievement = get_achievement(achievement_id)
    version, brake = asked_version(request, achievement_id), selectors.find_brake(achievement_id)
    if brake is None:
        raise NotFound(_("The brake is off, so there is nothing to take off."))
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "reason"):
            services.release_brake(brake, acting=acting_from(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("The brake is off. The public page shows the reason."))
            return redirect("reliability_of", organization.slug, achievement.pk)
    context = {"form": form, "brake": brake, "version": version, "crumbs": _crumbs(organization, version)}
    return render(request, "issuer/reliability/release.html", context, status=400 if form.errors else 200)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Count double ratings from before into the figures of the rubric that is asked for."""
    achievement = get_achievement(achievement_id)
    version = asked_version(request, achievement_id)
    form = EarlierForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "table"):
            [table] = form.cleaned_data["table"]
            pairs = read_double_ratings(table.read(), version.definition.rubric)
            found = services.import_double_ratings(
                achievement, pairs, acting=acting_from(request), number=version.number
            )
            messages.success(request, _say_brought_in(found))
            return redirect(_address(organization, version))
    context = {"form": form, "version": version, "crumbs": _crumbs(organization, version)}
    return render(request, "issuer/reliability/earlier.html", context, status=400 if form.errors else 200)


def _say_brought_in(found: services.BroughtIn) -> str:
    added = ngettext("%(count)s work came in.", "%(count)s works came in.", found.added) % {"count": found.added}
    if not found.known:
        return added
    known = ngettext("%(count)s was there before.", "%(count)s were there before.", found.known)
    return f"{added} {known % {'count': found.known}}"


def _crumbs(organization: Organization, version: AchievementVersion) -> tuple[NavItem, ...]:
    home = NavItem(_("Agreement"), f"/o/{organization.slug}/reliability/")
    return home, NavItem(version.name, _address(organization, version))


def _address(organization: Organization, version: AchievementVersion) -> str:
    """Return where the agreement on the rubric of a version is shown."""
    return f"{reverse('reliability_of', args=[organization.slug, version.achievement_id])}?version={version.number}"
