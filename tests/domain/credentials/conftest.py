# SPDX-License-Identifier: Apache-2.0
"""An organization that awards."""

from __future__ import annotations

import pytest

from tests.factories.credentials import School, make_school


@pytest.fixture
def school(db: None) -> School:
    """A school with somebody in each role that matters here."""
    return make_school()
