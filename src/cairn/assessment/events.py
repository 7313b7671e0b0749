# SPDX-License-Identifier: Apache-2.0
"""What happens in assessment that higher floors act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cairn.foundation.events import Event


@dataclass(frozen=True, slots=True)
class SubmissionSubmitted(Event):
    """A learner has handed in a round of work."""

    name: ClassVar[str] = "assessment.submitted"
    submission_id: str
    version_id: str
    learner_id: str


@dataclass(frozen=True, slots=True)
class SubmissionDecided(Event):
    """A round of work was decided; the outcome is `award`, `return` or `decline`."""

    name: ClassVar[str] = "assessment.decided"
    submission_id: str
    version_id: str
    learner_id: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DecisionOverturned(Event):
    """A decision by which work had passed does not hold any more; `reason` is the moderator's."""

    name: ClassVar[str] = "assessment.overturned"
    submission_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RatedTwice(Event):
    """Two assessors have rated a round apart from each other, so the agreement on a rubric is to be measured anew."""

    name: ClassVar[str] = "assessment.rated_twice"
    achievement_id: str
    rubric_digest: str


@dataclass(frozen=True, slots=True)
class BrakeEngaged(Event):
    """The agreement on a rubric is not established: it is `low`, or known from `too_few` works."""

    name: ClassVar[str] = "assessment.brake_engaged"
    achievement_id: str
    rubric_digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class BrakeReleased(Event):
    """A brake came off: by itself, or for the reason that somebody gave."""

    name: ClassVar[str] = "assessment.brake_released"
    achievement_id: str
    rubric_digest: str
    reason: str
