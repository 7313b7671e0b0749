# SPDX-License-Identifier: Apache-2.0
"""Points in time as the standards write them: XML Schema `dateTimeStamp`, always with an offset.

Source: Verifiable Credentials Data Model 2.0 §4.9, XML Schema 1.1 Part 2 §3.4.28.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from cairn.standards.errors import ModelError

_DATE_TIME_STAMP: Final = re.compile(
    r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.(?P<fraction>[0-9]{1,30}))?"
    r"(?P<offset>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
)


def parse_date_time(text: object, *, path: str = "") -> datetime:
    """Read a date and time with its offset, as an aware datetime in UTC.

    Raises ModelError: invalid_date (no offset, no such day, a leap second, not a text).
    """
    match = _DATE_TIME_STAMP.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ModelError(
            "invalid_date", "A date must be written with time and offset, such as 2026-11-22T10:00:00Z.", path=path
        )
    fraction = (match["fraction"] or "0")[:6]
    try:
        return datetime.fromisoformat(f"{match['local']}.{fraction:0<6}{match['offset']}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise ModelError("invalid_date", f"There is no such point in time: {match[0]}.", path=path) from None


@lru_cache(maxsize=1024)
def format_date_time(moment: datetime) -> str:
    """Write an aware datetime as UTC with second precision, such as `2026-11-22T10:00:00Z`.

    A batch writes the same few moments again and again, so they are remembered.
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
