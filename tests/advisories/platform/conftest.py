# SPDX-License-Identifier: Apache-2.0
"""A school with its people, and rate limits that begin anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.factories.credentials import School, make_school


@pytest.fixture
def school(db: None) -> School:
    """A school with an achievement, somebody who issues and somebody who assesses."""
    return make_school()


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> Iterator[None]:
    """Forget who has tried how often."""
    cache.clear()
    yield
    cache.clear()
