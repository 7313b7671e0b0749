# SPDX-License-Identifier: Apache-2.0
"""What went along with a round when it was handed in: the declaration, and the map of prior learning."""

from __future__ import annotations

from typing import Any

from cairn.achievements.definition import Definition
from cairn.assessment.declarations import Declaration
from cairn.assessment.models import Evidence, Submission
from cairn.assessment.prior_learning import MapLine, read_map


def declaration_of(submission: Submission, round_number: int | None = None) -> Declaration:
    """Return what was declared with a round, the current one unless another is asked for, as it was handed in."""
    stored = _handed_in(submission, round_number).get("declaration", submission.declaration)
    return Declaration.from_json(stored)


def describe_map(
    submission: Submission, round_number: int | None = None, *, definition: Definition | None = None
) -> tuple[MapLine, ...]:
    """Return the map of a round: which evidence shows which outcome, and how; nothing on the standard track.

    `definition` is what the work is for, in a reader's language.
    """
    if not submission.is_of_prior_learning:
        return ()
    pieces = list_mappable(submission, round_number)
    stored = _handed_in(submission, round_number).get("evidence_map", submission.evidence_map)
    return read_map(definition or submission.version.definition, stored, pieces)


def list_mappable(submission: Submission, round_number: int | None = None) -> list[Evidence]:
    """Return the pieces of a round that can show an outcome: all that is there and not empty."""
    current = submission.round if round_number is None else round_number
    rows = submission.evidence.select_related("file").all()
    return [row for row in rows if row.was_in(current) and (row.file_id or row.link or row.text.strip())]


def _handed_in(submission: Submission, round_number: int | None) -> dict[str, Any]:
    """Return what was kept of a round; nothing while its learner is writing it."""
    asked = submission.round if round_number is None else round_number
    if submission.is_writable and asked == submission.round:
        return {}
    kept: dict[str, Any] = submission.handed_in.get(str(asked), {})
    return kept
