# SPDX-License-Identifier: Apache-2.0
"""The database refuses to change what a published version says."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cairn.foundation.fixed_rows import forbid_update


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies: ClassVar = [("achievements", "0001_initial")]
    operations: ClassVar = [
        forbid_update(
            "achievements_achievementversion",
            "published_version_is_fixed",
            message="A published version is never changed.",
            condition="OLD.state = 'published'",
        ),
    ]
