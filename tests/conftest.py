# SPDX-License-Identifier: Apache-2.0
"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared_data import shared_path


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """The one door to the shared data: `shared("vectors/w3c-rdf-canon")` returns its path, or skips or fails."""
    return shared_path
