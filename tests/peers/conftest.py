# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the tests against independent programs."""

from __future__ import annotations

import pytest

from tests.peers.node import IndependentVerifier, install_independent_verifier


@pytest.fixture(scope="session")
def independent_verifier() -> IndependentVerifier:
    """The verifier built on Digital Bazaar's libraries, installed on first use."""
    return install_independent_verifier()
