# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a row, or with a file as a whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the file and the line, a stable code, and a sentence that says what to do.

    Line 0 stands for the file as a whole. A finding that `refuses` keeps everything out, another only its row.
    """

    file: str
    line: int
    code: str
    message: str
    refuses: bool = False
    name: str = ""
