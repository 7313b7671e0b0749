# SPDX-License-Identifier: Apache-2.0
"""Bitstring Status List 1.0: whether a credential was revoked or suspended, without telling who asks about whom."""

from cairn.standards.status.allocation import allocation_order
from cairn.standards.status.bitstring import MAX_BYTES, MIN_ENTRIES, Bitstring
from cairn.standards.status.credential import (
    StatusEntry,
    StatusList,
    build_status_list_credential,
    read_entries,
    read_status_list,
)

__all__ = [
    "MAX_BYTES",
    "MIN_ENTRIES",
    "Bitstring",
    "StatusEntry",
    "StatusList",
    "allocation_order",
    "build_status_list_credential",
    "read_entries",
    "read_status_list",
]
