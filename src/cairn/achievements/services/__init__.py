# SPDX-License-Identifier: Apache-2.0
"""The only writers of achievements: authoring (drafts), publishing (versions) and retiring (the series)."""

from cairn.achievements.services.authoring import (
    create_achievement,
    discard_draft,
    duplicate_achievement,
    save_draft,
)
from cairn.achievements.services.picturing import remove_picture, set_picture
from cairn.achievements.services.publishing import begin_version, publish_version
from cairn.achievements.services.retiring import reopen_achievement, retire_achievement

__all__ = [
    "begin_version",
    "create_achievement",
    "discard_draft",
    "duplicate_achievement",
    "publish_version",
    "remove_picture",
    "reopen_achievement",
    "retire_achievement",
    "save_draft",
    "set_picture",
]
