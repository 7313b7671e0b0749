# SPDX-License-Identifier: Apache-2.0
"""Identity in evidence: reported, or read on a page; somebody who does not rate the work masks it or says it is fine.

What the learner handed in is never changed: what assessors get instead stands in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.assessment import access, selectors
from cairn.assessment.errors import no_such_submission
from cairn.assessment.limits import MAX_FILE_BYTES, MAX_TEXT_CHARACTERS
from cairn.assessment.masking_notices import tell_identity_reported
from cairn.assessment.models import Evidence, IdentityReport, Rating, ReportState, Submission
from cairn.assessment.named_pages import NO_PAGE
from cairn.assessment.services.evidence import look_for_names
from cairn.assessment.services.locking import lock
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.files.inspection import InspectedFile, UploadLimits, inspect_upload
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.foundation.texts import list_numbers

MAX_NOTE: Final = 1000
_LIMITS: Final = UploadLimits(size=MAX_FILE_BYTES)


@transaction.atomic
def report_identity(evidence: Evidence, rating: Rating, *, acting: Actor, note: str = "") -> IdentityReport:
    """Keep a piece from assessors because one could see who its learner is. Reported twice, it waits once.

    What the platform had found in it becomes the assessor's report.

    Raises PermissionDenied: denied, own_work, not_holder; NotFound; Invalid: note_too_long.
    """
    submission = lock(evidence.submission)
    access.require_holder(acting, rating)
    if rating.submission_id != submission.pk or not evidence.was_in(rating.round):
        raise no_such_submission()
    if len(note) > MAX_NOTE:
        raise Invalid(
            _("Keep it under %(most)s characters: where, and by what.") % {"most": MAX_NOTE},
            code="note_too_long",
            field="note",
        )
    known: IdentityReport | None = IdentityReport.objects.filter(evidence=evidence, state=ReportState.OPEN).first()
    if known is not None and known.withholds:
        return known
    report = known or IdentityReport(organization_id=submission.organization_id, evidence=evidence)
    report.note, report.reported_by_id, report.reported_at = note.strip(), rating.assessor_id, clock.now()
    report.save()
    _record("identity.report", report, acting)
    tell_identity_reported(report)
    return report


def note_named_files(submission: Submission, *, acting: Actor) -> None:
    """Let files in which a name was read wait for a masked copy; part of handing in, which holds the row."""
    with organization_scope(submission.organization_id):
        for piece in selectors.list_unsettled(submission):
            if not piece.named_pages or piece.identity_reports.all():
                continue
            report = IdentityReport(organization_id=submission.organization_id, evidence=piece, reported_at=clock.now())
            report.save(force_insert=True)
            _record("identity.find", report, acting, pages=piece.named_pages)


@transaction.atomic
def mask_with_words(report: IdentityReport, words: Iterable[str], *, acting: Actor) -> IdentityReport:
    """Show what assessors read of a piece without some words of it: what was hidden before stays hidden.

    Raises as `mask_with_passage`; Invalid: no_text, no_words, not_there.
    """
    text = selectors.text_to_mask(_open(report, acting).evidence)
    if not text:
        raise Invalid(_("There are no words in this piece to hide. Write a passage, or add a file."), code="no_text")
    wanted = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    if not wanted:
        raise Invalid(_("Write the words to hide, one line for each."), code="no_words", field="words")
    for word in wanted:
        text, count = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _match: _("[name hidden]"), text)
        if not count:
            raise Invalid(
                _("“%(word)s” does not stand there. Copy it from what assessors read, letter by letter.")
                % {"word": word[:80]},
                code="not_there",
                field="words",
            )
    return mask_with_passage(report, text, acting=acting)


@transaction.atomic
def mask_with_passage(report: IdentityReport, passage: str, *, acting: Actor) -> IdentityReport:
    """Show a passage in the place of the piece.

    Raises PermissionDenied: denied, rates_it; Conflict: settled_already; Invalid: no_passage, passage_too_long.
    """
    row = _open(report, acting)
    if not passage.strip():
        raise Invalid(_("Write what assessors read instead."), code="no_passage", field="passage")
    if len(passage) > MAX_TEXT_CHARACTERS:
        raise Invalid(_("This is longer than we can keep. Shorten it."), code="passage_too_long", field="passage")
    row.passage = passage
    return _settle(row, ReportState.MASKED, acting)


def mask_with_file(report: IdentityReport, data: bytes, name: str, *, acting: Actor) -> IdentityReport:
    """Show another file in the place of the piece: the same picture with a face blurred, a page without a name.

    Raises UploadRefused, with nothing stored; Invalid: still_named; PermissionDenied, Conflict: as `mask_with_passage`.
    """
    with transaction.atomic():
        submission = _open(report, acting).evidence.submission
    inspected = inspect_upload(data, name, _LIMITS)
    _require_nameless(inspected, submission)
    with transaction.atomic():
        row = _open(report, acting)
        row.file = store_bytes(
            inspected.data,
            name=inspected.name,
            media_type=inspected.media_type,
            owner_id=None,
            organization_id=row.organization_id,
            notes=list(inspected.notes),
        )
        return _settle(row, ReportState.MASKED, acting)


@transaction.atomic
def dismiss_report(report: IdentityReport, reason: str, *, acting: Actor) -> IdentityReport:
    """Show the piece again as it was. Raises PermissionDenied, Conflict: as `mask_with_passage`; Invalid: no_reason."""
    row = _open(report, acting)
    if not reason.strip() or len(reason) > MAX_NOTE:
        raise Invalid(_("Say in a sentence why nobody can be known by it."), code="no_reason", field="reason")
    row.reason = reason.strip()
    return _settle(row, ReportState.FINE, acting)


def _open(report: IdentityReport, acting: Actor) -> IdentityReport:
    """Return a report that waits, held for this change."""
    require(acting, Permission.SUBMISSIONS_MANAGE, report.organization_id)
    if not selectors.may_mask(report.evidence, acting):
        raise PermissionDenied(
            _("Whoever rates a work does not mask it. Ask somebody else who looks after the queue."), code="rates_it"
        )
    lock(report.evidence.submission)
    row = selectors.get_identity_report(report.pk)
    if not row.is_open:
        raise Conflict(
            _("Somebody has settled this already. Go back to the list, and see how."), code="settled_already"
        )
    return row


def _settle(row: IdentityReport, state: ReportState, acting: Actor) -> IdentityReport:
    row.state = state
    row.settled_by = acting.label[:200]
    row.settled_at = clock.now()
    row.save()
    _record("identity.mask" if state is ReportState.MASKED else "identity.fine", row, acting)
    return row


def _require_nameless(file: InspectedFile, submission: Submission) -> None:
    """Return if a copy has the learner's name nowhere. Raises Invalid: still_named."""
    pages = look_for_names(submission, file.data, file.media_type).pages
    if NO_PAGE in pages:
        raise Invalid(
            _(
                "The learner's name can still be read in this copy: in a drawing, or in a part from another program. "
                "Take it out, or save the copy as PDF, and send that."
            ),
            code="still_named",
            field="file",
        )
    if pages:
        raise Invalid(
            ngettext(
                "The learner's name can still be read in this copy, on page %(pages)s. Take it out, and send the copy "
                "again.",
                "The learner's name can still be read in this copy, on pages %(pages)s. Take it out, and send the "
                "copy again.",
                len(pages),
            )
            % {"pages": list_numbers(pages)},
            code="still_named",
            field="file",
        )


def _record(action: str, row: IdentityReport, acting: Actor, **facts: object) -> None:
    evidence = row.evidence
    audit.record(
        action,
        evidence.submission,
        acting=acting,
        organization_id=row.organization_id,
        evidence=str(evidence.pk),
        sha256=row.file.sha256 if row.file else "",
        **facts,
    )
