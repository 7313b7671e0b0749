# SPDX-License-Identifier: Apache-2.0
"""What an assessor has typed for work that they do not hold any more, to read and to copy: none of it is lost."""

from __future__ import annotations

from dataclasses import dataclass

from cairn.achievements.definition import Definition
from cairn.assessment.models import Rating
from cairn.assessment.services import RatingDraft


@dataclass(frozen=True, slots=True)
class TypedCriterion:
    """The level and the words for one criterion."""

    name: str
    level: str
    comment: str


@dataclass(frozen=True, slots=True)
class TypedPage:
    """Everything that was typed, and the words of it as one text."""

    criteria: tuple[TypedCriterion, ...]
    feedback: str

    @property
    def text(self) -> str:
        """The words, criterion by criterion, to copy at once."""
        lines = [": ".join(filter(None, (row.name, row.level, row.comment))) for row in self.criteria]
        return "\n\n".join(filter(None, [*lines, self.feedback]))


def draft_of(rating: Rating) -> RatingDraft:
    """Return what a stored rating holds."""
    return RatingDraft(rating.levels, rating.comments, tuple(rating.incomplete_parts), rating.feedback)


def list_typed(definition: Definition, draft: RatingDraft | None) -> TypedPage | None:
    """Return what was typed, in the rubric's words; None where nothing was."""
    if draft is None or not (draft.levels or draft.comments or draft.feedback.strip()):
        return None
    names = {level.id: level.name for level in definition.rubric.levels}
    return TypedPage(
        criteria=tuple(
            TypedCriterion(known.name, names.get(draft.levels.get(known.id, ""), ""), draft.comments.get(known.id, ""))
            for known in definition.rubric.criteria
            if known.id in draft.levels or known.id in draft.comments
        ),
        feedback=draft.feedback,
    )
