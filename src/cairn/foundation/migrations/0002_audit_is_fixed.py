# SPDX-License-Identifier: Apache-2.0
"""The database refuses to change an entry of the audit."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from cairn.foundation.fixed_rows import forbid_update


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies: ClassVar = [("foundation", "0001_initial")]
    operations: ClassVar = [
        forbid_update("foundation_auditentry", "audit_is_fixed", message="An entry of the audit is never changed."),
    ]
