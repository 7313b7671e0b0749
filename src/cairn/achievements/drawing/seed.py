# SPDX-License-Identifier: Apache-2.0
"""Numbers that look random and are not: taken from a digest, so that a drawing never changes."""

from __future__ import annotations

import hashlib


class Seed:
    """A stream of numbers from the SHA-512 of a text; it begins anew after 64."""

    __slots__ = ("_at", "_bytes")

    def __init__(self, text: str) -> None:
        self._bytes = hashlib.sha512(text.encode("utf-8", "surrogatepass")).digest()
        self._at = 0

    def next(self, low: float = 0.0, high: float = 1.0) -> float:
        """Return the next number, from `low` to just under `high`."""
        value = self._bytes[self._at % len(self._bytes)] / 256
        self._at += 1
        return low + value * (high - low)
