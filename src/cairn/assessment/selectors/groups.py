# SPDX-License-Identifier: Apache-2.0
"""What somebody has said of themselves for comparing groups, for that person to read."""

from __future__ import annotations

from uuid import UUID

from cairn.assessment.models import GroupAnswer


def own_group_answers(person_id: UUID) -> dict[str, str]:
    """Return a person's answers by question."""
    return dict(GroupAnswer.objects.filter(person_id=person_id).values_list("question", "answer"))
