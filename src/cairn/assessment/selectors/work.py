# SPDX-License-Identifier: Apache-2.0
"""A learner's own work: what is open, how far each part is, what is missing."""

from __future__ import annotations

from uuid import UUID

from cairn.achievements.definition import Definition
from cairn.assessment.completeness import Gap, GapCode, PartProgress, find_gaps, measure_progress
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import OPEN, Decision, Evidence, EvidenceKind, Outcome, Submission
from cairn.assessment.prior_learning import asked_on_track, says_the_same
from cairn.assessment.selectors.handed_in import describe_map


def get_submission(submission_id: UUID) -> Submission:
    """Return a piece of work with its version and issuer. Raises NotFound."""
    rows = Submission.objects.select_related("version__achievement", "organization")
    row: Submission | None = rows.filter(pk=submission_id).first()
    if row is None:
        raise no_such_submission()
    return row


def find_open_submission(achievement_id: UUID, learner_id: UUID) -> Submission | None:
    """Return a learner's open work on an achievement, at whichever version it was begun."""
    rows = Submission.objects.filter(version__achievement_id=achievement_id, learner_id=learner_id, state__in=OPEN)
    row: Submission | None = rows.order_by("-created_at").first()
    return row


def count_tries(version_id: UUID, learner_id: UUID, *, but: tuple[UUID, int] | None = None) -> int:
    """Count a learner's tries at a version: rounds that were decided and did not pass. What was withdrawn is none.

    `but` leaves out one round of one submission, which is being rated again.
    """
    rows = Decision.objects.filter(
        submission__version_id=version_id, submission__learner_id=learner_id, superseded_at=None
    )
    if but is not None:
        rows = rows.exclude(submission_id=but[0], round=but[1])
    return rows.exclude(outcome=Outcome.AWARD).count()


def list_work(learner_id: UUID) -> list[Submission]:
    """Return all of a learner's work, what changed last first, with its version, issuer and evidence."""
    rows = Submission.objects.select_related("version", "organization").prefetch_related("evidence")
    return list(rows.filter(learner_id=learner_id).order_by("-changed_at", "pk"))


def progress_of(
    submission: Submission, round_number: int | None = None, *, definition: Definition | None = None
) -> tuple[PartProgress, ...]:
    """Return how far each part is in a round, the current one unless another is asked for.

    `definition` is what the work is for, in a reader's language.
    """
    evidence = submission.evidence.select_related("file").all()
    current = submission.round if round_number is None else round_number
    asked = asked_on_track(definition or submission.version.definition, submission.track)
    return measure_progress(asked, evidence, current, submission.items_to_improve)


def find_submission_gaps(submission: Submission) -> tuple[Gap, ...]:
    """Name what keeps a round from being handed in; work that came back must have changed somewhere.

    Prior learning is shown for every outcome.
    """
    lines = describe_map(submission)
    unshown = (line.outcome.id for line in lines if not line.is_complete)
    twice = (line.outcome.id for line in lines if line.other)
    gaps = (
        *find_gaps(progress_of(submission)),
        *(Gap(GapCode.UNMAPPED, outcome=outcome) for outcome in unshown),
        *(Gap(GapCode.UNMERGED, outcome=outcome) for outcome in twice),
    )
    if submission.items_to_improve and not _has_changed(submission):
        return (*gaps, Gap(GapCode.UNCHANGED))
    return gaps


def get_evidence(evidence_id: UUID, submission: Submission) -> Evidence:
    """Return one piece of a submission's evidence. Raises NotFound."""
    row: Evidence | None = submission.evidence.select_related("submission").filter(pk=evidence_id).first()
    if row is None:
        raise no_such_submission()
    return row


def list_removed(submission: Submission) -> list[Evidence]:
    """Return the files and links that were taken out in this round and can be brought back."""
    rows = submission.evidence.select_related("file").filter(ended_round=submission.round)
    return list(rows.exclude(kind=EvidenceKind.TEXT))


def _has_changed(submission: Submission) -> bool:
    current = submission.round
    before = submission.handed_in.get(str(current - 1), {})
    if not says_the_same(submission.evidence_map, before.get("evidence_map", submission.evidence_map)):
        return True
    rows = submission.evidence.all()
    return any(
        (row.round == current) != (row.ended_round == current)
        for row in rows
        if current in (row.round, row.ended_round)
    )
