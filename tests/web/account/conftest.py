# SPDX-License-Identifier: Apache-2.0
"""Fixtures for signing in: the counters of the rate limits begin anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    """Forget who has tried how often."""
    cache.clear()
    yield
    cache.clear()
