# SPDX-License-Identifier: Apache-2.0
"""In which order the entries of a list are given out.

Neighbouring entries must not tell who was awarded together, so the order is random; a seed makes it one that can be
taken up again after a crash. Source: Bitstring Status List 1.0 §5.1 and §6.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_KEY_BYTES = 8


def allocation_order(seed: bytes, entries: int) -> Sequence[int]:
    """Return all indexes from 0 to entries - 1 in an order that nobody can guess without the seed (32 bytes).

    Each index gets a pseudo-random key from SHAKE-256 and the indexes are sorted by it.
    """
    stream = hashlib.shake_256(b"cairn status allocation" + seed).digest(_KEY_BYTES * entries)
    return sorted(range(entries), key=lambda index: stream[_KEY_BYTES * index : _KEY_BYTES * (index + 1)])
