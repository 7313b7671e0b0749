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
