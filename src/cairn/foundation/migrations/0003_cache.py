# SPDX-License-Identifier: Apache-2.0
"""The table in which rate limits are counted."""

from __future__ import annotations

from typing import ClassVar

from django.core.management import call_command
from django.db import migrations


def _make(*_: object) -> None:
    call_command("createcachetable", "foundation_cache", verbosity=0)


class Migration(migrations.Migration):
    """Makes the table of Django's database cache."""

    dependencies: ClassVar = [("foundation", "0002_audit_is_fixed")]
    operations: ClassVar = [migrations.RunPython(_make, migrations.RunPython.noop)]
