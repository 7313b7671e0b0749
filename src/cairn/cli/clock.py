# SPDX-License-Identifier: Apache-2.0
"""The time, read in one place; everything below is handed it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)
