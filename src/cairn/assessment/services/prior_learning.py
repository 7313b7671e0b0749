# SPDX-License-Identifier: Apache-2.0
"""Recognition of prior learning: the choice of that track, and the map from outcomes to evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import selectors
from cairn.assessment.models import PRIOR_PREFIX, Submission, Track
from cairn.assessment.services.locking import lock_writable
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid

MAX_WHY: Final = 3000


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows an outcome: pieces of evidence by their ids, and how they show it."""

    evidence: tuple[str, ...] = ()
    why: str = ""


@transaction.atomic
def choose_track(submission: Submission, track: str, *, acting: Actor) -> Submission:
    """Choose how to be assessed, as long as nothing was handed in; what was written for the items stays.

    Raises PermissionDenied; Invalid: no_such_track; Conflict: not_writable, track_settled.
    """
    row = lock_writable(submission, acting)
    if track not in Track.values:
        raise Invalid(_("There is no such way. Load the page again."), code="no_such_track")
    if row.track == track:
        return row
    if row.round > 1:
        raise Conflict(_("This was settled with the first handing in, and stays."), code="track_settled")
    row.track, row.evidence_map, row.changed_at = track, {}, clock.now()
    row.save(update_fields=["track", "evidence_map", "changed_at"])
    row.evidence.filter(item__startswith=PRIOR_PREFIX, ended_round=None).update(ended_round=row.round)
    audit.record("submission.choose_track", row, acting=acting, organization_id=row.organization_id, track=track)
    return row


@transaction.atomic
def save_map(submission: Submission, shown: Mapping[str, Shown], *, acting: Actor) -> Submission:
    """Keep the map as far as it goes; an outcome that is not named keeps what it had.

    Raises PermissionDenied; Invalid: no_such_outcome, no_such_piece, why_too_long; Conflict: not_writable,
    not_prior_learning.
    """
    row = lock_writable(submission, acting)
    if not row.is_of_prior_learning:
        raise Conflict(_("This work is not on the way of prior learning. Choose it first."), code="not_prior_learning")
    _check(row, shown)
    added = {outcome: {"evidence": list(one.evidence), "why": one.why} for outcome, one in shown.items()}
    kept = {**row.evidence_map, **added}
    if kept != row.evidence_map:
        row.evidence_map, row.changed_at = kept, clock.now()
        row.save(update_fields=["evidence_map", "changed_at"])
        audit.record("submission.map", row, acting=acting, organization_id=row.organization_id, outcomes=sorted(shown))
    return row


def _check(row: Submission, shown: Mapping[str, Shown]) -> None:
    outcomes = {outcome.id for outcome in row.version.definition.outcomes}
    if not outcomes.issuperset(shown):
        raise Invalid(_("There is no such outcome. Load the page again."), code="no_such_outcome")
    pieces = {str(piece.pk) for piece in selectors.list_mappable(row)}
    for outcome, one in shown.items():
        _check_pieces(one.evidence, pieces)
        if len(one.why) > MAX_WHY:
            raise Invalid(
                _("Keep this under %(most)s characters.") % {"most": MAX_WHY},
                code="why_too_long",
                field=f"why_{outcome}",
            )


def _check_pieces(chosen: Sequence[str], pieces: set[str]) -> None:
    if not pieces.issuperset(chosen):
        raise Invalid(
            _("A piece that you chose is not part of this work any more. Load the page again."), code="no_such_piece"
        )
