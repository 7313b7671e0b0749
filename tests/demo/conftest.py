# SPDX-License-Identifier: Apache-2.0
"""The demonstration, loaded once for the tests of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from cairn.cli.demonstration.load import Loaded, load_demonstration
from cairn.foundation import clock
from tests.shared_data import ROOT


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """What was loaded; its rows are there for every test of the module, and gone after it."""
    with django_db_blocker.unblock():
        try:
            yield load_demonstration(ROOT / "demo", today=clock.now().date())
        finally:
            call_command("flush", interactive=False, verbosity=0)
