# SPDX-License-Identifier: Apache-2.0
"""Figures that people read beside a line that is to be reached. Pure."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal


def round_below(value: float, line: float, places: int = 2) -> float:
    """Round a figure; one that misses a line, and would be rounded up to it, down, so that it never reads as it."""
    nearest = round(value, places)
    if value >= line or nearest < line:
        return nearest
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_FLOOR))
