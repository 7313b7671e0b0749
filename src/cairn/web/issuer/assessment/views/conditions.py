# SPDX-License-Identifier: Apache-2.0
"""How a work was done: to record who watched it and how identity was checked, and to withdraw such a record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.assessment import selectors, services
from cairn.assessment.models import Submission
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.assessment.conditions import ConditionsForm, WithdrawForm, describe_conditions
from cairn.web.issuer.assessment.views.moderation import show_work
from cairn.web.refusals import say_at_field


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def record(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Record under which conditions the round of a work was done."""
    row = selectors.get_queued_submission(submission_id)
    form, acting = ConditionsForm(request.POST), acting_from(request)
    if form.is_valid() and _recorded(row, form, acting):
        messages.success(request, _("Recorded for this work. You rate no work of this learner from now on."))
        return redirect("moderate", slug=organization.slug, submission_id=row.pk)
    return show_work(request, row, conditions=describe_conditions(row, acting.person_id, form=form))


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def withdraw(
    request: HttpRequest, organization: Organization, submission_id: UUID, conditions_id: UUID
) -> HttpResponse:
    """Withdraw a record, with a reason."""
    row = selectors.get_queued_submission(submission_id)
    kept = selectors.get_conditions(conditions_id, row)
    form, acting = WithdrawForm(request.POST), acting_from(request)
    if form.is_valid():
        with say_at_field(form, "reason"):
            services.withdraw_conditions(kept, reason=form.cleaned_data["reason"], acting=acting)
    if form.errors:
        return show_work(request, row, conditions=describe_conditions(row, acting.person_id, withdraw=form))
    messages.success(request, _("Withdrawn. The credential will not say that this was recorded."))
    return redirect("moderate", slug=organization.slug, submission_id=row.pk)


def _recorded(row: Submission, form: ConditionsForm, acting: Actor) -> bool:
    with say_at_field(form, "supervision"):
        services.record_conditions(row, form.given(), acting=acting)
    return not form.errors
