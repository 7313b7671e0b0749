# SPDX-License-Identifier: Apache-2.0
"""What every test of a page needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import deactivate


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Forget the language that a reader asked for: a request sets it for the whole thread, which tests share."""
    yield
    deactivate()
