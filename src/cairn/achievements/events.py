# SPDX-License-Identifier: Apache-2.0
"""What happens to achievements that others may want to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cairn.foundation.events import Event


@dataclass(frozen=True, slots=True)
class VersionPublished(Event):
    """A version was published and is fixed from now on."""

    name: ClassVar[str] = "achievements.version_published"
    achievement_id: str
    version_id: str
    number: int


@dataclass(frozen=True, slots=True)
class AchievementRetired(Event):
    """An achievement takes no more learners; what was earned stays good."""

    name: ClassVar[str] = "achievements.retired"
    achievement_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class AchievementReopened(Event):
    """An achievement that was retired takes learners again."""

    name: ClassVar[str] = "achievements.reopened"
    achievement_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RubricKept(Event):
    """An organization keeps a rubric, or its next version, to use it again."""

    name: ClassVar[str] = "achievements.rubric_kept"
    series: str
    number: int
    digest: str
