# SPDX-License-Identifier: Apache-2.0
"""Inviting people to apply: a link to hand out, a code to hang up, or a letter."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import current_version
from cairn.assessment.limits import MAX_INVITED_AT_ONCE
from cairn.assessment.services import invite_to_apply
from cairn.foundation.errors import Conflict, Invalid, NotFound
from cairn.foundation.idempotency import run_once
from cairn.foundation.ids import new_token
from cairn.foundation.permissions import Permission
from cairn.foundation.qr import draw_qr
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page


class InviteForm(forms.Form):
    """Whom to invite, and with which words."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One a line, at most 50. Each gets a letter of their own and sees no other address."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Your own words"),
        help_text=gettext_lazy("They stand at the top of the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


@organization_page(Permission.SUBMISSIONS_INVITE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show the ways to invite, or send letters."""
    version = current_version(achievement_id)
    if version is None:
        raise NotFound(_("There is nothing published here yet. Publish it first, then invite people."))
    form = InviteForm(request.POST or None, initial={"key": new_token()})
    if request.method == "POST" and form.is_valid():
        try:
            count = _invite(request, version, form)
        except Invalid as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.detail)
        else:
            messages.success(
                request, ngettext("%(count)s letter sent.", "%(count)s letters sent.", count) % {"count": count}
            )
            return redirect("invite_to_apply", slug=organization.slug, achievement_id=achievement_id)
    return _show(request, version, form)


def _invite(request: HttpRequest, version: AchievementVersion, form: InviteForm) -> int:
    acting = acting_from(request)
    emails, words = form.cleaned_data["emails"].split(), form.cleaned_data["words"]
    sent = run_once(
        form.cleaned_data["key"],
        lambda: str(invite_to_apply(version, emails, acting=acting, words=words)),
        acting=acting,
        purpose="assessment.invite",
    )
    return int(sent)


def _show(request: HttpRequest, version: AchievementVersion, form: InviteForm) -> HttpResponse:
    if version.achievement.retired_at is not None:
        raise Conflict(_("This is retired, so nobody can begin it any more."), code="achievement_retired")
    link = f"{settings.CAIRN_BASE_URL}/achievements/{version.achievement_id}"
    page = {
        "version": version,
        "form": form,
        "link": link,
        "code": mark_safe(draw_qr(link)),  # noqa: S308  # drawn by us from our own address
        "most": MAX_INVITED_AT_ONCE,
    }
    return render(request, "assessor/rating/invite.html", page, status=422 if form.errors else 200)
