# SPDX-License-Identifier: Apache-2.0
"""The demonstration and real people never share a database: in a demonstration anybody may be anybody."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from cairn.accounts.demonstration import has_only_real_people
from cairn.cli.problems import CommandError

_ELSEWHERE: Final = "Name an empty folder with CAIRN_DATA, or another database with DATABASE_URL."


def require_no_demonstration_over_real_people() -> None:
    """Return unless the server would let anybody sign in as anybody over real people. Raises CommandError."""
    if settings.CAIRN_DEMO and has_only_real_people():
        raise CommandError(
            f"CAIRN_DEMO=1 lets anybody sign in as anybody, and this database holds real people. {_ELSEWHERE}"
        )


def require_room_for_demonstration() -> None:
    """Return unless the database holds real people, among whom invented ones have no place. Raises CommandError."""
    if has_only_real_people():
        raise CommandError(f"This database holds real people; the demonstration does not go beside them. {_ELSEWHERE}")
