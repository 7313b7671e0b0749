# SPDX-License-Identifier: Apache-2.0
"""The only writers of achievements: authoring (drafts), publishing (versions), retiring (the series) and rubrics."""

from cairn.achievements.services.authoring import (
    create_achievement,
    discard_draft,
    duplicate_achievement,
    save_draft,
)
from cairn.achievements.services.picturing import remove_picture, set_picture
from cairn.achievements.services.publishing import begin_version, publish_version
from cairn.achievements.services.retiring import reopen_achievement, retire_achievement
from cairn.achievements.services.rubrics import Used, keep_draft_rubric, keep_rubric, use_rubric

__all__ = [
    "Used",
    "begin_version",
    "create_achievement",
    "discard_draft",
    "duplicate_achievement",
    "keep_draft_rubric",
    "keep_rubric",
    "publish_version",
    "remove_picture",
    "reopen_achievement",
    "retire_achievement",
    "save_draft",
    "set_picture",
    "use_rubric",
]
