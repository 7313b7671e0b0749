# SPDX-License-Identifier: Apache-2.0
"""Moderation: find a piece of work, and lock it, open it again or overturn what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import WAITING, Submission, SubmissionState
from cairn.assessment.selectors.reopening import ReopenBar
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.assessment.conditions import ConditionsPage, describe_conditions
from cairn.web.issuer.assessment.finding import WorkFilter
from cairn.web.issuer.assessment.forms import OverturnForm, StepForm
from cairn.web.refusals import say_at_field

_A_PAGE: Final = 50
_READ: Final = "read"
_COLUMNS = (
    Column(_("Learner")),
    Column(_("Credential")),
    Column(_("State")),
    Column(_("How it was done")),
    Column(_("Changed")),
    Column(_("Open"), hidden=True),
)
_STEPS: Final[dict[str, tuple[Callable[..., object], Promise]]] = {
    "lock": (services.lock_submission, _("Locked. Nobody writes or rates until you unlock it.")),
    "unlock": (services.unlock_submission, _("Unlocked. It goes on where it stood.")),
    "reopen": (services.reopen_submission, _("Back in the queue, for assessors who have not rated it.")),
}


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def list_work(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List work that was handed in, by what changed last."""
    asked = WorkFilter.read(request, organization)
    page = Paginator(asked.rows(), _A_PAGE).get_page(request.GET.get("page"))
    watched = selectors.supervised_versions()
    recorded = selectors.find_recorded([row.pk for row in page.object_list])
    facts = {
        "page": page,
        "lines": [
            (row, alias_of(row.pk), row.pk in recorded, row.version_id in watched, row.state in WAITING)
            for row in page.object_list
        ],
        "columns": _COLUMNS,
        "states": [(known.value, known.label) for known in SubmissionState if known != SubmissionState.DRAFT],
        "asked": asked,
    }
    return render(request, "issuer/assessment/moderation.html", facts)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def moderate(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Show what became of a piece of work, and take a step.

    Whoever also rates here reads what others gave once it is decided, and while it may be appealed only by saying so:
    whoever has read it does not rate the work any more.
    """
    row = selectors.get_queued_submission(submission_id)
    rubric = row.version.definition.rubric
    step = request.POST.get("step", "")
    if step == _READ:
        return _read(request, organization, row)
    form = OverturnForm(request.POST, rubric=rubric) if step == "overturn" else StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _take(row, step, form, acting_from(request)):
        messages.success(request, _words_after(step))
        return redirect("moderate", slug=organization.slug, submission_id=row.pk)
    return show_work(request, row, form=form)


def _read(request: HttpRequest, organization: Organization, row: Submission) -> HttpResponse:
    """Note that somebody wants to read the result; the page shows it from then on."""
    rounds = () if row.state in WAITING else (decision.round for decision in selectors.list_all_decisions(row))
    services.note_result_seen(row, rounds, acting=acting_from(request))
    return redirect("moderate", slug=organization.slug, submission_id=row.pk)


def _take(row: Submission, step: str, form: StepForm, acting: Actor) -> bool:
    with say_at_field(form, "reason"):
        reason = form.cleaned_data["reason"]
        if isinstance(form, OverturnForm):
            services.overturn_decision(row, form.levels(), reason=reason, acting=acting)
        elif step in _STEPS:
            _STEPS[step][0](row, reason=reason, acting=acting)
        else:
            raise Invalid(str(_("There is no such step. Load the page again.")), code="no_such_step")
    return not form.errors


def _words_after(step: str) -> str:
    return str(_STEPS[step][1] if step in _STEPS else _("Overturned. The learner is told, with your reason."))


def show_work(
    request: HttpRequest,
    row: Submission,
    *,
    form: StepForm | None = None,
    conditions: ConditionsPage | None = None,
) -> HttpResponse:
    """Show what became of a piece of work and how it was done, with a form that was refused, if one was."""
    definition, acting = row.version.definition, acting_from(request)
    may_rate = may(acting, Permission.SUBMISSIONS_RATE, row.organization_id)
    is_hidden = may_rate and row.state in WAITING
    is_asked = may_rate and not is_hidden and _is_asked(row, acting)
    decisions = [] if is_hidden or is_asked else selectors.list_all_decisions(row)
    rounds = {decision.round for decision in decisions}
    services.note_result_seen(row, rounds, acting=acting)
    done = conditions or describe_conditions(row, acting.person_id)
    step = form or StepForm()
    page = {
        "row": row,
        "alias": alias_of(row.pk),
        "definition": definition,
        "form": step,
        "overturn": step if isinstance(step, OverturnForm) else _overturn_form(row),
        "decisions": [selectors.describe_decision(decision, definition) for decision in decisions],
        "steps": selectors.list_moderations(row),
        "ratings": [rating for rating in selectors.list_final_ratings(row) if rating.round in rounds],
        "is_hidden": is_hidden,
        "is_asked": is_asked,
        "bar": _find_bar(row) if decisions else None,
        "conditions": done,
    }
    is_refused = step.errors or done.form.errors or done.withdraw.errors
    return render(request, "issuer/assessment/moderate.html", page, status=400 if is_refused else 200)


def _is_asked(row: Submission, acting: Actor) -> bool:
    """Say whether the result is shown only to whoever says that they want to read it."""
    return selectors.may_be_appealed(row) and not selectors.knows_result(row, acting.person_id)


def _find_bar(row: Submission) -> ReopenBar | None:
    """Return what keeps the last decided round from other assessors."""
    decision = next(iter(selectors.list_decisions(row)), None)
    return selectors.find_reopen_bar(row, decision.round) if decision else None


def _overturn_form(row: Submission) -> OverturnForm:
    decision = next(iter(selectors.list_decisions(row)), None)
    levels = decision.levels if decision else {}
    known = {f"level_{criterion}": level for criterion, level in levels.items()}
    return OverturnForm(rubric=row.version.definition.rubric, initial=known)
