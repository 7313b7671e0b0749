# SPDX-License-Identifier: Apache-2.0
"""Reading a rating from what its form sends."""

from __future__ import annotations

from django.http import QueryDict

from cairn.achievements.definition import Definition, Judged
from cairn.assessment.services import RatingDraft


def read_draft(data: QueryDict, definition: Definition) -> RatingDraft:
    """Return the rating as it was put down; a field that was left blank is none."""
    criteria = [criterion.id for criterion in definition.rubric.criteria]
    judged = [part.id for part in definition.evidence if part.judged is Judged.COMPLETE]
    return RatingDraft(
        levels={known: level for known in criteria if (level := data.get(f"level_{known}", ""))},
        comments={known: text for known in criteria if (text := _text(data, f"comment_{known}")).strip()},
        incomplete_parts=tuple(part for part in judged if data.get(f"part_{part}") == "incomplete"),
        feedback=_text(data, "feedback"),
    )


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\r\n", "\n")
