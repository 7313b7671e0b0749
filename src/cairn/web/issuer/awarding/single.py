# SPDX-License-Identifier: Apache-2.0
"""One award: made in a form, looked at, corrected, downloaded."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import list_published
from cairn.credentials.models import Award, AwardReason, AwardState
from cairn.credentials.selectors import get_award, list_history
from cairn.credentials.services import RecipientFacts, award, reissue
from cairn.foundation.access import permissions_of
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.idempotency import run_once
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.audit_words import say_what
from cairn.web.components.facts import Fact
from cairn.web.components.formats import write_day
from cairn.web.issuer.awarding.forms import AwardForm, CorrectionForm, ReasonForm
from cairn.web.issuer.awarding.presenting import VERBS, crumbs_of, name_of, status_of, verbs_for
from cairn.web.refusals import say_at_field


@organization_page(Permission.AWARDS_ISSUE)
@require_http_methods(["GET", "POST"])
def award_one(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Award one person."""
    form = AwardForm(request.POST or None, initial={"version": request.GET.get("version")})
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "email"):
            award_id = _award_once(form.cleaned_data, acting_from(request))
            messages.success(request, _("Awarded. It is being signed, and then the message goes out."))
            return redirect("award", organization.slug, award_id)
    status = 400 if form.errors else 200
    context = {"form": form, "crumbs": crumbs_of(organization), "may_begin": list_published().exists()}
    return render(request, "issuer/awarding/one.html", context, status=status)


def _award_once(given: dict[str, Any], acting: Actor) -> str:
    version: AchievementVersion = given["version"]
    facts = RecipientFacts(
        name=given["name"],
        email=given["email"],
        identifier=given["identifier"],
        result=given["result"],
        narrative=given["narrative"],
        evidence_url=given["evidence_url"],
        awarded_on=datetime.combine(given["awarded_on"], time(), UTC) if given["awarded_on"] else None,
    )

    def work() -> str:
        return str(award(version, facts, acting=acting, reason=AwardReason.DIRECT).pk)

    return run_once(given["key"], work, acting=acting, purpose="award")


@organization_page(Permission.AWARDS_VIEW)
@require_safe
def award_page(request: HttpRequest, organization: Organization, award_id: UUID) -> HttpResponse:
    """Show one award: what it says, how it stands, what happened, and what can be done."""
    row = get_award(award_id)
    allowed = permissions_of(acting_from(request), organization.pk)
    verbs = [(verb, VERBS[verb]) for verb in verbs_for(row) if verb.permission in allowed]
    context = {
        "award": row,
        "name": name_of(row),
        "status": status_of(row),
        "crumbs": crumbs_of(organization),
        "facts": _facts(row),
        "history": [(entry, say_what(entry)) for entry in list_history(row)],
        "verbs": verbs,
        "form": ReasonForm(),
        "may_correct": Permission.AWARDS_ISSUE in allowed and _can_be_corrected(row),
        "may_export": Permission.AWARDS_EXPORT in allowed and row.state == AwardState.ISSUED,
        "successor": getattr(row, "replaced_by", None),
    }
    return render(request, "issuer/awarding/award.html", context)


def _can_be_corrected(row: Award) -> bool:
    return row.state == AwardState.ISSUED and not hasattr(row, "replaced_by")


def _facts(row: Award) -> list[Fact]:
    told = write_day(row.notified_at) if row.notified_at else None
    facts = [
        Fact(_("Name"), row.recipient_name or None, blank=_("No name given")),
        Fact(_("E-mail"), row.recipient_email or None, blank=_("None given")),
        Fact(_("Identifier"), row.recipient_identifier or None, blank=_("None given")),
        Fact(_("Why"), row.get_reason_display()),
        Fact(_("Awarded on"), write_day(row.awarded_on)),
        Fact(_("Valid until"), write_day(row.valid_until) if row.valid_until else None, blank=_("No end date")),
        Fact(_("Result"), row.result or None, blank=_("None given")),
        Fact(_("Awarded by"), row.awarded_by),
        Fact(_("Holder was told"), told, blank=_("Not yet")),
        Fact(_("Claimed"), write_day(row.claimed_at) if row.claimed_at else None, blank=_("Not yet")),
    ]
    return facts if row.person_id is None else facts[:-1]


@organization_page(Permission.AWARDS_ISSUE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, organization: Organization, award_id: UUID) -> HttpResponse:
    """Put right what a credential says of its holder, and issue it again."""
    row = get_award(award_id)
    known = {"name": row.recipient_name, "email": row.recipient_email, "identifier": row.recipient_identifier}
    form = CorrectionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        given, acting = form.cleaned_data, acting_from(request)
        with say_at_field(form, "reason"):
            work = partial(_correct, row, given, acting)
            successor = run_once(given["key"], work, acting=acting, purpose="correct", fingerprint=str(row.pk))
            messages.success(request, _("Corrected. The new credential is being signed; then the old one is revoked."))
            return redirect("award", organization.slug, successor)
    context = {"form": form, "award": row, "crumbs": crumbs_of(organization, row)}
    return render(request, "issuer/awarding/correct.html", context, status=400 if form.errors else 200)


def _correct(row: Award, given: dict[str, Any], acting: Actor) -> str:
    changes = {name: given[name] for name in ("name", "email", "identifier")}
    return str(reissue(row, reason=given["reason"], acting=acting, **changes).pk)


@organization_page(Permission.AWARDS_EXPORT)
@require_safe
def credential_file(_request: HttpRequest, _organization: Organization, award_id: UUID) -> HttpResponse:
    """Download the signed credential as it stands."""
    row = get_award(award_id)
    if row.state != AwardState.ISSUED:
        raise NotFound(_("This award has no signed credential. Look at its page to see why."))
    headers = {"Content-Disposition": f'attachment; filename="{row.pk}.json"'}
    return HttpResponse(bytes(row.credential.document), content_type="application/vc+ld+json", headers=headers)
