# SPDX-License-Identifier: Apache-2.0
"""The demonstration, loaded once for all tests of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from cairn.cli.demonstration.load import Loaded
from tests.demo.loading import demonstration


@pytest.fixture(scope="package")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """What was loaded; its rows are there for every test of the folder, and gone after it."""
    with demonstration(django_db_blocker) as content:
        yield content
