# SPDX-License-Identifier: Apache-2.0
"""Tables: a row on a desk, two or three lines on a phone.

A page writes its rows; each cell carries its column's word in `data-l`, which is shown where the table is folded.
"""

from __future__ import annotations

from dataclasses import dataclass

from cairn.web.components.marks import Words


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: its word, whether it holds numbers, and whether only a screen reader hears it."""

    label: Words
    numeric: bool = False
    hidden: bool = False
