# SPDX-License-Identifier: Apache-2.0
"""What an assessor calls a learner: a short code that is the same for one submission and tells nothing else."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

_LENGTH: Final = 4


def alias_of(submission_id: UUID) -> str:
    """Return the code of a submission's learner, such as 4F2A; another submission of the learner has another one."""
    return hashlib.sha256(submission_id.bytes).hexdigest()[:_LENGTH].upper()
