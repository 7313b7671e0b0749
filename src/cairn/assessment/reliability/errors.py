# SPDX-License-Identifier: Apache-2.0
"""What is raised where ratings cannot be measured."""

from __future__ import annotations


class ReliabilityError(ValueError):
    """Ratings that cannot be used: what is wrong and what to do, and where it stands if it is one rating.

    `row` counts the ratings that were given, from 0; `column` is the name of the part that is wrong.
    """

    def __init__(self, detail: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(detail if row is None else f"Rating {row + 1}, {column}: {detail}")
        self.detail = detail
        self.row = row
        self.column = column
