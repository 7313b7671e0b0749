# SPDX-License-Identifier: Apache-2.0
"""“I can see who this is”: an assessor keeps a piece of evidence from assessors until it is masked."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.achievements.definition import EvidenceItem
from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Rating, Submission
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.views.bench import held_rating


@organization_page(Permission.SUBMISSIONS_RATE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Ask which piece and by what, or take the report."""
    row = selectors.get_queued_submission(submission_id)
    rating = held_rating(request, row)
    if rating is None:
        return redirect("bench", slug=organization.slug, submission_id=row.pk)
    if request.method == "GET":
        return _show(request, rating)
    try:
        _report(request, rating)
    except Invalid as refused:
        return _show(request, rating, refused)
    messages.success(request, _("Reported. No assessor sees this piece until it is masked. Rate the rest meanwhile."))
    return redirect("bench", slug=organization.slug, submission_id=row.pk)


def _report(request: HttpRequest, rating: Rating) -> None:
    """Report the chosen piece. Raises Invalid: no_piece, and those of the service."""
    chosen = request.POST.get("piece", "")
    if not chosen:
        raise Invalid(_("Choose the piece in which you could see it."), code="no_piece", field="piece")
    try:
        evidence = selectors.get_evidence(UUID(chosen), rating.submission)
    except ValueError:
        raise no_such_submission() from None
    services.report_identity(evidence, rating, acting=acting_from(request), note=request.POST.get("note", ""))


def _show(request: HttpRequest, rating: Rating, refused: Invalid | None = None) -> HttpResponse:
    row = rating.submission
    pieces = [
        (progress.item, piece)
        for part in selectors.blind_progress(row)
        for progress in part.items
        for piece in progress.reportable
    ]
    pieces += _prior_pieces(row, {piece.id for _item, piece in pieces})
    of_item = [str(piece.id) for item, piece in pieces if item.id == request.GET.get("item", "")]
    page = {
        "row": row,
        "alias": alias_of(row.pk),
        "pieces": pieces,
        # One piece is what was meant; among several, the assessor says which.
        "chosen": request.POST.get("piece", "") or (of_item[0] if len(of_item) == 1 else ""),
        "note": request.POST.get("note", ""),
        "most": services.masking.MAX_NOTE,
        "refused": refused,
    }
    return render(request, "assessor/rating/report.html", page, status=422 if refused else 200)


def _prior_pieces(row: Submission, listed: Collection[UUID]) -> list[tuple[EvidenceItem, selectors.BlindPiece]]:
    """Return the pieces that only a map of prior learning names."""
    found = selectors.blind_map(row)
    place = EvidenceItem(id="prior", ask=_("Evidence of prior learning"))
    pieces = found.pieces if found else ()
    return [(place, piece) for _number, piece in pieces if piece.id not in listed and not piece.is_withheld]
