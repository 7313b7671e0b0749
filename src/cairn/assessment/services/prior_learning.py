# SPDX-License-Identifier: Apache-2.0
"""Recognition of prior learning: the choice of that track, and the map from outcomes to evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import selectors
from cairn.assessment.models import Submission, Track
from cairn.assessment.prior_learning import Shown, note_shown, settle_shown
from cairn.assessment.putting_aside import NOT_COMPARED, Seen
from cairn.assessment.services.locking import lock_writable
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid

MAX_WHY: Final = 3000
_MAX_ASIDE: Final = 10 * MAX_WHY


class MapConflict(Conflict):
    """What shows an outcome was changed elsewhere. Both are kept: the earlier as the map, the later beside it."""

    def __init__(self, outcomes: tuple[str, ...]) -> None:
        super().__init__(
            _("This answer was changed in another window or on another device. Both texts are kept: load the page "
              "again and choose."),
            code="map_changed",
        )  # fmt: skip
        self.outcomes = outcomes


@transaction.atomic
def choose_track(submission: Submission, track: str, *, acting: Actor) -> Submission:
    """Choose how to be assessed, as long as nothing was handed in; all that was written stays.

    The map and its pieces are put away on the way of new work, count for nothing there, and come back with their way.

    Raises PermissionDenied; Invalid: no_such_track; Conflict: not_writable, track_settled.
    """
    row = lock_writable(submission, acting)
    if track not in Track.values:
        raise Invalid(_("There is no such way. Load the page again."), code="no_such_track")
    if row.track == track:
        return row
    if row.round > 1:
        raise Conflict(_("This was settled with the first handing in, and stays."), code="track_settled")
    row.track, row.changed_at = track, clock.now()
    row.save(update_fields=["track", "changed_at"])
    audit.record("submission.choose_track", row, acting=acting, organization_id=row.organization_id, track=track)
    return row


def save_map(submission: Submission, shown: Mapping[str, Shown], *, acting: Actor) -> Submission:
    """Keep the map as far as it goes; an outcome that is not named keeps what it had.

    Raises PermissionDenied; Invalid: no_such_outcome, no_such_piece, why_too_long; Conflict: not_writable,
    not_prior_learning; and MapConflict, after everything is kept.
    """
    with transaction.atomic():
        row = _lock_on_track(submission, acting)
        _check(row, shown)
        overtaken = _note(row, shown, acting)
    # Outside the transaction, so that what was kept stays kept.
    if overtaken:
        raise MapConflict(overtaken)
    return row


@transaction.atomic
def settle_map(
    submission: Submission, outcome: str, *, take_other: bool, acting: Actor, seen: Seen = NOT_COMPARED
) -> Submission:
    """Choose between two things that were said of an outcome: what stands, or the other, as they were seen.

    Raises PermissionDenied; Invalid: no_such_outcome; Conflict: not_writable, not_prior_learning; MapConflict where
    either has changed.
    """
    row = _lock_on_track(submission, acting)
    _check_outcomes(row, [outcome])
    said = row.evidence_map.get(outcome, {})
    if "other" not in said:
        return row
    if not seen.is_of(said.get("why", ""), said["other"]["why"]):
        raise MapConflict((outcome,))
    settled = settle_shown(said, take_other=take_other)
    _store(row, {**row.evidence_map, outcome: settled}, "submission.map", [outcome], acting)
    return row


def _lock_on_track(submission: Submission, acting: Actor) -> Submission:
    row = lock_writable(submission, acting)
    if not row.is_of_prior_learning:
        raise Conflict(_("This work is not on the way of prior learning. Choose it first."), code="not_prior_learning")
    return row


def _note(row: Submission, shown: Mapping[str, Shown], acting: Actor) -> tuple[str, ...]:
    """Keep what is said of outcomes, and return those of which something else was said meanwhile."""
    noted = {outcome: note_shown(row.evidence_map.get(outcome, {}), one) for outcome, one in shown.items()}
    overtaken = tuple(outcome for outcome, (_said, is_late) in noted.items() if is_late)
    _check_aside(noted[outcome][0] for outcome in overtaken)
    kept = {**row.evidence_map, **{outcome: said for outcome, (said, _is_late) in noted.items() if said}}
    _store(row, kept, "submission.map_aside" if overtaken else "submission.map", sorted(shown), acting)
    return overtaken


def _store(row: Submission, kept: dict[str, Any], action: str, outcomes: Sequence[str], acting: Actor) -> None:
    if kept == row.evidence_map:
        return
    row.evidence_map, row.changed_at = kept, clock.now()
    row.save(update_fields=["evidence_map", "changed_at"])
    audit.record(action, row, acting=acting, organization_id=row.organization_id, outcomes=list(outcomes))


def _check(row: Submission, shown: Mapping[str, Shown]) -> None:
    _check_outcomes(row, shown)
    pieces = {str(piece.pk) for piece in selectors.list_mappable(row)}
    for outcome, one in shown.items():
        _check_pieces(one.evidence, pieces)
        if len(one.why) > MAX_WHY:
            raise _too_long(f"why_{outcome}")


def _check_outcomes(row: Submission, asked: Iterable[str]) -> None:
    outcomes = {outcome.id for outcome in row.version.definition.outcomes}
    if not outcomes.issuperset(asked):
        raise Invalid(_("There is no such outcome. Load the page again."), code="no_such_outcome")


def _check_aside(noted: Iterable[Mapping[str, Any]]) -> None:
    """Return if what is put aside has an end; what does not fit stays in the window in which it was typed."""
    for said in noted:
        if len(said.get("other", {}).get("why", "")) > _MAX_ASIDE:
            raise _too_long("")


def _too_long(field: str) -> Invalid:
    return Invalid(_("Keep this under %(most)s characters.") % {"most": MAX_WHY}, code="why_too_long", field=field)


def _check_pieces(chosen: Sequence[str], pieces: set[str]) -> None:
    if not pieces.issuperset(chosen):
        raise Invalid(
            _("A piece that you chose is not part of this work any more. Load the page again."), code="no_such_piece"
        )
