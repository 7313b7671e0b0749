# SPDX-License-Identifier: Apache-2.0
"""The end of an achievement, with a reason that everybody can read."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.selectors import get_achievement
from cairn.achievements.services import reopen_achievement, retire_achievement
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.studio.places import crumbs_of, get_latest, page_of, posted


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A sentence. It stands on the public page."),
    )


@organization_page(Permission.ACHIEVEMENTS_RETIRE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Say what retiring means, ask why, then retire."""
    version, form = get_latest(achievement_id), ReasonForm(posted(request))
    if form.is_valid():
        acting = acting_from(request)
        retire_achievement(version.achievement, reason=form.cleaned_data["reason"], acting=acting)
        messages.success(request, _("“%(name)s” is retired. Its page stays and says why.") % {"name": version.name})
        return HttpResponseRedirect(page_of(organization, achievement_id, "versions"))
    context = {
        "version": version,
        "form": form,
        "crumbs": crumbs_of(organization, version),
        "root": page_of(organization, achievement_id),
    }
    return render(request, "issuer/studio/retire.html", context, status=422 if form.errors else 200)


@organization_page(Permission.ACHIEVEMENTS_RETIRE)
@require_POST
def reopen(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Take learners again."""
    reason = request.POST.get("reason", "")
    reopen_achievement(get_achievement(achievement_id), reason=reason, acting=acting_from(request))
    messages.success(request, _("It is open again. Learners can begin."))
    return HttpResponseRedirect(page_of(organization, achievement_id, "versions"))
