# SPDX-License-Identifier: Apache-2.0
"""The last look before a draft is fixed for good."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.diff import compare
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import current_version
from cairn.achievements.services import discard_draft, publish_version
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.studio.places import crumbs_of, findings_of, get_draft, home_of, page_of, posted


class PublishForm(forms.Form):
    """What is said about a version when it is published."""

    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("It stands in the public history. A first version needs none."),
    )


@organization_page(Permission.ACHIEVEMENTS_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show what blocks, what changes and what publishing means; then publish."""
    draft = get_draft(achievement_id)
    form = PublishForm(posted(request))
    if form.is_valid():
        publish_version(draft, acting=acting_from(request), note=form.cleaned_data["note"])
        messages.success(request, _("Published. Anybody can find it now, and learners can begin."))
        return HttpResponseRedirect(page_of(organization, achievement_id, "invite"))
    return render(request, "issuer/studio/publish.html", _context(organization, draft, form))


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def discard(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    draft = get_draft(achievement_id)
    discard_draft(draft, acting=acting_from(request))
    messages.success(request, _("The draft of “%(name)s” is gone.") % {"name": draft.name})
    return HttpResponseRedirect(home_of(organization))


def _context(organization: Organization, draft: AchievementVersion, form: PublishForm) -> dict[str, object]:
    before = current_version(draft.achievement_id)
    return {
        "draft": draft,
        "form": form,
        "findings": findings_of(draft),
        "before": before,
        "changes": compare(before.definition, draft.definition) if before else (),
        "crumbs": crumbs_of(organization, draft),
        "root": page_of(organization, draft.achievement_id),
        "edit": page_of(organization, draft.achievement_id, "edit/"),
    }
