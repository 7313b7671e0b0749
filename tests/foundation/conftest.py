# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the tests of the fetch."""

from __future__ import annotations

import pytest

from tests.foundation.web import Certificates

HOSTS = ["issuer.example", "redirect.test", "rebind.test", "dual.test", "slow.test", "huge.test", "gzipbomb.test",
         "wrongtype.test"]  # fmt: skip


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """One certificate for all test hosts."""
    return Certificates.make(tmp_path_factory.mktemp("certificates"), HOSTS)
