# SPDX-License-Identifier: Apache-2.0
"""Complaints: what somebody finds wrong about an assessment beside the levels, answered by a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.assessment import access, selectors, voice_notices
from cairn.assessment.models import (
    Complaint,
    ComplaintFinding,
    ComplaintState,
    Moderation,
    ModerationKind,
    Rating,
    Submission,
)
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations.models import Organization

MAX_ABOUT: Final = 200
MAX_TEXT: Final = 10_000
MOST_OPEN: Final = 5


@dataclass(frozen=True, slots=True)
class Grievance:
    """What a complaint says: its subject in a line, and what happened; `submission` where it is about one work."""

    about: str
    text: str
    submission: Submission | None = None


@transaction.atomic
def file_complaint(person: Person, organization: Organization, grievance: Grievance, *, acting: Actor) -> Complaint:
    """Complain to an organization; a receipt says until when it is answered.

    Raises PermissionDenied; Invalid: about_missing, text_missing, text_too_long; DomainError: too_many_open.
    """
    access.require_learner(acting, person.pk)
    _require_own(grievance, person, organization)
    _check(grievance)
    _require_patience(person, organization)
    with organization_scope(organization.pk):
        calendar = selectors.calendar_for(organization.pk)
    now = clock.now()
    row = Complaint(
        organization=organization,
        person=person,
        submission=grievance.submission,
        about=grievance.about.strip(),
        text=grievance.text.strip(),
        filed_at=now,
        due_at=calendar.add(now, calendar.days_to_answer),
    )
    row.save(force_insert=True)
    _record("complaint.file", row, acting)
    voice_notices.tell_complaint_received(row)
    return row


@transaction.atomic
def withdraw_complaint(complaint: Complaint, *, acting: Actor) -> Complaint:
    """Take a complaint back before it is answered. Raises PermissionDenied; Conflict: complaint_closed."""
    access.require_learner(acting, complaint.person_id)
    row = _lock(complaint)
    row.state = ComplaintState.CLOSED
    row.save(update_fields=["state"])
    _record("complaint.withdraw", row, acting)
    return row


@transaction.atomic
def answer_complaint(complaint: Complaint, finding: str, answer: str, *, acting: Actor) -> Complaint:
    """Answer a complaint with a finding.

    Whoever rated the work or overturned its result does not answer, nor does whoever complained. Raises
    PermissionDenied: denied, own_complaint, rated, overturned; Invalid: no_finding, answer_missing, answer_too_long;
    Conflict: complaint_closed.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, complaint.organization_id)
    _require_outsider(complaint, acting)
    if finding not in ComplaintFinding.values:
        raise Invalid(_("Say what you found: justified, in part, or not."), code="no_finding", field="finding")
    words = _require_words(answer)
    row = _lock(complaint)
    row.finding, row.answer, row.state = finding, words, ComplaintState.ANSWERED
    row.answered_at, row.answered_by = clock.now(), acting.label
    row.save()
    _record("complaint.answer", row, acting, finding=finding)
    voice_notices.tell_complaint_answered(row)
    return row


def _require_own(grievance: Grievance, person: Person, organization: Organization) -> None:
    work = grievance.submission
    if work is not None and (work.learner_id != person.pk or work.organization_id != organization.pk):
        raise PermissionDenied(_("This is not your work. You can complain about your own."), code="not_your_work")


def _check(grievance: Grievance) -> None:
    if not grievance.about.strip():
        raise Invalid(_("Say in a line what it is about."), code="about_missing", field="about")
    if not grievance.text.strip():
        raise Invalid(_("Say what happened, and what you would like to happen."), code="text_missing", field="text")
    for field, text, most in (("about", grievance.about, MAX_ABOUT), ("text", grievance.text, MAX_TEXT)):
        if len(text) > most:
            raise Invalid(_("Keep this under %(most)s characters.") % {"most": most}, code="text_too_long", field=field)


def _require_patience(person: Person, organization: Organization) -> None:
    rows = Complaint.objects.filter(person=person, organization=organization, state=ComplaintState.OPEN)
    if rows.count() >= MOST_OPEN:
        raise DomainError(
            ErrorKind.TOO_MANY,
            _("%(most)s of your complaints wait for an answer there. Wait for one, or take one back.")
            % {"most": MOST_OPEN},
            code="too_many_open",
        )


def _require_outsider(complaint: Complaint, acting: Actor) -> None:
    if acting.person_id == complaint.person_id:
        raise PermissionDenied(_("This is your own complaint. Somebody else answers it."), code="own_complaint")
    if complaint.submission_id is None:
        return
    if Rating.objects.filter(submission_id=complaint.submission_id, assessor_id=acting.person_id).exists():
        raise PermissionDenied(_("You rated this work, so somebody else answers."), code="rated")
    steps = Moderation.objects.filter(submission_id=complaint.submission_id, kind=ModerationKind.OVERTURN)
    if steps.filter(by=acting.id).exists():
        raise PermissionDenied(
            _("You decided on this work yourself when you overturned its result, so somebody else answers."),
            code="overturned",
        )


def _require_words(answer: str) -> str:
    words = answer.strip()
    if not words:
        raise Invalid(_("Write an answer: what you found, and what follows."), code="answer_missing", field="answer")
    if len(words) > MAX_TEXT:
        raise Invalid(
            _("Keep this under %(most)s characters.") % {"most": MAX_TEXT}, code="answer_too_long", field="answer"
        )
    return words


def _lock(complaint: Complaint) -> Complaint:
    row: Complaint = (
        Complaint.objects.select_for_update(of=("self",)).select_related("organization").get(pk=complaint.pk)
    )
    if row.state != ComplaintState.OPEN:
        raise Conflict(_("This complaint is closed already. Load the page again."), code="complaint_closed")
    return row


def _record(action: str, row: Complaint, acting: Actor, **facts: object) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, **facts)
