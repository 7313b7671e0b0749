# SPDX-License-Identifier: Apache-2.0
"""Numbers are listed as people write them."""

from __future__ import annotations

import pytest

from cairn.foundation.texts import list_numbers


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ([], ""),
        ([4], "4"),
        ([1, 3], "1 and 3"),
        ([1, 2], "1–2"),
        ([1, 3, 5, 6, 7], "1, 3 and 5–7"),
        (range(1, 201), "1–200"),
    ],
)
def test_numbers_that_follow_on_one_another_are_a_span(numbers: list[int], written: str) -> None:
    assert list_numbers(numbers) == written
