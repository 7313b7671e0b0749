# SPDX-License-Identifier: Apache-2.0
"""`cairn bench`."""

from __future__ import annotations

EPILOG = ""


def bench_command() -> None:
    """Bench."""
